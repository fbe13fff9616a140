"""What comes in and goes out, in the core's own words. Channels build `Inbound` and read `Outbound`.

An `Inbound` cleans what a database refuses (NUL, lone surrogates, over-long values); the raw bytes are kept beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal

from inquiries.said import gettext_noop

IdentityKind = Literal["email", "wa_id", "bsuid"]
ParkedReason = Literal["", "auto_reply", "bounce", "bulk", "blocked", "own", "flood"]
# Kinds of message that say something about another one: they are shown on it, not beside it.
ABOUT = ("reaction", "edit", "revoke")

TEXT_LIMIT = 500_000  # characters of one canonical text; the whole message is in the raw bytes
NAME_LIMIT = 200
SUBJECT_LIMIT = 998  # RFC 5322's longest line
ID_LIMIT = 500


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """Text that any database takes: no NUL, no lone surrogates, no endless length."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate becomes "?"
    return text[:limit]


@dataclass(frozen=True, kw_only=True)
class Address:
    """One way in which a message reached us or is to reach others. `value` is as the channel gave it; the core
    normalises. `name`: of who is there, where a mail gave one beside the address. `parent`: of a user id, the one above
    it (kept, never a key)."""

    kind: IdentityKind
    value: str
    name: str = ""
    parent: str = ""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who wrote. `addresses` in order of strength; empty only where the channel does not know (kept, never dropped)."""

    addresses: tuple[Address, ...]
    name: str = ""
    username: str = ""  # an attribute, never a key


@dataclass(frozen=True, kw_only=True)
class InboundFile:
    """An attachment. Either `content` is here, or `remote_id` says where a later job fetches it."""

    filename: str = ""
    content_type: str = "application/octet-stream"
    content: bytes | None = None
    blob: str = ""  # where the content is stored already: its name
    content_id: str = ""  # without angle brackets, for cid: links
    inline: bool = False
    remote_id: str = ""
    sha256: str = ""  # expected, hex, where the vendor tells
    size: int | None = None  # bytes, where the vendor tells

    def __post_init__(self) -> None:
        _clean_fields(self, {"filename": 255, "content_type": 255, "content_id": 255, "remote_id": 255, "sha256": 64})


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """One message as it came in.

    `external_id`: unique within the channel (mailbox + Graph immutable id, wamid, content hash of an imported file).
    `account`: which of our addresses it came to (mailbox address, phone number id).
    `sent_at`: aware; the sender's or vendor's time, capped to now by the core.
    `text`: canonical, the customer's own words with their signature, never changed afterwards; evidence offsets are
    code points into it. `quoted_text`: the history below it. `signature_at`: where the signature starts in `text`.
    `message_id`, `references`: thread keys of mail. `thread_key`: the vendor's conversation. `reply_to`: external id of
    the message answered (WhatsApp context).
    `kind`: the channel's type of message ("text", "image", "location"...); one of ABOUT changes what `reply_to` names.
    `problem`: what was unreadable, for people.
    `outgoing`: typed by staff elsewhere (phone app, Outlook) and seen by the channel.
    `acknowledge`: its sender may get an automatic answer, as far as the channel can tell; the core decides whether.
    `moved_to`: the vendor says that the sender's addresses have ended, and that these are theirs from now on.
    `shared`: addresses that the sender has given in this message as their own.
    """

    channel: str
    external_id: str
    account: str
    sender: Sender
    sent_at: datetime
    kind: str = "text"
    subject: str = ""
    text: str = ""
    quoted_text: str = ""
    signature_at: int | None = None
    html: str = ""
    language: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    thread_key: str = ""
    reply_to: str = ""
    files: tuple[InboundFile, ...] = ()
    parked_reason: ParkedReason = ""
    problem: str = ""
    raw: bytes | None = None
    raw_blob: str = ""  # where the raw bytes are stored already: their name
    raw_content_type: str = "application/octet-stream"
    outgoing: bool = False
    acknowledge: bool = False
    moved_to: tuple[Address, ...] = ()
    shared: tuple[Address, ...] = ()

    def __post_init__(self) -> None:
        _clean_fields(
            self,
            {
                "external_id": ID_LIMIT,
                "account": 255,
                "kind": 40,
                "subject": SUBJECT_LIMIT,
                "text": TEXT_LIMIT,
                "quoted_text": TEXT_LIMIT,
                "html": 5_000_000,
                "language": 12,
                "message_id": ID_LIMIT,
                "thread_key": ID_LIMIT,
                "reply_to": ID_LIMIT,
                "problem": 1000,
            },
        )
        object.__setattr__(self, "references", tuple(clean(ref, ID_LIMIT) for ref in self.references[-50:]))


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Who a message that came in was from and to, as far as an answer is concerned; none of them is ours.

    `answer_to`: where its writer wants answers (Reply-To), empty where that is simply who wrote. `others`: everybody
    else who got it, or was to get the answer too.
    """

    answer_to: tuple[Address, ...] = ()
    others: tuple[Address, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Lead:
    """What brought somebody to write: an advertisement or a post. `link`: its address, http or https, or empty.

    `media`: "image", "video" or empty. Pictures of it are never loaded.
    """

    source: str
    headline: str = ""
    text: str = ""
    link: str = ""
    media: str = ""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place on the map. `latitude`, `longitude`: decimal degrees, both or neither."""

    name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Card:
    """Somebody's contact card."""

    name: str = ""
    organisation: str = ""
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """`price`: of one, as it came, with its currency; empty where none was given."""

    product: str
    quantity: str
    price: str = ""


@dataclass(frozen=True, kw_only=True)
class Order:
    """`total`: of all lines, one for each currency; empty where a price is missing."""

    lines: tuple[OrderLine, ...]
    total: str = ""


@dataclass(frozen=True, kw_only=True)
class Face:
    """What a channel knows of a message beside its text, for the conversation. Empty fields are not drawn.

    `skip`: so many characters at the start of the text only say in brackets what is drawn better from here; where
    something in them is a proof they are shown all the same. `event`: words of a line between the messages, for what
    nobody said. `pressed`: the text is a button or a list row that was chosen ("button", "list"). `fields`: of a form,
    name and answer. `unknown`: what kind it was, where the channel cannot hand over what it says. `forwarded`:
    "often" where it went through many hands.
    """

    skip: int = 0
    event: str = ""
    forwarded: Literal["", "once", "often"] = ""
    lead: Lead | None = None
    product: str = ""
    spot: Spot | None = None
    cards: tuple[Card, ...] = ()
    pressed: Literal["", "button", "list"] = ""
    fields: tuple[tuple[str, str], ...] = ()
    order: Order | None = None
    unknown: str = ""


@dataclass(frozen=True, kw_only=True)
class OutboundFile:
    """A file that goes out: its bytes at hand, or the file on this disk that has them, or how to open it and its size
    where it is stored; so that a large one need never be in memory as a whole."""

    filename: str
    content_type: str
    content: bytes | None = None
    path: Path | None = None
    opener: Callable[[], BinaryIO] | None = None
    stored_size: int = 0  # bytes, beside `opener`

    @property
    def size(self) -> int:
        """Bytes. FileNotFoundError where the file is gone."""
        if self.opener is not None:
            return self.stored_size
        return len(self.content or b"") if self.path is None else self.path.stat().st_size

    def open(self) -> BinaryIO:
        """OSError where it is gone or cannot be reached."""
        if self.opener is not None:
            return self.opener()
        return BytesIO(self.content or b"") if self.path is None else self.path.open("rb")

    def read(self) -> bytes:
        """All of it at once."""
        with self.open() as file:
            return file.read()


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """The message that is answered, for a channel that shows it below the answer. `text`: with its own history."""

    author: str
    address: str
    sent_at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Outbound:
    """One reply to be sent, all that a channel needs and nothing it could look up in the core.

    `key`: our own id for it, stable over retries (callback data, outbox file name).
    `recipients`: addresses in the channel's own form; `recipient_name`: of the only one, where it has no name itself.
    `cc`: who gets a copy that everybody sees. `reply_to`: external id of the message answered, or empty.
    `message_id`/`references`: of that message; `quoted`: its words. `draft_id`: what an earlier attempt left at the
    vendor. `automatic`: no person wrote it, and the channel has to say so, so that no machine answers it.
    `kind`: "text", or one of the channel's own (template, reaction), with what it needs beside the text in `shape`.
    """

    key: str
    account: str
    recipients: tuple[Address, ...]
    recipient_name: str
    subject: str
    text: str
    author_name: str
    cc: tuple[Address, ...] = ()
    reply_to: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    quoted: Quoted | None = None
    draft_id: str = ""
    files: tuple[OutboundFile, ...] = ()
    automatic: bool = False
    kind: str = "text"
    shape: Mapping[str, Any] = field(default_factory=dict)


# What a blank of a template may be filled from, and what people call it. The desk knows the values, channels choose.
BLANK_SOURCES: Mapping[str, str] = {
    "first_name": gettext_noop("Name"),
    "full_name": gettext_noop("Full name"),
    "destinations": gettext_noop("Trip"),
    "dates": gettext_noop("Dates"),
    "depart_on": gettext_noop("Departure"),
    "return_on": gettext_noop("Return"),
    "nights": gettext_noop("Nights"),
    "travellers": gettext_noop("Travellers"),
    "adults": gettext_noop("Adults"),
    "children": gettext_noop("Children"),
    "origin": gettext_noop("From"),
    "budget": gettext_noop("Budget"),
    "reference": gettext_noop("Reference"),
    "agency": gettext_noop("Agency"),
    "agent": gettext_noop("Your name"),
}


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A place of a template that is filled in for each message.

    `key`: unique in the template. `source`: one of BLANK_SOURCES, or empty where only a person knows. `example`: how
    it was filled when the template was approved. `limit`: characters.
    """

    key: str
    label: str
    source: str = ""
    example: str = ""
    limit: int = 1024


type Piece = str | Blank


@dataclass(frozen=True, kw_only=True)
class Template:
    """A text that the vendor has approved, for when free text does not reach people.

    `key`: the channel's own, for `Channel.fill`. `language`: "es" or "pt-BR". `status`: in words. `usable` False:
    `reason` says why it cannot be sent. `header`, `body`, `footer`, `buttons`: as people see them, with blanks among
    the words. `file`: what its header shows and somebody has to give: image, video, document, or nothing; `accepts`:
    the types of file that it may be.
    """

    key: str
    title: str
    language: str
    status: str
    usable: bool
    reason: str = ""
    header: tuple[Piece, ...] = ()
    body: tuple[Piece, ...] = ()
    footer: str = ""
    buttons: tuple[tuple[Piece, ...], ...] = ()
    file: str = ""
    accepts: tuple[str, ...] = ()

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """Each once, in the order of reading."""
        pieces = (*self.header, *self.body, *(piece for button in self.buttons for piece in button))
        return tuple({piece.key: piece for piece in pieces if isinstance(piece, Blank)}.values())


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A template with its blanks filled: `text` as people read it, `shape` as its channel sends it.

    `shape["shown"]` is the one part that others read: {"header", "body", "footer", "buttons": [...]}, words all.
    """

    text: str
    shape: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the vendor said. `sandboxed`: laid in the outbox folder, not sent to anybody."""

    external_id: str
    message_id: str = ""
    thread_key: str = ""
    sandboxed: bool = False


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A delivery report on a message of ours. Found by `external_id`, else by `key` (our callback data).

    A mail's comes as a mail: found by `message_id`, else, where the report names none, by `recipient`, `account`, time
    and `subject`. `told_by`: the row of the message that reports.
    """

    channel: str
    external_id: str
    state: Literal["SENT", "DELIVERED", "READ", "PERMANENTLY_FAILED"]
    at: datetime
    key: str = ""
    error: str = ""
    code: str = ""
    message_id: str = ""
    recipient: str = ""
    account: str = ""
    subject: str = ""
    told_by: int | None = None


def _clean_fields(row: Any, limits: dict[str, int]) -> None:
    for name, limit in limits.items():
        object.__setattr__(row, name, clean(getattr(row, name), limit))


__all__ = [
    "ABOUT",
    "BLANK_SOURCES",
    "Address",
    "Blank",
    "Card",
    "Face",
    "Filled",
    "Inbound",
    "InboundFile",
    "Lead",
    "Order",
    "OrderLine",
    "Outbound",
    "OutboundFile",
    "Parties",
    "Piece",
    "Quoted",
    "Receipt",
    "Sender",
    "Sent",
    "Spot",
    "Template",
    "clean",
]
