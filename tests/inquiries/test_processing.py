"""From a message that came in to a trip: once, in order, and never at the message's cost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from inquiries import workflow
from inquiries.errors import WorkError
from inquiries.intake import receive
from inquiries.models import Event, Extraction, Inquiry, Message
from inquiries.work import processing
from tests.factories import InquiryFactory, UserFactory, inbound
from tests.inquiries import engines
from tests.inquiries.engines import Scripts, arrive, failing, saying

pytestmark = pytest.mark.django_db


@pytest.fixture
def script(settings) -> Iterator[Scripts]:
    with engines.scripted(settings) as scripts:
        yield scripts


def test_a_mail_becomes_a_trip_by_the_rules() -> None:
    text = "Hello,\n\nwe are 2 adults and would like to fly from Bristol to Crete from 3 to 10 May 2027.\n\nAnna Berg"
    message = receive(inbound(text=text, subject="Crete", sent_at=timezone.now() - timedelta(minutes=1))).message
    processing.process(message.pk)
    message.refresh_from_db()
    assert (message.state, message.due_at) == ("PROCESSED", None)
    inquiry = Inquiry.objects.get()
    assert inquiry.trip.startswith("Crete · 3–10 May")
    assert (inquiry.nights, inquiry.origin, inquiry.kind, inquiry.language) == (7, "Bristol", "inquiry", "en")
    for fact in inquiry.facts.filter(field__in=["depart_on", "nights", "origin", "adults"]):
        assert fact.evidence, fact
        for item in fact.evidence:
            assert text[item["start"] : item["end"]] == item["quote"]


def test_a_ring_too_many_does_nothing(script) -> None:
    script["rules"] = [saying(nights=7)]
    message = arrive(InquiryFactory.create())
    processing.process(message.pk)
    processing.process(message.pk)
    processing.process(10**6)
    assert Extraction.objects.count() == 1


def test_machine_mail_is_not_read_until_a_person_makes_it_an_inquiry(script) -> None:
    script["rules"] = [saying(nights=7)]
    message = receive(inbound(parked_reason="bulk")).message
    processing.process(message.pk)
    message.refresh_from_db()
    assert message.state == "PROCESSED"
    assert not Extraction.objects.exists()
    workflow.unpark(message.inquiry, actor=UserFactory.create())
    processing.process(message.pk)
    assert Inquiry.objects.get().nights == 7


def test_one_that_is_made_an_inquiry_while_a_worker_passes_it_over_is_read_all_the_same(script) -> None:
    script["rules"] = [saying(nights=7)]
    message = receive(inbound(parked_reason="bulk")).message

    pressed: list[int] = []

    def unpark_once(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SELECT") and "inquiries_message" in sql and not pressed:
            pressed.append(message.pk)  # the worker has seen it parked, and a colleague makes it an inquiry
            workflow.unpark(message.inquiry, actor=UserFactory.create())
        return result

    with connection.execute_wrapper(unpark_once):
        processing.process(message.pk)
    processing.process(message.pk)
    assert Inquiry.objects.get().nights == 7


def test_a_reading_that_fails_comes_back_and_then_waits_for_a_person(script, settings) -> None:
    settings.WORK_MAX_ATTEMPTS = 2
    script["rules"] = [failing(WorkError("No engine could be reached."))]
    message = arrive(InquiryFactory.create())
    processing.process(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == ("RECEIVED", 1, "No engine could be reached.")
    assert message.due_at is not None
    assert message.due_at > timezone.now()
    Message.objects.update(due_at=timezone.now())
    processing.process(message.pk)
    message = Message.objects.get()
    assert (message.state, message.due_at) == ("PERMANENTLY_FAILED", None)
    assert Event.objects.get(kind="failed").message == message
    assert Inquiry.objects.get().failed_count == 1
    assert Extraction.objects.exclude(error="").count() == 2


def test_an_engine_that_breaks_leaves_the_message_whole(script) -> None:
    script["rules"] = [failing(RuntimeError("Anna's words"))]
    message = arrive(InquiryFactory.create(), "Anna's words")
    processing.process(message.pk)
    message.refresh_from_db()
    assert (message.state, message.text) == ("RECEIVED", "Anna's words")
    assert "Anna" not in message.last_error


def test_no_engine_is_called_inside_a_transaction(script) -> None:
    from django.db import connection

    depth = len(connection.savepoint_ids)
    seen: list[int] = []

    def outcome(document):
        seen.append(len(connection.savepoint_ids))
        return saying(nights=7)(document)

    script["rules"] = [outcome]
    processing.process(arrive(InquiryFactory.create()).pk)
    assert seen == [depth]
