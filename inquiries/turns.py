"""Whose turn it is: messages to one person leave in the order in which they were written.

A chat has one order for each person, whatever inquiry a message belongs to; a mail has one for each inquiry. Nobody
waits for a message to somebody else.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from inquiries.doorbell import ring
from inquiries.models import Message

_UNDER_WAY = (Message.State.QUEUED, Message.State.SENDING)
_LOOK_AGAIN = timedelta(seconds=2)
_SENDING_TAKES = timedelta(seconds=10)  # should the ring of the one before be missed


def waits_until(message: Message) -> datetime | None:
    """When to look again at a message that an earlier one, not settled yet, holds back; None: it is its turn."""
    # Nobody waits until Monday because a colleague's reply does.
    scheduled = Q(scheduled=True, hold_until__gt=timezone.now())
    before = _line(message).filter(state__in=_UNDER_WAY, pk__lt=message.pk).exclude(scheduled)
    earlier = before.order_by("pk").first()
    if earlier is None:
        return None
    if earlier.state == Message.State.SENDING:
        return timezone.now() + _SENDING_TAKES
    soonest = timezone.now() + _LOOK_AGAIN
    return max(earlier.due_at or soonest, soonest)


def pass_on(message: Message) -> None:
    """The one that waited for this message is due now, unless it waits for another attempt or a time of its own."""
    rows = _line(message).filter(state=Message.State.QUEUED, attempts=0)
    rows = rows.filter(Q(hold_until=None) | Q(hold_until__lte=timezone.now()))
    following = rows.filter(pk__gt=message.pk).order_by("pk").first()
    if following is not None:
        rows.filter(pk=following.pk).update(due_at=timezone.now())
        ring("inquiries.deliver_message", following.pk)


def _line(message: Message) -> QuerySet[Message]:
    """What leaves one after the other. Reactions have a line of their own: no answer waits for a thumb."""
    rows = Message.objects.filter(channel=message.channel, direction=Message.Direction.OUT)
    rows = rows.filter(kind="reaction") if message.kind == "reaction" else rows.exclude(kind="reaction")
    if message.channel == Message.Channel.WHATSAPP and message.identity_id is not None:
        return rows.filter(identity=message.identity_id)
    return rows.filter(inquiry=message.inquiry_id)
