"""One action on the inquiries picked in the queue, each through the same door as on its own page."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils import timezone

from inquiries import blocking, workflow
from inquiries.desk.filters import ME, NOBODY
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, User

CHUNK = 50  # rows of one transaction

# LOST asks for a reason, so it is set on the inquiry's own page; NEW is never set by hand.
STATUSES = [
    (status.value, status.label)
    for status in (Inquiry.Status.OPEN, Inquiry.Status.QUOTED, Inquiry.Status.BOOKED, Inquiry.Status.CLOSED)
]


def _at(now: datetime, *, days: int, hour: int) -> datetime:
    local = timezone.localtime(now) + timedelta(days=days)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)


def _next_monday(now: datetime) -> datetime:
    return _at(now, days=7 - timezone.localtime(now).weekday(), hour=9)


SNOOZES: dict[str, tuple[str, Callable[[datetime], datetime | None]]] = {
    "3h": ("In 3 hours", lambda now: now + timedelta(hours=3)),
    "tomorrow": ("Tomorrow, 9:00", lambda now: _at(now, days=1, hour=9)),
    "3d": ("In 3 days, 9:00", lambda now: _at(now, days=3, hour=9)),
    "monday": ("Monday, 9:00", _next_monday),
    "wake": ("Wake now", lambda _now: None),
}


def change_of(data: Mapping[str, str], *, actor: User) -> Callable[[Inquiry], None]:
    """What the pressed button asks for: `assignee`, `status`, `snooze`, `park` ("in" or "out"), `read` or `block`.

    InvalidInput where it makes no sense.
    """
    if "assignee" in data:
        user = person(data["assignee"], actor)
        return lambda inquiry: workflow.assign(inquiry, user, actor=actor)
    if data.get("status") in dict(STATUSES):
        return lambda inquiry: workflow.set_status(inquiry, data["status"], actor=actor)
    if data.get("snooze") in SNOOZES:
        until = SNOOZES[data["snooze"]][1](timezone.now())
        return lambda inquiry: workflow.snooze(inquiry, until, actor=actor)
    if data.get("park") in ("in", "out"):
        park = workflow.park if data["park"] == "in" else workflow.unpark
        return lambda inquiry: park(inquiry, actor=actor)
    if "read" in data:
        return workflow.mark_read
    if "block" in data:
        return lambda inquiry: blocking.block(inquiry.contact, actor=actor, inquiry=inquiry)
    raise InvalidInput("Choose what to do with them.")


def act(
    change: Callable[[Inquiry], None], inquiries: Iterable[Inquiry], *, chunk_size: int = CHUNK
) -> tuple[int, list[str]]:
    """How many were changed, and in words what could not be.

    In chunks, since each commit waits for the disk; ordered, so that no two acts wait for each other's rows. What takes
    locks beside the inquiry's comes one by one.
    """
    changed, refused = 0, list[str]()
    for chunk in batched(sorted(inquiries, key=lambda inquiry: inquiry.pk), chunk_size):
        with transaction.atomic():
            for inquiry in chunk:
                try:
                    change(inquiry)
                    changed += 1
                except InvalidInput as error:
                    refused.append(f"{inquiry.reference}: {error}")
    return changed, refused


def person(value: str, actor: User) -> User | None:
    """Whom a button names: a key, "me", or "none" for nobody. InvalidInput where there is no such person."""
    if value == NOBODY:
        return None
    if value == ME:
        return actor
    user = (
        User.objects.filter(pk=value, is_active=True).first()
        if value.isascii() and value.isdigit() and len(value) < 19
        else None
    )
    if user is None:
        raise InvalidInput("Choose somebody who can sign in.")
    return user
