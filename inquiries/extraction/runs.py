"""One message through the engines: the document from the rows, each try kept, the next engine where one fails.

What is paid for is not paid for again. The run is a row before anything is made of it, in a transaction of its own: a
worker that dies while facts are written finds it when the message comes back, and nobody is asked. Between the vendor's
last byte and that row lie milliseconds; a death there costs one more call, and never more of them than
WORK_MAX_ATTEMPTS.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from inquiries import agency_days, standing
from inquiries.errors import WorkError, unexpected
from inquiries.extraction import asked, budget, circuit, leaving, senders, shapes
from inquiries.extraction.document import Document, Engine, Reading, ReadingError
from inquiries.models import Extraction, Fact, Identity, Message

logger = structlog.get_logger(__name__)

# Answers that were paid for and are none: how often one is asked for, while nobody asks for the message by hand.
_TRIES = {"cut": 1, "content_filter": 1, "refusal": 1, "bad_answer": 2}


@dataclass(frozen=True, kw_only=True)
class Run:
    """What came of reading `message`: the row that was kept, and the reading for recording.record."""

    message: Message
    document: Document
    reading: Reading
    extraction: Extraction


def read(message: Message) -> Run:
    """See extraction.read."""
    document = document_of(message)
    errors: list[WorkError] = []
    for name in settings.EXTRACTION_ENGINES:
        engine = engine_of(name)
        known = _recalled(message, document, engine)
        if known is not None:
            return known
        refusal = _refusal(message, engine)
        if refusal is not None:
            errors.append(refusal)
            continue
        run = _try(message, document, engine, errors)
        if run is not None:
            return run
    raise _all_failed(errors)


def read_by(message: Message, name: str) -> Reading:
    """What one engine makes of a message, without keeping it: for a message that is read anew (see `keep`).

    Raises WorkError, also where that engine is out of order; a try that failed is kept as a row.
    """
    engine = engine_of(name)
    refusal = _refusal(message, engine)
    if refusal is not None:
        raise refusal
    return _ask(message, document_of(message), engine)


def keep(message: Message, reading: Reading) -> Run:
    """A reading as a run, for recording.record."""
    return Run(message=message, document=document_of(message), reading=reading, extraction=_keep(message, reading))


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
    facts = list(inquiry.facts.filter(state__in=[Fact.State.CURRENT, Fact.State.PROPOSED]).exclude(message=message))
    internal = leaving.from_notes(facts)
    return Document(
        text=message.text,
        sent_at=agency_days.local(message.sent_at),
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
        known={fact.field: fact.value for fact in facts if fact.state == Fact.State.CURRENT},
        internal=frozenset(fact.field for fact in facts if fact.pk in internal),
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
    said = ours.exclude(channel=Message.Channel.NOTE).exclude(kind="reaction").exclude(standing.UNSAID)
    return said.exists()


def _recalled(message: Message, document: Document, engine: Engine) -> Run | None:
    """What this engine in this version has read in this message already."""
    if not engine.leaves_house:
        return None
    row = message.extractions.filter(engine=engine.name, version=engine.version, error="").order_by("-pk").first()
    reading = engine.recall(document, row.answer) if row else None
    if row is None or reading is None:
        return None
    return Run(message=message, document=document, reading=reading, extraction=row)


def _refusal(message: Message, engine: Engine) -> WorkError | None:
    """Why this engine is not to read this message, or nothing at all now; the circuit comes last: it may give out its
    one probe."""
    if engine.leaves_house:
        if not leaving.may_leave(message):
            words = "What comes to this mailbox or number is never given to OpenAI, and no other engine reads."
            return WorkError(words, permanent=True, code="may_not_leave")
        refusal = _asked_enough(message, engine) or budget.refusal()
        if refusal is not None:
            return refusal
    return circuit.refusal(engine.name)


def _asked_enough(message: Message, engine: Engine) -> WorkError | None:
    """A message that comes back by itself does not buy the same non-answer again and again; a person may ask anew."""
    if message.attempts <= 1:
        return None
    failed = message.extractions.filter(engine=engine.name, version=engine.version, error_code__in=_TRIES)
    rows = list(failed.order_by("-pk").values_list("error_code", "error")[: max(_TRIES.values())])
    if any(len(rows) >= _TRIES[code] for code, _ in rows):
        return WorkError(rows[0][1], permanent=True, code=rows[0][0])
    return None


def _try(message: Message, document: Document, engine: Engine, errors: list[WorkError]) -> Run | None:
    try:
        reading = _ask(message, document, engine)
    except WorkError as error:
        errors.append(error)
        return None
    return Run(message=message, document=document, reading=reading, extraction=_keep(message, reading))


def _ask(message: Message, document: Document, engine: Engine) -> Reading:
    """One try. Raises WorkError; a try that failed is kept as a row, and the circuit learns of both."""
    started = time.monotonic()
    try:
        reading = engine.read(document)
    except Exception as error:
        failure = error if isinstance(error, WorkError) else _broke(error, engine.name, message)
        _keep_failure(message, engine, failure, _ms(started))
        raise failure from error
    circuit.succeeded(engine.name)
    return replace(reading, duration_ms=_ms(started))


def _keep(message: Message, reading: Reading, error: str = "", code: str = "") -> Extraction:
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
        cost=None if reading.cost is None else f"{reading.cost:.6f}",
        duration_ms=reading.duration_ms,
        error=error,
        error_code=code[:60],
    )


def _keep_failure(message: Message, engine: Engine, error: WorkError, ms: int) -> None:
    if isinstance(error, ReadingError):
        reading = replace(error.reading, duration_ms=ms)
    else:
        reading = Reading(engine=engine.name, version=engine.version, duration_ms=ms)
    _keep(message, reading, error.message[:2000] or "It failed without a word.", error.code)
    circuit.learn(engine.name, error)
    logger.warning("engine_failed", engine=engine.name, message=message.pk, code=error.code, permanent=error.permanent)


def _broke(error: Exception, name: str, message: Message) -> WorkError:
    logger.exception("engine_broke", engine=name, message=message.pk)
    failure = unexpected(error)
    failure.code = circuit.OUR_FAULT
    return failure


def _all_failed(errors: list[WorkError]) -> WorkError:
    """One error for all: worth another try if one of them is, and as soon as the first engine is back.

    Where nobody could even be asked (out of order, limit reached) it is no attempt of the message's.
    """
    hopeful = [error for error in errors if not error.permanent]
    return WorkError(
        " ".join(dict.fromkeys(error.message for error in errors)) or "No engine is set up to read messages.",
        permanent=not hopeful,
        postponed=bool(hopeful) and all(error.postponed for error in hopeful),
        retry_after=min((error.retry_after for error in hopeful if error.retry_after), default=None),
        code=next(_codes(errors), ""),
    )


def _codes(errors: list[WorkError]) -> Iterator[str]:
    return (error.code for error in errors if error.code)


def _ms(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


__all__ = ["Run", "document_of", "engine_of", "keep", "read", "read_by"]
