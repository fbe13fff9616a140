"""Our WhatsApp numbers: the first row comes from the settings, and each says when it last heard and last sent."""

from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from inquiries import receipts, tables
from inquiries.doorbell import ring
from messaging.models import WhatsAppNumber
from messaging.parsing import CHANNEL

logger = structlog.get_logger(__name__)

COUNTED_DAYS = 14  # of what was heard, to tell a silence from a quiet number (alarms.py)
# What Meta's own Test button names, in place of a number of ours.
SAMPLE_ID = "123456123"
_OFTEN_ENOUGH = timedelta(seconds=10)  # a busy number's row is not written for every webhook


def seed(using: str = "default", **_: Any) -> None:
    """Make the row of the number in the settings; idempotent, run after every migrate."""
    if settings.WHATSAPP_PHONE_NUMBER_ID and tables.complete(WhatsAppNumber, using=using):
        row, created = WhatsAppNumber.objects.using(using).get_or_create(
            phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
            defaults={"business_account_id": settings.WHATSAPP_BUSINESS_ACCOUNT_ID},
        )
        # The account may be set later than the number; one that staff have entered stays.
        WhatsAppNumber.objects.using(using).filter(pk=row.pk, business_account_id="").update(
            business_account_id=settings.WHATSAPP_BUSINESS_ACCOUNT_ID
        )
        if created and settings.WHATSAPP_TOKEN:  # else the first templates would come six hours later
            ring("messaging.sync_templates", row.pk)


def business_account(account: str) -> str:
    """The business account of one of our numbers, by its phone number id; of the first one where none is said.

    Empty where nobody has told us.
    """
    rows = WhatsAppNumber.objects.all()
    wanted = account or settings.WHATSAPP_PHONE_NUMBER_ID
    rows = rows.filter(phone_number_id=wanted) if wanted else rows.filter(enabled=True).order_by("pk")
    return rows.values_list("business_account_id", flat=True).first() or ""


def heard(phone_number_id: str, *, display_number: str, business_account_id: str = "") -> None:
    """A webhook came for this number. One we do not know gets a row that is off, for a person to say whose it is."""
    rows = WhatsAppNumber.objects.filter(phone_number_id=phone_number_id)
    now = timezone.now()
    known = rows.values_list("pk", "last_webhook_at").first()  # of a busy number the only statement
    if known is not None and known[1] is not None and known[1] >= now - _OFTEN_ENOUGH:
        return
    stale = Q(last_webhook_at=None) | Q(last_webhook_at__lt=now - _OFTEN_ENOUGH)
    if rows.filter(stale).update(last_webhook_at=now):
        _count(rows.get(), now, display_number=display_number, business_account_id=business_account_id)
    elif known is None and phone_number_id.isascii() and phone_number_id.isdigit():
        _find(phone_number_id, now, display_number=display_number, business_account_id=business_account_id)


def _count(row: WhatsAppNumber, now: datetime, *, display_number: str, business_account_id: str) -> None:
    """One more on this day, and what the row did not know yet. Whoever moved `last_webhook_at` is alone with it."""
    today = now.date().isoformat()
    days = {day: count for day, count in row.heard_days.items() if day > _first_day(now.date())}
    row.heard_days = days | {today: days.get(today, 0) + 1}
    row.display_number = row.display_number or display_number[:32]
    if business_account_id.isascii() and business_account_id.isdigit():
        row.business_account_id = row.business_account_id or business_account_id[:100]
    row.save(update_fields=["heard_days", "display_number", "business_account_id"])


def _first_day(today: date) -> str:
    """Days before it are not counted any more; one is to spare, since hours have another zone."""
    return (today - timedelta(days=COUNTED_DAYS + 1)).isoformat()


def _find(phone_number_id: str, now: datetime, *, display_number: str, business_account_id: str) -> None:
    account = business_account_id if business_account_id.isascii() and business_account_id.isdigit() else ""
    row = {
        "display_number": display_number[:32],
        "business_account_id": account[:100],
        "enabled": False,
        "found_at": now,
        "last_webhook_at": now,
    }
    _, created = WhatsAppNumber.objects.get_or_create(phone_number_id=phone_number_id[:100], defaults=row)
    if created:
        logger.warning("webhook_for_unknown_number", phone_number_id=phone_number_id[:100])


def adopt(pk: int) -> bool:
    """A person says that the number is ours: it is watched from now on."""
    return WhatsAppNumber.objects.filter(pk=pk).exclude(found_at=None).update(found_at=None, enabled=True) == 1


def disown(pk: int) -> bool:
    """A person says that the number is nothing to watch. What it hears is kept all the same."""
    return WhatsAppNumber.objects.filter(pk=pk).exclude(found_at=None).update(found_at=None, enabled=False) == 1


def sent(phone_number_id: str) -> None:
    """WhatsApp accepted a message from this number."""
    WhatsAppNumber.objects.filter(phone_number_id=phone_number_id).update(last_sent_at=timezone.now())


def resume(row: WhatsAppNumber) -> int:
    """A person says that it may send again; gives how many replies waited for that."""
    WhatsAppNumber.objects.filter(pk=row.pk).update(paused_until=None, paused_reason="")
    return receipts.resume(CHANNEL, row.phone_number_id)


def acknowledging() -> set[str]:
    """The numbers whose new inquiries get an automatic answer, by phone number id."""
    rows = WhatsAppNumber.objects.filter(enabled=True, acknowledge=True)
    return set(rows.values_list("phone_number_id", flat=True))


def names() -> dict[str, str]:
    """What people call each number, by its phone number id; not of those that nobody has said are ours."""
    return {row.phone_number_id: str(row) for row in WhatsAppNumber.objects.filter(found_at=None)}


def default_account() -> str:
    """The number that sends where nobody wrote to one: that of the settings, else the first; empty: there is none."""
    rows = WhatsAppNumber.objects.filter(enabled=True).values_list("phone_number_id", flat=True)
    return settings.WHATSAPP_PHONE_NUMBER_ID or rows.first() or ""


def may_leave(account: str) -> bool:
    """Whether messages to this number may be read by OpenAI; False where it says never."""
    return not WhatsAppNumber.objects.filter(phone_number_id=account, never_to_openai=True).exists()
