"""Microsoft is asked to ring when mail has come; that is kept up, renewed, made anew, and ended when not wanted."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import channels
from mailsync import subscriptions, tasks
from mailsync.models import Mailbox, Subscription
from tests.servers.graph import Fault, Graph, RefusalError

pytestmark = pytest.mark.django_db
State = Subscription.State


@pytest.fixture(autouse=True)
def bell(microsoft: Graph, settings, client: Client) -> Graph:
    """Notifications on; Microsoft's posts reach our pages without a socket, and each is answered for real."""
    settings.PUBLIC_URL, settings.GRAPH_NOTIFICATIONS = "https://desk.halden.example", True

    def post(url: str, body: bytes, kind: str) -> tuple[int, str, str]:
        path = url.removeprefix("https://desk.halden.example")
        answer = client.post(path, body, content_type=kind)
        return answer.status_code, answer["Content-Type"], answer.content.decode()

    # The server asks from a thread of its own, where a test's transaction cannot be seen; the handshake needs no row.
    microsoft.subscriptions.post = post
    return microsoft


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    from celery import Celery

    calls: list[Any] = []
    monkeypatch.setattr(Celery, "send_task", lambda _app, name, args, **_: calls.append((name, args[0])))
    return calls


@pytest.fixture
def held(mailbox: Mailbox) -> Subscription:
    """A subscription as it stands when Microsoft has made it."""
    subscriptions.ensure()
    row = Subscription.objects.get()
    subscriptions.keep(row.pk)
    row.refresh_from_db()
    return row


def due(row: Subscription) -> Subscription:
    Subscription.objects.filter(pk=row.pk).update(due_at=timezone.now())
    subscriptions.keep(row.pk)
    row.refresh_from_db()
    return row


def test_a_poll_asks_for_one_and_microsoft_makes_it(microsoft: Graph, mailbox: Mailbox, rings: list[Any]):
    tasks.poll()
    row = Subscription.objects.get()
    assert rings == [("mailsync.sync_mailbox", mailbox.pk), ("mailsync.keep_subscription", row.pk)]
    subscriptions.keep(row.pk)

    row.refresh_from_db()
    [made] = microsoft.subscriptions.rows.values()
    assert (row.state, row.remote_id, row.attempts, row.last_error) == (State.ACTIVE, made["id"], 0, "")
    assert made["notificationUrl"] == made["lifecycleNotificationUrl"] == "https://desk.halden.example/webhooks/graph/"
    assert made["resource"] == "users/desk@halden.example/mailFolders('inbox')/messages"
    assert made["clientState"] == subscriptions.secret_of(row)
    assert made["clientState"] not in str(vars(row))
    assert rings[-1] == ("mailsync.sync_mailbox", mailbox.pk)  # what came while there was none
    create = next(call for call in microsoft.calls if str(call) == "POST /v1.0/subscriptions")
    assert 'IdType="ImmutableId"' in create.headers["Prefer"]


def test_it_is_renewed_daily_and_microsofts_own_date_counts(microsoft: Graph, held: Subscription):
    assert held.due_at is not None
    assert held.due_at <= timezone.now() + timedelta(days=1)
    microsoft.subscriptions.rows[held.remote_id]["expirationDateTime"] = "2026-01-01T00:00:00Z"
    before = held.remote_id
    due(held)
    assert (held.remote_id, microsoft.subscriptions.made) == (before, 1)
    assert held.expires_at is not None
    assert timedelta(days=6) < held.expires_at - timezone.now() < timedelta(minutes=10_070)
    tasks.poll()
    assert microsoft.count("PATCH /v1.0/subscriptions") == 1


def test_one_that_is_gone_is_made_anew(microsoft: Graph, held: Subscription):
    microsoft.subscriptions.forget()
    before = held.remote_id
    due(held)
    assert held.state == State.ACTIVE
    assert list(microsoft.subscriptions.rows) == [held.remote_id] != [before]


def test_one_whose_answer_was_lost_is_taken_up(microsoft: Graph, mailbox: Mailbox):
    subscriptions.ensure()
    microsoft.faults.append(Fault(on="POST /v1.0/subscriptions", lost=True, taken=True))
    row = due(Subscription.objects.get())
    assert (row.state, row.remote_id) == (State.WANTED, "")
    assert row.last_error
    due(row)
    assert (row.state, microsoft.subscriptions.made) == (State.ACTIVE, 1)
    assert list(microsoft.subscriptions.rows) == [row.remote_id]


def test_where_graph_keeps_the_secret_a_lost_one_is_replaced(microsoft: Graph, mailbox: Mailbox):
    microsoft.subscriptions.keeps_secret = True
    subscriptions.ensure()
    microsoft.faults.append(Fault(on="POST /v1.0/subscriptions", lost=True, taken=True))
    row = due(due(Subscription.objects.get()))
    assert list(microsoft.subscriptions.rows) == [row.remote_id]  # never two that ring for the same mail
    assert microsoft.subscriptions.made == 2


@pytest.mark.parametrize(("name", "value"), [("PUBLIC_URL", "https://new.halden.example"), ("SECRET_KEY", "another")])
def test_another_address_or_key_makes_another(microsoft: Graph, held: Subscription, settings, name: str, value: str):
    setattr(settings, name, value)
    post = microsoft.subscriptions.post
    microsoft.subscriptions.post = lambda url, *rest: post(url.replace("new.halden", "desk.halden"), *rest)
    before = held.remote_id
    subscriptions.ensure()
    subscriptions.keep(held.pk)
    held.refresh_from_db()
    assert held.remote_id != before
    assert [row["clientState"] for row in microsoft.subscriptions.rows.values()] == [subscriptions.secret_of(held)]


@pytest.mark.parametrize("how", ["switched off", "mailbox off"])
def test_one_that_is_not_wanted_any_more_is_ended(microsoft: Graph, held: Subscription, settings, how: str):
    if how == "switched off":
        settings.GRAPH_NOTIFICATIONS = False
    else:
        Mailbox.objects.update(enabled=False)
    subscriptions.ensure()
    subscriptions.keep(held.pk)
    assert not Subscription.objects.exists()
    assert microsoft.subscriptions.rows == {}


def test_an_address_that_does_not_answer_right_is_said_and_tried_again(microsoft: Graph, mailbox: Mailbox):
    microsoft.subscriptions.post = lambda *_: (200, "text/html", "<h1>It works!</h1>")
    subscriptions.ensure()
    row = due(Subscription.objects.get())
    assert row.state == State.WANTED
    assert "https://desk.halden.example/webhooks/graph/" in row.last_error
    assert row.due_at is not None
    Mailbox.objects.update(last_synced_at=timezone.now())
    [line] = channels.get("email").health()
    assert not line.ok
    assert "Only the poll brings mail" in line.text


def test_a_refusal_for_good_needs_a_person(microsoft: Graph, mailbox: Mailbox):
    microsoft.faults.append(Fault(on="GET /v1.0/subscriptions", refusal=RefusalError(403, "ErrorAccessDenied")))
    subscriptions.ensure()
    row = due(Subscription.objects.get())
    assert (row.state, row.due_at) == (State.PERMANENTLY_FAILED, None)
    subscriptions.ensure()
    row.refresh_from_db()
    assert row.state == State.PERMANENTLY_FAILED
    subscriptions.try_now(row.pk)
    subscriptions.keep(row.pk)
    row.refresh_from_db()
    assert row.state == State.ACTIVE


def test_a_wait_that_microsoft_asked_for_is_kept(microsoft: Graph, mailbox: Mailbox):
    Mailbox.objects.update(blocked_until=timezone.now() + timedelta(minutes=5))
    subscriptions.ensure()
    row = due(Subscription.objects.get())
    assert microsoft.count("subscriptions") == 0
    assert row.due_at is not None
    assert row.due_at > timezone.now() + timedelta(minutes=4)


def test_without_https_none_is_asked_for_and_health_says_so(microsoft: Graph, mailbox: Mailbox, settings):
    settings.GRAPH_NOTIFICATIONS = False
    tasks.poll()
    assert not Subscription.objects.exists()
    Mailbox.objects.update(last_synced_at=timezone.now())
    [line] = channels.get("email").health()
    assert line.ok
    assert "PUBLIC_URL is not https" in line.text


def test_health_and_doctor_tell_of_it(microsoft: Graph, held: Subscription):
    Mailbox.objects.update(last_synced_at=timezone.now())
    [line] = channels.get("email").health()
    assert "Told by Microsoft at once" in line.text
    lines = {line.name: line for line in channels.get("email").probe()}
    name = "Notifications of desk@halden.example / inbox"
    assert lines[name].ok
    assert "https://desk.halden.example/webhooks/graph/" in lines[name].text
    microsoft.subscriptions.forget()
    lines = {line.name: line for line in channels.get("email").probe()}
    assert not lines[name].ok
