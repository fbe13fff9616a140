"""What a WhatsApp message says, type by type: pure. Each type gives text that a person can read.

The text of a text, a caption, a button or an edit is the customer's own words and nothing else, since evidence points
into it. What has no words gets a plain line in square brackets instead, such as "[Voice note]".
"""

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from inquiries.envelope import InboundFile
from messaging import cards
from messaging.schemas import FlowReply, InteractivePart, MediaPart, Message, OrderItem

_HEX_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_CONTENT_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "application/pdf": "pdf",
}
# Meta's words for what it does not hand over, in ours. Others are shown with their underscores as spaces.
_UNSUPPORTED = {
    "poll_creation": "poll",
    "poll_update": "vote in a poll",
    "view_once": "photo or video to view once",
    "interactive": "answer to buttons or a form",
}
_SHOWN = 200  # characters of a foreign word inside square brackets
_CARDS, _LINES = 50, 100
_ANSWER_NAME = re.compile(r"^screen_\d+_|_\d+$")  # Meta's editor numbers the screens and fields of a form


@dataclass(frozen=True, kw_only=True)
class Content:
    """`kind`: the type, finer than Meta's where people see a difference (voice, button_reply).

    `target_id`: the message (or, of a system message, the new address) that this one is about.
    `problem`: what could not be read, in plain words. `unknown`: what kind it was, where nobody can say more.
    """

    kind: str
    text: str
    files: tuple[InboundFile, ...] = ()
    emoji: str = ""
    target_id: str = ""
    problem: str = ""
    unknown: str = ""


def read(message: Message) -> Content:
    """The content of one message. ValidationError where the message inside an edit has a wrong shape."""
    if not message.type:
        message = message.model_copy(update={"type": _only_part(message)})
    reader = _READERS.get(message.type)
    content = reader(message) if reader else None
    return content or _unsupported(message)


def _only_part(message: Message) -> str:
    """The type by the part that is there, where Meta left the type out."""
    return next((kind for kind in _READERS if getattr(message, kind, None) is not None), "")


def _text(message: Message) -> Content | None:
    return Content(kind="text", text=message.text.body) if message.text else None


def _media(message: Message) -> Content | None:
    part: MediaPart | None = getattr(message, message.type)
    if part is None:
        return None
    kind = "voice" if part.voice else message.type
    label = {"voice": "Voice note", "image": "Photo"}.get(kind, kind.capitalize())
    file = _file(part, label)
    # A document without a caption: its name says more than the word.
    named = f"[{label}] {file.filename}" if kind == "document" and part.filename else f"[{label}]"
    problem = "" if part.id else "WhatsApp sent no file with this message."
    return Content(kind=kind, text=part.caption or named, files=(file,) if part.id else (), problem=problem)


def _file(part: MediaPart, label: str) -> InboundFile:
    content_type = part.mime_type.split(";")[0].strip().lower()
    if not _CONTENT_TYPE.fullmatch(content_type):
        content_type = "application/octet-stream"
    extension = _EXTENSIONS.get(content_type)
    return InboundFile(
        filename=_file_name(part.filename) or (f"{label}.{extension}" if extension else label),
        content_type=content_type,
        remote_id=part.id,
        sha256=sha256_hex(part.sha256),
    )


def _file_name(given: str) -> str:
    """The sender's file name without folders and without characters that nobody sees or that turn the line round."""
    name = re.split(r"[\\/]", given)[-1]
    return "".join(char for char in name if unicodedata.category(char) not in {"Cc", "Cf"}).strip()


def sha256_hex(given: str) -> str:
    """Hex of a SHA-256 that comes as base64 (webhooks) or hex (media look-up); empty for anything else."""
    if _HEX_SHA256.fullmatch(given):
        return given.lower()
    try:
        raw = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return raw.hex() if len(raw) == 32 else ""


def _location(message: Message) -> Content | None:
    place = message.location
    if place is None:
        return None
    named = ", ".join(part for part in (place.name, place.address) if part)
    point = f"({place.latitude}, {place.longitude})" if place.latitude and place.longitude else ""
    return Content(kind="location", text=" ".join(part for part in ("[Location]", named, point) if part))


def _contacts(message: Message) -> Content | None:
    if message.contacts is None:
        return None
    lines = [cards.line(cards.read(card)) for card in message.contacts[:_CARDS]]
    return Content(kind="contacts", text="\n".join(lines) or "[Contact]")


def _interactive(message: Message) -> Content | None:
    part = message.interactive
    if part is None:
        return None
    if part.button_reply:
        return Content(kind="button_reply", text=part.button_reply.title or part.button_reply.id)
    if part.list_reply:
        title = part.list_reply.title or part.list_reply.id
        return Content(kind="list_reply", text="\n".join(word for word in (title, part.list_reply.description) if word))
    return Content(kind="nfm_reply", text=_form(part)) if part.nfm_reply else None


def _form(part: InteractivePart) -> str:
    """A Flow's answer: one line for each field."""
    if part.nfm_reply is None:
        return "[Form]"
    lines = [f"[Form] {part.nfm_reply.body or part.nfm_reply.name}".strip()]
    return "\n".join(lines + [f"{name}: {value}" for name, value in answers(part.nfm_reply)])


def answers(reply: FlowReply) -> list[tuple[str, str]]:
    """The fields of a form, which are JSON inside a string; empty where they are none."""
    try:
        found = json.loads(reply.response_json)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, dict):
        return []
    fields = [(key, value) for key, value in found.items() if key != "flow_token"]
    return [(str(key), _answer(value)) for key, value in fields[:_LINES]]


def answer_name(key: str) -> str:
    """`screen_0_Check_in_1` as a person reads it: `Check in`."""
    return _ANSWER_NAME.sub("", _ANSWER_NAME.sub("", key)).replace("_", " ").strip() or key


def _answer(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _button(message: Message) -> Content | None:
    part = message.button
    return Content(kind="button", text=part.text or part.payload) if part else None


def _reaction(message: Message) -> Content | None:
    part = message.reaction
    if part is None:
        return None
    text = part.emoji or "[Reaction taken back]"
    return Content(kind="reaction", text=text, emoji=part.emoji, target_id=part.message_id)


def _order(message: Message) -> Content | None:
    part = message.order
    if part is None:
        return None
    lines = [f"[Order] {', '.join(_item(item) for item in part.product_items[:_LINES])}".strip(), part.text]
    return Content(kind="order", text="\n".join(line for line in lines if line))


def _item(item: OrderItem) -> str:
    price = f" ({item.item_price} {item.currency})" if item.item_price else ""
    return f"{item.quantity or '1'} x {item.product_retailer_id}{price}"


def _system(message: Message) -> Content | None:
    part = message.system
    if part is None:
        return None
    new_address = part.wa_id or part.new_wa_id or part.user_id
    body = part.body or part.type.replace("_", " ")
    return Content(kind="system", text=f"[System] {body}".strip(), target_id=new_address)


def _edit(message: Message) -> Content | None:
    """The new words as if they had been written now; the target keeps the old ones."""
    part = message.edit
    if part is None:
        return None
    inner = read(Message.model_validate({"type": "", **part.message, "id": message.id, "edit": None}))
    return Content(kind="edit", text=inner.text, files=inner.files, target_id=part.original_message_id)


def _revoke(message: Message) -> Content | None:
    part = message.revoke
    if part is None:
        return None
    return Content(kind="revoke", text="[Message deleted by the sender]", target_id=part.original_message_id)


def _welcome(_message: Message) -> Content:
    return Content(kind="request_welcome", text="[Opened the chat for the first time]")


def _unsupported(message: Message) -> Content:
    """What Meta or we do not know: visible, never dropped."""
    name = message.unsupported.type if message.unsupported else ""
    if not name and message.type != "unsupported":
        name = message.type
    shown = _UNSUPPORTED.get(name, name.replace("_", " "))[:_SHOWN]
    return Content(
        kind=message.type or "unsupported",
        text=f"[Unsupported message: {shown}]" if shown else "[Unsupported message]",
        unknown=shown or "message of an unknown kind",
    )


_READERS: dict[str, Callable[[Message], Content | None]] = {
    "text": _text,
    **dict.fromkeys(("image", "video", "audio", "document", "sticker"), _media),
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "order": _order,
    "system": _system,
    "edit": _edit,
    "revoke": _revoke,
    "request_welcome": _welcome,
}
