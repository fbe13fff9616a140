"""Recorded webhook bodies (tests/data/whatsapp/{event}__{case}.json) and how Meta would post them."""

import json
from pathlib import Path
from typing import Any

from django.test import Client

from messaging import ingest, signature
from messaging.models import WebhookEvent

FOLDER = Path(__file__).parent.parent / "data" / "whatsapp"
CORPUS = Path(__file__).parent.parent / "data" / "corpus" / "cases"
SECRET = "app secret of the tests"
NUMBER_ID = "106540352242922"


def recorded(name: str) -> bytes:
    """The body as Meta sends it: compact, everything outside ASCII escaped."""
    return compact(json.loads((FOLDER / f"{name}.json").read_bytes()))


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


def post(client: Client, body: bytes, *, header: str | None = None):
    """Post a body to the webhook; signed unless `header` is given, and without a header where it is empty."""
    given = signature.sign(body, secret=SECRET) if header is None else header
    headers = {"X-Hub-Signature-256": given} if given else {}
    return client.post("/webhooks/whatsapp/", data=body, content_type="application/json", headers=headers)


def take_in(client: Client, *names: str) -> None:
    """Post recorded bodies and let the task work on each, as worker and broker would."""
    for name in names:
        assert post(client, recorded(name)).status_code == 200
    ingest_all()


def ingest_all() -> None:
    for pk in WebhookEvent.objects.filter(state="RECEIVED").order_by("pk").values_list("pk", flat=True):
        ingest.ingest_event(pk)
