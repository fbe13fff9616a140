"""Reading: a message that came in becomes facts and a trip. Whatever goes wrong, the message itself stays."""

import structlog
from django.conf import settings
from django.db import transaction
from structlog.contextvars import bound_contextvars

from inquiries import standing, suggestions, timeline
from inquiries.errors import WorkError, unexpected
from inquiries.models import Event, Message

logger = structlog.get_logger(__name__)


def process(pk: int) -> None:
    """Read one message; a ring for a missing row, or one that is not due or already read, does nothing."""
    if not Message.objects.claim(pk, state=Message.State.RECEIVED):
        return
    message = Message.objects.select_related("inquiry", "contact").get(pk=pk)
    with bound_contextvars(message=pk, inquiry=message.inquiry_id, attempt=message.attempts):
        _process(message)


def _process(message: Message) -> None:
    pk = message.pk
    try:
        if _passed_over(message):
            return
        _read(message)
    except WorkError as error:
        _failed(message, error)
    except Exception as error:
        logger.exception("processing_broke", message=pk, inquiry=message.inquiry_id)
        _failed(message, unexpected(error))
    else:
        Message.objects.finish(pk, state=Message.State.PROCESSED)
        logger.info("message_processed", message=pk, inquiry=message.inquiry_id)
        _look_around(message)


def _passed_over(message: Message) -> bool:
    """Machine mail is not read: it costs money and nobody's trip stands in it (unparking reads it then).

    Under the inquiry's lock, so that whoever makes it an inquiry right now finds it done, and asks for it anew.
    """
    if not (message.inquiry.parked_reason or message.automatic):
        return False
    with transaction.atomic():
        parked = standing.lock(message.inquiry_id).parked_reason
        message.refresh_from_db(fields=["automatic", "inquiry"])
        if parked or message.automatic:
            return Message.objects.finish(message.pk, state=Message.State.PROCESSED)
    return False


def _read(message: Message) -> None:
    if message.attempts > settings.WORK_MAX_ATTEMPTS:
        raise WorkError("Gave up: earlier attempts ended without a word.", permanent=True)
    from inquiries import extraction, projection, recording

    run = extraction.read(message)  # may call a vendor: outside any transaction
    with transaction.atomic():
        inquiry = standing.lock_home(message)  # two messages of one inquiry may be read at the same time
        recording.record(run)
        projection.project(inquiry)


def _look_around(message: Message) -> None:
    """Suggest what belongs together. It is an offer to people: when it fails, the message is read all the same."""
    try:
        found = suggestions.look(message)
    except Exception:
        logger.exception("looking_around_broke", message=message.pk)
        return
    if found:
        logger.info("suggested", message=message.pk, inquiry=message.inquiry_id, count=len(found))


def _failed(message: Message, error: WorkError) -> None:
    with transaction.atomic():
        final = Message.objects.fail(message.pk, error, state=Message.State.RECEIVED)
        if final:
            standing.recount_failures(message.inquiry_id)
            timeline.record(Event.Kind.FAILED, inquiry=message.inquiry, message=message, code=error.code)
    logger.warning("processing_failed", message=message.pk, inquiry=message.inquiry_id, final=final)
