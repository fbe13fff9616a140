"""What an engine reads and what it answers. Plain data: no Django, no network, no pydantic."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

from inquiries import care
from inquiries.errors import WorkError

Part = Literal["text", "subject", "sender"]


class Span(NamedTuple):
    """Words that prove a value: code points into that part of the message."""

    part: Part
    start: int
    end: int
    quote: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A field that our last message asked for. `options`: the readings it named, in their order; those of one `group`
    are settled together."""

    field: str
    options: tuple[Any, ...] = ()
    group: int | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """One inbound message as an engine sees it.

    `text`: the sender's own words with their signature; quotes are not in it. `signature_at`: where that starts.
    `sent_at`: aware, in the sender's or the agency's own zone: its date is "today" in the text.
    `sender_phone`: E.164, of a WhatsApp number. `country`: ISO 3166 alpha-2, the likely country of the sender.
    `quoted_text`: the history below; only tells an answer from a first letter, values are never taken from it.
    `answers`: a reply to a message of ours. `message_kind`: the channel's type ("text", "audio", "location" ...).
    `known`: current facts {field: value} of the inquiry, so that "the 15th" finds its month.
    `internal`: fields of `known`, or of readings in `asked`, that only our own notes say.
    `asked`: what our last message asked for, so that a bare "4 and 7" finds its field.
    """

    text: str
    sent_at: datetime
    channel: str = "email"
    message_kind: str = "text"
    signature_at: int | None = None
    subject: str = ""
    sender_name: str = ""
    sender_phone: str = ""
    country: str = ""
    quoted_text: str = ""
    answers: bool = False
    parked_reason: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)
    internal: frozenset[str] = frozenset()
    asked: tuple[Asked, ...] = ()

    def covered(self) -> "Document":
        """Without the numbers of cards, accounts and passports, in the same length, so that what is found in it
        stands at the same place in the message, and without what only notes say: what may leave the house."""
        known = {name: value for name, value in self.known.items() if name not in self.internal}
        asked = tuple(replace(item, options=()) if item.field in self.internal else item for item in self.asked)
        return replace(
            self,
            text=care.masked(self.text, tail=False),
            subject=care.masked(self.subject, tail=False),
            sender_name=care.masked(self.sender_name, tail=False),
            quoted_text=care.masked(self.quoted_text, tail=False),
            known=care.deep(known, tail=False),
            asked=care.deep(asked, tail=False),
        )


@dataclass(frozen=True)
class Value:
    """A value in the form of its fact, where it stands, and other readings where the words allow several.

    Shapes by field: `inquiries/extraction/shapes.py`. No evidence: nothing in the message proves it.
    """

    value: Any
    evidence: tuple[Span, ...] = ()
    options: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An engine's answer. `values` has only the fields that the message speaks about."""

    engine: str
    version: str
    kind: str = ""
    language: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = 0.0  # US dollars; None: nobody knows
    duration_ms: int = 0


class ReadingError(WorkError):
    """No reading came about, but an answer did; `reading` has what it cost and what it said, for the record."""

    def __init__(self, message: str, reading: Reading, *, permanent: bool = False, code: str = "") -> None:
        super().__init__(message, permanent=permanent, code=code)
        self.reading = reading


class Engine(Protocol):
    name: str
    leaves_house: bool  # whether words of the message go to somebody else's machine

    @property
    def version(self) -> str:
        """Changes whenever the engine may read otherwise: it stands in each run, and tells what is worth another."""

    def read(self, document: Document) -> Reading:
        """Raises WorkError where no reading came about; `duration_ms` is filled by the caller.

        `retry_after` of that error: the engine is out of order until then, for every message.
        """

    def recall(self, document: Document, answer: Mapping[str, Any]) -> Reading | None:
        """The reading that a kept `Reading.answer` of this version stands for, without asking anybody; None: read anew.

        A message that comes back (a worker died, a colleague asks again) is not paid for twice.
        """

    def probe(self) -> str:
        """For `doctor`: try what it needs, and say in a sentence how it is. Raises WorkError where it does not work."""
