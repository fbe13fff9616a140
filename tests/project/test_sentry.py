"""Errors reach a Sentry of ours with ids and code, and without anything about the customer."""

import json

import pytest
import sentry_sdk
import structlog
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory, override_settings
from django.urls import path

from tests.e2e.product import PATIENCE
from tests.servers.sentry import receiving
from travelhub import logs, sentry


def _fails(request):
    words = request.POST["text"]
    raise RuntimeError(f"no room for {request.POST['to']} ({len(words)})")


_fails.login_required = False
_fails.csrf_exempt = True
urlpatterns = [path("fails/", _fails)]


@pytest.fixture
def events():
    """Sentry running against our server; gives what it received so far."""
    logs.configure(level="INFO", form="json")
    with receiving() as (dsn, received):
        sentry.start(dsn=dsn, release="0.1.0", environment="desk.agency.example")

        def flushed():
            sentry_sdk.flush(timeout=PATIENCE)
            return received

        yield flushed
        sentry_sdk.get_client().close(timeout=1)
        sentry_sdk.init()  # without a DSN: off again


# A request through the server's door closes the connection it finds, so the rows must be committed.
@pytest.mark.django_db(transaction=True)
@override_settings(ROOT_URLCONF=__name__)
def test_an_unhandled_error_of_a_request_arrives_once_and_scrubbed(client, events, agent):
    client.force_login(agent)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    words = {"text": "Dear agency, my passport is C01X", "to": "anna@berg.example"}
    # Through the server's own door, since Sentry reads the request there and not in the test client.
    environ = RequestFactory().post("/fails/?q=secretive", words, headers={"cookie": cookie}).environ
    get_wsgi_application()(environ, lambda *_: print)

    (event,) = events()
    assert event["release"] == "0.1.0"
    assert event["environment"] == "desk.agency.example"
    assert event["user"] == {"id": agent.pk}
    assert event["tags"]["request_id"]
    assert event["request"] == {"method": "POST", "url": "http://testserver/fails/"}
    assert event["exception"]["values"][0]["value"] == "no room for [address] (32)"
    everything = json.dumps(event)
    for private in ("passport", "secretive", "berg.example", "sessionid"):
        assert private not in everything


def test_a_caught_and_logged_error_arrives_too(events):
    try:
        raise ValueError("+44 7700 900100 is no date")
    except ValueError:
        structlog.get_logger("t").exception("extraction_failed", message=7)

    (event,) = events()
    assert event["exception"]["values"][0]["value"] == "[phone] is no date"
