"""A promise is noted when its message has gone out, kept by what goes out after it, settled or reopened by people."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from inquiries import promise_rows, receipts, regrouping, replies
from inquiries.envelope import InboundFile, OutboundFile, Receipt
from inquiries.errors import WorkError
from inquiries.intake import receive
from inquiries.models import Inquiry, Message, Promise, User
from inquiries.work import delivery
from tests.factories import UserFactory, inbound
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db

PROMISE = "Thank you. I'll send you two options within two days."


@pytest.fixture
def inquiry(post_office: PostOffice) -> Inquiry:
    return receive(inbound(message_id="q@post.example")).message.inquiry


def answer(inquiry: Inquiry, text: str = PROMISE, **fields: Any) -> Message:
    message = replies.queue(inquiry, author=UserFactory(), channel="email", text=text, **fields)
    delivery.deliver(message.pk)
    message.refresh_from_db()
    return message


def echo(text: str, *, ago: timedelta = timedelta(), **fields: Any) -> Message:
    fields |= {"sent_at": timezone.now() - ago, "references": ("q@post.example",)}
    return receive(inbound(text=text, outgoing=True, **fields)).message


def state() -> str:
    return Promise.objects.get().state


def test_an_answer_that_went_out_is_heard(inquiry: Inquiry) -> None:
    message = answer(inquiry)

    promise = Promise.objects.get()
    inquiry.refresh_from_db()
    assert message.text[promise.start : promise.end] == "I'll send you two options within two days"
    assert (promise.what, promise.state) == ("options", "OPEN")
    assert inquiry.promise_due_at == promise.due_at
    ((start, end, due),) = message.promised
    assert (start, end, datetime.fromisoformat(due)) == (promise.start, promise.end, promise.due_at)


def test_what_was_typed_elsewhere_is_heard_once(inquiry: Inquiry) -> None:
    message = echo(PROMISE)
    promise_rows.hear(message)

    inquiry.refresh_from_db()
    assert Promise.objects.get().message == message
    assert inquiry.promise_due_at is not None


def test_nothing_is_promised_by_what_did_not_go_out(inquiry: Inquiry, post_office: PostOffice) -> None:
    def refuse(_: object) -> Any:
        raise WorkError("No such mailbox.", permanent=True)

    post_office.answer = refuse
    answer(inquiry)
    replies.add_note(inquiry, author=UserFactory(), text=PROMISE)
    receive(inbound(text="I'll send you the passports tomorrow.", references=("q@post.example",)))

    inquiry.refresh_from_db()
    assert not Promise.objects.exists()
    assert inquiry.promise_due_at is None


def test_a_mail_that_came_back_binds_nobody(inquiry: Inquiry) -> None:
    message = answer(inquiry)

    receipts.apply(
        Receipt(
            channel="email",
            external_id=message.external_id or "",
            state="PERMANENTLY_FAILED",
            at=timezone.now(),
            error="Mailbox is full",
        )
    )

    inquiry.refresh_from_db()
    assert inquiry.promise_due_at is None


def test_history_is_not_dug_up(inquiry: Inquiry) -> None:
    echo(PROMISE, ago=timedelta(days=40))

    assert not Promise.objects.exists()


class TestKept:
    def test_files_that_were_promised_need_a_file(self, inquiry: Inquiry) -> None:
        answer(inquiry)
        answer(inquiry, "One question first: with breakfast?")

        promise = Promise.objects.get()
        assert (promise.state, promise.answered_at is not None) == ("OPEN", True)

        pdf = OutboundFile(filename="options.pdf", content_type="application/pdf", content=b"%PDF")
        sent = answer(inquiry, "Here they are", attachments=[pdf])

        promise.refresh_from_db()
        inquiry.refresh_from_db()
        assert (promise.state, promise.kept_by) == ("KEPT", sent)
        assert inquiry.promise_due_at is None

    def test_a_link_is_something_to_look_at(self, inquiry: Inquiry) -> None:
        answer(inquiry)
        answer(inquiry, "See https://halden.example/offer/7")

        assert state() == "KEPT"

    def test_an_answer_keeps_an_answer(self, inquiry: Inquiry) -> None:
        answer(inquiry, "You will hear from me within two days.")
        answer(inquiry, "The hotel says yes.")

        assert state() == "KEPT"

    def test_a_call_is_made_elsewhere(self, inquiry: Inquiry) -> None:
        answer(inquiry, "I'll call you within two days.")
        answer(inquiry, "Did you get my call?")

        assert state() == "OPEN"

    def test_the_order_of_arrival_does_not_matter(self, inquiry: Inquiry) -> None:
        file = InboundFile(filename="options.pdf", content=b"%PDF")
        echo("Here they are.", files=(file,))
        echo(PROMISE, ago=timedelta(hours=3))

        assert state() == "KEPT"


class TestByHand:
    @pytest.fixture
    def promise(self, inquiry: Inquiry) -> Promise:
        answer(inquiry, "You will hear from me within two days.")
        return Promise.objects.get()

    def test_done_dropped_and_taken_back(self, promise: Promise, inquiry: Inquiry) -> None:
        actor: User = UserFactory()

        assert promise_rows.settle(promise, actor=actor, kept=False)
        assert not promise_rows.settle(promise, actor=actor, kept=True)  # a colleague was faster
        inquiry.refresh_from_db()
        assert (state(), inquiry.promise_due_at) == ("DROPPED", None)

        assert promise_rows.reopen(promise, actor=actor)
        inquiry.refresh_from_db()
        assert (state(), inquiry.promise_due_at) == ("OPEN", promise.due_at)

    def test_reopened_it_is_not_kept_by_the_same_answer_again(self, promise: Promise, inquiry: Inquiry) -> None:
        later = answer(inquiry, "The hotel says yes.")
        assert state() == "KEPT"

        promise_rows.reopen(promise, actor=UserFactory())
        promise_rows.hear(later)

        assert state() == "OPEN"


def test_it_goes_where_its_message_goes(inquiry: Inquiry) -> None:
    answer(inquiry)
    other = receive(inbound(email="dan@post.example", message_id="d@post.example")).message.inquiry
    actor: User = UserFactory()

    act = regrouping.join_trips(inquiry, other, actor=actor)
    due = {row.pk: row.promise_due_at for row in Inquiry.objects.all()}
    assert due[inquiry.pk] is None
    assert due[other.pk] == Promise.objects.get().due_at

    regrouping.undo(act, actor=actor)
    due = {row.pk: row.promise_due_at for row in Inquiry.objects.all()}
    assert due == {inquiry.pk: Promise.objects.get().due_at, other.pk: None}
