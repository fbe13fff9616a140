"""What WhatsApp takes: an outbound message cut into the parts that are sent one by one. Pure.

Checked before anything is uploaded, so that a refusal is never half a message.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
"""

from dataclasses import dataclass

from inquiries.envelope import Address, Outbound, OutboundFile
from inquiries.errors import WorkError

TEXT_LIMIT = 4096  # characters
CAPTION_LIMIT = 1024
_MB = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES: dict[str, tuple[str, ...]] = {
    "image": ("image/jpeg", "image/png"),
    "video": ("video/mp4", "video/3gpp"),
    "audio": ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
    "document": (
        "text/plain",
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        f"{_OFFICE}.wordprocessingml.document",
        f"{_OFFICE}.spreadsheetml.sheet",
        f"{_OFFICE}.presentationml.presentation",
    ),
}
_KINDS = {content_type: kind for kind, types in _TYPES.items() for content_type in types}
_LIMITS = {"image": 5 * _MB, "video": 16 * _MB, "audio": 16 * _MB, "document": 100 * _MB}


@dataclass(frozen=True)
class TextPart:
    text: str


@dataclass(frozen=True)
class FilePart:
    kind: str  # image, video, audio, document
    file: OutboundFile
    caption: str = ""


@dataclass(frozen=True)
class Plan:
    """`to`: the number if it is known, since not every kind of message may go to a user id."""

    to: Address
    parts: tuple[TextPart | FilePart, ...]


def plan(outbound: Outbound) -> Plan:
    """How a reply goes out. Raises WorkError, permanent, with words for staff where WhatsApp would not take it."""
    if not outbound.text.strip() and not outbound.files:
        raise _refusal("An empty message cannot be sent.")
    if len(outbound.text) > TEXT_LIMIT:
        raise _refusal(f"WhatsApp takes {TEXT_LIMIT:,} characters at most; this has {len(outbound.text):,}.")
    files = tuple(FilePart(_kind(file), file) for file in outbound.files)
    return Plan(to=recipient(outbound), parts=_parts(outbound.text, files))


def recipient(outbound: Outbound) -> Address:
    for kind in ("wa_id", "bsuid"):
        found = next((address for address in outbound.recipients if address.kind == kind and address.value), None)
        if found:
            return found
    raise _refusal("There is no WhatsApp address to send this to.")


def _parts(text: str, files: tuple[FilePart, ...]) -> tuple[TextPart | FilePart, ...]:
    if not text.strip():
        return files
    fits = len(files) == 1 and files[0].kind != "audio" and len(text) <= CAPTION_LIMIT
    if fits:  # one message is better than two, of which the second may fail
        return (FilePart(files[0].kind, files[0].file, caption=text),)
    return (TextPart(text), *files)


def _kind(file: OutboundFile) -> str:
    kind = _KINDS.get(file.content_type.split(";")[0].strip().lower())
    if kind is None:
        raise _refusal(f"WhatsApp does not take files like {file.filename}. Send it by mail, or as a PDF.")
    limit = _LIMITS[kind]
    if file.size > limit:
        raise _refusal(f"{file.filename} is too large: WhatsApp takes {limit // _MB} MB at most. Send it by mail.")
    if not file.size:
        raise _refusal(f"{file.filename} is empty.")
    return kind


def _refusal(words: str) -> WorkError:
    return WorkError(words, permanent=True, code="not_allowed")
