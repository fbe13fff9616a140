"""An inquiry put aside comes back: when the customer writes, before a promise is due, and by a reminder."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import promise_rows, regrouping, replies, workflow
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Event, Inquiry, User
from tests.factories import InquiryFactory, MessageFactory, UserFactory, inbound

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def actor(db: None) -> User:
    return UserFactory.create()


@pytest.fixture
def inquiry(actor: User) -> Inquiry:
    """Answered, and nothing is asked of us."""
    row = receive(inbound(message_id="first@post.example", sent_at=timezone.now() - 3 * DAY)).message.inquiry
    replies.queue(row, author=actor, channel="email", text="Good news.")
    return fresh(row)


def fresh(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.get(pk=inquiry.pk)


def answer(parked: str = "") -> None:
    receive(inbound(references=("first@post.example",), parked_reason=parked, sent_at=timezone.now()))


def told(inquiry: Inquiry, kind: str) -> list[dict[str, object]]:
    return [event.data for event in inquiry.events.filter(kind=kind).order_by("pk")]


def test_a_message_of_the_customers_wakes_it_and_answers_the_reminder(inquiry: Inquiry, actor: User) -> None:
    workflow.remind(inquiry, timezone.now() + 2 * DAY, actor=actor)
    workflow.snooze(inquiry, timezone.now() + DAY, actor=actor)
    answer("auto_reply")  # "out of office" is no answer
    assert fresh(inquiry).snoozed_until is not None
    answer()
    row = fresh(inquiry)
    assert (row.snoozed_until, row.remind_at) == (None, None)
    assert row.answer_by == row.target_at is not None
    assert told(inquiry, "snoozed")[-1] == {"until": "", "by": "customer"}
    assert told(inquiry, "reminder")[-1]["did"] == "answered"


def test_a_reminder_that_does_not_ask_for_silence_stays_and_calls(inquiry: Inquiry, actor: User) -> None:
    at = timezone.now() + DAY
    workflow.remind(inquiry, at, actor=actor, if_silent=False)
    answer()
    assert fresh(inquiry).remind_at == at
    replies.queue(inquiry, author=actor, channel="email", text="Here they are.")
    row = fresh(inquiry)
    assert (row.remind_at, row.answer_by) == (at, at)  # not due yet when we wrote
    Inquiry.objects.update(remind_at=timezone.now() - DAY, snoozed_until=timezone.now() - DAY)
    replies.queue(inquiry, author=actor, channel="email", text="Have you seen them?")
    row = fresh(inquiry)
    assert (row.remind_at, row.snoozed_until, row.answer_by) == (None, None, None)
    assert told(inquiry, "reminder")[-1]["did"] == "written"


def test_a_snooze_ends_before_a_promise_or_a_reminder(inquiry: Inquiry, actor: User) -> None:
    said = MessageFactory(
        inquiry=inquiry,
        direction="OUT",
        author=actor,
        text="You will hear from me within two days.",
        sent_at=timezone.now(),
    )
    workflow.snooze(inquiry, timezone.now() + 30 * DAY, actor=actor)
    promise_rows.hear(said)  # it has gone out only now
    row = fresh(inquiry)
    promised = row.promise_due_at
    assert promised is not None
    assert row.snoozed_until is not None
    assert timezone.localdate(row.snoozed_until) == timezone.localdate(promised)
    assert row.snoozed_until < promised
    assert told(inquiry, "promised") == [{"what": "answer", "due": promised.isoformat()}]
    assert told(inquiry, "snoozed")[-1]["before"] == "promise"

    workflow.snooze(inquiry, timezone.now() + 60 * DAY, actor=actor)
    assert fresh(inquiry).snoozed_until == row.snoozed_until
    soon = timezone.now() + timedelta(minutes=10)
    workflow.remind(inquiry, soon, actor=actor)
    assert fresh(inquiry).snoozed_until == soon

    promise_rows.settle(said.promises.get(), actor=actor, kept=True)
    workflow.take_reminder_off(inquiry, actor=actor)
    until = timezone.now() + 60 * DAY
    workflow.snooze(inquiry, until, actor=actor)
    assert fresh(inquiry).snoozed_until == until
    assert [data["did"] for data in told(inquiry, "promise")] == ["kept"]


def test_what_is_over_is_not_reminded_of_unless_somebody_wants_it(inquiry: Inquiry, actor: User) -> None:
    at = timezone.now() + 90 * DAY
    workflow.remind(inquiry, at, actor=actor)
    workflow.set_status(inquiry, "LOST", actor=actor, lost_reason="Next year perhaps")
    assert fresh(inquiry).answer_by is None
    workflow.remind(inquiry, at, actor=actor)
    assert fresh(inquiry).answer_by == at
    workflow.set_status(inquiry, "CLOSED", actor=actor)
    with pytest.raises(InvalidInput, match="parked or closed"):
        workflow.remind(inquiry, at, actor=actor)


def test_a_reminder_goes_with_its_trip_and_comes_back(inquiry: Inquiry, actor: User) -> None:
    at = timezone.now() + DAY
    workflow.remind(inquiry, at, actor=actor, if_silent=False)
    target = InquiryFactory(status="OPEN", contact=inquiry.contact)
    MessageFactory(inquiry=target)
    act = regrouping.join_trips(inquiry, target, actor=actor)
    row = fresh(target)
    assert (row.remind_at, row.remind_if_silent, row.reminder_by) == (at, False, str(actor))
    regrouping.undo(act, actor=actor)
    assert (fresh(target).remind_at, fresh(inquiry).remind_at) == (None, at)
    assert Event.objects.filter(kind="reminder").count() == 1
