"""The reasons that are offered where an inquiry is lost. What is chosen is kept as words on the inquiry."""

from django.db import DEFAULT_DB_ALIAS

from inquiries import tables
from inquiries.models import LostReason

SHIPPED = (
    "Too expensive",
    "Booked elsewhere",
    "Dates not available",
    "No answer from the customer",
    "Trip put off",
    "We do not sell it",
)


def ensure_default(using: str = DEFAULT_DB_ALIAS, **_: object) -> None:
    """Lay the shipped ones into an empty list: what managers changed or took out stays so. Run after every migrate."""
    if not tables.complete(LostReason, using=using) or LostReason.objects.using(using).exists():
        return
    rows = [LostReason(text=text, position=10 * number) for number, text in enumerate(SHIPPED, start=1)]
    LostReason.objects.using(using).bulk_create(rows, ignore_conflicts=True)


def offered() -> list[str]:
    return list(LostReason.objects.values_list("text", flat=True))
