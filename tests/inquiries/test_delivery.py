"""A queued message goes out once; a failure waits and ends with a person; an unknown outcome is never repeated."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import replies
from inquiries.envelope import Outbound, OutboundFile, Receipt, Sent
from inquiries.errors import WorkError
from inquiries.intake import receive
from inquiries.models import Event, Inquiry, Message, ThreadKey
from inquiries.receipts import apply, note_draft, still_sending
from inquiries.work import delivery
from tests.factories import InquiryFactory, MessageFactory, UserFactory, inbound
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(post_office: PostOffice) -> Message:
    """A queued answer to a mail that itself answers one."""
    asked = receive(inbound(message_id="q@post.example", references=("o@x.example", "p@x.example"))).message
    file = OutboundFile(filename="offer.pdf", content_type="application/pdf", content=b"%PDF")
    return replies.queue(asked.inquiry, author=UserFactory(), channel="email", text="Here it is", attachments=[file])


def raises(error: Exception):
    def answer(outbound: Outbound) -> Sent:
        raise error

    return answer


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def run_out(message: Message) -> None:
    """The worker died: its lease is over."""
    Message.objects.filter(pk=message.pk).update(state="SENDING", due_at=timezone.now() - timedelta(seconds=1))


class TestSending:
    def test_the_channel_gets_all_it_needs(self, reply: Message, post_office: PostOffice) -> None:
        delivery.deliver(reply.pk)

        (outbound,) = post_office.sent
        assert outbound.key == f"th-{reply.pk}"
        assert [(address.kind, address.value) for address in outbound.recipients] == [
            ("email", "anna.berg@post.example")
        ]
        assert (outbound.recipient_name, outbound.author_name) == ("Anna Berg", "Nora Lindqvist")
        assert (outbound.text, outbound.account) == ("Here it is", "desk@halden.example")
        assert outbound.message_id == "q@post.example"
        assert outbound.references == ("o@x.example", "p@x.example")
        assert outbound.reply_to == (reply.reply_to.external_id if reply.reply_to else None)
        assert [(file.filename, file.read()) for file in outbound.files] == [("offer.pdf", b"%PDF")]

    def test_what_the_vendor_said_is_kept_so_that_answers_find_it(self, reply: Message) -> None:
        delivery.deliver(reply.pk)
        sent = again(reply)
        assert (sent.state, sent.due_at, sent.external_id) == ("SENT", None, f"vendor-th-{reply.pk}")
        answer = inbound(email="ben@elsewhere.example", references=(sent.message_id,))
        assert receive(answer).message.inquiry == reply.inquiry
        assert set(ThreadKey.objects.filter(message=sent).values_list("key", flat=True)) == {
            f"mid:{sent.message_id}",
            "conv:conv-1",
        }

    def test_a_sandboxed_message_does_not_pretend(self, reply: Message, post_office: PostOffice) -> None:
        post_office.answer = lambda outbound: Sent(external_id="", sandboxed=True)
        delivery.deliver(reply.pk)
        assert (again(reply).state, again(reply).external_id) == ("SANDBOXED", None)

    def test_many_rings_send_once(self, reply: Message, post_office: PostOffice) -> None:
        for _ in range(3):
            delivery.deliver(reply.pk)
        delivery.deliver(reply.pk + 1000)
        assert len(post_office.sent) == 1

    def test_the_second_waits_for_the_first(self, reply: Message, post_office: PostOffice) -> None:
        second = replies.queue(reply.inquiry, author=UserFactory(), channel="email", text="And this")
        delivery.deliver(second.pk)
        assert post_office.sent == []
        delivery.deliver(reply.pk)
        assert again(second).due_at <= timezone.now()
        delivery.deliver(second.pk)
        assert [outbound.text for outbound in post_office.sent] == ["Here it is", "And this"]

    def test_the_second_waits_for_the_backoff_of_the_first(self, reply: Message, post_office: PostOffice) -> None:
        post_office.answer = raises(WorkError("Busy", retry_after=timedelta(minutes=5)))
        second = replies.queue(reply.inquiry, author=UserFactory(), channel="email", text="And this")
        delivery.deliver(reply.pk)
        delivery.deliver(second.pk)
        assert again(second).due_at >= again(reply).due_at
        assert again(second).state == "QUEUED"

    def test_the_sent_folder_may_have_been_read_before(self, reply: Message, post_office: PostOffice) -> None:
        twin = MessageFactory(external_id=f"vendor-th-{reply.pk}", direction="OUT")
        delivery.deliver(reply.pk)
        assert (again(reply).state, again(reply).possible_duplicate_of) == ("SENT", twin)


class TestFailing:
    def test_a_passing_fault_waits_by_the_vendors_word(self, reply: Message, post_office: PostOffice) -> None:
        post_office.answer = raises(WorkError("Slow down", retry_after=timedelta(minutes=7), code="429"))
        delivery.deliver(reply.pk)
        row = again(reply)
        assert (row.state, row.attempts, row.last_error, row.error_code) == ("QUEUED", 1, "Slow down", "429")
        assert row.due_at is not None
        assert timedelta(minutes=6) < row.due_at - timezone.now() <= timedelta(minutes=7)
        assert Inquiry.objects.get().failed_count == 0

    def test_a_permanent_fault_asks_for_a_person(self, reply: Message, post_office: PostOffice) -> None:
        post_office.answer = raises(WorkError("No such address", permanent=True, code="550"))
        delivery.deliver(reply.pk)
        inquiry = Inquiry.objects.get()
        assert (again(reply).state, again(reply).due_at) == ("PERMANENTLY_FAILED", None)
        assert (inquiry.failed_count, inquiry.needs_reply_since) == (1, reply.reply_to.sent_at)
        assert Event.objects.get(kind="failed").data == {"code": "550"}

    def test_the_last_attempt_is_the_last(self, reply: Message, post_office: PostOffice, settings) -> None:
        settings.WORK_MAX_ATTEMPTS = 2
        post_office.answer = raises(WorkError("Down"))
        for _ in range(3):
            Message.objects.filter(pk=reply.pk, state="QUEUED").update(due_at=timezone.now())
            delivery.deliver(reply.pk)
        assert (again(reply).state, len(post_office.sent)) == ("PERMANENTLY_FAILED", 2)

    def test_lost_bytes_are_no_unknown_outcome(self, reply: Message, post_office: PostOffice) -> None:
        reply.attachments.update(blob="blobs/00/gone")
        delivery.deliver(reply.pk)
        assert (again(reply).state, post_office.sent) == ("QUEUED", [])
        assert "unexpected" in again(reply).last_error


@pytest.mark.parametrize("sender", [{}, {"wa_id": "447700900919"}])
def test_an_outbox_that_cannot_be_written_is_no_unknown_outcome(sender: dict[str, str], settings) -> None:
    asked = receive(inbound(**sender)).message
    message = replies.queue(asked.inquiry, author=UserFactory(), channel=asked.channel, text="Here it is")
    settings.OUTBOX_DIR.parent.mkdir(parents=True)
    settings.OUTBOX_DIR.write_text("a file where the folder should be")
    delivery.deliver(message.pk)
    assert (again(message).state, again(message).error_code) == ("QUEUED", "outbox")


class TestUnknownOutcome:
    @pytest.mark.parametrize("error", [WorkError("No answer", outcome_unknown=True), KeyError("id")])
    def test_it_is_never_repeated_by_itself(self, error: Exception, reply: Message, post_office: PostOffice) -> None:
        post_office.answer = raises(error)
        delivery.deliver(reply.pk)
        delivery.deliver(reply.pk)
        inquiry = Inquiry.objects.get()
        assert (again(reply).state, again(reply).due_at, len(post_office.sent)) == ("UNCONFIRMED", None, 1)
        assert (inquiry.failed_count, inquiry.needs_reply_since) == (1, None)

    def test_a_dead_worker_leaves_it_to_a_person(self, reply: Message, post_office: PostOffice) -> None:
        run_out(reply)
        delivery.deliver(reply.pk)
        delivery.settle(reply.pk)
        assert (again(reply).state, post_office.sent) == ("UNCONFIRMED", [])
        assert "interrupted" in again(reply).last_error

    @pytest.mark.parametrize("asked_again", [False, True])
    def test_a_send_slower_than_its_lease_still_tells_that_it_went_out(
        self, asked_again: bool, reply: Message, post_office: PostOffice
    ) -> None:
        def answer(outbound: Outbound) -> Sent:
            run_out(reply)
            delivery.settle(reply.pk)
            assert again(reply).state == "UNCONFIRMED"
            if asked_again:
                replies.retry(again(reply), actor=UserFactory())
            return Sent(external_id="v1")

        post_office.answer = answer
        delivery.deliver(reply.pk)
        assert (again(reply).state, again(reply).due_at, again(reply).external_id) == ("SENT", None, "v1")
        assert Inquiry.objects.get().failed_count == 0
        delivery.deliver(reply.pk)
        assert len(post_office.sent) == 1

    def test_a_channel_that_knows_settles_it(self, reply: Message, post_office: PostOffice) -> None:
        run_out(reply)
        note_draft(reply.key, draft_id="draft-1")
        post_office.fate = lambda outbound: Sent(external_id=outbound.draft_id)
        delivery.settle(reply.pk)
        assert (again(reply).state, again(reply).external_id) == ("SENT", "draft-1")

    def test_a_vendor_that_cannot_be_asked_is_asked_later(
        self, reply: Message, post_office: PostOffice, settings
    ) -> None:
        settings.WORK_MAX_ATTEMPTS = 2
        post_office.fate = raises(WorkError("Down"))
        run_out(reply)
        delivery.settle(reply.pk)
        assert again(reply).state == "SENDING"
        run_out(reply)
        delivery.settle(reply.pk)
        assert again(reply).state == "UNCONFIRMED"

    def test_a_send_under_way_is_left_alone(self, reply: Message, post_office: PostOffice) -> None:
        Message.objects.filter(pk=reply.pk).update(state="SENDING", due_at=timezone.now() + timedelta(minutes=1))
        delivery.settle(reply.pk)
        assert (again(reply).state, post_office.asked) == ("SENDING", [])


class TestAskingFirst:
    """A channel that can be asked later is, before a person is."""

    @pytest.fixture(autouse=True)
    def can_be_asked(self, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(post_office, "can_settle", True)

    @pytest.mark.parametrize("error", [WorkError("No answer", outcome_unknown=True), KeyError("id")])
    def test_an_unknown_outcome_stays_on_its_way(
        self, error: Exception, reply: Message, post_office: PostOffice
    ) -> None:
        post_office.answer = raises(error)
        delivery.deliver(reply.pk)
        row = again(reply)
        assert row.due_at is not None
        assert (row.state, row.due_at > timezone.now() + timedelta(seconds=30)) == ("SENDING", True)
        assert Inquiry.objects.get().failed_count == 0

    def test_the_reason_stays_for_the_person_who_has_to_decide(self, reply: Message, post_office: PostOffice) -> None:
        post_office.answer = raises(WorkError("WhatsApp timed out", outcome_unknown=True, code="no_answer"))
        delivery.deliver(reply.pk)
        run_out(reply)
        delivery.settle(reply.pk)
        row = again(reply)
        assert (row.state, row.last_error, row.error_code) == ("UNCONFIRMED", "WhatsApp timed out", "no_answer")

    def test_but_not_the_reason_of_an_earlier_attempt(self, reply: Message, post_office: PostOffice) -> None:
        def answer(outbound: Outbound) -> Sent:
            run_out(reply)  # the worker dies in the second attempt
            delivery.settle(reply.pk)
            raise WorkError("Nobody hears this", outcome_unknown=True)

        Message.objects.filter(pk=reply.pk).update(last_error="Busy", error_code="429", attempts=1)
        post_office.answer = answer
        delivery.deliver(reply.pk)
        assert (again(reply).state, "interrupted" in again(reply).last_error) == ("UNCONFIRMED", True)

    @pytest.mark.parametrize(("sent", "state"), [(Sent(external_id="v1"), "SENT"), (None, "UNCONFIRMED")])
    def test_then_it_is_settled_once(
        self, sent: Sent | None, state: str, reply: Message, post_office: PostOffice
    ) -> None:
        post_office.answer = raises(WorkError("No answer", outcome_unknown=True))
        post_office.fate = lambda outbound: sent
        delivery.deliver(reply.pk)
        run_out(reply)
        delivery.settle(reply.pk)
        delivery.settle(reply.pk)
        assert (again(reply).state, len(post_office.sent), len(post_office.asked)) == (state, 1, 1)


class TestPostponed:
    def test_what_was_not_tried_does_not_count(self, reply: Message, post_office: PostOffice, settings) -> None:
        settings.WORK_MAX_ATTEMPTS = 2
        post_office.answer = raises(WorkError("Another one is at it", postponed=True, retry_after=timedelta(seconds=5)))
        for _ in range(5):
            Message.objects.filter(pk=reply.pk).update(due_at=timezone.now())
            delivery.deliver(reply.pk)
        assert (again(reply).state, again(reply).attempts, len(post_office.sent)) == ("QUEUED", 0, 5)

    def test_nor_does_it_while_it_is_settled(self, reply: Message, post_office: PostOffice, settings) -> None:
        settings.WORK_MAX_ATTEMPTS = 2
        post_office.fate = raises(WorkError("Microsoft asked us to wait", postponed=True))
        for _ in range(5):
            run_out(reply)
            delivery.settle(reply.pk)
        assert (again(reply).state, again(reply).attempts) == ("SENDING", 0)


class TestADraft:
    def test_its_message_id_leads_an_early_answer_home(self, reply: Message) -> None:
        """The customer answers before the answer to our send has come."""
        assert note_draft(reply.key, draft_id="draft-1", message_id="early@halden.example")
        answer = inbound(email="ben@elsewhere.example", references=("early@halden.example",))
        assert receive(answer).message.inquiry == reply.inquiry
        assert note_draft(reply.key, draft_id="draft-1", message_id="early@halden.example")
        assert again(reply).message_id == "early@halden.example"

    def test_a_long_send_puts_the_end_of_its_lease_off(self, reply: Message) -> None:
        run_out(reply)
        assert still_sending(reply.key)
        delivery.settle(reply.pk)
        assert again(reply).state == "SENDING"
        Message.objects.filter(pk=reply.pk).update(state="SENT", due_at=None)
        assert not still_sending(reply.key)
        assert again(reply).due_at is None


class TestReceiptsOvertake:
    def test_delivered_before_our_own_answer_was_stored(self, reply: Message, post_office: PostOffice) -> None:
        def answer(outbound: Outbound) -> Sent:
            at = timezone.now()
            assert apply(Receipt(channel="email", external_id="v1", state="DELIVERED", at=at, key=outbound.key))
            return Sent(external_id="v1")

        post_office.answer = answer
        delivery.deliver(reply.pk)
        assert (again(reply).state, again(reply).external_id) == ("DELIVERED", "v1")

    def test_an_error_after_a_receipt_is_no_failure(self, reply: Message, post_office: PostOffice) -> None:
        def answer(outbound: Outbound) -> Sent:
            apply(Receipt(channel="email", external_id="v1", state="SENT", at=timezone.now(), key=outbound.key))
            raise WorkError("Timeout", permanent=True)

        post_office.answer = answer
        delivery.deliver(reply.pk)
        assert (again(reply).state, Inquiry.objects.get().failed_count) == ("SENT", 0)


class TestTheOrderOfAChat:
    """Messages to one person wait for each other, whatever inquiry they belong to; nobody else waits."""

    @pytest.fixture
    def first(self, post_office: PostOffice) -> Message:
        asked = receive(inbound(wa_id="447700900919")).message
        return replies.queue(asked.inquiry, author=UserFactory(), channel="whatsapp", text="One")

    def to_the_same(self, first: Message, text: str) -> Message:
        """From another inquiry of theirs."""
        inquiry = InquiryFactory(contact=first.contact)
        return replies.queue(inquiry, author=UserFactory(), channel="whatsapp", text=text)

    def test_one_of_another_inquiry_waits(self, first: Message, post_office: PostOffice) -> None:
        second = self.to_the_same(first, "Two")
        delivery.deliver(second.pk)
        assert post_office.sent == []
        delivery.deliver(first.pk)
        assert again(second).due_at <= timezone.now()
        delivery.deliver(second.pk)
        assert [outbound.text for outbound in post_office.sent] == ["One", "Two"]

    @pytest.mark.parametrize("state", ["QUEUED", "SENDING"])
    def test_it_waits_as_long_as_the_one_before_is_not_settled(
        self, state: str, first: Message, post_office: PostOffice
    ) -> None:
        second = self.to_the_same(first, "Two")
        Message.objects.filter(pk=first.pk).update(state=state, due_at=timezone.now() + timedelta(minutes=3))
        delivery.deliver(second.pk)
        assert (again(second).state, post_office.sent) == ("QUEUED", [])
        assert again(second).due_at > timezone.now() + timedelta(seconds=5)

    def test_another_person_does_not_wait(self, first: Message, post_office: PostOffice) -> None:
        other = receive(inbound(wa_id="447700900920")).message
        message = replies.queue(other.inquiry, author=UserFactory(), channel="whatsapp", text="Hello")
        delivery.deliver(message.pk)
        assert [outbound.text for outbound in post_office.sent] == ["Hello"]

    def test_a_report_on_the_one_before_lets_it_go(
        self, first: Message, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(post_office, "can_settle", True)
        post_office.answer = raises(WorkError("No answer", outcome_unknown=True))
        second = self.to_the_same(first, "Two")
        delivery.deliver(first.pk)
        delivery.deliver(second.pk)
        assert (again(first).state, again(second).due_at > timezone.now()) == ("SENDING", True)
        apply(Receipt(channel="whatsapp", external_id="v1", state="SENT", at=timezone.now(), key=first.key))
        assert (again(first).state, again(second).due_at <= timezone.now()) == ("SENT", True)


class TestTheWindow:
    @pytest.fixture
    def chat(self, post_office: PostOffice) -> Message:
        return receive(inbound(wa_id="447700900919")).message

    def queued(self, chat: Message, kind: str = "text") -> Message:
        message = replies.queue_special(
            chat.inquiry, author=UserFactory(), channel="whatsapp", kind=kind, text="Good news.", shape={}
        )
        Message.objects.filter(direction="IN").update(sent_at=timezone.now() - timedelta(hours=24, seconds=1))
        return message

    @pytest.mark.parametrize("kind", ["text", "reaction"])
    def test_what_it_shut_upon_fails_before_it_is_sent(self, kind: str, chat: Message, post_office: PostOffice) -> None:
        message = self.queued(chat, kind)
        delivery.deliver(message.pk)
        assert (again(message).state, post_office.sent) == ("PERMANENTLY_FAILED", [])
        assert "template" in again(message).last_error
        assert "mail" in again(message).last_error
        assert Inquiry.objects.get().failed_count == 1

    def test_a_template_goes_at_any_time(self, chat: Message, post_office: PostOffice) -> None:
        message = self.queued(chat, "template")
        delivery.deliver(message.pk)
        assert again(message).state == "SENT"

    def test_but_no_template_waits_for_ever(self, chat: Message, post_office: PostOffice) -> None:
        message = self.queued(chat, "template")
        Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(hours=25))
        delivery.deliver(message.pk)
        assert (again(message).state, post_office.sent) == ("PERMANENTLY_FAILED", [])
        replies.retry(again(message), actor=UserFactory())
        delivery.deliver(message.pk)
        assert again(message).state == "SENT"

    def test_a_message_of_today_opens_it_again(self, chat: Message, post_office: PostOffice) -> None:
        message = self.queued(chat)
        receive(inbound(wa_id="447700900919"))
        delivery.deliver(message.pk)
        assert again(message).state == "SENT"
