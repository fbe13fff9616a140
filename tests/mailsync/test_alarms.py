"""A mailbox from which nothing can be fetched is said on every page and by mail, once; and once when it is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries.alarms import turn
from mailsync import alarms, mailboxes, sync, tasks
from mailsync.models import Mailbox
from tests.inquiries.desk.pages import element, words
from tests.servers.graph import Fault, Graph, RefusalError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def recipients(settings) -> None:
    settings.ALERT_RECIPIENTS = ["tech@halden.example"]


@pytest.fixture
def silent(microsoft: Graph, mailbox: Mailbox) -> Mailbox:
    """Fetched for the last time twenty minutes ago; since then Microsoft does not let us in."""
    long_ago = timezone.now() - timedelta(minutes=20)
    Mailbox.objects.update(created_at=long_ago, last_synced_at=long_ago, last_page_at=long_ago)
    microsoft.faults.append(Fault(on="delta", refusal=RefusalError(403, "ErrorAccessDenied"), times=99))
    sync.run(mailbox.pk)
    mailbox.refresh_from_db()
    return mailbox


def bar(client: Client, name: str = "queue") -> str:
    return words(element(client.get(reverse(name)), "alarms"))


def test_one_mail_and_one_all_clear_whoever_looks(microsoft: Graph, silent: Mailbox):
    for _ in range(3):
        tasks.poll()
    [alarm] = mail.outbox
    assert alarm.to == ["tech@halden.example"]
    assert "no mail can be fetched" in alarm.subject
    assert "for 20" in alarm.body.replace("\xa0", " ")
    assert "Mail.ReadWrite" in alarm.body  # what to do

    microsoft.faults.clear()
    sync.run(silent.pk)
    for _ in range(3):
        tasks.poll()
    assert len(mail.outbox) == 2
    assert "fetched again" in mail.outbox[1].subject
    silent.refresh_from_db()
    assert silent.alarmed_at is None


def test_two_processes_write_one_mail(silent: Mailbox):
    """Both have read the row before either has written it."""
    now = timezone.now()
    for row in (Mailbox.objects.get(), Mailbox.objects.get()):
        turn(row, to=now, title="no mail can be fetched", text="x")
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_tried_again(silent: Mailbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    alarms.look()
    silent.refresh_from_db()
    assert silent.alarmed_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    alarms.look()
    assert len(mail.outbox) == 1


def test_every_page_says_it_and_what_to_do(silent: Mailbox, agent_client: Client):
    for name in ("queue", "work"):
        said = bar(agent_client, name)
        assert "desk@halden.example" in said
        assert "No mail could be fetched for 20" in said.replace("\xa0", " ")
        assert "Mail.ReadWrite" in said
    assert "No mail could be fetched" in agent_client.get(reverse("work_alarms")).content.decode()


def test_it_goes_when_mail_comes(microsoft: Graph, silent: Mailbox, agent_client: Client):
    microsoft.faults.clear()
    sync.run(silent.pk)
    assert bar(agent_client) == ""


def test_a_dead_worker_says_nothing_and_is_said(silent: Mailbox, agent_client: Client):
    Mailbox.objects.update(last_error="", failing_since=None)
    assert "worker" in bar(agent_client)


@pytest.mark.parametrize(
    "change", [{"enabled": False}, {"last_page_at": timezone.now}], ids=["off", "a long first fetch"]
)
def test_what_is_no_silence(silent: Mailbox, agent_client: Client, change: dict[str, Any]):
    Mailbox.objects.update(**{key: value() if callable(value) else value for key, value in change.items()})
    assert bar(agent_client) == ""
    alarms.look()
    assert mail.outbox == []


def test_the_sandbox_has_no_alarm(silent: Mailbox, settings, agent_client: Client):
    settings.GRAPH_CLIENT_ID = ""
    assert not mailboxes.ready()
    assert bar(agent_client) == ""
    alarms.look()
    assert mail.outbox == []


def test_an_alarm_that_breaks_breaks_no_page(settings, agent_client: Client):
    settings.ALARMS = ["mailsync.nowhere.standing"]
    assert bar(agent_client) == ""


def test_without_recipients_the_row_knows_all_the_same(silent: Mailbox, settings):
    settings.ALERT_RECIPIENTS = []
    alarms.look()
    silent.refresh_from_db()
    assert silent.alarmed_at is not None
    assert mail.outbox == []
