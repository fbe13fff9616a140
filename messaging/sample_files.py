"""One message as a webhook body of its own, as Meta would have sent it alone: for the labelled corpus."""

import json
from collections.abc import Callable
from typing import Any

from messaging.models import WhatsAppMessage

type Clean = Callable[[str], str]
# Meta's names for people and things: a message id holds the sender's number.
_IDS = ("id", "user_id", "parent_user_id", "username", "from_user_id", "from_parent_user_id")
_ADDRESSES = ("url", "link", "source_url", "image_url", "video_url", "thumbnail_url", "sha256")


def body(pk: int, *, clean: Clean | None = None) -> bytes:
    """The body for a message of ours; empty where what Meta sent was not kept.

    `clean`: takes a person out of a text.
    """
    row = WhatsAppMessage.objects.filter(pk=pk).select_related("message__contact").first()
    if row is None or not row.payload:
        return b""
    contact = row.message.contact
    party: dict[str, Any] = {"profile": {"name": contact.name if contact else ""}}
    for name, key in (("from", "wa_id"), ("from_user_id", "user_id")):
        if row.payload.get(name):
            party[key] = row.payload[name]
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "", "phone_number_id": row.message.account},
        "contacts": [party],
        "messages": [row.payload],
    }
    if clean is not None:
        value |= {name: _cleaned(value[name], clean) for name in ("contacts", "messages")}
    whole = {"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [_change(value)]}]}
    return json.dumps(whole, ensure_ascii=False).encode()


def _change(value: dict[str, Any]) -> dict[str, Any]:
    return {"field": "messages", "value": value}


def _cleaned(part: Any, clean: Clean, name: str = "") -> Any:
    if isinstance(part, dict):
        return {key: _cleaned(inner, clean, key) for key, inner in part.items()}
    if isinstance(part, list):
        return [_cleaned(inner, clean, name) for inner in part]
    if isinstance(part, str) and name in _IDS:
        return f"redacted-{name}"
    if isinstance(part, str) and name in _ADDRESSES:
        return ""
    if isinstance(part, float) and name in {"latitude", "longitude"}:
        return 0.0
    return clean(part) if isinstance(part, str) and name != "timestamp" else part
