"""What staff can say and where, and what happens to the list when they do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import replies
from inquiries.envelope import OutboundFile
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Contact, Event, Inquiry, Message
from tests.factories import IdentityFactory, InquiryFactory, MessageFactory, UserFactory, inbound

pytestmark = pytest.mark.django_db

NUMBER = "447700900919"


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def mail() -> Message:
    return receive(inbound(message_id="a@post.example", email="Anna.Berg@post.example")).message


@pytest.fixture
def chat() -> Message:
    return receive(inbound(wa_id=NUMBER)).message


def route(inquiry: Inquiry, channel: str) -> replies.Route:
    return next(route for route in replies.routes(inquiry) if route.channel == channel)


class TestRoutes:
    def test_a_mail_inquiry_can_be_answered_by_mail_only(self, mail: Message) -> None:
        by_mail, by_whatsapp = (route(mail.inquiry, channel) for channel in ("email", "whatsapp"))
        assert (by_mail.open, by_mail.address, by_mail.account) == (True, "Anna.Berg@post.example", mail.account)
        assert (by_whatsapp.open, by_whatsapp.reason) == (False, "No address for WhatsApp is known.")

    def test_whatsapp_is_open_for_a_day(self, chat: Message) -> None:
        now_open = route(chat.inquiry, "whatsapp")
        assert (now_open.open, now_open.closes_at) == (True, chat.sent_at + timedelta(hours=24))
        Message.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        shut = route(chat.inquiry, "whatsapp")
        assert (shut.open, "24 hours" in shut.reason) == (False, True)

    def test_the_window_belongs_to_our_number(self, chat: Message) -> None:
        Message.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        other = MessageFactory(inquiry=InquiryFactory(contact=chat.contact), channel="whatsapp", account="another")
        assert not route(chat.inquiry, "whatsapp").open
        assert other.account == "another"

    def test_who_wrote_last_is_answered(self, mail: Message) -> None:
        wife = inbound(references=("a@post.example",), email="ben@elsewhere.example")
        receive(wife)
        assert route(mail.inquiry, "email").address == "ben@elsewhere.example"

    def test_a_machine_is_never_answered(self, mail: Message) -> None:
        bounce = inbound(parked_reason="bounce", references=("a@post.example",), email="mailer-daemon@mx.example")
        receive(bounce)
        assert route(mail.inquiry, "email").address == "Anna.Berg@post.example"

    def test_a_number_is_preferred_to_a_user_id(self, chat: Message) -> None:
        assert chat.contact is not None
        bsuid = IdentityFactory(contact=chat.contact, kind="bsuid", value="GB.1")
        Message.objects.update(identity=bsuid)
        assert route(chat.inquiry, "whatsapp").address == NUMBER

    def test_a_contact_with_both_can_be_answered_on_both(self, mail: Message, chat: Message) -> None:
        chat.contact.identities.update(contact=mail.contact)  # a person said that the two are one
        Message.objects.filter(pk=chat.pk).update(contact=mail.contact)
        both = replies.routes(Inquiry.objects.get(pk=mail.inquiry_id))
        assert [(row.channel, row.open, row.account) for row in both] == [
            ("email", True, mail.account),
            ("whatsapp", True, chat.account),
        ]


class TestQueue:
    def test_a_reply_is_a_due_row_and_the_list_knows(self, mail: Message, author) -> None:
        message = replies.queue(mail.inquiry, author=author, channel="email", text=" Thank you! \n")

        inquiry = Inquiry.objects.get()
        assert (message.state, message.direction, message.text) == ("QUEUED", "OUT", "Thank you!")
        assert message.due_at is not None
        assert (message.reply_to, message.identity, message.account) == (mail, mail.identity, mail.account)
        assert message.subject == f"Re: Ten days on Crete [{inquiry.reference}]"
        assert (inquiry.status, inquiry.needs_reply_since, inquiry.unread) == ("OPEN", None, False)
        assert (inquiry.last_message_direction, inquiry.last_message_author) == ("OUT", "Nora Lindqvist")
        assert list(Event.objects.order_by("pk").values_list("kind", "actor")) == [
            ("created", None),
            ("status", author.pk),
            ("reply", author.pk),
        ]

    def test_files_go_with_it(self, mail: Message, author) -> None:
        file = OutboundFile(filename="offer.pdf", content_type="application/pdf", content=b"%PDF")
        message = replies.queue(mail.inquiry, author=author, channel="email", text="", attachments=[file])
        assert message.attachments.get().filename == "offer.pdf"
        assert Inquiry.objects.get().file_count == 1

    @pytest.mark.parametrize(
        ("given", "sent"),
        [
            ("Your offer", "Your offer [{}]"),
            ("Re: about {}", "Re: about {}"),
            ("Two\r\nBcc: lines@x.example", "Two Bcc: lines@x.example [{}]"),
        ],
    )
    def test_the_subject_carries_our_reference_once(self, given: str, sent: str, mail: Message, author) -> None:
        reference = mail.inquiry.reference
        message = replies.queue(mail.inquiry, author=author, channel="email", text="x", subject=given.format(reference))
        assert message.subject == sent.format(reference)

    def test_a_whatsapp_message_has_no_subject_and_quotes_nothing(self, chat: Message, author) -> None:
        message = replies.queue(chat.inquiry, author=author, channel="whatsapp", text="Hello")
        assert (message.subject, message.reply_to) == ("", None)

    @pytest.mark.parametrize(
        ("channel", "text", "words"),
        [
            ("email", "  ", "Write something"),
            ("whatsapp", "x" * 4097, "Too long"),
            ("letter", "Hello", "Choose how"),
            ("email", "Hello", "No address for Mail"),
        ],
    )
    def test_what_cannot_be_sent_says_why(self, channel: str, text: str, words: str, chat: Message, author) -> None:
        with pytest.raises(InvalidInput, match=words):
            replies.queue(chat.inquiry, author=author, channel=channel, text=text)
        assert not Message.objects.filter(direction="OUT").exists()

    def test_a_shut_window_refuses_whatever_the_page_showed(self, chat: Message, author) -> None:
        Message.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        with pytest.raises(InvalidInput, match="24 hours"):
            replies.queue(chat.inquiry, author=author, channel="whatsapp", text="Hello")

    def test_parked_and_merged_inquiries_are_not_answered(self, mail: Message, author) -> None:
        Inquiry.objects.update(parked_reason="bulk")
        with pytest.raises(InvalidInput, match="parked"):
            replies.queue(mail.inquiry, author=author, channel="email", text="Hello")
        other = InquiryFactory()
        Inquiry.objects.filter(pk=mail.inquiry_id).update(merged_into=other)
        with pytest.raises(InvalidInput, match=other.reference):
            replies.queue(mail.inquiry, author=author, channel="email", text="Hello")

    def test_files_that_are_too_large_are_refused(self, mail: Message, author, settings) -> None:
        settings.UPLOAD_MAX_BYTES = 3
        file = OutboundFile(filename="offer.pdf", content_type="application/pdf", content=b"%PDF")
        with pytest.raises(InvalidInput, match="too large"):
            replies.queue(mail.inquiry, author=author, channel="email", text="x", attachments=[file])


def test_a_note_is_no_answer(mail: Message, author) -> None:
    note = replies.add_note(mail.inquiry, author=author, text="Asked the hotel.")
    inquiry = Inquiry.objects.get()
    assert (note.channel, note.state, note.due_at) == ("note", "SENT", None)
    assert inquiry.needs_reply_since is not None
    assert inquiry.last_message_direction == "IN"
    with pytest.raises(InvalidInput):
        replies.add_note(mail.inquiry, author=author, text=" ")


class TestAfterAFailure:
    def test_retry_starts_over(self, mail: Message, author) -> None:
        failed = MessageFactory(
            inquiry=mail.inquiry,
            direction="OUT",
            state="PERMANENTLY_FAILED",
            attempts=8,
            last_error="No",
            author=author,
        )
        Inquiry.objects.update(failed_count=1)
        replies.retry(failed, actor=author)
        failed.refresh_from_db()
        inquiry = Inquiry.objects.get()
        assert (failed.state, failed.attempts, failed.last_error) == ("QUEUED", 0, "")
        assert (inquiry.failed_count, inquiry.needs_reply_since) == (0, None)
        assert Event.objects.filter(kind="retried", actor=author).exists()
        with pytest.raises(InvalidInput):
            replies.retry(failed, actor=author)

    def test_an_inbound_message_is_read_again(self, mail: Message, author) -> None:
        Message.objects.update(state="PERMANENTLY_FAILED", due_at=None)
        replies.retry(Message.objects.get(), actor=author)
        assert Message.objects.get().state == "RECEIVED"

    def test_a_shut_window_cannot_be_retried(self, chat: Message, author) -> None:
        failed = MessageFactory(inquiry=chat.inquiry, channel="whatsapp", direction="OUT", state="PERMANENTLY_FAILED")
        Message.objects.filter(direction="IN").update(sent_at=timezone.now() - timedelta(hours=25))
        with pytest.raises(InvalidInput, match="24 hours"):
            replies.retry(failed, actor=author)

    @pytest.mark.parametrize(("arrived", "state", "failed"), [(True, "SENT", 0), (False, "PERMANENTLY_FAILED", 1)])
    def test_a_person_settles_what_nobody_knew(
        self, arrived: bool, state: str, failed: int, mail: Message, author
    ) -> None:
        message = MessageFactory(inquiry=mail.inquiry, direction="OUT", state="UNCONFIRMED", author=author)
        replies.settle_by_hand(message, actor=author, arrived=arrived)
        message.refresh_from_db()
        inquiry = Inquiry.objects.get()
        assert (message.state, inquiry.failed_count) == (state, failed)
        assert (inquiry.needs_reply_since is None) is arrived
        with pytest.raises(InvalidInput):
            replies.settle_by_hand(message, actor=author, arrived=True)


def test_a_reply_costs_few_queries(mail: Message, author, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(14):
        replies.queue(mail.inquiry, author=author, channel="email", text="Thank you")
    assert Contact.objects.count() == 1
