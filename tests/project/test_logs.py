"""One line an event, with ids, and never anybody's words, addresses or secrets."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from travelhub import logs

pytestmark = pytest.mark.usefixtures("lines")


def _fails(_request):
    raise RuntimeError("no room for anna@berg.example, +44 7700 900100")


urlpatterns = [
    path("well/", lambda _request: HttpResponse("ok")),
    path("fails/", _fails),
    path("health/live", lambda _request: HttpResponse("ok")),
]
for _pattern in urlpatterns:
    _pattern.callback.login_required = False


@pytest.fixture
def lines():
    """What the product writes, as the JSON objects that a collector would read."""
    structlog.contextvars.clear_contextvars()  # a request that broke in another test left its ids
    stream = io.StringIO()
    formatter = logs.configure(level="INFO", form="json")["formatters"]["line"]
    handler = logging.StreamHandler(stream)
    make = formatter.pop("()")
    handler.setFormatter(make(**formatter))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_line_has_its_ids_level_logger_and_time(lines):
    with structlog.contextvars.bound_contextvars(message=7, inquiry=3):
        structlog.get_logger("inquiries.intake").info("message_received", channel="email", tokens_in=5)

    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "message_received",
        "logger": "inquiries.intake",
        "level": "info",
        "message": 7,
        "inquiry": 3,
        "channel": "email",
        "tokens_in": 5,
    }


def test_private_keys_are_dropped_and_addresses_masked_at_any_depth(lines):
    structlog.get_logger("x").warning(
        "odd",
        text="Dear agency",
        api_key="sk-1",
        error="no mailbox anna@berg.example",
        answer={"a": 1},
        nested={"to": ["+44 7700 900100"], "password": "p", "code": 131026},
    )

    (line,) = lines()
    assert line["nested"] == {"to": ["[phone]"], "code": 131026}
    assert line["error"] == "no mailbox [address]"
    assert not {"text", "api_key", "answer"} & line.keys()


def test_tracebacks_and_lines_of_libraries_are_masked(lines):
    try:
        raise ValueError("Key (kind, value)=(email, anna@berg.example) already exists")
    except ValueError:
        structlog.get_logger("x").exception("intake_failed")
        logging.getLogger("library").exception("cannot write to %s", "anna@berg.example")

    ours, foreign = lines()
    assert "anna" not in json.dumps([ours, foreign])
    assert ours["exception"].startswith("Traceback")
    assert foreign["event"] == "cannot write to [address]"


@override_settings(ROOT_URLCONF=__name__)
def test_a_request_leaves_one_line_without_its_query_string(client, lines):
    client.get("/well/?q=anna+berg")

    (line,) = lines()
    assert line["event"] == "request_finished"
    assert line["request"] == "GET /well/"
    assert line["code"] == 200
    assert line["duration_ms"] >= 0
    assert line["request_id"]
    assert "anna" not in json.dumps(line)


@override_settings(ROOT_URLCONF=__name__)
def test_a_request_that_fails_leaves_one_line_with_its_masked_traceback(client, lines):
    client.raise_request_exception = False
    client.get("/fails/")

    (line,) = lines()
    assert (line["event"], line["code"], line["level"]) == ("request_failed", 500, "error")
    assert "no room for [address], [phone]" in line["exception"]


@override_settings(ROOT_URLCONF=__name__)
def test_what_machines_ask_every_few_seconds_is_not_logged(client, lines):
    client.get("/health/live")

    assert lines() == []


def test_the_console_form_masks_too(capsys):
    config = logs.configure(level="INFO", form="console")
    formatter = dict(config["formatters"]["line"])
    make = formatter.pop("()")
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "to anna@berg.example", (), None)

    assert "to [address]" in make(**formatter).format(record)


def test_errors_are_mailed_once_in_a_while_to_those_who_asked(settings):
    settings.ALERT_RECIPIENTS = ["tech@agency.example"]
    settings.ADMINS = [("tech", "tech@agency.example")]
    cache.clear()
    handler = logs.configure(level="INFO", form="json")["handlers"]["alert"]
    assert handler == {"class": "travelhub.alerts.AlertHandler", "level": "ERROR"}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"alert": handler},
            "loggers": {"t": {"handlers": ["alert"]}},
        }
    )

    for _ in range(2):
        structlog.get_logger("t").error("delivery_broken", message=7, text="Dear agency")

    (alert,) = mail.outbox
    assert alert.to == ["tech@agency.example"]
    assert alert.subject == "travelhub: delivery_broken"
    assert "message: 7" in alert.body
    assert "Dear agency" not in alert.body


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("card 4242 4242 4242 4242, 12/27, cvv 737", "card •••• •••• •••• ••••, ••/••, cvv •••"),
        ("to DE89 3704 0044 0532 0130 00", "to •••• •••• •••• •••• •••• ••"),
        ("passport no. 533380006", "passport no. •••••••••"),
        ("no room for 07700 900100", "no room for [phone]"),
        ("recipient 447700900417 is not there", "recipient [phone] is not there"),
        ("Tel. (030) 901820-44", "Tel. [phone]"),
        ("on 05.12.2026 10:00, 2026-11-26 22:00:00.123456", "on 05.12.2026 10:00, 2026-11-26 22:00:00.123456"),
        ("message 106540352242922 took 0.123456789012 s", "message 106540352242922 took 0.123456789012 s"),
    ],
)
def test_numbers_in_free_text(text, shown):
    assert logs.mask(text) == shown


def test_an_exception_with_a_card_in_it(lines):
    try:
        raise ValueError("cannot read: charge 4242 4242 4242 4242 cvv 737, call 07700 900100")
    except ValueError:
        structlog.get_logger("inquiries.intake").exception("broke")

    (line,) = lines()
    assert "4242" not in str(line)
    assert "737" not in str(line)
    assert "900100" not in str(line)
    assert "cannot read: charge" in line["exception"]
