"""Whatever OpenAI does, through the worker's own function: the state of message and runs, and what happens next.

Each case is read twice: with the rules behind it (then the message is read at once) and by OpenAI alone (then it waits,
or needs a person). No case loses a message, and none pays for one twice.
"""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.utils import timezone

from inquiries.extraction import circuit, openai_client, runs
from inquiries.intake import receive
from inquiries.models import Extraction, Inquiry, Message
from inquiries.work import processing
from tests.factories import inbound
from tests.inquiries.openai_room import TEXT, WEEK, server
from tests.servers import openai as vendor

__all__ = ["server"]  # a fixture

pytestmark = pytest.mark.django_db

QUOTA = (
    "insufficient_quota",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
)
HTML = "<html><title>520</title>Web server is returning an unknown error</html>"


class Case(NamedTuple):
    """`code`: of the failed run. `then`: what becomes of the message where no other engine reads it:

    person: failed for good, with a retry on the work page. backoff: tried again after some 20 s. waits: until OpenAI is
    in order, which costs it no attempt. A number: so many seconds, as the vendor asked.
    """

    answers: list[vendor.Answer]
    code: str
    then: str | float
    calls: int = 1
    paid: int = 0  # tokens in


def quota(code: str) -> Case:
    return Case([vendor.error(429, "No more.", kind="insufficient_quota", code=code)], code, "waits")


def bad(status: int, code: str | None, then: str = "person", kind: str = "") -> Case:
    return Case([vendor.error(status, "No.", code=code, kind=kind)], code or kind or str(status), then)


def answer(content: Any, code: str, then: str, **more: Any) -> Case:
    return Case([vendor.completion(content, **more)], code, then, paid=120)


CASES: dict[str, Case] = {
    # section 1 of the wire sheet: answers that are none
    "cut twice": Case([vendor.completion('{"kind": "inq', finish="length")], "cut", "person", calls=2, paid=240),
    "content filter": answer(None, "content_filter", "person", finish="content_filter"),
    "content filter, partial": answer('{"kin', "content_filter", "person", finish="content_filter"),
    "refusal": answer(None, "refusal", "person", refusal="I'm sorry, I cannot help with that."),
    "null": answer(None, "bad_answer", "backoff"),
    "empty": answer("", "bad_answer", "backoff"),
    "no json": answer("Dear customer", "bad_answer", "backoff"),
    "fields missing": answer({"kind": "inquiry"}, "bad_answer", "backoff"),
    "fields of its own": answer({**WEEK, "send_to": "a@b.example"}, "bad_answer", "backoff"),
    "no choices": Case([vendor.Answer({"object": "chat.completion", "choices": []})], "bad_answer", "backoff"),
    # section 4: errors
    "400": bad(400, None, kind="invalid_request_error"),
    "400 too long": bad(400, "context_length_exceeded"),
    "400 unknown parameter": bad(400, "unknown_parameter"),
    "400 unsupported value": bad(400, "unsupported_value"),
    "400 schema": bad(400, "invalid_json_schema"),
    "422": bad(422, "unprocessable"),
    "401 key": bad(401, "invalid_api_key", "waits"),
    "401 no member": bad(401, None, "waits", kind="invalid_request_error"),
    "403 country": bad(403, "unsupported_country_region_territory", "waits"),
    "403 page of a firewall": Case([vendor.Answer(HTML, 403)], "403", "person"),
    "404 model": bad(404, "model_not_found", "waits"),
    "429 requests": Case(
        [vendor.error(429, "Slow.", kind="requests", code="rate_limit_exceeded", retry_after="20")],
        "rate_limit_exceeded",
        20,
    ),
    "429 tokens, milliseconds": Case(
        [vendor.error(429, "Slow.", kind="tokens", code="rate_limit_exceeded", retry_after_ms="1500", retry_after="9")],
        "rate_limit_exceeded",
        1.5,
    ),
    "429 no time said": bad(429, "slow_down", "backoff"),
    **{f"429 {code}": quota(code) for code in QUOTA},
    "500": bad(500, None, "backoff", kind="server_error"),
    "502 page": Case([vendor.Answer(HTML, 502)], "502", "backoff"),
    "503 overloaded": bad(503, "server_is_overloaded", "backoff"),
    "503 with a time": Case([vendor.error(503, "Slow down", code="overloaded", retry_after="45")], "overloaded", 45),
    "504": bad(504, None, "backoff", kind="server_error"),
    "520 page": Case([vendor.Answer(HTML, 520)], "520", "backoff"),
    "408": bad(408, "timeout", "backoff"),
    "409": bad(409, "conflict", "backoff"),
    "200 page": Case([vendor.Answer(HTML)], "unreadable", "backoff"),
    "closed": Case([vendor.Answer(lost=True)], "unreachable", "backoff"),
    "reset": Case([vendor.Answer(reset=True)], "unreachable", "backoff"),
    "half an answer": Case([vendor.Answer(vendor.completion(WEEK).body, short=True)], "unreachable", "backoff"),
    "no answer in time": Case([vendor.Answer(hang=1.2)], "timeout", "backoff"),
}


@pytest.fixture(params=CASES)
def case(request, server, monkeypatch) -> Case:
    found = CASES[request.param]
    if found.code == "timeout":
        monkeypatch.setattr(openai_client, "TIMEOUT", 0.4)
    server.answers = list(found.answers)
    return found


def arrived() -> Message:
    return receive(inbound(text=TEXT)).message


def work(message: Message) -> Message:
    processing.process(message.pk)
    message.refresh_from_db()
    return message


def later(message: Message) -> None:
    """Its time has come, and the circuit's too."""
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now())
    standing = circuit.state("openai")
    if standing:
        row = circuit.Open(words=standing.words, since=standing.since, until=timezone.now(), pause=standing.pause)
        circuit.shared.set(circuit._key("openai", "open"), row)


def test_the_rules_read_it_at_once(server, case) -> None:
    message = work(arrived())
    assert (message.state, message.due_at, message.last_error) == ("PROCESSED", None, "")
    failed, good = Extraction.objects.order_by("pk")
    assert (failed.engine, failed.error_code, failed.tokens_in) == ("openai", case.code, case.paid)
    assert failed.error
    assert (good.engine, good.error) == ("rules", "")
    assert len(server.requests) == case.calls
    assert Inquiry.objects.get().trip.startswith("Crete")
    work(message)
    assert len(server.requests) == case.calls, "read is read"


def test_alone_it_waits_or_is_shown_to_a_person(server, settings, case) -> None:
    settings.EXTRACTION_ENGINES = ["openai"]
    message, now = work(arrived()), timezone.now()
    assert message.last_error
    assert "sk-" not in message.last_error
    if case.then == "person":
        assert (message.state, message.due_at) == ("PERMANENTLY_FAILED", None)
        assert Message.objects.restart(message.pk, state=Message.State.RECEIVED), "the work page's retry"
    else:
        seconds = {"backoff": 20.0, "waits": 600.0}.get(str(case.then)) or float(case.then)
        jitter = 6 if case.then == "backoff" else 1
        assert message.state == "RECEIVED"
        assert message.due_at is not None
        assert (message.due_at - now).total_seconds() == pytest.approx(seconds, abs=jitter)
        assert message.attempts == (0 if case.then == "waits" else 1)

    server.answers = [vendor.completion(WEEK)]
    later(message)
    assert work(message).state == "PROCESSED", "as soon as OpenAI is well"
    assert len(server.requests) == case.calls + 1
    assert Inquiry.objects.get().trip == "Crete · 3–10 May · 2 adults · 3,000 EUR"
    assert circuit.state("openai") is None


@pytest.mark.parametrize(("name", "calls"), [("null", 2), ("no json", 2), ("fields of its own", 2)])
def test_what_was_paid_for_is_not_bought_for_ever(server, settings, name, calls) -> None:
    settings.EXTRACTION_ENGINES = ["openai"]
    server.answers = list(CASES[name].answers)
    message = arrived()
    for _ in range(5):
        later(message)
        work(message)
    assert message.state == "PERMANENTLY_FAILED"
    assert len(server.requests) == calls
    assert "agreed form" in message.last_error


@pytest.mark.parametrize("name", ["cut twice", "refusal", "content filter"])
def test_a_message_that_comes_back_does_not_buy_the_same_refusal_again(server, monkeypatch, name) -> None:
    """The rules' own fault (a release ago) brings the message back; OpenAI has had its say."""
    server.answers = list(CASES[name].answers)
    message = arrived()
    with monkeypatch.context() as patch:
        patch.setattr("inquiries.extraction.rules.RulesEngine.read", lambda *_: 1 / 0)
        work(message)
        later(message)
        work(message)
    assert message.state == "RECEIVED"
    assert len(server.requests) == CASES[name].calls
    later(message)
    assert work(message).state == "PROCESSED"
    assert len(server.requests) == CASES[name].calls


def test_a_worker_that_died_after_the_answer_costs_no_second_one(server, monkeypatch) -> None:
    message = arrived()
    with monkeypatch.context() as patch:
        patch.setattr("inquiries.recording.record", lambda run: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            processing.process(message.pk)
    message.refresh_from_db()
    assert message.state == "RECEIVED"
    assert not message.inquiry.facts.exists()
    later(message)
    assert work(message).state == "PROCESSED"
    assert len(server.requests) == 1
    row = Extraction.objects.get()
    assert row.facts.count() == message.inquiry.facts.exclude(extraction=None).count() > 5
    assert Inquiry.objects.get().trip == "Crete · 3–10 May · 2 adults · 3,000 EUR"
    assert not message.inquiry.facts.get(field="rooms").verified


def test_a_worker_that_dies_before_the_answer_is_kept_buys_one_more_a_death(server, settings, monkeypatch) -> None:
    message = arrived()
    with monkeypatch.context() as patch:
        patch.setattr(runs, "_keep", lambda *_: (_ for _ in ()).throw(SystemExit))
        for _ in range(settings.WORK_MAX_ATTEMPTS + 3):
            later(message)
            try:
                processing.process(message.pk)
            except SystemExit:
                continue
    message.refresh_from_db()
    assert message.state == "PERMANENTLY_FAILED"
    assert len(server.requests) == settings.WORK_MAX_ATTEMPTS


def test_another_model_reads_anew(server, settings) -> None:
    message = arrived()
    work(message)
    Message.objects.filter(pk=message.pk).update(state="RECEIVED", due_at=timezone.now())
    settings.OPENAI_MODEL = "gpt-5-mini"
    work(message)
    assert [request["model"] for request in server.requests] == ["gpt-4o-mini", "gpt-5-mini"]
    Message.objects.filter(pk=message.pk).update(state="RECEIVED", due_at=timezone.now())
    work(message)
    assert len(server.requests) == 2


def test_messages_wait_out_a_wrong_key_however_long_it_takes(server, settings) -> None:
    settings.EXTRACTION_ENGINES = ["openai"]
    server.answers = [vendor.error(401, "Wrong.", code="invalid_api_key")]
    messages = [arrived() for _ in range(2)]
    for _ in range(settings.WORK_MAX_ATTEMPTS + 2):
        for message in messages:
            later(message)
            assert work(message).state == "RECEIVED"
    server.answers = [vendor.completion(WEEK)]
    for message in messages:
        later(message)
        assert work(message).state == "PROCESSED"
    assert timezone.now() - messages[0].created_at < timedelta(minutes=5)
