"""Mail as the core sees it (inquiries/channels.py)."""

from collections.abc import Collection, Mapping, Sequence

from inquiries.channels import HealthLine, Part
from inquiries.envelope import Outbound, OutboundFile, Parties, Sent
from inquiries.errors import InvalidInput, WorkError
from mailsync import drafts, health, mailboxes, outbox, parties, replay

_TEXT_LIMIT = 200_000  # characters


class EmailChannel:
    label = "Mail"
    can_settle = True

    def ready(self) -> bool:
        return mailboxes.ready()

    def divide(self, text: str, files: Sequence[OutboundFile]) -> Sequence[Part]:
        """A mail is one whole."""
        if len(text) > _TEXT_LIMIT:
            raise InvalidInput(f"Too long: {len(text):,} characters, {_TEXT_LIMIT:,} at most on this channel.")
        return [(text, files)]

    def send(self, outbound: Outbound) -> Sent:
        """Send once, as an answer in its thread. What an earlier attempt left at Microsoft is taken up again."""
        return drafts.send(outbound) if self.ready() else outbox.lay(outbound)

    def settle(self, outbound: Outbound) -> Sent | None:
        """Ask Microsoft what became of the draft; one that still is one is sent now. None: nobody can tell."""
        if self.ready():
            return drafts.settle(outbound)
        # Without a draft nothing was sent, and the file of the sandbox may be laid twice.
        return None if outbound.draft_id else outbox.lay(outbound)

    def parties(self, messages: Collection[int]) -> Mapping[int, Parties]:
        return parties.of(messages)

    def own_addresses(self) -> Collection[str]:
        return parties.own()

    def closing(self, account: str, *, author_name: str) -> str:
        return mailboxes.closing(account, author_name=author_name)

    def fetch(self, remote_id: str, *, account: str) -> bytes:  # noqa: ARG002
        """Never needed: a mail brings its files along."""
        raise WorkError("A mail's files come with it; this one was not among them.", permanent=True, code="no_file")

    def replay(self, raw: bytes, *, account: str, external_id: str) -> None:
        """Take a dead letter in once more; one without bytes is fetched from its mailbox first. Raises WorkError."""
        replay.take_in(raw, account=account, external_id=external_id)

    def probe(self) -> list[HealthLine]:
        return health.probe() if self.ready() else self.health()

    def health(self) -> list[HealthLine]:
        return health.health()
