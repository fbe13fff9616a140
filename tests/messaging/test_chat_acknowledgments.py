"""A first answer in a chat: where the number is set to it, once an inquiry, in their language, by the hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import replies
from inquiries.acknowledgment_words import CHAT, CHAT_CLOSED
from inquiries.models import Acknowledgment, AcknowledgmentText, Inquiry, Message, OpeningHours
from inquiries.week import DAYS
from inquiries.work import acknowledging, delivery, processing
from messaging.models import WhatsAppNumber
from tests.mailsync.test_acknowledgments import TEXTS
from tests.messaging.test_numbers import come_in
from tests.servers.cloud_api import NUMBER_ID, CloudApi

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def number(db) -> WhatsAppNumber:
    OpeningHours.objects.update(**dict.fromkeys(DAYS, "00:00-24:00"))
    return WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID, acknowledge=True)


def settle(message: Message) -> Acknowledgment | None:
    """All that is due a minute later."""
    processing.process(message.pk)
    for pk in Acknowledgment.objects.filter(state="WAITING").values_list("pk", flat=True):
        Acknowledgment.objects.filter(pk=pk).update(due_at=timezone.now())
        acknowledging.acknowledge(pk)
    return Acknowledgment.objects.filter(inquiry=message.inquiry_id).first()


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("closed", [False, True])
def test_in_their_language_and_by_the_hour(client, meta: CloudApi, language: str, closed: bool):
    if closed:
        OpeningHours.objects.update(days_off=f"{timezone.localdate() - timedelta(days=1)} to {timezone.localdate()}")
    row = settle(come_in(client, text={"body": TEXTS[language]}))
    delivery.deliver(row.message.pk)
    [sent] = meta.sent()
    body = sent["text"]["body"]
    [before, *_] = (CHAT_CLOSED if closed else CHAT)[language][1].split("{agency}")
    assert body.startswith(before)
    assert Inquiry.objects.get().reference in body
    assert ("00:00" in body) is closed
    assert "{" not in body
    for word in ("mail", "Mail", "courriel", "correo"):
        assert word not in body
    assert sent["to"] == "447700900301"
    row.message.refresh_from_db()
    assert (row.message.state, row.message.automatic) == ("SENT", "auto_reply")


def test_it_answers_nothing_and_comes_once_an_inquiry(client):
    first = come_in(client)
    settle(first)
    settle(come_in(client, key="two"))
    assert Message.objects.filter(direction="OUT").count() == 1
    inquiry = Inquiry.objects.get()
    assert (inquiry.status, inquiry.needs_reply_since) == ("NEW", first.sent_at)


def test_off_by_default_and_where_the_number_is_off(client, number):
    assert WhatsAppNumber(phone_number_id="1").acknowledge is False
    WhatsAppNumber.objects.update(acknowledge=False)
    assert settle(come_in(client)) is None
    WhatsAppNumber.objects.update(acknowledge=True, enabled=False)
    assert settle(come_in(client, key="two", **{"from": "447700900302"})) is None


@pytest.mark.parametrize(
    "message",
    [
        {"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": "👍"}},
        {
            "type": "system",
            "system": {"type": "user_changed_number", "body": "A changed to B", "wa_id": "447700900309"},
        },
        {"type": "request_welcome"},
        {"group_id": "group-1"},
        {"timestamp": "1764150000"},  # a year ago: Meta was late, or a replay
    ],
)
def test_not_for_what_asks_us_nothing(client, message):
    come_in(client, **message)
    assert not Acknowledgment.objects.exists()


def test_not_where_somebody_was_faster(client, agent):
    message = come_in(client)
    replies.queue(message.inquiry, author=agent, channel="whatsapp", text="With pleasure.")
    assert settle(message).reason == "Somebody has answered already."


def test_a_number_may_say_it_in_its_own_words(client):
    AcknowledgmentText.objects.create(channel="whatsapp", language="en", account=NUMBER_ID, text="Hi, {agency} here.")
    assert settle(come_in(client)).message.text.startswith("Hi, ")


def test_a_person_gets_few_a_day(client, settings):
    settings.ACKNOWLEDGE_PER_DAY = 1
    settle(come_in(client))
    Inquiry.objects.update(status="LOST")
    row = settle(come_in(client, key="two"))
    assert row is None or row.state == "SKIPPED"
    assert Message.objects.filter(direction="OUT").count() == 1
