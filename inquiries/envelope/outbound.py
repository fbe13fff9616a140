"""What goes out, and what the vendor says of it: at once (`Sent`) and later (`Receipt`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal

from inquiries.envelope.people import Address


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
