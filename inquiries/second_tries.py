"""Another round for a message that did not get through, and a person's word on one that is not to have any."""

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import answer_times, promise_rows, recounting, standing, timeline, windows
from inquiries.doorbell import ring
from inquiries.errors import InvalidInput
from inquiries.models import Event, Message, User
from inquiries.routes import routes

logger = structlog.get_logger(__name__)


def retry(message: Message, *, actor: User) -> None:
    """Another round for a message that failed for good, or whose outcome nobody knows. InvalidInput where it cannot."""
    if message.is_out:
        _check_window(message)
        start, task = Message.State.QUEUED, "inquiries.deliver_message"
    else:
        start, task = Message.State.RECEIVED, "inquiries.process_message"
    now = timezone.now()
    again: dict[str, object] = {"state": start, "due_at": now, "attempts": 0, "last_error": "", "error_code": ""}
    again |= {"hold_until": None, "scheduled": False}
    if message.is_out:
        again["sent_at"] = now
    if message.is_out and message.channel == Message.Channel.WHATSAPP:
        again["external_id"] = None  # of the try that failed: what is told of the next one is not to be taken for it
    with transaction.atomic():
        # Somebody else may have pressed it a moment ago, or a late receipt have settled it: then nothing matches.
        if not Message.objects.filter(pk=message.pk).unsettled().update(**again):
            raise InvalidInput(_("This message does not need another try any more."))
        standing.recount_failures(message.inquiry_id)
        standing.settle_needs_reply(message.inquiry_id)
        timeline.record(Event.Kind.RETRIED, inquiry=message.inquiry, actor=actor, message=message)
        ring(task, message.pk)
    logger.info("message_retried", message=message.pk, inquiry=message.inquiry_id)


def settle_by_hand(message: Message, *, actor: User, arrived: bool) -> None:
    """A person says what became of a send whose outcome nobody knew. Not arrived: it failed, and can be retried."""
    state = Message.State.SENT if arrived else Message.State.PERMANENTLY_FAILED
    error = "" if arrived else f"{actor} says that it did not arrive."
    with transaction.atomic():
        rows = Message.objects.filter(pk=message.pk, state=Message.State.UNCONFIRMED)
        if not rows.update(state=state, due_at=None, last_error=error):
            raise InvalidInput(_("The outcome of this message is known by now."))
        standing.recount_failures(message.inquiry_id)
        standing.settle_needs_reply(message.inquiry_id)
        promise_rows.hear(message)
        answer_times.hear(message)
        timeline.record(Event.Kind.RETRIED, inquiry=message.inquiry, actor=actor, message=message, arrived=arrived)


def leave(message: Message, *, actor: User) -> None:
    """A reply that did not arrive needs nobody any more: it was said another way, or is not worth saying. It stays in
    the conversation as not delivered, and nobody is asked about it. InvalidInput where it did arrive meanwhile."""
    with transaction.atomic():
        inquiry = standing.lock_home(message)
        rows = Message.objects.filter(pk=message.pk, direction=Message.Direction.OUT)
        reason = f"Not delivered, and left at that. {message.last_error}".strip()
        columns = {"state": Message.State.CANCELLED, "due_at": None, "scheduled": False, "last_error": reason}
        if not rows.filter(state=Message.State.PERMANENTLY_FAILED).update(**columns):
            raise InvalidInput(_("This reply does not need anybody any more."))
        recounting.recount(inquiry)
        timeline.record(Event.Kind.RETRIED, inquiry=inquiry, actor=actor, message=message, left=True)
    logger.info("message_left", message=message.pk, inquiry=message.inquiry_id)


def _check_window(message: Message) -> None:
    if message.channel != Message.Channel.WHATSAPP or message.kind in windows.ANY_TIME_KINDS:
        return
    route = next(route for route in routes(message.inquiry) if route.channel == message.channel)
    if not route.open:
        raise InvalidInput(route.reason)
