"""Delivery states only move up, in whatever order the reports come."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from inquiries import receipts, second_tries
from inquiries.envelope import Receipt
from inquiries.models import EarlyReport, Inquiry, Message
from inquiries.receipts import apply, settle_early
from tests.factories import MessageFactory, UserFactory

pytestmark = pytest.mark.django_db


def receipt(state: Any, **fields: Any) -> Receipt:
    return Receipt(**({"channel": "whatsapp", "external_id": "wamid.1", "state": state, "at": timezone.now()} | fields))


def sent(**columns: Any) -> Message:
    columns = {"channel": "whatsapp", "direction": "OUT", "external_id": "wamid.1", "author": UserFactory()} | columns
    return MessageFactory(**columns)


@pytest.mark.parametrize("order", list(permutations(["SENT", "DELIVERED", "READ"])))
def test_any_order_ends_at_the_highest(order: tuple[str, ...]) -> None:
    message = sent()
    for state in order:
        assert apply(receipt(state))
    message.refresh_from_db()
    assert message.state == "READ"
    assert message.read_at is not None
    assert message.delivered_at is not None


def test_the_time_of_a_late_delivered_does_not_replace_the_first() -> None:
    message = sent()
    first = timezone.now() - timedelta(hours=1)
    apply(receipt("DELIVERED", at=first))
    apply(receipt("DELIVERED"))
    message.refresh_from_db()
    assert message.delivered_at == first


def test_a_failure_tells_people_and_brings_the_question_back() -> None:
    question = MessageFactory(channel="whatsapp", sent_at=timezone.now() - timedelta(hours=1))
    message = sent(inquiry=question.inquiry)
    apply(receipt("PERMANENTLY_FAILED", error="The 24 hours are over.", code="131047"))
    message.refresh_from_db()
    inquiry = Inquiry.objects.get()
    assert (message.state, message.last_error, message.error_code) == (
        "PERMANENTLY_FAILED",
        "The 24 hours are over.",
        "131047",
    )
    assert (inquiry.failed_count, inquiry.needs_reply_since) == (1, question.sent_at)


@pytest.mark.parametrize("state", ["DELIVERED", "READ"])
def test_failed_on_another_device_does_not_undo_what_arrived(state: str) -> None:
    message = sent(state=state)
    assert apply(receipt("PERMANENTLY_FAILED"))
    message.refresh_from_db()
    assert message.state == state


def test_what_arrived_after_all_has_not_failed() -> None:
    message = sent(state="PERMANENTLY_FAILED", last_error="Timeout")
    Inquiry.objects.update(failed_count=1)
    apply(receipt("SENT"))
    message.refresh_from_db()
    assert message.state == "PERMANENTLY_FAILED"
    apply(receipt("DELIVERED"))
    message.refresh_from_db()
    assert (message.state, message.last_error, Inquiry.objects.get().failed_count) == ("DELIVERED", "", 0)


def test_what_was_left_as_undelivered_and_arrived_after_all_is_an_answer() -> None:
    question = MessageFactory(channel="whatsapp", sent_at=timezone.now() - timedelta(hours=1))
    message = sent(inquiry=question.inquiry, attempts=1, text="Both weeks have rooms.")
    apply(receipt("PERMANENTLY_FAILED", error="Timeout"))
    second_tries.leave(message, actor=UserFactory())
    assert Inquiry.objects.get().needs_reply_since == question.sent_at
    apply(receipt("DELIVERED"))
    message.refresh_from_db()
    inquiry = Inquiry.objects.get()
    assert (message.state, message.last_error) == ("DELIVERED", "")
    assert (inquiry.needs_reply_since, inquiry.last_message_text) == (None, "Both weeks have rooms.")


@pytest.mark.parametrize("columns", [{"attempts": 0}, {"attempts": 1, "kind": "reaction"}])
def test_what_was_taken_back_or_withdrawn_stays_so(columns: dict[str, Any]) -> None:
    message = sent(state="CANCELLED", **columns)
    apply(receipt("DELIVERED"))
    message.refresh_from_db()
    assert message.state == "CANCELLED"


def test_two_reports_at_once_leave_the_count_right() -> None:
    message = sent()
    come: list[str] = []

    def fail_once(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SELECT") and not come:
            come.append("failed")  # another worker was faster with the other report
            apply(receipt("PERMANENTLY_FAILED"))
        return result

    with connection.execute_wrapper(fail_once):
        apply(receipt("DELIVERED"))
    message.refresh_from_db()
    assert (message.state, Inquiry.objects.get().failed_count) == ("DELIVERED", 0)


def test_an_unconfirmed_message_is_settled_by_its_key() -> None:
    message = sent(state="UNCONFIRMED", external_id=None)
    assert apply(receipt("SENT", key=message.key))
    message.refresh_from_db()
    assert (message.state, message.external_id) == ("SENT", "wamid.1")


def test_a_message_that_waits_for_another_attempt_is_not_sent_twice() -> None:
    message = sent(state="QUEUED", external_id=None, due_at=timezone.now(), attempts=1)
    apply(receipt("SENT", key=message.key))
    message.refresh_from_db()
    assert (message.state, message.due_at) == ("SENT", None)


@pytest.mark.parametrize("key", ["", "th-999999", "somebody-else-1", "th-1x"])
def test_a_report_on_nothing_of_ours_is_said_to_be_unknown(key: str) -> None:
    assert not apply(receipt("DELIVERED", key=key))


def test_a_customers_message_is_never_moved() -> None:
    theirs = MessageFactory(channel="whatsapp", external_id="wamid.1")
    assert not apply(receipt("READ", key=theirs.key))


@pytest.mark.parametrize(("state", "statements"), [("SENT", 1), ("DELIVERED", 1), ("READ", 1)])
def test_the_usual_report_is_one_statement(state: str, statements: int, django_assert_num_queries) -> None:
    sent()
    with django_assert_num_queries(statements):
        assert apply(receipt(state))


def test_a_report_on_nothing_known_is_kept_until_the_message_is_here() -> None:
    assert not apply(receipt("READ"))
    message = sent()
    assert settle_early(message.pk)
    message.refresh_from_db()
    assert message.state == "READ"
    assert not settle_early(message.pk)


def test_a_message_that_is_stored_while_its_early_report_is_being_kept() -> None:
    stored: list[Message] = []

    def store_first(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "inquiries_earlyreport"') and not stored:
            stored.append(sent())  # another worker; it looks for early reports, and there is none yet
            assert not settle_early(stored[0].pk)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(store_first):
        assert apply(receipt("DELIVERED"))
    stored[0].refresh_from_db()
    assert stored[0].state == "DELIVERED"
    assert not EarlyReport.objects.exists()


def test_reports_that_nothing_ever_came_for_are_forgotten_after_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "_SLICE", 2)
    for number in range(5):
        apply(receipt("READ", external_id=f"wamid.{number}"))
    EarlyReport.objects.update(created_at=timezone.now() - timedelta(days=8))
    apply(receipt("READ", external_id="wamid.young"))
    assert receipts.forget_early() == 5
    assert EarlyReport.objects.get().external_id == "wamid.young"
