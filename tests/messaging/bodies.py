"""Webhook bodies as Meta writes them: compact, everything outside ASCII escaped."""

import json
from typing import Any

NUMBER_ID = "106540352242922"


def compact(tree: Any) -> bytes:
    return json.dumps(tree, separators=(",", ":")).encode()


def body_of(message: dict[str, Any] | None = None, **value: Any) -> bytes:
    """A body with one message, or with any other lists of `value`."""
    filled = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER_ID}, **value}
    if message is not None:
        filled["messages"] = [
            {"from": "447700900301", "id": "wamid.one", "timestamp": "1795430000", "type": "text"} | message
        ]
    changes = [{"field": "messages", "value": filled}]
    return compact({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]})
