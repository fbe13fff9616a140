"""A mail's bytes become a message with its mail details: both rows or neither, once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from inquiries import attachments
from inquiries.intake import Received
from inquiries.models import DeadLetter, Identity, Message
from mailsync import ingest, mime
from mailsync.models import EmailMessage, Mailbox
from tests.factories import IdentityFactory, InquiryFactory, MessageFactory
from tests.mailsync.samples import DESK, HEAD, raw

pytestmark = pytest.mark.django_db


def take_in(content: bytes, **options: Any) -> Received:
    return ingest.take_in(content, **({"account": DESK, "external_id": "desk:1"} | options))


def test_message_and_details_stand_together():
    content = (
        b"Message-ID: <one@post.example>\r\nReply-To: Anna <home@berg.example>\r\nCc: Bo <bo@x.example>\r\n"
        b"X-Mailer: Pine\r\n" + HEAD + b"\r\nTen days on Crete, please."
    )
    received = take_in(content, thread_key="AAQk", received_at=datetime(2026, 5, 4, 9, tzinfo=UTC))
    message, email = received.message, EmailMessage.objects.get()
    assert received.created
    assert (message.text, message.external_id, message.account) == ("Ten days on Crete, please.", "desk:1", DESK)
    assert message.sent_at == datetime(2026, 5, 4, 9, tzinfo=UTC)
    assert set(message.thread_keys.values_list("key", flat=True)) == {"mid:one@post.example", "conv:AAQk"}
    assert email.message == message
    assert email.sender == [{"address": "anna.berg@post.example", "name": "Anna Berg"}]
    assert email.to == [{"address": DESK, "name": ""}]
    assert email.cc == [{"address": "bo@x.example", "name": "Bo"}]
    assert email.reply_to == [{"address": "home@berg.example", "name": "Anna"}]
    assert (email.headers, email.size, email.mailbox) == ({"X-Mailer": "Pine"}, len(content), DESK)
    assert attachments.read(message.raw) == content


def test_same_mail_again_changes_nothing():
    first = take_in(HEAD + b"\r\nHello")
    again = take_in(HEAD + b"\r\nHello, in other words")
    assert (again.created, again.message) == (False, first.message)
    assert Message.objects.get().text == "Hello"
    assert EmailMessage.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 500, b"%PDF-1.7 \xe2\xe3\xcf\xd3"])
def test_bytes_that_are_no_mail_are_a_message_with_the_bytes(content: bytes):
    message = take_in(content).message
    assert message.problem == mime.NOT_A_MAIL
    assert attachments.read(message.raw) == content
    assert message.attachments.get().filename == "original.eml"
    assert not DeadLetter.objects.exists()


def test_nul_and_surrogates_stop_nothing():
    """PostgreSQL refuses both; the suite runs there too."""
    take_in(raw("nul-bytes-and-surrogates"))
    hostile = (
        b"From: A\x00nna\xed\xa0\x80 <a\x00nna@post.example>\r\nSubject: Pe\x00ru \xed\xa0\x80\r\nX-Mailer: \x00\r\n"
        b"\r\nTwo\x00 weeks"
    )
    message = take_in(hostile, external_id="desk:2").message
    message.refresh_from_db()
    assert message.text == "Two weeks"
    assert "\x00" not in f"{message.subject}{message.email.sender}{message.email.headers}"


def test_limits_are_the_settings(settings):
    settings.MAIL_MAX_BYTES = 200
    assert take_in(HEAD + b"\r\n" + b"x" * 300).message.problem == mime.TOO_LARGE
    settings.MAIL_MAX_BYTES, settings.MAIL_MAX_PARTS = 10_000, 2
    parts = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\npart\r\n" * 3
    assert take_in(HEAD + parts, external_id="desk:2").message.text == "part"
    settings.MAIL_MAX_PARTS, settings.MAIL_MAX_NESTING = 20, 0
    deep = take_in(HEAD + parts, external_id="desk:3").message
    assert deep.attachments.get().filename == "nested.eml"


def test_mail_too_large_to_fetch_is_a_message_that_says_so():
    received = take_in(HEAD + b"\r\n", size=90_000_000)
    assert received.message.subject == "Crete"
    assert received.message.problem == mime.NOT_FETCHED
    assert received.message.inquiry.contact.name == "Anna Berg"
    assert EmailMessage.objects.get().size == 90_000_000


def test_mailboxes_of_ours_tell_our_mail_from_the_customers():
    Mailbox.objects.create(address="Bookings@Halden.example", enabled=False)
    content = b"From: Halden <bookings@halden.example>\r\nTo: Anna <anna.berg@post.example>\r\n\r\nYour offer."
    message = take_in(content).message
    assert (message.direction, message.state) == (Message.Direction.OUT, Message.State.SENT)
    assert message.inquiry.contact.name == "Anna"


def test_reply_of_ours_seen_in_the_sent_folder_gets_its_details():
    inquiry = InquiryFactory.create()
    IdentityFactory(contact=inquiry.contact, kind=Identity.Kind.EMAIL, value="anna.berg@post.example")
    ours = MessageFactory.create(inquiry=inquiry, direction="OUT", external_id=None, message_id="ours@halden.example")
    content = (
        b"From: desk@halden.example\r\nTo: Anna Berg <anna.berg@post.example>\r\nCc: bo@x.example\r\n"
        b"Message-ID: <ours@halden.example>\r\n\r\nYour offer."
    )
    for _ in range(2):
        received = take_in(content, outgoing=True)
        assert (received.created, received.message) == (False, ours)
    assert [box["address"] for box in EmailMessage.objects.get().cc] == ["bo@x.example"]


def test_mail_that_breaks_us_becomes_a_dead_letter():
    """No external id: the intake refuses it, as it would any mail that it cannot tell from another."""
    content = HEAD + b"\r\nHello"
    assert ingest.take_in_or_bury(content, account=DESK, external_id="") is None
    letter = DeadLetter.objects.get()
    assert (letter.source, letter.account, letter.state) == ("email", DESK, DeadLetter.State.WAITING)
    assert letter.error == "This mail could not be taken in (ValueError); the log has the details."
    assert attachments.read(letter.raw) == content
    assert not Message.objects.exists()
    assert not EmailMessage.objects.exists()
