"""Whom an answer goes to: nobody is added in silence, and nobody new reads a mail before somebody has said yes."""

from collections.abc import Iterable

import pytest

from inquiries import recipients, replies
from inquiries.envelope import Address, Parties
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Inquiry, Message
from inquiries.recipients import Addressed
from inquiries.work import delivery
from tests.factories import IdentityFactory, InquiryFactory, UserFactory, inbound
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db


def mail(value: str, name: str = "") -> Address:
    return Address(kind="email", value=value, name=name)


BEN = mail("Ben@Post.example", "Ben Smith")
ANNA, SUPPLIER = mail("anna@post.example", "Anna Berg"), mail("sales@hotel-porto.example")


def values(addresses: Iterable[Address]) -> list[str]:
    return [address.value for address in addresses]


@pytest.fixture
def asked(post_office: PostOffice) -> Message:
    message = receive(inbound(message_id="q@post.example", email="anna@post.example")).message
    post_office.company[message.pk] = Parties(others=(BEN,))
    return message


def answer(message: Message, *to: Address, cc: tuple[Address, ...] = ()) -> Message:
    addressed = Addressed(to=to, cc=cc, answers=message)
    return replies.queue(message.inquiry, author=UserFactory(), channel="email", text="Yes", addressed=addressed)


class TestProposal:
    def test_the_writer_gets_it_and_the_others_are_offered(self, asked: Message):
        proposal = recipients.propose(asked, None)
        assert (values(proposal.to), proposal.cc, values(proposal.offered)) == (
            ["anna@post.example"],
            (),
            ["Ben@Post.example"],
        )

    def test_reply_to_comes_before_the_writer_who_is_offered(self, asked: Message, post_office: PostOffice):
        post_office.company[asked.pk] = Parties(answer_to=(mail("both@berg.example"),), others=(BEN,))
        proposal = recipients.propose(asked, None)
        assert values(proposal.to) == ["both@berg.example"]
        assert values(proposal.offered) == ["anna@post.example", "Ben@Post.example"]

    def test_who_was_written_to_before_stays_in(self, asked: Message):
        answer(asked, ANNA, cc=(mail("ben@post.example"),))
        proposal = recipients.propose(asked, None)
        assert (values(proposal.cc), proposal.offered) == (["Ben@Post.example"], ())

    def test_without_a_mail_the_known_address(self, db):
        identity = IdentityFactory.create(contact__name="Anna Berg")
        assert recipients.propose(None, identity).to == (mail(identity.display, "Anna Berg"),)


class TestReading:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("anna@post.example", [("anna@post.example", "")]),
            (
                "Anna Berg <anna@post.example>; ben@post.example,",
                [("anna@post.example", "Anna Berg"), ("ben@post.example", "")],
            ),
            ('"Berg, Anna" <anna@post.example>', [("anna@post.example", "Berg, Anna")]),
            ("anna@post.example, ANNA@post.example", [("anna@post.example", "")]),
            ("anna@münchen.example", [("anna@münchen.example", "")]),
            ("  ", []),
        ],
    )
    def test_what_people_type(self, typed: str, found: list[tuple[str, str]]):
        assert [(row.value, row.name) for row in recipients.read(typed)] == found

    @pytest.mark.parametrize(
        "typed", ["anna@", "anna@post.example ben@post.example", "Anna <>", "a@b.example\x00, x", "@"]
    )
    def test_what_is_no_address_is_named(self, typed: str):
        with pytest.raises(InvalidInput, match="is not a mail address"):
            recipients.read(typed)

    def test_a_mailing_is_no_answer(self):
        with pytest.raises(InvalidInput, match="51 addresses are too many"):
            recipients.read(", ".join(f"a{number}@post.example" for number in range(51)))

    def test_written_and_read_are_the_same(self):
        people = (mail("anna@post.example", "Berg, Anna"), mail("ben@post.example", 'Ben "B" Smith'), SUPPLIER)
        again = recipients.read(recipients.written(people))
        assert values(again) == values(people)
        assert [row.name for row in again] == ["Berg, Anna", "Ben 'B' Smith", ""]


class TestChange:
    def change(self, asked: Message, *chosen: Address) -> recipients.Change:
        return recipients.change(asked, None, asked.inquiry, chosen)

    def test_the_people_of_the_mail_need_no_word(self, asked: Message):
        change = self.change(asked, ANNA, mail("ben@post.example"))
        assert (change.to_agree, change.left_out) == ((), ())

    def test_who_is_left_out_is_said(self, asked: Message):
        assert values(self.change(asked, ANNA).left_out) == ["Ben@Post.example"]

    def test_a_stranger_has_to_be_agreed_to(self, asked: Message):
        change = self.change(asked, ANNA, BEN, SUPPLIER)
        assert (values(change.strangers), change.to_agree) == ([SUPPLIER.value], (SUPPLIER.value,))

    def test_a_customer_in_a_suppliers_mail_has_to_be_agreed_to_as_well(self, asked: Message, post_office: PostOffice):
        offer = receive(inbound(references=("q@post.example",), email=SUPPLIER.value)).message
        assert offer.inquiry == asked.inquiry
        change = self.change(offer, SUPPLIER, ANNA)
        assert (change.strangers, values(change.added)) == ((), ["anna@post.example"])
        assert change.to_agree == ("anna@post.example",)

    def test_our_own_mailbox_is_no_recipient(self, asked: Message, post_office: PostOffice):
        post_office.own = ("desk@halden.example",)
        with pytest.raises(InvalidInput, match="our own mailbox"):
            recipients.check_chosen((ANNA,), (mail("Desk@halden.example"),))


class TestSending:
    def test_the_channel_gets_them_as_they_were_chosen(self, asked: Message, post_office: PostOffice):
        delivery.deliver(answer(asked, ANNA, cc=(BEN,)).pk)
        [outbound] = post_office.sent
        assert (outbound.recipients, outbound.cc) == ((ANNA,), (BEN,))

    def test_what_is_answered_goes_along(self, asked: Message, post_office: PostOffice):
        delivery.deliver(answer(asked).pk)
        quoted = post_office.sent[0].quoted
        assert quoted is not None
        assert (quoted.author, quoted.address, quoted.sent_at) == ("Anna Berg", "anna@post.example", asked.sent_at)
        assert quoted.text == asked.text

    def test_an_older_mail_can_be_answered_in_its_own_thread(self, asked: Message, post_office: PostOffice):
        receive(inbound(references=("q@post.example",), email=SUPPLIER.value, account="spain@halden.example"))
        reply = answer(asked)
        assert (reply.reply_to, reply.account, reply.identity) == (asked, asked.account, asked.identity)
        assert reply.to == [{"address": "anna@post.example", "name": "Anna Berg"}]

    def test_a_mail_of_another_inquiry_is_not_answerable_here(self, asked: Message):
        other = receive(inbound(email="zoe@post.example")).message
        assert replies.answerable(asked.inquiry, str(other.pk)) is None
        assert replies.answerable(asked.inquiry, str(asked.pk)) == asked
        assert replies.answerable(asked.inquiry, "12; drop") is None

    def test_a_mail_to_somebody_else_is_not_said_to_be_the_customers(self, asked: Message):
        reply = answer(asked, SUPPLIER)
        assert (reply.identity, reply.contact) == (None, asked.contact)

    def test_a_new_mail_to_a_known_address(self, post_office: PostOffice):
        inquiry: Inquiry = InquiryFactory.create()
        identity = IdentityFactory.create(contact=inquiry.contact)
        reply = replies.queue(inquiry, author=UserFactory(), channel="email", text="Hello")
        delivery.deliver(reply.pk)
        [outbound] = post_office.sent
        assert values(outbound.recipients) == [identity.display]
        assert (outbound.quoted, outbound.reply_to) == (None, "")

    def test_one_written_before_there_were_recipients_goes_to_its_identity(
        self, asked: Message, post_office: PostOffice
    ):
        reply = answer(asked, ANNA)
        Message.objects.filter(pk=reply.pk).update(to=[], cc=[])
        delivery.deliver(reply.pk)
        assert values(post_office.sent[0].recipients) == ["anna@post.example"]
