"""A channel of the tests' own: what it was given to send, and what it is told to answer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from inquiries.channels import HealthLine, Part
from inquiries.envelope import Face, Filled, Outbound, OutboundFile, Parties, Sent, Template


class PostOffice:
    """Plugged in by settings.CHANNELS like the real ones. `answer`, `fate`, `bytes_of` and `door` say how it acts."""

    label = "Post"
    can_settle = False
    has_templates = False

    def __init__(self) -> None:
        self.sent: list[Outbound] = []
        self.asked: list[Outbound] = []
        self.replayed: list[bytes] = []
        self.answer: Callable[[Outbound], Sent] = lambda outbound: Sent(
            external_id=f"vendor-{outbound.key}", message_id=f"{outbound.key}@halden.example", thread_key="conv-1"
        )
        self.fate: Callable[[Outbound], Sent | None] = lambda outbound: None
        self.bytes_of: Callable[[str], bytes] = lambda remote_id: b"bytes of " + remote_id.encode()
        self.company: dict[int, Parties] = {}
        self.seen_by_staff: list[int] = []
        self.answered_now: list[int] = []
        self.stays: tuple[str, ...] = ()  # accounts whose messages no engine outside may read
        self.own: tuple[str, ...] = ()
        self.door: Callable[[bytes], None] = self.replayed.append

    def ready(self) -> bool:
        return True

    def divide(self, text: str, files: Sequence[OutboundFile]) -> Sequence[Part]:
        return [(text, files)]

    def send(self, outbound: Outbound) -> Sent:
        self.sent.append(outbound)
        return self.answer(outbound)

    def settle(self, outbound: Outbound) -> Sent | None:
        self.asked.append(outbound)
        return self.fate(outbound)

    def parties(self, messages: Collection[int]) -> Mapping[int, Parties]:
        return {pk: self.company[pk] for pk in messages if pk in self.company}

    def seen(self, message: int) -> None:
        self.seen_by_staff.append(message)

    def writing(self, message: int) -> None:
        self.answered_now.append(message)

    def faces(self, messages: Collection[int]) -> Mapping[int, Face]:
        return {}

    def may_leave(self, account: str) -> bool:
        return account not in self.stays

    def as_came(self, message: int) -> bytes:
        return b""

    def as_file(self, message: int, *, clean: Callable[[str], str] | None = None) -> bytes:
        return b""

    def own_addresses(self) -> Collection[str]:
        return self.own

    def accounts(self) -> Mapping[str, str]:
        return dict.fromkeys(self.own, "Ours")

    def closing(self, account: str, *, author_name: str) -> str:
        return author_name

    def templates(self, account: str) -> Sequence[Template]:
        return ()

    def fill(self, account: str, key: str, values: Mapping[str, str], *, file: OutboundFile | None = None) -> Filled:
        return Filled(text="", shape={})

    def fetch(self, remote_id: str, *, account: str, sent_at: datetime | None = None) -> bytes:
        return self.bytes_of(remote_id)

    def replay(self, raw: bytes, *, account: str, external_id: str) -> None:
        self.door(raw)

    def health(self) -> list[HealthLine]:
        return []


office = PostOffice()


def open_office() -> PostOffice:
    """The dotted path of settings.CHANNELS: one office for both channels of a test."""
    return office
