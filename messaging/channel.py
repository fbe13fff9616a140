"""WhatsApp as the core sees it (inquiries/channels.py)."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.utils import timezone

from inquiries.channels import HealthLine, Part, lay_in_outbox
from inquiries.envelope import Address, Face, Filled, Outbound, OutboundFile, Parties, Sent, Template
from inquiries.errors import WorkError
from messaging import faces, health, ingest, kinds, numbers, outgoing, pauses, sample_files, signs, templates
from messaging.models import WhatsAppMessage

logger = structlog.get_logger(__name__)


class WhatsAppChannel:
    label = "WhatsApp"
    can_settle = True  # nobody can be asked, but a status with our callback data may tell (receipts.py)
    has_templates = True

    def ready(self) -> bool:
        return health.ready()

    def divide(self, text: str, files: Sequence[OutboundFile]) -> Sequence[Part]:
        return outgoing.divide(text, files)

    def send(self, outbound: Outbound) -> Sent:
        """Send once, unless our number or this person has to wait (pauses.py)."""
        kind, to = kinds.get(outbound.kind), outgoing.recipient(outbound)
        kind.check(outbound)
        if not self.ready():
            return _lay_in_outbox(outbound, to)
        account = outbound.account or numbers.default_account()
        with pauses.turn(account, to):
            return Sent(external_id=kind.send(outbound, account, to))

    def settle(self, outbound: Outbound) -> Sent | None:
        """No status has told within its time what became of it, and there is nobody to ask. A reaction is set once
        more: there is one of ours on a message."""
        return self.send(outbound) if outbound.kind == "reaction" else None

    def parties(self, messages: Collection[int]) -> Mapping[int, Parties]:  # noqa: ARG002
        """A chat has two sides and nobody else."""
        return {}

    def seen(self, message: int) -> None:
        if self.ready():
            signs.note_read(message)

    def writing(self, message: int) -> None:
        if self.ready():
            signs.note_typing(message)

    def faces(self, messages: Collection[int]) -> Mapping[int, Face]:
        rows = WhatsAppMessage.objects.filter(pk__in=messages).values_list("pk", "payload")
        read = ((pk, _face(pk, payload)) for pk, payload in rows)
        return {pk: face for pk, face in read if face is not None}

    def as_came(self, message: int) -> bytes:
        payload = WhatsAppMessage.objects.filter(pk=message).values_list("payload", flat=True).first()
        return json.dumps(payload, ensure_ascii=False, indent=2).encode() if payload else b""

    def as_file(self, message: int, *, clean: Callable[[str], str] | None = None) -> bytes:
        return sample_files.body(message, clean=clean)

    def own_addresses(self) -> Collection[str]:
        return ()

    def accounts(self) -> Mapping[str, str]:
        return numbers.names()

    def may_leave(self, account: str) -> bool:
        return numbers.may_leave(account)

    def closing(self, account: str, *, author_name: str) -> str:  # noqa: ARG002
        """Nothing: a chat is not signed."""
        return ""

    def templates(self, account: str) -> Sequence[Template]:
        return templates.offered(account)

    def fill(self, account: str, key: str, values: Mapping[str, str], *, file: OutboundFile | None = None) -> Filled:
        return templates.fill(account, key, values, file=file)

    def fetch(self, remote_id: str, *, account: str, sent_at: datetime | None = None) -> bytes:
        from messaging import media

        if not self.ready():
            raise WorkError("No WhatsApp token: the file stays at Meta.", permanent=True, code="sandbox")
        return media.fetch(remote_id, account=account, sent_at=sent_at)

    def health(self) -> list[HealthLine]:
        return health.health()

    def probe(self) -> list[HealthLine]:
        return health.probe()

    def replay(self, raw: bytes, *, account: str, external_id: str) -> None:  # noqa: ARG002
        """Take a dead letter in once more; the number stands in its bytes. Raises WorkError if it is no better."""
        ingest.replay(raw, external_id=external_id)


def _face(pk: int, payload: Mapping[str, Any]) -> Face | None:
    try:
        return faces.read(payload)
    except Exception:  # a fault here costs the face: the text is still there, and the page must not fail with it
        logger.exception("whatsapp_face_broke", message=pk)
        return None


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
        "shape": {name: value for name, value in outbound.shape.items() if name != "shown"},
        "files": [
            {"filename": file.filename, "content_type": file.content_type, "size": file.size} for file in outbound.files
        ],
    }
    text = json.dumps(letter, ensure_ascii=False, indent=2) + "\n"
    lay_in_outbox(f"whatsapp-{outbound.key}.json", lambda file: file.write(text.encode()))
    logger.info("reply_sandboxed", key=outbound.key)
    return Sent(external_id=f"sandbox-{outbound.key}", sandboxed=True)
