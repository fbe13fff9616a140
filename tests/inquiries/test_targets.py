"""By when a customer is to have an answer: in opening hours, by the mailbox or number that they wrote to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from inquiries import replies, targets, workflow
from inquiries.intake import receive
from inquiries.models import AnswerTarget, Inquiry, OpeningHours
from inquiries.week import DAYS
from tests.factories import UserFactory, inbound

pytestmark = pytest.mark.django_db

DESK, VISA = "desk@halden.example", "visa@halden.example"
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # an hour before the weekend
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _office() -> None:
    OpeningHours.objects.update(time_zone="UTC")


def wrote(at: datetime = FRIDAY, **fields: str) -> Inquiry:
    return receive(inbound(**{"account": DESK, **fields}, sent_at=at)).message.inquiry


def due(inquiry: Inquiry) -> datetime | None:
    inquiry.refresh_from_db()
    return inquiry.target_at


def test_what_comes_before_the_weekend_is_due_after_it():
    inquiry = wrote()
    assert due(inquiry) == inquiry.answer_by == MONDAY + 3 * HOUR  # the first answer, within 4 open hours
    workflow.set_status(inquiry, "OPEN", actor=UserFactory())
    assert due(inquiry) == inquiry.answer_by == MONDAY + 8 * HOUR  # a later one, within 9
    replies.queue(inquiry, author=UserFactory(), channel="email", text="Good news.")
    assert (due(inquiry), inquiry.answer_by) == (None, None)


def test_a_mailbox_may_promise_something_else():
    AnswerTarget.objects.create(account=VISA, first_hours=1, later_hours=30, in_opening_hours=False)
    inquiry = wrote(account="Visa@halden.example")
    assert due(inquiry) == FRIDAY + HOUR
    workflow.set_status(inquiry, "OPEN", actor=UserFactory())
    assert due(inquiry) == FRIDAY + 30 * HOUR
    OpeningHours.objects.create(account=DESK, time_zone="UTC", **dict.fromkeys(DAYS, "00:00-24:00"))
    assert due(wrote(email="ben.ode@post.example")) == FRIDAY + 4 * HOUR


def test_the_window_and_the_departure_come_first_all_the_same():
    inquiry = wrote()
    Inquiry.objects.update(window_closes_at=FRIDAY + 5 * HOUR)
    inquiry.refresh_from_db()
    assert inquiry.answer_by == FRIDAY + 5 * HOUR
    Inquiry.objects.update(depart_on=FRIDAY.date() + timedelta(days=3))
    inquiry.refresh_from_db()
    assert inquiry.answer_by == datetime(2026, 11, 20, tzinfo=UTC)


def test_who_waits_is_counted_anew_when_hours_or_targets_are_edited(manager_client, django_capture_on_commit_callbacks):
    inquiry, other = wrote(), wrote(email="ben.ode@post.example")
    workflow.set_status(other, "CLOSED", actor=UserFactory())
    agency = AnswerTarget.objects.get()
    address = f"/admin/inquiries/answertarget/{agency.pk}/change/"
    wrong = manager_client.post(address, {"first_hours": "0", "later_hours": "9", "in_opening_hours": "on"})
    assert "greater than or equal to 0.25" in wrong.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        data = {"first_hours": "2.5", "later_hours": "9", "in_opening_hours": "on"}
        assert manager_client.post(address, data).status_code == 302
    assert due(inquiry) == MONDAY + 1.5 * HOUR
    assert due(other) is None
    page = manager_client.get("/admin/inquiries/answertarget/").content.decode()
    assert "2.5 h" in page
    assert "in opening hours" in page
    hours = OpeningHours.objects.get()
    week = {**dict.fromkeys(DAYS, "10-18"), "time_zone": "UTC", "days_off": ""}
    with django_capture_on_commit_callbacks(execute=True):
        assert manager_client.post(f"/admin/inquiries/openinghours/{hours.pk}/change/", week).status_code == 302
    assert due(inquiry) == datetime(2026, 11, 21, 11, 30, tzinfo=UTC)  # Saturdays too now


def test_an_agent_may_not_touch_them(agent_client):
    assert agent_client.get("/admin/inquiries/answertarget/").status_code == 403


def test_rows_from_before_there_were_targets_keep_the_clock_and_are_counted_by_rebuild(capsys):
    inquiry = wrote()
    Inquiry.objects.update(target_at=None)
    inquiry.refresh_from_db()
    assert inquiry.answer_by == FRIDAY + 4 * HOUR
    call_command("rebuild")
    assert "1 answers are due at another time." in capsys.readouterr().out
    assert due(inquiry) == MONDAY + 3 * HOUR
    AnswerTarget.objects.all().delete()
    Inquiry.objects.update(target_at=timezone.now())
    targets.ensure_default()  # after the migrate that brings them
    assert due(inquiry) == MONDAY + 3 * HOUR
