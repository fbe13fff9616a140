"""The sweeper rings for what is due, does everything itself where there is no worker, and shows signs of life."""

from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core.management import call_command
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from inquiries import doorbell, schedule
from inquiries.due import Due, due_models
from inquiries.models import Attachment, Heartbeat, Message
from inquiries.work import sweeper, tasks
from tests.factories import AttachmentFactory, MessageFactory, inbound
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker():
    """The queues of the in-memory broker, emptied; gives what is in them as (queue, task, pk)."""
    with current_app.connection_for_read() as connection:
        channel = connection.default_channel
        names = [queue.name for queue in current_app.conf.task_queues]
        for name in names:
            channel.queue_declare(queue=name)
            channel.queue_purge(name)

        def ringing() -> list[tuple[str, str, int]]:
            found = []
            for name in names:
                while message := channel.basic_get(name, no_ack=True):
                    found.append((name, message.headers["task"], message.decode()[0][0]))
            return found

        yield ringing
        for name in names:
            channel.queue_purge(name)


def test_each_due_row_is_rung_for_by_its_state(broker) -> None:
    now = timezone.now()
    received = MessageFactory(state="RECEIVED", due_at=now)
    queued = MessageFactory(direction="OUT", state="QUEUED", due_at=now)
    dead = MessageFactory(direction="OUT", state="SENDING", due_at=now - timedelta(minutes=1))
    file = AttachmentFactory(message=received)
    MessageFactory(direction="OUT", state="SENDING", due_at=now + timedelta(minutes=1))
    MessageFactory()

    assert sweeper.sweep() == 4
    assert set(broker()) == {
        ("extraction", "inquiries.process_message", received.pk),
        ("outbound", "inquiries.deliver_message", queued.pk),
        ("outbound", "inquiries.settle_message", dead.pk),
        ("inbound", "inquiries.fetch_attachment", file.pk),
    }


def test_it_is_bounded_and_takes_the_oldest_first(broker, monkeypatch) -> None:
    monkeypatch.setattr(sweeper, "ROWS", 2)
    now = timezone.now()
    rows = [MessageFactory(state="RECEIVED", due_at=now - timedelta(minutes=minutes)) for minutes in (1, 3, 2)]
    sweeper.sweep()
    assert [pk for _, _, pk in broker()] == [rows[1].pk, rows[2].pk]


def test_it_stands_back_from_a_queue_in_which_much_is_ringing(broker, monkeypatch) -> None:
    monkeypatch.setattr(sweeper, "RINGING", 1)
    for _ in range(3):
        MessageFactory(state="RECEIVED", due_at=timezone.now())
    assert sweeper.sweep() == 3
    reply = MessageFactory(direction="OUT", state="QUEUED", due_at=timezone.now())
    assert sweeper.sweep() == 1, "what waits to be read must not hold up a reply"
    assert ("outbound", "inquiries.deliver_message", reply.pk) in broker()


def test_every_task_that_has_a_queue_exists_and_every_piece_of_work_has_one() -> None:
    current_app.loader.import_default_modules()
    assert set(current_app.conf.task_routes) <= set(current_app.tasks)
    work = {task for model in due_models() for task in model.TASKS.values()}
    assert {task for task in work if doorbell.queue_of(task) == current_app.conf.task_default_queue} == set()
    declared = {queue.name for queue in current_app.conf.task_queues}
    assert {route["queue"] for route in current_app.conf.task_routes.values()} < declared


def test_without_a_broker_it_stops_at_the_first_ring(monkeypatch) -> None:
    def dead(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(current_app, "send_task", dead)
    monkeypatch.setattr(current_app, "connection_for_read", dead)
    MessageFactory(state="RECEIVED", due_at=timezone.now())
    assert sweeper.sweep() == 0


def test_one_query_for_each_class_of_row(django_assert_num_queries) -> None:
    with django_assert_num_queries(len(due_models())):
        sweeper.sweep()


def test_every_class_of_work_names_tasks_that_exist() -> None:
    current_app.loader.import_default_modules()
    assert {Message, Attachment} <= set(due_models())
    for model in due_models():
        assert issubclass(model, Due)
        assert model.TASKS, model
        assert set(model.TASKS.values()) <= set(current_app.tasks), model


def test_run_does_all_due_work_here_and_leaves_the_future_alone(post_office: PostOffice) -> None:
    later = AttachmentFactory(due_at=timezone.now() + timedelta(minutes=1))
    files = [AttachmentFactory() for _ in range(3)]
    MessageFactory(direction="OUT", state="QUEUED", due_at=timezone.now(), inquiry=later.message.inquiry)

    assert sweeper.run() == 4
    assert set(Attachment.objects.filter(state="STORED")) == set(files)
    assert Message.objects.get(direction="OUT").state == "SENT"


def test_run_ends_although_a_row_stays_due(monkeypatch) -> None:
    monkeypatch.setattr("inquiries.attachments.fetch", lambda pk: None)
    AttachmentFactory()
    assert sweeper.run() == 1


def test_run_goes_on_after_a_task_that_breaks(monkeypatch) -> None:
    def broken(pk: int) -> None:
        raise RuntimeError

    monkeypatch.setattr("inquiries.attachments.fetch", broken)
    AttachmentFactory()
    AttachmentFactory()
    assert sweeper.run() == 2


def test_the_command_says_what_it_did(post_office: PostOffice, capsys) -> None:
    AttachmentFactory()
    call_command("sweep")
    call_command("sweep", run=True)
    out = capsys.readouterr().out
    assert "Rang for 1 row." in out
    assert "Did 1 piece of work" in out


def test_signs_of_life_tell_worker_and_beat_apart() -> None:
    tasks.sweep()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"worker"}
    headers = {"periodic_task_name": schedule.SWEEPER}
    tasks.sweep.push_request(**headers)  # a header that beat's scheduler sets
    try:
        tasks.sweep.run()
    finally:
        tasks.sweep.pop_request()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"worker", "beat"}


@pytest.mark.parametrize(
    "task", [tasks.process_message, tasks.deliver_message, tasks.settle_message, tasks.fetch_attachment]
)
def test_a_ring_for_a_missing_row_does_nothing(task: Any) -> None:
    assert task(999_999) is None


class TestSchedule:
    def test_the_sweeper_is_a_row_that_migrate_made(self) -> None:
        row = PeriodicTask.objects.get(name=schedule.SWEEPER)
        assert (row.task, row.interval.every, row.interval.period, row.expire_seconds) == (
            "inquiries.sweep",
            10,
            "seconds",
            10,
        )

    def test_what_staff_changed_stays(self) -> None:
        slower = IntervalSchedule.objects.create(every=5, period="minutes")
        PeriodicTask.objects.filter(name=schedule.SWEEPER).update(interval=slower, enabled=False)
        schedule.ensure(schedule.SWEEPER, "inquiries.sweep", timedelta(seconds=10))
        row = PeriodicTask.objects.get(name=schedule.SWEEPER)
        assert (row.interval, row.enabled) == (slower, False)

    def test_a_new_one_is_added_once(self) -> None:
        for _ in range(2):
            schedule.ensure("Poll", "x.poll", timedelta(seconds=60))
        assert PeriodicTask.objects.get(name="Poll").interval.every == 60


def test_intake_rings_only_when_it_commits(broker, django_capture_on_commit_callbacks) -> None:
    from inquiries.intake import receive

    with django_capture_on_commit_callbacks(execute=True):
        message = receive(inbound()).message
        assert broker() == []
    assert broker() == [("extraction", "inquiries.process_message", message.pk)]
