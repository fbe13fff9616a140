"""What keeps the webhook cheap: one statement, no way of people's around it, and few rings that nobody waits for."""

import logging
import threading
import time
from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from inquiries import doorbell
from messaging import events
from messaging.models import WebhookEvent
from tests.e2e.product import PATIENCE
from tests.messaging.payloads import body_of, post, recorded
from travelhub.middleware import WebhookMiddleware

QUEUE = "inbound"


def waiting() -> int:
    """Rings in the broker of the tests, which is in memory."""
    with current_app.connection_for_read() as broker:
        return broker.default_channel.queue_declare(queue=QUEUE, passive=False).message_count


@pytest.fixture
def empty_broker() -> None:
    with current_app.connection_for_read() as broker:
        broker.default_channel.queue_declare(queue=QUEUE)
        broker.default_channel.queue_purge(QUEUE)


def until(happened: Any, seconds: float = PATIENCE) -> bool:
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.005)
    return bool(happened())


@pytest.mark.django_db(transaction=True)
def test_a_post_is_one_statement_without_a_transaction_around_it(client: Client) -> None:
    post(client, recorded("text__plain"))  # the first one may connect
    with CaptureQueriesContext(connection) as queries:
        post(client, recorded("image__caption"))
        post(client, recorded("image__caption"))
    assert [query["sql"].split()[0] for query in queries] == ["INSERT", "INSERT"]
    assert WebhookEvent.objects.count() == 2


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_since_the_last_post_costs_nobody_an_answer(client: Client) -> None:
    assert connection.vendor == "postgresql"
    post(client, recorded("text__plain"))
    pid = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()

    assert post(client, recorded("image__caption")).status_code == 200
    assert WebhookEvent.objects.count() == 2


@pytest.mark.django_db
def test_the_answer_is_whole_has_its_headers_and_sets_no_cookie(client: Client) -> None:
    answer = post(client, recorded("text__plain"))
    assert (answer.content, answer["Content-Length"]) == (b"ok", "2")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert not answer.cookies
    assert "Vary" not in answer


@pytest.mark.django_db
def test_a_post_leaves_the_one_line_of_a_request(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="django_structlog"):
        post(client, recorded("text__plain"))
    lines: list[Any] = [record.msg for record in caplog.records]
    assert [(line["event"], line["request"], line["code"]) for line in lines] == [
        ("request_finished", "POST /webhooks/whatsapp/", 200)
    ]


def test_an_unknown_webhook_is_a_plain_404(client: Client) -> None:
    assert client.post("/webhooks/nobody/").status_code == 404


def test_a_view_that_wants_a_person_goes_the_whole_way(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def private(request: HttpRequest) -> HttpResponse:
        raise AssertionError("called without the middlewares that guard it")

    match = type("Match", (), {"func": staticmethod(private), "args": (), "kwargs": {}})
    monkeypatch.setattr("travelhub.middleware.resolve", lambda path: match)
    middleware = WebhookMiddleware(lambda request: HttpResponse("the whole way"))
    assert middleware(rf.post("/webhooks/private/")).content == b"the whole way"


@pytest.mark.django_db(transaction=True)
def test_many_posts_in_a_moment_are_one_ring(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "ring_now", lambda task, pk: rung.append(task))
    monkeypatch.setattr(events, "_bell", doorbell.Bell("tests.many", pause=60))
    for number in range(20):
        post(client, body_of({"id": f"wamid.{number}", "text": {"body": "Hello"}}))
    assert until(lambda: "tests.many" in rung)
    time.sleep(0.1)
    assert rung.count("tests.many") == 1


@pytest.mark.django_db(transaction=True)
def test_a_lone_post_is_rung_for_at_once(client: Client, empty_broker) -> None:
    post(client, recorded("text__plain"))
    assert until(lambda: waiting() >= 1)


def test_the_last_of_many_is_never_left_without_a_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr(doorbell, "ring_now", lambda task, pk: rung.append(pk))
    bell, started = doorbell.Bell("some.task", pause=0.05), time.monotonic()
    for pk in range(1, 101):
        bell._ask(pk)
        time.sleep(0.002)
    assert until(lambda: rung and rung[-1] == 100)
    assert len(rung) <= (time.monotonic() - started) / 0.05 + 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_hangs_holds_up_no_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs, released, over = threading.Event(), threading.Event(), threading.Event()

    def ring_now(task: str, pk: int) -> None:
        hangs.set()
        released.wait(PATIENCE)
        over.set()

    monkeypatch.setattr(doorbell, "ring_now", ring_now)
    monkeypatch.setattr(events, "_bell", doorbell.Bell(events.TASK))
    for number in range(3):
        assert post(client, body_of({"id": f"wamid.{number}"})).status_code == 200
    assert hangs.wait(PATIENCE)
    assert not over.is_set(), "all were answered while it hung"
    released.set()
