"""One ring takes in all that is due, and none is left lying because a turn was ending."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from inquiries.models import Message
from messaging import backlog, events, ingest, tasks
from messaging.models import WebhookEvent
from tests.messaging.payloads import body_of


def keep(count: int, *, first: int = 0) -> list[int]:
    """Bodies that are due, without a ring."""
    found = []
    for number in range(first, first + count):
        pk = events.keep_claimed(body_of({"id": f"wamid.{number}", "text": {"body": "Hello"}}), lease=timedelta(0))
        assert pk is not None
        found.append(pk)
    return found


@pytest.mark.django_db
def test_one_ring_takes_in_all_that_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "_SLICE", 5)
    monkeypatch.setattr(backlog, "_TURN", 600.0)  # however slow the machine is
    keys = keep(12)
    tasks.ingest_event(keys[-1])
    assert Message.objects.count() == 12
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"PROCESSED"}


@pytest.mark.django_db
def test_what_is_not_due_yet_is_left_alone() -> None:
    (later,) = keep(1)
    WebhookEvent.objects.filter(pk=later).update(due_at=timezone.now() + timedelta(minutes=5))
    tasks.ingest_event(later)
    assert WebhookEvent.objects.get().state == "RECEIVED"


@pytest.mark.django_db
def test_a_body_that_breaks_waits_for_its_next_attempt_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = keep(3)
    real = ingest.ingest_claimed

    def breaks(event, **options):
        if event.pk == keys[0]:
            WebhookEvent.objects.fail(event.pk, ingest.unexpected(ValueError()), state="RECEIVED")
            return ingest.Outcome()
        return real(event, **options)

    monkeypatch.setattr(ingest, "ingest_claimed", breaks)
    tasks.ingest_event(keys[1])
    assert Message.objects.count() == 2
    assert WebhookEvent.objects.get(pk=keys[0]).due_at > timezone.now()


@pytest.mark.django_db
def test_a_long_turn_ends_and_rings_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr(backlog, "_TURN", 0.0)
    monkeypatch.setattr(backlog, "ring_now", lambda task, pk: rung.append(pk))
    keys = keep(5)
    tasks.ingest_event(keys[0])
    assert Message.objects.count() == 1
    assert rung == [keys[0]]


@pytest.mark.django_db(transaction=True)
def test_rings_from_all_sides_leave_nothing_lying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row is written and then rung for, by four threads at once: the last ring of all must not be lost."""
    monkeypatch.setattr(backlog, "_TURN", 600.0)

    def write_and_ring(part: int) -> None:
        try:
            for number in range(15):
                (pk,) = keep(1, first=part * 100 + number)
                backlog.take_in(pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_and_ring, range(4)))
    assert not WebhookEvent.objects.filter(state="RECEIVED").exists()
    assert Message.objects.count() == 60
