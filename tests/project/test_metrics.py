"""/metrics tells from the rows how much there is, what waits and what failed, and only to those who may ask."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.parser import text_string_to_metric_families

from inquiries import dead_letters, doorbell, http_client
from inquiries.errors import WorkError
from inquiries.models import Answer, Extraction, Heartbeat, Message
from mailsync.models import Mailbox
from messaging.models import WhatsAppNumber
from tests.factories import AttachmentFactory, MessageFactory
from travelhub import metrics_files

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


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


def test_what_fails_and_why_who_is_silent_and_who_waited(scrape, settings):
    now = timezone.now()
    doorbell.ring_now("inquiries.deliver_message", 1)
    doorbell.ring_now("inquiries.deliver_message", 2)
    settings.GRAPH_CLIENT_ID = "app"
    silent = now - timedelta(minutes=20)
    mailbox = Mailbox.objects.create(
        address="desk@halden.example", created_at=silent, last_synced_at=silent, failing_since=now
    )
    number = WhatsAppNumber.objects.create(phone_number_id="106540352242922", paused_until=now + timedelta(hours=1))
    AttachmentFactory(due_at=now + timedelta(hours=1), attempts=3, last_error="Meta is away.")
    for code in ("too_late", "131047", ""):
        MessageFactory(direction="OUT", channel="whatsapp", state="PERMANENTLY_FAILED", error_code=code)
    for seconds in (60, 600, 6000):
        message = MessageFactory(direction="OUT", state="SENT")
        Answer.objects.create(
            inquiry=message.inquiry,
            message=message,
            asked_at=now,
            answered_at=now,
            seconds=seconds,
            open_seconds=seconds // 2,
            first=True,
        )

    samples = scrape()

    assert 1200 <= samples["mailbox_fetch_age_seconds", ("mailbox", str(mailbox.pk))] < 1260
    assert samples["mailbox_failing", ("mailbox", str(mailbox.pk))] == 1
    assert samples["number_stopped", ("number", str(number.pk))] == 1
    assert samples["retrying_rows", ("kind", "attachments")] == 1
    assert samples["most_attempts", ("kind", "attachments")] == 3
    failed = ("channel", "whatsapp"), ("direction", "OUT"), ("state", "PERMANENTLY_FAILED")
    assert samples["failed_messages", ("cause", "unknown"), *failed] == 1
    assert samples["window_expired_replies",] == 2
    assert samples["first_answers",] == 3
    assert samples["first_answer_seconds", ("hours", "all"), ("quantile", "0.5")] == 600
    assert samples["first_answer_seconds", ("hours", "open"), ("quantile", "0.9")] == 3000
    assert samples["broker_up",] == 1
    assert samples["ringing_tasks", ("queue", "outbound")] == 2
    assert samples["files_free_bytes",] > 0
    assert samples["alarms",] == 1  # the mailbox: a number is watched only where there is a token


def test_requests_and_calls_to_vendors_are_timed_by_what_came_of_them(client, scrape):
    page = ("code", "200"), ("view", "sign_in")
    refused = ("client", "Somebody"), ("outcome", "unreachable")
    before = scrape()

    client.get("/sign-in/")
    with pytest.raises(WorkError):
        http_client.session("Somebody").get("http://127.0.0.1:9/")

    after = scrape()
    assert after["http_request_seconds_count", *page] == before.get(("http_request_seconds_count", *page), 0) + 1
    name = "outgoing_call_seconds_count"
    assert after[name, *refused] == before.get((name, *refused), 0) + 1


def test_two_machines_that_share_the_folder_do_not_share_a_file(monkeypatch):
    here = metrics_files.identity()
    monkeypatch.setattr("socket.gethostname", lambda: "web_2")
    assert metrics_files.identity().startswith("web-2-")
    assert metrics_files.identity() != here


COUNT = """
from pathlib import Path
import sys
from travelhub import metrics_files
metrics_files.use(Path(sys.argv[1]))
from prometheus_client import Counter, Histogram
Counter("letters", "Letters", ["kind"]).labels("sent").inc(3)
Histogram("trip", "Trip", buckets=[1, 5]).observe(2)
"""


def counted(folder):
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))
    with metrics_files.settled(folder):
        return {sample.name: sample.value for family in registry.collect() for sample in family.samples}


def test_ended_processes_leave_their_counts_and_no_files(tmp_path):
    for times in (1, 2, 3):
        subprocess.run([sys.executable, "-c", COUNT, str(tmp_path)], cwd=ROOT, check=True)
        found = counted(tmp_path)
        assert (found["letters_total"], found["trip_count"], found["trip_sum"]) == (3 * times, times, 2 * times)
        assert counted(tmp_path) == found
        machine = metrics_files.identity().rpartition("-")[0]
        names = {file.name for file in tmp_path.glob("*.db")}
        assert names == {f"counter_{machine}-ended.db", f"histogram_{machine}-ended.db"}


def test_files_of_running_processes_and_of_other_machines_stay(tmp_path):
    subprocess.run([sys.executable, "-c", COUNT, str(tmp_path)], cwd=ROOT, check=True)
    (one, other) = sorted(tmp_path.glob("*.db"))
    running = one.rename(tmp_path / f"counter_{metrics_files.identity()}.db")
    elsewhere = other.rename(tmp_path / "histogram_web-9-4242.db")
    found = counted(tmp_path)
    assert running.exists()
    assert elsewhere.exists()

    long_ago = time.time() - 8 * 24 * 3600  # nothing was counted there for more than a week
    os.utime(elsewhere, (long_ago, long_ago))
    assert counted(tmp_path) == found
    assert running.exists()
    assert not elsewhere.exists()


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


def test_machines_ask_by_names_of_the_inside_and_people_may_not(client, settings):
    settings.ALLOWED_HOSTS = ["desk.halden.example"]
    assert client.get("/metrics", headers={"host": "web:8000"}).status_code == 200
    assert client.get("/health/live", headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/sign-in/", headers={"host": "web:8000"}).status_code == 400


def test_metrics_hold_no_words_or_addresses(client):
    MessageFactory(text="my passport is C01X")

    body = client.get("/metrics").content.decode()

    assert "passport" not in body
    assert "berg" not in body
