"""Recorded webhook bodies (tests/data/whatsapp/{event}__{case}.json) and how Meta would post them."""

import json
from pathlib import Path

from django.test import Client

from messaging import ingest, signature
from messaging.models import WebhookEvent
from tests.messaging.bodies import NUMBER_ID, body_of, compact

FOLDER = Path(__file__).parent.parent / "data" / "whatsapp"
CORPUS = Path(__file__).parent.parent / "data" / "corpus" / "cases"
__all__ = ["CORPUS", "FOLDER", "NUMBER_ID", "SECRET", "body_of", "compact", "ingest_all", "post", "recorded", "take_in"]

SECRET = "app secret of the tests"


def recorded(name: str) -> bytes:
    """The body as Meta sends it: compact, everything outside ASCII escaped."""
    return compact(json.loads((FOLDER / f"{name}.json").read_bytes()))


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
