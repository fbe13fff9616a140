"""Our WhatsApp numbers: the first row comes from the settings, and each says when it last heard and last sent."""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone

from messaging.models import WhatsAppNumber

logger = structlog.get_logger(__name__)

_OFTEN_ENOUGH = timedelta(seconds=10)  # a busy number's row is not written for every webhook


def seed(using: str = "default", **_: Any) -> None:
    """Make the row of the number in the settings; idempotent, run after every migrate."""
    if settings.WHATSAPP_PHONE_NUMBER_ID:
        WhatsAppNumber.objects.using(using).get_or_create(
            phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
            defaults={"business_account_id": settings.WHATSAPP_BUSINESS_ACCOUNT_ID},
        )


def heard(phone_number_id: str, *, display_number: str) -> None:
    """A webhook came for this number. One we do not know is logged; its messages are kept all the same."""
    now = timezone.now()
    row = (
        WhatsAppNumber.objects.filter(phone_number_id=phone_number_id).only("last_webhook_at", "display_number").first()
    )
    if row is None:
        logger.warning("webhook_for_unknown_number", phone_number_id=phone_number_id[:100])
    elif row.last_webhook_at is None or row.last_webhook_at < now - _OFTEN_ENOUGH:
        named = {"display_number": display_number[:32]} if display_number and not row.display_number else {}
        WhatsAppNumber.objects.filter(pk=row.pk).update(last_webhook_at=now, **named)


def sent(phone_number_id: str) -> None:
    """WhatsApp accepted a message from this number."""
    WhatsAppNumber.objects.filter(phone_number_id=phone_number_id).update(last_sent_at=timezone.now())
