"""What comes in. `Inbound` cleans what a database refuses; the raw bytes are kept beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from inquiries.envelope.people import Address, Sender
from inquiries.envelope.texts import ID_LIMIT, SUBJECT_LIMIT, TEXT_LIMIT, clean, clean_fields

ParkedReason = Literal["", "auto_reply", "bounce", "bulk", "blocked", "own", "flood"]
# Kinds of message that say something about another one: they are shown on it, not beside it.
ABOUT = ("reaction", "edit", "revoke")


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
        clean_fields(self, {"filename": 255, "content_type": 255, "content_id": 255, "remote_id": 255, "sha256": 64})


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
        clean_fields(
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
