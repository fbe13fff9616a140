"""The webhook lets in what Meta signed, once, and nothing else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from messaging import signature
from messaging.models import WebhookEvent
from tests.messaging.payloads import SECRET, post, recorded

pytestmark = pytest.mark.django_db


def count(outcome: str) -> float:
    return REGISTRY.get_sample_value("travelhub_whatsapp_webhooks_total", {"outcome": outcome}) or 0


def handshake(client: Client, **parameters: str):
    return client.get(reverse("whatsapp_webhook"), {f"hub.{name}": value for name, value in parameters.items()})


def test_address_is_the_one_of_the_contract():
    assert reverse("whatsapp_webhook") == "/webhooks/whatsapp/"


def test_handshake_answers_the_bare_challenge(client):
    response = handshake(client, mode="subscribe", challenge="1158201444", verify_token="verify token of the tests")
    assert (response.status_code, response.content) == (200, b"1158201444")
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    "parameters",
    [
        {"mode": "subscribe", "challenge": "1", "verify_token": "wrong"},
        {"mode": "subscribe", "challenge": "1", "verify_token": "wröng"},
        {"mode": "unsubscribe", "challenge": "1", "verify_token": "verify token of the tests"},
        {"challenge": "1"},
    ],
)
def test_handshake_refuses_a_wrong_token_or_mode(client, parameters):
    assert handshake(client, **parameters).status_code == 403


def test_handshake_refuses_everything_while_no_token_is_set(client, settings):
    settings.WHATSAPP_VERIFY_TOKEN = ""
    assert handshake(client, mode="subscribe", challenge="1", verify_token="").status_code == 403


def test_signed_body_is_stored_as_it_came(client):
    body = recorded("text__plain")
    assert post(client, body).status_code == 200
    event = WebhookEvent.objects.get()
    assert bytes(event.body) == body
    assert (event.state, event.size) == ("RECEIVED", len(body))
    assert event.due_at is not None


def test_webhook_does_one_insert(client):
    with CaptureQueriesContext(connection) as queries:
        post(client, recorded("text__plain"))
    statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert [statement.split()[0] for statement in statements] == ["INSERT"]


def test_same_body_again_is_answered_and_stored_once(client):
    for _ in range(3):
        assert post(client, recorded("text__plain")).status_code == 200
    assert WebhookEvent.objects.count() == 1


def test_ring_goes_out_on_commit(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        post(client, recorded("text__plain"))
        post(client, recorded("text__plain"))
    assert len(callbacks) == 1


@pytest.mark.parametrize(
    ("header", "outcome"),
    [
        ("", "no_signature"),
        ("sha256=" + "0" * 64, "bad_signature"),
        ("sha1=abc", "bad_signature"),
        ("sha256=üö", "bad_signature"),
    ],
)
def test_bad_or_missing_signature_leaves_a_log_line_and_a_count(client, header, outcome):
    before = count(outcome)
    with capture_logs() as lines:
        assert post(client, recorded("text__plain"), header=header).status_code == 403
    assert {"event": "webhook_refused", "outcome": outcome, "log_level": "warning"} in lines
    assert count(outcome) == before + 1
    assert not WebhookEvent.objects.exists()


def test_signature_of_another_body_does_not_fit(client):
    assert post(client, recorded("text__plain"), header=signature.sign(b"{}", secret=SECRET)).status_code == 403


def test_signature_is_over_the_bytes_and_not_over_the_meaning(client):
    escaped = recorded("text__plain")
    unescaped = escaped.decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16").encode()
    assert post(client, unescaped, header=signature.sign(escaped, secret=SECRET)).status_code == 403


def test_nothing_is_taken_in_without_an_app_secret(client, settings):
    settings.WHATSAPP_APP_SECRET = ""
    body = recorded("text__plain")
    assert post(client, body, header=signature.sign(body, secret="")).status_code == 503
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("header", [None, ""])
def test_body_over_the_limit_is_refused_before_it_is_read(client, settings, header):
    settings.WEBHOOK_MAX_BYTES = 1000
    assert post(client, b"x" * 1001, header=header).status_code == 413
    assert post(client, b"x" * 1000).status_code == 200


def test_body_longer_than_announced_is_cut_at_the_limit(rf, settings):
    """A server that passes a body without a length (chunked) must not fill the memory."""
    from messaging.views import whatsapp_webhook

    settings.WEBHOOK_MAX_BYTES = 1000
    request = rf.post("/webhooks/whatsapp/", data=b"x" * 5000, content_type="application/json")
    del request.META["CONTENT_LENGTH"]
    assert whatsapp_webhook(request).status_code == 413


def test_webhook_needs_neither_log_in_nor_csrf_token():
    assert post(Client(enforce_csrf_checks=True), recorded("text__plain")).status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client, method):
    assert getattr(client, method)("/webhooks/whatsapp/").status_code == 405
