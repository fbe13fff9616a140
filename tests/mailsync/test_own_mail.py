"""Mail of our own: to ourselves, by colleagues who hand a customer's mail on, our sent mail that comes back."""

import pytest

from inquiries.intake import Received
from inquiries.models import Event, Inquiry, Message
from mailsync import ingest
from mailsync.models import Mailbox
from tests.factories import MessageFactory
from tests.mailsync.samples import DESK, parse, read

OWN = b"From: Halden Travel <desk@halden.example>\r\nTo: Desk <desk@halden.example>\r\nSubject: To do\r\n"


def take_in(content: bytes, **options) -> Received:
    return ingest.take_in(content, **({"account": DESK, "external_id": "desk:1"} | options))


class TestToOurselves:
    def test_it_is_parked_and_counted(self, db):
        message = take_in(OWN + b"\r\nCall the bus company.").message
        assert (message.automatic, message.inquiry.parked_reason) == ("own", "own")
        assert message.inquiry.needs_reply_since is None

    def test_from_one_of_our_mailboxes_to_another(self, db):
        Mailbox.objects.create(address="visa@halden.example")
        content = OWN.replace(b"To: Desk <desk@", b"To: Visa <visa@")
        assert take_in(content + b"\r\nPlease look.").message.inquiry.parked_reason == "own"
        # In the sent items it is the same thing, and no answer to anybody.
        sent = take_in(content + b"\r\nPlease look again.", external_id="desk:2", outgoing=True).message
        assert sent.inquiry.parked_reason == "own"

    @pytest.mark.parametrize(
        "fields",
        [
            b"X-Mailer: PHPMailer 6.9\r\n",
            b"X-PHP-Originating-Script: 33:form.php\r\n",
            b"Reply-To: anna@post.example\r\n",
        ],
    )
    def test_a_website_that_writes_in_our_name_is_not_hidden(self, fields: bytes):
        assert parse(fields + OWN + b"\r\nAnna asks for ten days on Crete.").parked_reason == ""

    def test_a_contact_form_is_the_customers(self):
        assert read("form-from-our-own-address").parked_reason == ""


FORWARD = """From: Nora Lindqvist <nora@halden.example>\r
To: desk@halden.example\r
Subject: {subject}\r
\r
Can you take this one?\r
\r
{mark}\r
From: {sender}\r
Sent: Monday, 4 May 2026 10:00\r
To: Nora Lindqvist <nora@halden.example>\r
Subject: Ten days on Crete\r
\r
We would like to spend ten days on Crete.\r
"""


class TestHandedOnByColleagues:
    @pytest.mark.parametrize(
        ("mark", "sender"),
        [
            ("________________________________", "Anna Berg <anna.berg@post.example>"),
            ("-----Original Message-----", "Anna Berg [mailto:anna.berg@post.example]"),
            ("---------- Forwarded message ---------", "*Anna Berg* <anna.berg@post.example>"),
        ],
    )
    def test_the_customer_wrote_it(self, mark: str, sender: str):
        mail = parse(FORWARD.format(subject="FW: Ten days on Crete", mark=mark, sender=sender).encode())
        assert (mail.sender.addresses[0].value, mail.sender.name) == ("anna.berg@post.example", "Anna Berg")
        assert "ten days on Crete" in mail.text
        assert not mail.acknowledge

    def test_as_a_mail_inside_the_mail(self):
        content = (
            b"From: nora@halden.example\r\nTo: desk@halden.example\r\nSubject: Fwd: Crete\r\n"
            b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nSee the attached.\r\n'
            b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Anna Berg <anna.berg@post.example>\r\n"
            b"Subject: Crete\r\n\r\nTen days, please.\r\n--b--\r\n"
        )
        assert parse(content).sender.addresses[0].value == "anna.berg@post.example"

    def test_a_customer_who_hands_on_stays_who_wrote(self):
        text = FORWARD.format(subject="FW: Crete", mark="-----Original Message-----", sender="Bo <bo@x.example>")
        mail = parse(
            text.replace(
                "From: Nora Lindqvist <nora@halden.example>\r\nTo: desk", "From: per@berg.example\r\nTo: desk"
            ).encode()
        )
        assert mail.sender.addresses[0].value == "per@berg.example"

    def test_what_colleagues_hand_on_of_our_own_is_theirs(self):
        text = FORWARD.format(
            subject="FW: Crete", mark="-----Original Message-----", sender="Desk <desk@halden.example>"
        )
        assert parse(text.encode()).sender.addresses[0].value == "nora@halden.example"


class TestSentMail:
    ANSWER = (
        b"From: Halden Travel <desk@halden.example>\r\nTo: Anna <anna.berg@post.example>\r\nSubject: Re: Crete\r\n"
        b"Message-ID: <typed@halden.example>\r\nIn-Reply-To: <asked@post.example>\r\n"
    )

    @pytest.fixture
    def asked(self, db) -> Inquiry:
        content = (
            b"From: Anna <anna.berg@post.example>\r\nTo: desk@halden.example\r\nSubject: Crete\r\n"
            b"Message-ID: <asked@post.example>\r\n\r\nTen days, please."
        )
        return take_in(content, external_id="desk:asked").message.inquiry

    @pytest.mark.parametrize("outgoing", [True, False])
    def test_an_answer_typed_in_outlook_takes_the_inquiry_up(self, asked: Inquiry, outgoing: bool):
        """In the sent items, or as the copy that staff sent to the desk."""
        assert (asked.status, asked.needs_reply_since is None) == ("NEW", False)
        message = take_in(self.ANSWER + b"\r\nWith pleasure.", outgoing=outgoing).message
        asked.refresh_from_db()
        assert (message.inquiry, message.direction) == (asked, "OUT")
        assert (asked.status, asked.needs_reply_since, asked.last_message_direction) == ("OPEN", None, "OUT")
        assert asked.events.get(kind=Event.Kind.STATUS).data == {"from": "NEW", "to": "OPEN"}

    def test_it_is_shown_as_sent_from_outlook(self, asked: Inquiry, agent_client):
        take_in(self.ANSWER + b"\r\nWith pleasure.", outgoing=True)
        assert "Sent from Outlook" in agent_client.get(f"/inquiries/{asked.pk}/").content.decode()

    def test_an_absence_note_of_ours_is_no_answer(self, asked: Inquiry):
        note = b"Auto-Submitted: auto-replied\r\n" + self.ANSWER + b"\r\nWe are closed today."
        message = take_in(note, outgoing=True).message
        asked.refresh_from_db()
        assert message.automatic == "auto_reply"
        assert (asked.status, asked.needs_reply_since is None) == ("NEW", False)

    def test_a_copy_in_the_inbox_of_what_the_desk_sent_is_no_second_message(self, asked: Inquiry):
        ours = MessageFactory.create(inquiry=asked, direction="OUT", message_id="typed@halden.example")
        received = take_in(self.ANSWER + b"\r\nWith pleasure.")
        assert (received.created, received.message) == (False, ours)
        assert Message.objects.count() == 2


def test_an_answer_from_the_phone_takes_the_inquiry_up_too(db):
    """WhatsApp's echo comes by the same door (tests/messaging has it from the webhook on)."""
    from inquiries.intake import receive
    from tests.factories import inbound

    asked = receive(inbound(wa_id="447700900123")).message.inquiry
    echo = receive(inbound(wa_id="447700900123", outgoing=True)).message
    asked.refresh_from_db()
    assert (echo.inquiry, asked.status, asked.needs_reply_since) == (asked, "OPEN", None)
