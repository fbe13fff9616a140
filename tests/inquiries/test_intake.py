"""An envelope becomes a message on an inquiry, once, with every column that a list shows."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from inquiries import attachments
from inquiries.envelope import Address, InboundFile, Sender
from inquiries.intake import receive
from inquiries.models import Attachment, Contact, Event, Identity, Inquiry, Message, ThreadKey
from tests.factories import InquiryFactory, MessageFactory, UserFactory, inbound

pytestmark = pytest.mark.django_db


def test_a_first_mail_makes_contact_inquiry_and_message() -> None:
    envelope = inbound(
        message_id="a@post.example",
        thread_key="conversation-1",
        language="en",
        html="<p>Hello</p>",
        raw=b"From: ...",
        files=(InboundFile(filename="passport.pdf", content_type="application/pdf", content=b"%PDF"),),
    )

    received = receive(envelope)

    message, inquiry = received.message, received.message.inquiry
    assert received.created
    assert (message.state, message.direction, message.due_at is not None) == ("RECEIVED", "IN", True)
    assert attachments.read(message.raw) == b"From: ..."
    assert inquiry.contact.name == "Anna Berg"
    assert inquiry.contact.language == "en"
    assert message.identity is not None
    assert message.identity.value == "anna.berg@post.example"
    assert message.identity.last_inbound_at == message.sent_at
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.parked_reason, inquiry.subject) == ("NEW", "", "Ten days on Crete")
    assert (inquiry.last_message_at, inquiry.needs_reply_since) == (message.sent_at, message.sent_at)
    assert (inquiry.has_email, inquiry.has_whatsapp, inquiry.window_closes_at) == (True, False, None)
    assert (inquiry.unread, inquiry.file_count, inquiry.language) == (True, 1, "en")
    assert inquiry.last_message_text.startswith("Hello, we would like")
    assert inquiry.last_message_direction == "IN"
    assert "anna berg" in inquiry.search_text
    assert inquiry.reference.lower() in inquiry.search_text
    assert "passport.pdf" in message.search_text
    assert set(ThreadKey.objects.values_list("key", flat=True)) == {"mid:a@post.example", "conv:conversation-1"}
    assert list(Event.objects.values_list("kind", "inquiry")) == [("created", inquiry.pk)]


def test_the_same_message_again_changes_nothing() -> None:
    envelope = inbound(external_id="graph-1")
    first = receive(envelope)
    second = receive(envelope)

    assert (first.created, second.created) == (True, False)
    assert second.message == first.message
    assert (Message.objects.count(), Inquiry.objects.count(), Contact.objects.count()) == (1, 1, 1)


def test_the_same_id_on_another_channel_is_another_message() -> None:
    receive(inbound(external_id="1"))
    assert receive(inbound(external_id="1", wa_id="447700900919")).created


def test_a_message_without_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="external id"):
        receive(inbound(external_id="\x00"))


def test_it_works_inside_a_transaction_of_the_channel() -> None:
    envelope = inbound()
    with transaction.atomic():
        first = receive(envelope)
        again = receive(envelope)
    assert (first.created, again.created) == (True, False)


def test_a_rollback_of_the_channel_takes_everything_back() -> None:
    with transaction.atomic():
        receive(inbound())
        transaction.set_rollback(True)
    assert (Message.objects.count(), Inquiry.objects.count(), Contact.objects.count()) == (0, 0, 0)


def test_the_next_mail_of_the_same_person_joins_and_forms_of_the_address_are_one() -> None:
    first = receive(inbound(email="Anna.Berg@Post.example")).message
    second = receive(inbound(email="anna.berg@post.EXAMPLE.")).message
    assert second.inquiry == first.inquiry
    assert Identity.objects.get().display == "Anna.Berg@Post.example"


def test_sent_at_is_never_in_the_future() -> None:
    message = receive(inbound(sent_at=timezone.now() + timedelta(days=300))).message
    assert message.sent_at <= timezone.now()


def test_messages_out_of_order_move_the_list_columns_only_forward() -> None:
    now = timezone.now()
    newer = receive(inbound(text="The newer one", sent_at=now - timedelta(hours=1))).message
    receive(inbound(text="The older one", sent_at=now - timedelta(hours=5)))

    inquiry = Inquiry.objects.get()
    assert inquiry.last_message_text == "The newer one"
    assert inquiry.last_message_at == newer.sent_at
    assert inquiry.needs_reply_since == now - timedelta(hours=5)


def test_whatsapp_opens_the_window_and_only_ever_forward() -> None:
    now = timezone.now()
    receive(inbound(wa_id="447700900919", sent_at=now - timedelta(hours=2)))
    receive(inbound(wa_id="447700900919", sent_at=now - timedelta(hours=9)))

    inquiry = Inquiry.objects.get()
    assert inquiry.window_closes_at == now + timedelta(hours=22)
    assert (inquiry.has_email, inquiry.has_whatsapp) == (False, True)


def test_a_message_without_words_is_previewed_by_its_kind() -> None:
    receive(inbound(wa_id="447700900919", kind="voice_note", text=""))
    assert Inquiry.objects.get().last_message_text == "Voice note"


def test_a_sender_without_a_number_is_known_by_the_user_id() -> None:
    bsuid = Address(kind="bsuid", value="GB.13491208655302741918")
    hidden = Sender(addresses=(bsuid,), name="Priti", username="priti.s")
    first = receive(inbound(channel="whatsapp", sender=hidden)).message
    number = Address(kind="wa_id", value="447700900919")
    second = receive(inbound(channel="whatsapp", sender=Sender(addresses=(number, bsuid), name="Priti"))).message

    assert second.contact == first.contact
    assert second.identity == first.identity  # the user id is the stronger of the two
    assert {row.kind for row in first.contact.identities.all()} == {"bsuid", "wa_id"}
    assert Contact.objects.get().username == "priti.s"


def test_a_sender_without_any_address_is_kept() -> None:
    nobody = Sender(addresses=(), name="")
    first, second = (receive(inbound(sender=nobody)).message for _ in range(2))
    assert first.identity is None
    assert first.contact != second.contact


def test_an_empty_name_is_filled_later_and_a_known_one_stays() -> None:
    address = Address(kind="email", value="m@post.example")
    receive(inbound(sender=Sender(addresses=(address,))))
    receive(inbound(sender=Sender(addresses=(address,), name="Mara Lindt")))
    receive(inbound(sender=Sender(addresses=(address,), name="Somebody Else")))
    assert Contact.objects.get().name == "Mara Lindt"
    assert "mara lindt" in Inquiry.objects.get().search_text


def test_channels_are_never_merged_by_name() -> None:
    mail = receive(inbound()).message
    whatsapp = receive(inbound(wa_id="447700900919")).message
    assert mail.contact != whatsapp.contact
    assert mail.inquiry != whatsapp.inquiry


def test_files_that_come_later_are_due_now() -> None:
    message = receive(inbound(wa_id="447700900919", files=(InboundFile(remote_id="media-1", sha256="ab"),))).message
    file = message.attachments.get()
    assert (file.state, file.due_at is not None, file.sha256) == ("PENDING", True, "ab")


def test_inline_pictures_are_kept_but_not_counted() -> None:
    logo = InboundFile(filename="logo.png", content=b"png", content_id="logo@1", inline=True)
    message = receive(inbound(files=(logo, InboundFile(filename="a.pdf", content=b"a")))).message
    assert list(message.attachments.values_list("position", "filename", "inline")) == [
        (0, "logo.png", True),
        (1, "a.pdf", False),
    ]
    assert Inquiry.objects.get().file_count == 1


def test_a_file_without_content_or_source_is_shown_as_failed() -> None:
    message = receive(inbound(files=(InboundFile(filename="lost.pdf"),))).message
    assert message.attachments.get().state == Attachment.State.PERMANENTLY_FAILED
    assert Inquiry.objects.get().failed_count == 1


def test_the_same_message_id_is_flagged_and_never_dropped() -> None:
    first = receive(inbound(message_id="same@post.example")).message
    second = receive(inbound(message_id="same@post.example")).message
    assert second.possible_duplicate_of == first
    assert second.inquiry == first.inquiry


def test_what_a_database_refuses_is_cleaned() -> None:
    message = receive(inbound(text="caf\x00e \ud83d", subject="\ud800", sender=Sender(addresses=(), name="\x00" * 5)))
    assert message.message.text == "cafe ?"


class TestAnswersTypedElsewhere:
    def test_an_echo_is_sent_and_counts_as_an_answer(self) -> None:
        now = timezone.now()
        receive(inbound(wa_id="447700900919", sent_at=now - timedelta(hours=2)))
        echo = receive(inbound(wa_id="447700900919", outgoing=True, sent_at=now - timedelta(hours=1))).message

        inquiry = Inquiry.objects.get()
        assert (echo.direction, echo.state, echo.due_at) == ("OUT", "SENT", None)
        assert inquiry.needs_reply_since is None
        assert inquiry.last_message_direction == "OUT"
        assert inquiry.window_closes_at == now + timedelta(hours=22)

    def test_the_order_of_arrival_does_not_matter(self) -> None:
        now = timezone.now()
        times = {"question": 5, "answer": 4, "thanks": 3}
        for name in ("thanks", "answer", "question"):
            sent_at = now - timedelta(hours=times[name])
            receive(inbound(wa_id="447700900919", text=name, outgoing=name == "answer", sent_at=sent_at))
        assert Inquiry.objects.get().needs_reply_since == now - timedelta(hours=3)

    def test_a_late_question_is_answered_by_a_later_echo(self) -> None:
        now = timezone.now()
        receive(inbound(wa_id="447700900919", outgoing=True, sent_at=now - timedelta(hours=1)))
        receive(inbound(wa_id="447700900919", sent_at=now - timedelta(hours=2)))
        assert Inquiry.objects.get().needs_reply_since is None

    def test_a_late_question_was_not_seen_by_who_answered_on_the_desk(self) -> None:
        first = receive(inbound()).message
        MessageFactory(inquiry=first.inquiry, direction="OUT", author=UserFactory())
        Inquiry.objects.update(needs_reply_since=None, last_message_at=timezone.now())
        late = receive(inbound(sent_at=timezone.now() - timedelta(hours=3))).message
        assert Inquiry.objects.get().needs_reply_since == late.sent_at

    def test_our_own_reply_in_the_sent_folder_is_not_a_second_message(self) -> None:
        ours = MessageFactory(direction="OUT", external_id=None, message_id="ours@halden.example")
        assert receive(inbound(outgoing=True, message_id="ours@halden.example")).message == ours
        draft = MessageFactory(direction="OUT", external_id=None, draft_id="immutable-1")
        assert receive(inbound(outgoing=True, external_id="immutable-1")).message == draft


class TestParked:
    @pytest.mark.parametrize("reason", ["auto_reply", "bounce", "bulk"])
    def test_machine_mail_of_unknown_origin_is_parked_and_waits_for_nobody(self, reason: str) -> None:
        receive(inbound(parked_reason=reason))
        inquiry = Inquiry.objects.get()
        assert (inquiry.parked_reason, inquiry.needs_reply_since) == (reason, None)

    def test_a_blocked_sender_is_parked_even_with_an_open_inquiry(self) -> None:
        first = receive(inbound()).message
        Contact.objects.update(blocked=True)
        second = receive(inbound()).message
        assert second.inquiry != first.inquiry
        assert second.inquiry.parked_reason == "blocked"

    def test_an_answer_in_an_open_thread_is_never_parked(self) -> None:
        ours = MessageFactory(direction="OUT", message_id="ours@halden.example")
        for envelope in (
            inbound(parked_reason="auto_reply", references=("ours@halden.example",)),
            inbound(parked_reason="bulk", references=("ours@halden.example",), email="list@other.example"),
        ):
            message = receive(envelope).message
            assert message.inquiry == ours.inquiry
            assert message.automatic == envelope.parked_reason
        ours.inquiry.refresh_from_db()
        assert (ours.inquiry.parked_reason, ours.inquiry.needs_reply_since) == ("", None)

    def test_a_blocked_sender_who_answers_an_open_thread_joins_it(self) -> None:
        ours = MessageFactory(direction="OUT", message_id="ours@halden.example")
        receive(inbound())
        Contact.objects.update(blocked=True)
        assert receive(inbound(references=("ours@halden.example",))).message.inquiry == ours.inquiry

    def test_a_bounce_of_our_answer_asks_for_a_person(self) -> None:
        ours = MessageFactory(direction="OUT", message_id="ours@halden.example")
        bounce = inbound(parked_reason="bounce", references=("ours@halden.example",), email="mailer-daemon@mx.example")
        message = receive(bounce).message
        ours.inquiry.refresh_from_db()
        assert ours.inquiry.needs_reply_since == message.sent_at

    def test_a_newsletter_does_not_join_the_open_inquiry_of_its_sender(self) -> None:
        first = receive(inbound()).message
        assert receive(inbound(parked_reason="bulk")).message.inquiry != first.inquiry

    def test_a_persons_words_in_a_parked_thread_bring_it_back(self) -> None:
        receive(inbound(parked_reason="auto_reply", message_id="auto@post.example"))
        receive(inbound(references=("auto@post.example",)))
        inquiry = Inquiry.objects.get()
        assert (inquiry.parked_reason, inquiry.needs_reply_since is not None) == ("", True)
        assert Event.objects.filter(kind="unparked").exists()


class TestAfterTheEnd:
    def test_a_follow_up_in_a_known_thread_reopens_a_closed_inquiry(self) -> None:
        first = receive(inbound(message_id="first@post.example")).message
        Inquiry.objects.update(status="CLOSED", needs_reply_since=None)
        second = receive(inbound(references=("first@post.example",))).message
        assert second.inquiry == first.inquiry
        assert second.inquiry.status == "OPEN"
        assert Event.objects.get(kind="status").data == {"from": "CLOSED", "to": "OPEN"}

    @pytest.mark.parametrize("status", ["BOOKED", "LOST"])
    def test_a_booked_or_lost_one_is_joined_and_stays_what_it_is(self, status: str) -> None:
        inquiry = InquiryFactory(status=status)
        MessageFactory(inquiry=inquiry, direction="OUT", message_id="ours@halden.example")
        receive(inbound(references=("ours@halden.example",)))
        inquiry.refresh_from_db()
        assert inquiry.status == status
        assert inquiry.needs_reply_since is not None

    def test_an_automatic_answer_reopens_nothing(self) -> None:
        inquiry = InquiryFactory(status="CLOSED")
        MessageFactory(inquiry=inquiry, direction="OUT", message_id="ours@halden.example")
        receive(inbound(references=("ours@halden.example",), parked_reason="auto_reply"))
        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.needs_reply_since) == ("CLOSED", None)

    def test_a_fresh_message_without_a_thread_starts_a_new_inquiry(self) -> None:
        first = receive(inbound()).message
        Inquiry.objects.update(status="CLOSED")
        assert receive(inbound()).message.inquiry != first.inquiry


def test_intake_of_a_mail_stays_cheap(django_assert_max_num_queries) -> None:
    envelope = inbound(
        message_id="a@post.example", references=("x@y.example",), thread_key="c", files=(InboundFile(content=b"x"),)
    )
    with django_assert_max_num_queries(22):  # of them its opening hours, its target, and whose turn it is
        receive(envelope)
    reply = inbound(message_id="b@post.example", references=("a@post.example",), thread_key="c")
    with django_assert_max_num_queries(14):
        receive(reply)
