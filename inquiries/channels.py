"""The door to the channels: a Protocol and the dotted paths in settings.CHANNELS."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO, Protocol

import structlog
from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from inquiries.envelope import Face, Filled, Outbound, OutboundFile, Parties, Sent, Template
from inquiries.errors import WorkError

logger = structlog.get_logger(__name__)

type Part = tuple[str, Sequence[OutboundFile]]  # the text and the files of one message of the vendor's


@dataclass(frozen=True)
class HealthLine:
    """How one thing is, for the work page, `doctor` and the ready check.

    `name`: the thing ("desk@agency.example", "Worker"). `ok`: False where a person should look.
    `text`: one sentence in plain words, what is and what to do ("Fetched 40 s ago"); no secrets.
    `warns`: it works, and a person should look all the same.
    """

    name: str
    ok: bool
    text: str
    warns: bool = False


class Channel(Protocol):
    """A channel turns foreign things into envelopes and replies into foreign calls."""

    can_settle: bool  # whether it may be known a minute later what became of a send: by asking, or by a report
    has_templates: bool  # whether texts that the vendor approved can be sent where free text cannot

    @property
    def label(self) -> str:
        """For people: "Mail", "WhatsApp"."""

    def ready(self) -> bool:
        """Whether credentials are there; False means that `send` lays the reply in the outbox folder."""

    def divide(self, text: str, files: Sequence[OutboundFile]) -> Sequence[Part]:
        """How a reply goes out, in order: each part is one message of the vendor's, with a row, a tick and a retry of
        its own. Raises InvalidInput, in words for people, where the vendor would not take it. No call, no rows."""

    def send(self, outbound: Outbound) -> Sent:
        """Send one part once. Raises WorkError; `outcome_unknown` where the call may have gone through."""

    def settle(self, outbound: Outbound) -> Sent | None:
        """Ask the vendor what became of a send whose answer was lost. None: nobody can tell. Raises WorkError."""

    def parties(self, messages: Collection[int]) -> Mapping[int, Parties]:
        """Who else had a part in these messages that came in, by the message's id; left out where nobody had."""

    def seen(self, message: int) -> None:
        """Staff have this message that came in before them, and all before it. From the rows alone: no call."""

    def writing(self, message: int) -> None:
        """Staff write an answer to this message that came in; said again while they do. From the rows alone."""

    def faces(self, messages: Collection[int]) -> Mapping[int, Face]:
        """What the channel knows of these messages beside their text, by the message's id; left out where there is
        nothing. One query at most, since a whole page of the conversation asks at once."""

    def as_came(self, message: int) -> bytes:
        """The message as the vendor sent it, as text to read. Empty where it was not kept here."""

    def as_file(self, message: int, *, clean: Callable[[str], str] | None = None) -> bytes:
        """The message alone in the vendor's own wrapping, as `extract` reads it. Empty where it was not kept here.

        `clean`: takes a person out of a text; what the vendor knows them by is replaced as well.
        """

    def own_addresses(self) -> Collection[str]:
        """Our own addresses in this channel, normalised: what is sent there comes back to us."""

    def accounts(self) -> Mapping[str, str]:
        """Our mailboxes or numbers: what a message's `account` says, and what people call it."""

    def may_leave(self, account: str) -> bool:
        """Whether what comes to `account` of ours may be read by an engine outside the house (OpenAI)."""

    def closing(self, account: str, *, author_name: str) -> str:
        """What is added below a message that `account` of ours sends: its signature. Empty: nothing is."""

    def templates(self, account: str) -> Sequence[Template]:
        """The templates of `account` of ours, also those that cannot be sent now; none where the channel has none."""

    def fill(self, account: str, key: str, values: Mapping[str, str], *, file: OutboundFile | None = None) -> Filled:
        """A template of `account` with a value for each blank, by its key. InvalidInput, in words for people, where
        one is missing, too long, or the template cannot be sent now."""

    def fetch(self, remote_id: str, *, account: str, sent_at: datetime | None = None) -> bytes:
        """The bytes of an attachment that came as a reference. Raises WorkError.

        `sent_at`: aware, of the message it came with: vendors keep files for some days only.
        """

    def replay(self, raw: bytes, *, account: str, external_id: str) -> None:
        """Take an input that was kept as a dead letter once more. Raises WorkError where it cannot be read again."""

    def health(self) -> list[HealthLine]:
        """One line for each mailbox or number, from the rows alone: no call to the vendor, so that it is quick."""

    def probe(self) -> list[HealthLine]:
        """One line for each mailbox or number after really asking the vendor for it: address, token and permissions,
        for `doctor`. Changes nothing there and never raises."""


class Alarm(Protocol):
    """What staff have to know on every page (settings.ALARMS), from the rows alone: a worker that died says nothing."""

    def asks(self) -> Mapping[str, QuerySet[Any, Any]]:
        """What it has to know, each a query of one value: every page asks it with what it counts, in one statement."""

    def lines(self, found: Mapping[str, Any]) -> list[HealthLine]:
        """What is wrong, by the values that `asks` has found; None where there was no row."""


type AlarmKey = tuple[str, str]  # the dotted path of an alarm, and the name of what it asks


def alarm_asks() -> dict[AlarmKey, QuerySet[Any, Any]]:
    """What all alarms have to know, for a page that asks more at once."""
    found: dict[AlarmKey, QuerySet[Any, Any]] = {}
    for path in settings.ALARMS:
        with _kept_from_breaking(path):
            found |= {(path, name): rows for name, rows in import_string(path)().asks().items()}
    return found


def alarms(found: Mapping[AlarmKey, Any] | None = None) -> list[HealthLine]:
    """What every page has to say: a mailbox that has gone silent. `found`: what `alarm_asks` found, where a page knows
    it; else it is asked now."""
    known = {key: next(iter(rows), None) for key, rows in alarm_asks().items()} if found is None else found
    lines: list[HealthLine] = []
    for path in settings.ALARMS:
        with _kept_from_breaking(path):
            lines += import_string(path)().lines({name: value for (of, name), value in known.items() if of == path})
    return lines


@contextmanager
def _kept_from_breaking(path: str) -> Iterator[None]:
    """The page itself must not fail with an alarm: one that cannot tell says nothing."""
    try:
        yield
    except Exception as error:
        logger.warning("alarm_broke", path=path, error=type(error).__name__)


def accounts() -> dict[str, str]:
    """Every mailbox and number of ours by its `account`, and what people call it, with its channel."""
    every = (
        (get(name), account, label) for name in settings.CHANNELS for account, label in get(name).accounts().items()
    )
    return {account: f"{channel.label}: {label}" for channel, account, label in every}


def lay_in_outbox(name: str, write: Callable[[BinaryIO], object]) -> None:
    """What a channel without credentials does instead of sending: a file for people to look at, whole or not at all.

    `write` is given the open file. WorkError where it cannot be written: then nothing was done, and it may be tried
    again.
    """
    path = settings.OUTBOX_DIR / name
    draft = path.with_name(f".{name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            write(file)
        draft.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WorkError(f"The outbox folder cannot be written ({reason}). It is tried again.", code="outbox") from error


@cache
def get(name: str) -> Channel:
    """The channel of a message; KeyError for a name that settings.CHANNELS does not have."""
    channel: Channel = import_string(settings.CHANNELS[name])()
    return channel
