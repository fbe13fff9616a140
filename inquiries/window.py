"""WhatsApp's window: free text is delivered for 24 hours after the customer last wrote to that number of ours."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from inquiries import standing
from inquiries.models import Message

ANY_TIME_KINDS = frozenset({"template"})  # of our own messages: these are delivered outside the window too
_GIVE_UP_AFTER = timedelta(hours=24)  # what may go at any time waits this long for its chance, then a person decides

_SHUT = (
    "The 24 hours after the customer's last message were over before it could go out, so it was not sent. Send a "
    "template, or answer by mail or phone."
)
_TOO_OLD = "It could not go out for a whole day, so it was not sent. See why, then retry."


def spoken(contact: Any, channel: Any, account: Any) -> QuerySet[Message]:
    """What that contact wrote to that account of ours, in whatever inquiry. Each may be a value or an expression."""
    rows = Message.objects.filter(contact=contact, channel=channel, account=account, direction=Message.Direction.IN)
    return rows.exclude(kind="system")


def shuts_at(contact: int, *, channel: str, account: str) -> datetime | None:
    """When the window shuts, or shut; None where that contact has never written to that account."""
    at: datetime | None = spoken(contact, channel, account).aggregate(at=Max("sent_at"))["at"]
    return at + standing.WHATSAPP_WINDOW if at else None


def too_late(message: Message) -> str:
    """Why a queued message must not go out any more, in words with the way out; empty where it may."""
    if message.channel != Message.Channel.WHATSAPP:
        return ""
    now = timezone.now()
    if message.kind in ANY_TIME_KINDS:
        return _TOO_OLD if now - message.sent_at > _GIVE_UP_AFTER else ""
    contact = message.identity.contact_id if message.identity else message.contact_id
    shuts = shuts_at(contact, channel=message.channel, account=message.account) if contact else None
    return "" if shuts is not None and shuts > now else _SHUT
