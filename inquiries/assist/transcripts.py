"""Transcripts of voice notes, by OpenAI alone. A transcript stands beside the player; no trip is read from it, since
proofs point into a message's own text."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from inquiries import attachments
from inquiries.assist.writing import Written
from inquiries.envelope import clean
from inquiries.errors import WorkError
from inquiries.extraction import openai_client, prices
from inquiries.extraction.document import Reading, ReadingError
from inquiries.models import Assist, Attachment

if TYPE_CHECKING:
    from openai.types.audio import Transcription

SETTING = "OPENAI_TRANSCRIPTION_MODEL"
LIMIT = 25_000_000  # bytes; the vendor's own
# It goes by the end of the name; ours tells nothing of the customer's.
_ENDINGS = {
    "audio/ogg": "ogg",
    "audio/opus": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "audio/webm": "webm",
}
_NO_SUCH_THING = frozenset({404, 405, 501})


def why_not(file: Attachment) -> str:
    """Why a file is not written down, in words; empty where it may be."""
    if file.state != Attachment.State.STORED or not file.blob:
        return _("The voice note is not here, so it cannot be written down.")
    if file.sensitive:
        return _("This file is marked as sensitive, so it is never given to OpenAI.")
    if _kind(file) not in _ENDINGS:
        return _("OpenAI does not take this kind of sound (%(kind)s).") % {"kind": _kind(file)}
    if (file.size or 0) > LIMIT:
        return _("The voice note is longer than OpenAI takes (%(limit)s MB).") % {"limit": LIMIT // 1_000_000}
    return ""


def write(row: Assist) -> Written:
    """By OpenAI. Raises WorkError; ReadingError where it answered without a word. No transaction may be open."""
    file = row.attachment
    if file is None or (why := why_not(file)):
        raise WorkError(why if file else "The voice note is gone.", permanent=True, code="file")
    try:
        with attachments.open_blob(file.blob) as sound:
            content = sound.read()
    except OSError as error:
        raise WorkError("The voice note could not be read from the disk.", permanent=True, code="file") from error
    answer = _ask(f"voice.{_ENDINGS[_kind(file)]}", content)
    spent = {"version": version(), **_spent(answer)}
    text = clean(str(getattr(answer, "text", "") or "")).strip()
    if not text:
        nothing = Reading(engine="openai", **spent)
        raise ReadingError("OpenAI heard no words in it.", nothing, permanent=True, code="silence")
    return Written(text=text, **spent)


def version() -> str:
    return str(settings.OPENAI_TRANSCRIPTION_MODEL)[:80]


def _ask(name: str, content: bytes) -> "Transcription":
    try:
        answer: Transcription = openai_client.ask(
            lambda client: client.audio.transcriptions.create(
                model=settings.OPENAI_TRANSCRIPTION_MODEL, file=(name, content), response_format="json"
            ),
            setting=SETTING,
        )
    except WorkError as error:
        status = getattr(error.__cause__, "status_code", None)
        if status in _NO_SUCH_THING and not openai_client.is_openai_itself():
            words = "The server that stands in for OpenAI here (OPENAI_BASE_URL) does not write down voice notes."
            raise WorkError(words, permanent=True, code="no_audio") from error
        raise
    if not hasattr(answer, "text"):  # a page of a gateway comes back as text
        raise WorkError("OpenAI's answer was not readable.", code="unreadable")
    return answer


def _spent(answer: "Transcription") -> dict[str, Any]:
    """Tokens and US dollars, by tokens or by time as the model is paid."""
    usage = getattr(answer, "usage", None)
    seconds = getattr(usage, "seconds", None)
    model = settings.OPENAI_TRANSCRIPTION_MODEL
    if seconds is not None:
        return {"cost": prices.heard(model, float(seconds))}
    into, out = getattr(usage, "input_tokens", 0) or 0, getattr(usage, "output_tokens", 0) or 0
    known = usage is not None
    return {"tokens_in": into, "tokens_out": out, "cost": prices.cost(model, into, out) if known else None}


def _kind(file: Attachment) -> str:
    return file.content_type.split(";")[0].strip().lower()
