"""WhatsApp as the core sees it (inquiries/channels.py)."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.timesince import timesince

from inquiries.channels import HealthLine, Part, lay_in_outbox
from inquiries.envelope import Address, Outbound, OutboundFile, Parties, Sent
from inquiries.errors import WorkError
from messaging import ingest, kinds, outgoing, pauses
from messaging.models import WhatsAppNumber
from messaging.schemas import NumberAnswer

logger = structlog.get_logger(__name__)


class WhatsAppChannel:
    label = "WhatsApp"
    can_settle = True  # nobody can be asked, but a status with our callback data may tell (receipts.py)

    def ready(self) -> bool:
        return bool(settings.WHATSAPP_TOKEN)

    def divide(self, text: str, files: Sequence[OutboundFile]) -> Sequence[Part]:
        return outgoing.divide(text, files)

    def send(self, outbound: Outbound) -> Sent:
        """Send once, unless our number or this person has to wait (pauses.py)."""
        kind, to = kinds.get(outbound.kind), outgoing.recipient(outbound)
        kind.check(outbound)
        if not self.ready():
            return _lay_in_outbox(outbound, to)
        account = outbound.account or settings.WHATSAPP_PHONE_NUMBER_ID
        with pauses.turn(account, to):
            return Sent(external_id=kind.send(outbound, account, to))

    def settle(self, outbound: Outbound) -> Sent | None:  # noqa: ARG002
        """No status has told within its time what became of it, and there is nobody to ask."""
        return None

    def parties(self, messages: Collection[int]) -> Mapping[int, Parties]:  # noqa: ARG002
        """A chat has two sides and nobody else."""
        return {}

    def own_addresses(self) -> Collection[str]:
        return ()

    def closing(self, account: str, *, author_name: str) -> str:  # noqa: ARG002
        """Nothing: a chat is not signed."""
        return ""

    def fetch(self, remote_id: str, *, account: str) -> bytes:
        from messaging import media

        if not self.ready():
            raise WorkError("No WhatsApp token: the file stays at Meta.", permanent=True, code="sandbox")
        return media.fetch(remote_id, account=account)

    def health(self) -> list[HealthLine]:
        rows = WhatsAppNumber.objects.filter(enabled=True)
        if not self.ready():
            words = "Sandbox: without WHATSAPP_TOKEN replies are laid in the outbox folder and reach nobody."
            return [HealthLine(str(row), True, words) for row in rows] or [HealthLine(self.label, True, words)]
        missing = HealthLine(self.label, False, "There is a token, but no number. Run migrate, or add it by hand.")
        return [HealthLine(str(row), not row.paused_reason, _words(row)) for row in rows] or [missing]

    def probe(self) -> list[HealthLine]:
        from messaging import cloud_api

        if not self.ready():
            return self.health()
        rows = WhatsAppNumber.objects.filter(enabled=True)
        return [_asked(row, cloud_api.number) for row in rows] or self.health()

    def replay(self, raw: bytes, *, account: str, external_id: str) -> None:  # noqa: ARG002
        """Take a dead letter in once more; the number stands in its bytes. Raises WorkError if it is no better."""
        ingest.replay(raw, external_id=external_id)


def _lay_in_outbox(outbound: Outbound, to: Address) -> Sent:
    """What would have been sent, as a file that people can read; nobody gets it."""
    letter = {
        "channel": "whatsapp",
        "key": outbound.key,
        "written_at": timezone.now().isoformat(),
        "account": outbound.account,
        "to": {"kind": to.kind, "value": to.value},
        "recipient_name": outbound.recipient_name,
        "reply_to": outbound.reply_to,
        "author": outbound.author_name,
        "kind": outbound.kind,
        "text": outbound.text,
        "shape": dict(outbound.shape),
        "files": [
            {"filename": file.filename, "content_type": file.content_type, "size": file.size} for file in outbound.files
        ],
    }
    text = json.dumps(letter, ensure_ascii=False, indent=2) + "\n"
    lay_in_outbox(f"whatsapp-{outbound.key}.json", lambda file: file.write(text.encode()))
    logger.info("reply_sandboxed", key=outbound.key)
    return Sent(external_id=f"sandbox-{outbound.key}", sandboxed=True)


def _asked(row: WhatsAppNumber, ask: Callable[[str], NumberAnswer]) -> HealthLine:
    try:
        found = ask(row.phone_number_id)
    except WorkError as error:
        return HealthLine(str(row), False, error.message)
    quality = f", quality {found.quality_rating.lower()}" if found.quality_rating else ""
    return HealthLine(
        str(row), True, f"Meta knows it as {found.display_phone_number} ({found.verified_name}){quality}."
    )


def _words(row: WhatsAppNumber) -> str:
    heard = f"{timesince(row.last_webhook_at)} ago" if row.last_webhook_at else "never"
    sent = f"{timesince(row.last_sent_at)} ago" if row.last_sent_at else "never"
    stopped = f"{row.paused_reason} What is queued waits and goes out by itself. " if row.paused_reason else ""
    return f"{stopped}Last webhook {heard}, last message sent {sent}."
