"""What customers may notice of staff: that they have read, that they write. Each channel decides what becomes of it."""

from django.conf import settings

from inquiries import channels
from inquiries.models import Inquiry, Message

_UNSEEN = ("reaction", "system")  # nobody waits for these to be read


def seen(inquiry: Inquiry) -> None:
    """Somebody has the conversation open. The newest message of each channel stands for those before it."""
    if inquiry.parked_reason:
        return  # a blocked sender or a machine learns nothing of us
    for name in settings.CHANNELS:
        pk = _newest(inquiry, name)
        if pk is not None:
            channels.get(name).seen(pk)


def writing(inquiry: Inquiry, channel: str) -> None:
    """Somebody writes an answer on this channel. A name that is no channel (a note) does nothing."""
    if inquiry.parked_reason or channel not in settings.CHANNELS:
        return
    pk = _newest(inquiry, channel)
    if pk is not None:
        channels.get(channel).writing(pk)


def _newest(inquiry: Inquiry, channel: str) -> int | None:
    rows = inquiry.messages.filter(channel=channel, direction=Message.Direction.IN).exclude(kind__in=_UNSEEN)
    pk: int | None = rows.order_by("-sent_at", "-pk").values_list("pk", flat=True).first()
    return pk
