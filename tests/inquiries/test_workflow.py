"""What staff decide about an inquiry, each with its event, and only what makes sense."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import workflow
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Event, Inquiry, Message
from tests.factories import InquiryFactory, UserFactory, inbound

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return UserFactory()


@pytest.fixture
def inquiry() -> Inquiry:
    return receive(inbound()).message.inquiry


def test_status_moves_with_an_event(inquiry: Inquiry, actor) -> None:
    workflow.set_status(inquiry, "QUOTED", actor=actor)
    workflow.set_status(inquiry, "QUOTED", actor=actor)
    inquiry.refresh_from_db()
    assert inquiry.status == "QUOTED"
    event = Event.objects.get(kind="status")
    assert (event.actor, event.data["from"], event.data["to"]) == (actor, "NEW", "QUOTED")


def test_nothing_becomes_new_again_and_no_status_is_invented(inquiry: Inquiry, actor) -> None:
    workflow.set_status(inquiry, "OPEN", actor=actor)
    for status in ("NEW", "WON"):
        with pytest.raises(InvalidInput):
            workflow.set_status(inquiry, status, actor=actor)


def test_a_loss_needs_a_reason_which_goes_when_it_is_won_back(inquiry: Inquiry, actor) -> None:
    with pytest.raises(InvalidInput, match="why"):
        workflow.set_status(inquiry, "LOST", actor=actor, lost_reason="  ")
    workflow.set_status(inquiry, "LOST", actor=actor, lost_reason="Too expensive")
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.lost_reason, inquiry.needs_reply_since) == ("LOST", "Too expensive", None)
    workflow.set_status(inquiry, "BOOKED", actor=actor)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.lost_reason) == ("BOOKED", "")


@pytest.mark.parametrize("status", ["LOST", "CLOSED"])
def test_what_was_closed_too_early_waits_again_for_its_answer(inquiry: Inquiry, actor, status: str) -> None:
    waited = inquiry.needs_reply_since
    workflow.set_status(inquiry, status, actor=actor, lost_reason="Too expensive" if status == "LOST" else "")
    workflow.set_status(inquiry, "OPEN", actor=actor)
    inquiry.refresh_from_db()
    assert waited is not None
    assert inquiry.needs_reply_since == waited


def test_assign_and_give_back(inquiry: Inquiry, actor) -> None:
    for user in (actor, actor, None):
        workflow.assign(inquiry, user, actor=actor)
    changes = [event.data for event in Event.objects.filter(kind="assigned").order_by("pk")]
    assert changes == [{"from": "", "to": str(actor)}, {"from": str(actor), "to": ""}]
    with pytest.raises(InvalidInput, match="sign in"):
        workflow.assign(inquiry, UserFactory(is_active=False), actor=actor)


def test_snooze_until_a_time_to_come(inquiry: Inquiry, actor) -> None:
    until = timezone.now() + timedelta(days=1)
    workflow.snooze(inquiry, until, actor=actor)
    inquiry.refresh_from_db()
    assert inquiry.snoozed_until == until
    with pytest.raises(InvalidInput):
        workflow.snooze(inquiry, timezone.now() - timedelta(days=1), actor=actor)
    workflow.snooze(inquiry, None, actor=actor)
    inquiry.refresh_from_db()
    assert inquiry.snoozed_until is None


def test_what_was_parked_becomes_an_inquiry_that_is_read(actor) -> None:
    message = receive(inbound(parked_reason="bulk")).message
    Message.objects.update(state="PROCESSED", due_at=None)
    workflow.unpark(message.inquiry, actor=actor)
    workflow.unpark(message.inquiry, actor=actor)
    inquiry = Inquiry.objects.get()
    assert (inquiry.parked_reason, inquiry.needs_reply_since) == ("", message.sent_at)
    assert Message.objects.get().state == "RECEIVED"
    assert Event.objects.filter(kind="unparked", actor=actor).count() == 1


def test_opening_it_reads_it(inquiry: Inquiry, django_assert_num_queries) -> None:
    inquiry.refresh_from_db()
    workflow.mark_read(inquiry)
    inquiry.refresh_from_db()
    assert not inquiry.unread
    with django_assert_num_queries(0):
        workflow.mark_read(inquiry)


def test_a_merged_inquiry_is_left_alone(inquiry: Inquiry, actor) -> None:
    Inquiry.objects.filter(pk=inquiry.pk).update(merged_into=InquiryFactory())
    with pytest.raises(InvalidInput, match="merged"):
        workflow.set_status(inquiry, "OPEN", actor=actor)
