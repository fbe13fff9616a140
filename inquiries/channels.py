"""The door to the channels: a Protocol and the dotted paths in settings.CHANNELS."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, Protocol

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from inquiries.envelope import Outbound, OutboundFile, Parties, Sent
from inquiries.errors import WorkError

logger = structlog.get_logger(__name__)

type Part = tuple[str, Sequence[OutboundFile]]  # the text and the files of one message of the vendor's


@dataclass(frozen=True)
class HealthLine:
    """How one thing is, for the work page, `doctor` and the ready check.

    `name`: the thing ("desk@agency.example", "Worker"). `ok`: False where a person should look.
    `text`: one sentence in plain words, what is and what to do ("Fetched 40 s ago"); no secrets.
    """

    name: str
    ok: bool
    text: str


class Channel(Protocol):
    """A channel turns foreign things into envelopes and replies into foreign calls."""

    label: str  # for people: "Mail", "WhatsApp"
    can_settle: bool  # whether it may be known a minute later what became of a send: by asking, or by a report

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

    def own_addresses(self) -> Collection[str]:
        """Our own addresses in this channel, normalised: what is sent there comes back to us."""

    def closing(self, account: str, *, author_name: str) -> str:
        """What is added below a message that `account` of ours sends: its signature. Empty: nothing is."""

    def fetch(self, remote_id: str, *, account: str) -> bytes:
        """The bytes of an attachment that came as a reference. Raises WorkError."""

    def replay(self, raw: bytes, *, account: str, external_id: str) -> None:
        """Take an input that was kept as a dead letter once more. Raises WorkError where it cannot be read again."""

    def health(self) -> list[HealthLine]:
        """One line for each mailbox or number, from the rows alone: no call to the vendor, so that it is quick."""

    def probe(self) -> list[HealthLine]:
        """One line for each mailbox or number after really asking the vendor for it: address, token and permissions,
        for `doctor`. Changes nothing there and never raises."""


def alarms() -> list[HealthLine]:
    """What every page has to say: a mailbox that has gone silent. From the rows; one that cannot tell says nothing."""
    found: list[HealthLine] = []
    for path in settings.ALARMS:
        try:
            found += import_string(path)()
        except Exception as error:  # the page itself must not fail with it
            logger.warning("alarm_broke", path=path, error=type(error).__name__)
    return found


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
