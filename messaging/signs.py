"""Read receipts and the typing indicator: rows first, a call each, and none that comes too late to be true.

Both can be switched off for each number. Meta has one call for the two, so typing marks the message as read as well.
https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.utils import timezone

from inquiries.doorbell import ring
from inquiries.errors import WorkError, unexpected
from messaging.models import Signal, WhatsAppNumber

logger = structlog.get_logger(__name__)

OFTEN_ENOUGH = timedelta(seconds=20)  # Meta shows it for 25 seconds; somebody who still writes says so again
_READABLE = timedelta(days=30)  # older messages cannot be marked
_ATTEMPTS = 3  # a tick is not worth more
_TASK = Signal.TASKS[Signal.State.WAITING]
_Kind, _State = Signal.Kind, Signal.State


def note_read(message: int) -> None:
    """Staff have this message before them. Once for each message, whoever opens it and how often."""
    signal = Signal(message_id=message, kind=_Kind.READ, due_at=timezone.now())
    if not _is_wanted(signal, timezone.now()):
        return
    row, created = Signal.objects.get_or_create(message_id=message, kind=_Kind.READ, defaults={"due_at": signal.due_at})
    if created:
        ring(_TASK, row.pk)


def note_typing(message: int) -> None:
    """Staff write an answer to this message; at most one call in 20 seconds for its conversation."""
    now = timezone.now()
    again = {"state": _State.WAITING, "due_at": now, "asked_at": now, "attempts": 0, "last_error": ""}
    rows = Signal.objects.filter(kind=_Kind.TYPING)
    lately = rows.filter(asked_at__gt=now - OFTEN_ENOUGH)
    if lately.filter(message__inquiry__messages=message).exists():
        return
    if not _is_wanted(Signal(message_id=message, kind=_Kind.TYPING), now):
        return
    row, created = Signal.objects.get_or_create(message_id=message, kind=_Kind.TYPING, defaults=again)
    # A colleague who writes in the same moment has made or renewed the row: one of the two wins.
    stale = rows.filter(pk=row.pk, asked_at__lte=now - OFTEN_ENOUGH)
    if created or stale.update(**again):
        ring(_TASK, row.pk)


def send(pk: int) -> None:
    """Tell Meta; a ring for a missing, taken or finished row does nothing."""
    if not Signal.objects.claim(pk, state=_State.WAITING):
        return
    signal = Signal.objects.select_related("message").get(pk=pk)
    now = timezone.now()
    if not _is_wanted(signal, now) or _is_late(signal, now):
        Signal.objects.finish(pk, state=_State.SKIPPED)
        return
    try:
        _tell(signal, now)
    except WorkError as error:
        _failed(signal, error)
    except Exception as error:
        logger.exception("signal_broke", signal=pk)
        _failed(signal, unexpected(error))
    else:
        Signal.objects.finish(pk, state=_State.SENT)
        logger.info("signal_sent", signal=pk, message=signal.message_id, kind=signal.kind)


def _tell(signal: Signal, now: datetime) -> None:
    from messaging import cloud_api

    message: Any = signal.message
    number = _number(message.account)
    if number is not None and number.paused_until is not None and number.paused_until > now:
        raise WorkError(number.paused_reason, postponed=True, retry_after=number.paused_until - now, code="paused")
    cloud_api.mark_read(message.external_id, account=message.account, typing=signal.kind == _Kind.TYPING)


def _is_wanted(signal: Signal, now: datetime) -> bool:
    """Whether the number tells such things at all, and the message is one that Meta can still mark."""
    message: Any = signal.message
    if not message.external_id or message.sent_at < now - _READABLE:
        return False
    number = _number(message.account)
    if number is None:
        return False  # not ours to speak for
    return number.read_receipts and (number.typing_indicator or signal.kind == _Kind.READ)


def _is_late(signal: Signal, now: datetime) -> bool:
    return signal.kind == _Kind.TYPING and signal.asked_at < now - OFTEN_ENOUGH


def _number(account: str) -> WhatsAppNumber | None:
    return WhatsAppNumber.objects.filter(phone_number_id=account).first()


def _failed(signal: Signal, error: WorkError) -> None:
    """A receipt is tried a few times; that somebody typed is not true any more by then."""
    if signal.kind == _Kind.TYPING:
        Signal.objects.finish(signal.pk, state=_State.SKIPPED)
        logger.info("typing_not_told", signal=signal.pk, code=error.code)
        return
    if signal.attempts >= _ATTEMPTS and not error.postponed:
        error = WorkError(error.message, permanent=True, code=error.code)
    final = Signal.objects.fail(signal.pk, error, state=_State.WAITING)
    logger.warning("receipt_failed", signal=signal.pk, code=error.code, final=final)
