"""An answer can quote a message of the chat: chosen on the page, shown above it, and sent with Meta's context."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import replies
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Message
from inquiries.work import delivery
from tests.factories import MessageFactory, inbound
from tests.inquiries.desk.pages import element, tree, words
from tests.servers.cloud_api import CloudApi

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def asked() -> Message:
    return receive(inbound(wa_id="447700900417", text="Do you fly <b>direct</b>?", external_id="wamid.theirs")).message


def reply(client: Client, message: Message, *, htmx: bool = True, **data: Any) -> Any:
    fields = {"channel": "whatsapp", "text": "Yes, on Tuesdays."} | data
    address = reverse("inquiry_reply", args=[message.inquiry_id])
    return client.post(address, fields, headers=HTMX if htmx else None)


def strip(response: Any) -> Any:
    return element(response, "comp-quote")


def test_the_answer_goes_out_with_it_and_shows_it(agent_client: Client, asked: Message, meta: CloudApi):
    assert reply(agent_client, asked, quotes=asked.pk).status_code == 204
    answer = Message.objects.get(direction="OUT")
    delivery.deliver(answer.pk)
    assert [message["context"] for message in meta.sent()] == [{"message_id": "wamid.theirs"}]
    page = agent_client.get(reverse("inquiry", args=[asked.inquiry_id]))
    (quote,) = element(page, f"m-{answer.pk}").find_class("hub-quote")
    assert (quote.get("href"), "Do you fly <b>direct</b>?" in words(quote)) == (f"#m-{asked.pk}", True)


def test_one_of_ours_can_be_quoted_once_it_is_there(agent_client: Client, asked: Message, meta: CloudApi):
    reply(agent_client, asked)
    ours = Message.objects.get(direction="OUT")
    refused = reply(agent_client, asked, text="As I said.", quotes=ours.pk)
    assert (refused.status_code, "not at WhatsApp yet" in words(tree(refused))) == (422, True)
    delivery.deliver(ours.pk)
    reply(agent_client, asked, text="As I said.", quotes=ours.pk)
    delivery.deliver(Message.objects.get(text="As I said.").pk)
    assert meta.sent()[-1]["context"] == {"message_id": "wamid.sent1"}


def test_the_link_leads_to_a_composer_with_the_strip(agent_client: Client, asked: Message):
    page = agent_client.get(reverse("inquiry", args=[asked.inquiry_id]))
    (link,) = [node for node in element(page, f"m-{asked.pk}").find_class("hub-do") if words(node) == "Reply"]
    address = reverse("inquiry", args=[asked.inquiry_id])
    chosen = agent_client.get(address + link.get("href").partition("#")[0])
    assert words(strip(chosen)).startswith(asked.inquiry.contact.name)
    assert strip(chosen).xpath(".//input/@value") == [str(asked.pk)]
    by_script = agent_client.get(reverse("inquiry_quote", args=[asked.inquiry_id]), {"quote": asked.pk}, headers=HTMX)
    assert words(tree(by_script)) == words(strip(chosen))
    # And an x that takes it away, also without scripts.
    (drop,) = strip(chosen).iter("a")
    assert words(strip(agent_client.get(drop.get("href").partition("#")[0]))) == ""


def test_it_chooses_the_chat_where_mail_was_last(agent_client: Client, asked: Message):
    mail = MessageFactory(inquiry=asked.inquiry, sent_at=timezone.now())
    assert mail.channel == "email"
    page = agent_client.get(reverse("inquiry", args=[asked.inquiry_id]), {"quote": asked.pk})
    assert tree(page).xpath("//input[@name='channel'][@checked]/@value") == ["whatsapp"]


def test_it_stays_when_the_answer_comes_back_with_an_error(agent_client: Client, asked: Message):
    back = reply(agent_client, asked, htmx=False, text=" ", quotes=asked.pk)
    assert back.status_code == 422
    assert strip(back).xpath(".//input/@value") == [str(asked.pk)]


def test_a_note_or_a_mail_takes_no_quote_along(agent_client: Client, asked: Message):
    assert reply(agent_client, asked, channel="note", quotes=asked.pk).status_code == 204
    assert Message.objects.get(channel="note").reply_to is None


@pytest.mark.parametrize("given", ["0", "999999", "x", "-1", "9" * 19])
def test_nonsense_is_refused_in_words(agent_client: Client, asked: Message, given: str):
    page = agent_client.get(reverse("inquiry", args=[asked.inquiry_id]), {"quote": given})
    assert (page.status_code, words(strip(page))) == (200, "")
    refused = reply(agent_client, asked, quotes=given)
    assert refused.status_code == 422
    assert "not in this conversation" in words(tree(refused))
    assert not Message.objects.filter(direction="OUT").exists()


def test_a_message_of_somebody_else_is_neither_shown_nor_quoted(agent_client: Client, agent, asked: Message):
    other = receive(inbound(wa_id="447700900418", text="My passport number is secret")).message
    page = agent_client.get(reverse("inquiry_quote", args=[asked.inquiry_id]), {"quote": other.pk}, headers=HTMX)
    assert "secret" not in page.content.decode()
    with pytest.raises(InvalidInput, match="not in this conversation"):
        replies.queue(asked.inquiry, author=agent, channel="whatsapp", text="Yes", quotes=other)


def test_the_door_refuses_what_cannot_be_quoted(agent, asked: Message):
    mail = MessageFactory(inquiry=asked.inquiry)
    elsewhere = MessageFactory(inquiry=asked.inquiry, channel="whatsapp", account="another", direction="OUT")
    for quoted, said in ((mail, "Only a WhatsApp message"), (elsewhere, "another of our numbers")):
        with pytest.raises(InvalidInput, match=said):
            replies.queue(asked.inquiry, author=agent, channel="whatsapp", text="Yes", quotes=quoted)
