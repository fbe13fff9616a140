"""A reaction of ours on its way to Meta: no text and no files, only an emoji on a message of the customer's."""

import json

import structlog
from django.conf import settings
from django.utils import timezone

from inquiries.channels import lay_in_outbox as lay
from inquiries.envelope import Outbound, Sent
from inquiries.errors import WorkError
from messaging import numbers, outgoing

logger = structlog.get_logger(__name__)

KIND = "reaction"


def send(outbound: Outbound) -> Sent:
    """Set the reaction of `outbound.shape` ({"target": id of the message, "emoji": "" to take it back})."""
    from messaging import cloud_api

    account = outbound.account or settings.WHATSAPP_PHONE_NUMBER_ID
    target, emoji = _shape(outbound)
    to = outgoing.recipient(outbound)
    external_id = cloud_api.send_reaction(emoji, account=account, to=to, key=outbound.key, target=target)
    numbers.sent(account)
    return Sent(external_id=external_id)


def lay_in_outbox(outbound: Outbound) -> Sent:
    """Without a token: what would have been sent, as a file that people can read."""
    target, emoji = _shape(outbound)
    to = outgoing.recipient(outbound)
    letter = {
        "channel": "whatsapp",
        "key": outbound.key,
        "written_at": timezone.now().isoformat(),
        "account": outbound.account,
        "to": {"kind": to.kind, "value": to.value},
        "author": outbound.author_name,
        "reaction": {"message_id": target, "emoji": emoji},
    }
    text = json.dumps(letter, ensure_ascii=False, indent=2) + "\n"
    lay(f"whatsapp-{outbound.key}.json", lambda file: file.write(text.encode()))
    logger.info("reaction_sandboxed", key=outbound.key)
    return Sent(external_id=f"sandbox-{outbound.key}", sandboxed=True)


def _shape(outbound: Outbound) -> tuple[str, str]:
    target, emoji = outbound.shape.get("target"), outbound.shape.get("emoji")
    if not isinstance(target, str) or not target or not isinstance(emoji, str):
        raise WorkError("The reaction does not say on which message it stands.", permanent=True, code="no_target")
    return target, emoji
