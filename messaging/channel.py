"""WhatsApp as the core sees it (inquiries/channels.py)."""

import json
from collections.abc import Collection, Mapping

import structlog
from django.utils import timezone

from inquiries.channels import HealthLine, lay_in_outbox
from inquiries.envelope import Outbound, Parties, Sent
from inquiries.errors import WorkError
from messaging import health, ingest, numbers, outgoing

logger = structlog.get_logger(__name__)


class WhatsAppChannel:
    label = "WhatsApp"
    can_settle = False

    def ready(self) -> bool:
        return health.ready()

    def send(self, outbound: Outbound) -> Sent:
        """Send once; several files are several messages of WhatsApp's, and the first one's id counts."""
        plan = outgoing.plan(outbound)
        if not self.ready():
            return _lay_in_outbox(outbound, plan)
        account = outbound.account or numbers.default_account()
        external_id = _send_parts(plan, outbound, account=account)
        numbers.sent(account)
        return Sent(external_id=external_id)

    def settle(self, outbound: Outbound) -> Sent | None:  # noqa: ARG002
        """WhatsApp cannot be asked; a status with our callback data tells, if one comes (receipts.py)."""
        return None

    def parties(self, messages: Collection[int]) -> Mapping[int, Parties]:  # noqa: ARG002
        """A chat has two sides and nobody else."""
        return {}

    def own_addresses(self) -> Collection[str]:
        return ()

    def accounts(self) -> Mapping[str, str]:
        return numbers.names()

    def closing(self, account: str, *, author_name: str) -> str:  # noqa: ARG002
        """Nothing: a chat is not signed."""
        return ""

    def fetch(self, remote_id: str, *, account: str) -> bytes:
        from messaging import media

        if not self.ready():
            raise WorkError("No WhatsApp token: the file stays at Meta.", permanent=True, code="sandbox")
        return media.fetch(remote_id, account=account)

    def health(self) -> list[HealthLine]:
        return health.health()

    def probe(self) -> list[HealthLine]:
        return health.probe()

    def replay(self, raw: bytes, *, account: str, external_id: str) -> None:  # noqa: ARG002
        """Take a dead letter in once more; the number stands in its bytes. Raises WorkError if it is no better."""
        ingest.replay(raw, external_id=external_id)


def _send_parts(plan: outgoing.Plan, outbound: Outbound, *, account: str) -> str:
    from messaging import cloud_api

    # All uploads first: they reach nobody, so an error there is only a failed attempt.
    uploads = {
        index: cloud_api.upload(part.file, account=account)
        for index, part in enumerate(plan.parts)
        if isinstance(part, outgoing.FilePart)
    }
    first = ""
    for index, part in enumerate(plan.parts):
        reply_to = "" if index else outbound.reply_to
        try:
            if isinstance(part, outgoing.TextPart):
                sent = cloud_api.send_text(part.text, account=account, to=plan.to, key=outbound.key, reply_to=reply_to)
            else:
                sent = cloud_api.send_media(
                    part.kind,
                    _media(part, uploads[index]),
                    account=account,
                    to=plan.to,
                    key=outbound.key,
                    reply_to=reply_to,
                )
        except WorkError as error:
            if index == 0:
                raise
            # To repeat it would send the first parts twice: a person decides.
            words = f"{index} of {len(plan.parts)} parts went out, the next did not: {error.message}"
            raise WorkError(words, code=error.code, outcome_unknown=True) from error
        first = first or sent
    return first


def _media(part: outgoing.FilePart, media_id: str) -> dict[str, str]:
    media = {"id": media_id}
    if part.caption:
        media["caption"] = part.caption
    if part.kind == "document":
        media["filename"] = part.file.filename
    return media


def _lay_in_outbox(outbound: Outbound, plan: outgoing.Plan) -> Sent:
    """What would have been sent, as a file that people can read; nobody gets it."""
    letter = {
        "channel": "whatsapp",
        "key": outbound.key,
        "written_at": timezone.now().isoformat(),
        "account": outbound.account,
        "to": {"kind": plan.to.kind, "value": plan.to.value},
        "recipient_name": outbound.recipient_name,
        "reply_to": outbound.reply_to,
        "author": outbound.author_name,
        "text": outbound.text,
        "files": [
            {"filename": file.filename, "content_type": file.content_type, "size": file.size} for file in outbound.files
        ],
    }
    text = json.dumps(letter, ensure_ascii=False, indent=2) + "\n"
    lay_in_outbox(f"whatsapp-{outbound.key}.json", lambda file: file.write(text.encode()))
    logger.info("reply_sandboxed", key=outbound.key)
    return Sent(external_id=f"sandbox-{outbound.key}", sandboxed=True)
