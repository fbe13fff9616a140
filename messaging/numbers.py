"""Our WhatsApp numbers: the first row comes from the settings, and each says when it last heard and last sent."""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from inquiries.doorbell import ring
from messaging.models import WhatsAppNumber

logger = structlog.get_logger(__name__)

_OFTEN_ENOUGH = timedelta(seconds=10)  # a busy number's row is not written for every webhook


def seed(using: str = "default", **_: Any) -> None:
    """Make the row of the number in the settings; idempotent, run after every migrate."""
    if settings.WHATSAPP_PHONE_NUMBER_ID:
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


def heard(phone_number_id: str, *, display_number: str) -> None:
    """A webhook came for this number. One we do not know is logged; its messages are kept all the same."""
    rows = WhatsAppNumber.objects.filter(phone_number_id=phone_number_id)
    now = timezone.now()
    stale = Q(last_webhook_at=None) | Q(last_webhook_at__lt=now - _OFTEN_ENOUGH)
    if rows.filter(stale).update(last_webhook_at=now):
        if display_number:
            rows.filter(display_number="").update(display_number=display_number[:32])
    elif not rows.exists():
        logger.warning("webhook_for_unknown_number", phone_number_id=phone_number_id[:100])


def sent(phone_number_id: str) -> None:
    """WhatsApp accepted a message from this number."""
    WhatsAppNumber.objects.filter(phone_number_id=phone_number_id).update(last_sent_at=timezone.now())
