"""What may go to OpenAI: nothing of an account that says never, and of all others no card's number."""

import pytest
from django.test import Client
from django.urls import reverse

from inquiries import channels
from inquiries.extraction import leaving, quotes, runs
from inquiries.extraction.document import Document
from inquiries.models import Extraction, Message
from mailsync.models import Mailbox
from messaging.models import WhatsAppNumber
from tests.factories import MessageFactory
from tests.inquiries import engines

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(settings) -> Message:
    settings.CHANNELS = {
        "email": "mailsync.channel.EmailChannel",
        "whatsapp": "messaging.channel.WhatsAppChannel",
    }
    channels.get.cache_clear()
    return MessageFactory(account="desk@halden.example")


@pytest.fixture(autouse=True)
def fresh_channels():
    yield
    channels.get.cache_clear()


def test_a_mailbox_that_says_never(message: Message) -> None:
    assert leaving.may_leave(message)
    Mailbox.objects.create(address="Desk@halden.example", never_to_openai=True)
    assert not leaving.may_leave(message)


def test_a_number_that_says_never(message: Message) -> None:
    chat = MessageFactory(channel="whatsapp", account="106540352242922")
    row = WhatsAppNumber.objects.create(phone_number_id="106540352242922")
    assert leaving.may_leave(chat)
    WhatsAppNumber.objects.filter(pk=row.pk).update(never_to_openai=True)
    assert not leaving.may_leave(chat)
    assert leaving.may_leave(message)


def test_a_note_stays_among_staff(message: Message) -> None:
    assert not leaving.may_leave(MessageFactory(channel="note", direction="OUT"))


def test_the_next_engine_reads_what_may_not_leave(message: Message, settings) -> None:
    Mailbox.objects.create(address="desk@halden.example", never_to_openai=True)
    with engines.scripted(settings, order=("openai", "rules")) as scripts:
        scripts["openai"] = [engines.saying(nights=3)]
        scripts["rules"] = [engines.saying(nights=10)]
        run = runs.read(message)
    assert run.reading.engine == "rules"
    assert [document.text for document in engines.documents] == [message.text]
    assert list(Extraction.objects.values_list("engine", flat=True)) == ["rules"]


def test_where_no_other_engine_is_set_up_it_says_so(message: Message, settings) -> None:
    Mailbox.objects.create(address="desk@halden.example", never_to_openai=True)
    with engines.scripted(settings, order=("openai",)) as scripts:
        scripts["openai"] = [engines.saying(nights=3)]
        with pytest.raises(runs.WorkError, match="never given to OpenAI") as caught:
            runs.read(message)
    assert caught.value.permanent
    assert engines.documents == []


def test_a_job_that_reads_again_does_not_let_it_out_either(message: Message, settings) -> None:
    Mailbox.objects.create(address="desk@halden.example", never_to_openai=True)
    with engines.scripted(settings, order=("openai", "rules")) as scripts:
        scripts["openai"] = [engines.saying(nights=3)]
        with pytest.raises(runs.WorkError, match="never given to OpenAI"):
            runs.read_by(message, "openai")
    assert engines.documents == []


def test_the_admin_switches_it(admin_client: Client, message: Message) -> None:
    box = Mailbox.objects.create(address="desk@halden.example")
    page = admin_client.get(reverse("admin:mailsync_mailbox_change", args=[box.pk])).content.decode()
    number = WhatsAppNumber.objects.create(phone_number_id="106540352242922")
    other = admin_client.get(reverse("admin:messaging_whatsappnumber_change", args=[number.pk])).content.decode()
    assert 'name="never_to_openai"' in page
    assert 'name="never_to_openai"' in other


def test_a_covered_document_keeps_every_place() -> None:
    text = "Card 4242 4242 4242 4242 (Anna), 2 adults in May"
    known = {"interests": ["pay by 4242 4242 4242 4242"]}
    document = Document(text=text, subject="DE89 3704 0044 0532 0130 00", sent_at=None, known=known)  # type: ignore[arg-type]
    covered = document.covered()
    assert "4242" not in str(covered.known)
    assert "4242" not in covered.text
    assert set(covered.subject) == {"•", " "}
    span = quotes.locate(covered, "2 adults")
    assert span is not None
    assert text[span.start : span.end] == "2 adults"
