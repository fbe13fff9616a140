"""What a person asked a machine to write: once, at once, with an end. There is no second try by itself, since somebody
waits: a draft or a summary comes from the template then, and of the others the page says why and offers a retry.
"""

from datetime import timedelta
from typing import Any

import structlog

from inquiries.assist import drafts, requests, summaries, transcripts, translations
from inquiries.assist.writing import Written
from inquiries.errors import WorkError, unexpected
from inquiries.extraction import budget, circuit, leaving
from inquiries.extraction.document import Reading, ReadingError
from inquiries.models import Assist

logger = structlog.get_logger(__name__)

State, Kind = Assist.State, Assist.Kind
LEASE = timedelta(seconds=150)  # two calls and their time-outs
TRIES = 2  # of a row whose worker died
_COMPOSED = (Kind.DRAFT, Kind.SUMMARY)


def assist(pk: int) -> None:
    """Have one written; a ring for a missing row, or one that is not due or is written, does nothing."""
    if not Assist.objects.claim(pk, state=State.WAITING, lease=LEASE):
        return
    row = Assist.objects.select_related(
        "inquiry__contact", "inquiry__assignee", "message__inquiry", "attachment__message", "requested_by"
    ).get(pk=pk)
    try:
        _check(row)
        written = _write(row)
    except WorkError as error:
        _otherwise(row, error)
    except Exception as error:
        logger.exception("assist_broke", assist=pk, kind=row.kind)
        failure = unexpected(error)
        failure.code = circuit.OUR_FAULT
        _otherwise(row, failure)
    else:
        note = translations.note(row) if row.kind in {Kind.TRANSLATION, Kind.OUTGOING} else ""
        _finish(
            row,
            text=written.text,
            note=note,
            engine=Assist.Engine.OPENAI,
            version=written.version[:80],
            **_spent(written),
        )
        logger.info("assist_written", assist=pk, kind=row.kind, inquiry=row.inquiry_id)


def _check(row: Assist) -> None:
    """What stood when it was asked for may have changed; the circuit comes last: it may give out its one probe."""
    if row.attempts > TRIES:
        raise WorkError("Gave up: earlier tries ended without a word.", permanent=True, code=circuit.OUR_FAULT)
    may = leaving.may_leave(row.message) if row.message else leaving.conversation_may_leave(row.inquiry)
    if not may:
        raise WorkError(requests.NEVER, permanent=True, code="may_not_leave")
    if not requests.available():
        raise WorkError(requests.NO_KEY, permanent=True, code="no_key")
    refusal = budget.refusal() or circuit.refusal(_circuit(row))
    if refusal is not None:
        raise refusal


def _write(row: Assist) -> Written:
    """Calls OpenAI: outside any transaction. The circuit learns how it went."""
    name = _circuit(row)
    try:
        written = _ask(row)
    except WorkError as error:
        circuit.learn(name, error)
        raise
    except Exception:
        circuit.released(name)
        raise
    circuit.succeeded(name)
    return written


def _ask(row: Assist) -> Written:
    if row.kind == Kind.DRAFT:
        return drafts.write(row, requests.known(row.inquiry))
    if row.kind == Kind.SUMMARY:
        return summaries.write(row, requests.known(row.inquiry))
    return transcripts.write(row) if row.kind == Kind.TRANSCRIPT else translations.write(row)


def _circuit(row: Assist) -> str:
    """Sound is another model at another address: when that is away reading goes on."""
    return "openai-sound" if row.kind == Kind.TRANSCRIPT else "openai"


def _otherwise(row: Assist, error: WorkError) -> None:
    """OpenAI did not write it: the template does, or the row says why."""
    logger.warning("assist_not_written", assist=row.pk, kind=row.kind, code=error.code)
    spent = _spent(error.reading) if isinstance(error, ReadingError) else {}
    if row.kind in _COMPOSED:
        made = requests.compose(row, requests.known(row.inquiry), why=error.message)
        columns = {name: getattr(made, name) for name in ("text", "language", "asked", "engine", "note")}
        _finish(row, **columns, error_code=error.code[:60], **spent)
    elif error.code == circuit.OUR_FAULT:
        Assist.objects.filter(pk=row.pk).update(error_code=error.code, **spent)
        Assist.objects.fail(row.pk, WorkError(error.message, permanent=True), state=State.WAITING)
    else:
        rows = Assist.objects.filter(pk=row.pk, state=State.WAITING)
        words = error.message[:2000]
        rows.update(state=State.REFUSED, due_at=None, last_error=words, error_code=error.code[:60], **spent)


def _finish(row: Assist, **columns: Any) -> None:
    """Whoever is slower than the lease finds it written; the first word counts."""
    rows = Assist.objects.filter(pk=row.pk, state=State.WAITING)
    rows.update(state=State.DONE, due_at=None, last_error="", **columns)


def _spent(done: Written | Reading) -> dict[str, Any]:
    return {
        "tokens_in": done.tokens_in,
        "tokens_out": done.tokens_out,
        "cost": None if done.cost is None else f"{done.cost:.6f}",
    }
