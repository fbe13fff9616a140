"""Microsoft's posts ring and do nothing else; whoever does not know the secret of a subscription rings nothing."""

import json
from typing import Any

import pytest
from django.test import Client
from prometheus_client import REGISTRY

from mailsync import subscriptions, sync, tasks
from mailsync.models import Mailbox, Subscription
from tests.mailsync.letters import letter
from tests.servers.graph import Graph

pytestmark = pytest.mark.django_db
URL = "/webhooks/graph/"
State = Subscription.State


@pytest.fixture
def row(microsoft: Graph, mailbox: Mailbox) -> Subscription:
    return Subscription.objects.create(folder=mailbox.folders.get(), state=State.ACTIVE, remote_id="sub-1")


@pytest.fixture(autouse=True)
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    from celery import Celery

    calls: list[Any] = []
    monkeypatch.setattr(Celery, "send_task", lambda _app, name, args, **_: calls.append((name, args[0])))
    return calls


def element(row: Subscription, **changes: Any) -> dict[str, Any]:
    usual = {"subscriptionId": row.remote_id, "clientState": subscriptions.secret_of(row), "changeType": "created"}
    return {"id": "x1", "resource": "Users/u/Messages/m", "tenantId": "t", **usual, **changes}


def post(client: Client, *elements: Any) -> Any:
    return client.post(URL, json.dumps({"value": elements}), content_type="application/json")


def count(outcome: str) -> float:
    return REGISTRY.get_sample_value("travelhub_graph_webhooks_total", {"outcome": outcome}) or 0


def test_the_handshake_gives_the_decoded_token_and_nothing_else(microsoft: Graph, client: Client):
    answer = client.post(f"{URL}?validationToken=Validation%3a+a%2Bb%20%3Cb%3E", content_type="text/plain")
    assert (answer.status_code, answer.content) == (200, b"Validation: a+b <b>")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_it_needs_neither_log_in_nor_csrf_token(row: Subscription):
    assert post(Client(enforce_csrf_checks=True), element(row)).status_code == 202


def test_news_ring_for_the_mailbox(row: Subscription, client: Client, rings: list[Any]):
    answer = post(client, element(row), element(row))  # the same event twice, as it happens
    assert (answer.status_code, answer.content) == (202, b"")
    assert rings == [("mailsync.sync_mailbox", row.folder.mailbox_id)]
    row.refresh_from_db()
    assert row.last_notified_at is not None


def test_each_element_has_to_know_the_secret(row: Subscription, client: Client, rings: list[Any]):
    before = count("wrong_secret"), count("unknown_subscription")
    wrong = element(row, clientState="guessed"), element(row, clientState=None), element(row, subscriptionId="sub-9")
    assert post(client, *wrong).status_code == 202
    assert rings == []
    assert (count("wrong_secret"), count("unknown_subscription")) == (before[0] + 2, before[1] + 1)
    # Another's rubbish in the same post hides nothing.
    post(client, wrong[0], element(row))
    assert len(rings) == 1


def test_one_without_an_id_at_microsoft_is_rung_by_nobody(row: Subscription, client: Client, rings: list[Any]):
    Subscription.objects.update(remote_id="")
    post(client, element(row, subscriptionId=""))
    assert rings == []


@pytest.mark.parametrize(
    ("event", "state", "remote_id", "names"),
    [
        ("reauthorizationRequired", "ACTIVE", "sub-1", ["mailsync.keep_subscription"]),
        ("subscriptionRemoved", "WANTED", "", ["mailsync.keep_subscription", "mailsync.sync_mailbox"]),
        ("missed", "ACTIVE", "sub-1", ["mailsync.sync_mailbox"]),
        ("somethingNew", "ACTIVE", "sub-1", ["mailsync.sync_mailbox"]),
    ],
)
def test_lifecycle(
    row: Subscription, client: Client, rings: list[Any], event: str, state: str, remote_id: str, names: list[str]
):
    assert post(client, element(row, lifecycleEvent=event)).status_code == 202
    row.refresh_from_db()
    assert (row.state, row.remote_id, [name for name, _pk in rings]) == (state, remote_id, names)
    assert (row.due_at is not None) == ("mailsync.keep_subscription" in names)


@pytest.mark.parametrize("body", [b"", b"{", b'"words"', b"[]", b'{"value": 3}', b"\xff\xfe"])
def test_what_is_no_notification_is_refused(microsoft: Graph, client: Client, body: bytes):
    assert client.post(URL, body, content_type="application/json").status_code == 400


def test_a_body_over_the_limit_is_refused(row: Subscription, client: Client, settings, rings: list[Any]):
    settings.WEBHOOK_MAX_BYTES = 1000
    assert post(client, *[element(row)] * 20).status_code == 413
    assert rings == []


def test_a_long_token_is_not_echoed(microsoft: Graph, client: Client):
    assert client.post(f"{URL}?validationToken={'x' * 5000}").status_code == 400


def test_without_credentials_it_is_shut(client: Client, db):
    assert client.post(f"{URL}?validationToken=x").status_code == 503


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_other_methods_are_not_allowed(microsoft: Graph, client: Client, method: str):
    assert getattr(client, method)(URL).status_code == 405


# What a ring does


def test_a_ring_during_a_fetch_makes_it_go_on(
    row: Subscription, client: Client, microsoft: Graph, rings: list[Any], monkeypatch: pytest.MonkeyPatch
):
    """The page was read before the mail came, and who is rung for it finds the mailbox taken: nobody would look."""
    pk = row.folder.mailbox_id
    microsoft.receive(letter(1))
    whole = sync.pages.take

    def ring_meanwhile(*arguments: Any) -> None:
        whole(*arguments)
        if not Mailbox.objects.exclude(rung_at=None).exists():
            post(client, element(row))

    monkeypatch.setattr(sync.pages, "take", ring_meanwhile)
    tasks.sync_mailbox(pk)
    assert rings[-1] == ("mailsync.sync_mailbox", pk)
    assert len([name for name, _pk in rings if name == "mailsync.sync_mailbox"]) == 2
    rings.clear()
    monkeypatch.undo()
    assert sync.run(pk).unfinished is False


def test_a_ring_before_delta_knows_is_looked_after(row: Subscription, client: Client, microsoft: Graph):
    pk = row.folder.mailbox_id
    sync.run(pk)
    before = microsoft.count("delta")
    post(client, element(row))
    sync.run(pk)
    assert microsoft.count("delta") == before + 3
    sync.run(pk)  # a poll, with nothing rung: one look
    assert microsoft.count("delta") == before + 4
