"""/metrics tells from the rows how much there is, what waits and what failed, and only to those who may ask."""

from datetime import timedelta

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from inquiries import dead_letters
from inquiries.models import Extraction, Heartbeat, Message
from tests.factories import AttachmentFactory, MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scrape(client):
    """The samples as {(name, labels): value}."""

    def ask(**headers):
        response = client.get("/metrics", headers=headers)
        assert response.status_code == 200
        families = text_string_to_metric_families(response.content.decode())
        return {
            (sample.name.removeprefix("travelhub_"), *sorted(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    return ask


def test_messages_by_channel_direction_and_state(scrape):
    MessageFactory()
    MessageFactory(direction="OUT", state=Message.State.UNCONFIRMED)
    MessageFactory(channel="whatsapp", state=Message.State.PERMANENTLY_FAILED)

    samples = scrape()

    assert samples["messages", ("channel", "email"), ("direction", "IN"), ("state", "PROCESSED")] == 1
    assert samples["messages", ("channel", "email"), ("direction", "OUT"), ("state", "UNCONFIRMED")] == 1
    assert samples["messages", ("channel", "whatsapp"), ("direction", "IN"), ("state", "PERMANENTLY_FAILED")] == 1
    assert samples["inquiries", ("status", "NEW")] == 3


def test_what_is_due_and_for_how_long(scrape):
    AttachmentFactory(due_at=timezone.now() - timedelta(seconds=90))
    AttachmentFactory(due_at=timezone.now() + timedelta(hours=1))

    samples = scrape()

    labels = ("kind", "attachments"), ("task", "inquiries.fetch_attachment")
    assert samples["due_rows", *labels] == 1
    assert 90 <= samples["oldest_due_age_seconds", *labels] < 120
    assert samples["rows", ("kind", "attachments"), ("state", "PENDING")] == 2
    idle = ("kind", "messages"), ("task", "inquiries.deliver_message")
    assert samples["oldest_due_age_seconds", *idle] == 0


def test_dead_letters_heartbeats_and_runs_of_the_engines(scrape):
    dead_letters.keep(source="email", account="", external_id="x", raw=b"?", error="no mail")
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=7))
    message = MessageFactory()
    Extraction.objects.create(message=message, engine="openai", version="1", tokens_in=100, tokens_out=20)
    Extraction.objects.create(message=message, engine="openai", version="1", error="quota")

    samples = scrape()

    assert samples["rows", ("kind", "dead_letters"), ("state", "WAITING")] == 1
    assert 7 <= samples["heartbeat_age_seconds", ("process", "worker")] < 30
    assert samples["extraction_runs", ("engine", "openai"), ("outcome", "read")] == 1
    assert samples["extraction_runs", ("engine", "openai"), ("outcome", "failed")] == 1
    assert samples["extraction_tokens", ("direction", "in"), ("engine", "openai")] == 100


def test_rejected_webhooks_are_counted(client, scrape, settings):
    settings.WHATSAPP_APP_SECRET = "secret"
    before = scrape().get(("whatsapp_webhooks_total", ("outcome", "bad_signature")), 0)

    refused = client.post(
        "/webhooks/whatsapp/", b"{}", content_type="application/json", headers={"X-Hub-Signature-256": "sha256=00"}
    )

    assert refused.status_code == 403
    assert scrape()["whatsapp_webhooks_total", ("outcome", "bad_signature")] == before + 1


@pytest.mark.parametrize(
    ("token", "client_address", "headers", "code"),
    [
        ("", "127.0.0.1", {}, 200),
        ("", "10.0.0.7", {}, 403),
        ("", "127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, 403),
        ("t0ken", "10.0.0.7", {"authorization": "Bearer t0ken"}, 200),
        ("t0ken", "127.0.0.1", {}, 403),
        ("t0ken", "127.0.0.1", {"authorization": "Bearer wrong"}, 403),
        ("t0ken", "127.0.0.1", {"authorization": "Bearer tökn"}, 403),
    ],
)
def test_who_may_ask(client, settings, token, client_address, headers, code):
    settings.METRICS_TOKEN = token

    response = client.get("/metrics", headers=headers, REMOTE_ADDR=client_address)

    assert response.status_code == code


def test_metrics_hold_no_words_or_addresses(client):
    MessageFactory(text="my passport is C01X")

    body = client.get("/metrics").content.decode()

    assert "passport" not in body
    assert "berg" not in body
