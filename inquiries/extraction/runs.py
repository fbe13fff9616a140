"""One message through the engines: the document from the rows, each try kept, the next engine where one fails."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

import structlog
from django.conf import settings
from django.core.cache import cache as shared
from django.utils import timezone
from django.utils.module_loading import import_string

from inquiries.errors import WorkError, unexpected
from inquiries.extraction import asked, senders, shapes
from inquiries.extraction.document import Document, Engine, Reading, ReadingError
from inquiries.models import Extraction, Fact, Identity, Message

logger = structlog.get_logger(__name__)

LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Run:
    """What came of reading `message`: the row that was kept, and the reading for facts.record."""

    message: Message
    document: Document
    reading: Reading
    extraction: Extraction


def read(message: Message) -> Run:
    """See extraction.read."""
    document = document_of(message)
    errors: list[WorkError] = []
    for name in settings.EXTRACTION_ENGINES:
        paused = _paused(name)
        if paused:
            errors.append(paused)
            continue
        engine = engine_of(name)
        started = time.monotonic()
        try:
            reading = engine.read(document)
        except Exception as error:
            failure = error if isinstance(error, WorkError) else _broke(error, name, message)
            errors.append(failure)
            _keep_failure(message, name, engine, failure, _ms(started))
            continue
        reading = replace(reading, duration_ms=_ms(started))
        return Run(message=message, document=document, reading=reading, extraction=_keep(message, reading))
    raise _all_failed(errors)


@cache
def engine_of(name: str) -> Engine:
    """The engine of that name; KeyError for one that settings.ENGINES does not have."""
    engine: Engine = import_string(settings.ENGINES[name])()
    return engine


def document_of(message: Message) -> Document:
    """A message as the engines see it. Its day is the one of the agency's zone; the sender's is not kept in rows."""
    inquiry, identity = message.inquiry, message.identity
    phone = _phone(identity)
    email = identity.value if identity and identity.kind == Identity.Kind.EMAIL else ""
    return Document(
        text=message.text,
        sent_at=timezone.localtime(message.sent_at),
        channel=message.channel,
        message_kind=message.kind,
        signature_at=message.signature_at,
        subject=message.subject,
        sender_name=message.contact.name if message.contact else "",
        sender_phone=phone,
        country=senders.country(phone=phone, email=email),
        quoted_text=message.quoted_text,
        answers=_answers(message),
        parked_reason=message.automatic or inquiry.parked_reason,
        known=dict(
            inquiry.facts.filter(state=Fact.State.CURRENT).exclude(message=message).values_list("field", "value")
        ),
        asked=asked.before(message),
    )


def _phone(identity: Identity | None) -> str:
    """The sender's number in E.164; of one who is known by a user id, the one number that is theirs beside it."""
    if identity is None or identity.kind == Identity.Kind.EMAIL:
        return ""
    if identity.kind == Identity.Kind.WA_ID:
        return f"+{identity.value}"
    theirs = Identity.objects.filter(contact=identity.contact_id, kind=Identity.Kind.WA_ID)
    numbers = list(theirs.filter(former_at=None, confirmed=True).values_list("value", flat=True)[:2])
    return f"+{numbers[0]}" if len(numbers) == 1 else ""


def _answers(message: Message) -> bool:
    """Whether a message of ours was there to be answered."""
    if message.reply_to is not None:
        return message.reply_to.is_out
    ours = message.inquiry.messages.filter(direction=Message.Direction.OUT, automatic="", sent_at__lt=message.sent_at)
    return ours.exclude(channel=Message.Channel.NOTE).exclude(kind="reaction").exists()


def _keep(message: Message, reading: Reading, error: str = "") -> Extraction:
    answer = reading.answer or {name: value.value for name, value in reading.values.items()}
    return Extraction.objects.create(
        message=message,
        engine=reading.engine,
        version=reading.version[:60],
        kind=reading.kind if reading.kind in shapes.KINDS else "",
        language=reading.language[:12],
        answer=shapes.cleaned(dict(answer)),
        tokens_in=reading.tokens_in,
        tokens_out=reading.tokens_out,
        cost=f"{reading.cost:.6f}",
        duration_ms=reading.duration_ms,
        error=error,
    )


def _keep_failure(message: Message, name: str, engine: Engine, error: WorkError, ms: int) -> None:
    if isinstance(error, ReadingError):
        reading = replace(error.reading, duration_ms=ms)
    else:
        reading = Reading(engine=name, version=engine.version, duration_ms=ms)
    _keep(message, reading, error.message[:2000] or "It failed without a word.")
    if error.retry_after:
        _pause(name, error.message, min(error.retry_after, LONGEST_PAUSE))
    logger.warning("engine_failed", engine=name, message=message.pk, code=error.code, permanent=error.permanent)


def _pause(name: str, words: str, pause: timedelta) -> None:
    try:
        shared.set(_pause_key(name), (words, timezone.now() + pause), timeout=max(pause.total_seconds(), 1))
    except Exception:  # a cache that is away: each message asks the engine itself
        logger.warning("engine_pause_not_kept", engine=name)


def _paused(name: str) -> WorkError | None:
    """The engine is out of order for every message, until a time; then none of them has to wait any longer."""
    try:
        words, until = shared.get(_pause_key(name)) or ("", None)
    except Exception:  # as above
        return None
    left = until - timezone.now() if until else timedelta(0)
    return WorkError(words, retry_after=left, code="engine_paused") if left > timedelta(0) else None


def _broke(error: Exception, name: str, message: Message) -> WorkError:
    logger.exception("engine_broke", engine=name, message=message.pk)
    return unexpected(error)


def _all_failed(errors: list[WorkError]) -> WorkError:
    """One error for all: worth another try if one of them is, and as soon as the first engine is back."""
    waits = [error.retry_after for error in errors if error.retry_after and not error.permanent]
    return WorkError(
        " ".join(dict.fromkeys(error.message for error in errors)) or "No engine is set up to read messages.",
        permanent=all(error.permanent for error in errors),
        retry_after=min(waits, default=None),
        code=next(_codes(errors), ""),
    )


def _codes(errors: list[WorkError]) -> Iterator[str]:
    return (error.code for error in errors if error.code)


def _pause_key(name: str) -> str:
    return f"engine-paused-{name}"


def _ms(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


__all__ = ["Run", "document_of", "engine_of", "read"]
