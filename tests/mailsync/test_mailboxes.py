"""Mailboxes are added, fetched on demand and by beat, shown in the admin, and say how they are in plain words."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from inquiries import channels
from inquiries.models import Message, User
from mailsync import tasks
from mailsync.models import EmailMessage, Mailbox, MailFolder
from tests.mailsync.letters import letter
from tests.servers.graph import ADDRESS, Fault, Graph, RefusalError

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command(*words)
    return capsys.readouterr().out


def health() -> list[Any]:
    return channels.get("email").health()


# Commands


def test_add_mailbox_looks_for_it_at_microsoft(microsoft: Graph, capsys):
    assert run(capsys, "add_mailbox", "Desk@Halden.example") == "Added desk@halden.example, folder inbox.\n"
    assert "here already" in run(capsys, "add_mailbox", ADDRESS)
    assert "Added folder archive" in run(capsys, "add_mailbox", ADDRESS, "--folder", "archive", "--since", "2026-01-01")
    assert MailFolder.objects.count() == 2
    since = MailFolder.objects.get(name="archive").since
    assert since is not None
    assert since.isoformat() == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["not-an-address"], "no mail address"),
        ([ADDRESS, "--folder", " "], "--folder"),
        ([ADDRESS, "--folder", "nowhere"], "no such folder"),
        (["nobody@halden.example"], "no such mailbox"),
        ([ADDRESS, "--since", "yesterday"], "YYYY-MM-DD|yesterday"),
    ],
)
def test_add_mailbox_says_what_is_wrong(microsoft: Graph, words: list[str], problem: str):
    with pytest.raises(CommandError, match=problem):
        call_command("add_mailbox", *words)
    assert not Mailbox.objects.exists()


def test_add_mailbox_without_credentials_says_what_to_set_where_and_to_restart(capsys):
    out = run(capsys, "add_mailbox", ADDRESS)
    assert "not fetched yet" in out
    for step in ("GRAPH_TENANT_ID", "GRAPH_CLIENT_ID", "GRAPH_CLIENT_SECRET", "in .env", "restart", "manage.py doctor"):
        assert step in out


def test_sync_mailbox_prints_what_came(microsoft: Graph, mailbox: Mailbox, capsys):
    microsoft.receive(letter())
    assert run(capsys, "sync_mailbox") == "desk@halden.example: 1 new.\n"
    assert run(capsys, "sync_mailbox", "DESK@halden.example") == "desk@halden.example: nothing new.\n"


def test_sync_mailbox_says_what_is_wrong(microsoft: Graph, mailbox: Mailbox, capsys, settings):
    microsoft.faults.append(Fault(on="delta", refusal=RefusalError(403, "ErrorAccessDenied")))
    with pytest.raises(CommandError, match="1 of 1 could not be read"):
        call_command("sync_mailbox")
    assert "Mail.ReadWrite" in capsys.readouterr().err
    with pytest.raises(CommandError, match=r"There is no mailbox nobody@halden\.example"):
        call_command("sync_mailbox", "nobody@halden.example")
    Mailbox.objects.update(enabled=False)
    with pytest.raises(CommandError, match="There is no mailbox"):
        call_command("sync_mailbox")
    settings.GRAPH_CLIENT_ID = ""
    with pytest.raises(CommandError, match="GRAPH_CLIENT_ID"):
        call_command("sync_mailbox", ADDRESS)


# Beat


def test_beat_asks_for_a_poll():
    row = PeriodicTask.objects.get(name="Mailboxes")
    assert (row.task, row.interval.every, row.interval.period) == ("mailsync.poll", 60, "seconds")


def test_poll_rings_for_each_open_mailbox(microsoft: Graph, mailbox: Mailbox, celery_calls: list[Any]):
    other = Mailbox.objects.create(address="second@halden.example", blocked_until=timezone.now() + timedelta(hours=1))
    tasks.poll()
    assert celery_calls == [("mailsync.sync_mailbox", [mailbox.pk])]
    Mailbox.objects.filter(pk=other.pk).update(blocked_until=timezone.now())
    Mailbox.objects.filter(pk=mailbox.pk).update(enabled=False)
    celery_calls.clear()
    tasks.poll()
    assert celery_calls == [("mailsync.sync_mailbox", [other.pk])]


def test_the_task_fetches(microsoft: Graph, mailbox: Mailbox):
    microsoft.receive(letter())
    tasks.sync_mailbox(mailbox.pk)
    tasks.sync_mailbox(mailbox.pk + 1)
    assert Message.objects.count() == 1


@pytest.fixture
def celery_calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What reaches the broker."""
    from celery import Celery

    calls: list[Any] = []
    monkeypatch.setattr(Celery, "send_task", lambda _app, name, args, **_: calls.append((name, args)))
    return calls


# Health


def test_health_of_the_sandbox(mailbox: Mailbox):
    [line] = health()
    assert (line.name, line.ok) == (ADDRESS, True)
    assert "Sandbox" in line.text


def test_health_without_a_mailbox(microsoft: Graph):
    [line] = health()
    assert not line.ok
    assert "add_mailbox" in line.text


def test_health_follows_the_last_fetch(microsoft: Graph, mailbox: Mailbox):
    call_command("sync_mailbox", ADDRESS)
    assert health()[0].ok
    ago = timezone.now() - timedelta(minutes=6)
    Mailbox.objects.update(last_synced_at=ago, last_page_at=ago, created_at=ago)
    [line] = health()
    assert not line.ok
    assert "worker" in line.text
    microsoft.faults.append(Fault(on="delta", refusal=RefusalError(403, "ErrorAccessDenied")))
    with pytest.raises(CommandError):
        call_command("sync_mailbox", ADDRESS)
    [line] = health()
    assert not line.ok
    assert "Mail.ReadWrite" in line.text
    call_command("sync_mailbox", ADDRESS)
    assert health()[0].ok


# Admin


@pytest.fixture
def admin_client(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password="x"))
    return client


def test_admin_pages_open(microsoft: Graph, mailbox: Mailbox, admin_client: Client):
    microsoft.receive(letter())
    call_command("sync_mailbox")
    for model, row in (
        ("mailbox", mailbox),
        ("mailfolder", mailbox.folders.get()),
        ("emailmessage", EmailMessage.objects.get()),
    ):
        page = admin_client.get(reverse(f"admin:mailsync_{model}_changelist"))
        assert page.status_code == 200
        assert ADDRESS in page.content.decode()
        assert admin_client.get(reverse(f"admin:mailsync_{model}_change", args=[row.pk])).status_code == 200


def test_admin_adds_a_mailbox_with_its_folder(admin_client: Client):
    form = {
        "address": "New@Halden.example",
        "name": "Groups",
        "enabled": "on",
        "folders-TOTAL_FORMS": "1",
        "folders-INITIAL_FORMS": "0",
        "folders-0-name": "inbox",
    }
    admin_client.post(reverse("admin:mailsync_mailbox_add"), form)
    assert MailFolder.objects.get().mailbox.address == "new@halden.example"


def test_admin_fetches_and_reads_anew(
    microsoft: Graph,
    mailbox: Mailbox,
    admin_client: Client,
    celery_calls: list[Any],
    django_capture_on_commit_callbacks,
):
    call_command("sync_mailbox")
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(
            reverse("admin:mailsync_mailbox_changelist"), {"action": "fetch", "_selected_action": mailbox.pk}
        )
        admin_client.post(
            reverse("admin:mailsync_mailfolder_changelist"),
            {"action": "read_anew", "_selected_action": mailbox.folders.get().pk},
        )
    assert celery_calls == [("mailsync.sync_mailbox", [mailbox.pk])] * 2
    assert mailbox.folders.get().delta_link == ""
