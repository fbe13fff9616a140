"""Mail as the core sees it (inquiries/channels.py)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inquiries.channels import HealthLine, Part
from inquiries.envelope import Face, Filled, Outbound, OutboundFile, Parties, Sent, Template
from inquiries.errors import InvalidInput, WorkError
from mailsync import drafts, health, mailboxes, outbox, parties, replay

_TEXT_LIMIT = 200_000  # characters


class EmailChannel:
    can_settle = True
    has_templates = False

    @property
    def label(self) -> str:
        return _("Mail")

    def ready(self) -> bool:
        return mailboxes.ready()

    def divide(self, text: str, files: Sequence[OutboundFile]) -> Sequence[Part]:
        """A mail is one whole."""
        if len(text) > _TEXT_LIMIT:
            raise InvalidInput(
                _("Too long: %(count)s characters, %(limit)s at most on this channel.")
                % {
                    "count": number_format(len(text), force_grouping=True),
                    "limit": number_format(_TEXT_LIMIT, force_grouping=True),
                }
            )
        if empty := next((file for file in files if not file.size), None):
            raise InvalidInput(_("%(filename)s is empty.") % {"filename": empty.filename})
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

    def seen(self, message: int) -> None:
        """Nothing: who gets a mail's receipt is asked by their own mail program."""

    def writing(self, message: int) -> None:
        """Nothing: a mail is not there before it is sent."""

    def faces(self, messages: Collection[int]) -> Mapping[int, Face]:  # noqa: ARG002
        """Nothing: what a mail says is in its text, its original and its files."""
        return {}

    def as_came(self, message: int) -> bytes:  # noqa: ARG002
        """Nothing: the bytes of a mail are kept with its message."""
        return b""

    def as_file(self, message: int, *, clean: Callable[[str], str] | None = None) -> bytes:  # noqa: ARG002
        """Nothing: the core keeps a mail's bytes itself."""
        return b""

    def own_addresses(self) -> Collection[str]:
        return parties.own()

    def accounts(self) -> Mapping[str, str]:
        return mailboxes.names()

    def may_leave(self, account: str) -> bool:
        return mailboxes.may_leave(account)

    def closing(self, account: str, *, author_name: str) -> str:
        return mailboxes.closing(account, author_name=author_name)

    def templates(self, account: str) -> Sequence[Template]:  # noqa: ARG002
        """None: a mail may always say what it wants."""
        return ()

    def fill(
        self,
        account: str,  # noqa: ARG002
        key: str,  # noqa: ARG002
        values: Mapping[str, str],  # noqa: ARG002
        *,
        file: OutboundFile | None = None,  # noqa: ARG002
    ) -> Filled:
        raise InvalidInput(_("Mail has no templates."))

    def fetch(self, remote_id: str, *, account: str, sent_at: datetime | None = None) -> bytes:  # noqa: ARG002
        """Never needed: a mail brings its files along."""
        raise WorkError("A mail's files come with it; this one was not among them.", permanent=True, code="no_file")

    def replay(self, raw: bytes, *, account: str, external_id: str) -> None:
        """Take a dead letter in once more; one without bytes is fetched from its mailbox first. Raises WorkError."""
        replay.take_in(raw, account=account, external_id=external_id)

    def probe(self) -> list[HealthLine]:
        return health.probe() if self.ready() else self.health()

    def health(self) -> list[HealthLine]:
        return health.health()
