"""Rows are the queue: claims are won once, failures wait longer each time and come to an end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inquiries.due import backoff
from inquiries.errors import WorkError
from inquiries.models import Message
from tests.factories import MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Message:
    return MessageFactory(state="RECEIVED", due_at=timezone.now())


def test_of_two_workers_one_wins(row: Message) -> None:
    assert Message.objects.claim(row.pk, state="RECEIVED")
    assert not Message.objects.claim(row.pk, state="RECEIVED")
    row.refresh_from_db()
    assert row.attempts == 1
    assert row.due_at > timezone.now()


def test_a_claim_whose_lease_ran_out_is_due_again(row: Message) -> None:
    Message.objects.claim(row.pk, state="RECEIVED", lease=timedelta(seconds=-1))
    assert list(Message.objects.due()) == [row]
    assert Message.objects.claim(row.pk, state="RECEIVED")


@pytest.mark.parametrize("columns", [{"state": "PROCESSED"}, {"due_at": None}])
def test_what_is_not_due_cannot_be_claimed(columns: dict[str, object], row: Message) -> None:
    Message.objects.update(**columns)
    assert not Message.objects.claim(row.pk, state="RECEIVED")


def test_the_wait_doubles_up_to_an_hour(settings) -> None:
    settings.WORK_BACKOFF_BASE = timedelta(seconds=20)
    for attempts, seconds in [(1, 20), (2, 40), (5, 320), (30, 3600)]:
        assert seconds * 0.75 <= backoff(attempts).total_seconds() <= seconds * 1.25


@pytest.mark.parametrize("columns", [{"state": "PROCESSED", "due_at": None}, None])
def test_whoever_was_too_slow_does_not_undo_what_another_finished(
    columns: dict[str, object] | None, row: Message
) -> None:
    Message.objects.claim(row.pk, state="RECEIVED", lease=timedelta(seconds=-1))
    Message.objects.claim(row.pk, state="RECEIVED")
    if columns is None:
        row.delete()
    else:
        Message.objects.finish(row.pk, state="PROCESSED")
    assert not Message.objects.fail(
        1 if row.pk is None else row.pk, WorkError("Slow", permanent=True), state="RECEIVED"
    )
    assert list(Message.objects.values_list("state", "due_at")) == ([] if columns is None else [("PROCESSED", None)])


def test_the_last_attempt_fails_for_good_and_a_person_can_restart_it(row: Message, settings) -> None:
    settings.WORK_MAX_ATTEMPTS = 1
    Message.objects.claim(row.pk, state="RECEIVED")
    assert Message.objects.fail(row.pk, WorkError("Down"), state="RECEIVED")
    row.refresh_from_db()
    assert (row.state, row.due_at, row.last_error) == ("PERMANENTLY_FAILED", None, "Down")
    assert Message.objects.restart(row.pk, state="RECEIVED")
    assert not Message.objects.restart(row.pk, state="RECEIVED")
    row.refresh_from_db()
    assert (row.state, row.attempts, row.due_at is not None) == ("RECEIVED", 0, True)


@pytest.mark.services
def test_a_claim_is_found_by_its_key_however_many_rows_wait() -> None:
    assert connection.vendor == "postgresql"
    waits = MessageFactory(state="RECEIVED", due_at=timezone.now())
    Message.objects.bulk_create(
        Message(inquiry=waits.inquiry, channel="email", direction="IN", state="PROCESSED", sent_at=waits.sent_at)
        for _ in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE inquiries_message")  # knowing that little waits, it would choose the sweeper's index
    with CaptureQueriesContext(connection) as queries:
        assert Message.objects.claim(waits.pk, state="RECEIVED")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "message_due" not in plan
