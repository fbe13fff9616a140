"""How long customers waited is told from the messages: what answers, what does not, and in which hours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inquiries import receipts, regrouping, replies, workflow
from inquiries.envelope import Receipt
from inquiries.intake import receive
from inquiries.models import Answer, Inquiry, Message, OpeningHours, User
from inquiries.work import delivery
from tests.factories import MessageFactory, UserFactory, inbound
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 5, 8, 15, 0, tzinfo=UTC)  # an hour before the agency shuts for the weekend
MINUTES = 60
HOURS = 60 * MINUTES


@pytest.fixture(autouse=True)
def office_hours() -> None:
    OpeningHours.objects.filter(account="").update(time_zone="UTC", **dict.fromkeys(WORKDAYS, "09:00-16:00"))


WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def came(after: float = 0, **fields: Any) -> Message:
    """A message of Anna's so many hours after Friday, 15:00."""
    fields.setdefault("message_id", f"mail-{after}@post.example")
    return receive(inbound(sent_at=FRIDAY + timedelta(hours=after), **fields)).message


def typed(after: float, **fields: Any) -> Message:
    """An answer in Outlook, found in the sent folder."""
    return came(after, outgoing=True, references=("mail-0@post.example",), **fields)


def waits(inquiry: Inquiry) -> list[tuple[float, float, bool]]:
    """Hours by the clock, hours open, and whether it is the first answer."""
    rows = Answer.objects.filter(inquiry=inquiry).order_by("answered_at")
    return [(row.seconds / HOURS, row.open_seconds / HOURS, row.first) for row in rows]


def test_a_weekend_counts_by_the_clock_alone_and_each_turn_has_one_answer() -> None:
    inquiry = came().inquiry
    came(1, references=("mail-0@post.example",))
    typed(67)  # Monday, 10:00: an hour of Friday and one of Monday
    typed(68)  # adds something and answers nothing
    came(69, references=("mail-0@post.example",))
    typed(69.5)

    assert waits(inquiry) == [(67, 2, True), (0.5, 0.5, False)]
    inquiry.refresh_from_db()
    assert (inquiry.came_at, inquiry.came_by) == (FRIDAY, "email")
    assert [row.author for row in Answer.objects.all()] == [None, None]


def test_what_answers_nothing() -> None:
    inquiry = came().inquiry
    typed(0.1, parked_reason="auto_reply")
    typed(0.2, kind="reaction")
    MessageFactory(inquiry=inquiry, channel="note", direction="OUT", sent_at=FRIDAY + timedelta(hours=0.3))
    assert waits(inquiry) == []
    workflow.set_status(inquiry, "CLOSED", actor=UserFactory())  # deals with it: what comes now begins a new wait
    came(70, references=("mail-0@post.example",))
    typed(70.5)
    assert waits(inquiry) == [(0.5, 0.5, True)]


def test_the_order_of_arrival_does_not_matter() -> None:
    inquiry = typed(2, message_id="ours@halden.example").inquiry
    came(-1, message_id="mail-0@post.example", references=("ours@halden.example",))
    assert waits(inquiry) == [(3, 2, True)]
    inquiry.refresh_from_db()
    assert inquiry.came_at == FRIDAY - timedelta(hours=1)
    came(1, message_id="mail-1@post.example", references=("ours@halden.example",))
    typed(0.5, message_id="early@halden.example")
    assert waits(inquiry) == [(1.5, 1.5, True), (1, 0, False)]


def test_an_answer_counts_when_it_has_gone_out_and_no_more_when_it_bounced(post_office: PostOffice) -> None:
    inquiry = came().inquiry
    author: User = UserFactory()
    message = replies.queue(inquiry, author=author, channel="email", text="Here are two options.")
    assert not Answer.objects.exists()
    delivery.deliver(message.pk)
    answer = Answer.objects.get()
    message.refresh_from_db()
    assert (answer.message, answer.author, answer.asked_at, answer.answered_at, answer.first) == (
        message, author, FRIDAY, message.sent_at, True,
    )  # fmt: skip
    at = message.sent_at + timedelta(seconds=9)
    gone = Receipt(
        channel="email",
        external_id="",
        state="PERMANENTLY_FAILED",
        at=at,
        message_id=message.message_id,
        error="No such box.",
    )
    assert receipts.apply(gone)
    assert not Answer.objects.exists()


def test_answers_go_with_their_messages() -> None:
    first, second = came().inquiry, came(5, email="ben@post.example").inquiry
    typed(1)
    actor = UserFactory()
    act = regrouping.join_trips(first, second, actor=actor)
    assert (waits(first), waits(second)) == ([], [(1, 1, True)])
    second.refresh_from_db()
    assert second.came_at == FRIDAY
    regrouping.undo(act, actor=actor)
    assert (waits(first), waits(second)) == ([(1, 1, True)], [])


def test_when_it_was_quoted_stays_known() -> None:
    inquiry = came().inquiry
    actor = UserFactory()
    for status, reason in (("QUOTED", ""), ("LOST", "Too dear")):
        workflow.set_status(inquiry, status, actor=actor, lost_reason=reason)
    inquiry.refresh_from_db()
    assert inquiry.quoted_at is not None
    other = came(1, email="ben@post.example").inquiry
    act = regrouping.join_trips(inquiry, other, actor=actor)
    other.refresh_from_db()
    assert other.quoted_at == inquiry.quoted_at
    regrouping.undo(act, actor=actor)
    other.refresh_from_db()
    assert other.quoted_at is None
