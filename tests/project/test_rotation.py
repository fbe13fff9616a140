"""A rotated secret works in processes that run: after a minute, and at once where a vendor refuses the old one."""

import pytest

from inquiries.envelope import Address
from inquiries.errors import WorkError
from inquiries.extraction import openai_client
from mailsync import graph
from messaging import cloud_api, signature
from messaging.models import WebhookEvent
from tests.inquiries.openai_room import server as openai
from tests.mailsync.conftest import microsoft
from tests.messaging.conftest import meta
from tests.messaging.payloads import SECRET, post, recorded
from tests.project.vault_room import Room, room
from tests.servers import cloud_api as meta_server
from tests.servers import graph as graph_server
from tests.servers import openai as openai_server

__all__ = ["meta", "microsoft", "openai", "room"]  # fixtures

NINA = Address(kind="wa_id", value="447700900301")


def signed_by(client, body: bytes, secret: str) -> int:
    return post(client, body, header=signature.sign(body, secret=secret)).status_code


def send() -> str:
    return cloud_api.send_text("Hello", account=meta_server.NUMBER_ID, to=NINA, key="k-1")


def test_a_new_token_in_vault_sends_the_very_message_that_meta_refused(meta, room: Room):
    room.set("VAULT_TOKEN", room.vault.new_token())
    room.rotate(WHATSAPP_TOKEN="worn out")
    room.start("WHATSAPP_TOKEN")
    room.later(6)
    with pytest.raises(WorkError, match="new WHATSAPP_TOKEN"):
        send()

    room.rotate(WHATSAPP_TOKEN=meta_server.TOKEN)
    room.later(6)
    assert send()
    assert cloud_api.token().app_id
    used = [bearer.removeprefix("Bearer ") for _, bearer in meta.bearers]
    assert used == ["worn out", "worn out", meta_server.TOKEN, meta_server.TOKEN]


@pytest.mark.django_db
def test_a_new_app_secret_in_vault_lets_in_what_meta_signs_by_it(client, settings, room: Room):
    settings.WHATSAPP_APP_SECRET = "the old one"
    room.set("VAULT_TOKEN", room.vault.new_token())
    room.rotate(WHATSAPP_APP_SECRET="the old one")
    room.start("WHATSAPP_APP_SECRET")
    body = recorded("edit__text")
    room.later(6)
    assert signed_by(client, body, SECRET) == 403
    asked = len(room.vault.calls)
    assert signed_by(client, body, "of a stranger") == 403
    assert len(room.vault.calls) == asked  # strangers do not make us ask Vault each time

    room.rotate(WHATSAPP_APP_SECRET=SECRET)
    room.later(6)
    assert signed_by(client, body, SECRET) == 200
    assert WebhookEvent.objects.count() == 1
    assert signed_by(client, body, "the old one") == 403


@pytest.mark.django_db
def test_a_new_client_secret_in_a_file_signs_in_at_microsoft(microsoft, room: Room):
    file = room.folder / "graph"
    file.write_text("worn out")
    room.set("GRAPH_CLIENT_SECRET_FILE", str(file))
    room.set("VAULT_TOKEN", room.vault.new_token())
    room.rotate()
    room.start("GRAPH_CLIENT_SECRET")
    room.later(6)
    with pytest.raises(WorkError, match="AADSTS7000215"):
        graph.folder(graph_server.ADDRESS, "inbox")

    file.write_text(f"{graph_server.SECRET}\n")
    room.later(6)
    assert graph.folder(graph_server.ADDRESS, "inbox").name == "Inbox"


def test_a_new_key_of_openai_reads_the_very_message_that_was_refused(openai, room: Room):
    file = room.folder / "openai"
    file.write_text("sk-worn-out")
    room.set("OPENAI_API_KEY_FILE", str(file))
    room.set("VAULT_TOKEN", room.vault.new_token())
    room.rotate()
    room.start("OPENAI_API_KEY")
    room.later(6)
    file.write_text(openai_server.KEY)
    assert openai_client.ask(lambda client: client.models.retrieve("gpt-4o-mini"), method="GET").id == "gpt-4o-mini"


@pytest.mark.django_db
def test_a_new_metrics_token_is_asked_for_a_minute_later(client, settings, room: Room):
    settings.METRICS_TOKEN = "old"
    room.set("VAULT_TOKEN", room.vault.new_token())
    room.rotate(METRICS_TOKEN="old")
    room.start("METRICS_TOKEN")
    room.rotate(METRICS_TOKEN="new")

    def code(token: str) -> int:
        return client.get("/metrics", headers={"authorization": f"Bearer {token}"}).status_code

    assert (code("old"), code("new")) == (200, 403)
    room.later()
    assert (code("old"), code("new")) == (403, 200)
