"""From the picker to Meta and back: what staff press arrives there, and Meta's word stands under the bubble."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries.intake import receive
from inquiries.models import Inquiry, Message
from inquiries.work import delivery
from tests.factories import inbound
from tests.messaging import payloads
from tests.messaging.sample_templates import NAMED, PROPOSAL, known, number
from tests.servers.cloud_api import CloudApi

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(meta: CloudApi) -> Inquiry:
    number()
    meta.templates = [PROPOSAL, NAMED]
    meta.closed.add("447700900301")
    return receive(inbound(wa_id="447700900301", sent_at=timezone.now() - timedelta(hours=30))).message.inquiry


def press(client: Client, inquiry: Inquiry) -> Message:
    [row] = known(NAMED)
    values = {"blank.body.customer_name": "Anna", "blank.body.destination": "Crete"}
    client.post(reverse("inquiry_template", args=[inquiry.pk]), {"template": row.pk} | values)
    message = inquiry.messages.get(direction="OUT")
    delivery.deliver(message.pk)
    message.refresh_from_db()
    return message


def test_it_arrives_and_is_read(agent_client: Client, client: Client, meta: CloudApi, chat: Inquiry) -> None:
    message = press(agent_client, chat)
    assert (message.state, message.external_id) == ("SENT", "wamid.sent1")
    assert meta.sent()[0]["template"]["language"] == {"code": "en"}
    assert meta.sent()[0]["biz_opaque_callback_data"] == message.key
    read = {"id": "wamid.sent1", "status": "read", "timestamp": "1795430000", "recipient_id": "447700900301"}
    payloads.post(client, payloads.body_of(statuses=[read]))
    payloads.ingest_all()
    message.refresh_from_db()
    assert message.state == "READ"


def test_the_answer_on_its_button_opens_the_window(
    agent_client: Client, client: Client, meta: CloudApi, chat: Inquiry
) -> None:
    press(agent_client, chat)
    pressed = {
        "type": "button",
        "timestamp": str(int(timezone.now().timestamp())),
        "button": {"payload": "Yes", "text": "Yes"},
        "context": {"id": "wamid.sent1"},
    }
    payloads.post(client, payloads.body_of(pressed))
    payloads.ingest_all()
    page = agent_client.get(reverse("inquiry", args=[chat.pk])).content.decode()
    assert "Only a template reaches" not in page
    assert "Hello Anna, about Crete" in page


def test_a_refusal_stands_under_it(agent_client: Client, meta: CloudApi, chat: Inquiry) -> None:
    meta.templates = [json.loads(json.dumps(NAMED)) | {"status": "PAUSED"}]
    message = press(agent_client, chat)
    assert (message.state, message.error_code) == ("PERMANENTLY_FAILED", "132015")
    page = agent_client.get(reverse("inquiry", args=[chat.pk])).content.decode()
    assert "Meta has paused this template" in page
