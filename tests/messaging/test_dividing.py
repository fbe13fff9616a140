"""A reply becomes one row for each message of WhatsApp's; what it would not take is said to who writes it."""

import pytest

from inquiries import replies
from inquiries.envelope import OutboundFile
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Event, Inquiry, Message, User
from inquiries.work import delivery
from tests.factories import MessageFactory, UserFactory, inbound
from tests.servers.cloud_api import CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db

PDF = OutboundFile(filename="Offer.pdf", content_type="application/pdf", content=b"%PDF-1.7 offer")
PHOTO = OutboundFile(filename="Beach.jpg", content_type="image/jpeg", content=b"\xff\xd8 beach")
VOICE = OutboundFile(filename="Hello.ogg", content_type="audio/ogg; codecs=opus", content=b"OggS")


@pytest.fixture
def chat() -> Message:
    return receive(inbound(wa_id="447700900919")).message


@pytest.fixture
def author() -> User:
    return UserFactory()


def answer(chat: Message, author: User, text: str = "Good news.", **more) -> Message:
    return replies.queue(chat.inquiry, author=author, channel="whatsapp", text=text, **more)


def written() -> list[tuple[str, list[str]]]:
    rows = Message.objects.filter(direction="OUT").order_by("pk")
    return [(row.text, list(row.attachments.values_list("filename", flat=True))) for row in rows]


@pytest.mark.parametrize(
    ("text", "files", "rows"),
    [
        ("Hello", (), [("Hello", [])]),
        ("Hello", (PDF,), [("Hello", ["Offer.pdf"])]),
        ("", (PDF, PHOTO), [("", ["Offer.pdf"]), ("", ["Beach.jpg"])]),
        ("Hello", (PDF, PHOTO), [("Hello", ["Offer.pdf"]), ("", ["Beach.jpg"])]),
        ("Hello", (VOICE, PDF), [("Hello", []), ("", ["Hello.ogg"]), ("", ["Offer.pdf"])]),
        ("x" * 1025, (PDF,), [("x" * 1025, []), ("", ["Offer.pdf"])]),
        ("x" * 4096, (), [("x" * 4096, [])]),
    ],
)
def test_each_message_of_whatsapps_has_its_row(chat: Message, author, text, files, rows):
    first = answer(chat, author, text, attachments=files)
    assert written() == rows
    assert first == Message.objects.filter(direction="OUT").earliest("pk")
    assert set(Message.objects.filter(direction="OUT").values_list("state", flat=True)) == {"QUEUED"}
    inquiry = Inquiry.objects.get()
    assert inquiry.file_count == len(files)
    assert inquiry.last_message_text == (rows[-1][0] or "File")[:200]
    assert Event.objects.filter(kind="reply").count() == 1


@pytest.mark.parametrize(
    ("text", "file", "words"),
    [
        ("x" * 4097, None, "4,096 characters"),
        ("Hello", OutboundFile(filename="a.zip", content_type="application/zip", content=b"PK"), "a.zip"),
        ("Hello", OutboundFile(filename="a.png", content_type="image/png", content=b"x" * 5_300_000), "5 MB"),
        ("Hello", OutboundFile(filename="a.pdf", content_type="application/pdf", content=b""), "a.pdf is empty"),
    ],
)
def test_what_whatsapp_would_not_take_is_refused_before_there_is_a_row(chat: Message, author, text, file, words):
    files = (PHOTO, file) if file else ()
    with pytest.raises(InvalidInput, match=words):
        answer(chat, author, text, attachments=files)
    assert written() == []


def test_one_that_fails_is_retried_by_itself(chat: Message, author, meta: CloudApi):
    answer(chat, author, attachments=(PDF, PHOTO))
    first, second = Message.objects.filter(direction="OUT").order_by("pk")
    delivery.deliver(first.pk)
    meta.faults.extend([Fault(), Fault(refusal=RefusalError(131053, "Wrong."))])
    delivery.deliver(second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.external_id) == ("SENT", "wamid.sent1")
    assert (second.state, Inquiry.objects.get().failed_count) == ("PERMANENTLY_FAILED", 1)
    replies.retry(second, actor=author)
    delivery.deliver(second.pk)
    assert [message["type"] for message in meta.sent()] == ["document", "image"]
    assert [message["biz_opaque_callback_data"] for message in meta.sent()] == [first.key, second.key]


class TestQuoting:
    def test_the_first_part_quotes(self, chat: Message, author, meta: CloudApi):
        answer(chat, author, attachments=(PDF, PHOTO), quotes=chat)
        for row in Message.objects.filter(direction="OUT").order_by("pk"):
            delivery.deliver(row.pk)
        assert [message.get("context") for message in meta.sent()] == [{"message_id": chat.external_id}, None]

    def test_our_own_message_can_be_quoted_too(self, chat: Message, author):
        ours = MessageFactory(
            inquiry=chat.inquiry, channel="whatsapp", direction="OUT", external_id="wamid.ours", account=chat.account
        )
        assert answer(chat, author, quotes=ours).reply_to == ours

    def test_what_cannot_be_quoted_says_why(self, chat: Message, author):
        elsewhere = MessageFactory(channel="whatsapp")
        mail = MessageFactory(inquiry=chat.inquiry)
        unsent = MessageFactory(
            inquiry=chat.inquiry, channel="whatsapp", direction="OUT", state="QUEUED", external_id=None
        )
        laid = MessageFactory(inquiry=chat.inquiry, channel="whatsapp", direction="OUT", state="SANDBOXED")
        cases = {elsewhere: "not in this", mail: "Only a WhatsApp"} | dict.fromkeys(
            (unsent, laid), "not at WhatsApp yet"
        )
        for quotes, words in cases.items():
            with pytest.raises(InvalidInput, match=words):
                answer(chat, author, quotes=quotes)
        assert not Message.objects.filter(text="Good news.").exists()

    def test_a_mail_quotes_nothing(self, author):
        mail = receive(inbound()).message
        with pytest.raises(InvalidInput, match="Only a WhatsApp"):
            replies.queue(mail.inquiry, author=author, channel="email", text="Hello", quotes=mail)
