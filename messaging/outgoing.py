"""What WhatsApp takes: how a reply is divided, and what one message of it looks like. Pure.

Looked at when the reply is written, so that a refusal is said to who writes it, and again before it is sent.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inquiries.envelope import Address, Outbound, OutboundFile
from inquiries.errors import InvalidInput, WorkError

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


def divide(text: str, files: Sequence[OutboundFile]) -> list[tuple[str, tuple[OutboundFile, ...]]]:
    """A reply as WhatsApp's messages, in order: the text, or the first file with the text below it, then one a file.

    InvalidInput, in words for people, where WhatsApp would not take one of them.
    """
    _check_text(text)
    kinds = [file_kind(file) for file in files]
    if not files:
        parts: list[tuple[str, tuple[OutboundFile, ...]]] = [(text, ())]
    elif text.strip() and (kinds[0] == "audio" or len(text) > CAPTION_LIMIT):
        parts = [(text, ()), *(("", (file,)) for file in files)]
    else:  # one message is better than two, of which the second may fail
        parts = [(text, (files[0],)), *(("", (file,)) for file in files[1:])]
    return parts


def part(outbound: Outbound) -> TextPart | FilePart:
    """The one message that a row is. WorkError, permanent, with words for staff where WhatsApp would not take it."""
    if len(outbound.files) > 1:
        raise _refusal("WhatsApp takes one file a message. Send these files one by one.")
    try:
        if not outbound.files:
            _check_text(outbound.text)
            if not outbound.text.strip():
                raise InvalidInput("An empty message cannot be sent.")
            return TextPart(outbound.text)
        file = outbound.files[0]
        kind = file_kind(file)
    except InvalidInput as problem:
        raise _refusal(str(problem)) from problem
    if outbound.text.strip() and (kind == "audio" or len(outbound.text) > CAPTION_LIMIT):
        raise _refusal(f"WhatsApp does not take this text below {file.filename}. Send the two one by one.")
    return FilePart(kind, file, caption=outbound.text)


def types(kind: str) -> tuple[str, ...]:
    """The types of file that WhatsApp takes as an image, a video, an audio or a document."""
    return _TYPES[kind]


def check_file(file: OutboundFile) -> None:
    """WorkError, permanent, where WhatsApp would not take it."""
    try:
        file_kind(file)
    except InvalidInput as problem:
        raise _refusal(str(problem)) from problem


def recipient(outbound: Outbound) -> Address:
    """The number if it is known, since not every kind of message may go to a user id. WorkError where there is none."""
    for kind in ("wa_id", "bsuid"):
        found = next((address for address in outbound.recipients if address.kind == kind and address.value), None)
        if found:
            return found
    raise _refusal("There is no WhatsApp address to send this to.")


def file_kind(file: OutboundFile) -> str:
    """What WhatsApp makes of a file: image, video, audio or document. InvalidInput where it would not take it."""
    kind = _KINDS.get(file.content_type.split(";")[0].strip().lower())
    if kind is None:
        raise InvalidInput(
            _("WhatsApp does not take files like %(filename)s. Send it by mail, or as a PDF.")
            % {"filename": file.filename}
        )
    limit = _LIMITS[kind]
    if file.size > limit:
        raise InvalidInput(
            _("%(filename)s is too large: WhatsApp takes %(limit)s MB at most. Send it by mail.")
            % {"filename": file.filename, "limit": limit // _MB}
        )
    if not file.size:
        raise InvalidInput(_("%(filename)s is empty.") % {"filename": file.filename})
    return kind


def _check_text(text: str) -> None:
    if len(text) > TEXT_LIMIT:
        raise InvalidInput(
            _("Too long: WhatsApp takes %(limit)s characters at most; this has %(count)s.")
            % {
                "limit": number_format(TEXT_LIMIT, force_grouping=True),
                "count": number_format(len(text), force_grouping=True),
            }
        )


def _refusal(words: str) -> WorkError:
    return WorkError(words, permanent=True, code="not_allowed")
