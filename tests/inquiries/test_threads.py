"""Which inquiry a message joins, in whatever order mails arrive, and that strangers do not get in."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from inquiries.intake import receive
from inquiries.models import Contact, Inquiry, Message
from tests.factories import InquiryFactory, MessageFactory, inbound

pytestmark = pytest.mark.django_db

STRANGER = "ben@elsewhere.example"


class TestMail:
    def test_our_own_message_id_finds_its_inquiry_whoever_answers(self) -> None:
        ours = MessageFactory(direction="OUT", message_id="ours@halden.example")
        answer = receive(inbound(email=STRANGER, references=("other@x.example", "ours@halden.example"))).message
        assert answer.inquiry == ours.inquiry
        assert answer.reply_to == ours

    def test_the_last_of_several_of_ours_counts(self) -> None:
        old, new = (MessageFactory(direction="OUT", message_id=f"{name}@halden.example") for name in ("old", "new"))
        answer = receive(inbound(references=("new@halden.example", "old@halden.example"))).message
        assert old.inquiry != new.inquiry
        assert answer.inquiry == new.inquiry

    def test_the_vendors_conversation_ties_the_same_contact(self) -> None:
        first = receive(inbound(thread_key="conversation-1")).message
        InquiryFactory(contact=first.contact)
        assert receive(inbound(thread_key="conversation-1")).message.inquiry == first.inquiry

    def test_the_conversation_lets_in_a_reply_of_somebody_else(self) -> None:
        first = receive(inbound(thread_key="conversation-1")).message
        reply = inbound(thread_key="conversation-1", email=STRANGER, references=("not-seen@post.example",))
        assert receive(reply).message.inquiry == first.inquiry

    def test_two_strangers_with_one_subject_do_not_meet(self) -> None:
        first = receive(inbound(thread_key="website-form")).message
        assert receive(inbound(thread_key="website-form", email=STRANGER)).message.inquiry != first.inquiry

    def test_our_reference_in_the_subject_finds_the_inquiry_of_the_contact(self) -> None:
        first = receive(inbound()).message
        InquiryFactory(contact=first.contact)
        second = receive(inbound(subject=f"AW: Kreta [th-{first.inquiry.pk}] bitte")).message
        assert second.inquiry == first.inquiry

    def test_our_reference_lets_in_who_wrote_there_before(self) -> None:
        first = receive(inbound(message_id="first@post.example")).message
        receive(inbound(email=STRANGER, references=("first@post.example",)))
        Inquiry.objects.update(status="BOOKED")
        second = receive(inbound(email=STRANGER, subject=f"New thought {first.inquiry.reference}")).message
        assert second.inquiry == first.inquiry

    def test_a_stranger_who_quotes_a_reference_does_not_get_in(self) -> None:
        first = receive(inbound()).message
        assert (
            receive(inbound(email=STRANGER, subject=f"Re: {first.inquiry.reference}")).message.inquiry != first.inquiry
        )

    def test_a_reference_that_does_not_exist_is_only_a_subject(self) -> None:
        assert receive(inbound(subject="TH-999999999 TH-0")).created

    def test_a_direct_reference_to_a_customers_mail_joins(self) -> None:
        first = receive(inbound(message_id="first@post.example")).message
        wife = receive(inbound(email=STRANGER, references=("first@post.example",))).message
        assert wife.inquiry == first.inquiry
        assert wife.contact != first.contact
        assert wife.reply_to == first

    def test_a_reply_may_arrive_before_the_mail_it_answers(self) -> None:
        reply = receive(
            inbound(message_id="reply@x.example", references=("first@post.example",), email=STRANGER)
        ).message
        first = receive(inbound(message_id="first@post.example")).message
        assert first.inquiry == reply.inquiry

    def test_a_thread_in_any_order_is_one_inquiry(self) -> None:
        def mails(tag: int):
            ids = [f"{name}-{tag}@post.example" for name in "abc"]
            return [
                inbound(message_id=ids[0], email=f"a{tag}@post.example"),
                inbound(message_id=ids[1], references=(ids[0],), email=f"a{tag}@post.example"),
                inbound(message_id=ids[2], references=(ids[0], ids[1]), email=f"b{tag}@post.example"),
            ]

        for tag, order in enumerate(permutations(range(3))):
            thread = mails(tag)
            places = {receive(thread[index]).message.inquiry_id for index in order}
            assert len(places) == 1, order

    def test_two_people_who_answer_an_unknown_third_mail_do_not_meet(self) -> None:
        first = receive(inbound(references=("newsletter@elsewhere.example",))).message
        second = receive(inbound(references=("newsletter@elsewhere.example",), email=STRANGER)).message
        assert second.inquiry != first.inquiry

    def test_the_single_open_inquiry_of_the_contact_is_joined(self) -> None:
        first = receive(inbound()).message
        assert receive(inbound(subject="And another thing")).message.inquiry == first.inquiry

    def test_with_two_open_inquiries_nobody_guesses(self) -> None:
        first = receive(inbound()).message
        InquiryFactory(contact=first.contact)
        receive(inbound())
        assert Inquiry.objects.count() == 3


class TestWhatsApp:
    number = "447700900919"

    def test_the_quoted_message_counts_before_the_newest_inquiry(self) -> None:
        first = receive(inbound(wa_id=self.number, external_id="wamid.1")).message
        newer = MessageFactory(inquiry=InquiryFactory(contact=first.contact), channel="whatsapp", account=first.account)
        plain = receive(inbound(wa_id=self.number)).message
        quoting = receive(inbound(wa_id=self.number, reply_to="wamid.1")).message
        assert plain.inquiry == newer.inquiry
        assert (quoting.inquiry, quoting.reply_to) == (first.inquiry, first)

    def test_a_quote_brings_a_closed_inquiry_back(self) -> None:
        first = receive(inbound(wa_id=self.number, external_id="wamid.1")).message
        Inquiry.objects.update(status="CLOSED")
        assert receive(inbound(wa_id=self.number)).message.inquiry != first.inquiry
        again = receive(inbound(wa_id=self.number, reply_to="wamid.1")).message.inquiry
        assert (again.pk, again.status) == (first.inquiry_id, "OPEN")

    def test_the_open_one_last_spoken_in_on_that_number(self) -> None:
        here = receive(inbound(wa_id=self.number, account="ours-1")).message
        elsewhere = receive(inbound(wa_id=self.number, account="ours-2")).message
        assert elsewhere.inquiry != here.inquiry
        assert receive(inbound(wa_id=self.number, account="ours-1")).message.inquiry == here.inquiry

    def test_what_staff_wrote_last_is_where_people_speak(self) -> None:
        first = receive(inbound(wa_id=self.number)).message
        second = InquiryFactory(contact=first.contact)
        MessageFactory(
            inquiry=second, channel="whatsapp", direction="OUT", account=first.account, sent_at=timezone.now()
        )
        assert receive(inbound(wa_id=self.number)).message.inquiry == second

    def test_an_unknown_quote_is_no_obstacle(self) -> None:
        first = receive(inbound(wa_id=self.number)).message
        assert receive(inbound(wa_id=self.number, reply_to="wamid.before-us")).message.inquiry == first.inquiry


def test_a_merged_inquiry_is_followed_to_where_it_went() -> None:
    first = receive(inbound(message_id="first@post.example")).message
    last, middle = InquiryFactory(), InquiryFactory()
    Inquiry.objects.filter(pk=middle.pk).update(merged_into=last)
    Inquiry.objects.filter(pk=first.inquiry_id).update(merged_into=middle)
    assert receive(inbound(references=("first@post.example",))).message.inquiry == last


def test_a_circle_of_merges_ends() -> None:
    first = receive(inbound(message_id="first@post.example")).message
    other = InquiryFactory(merged_into=first.inquiry)
    Inquiry.objects.filter(pk=first.inquiry_id).update(merged_into=other)
    assert receive(inbound(references=("first@post.example",))).created


def test_a_parked_sender_is_not_kept_from_a_real_inquiry_later() -> None:
    receive(inbound(parked_reason="auto_reply"))
    fresh = receive(inbound()).message
    assert fresh.inquiry.parked_reason == ""
    assert (Contact.objects.count(), Message.objects.count(), Inquiry.objects.count()) == (1, 2, 2)


def test_a_long_conversation_is_found_with_few_queries(django_assert_max_num_queries) -> None:
    now = timezone.now()
    for number in range(5):
        receive(
            inbound(
                message_id=f"{number}@post.example",
                references=tuple(f"{earlier}@post.example" for earlier in range(number)),
                thread_key="conversation",
                sent_at=now - timedelta(minutes=10 - number),
            )
        )
    last = inbound(references=tuple(f"{number}@post.example" for number in range(5)), thread_key="conversation")
    with django_assert_max_num_queries(13):  # the last: whose turn it is, where nobody has it
        receive(last)
    assert Inquiry.objects.count() == 1
