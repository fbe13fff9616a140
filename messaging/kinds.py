"""The kinds of message that go out by WhatsApp: a table of what sends each. Every one is a single call.

A kind is a function of the outbound message that raises WorkError and gives Meta's id of what was sent; `check` is what
can be said against it without a call, for the sandbox too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inquiries import receipts
from inquiries.envelope import Address, Outbound
from inquiries.errors import WorkError
from messaging import outgoing, template_sending


@dataclass(frozen=True)
class Kind:
    """`check(outbound)` raises WorkError, permanent, in words. `send(outbound, account, to)` gives Meta's id."""

    check: Callable[[Outbound], object]
    send: Callable[[Outbound, str, Address], str]


def get(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        raise WorkError(f"WhatsApp does not know this kind of message ({name}).", permanent=True, code="not_allowed")
    return kind


def _send_text(outbound: Outbound, account: str, to: Address) -> str:
    """A text, or a file with a text below it."""
    from messaging import cloud_api

    part = outgoing.part(outbound)
    if isinstance(part, outgoing.TextPart):
        return cloud_api.send_text(part.text, account=account, to=to, key=outbound.key, reply_to=outbound.reply_to)
    media = _media(part, cloud_api.upload(part.file, account=account))
    if not receipts.still_sending(outbound.key):
        # The upload took longer than our lease: somebody has decided about it meanwhile, and may have sent it anew.
        raise WorkError("Another worker took over.", code="taken_over", postponed=True)
    return cloud_api.send_media(part.kind, media, account=account, to=to, key=outbound.key, reply_to=outbound.reply_to)


def _media(part: outgoing.FilePart, media_id: str) -> dict[str, str]:
    media = {"id": media_id}
    if part.caption:
        media["caption"] = part.caption
    if part.kind == "document":
        media["filename"] = part.file.filename
    return media


def _check_reaction(outbound: Outbound) -> None:
    if not outbound.shape.get("target"):
        raise WorkError("WhatsApp does not know the message to react to.", permanent=True, code="not_allowed")


def _send_reaction(outbound: Outbound, account: str, to: Address) -> str:
    """`shape`: {"target": Meta's id of a message of theirs, "emoji": one, or "" to take it back}."""
    from messaging import cloud_api

    target, emoji = str(outbound.shape["target"]), str(outbound.shape.get("emoji", ""))
    return cloud_api.send_reaction(emoji, target=target, account=account, to=to, key=outbound.key)


KINDS: Mapping[str, Kind] = {
    "text": Kind(check=outgoing.part, send=_send_text),
    "template": Kind(check=template_sending.check, send=template_sending.send_template),
    "reaction": Kind(check=_check_reaction, send=_send_reaction),
}
