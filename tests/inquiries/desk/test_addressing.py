"""To and Cc on the page: every address in sight, what is wrong beside the field, a yes before somebody new reads it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inquiries.intake import receive
from inquiries.models import Inquiry, Message
from mailsync.models import EmailMessage, Mailbox
from tests.factories import inbound
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
BEN = {"address": "ben@post.example", "name": "Ben Smith"}


@pytest.fixture
def asked() -> Message:
    Mailbox.objects.create(address="desk@halden.example", signature="{agent}\nThe Halden desk")
    message = receive(inbound(email="anna@post.example", message_id="q@post.example")).message
    EmailMessage.objects.create(message=message, mailbox="desk@halden.example", cc=[BEN])
    return message


def page(client: Client, inquiry: Inquiry, **query: Any) -> Any:
    return client.get(reverse("inquiry", args=[inquiry.pk]), query)


def reply(client: Client, inquiry: Inquiry, *, htmx: bool = True, **data: Any) -> Any:
    fields = {"channel": "email", "text": "Yes", "to": "anna@post.example", "cc": ""} | data
    return client.post(reverse("inquiry_reply", args=[inquiry.pk]), fields, headers=HTMX if htmx else None)


def looked_at(client: Client, inquiry: Inquiry, **data: Any) -> Any:
    return client.post(reverse("inquiry_recipients", args=[inquiry.pk]), data, headers=HTMX)


def sent(inquiry: Inquiry) -> Message:
    return inquiry.messages.get(direction="OUT")


def test_every_address_is_in_sight(agent_client: Client, asked: Message):
    html = page(agent_client, asked.inquiry)
    assert element(html, "rcpt-to").get("value") == "Anna Berg <anna@post.example>"
    assert element(html, "rcpt-cc").get("value") == ""
    assert words(element(html, "rcpt-said")) == "Not to Ben Smith , who is on the mail you answer"
    assert element(html, "rcpt-said").xpath(".//button/@data-cc") == ["Ben Smith <ben@post.example>"]
    composer = words(element(html, "composer"))
    assert "from desk@halden.example" in composer
    assert "Nora Lindqvist The Halden desk The mail you answer is quoted below." in composer


def test_what_was_chosen_is_sent_and_shown(agent_client: Client, asked: Message):
    response = reply(agent_client, asked.inquiry, cc="Ben Smith <ben@post.example>", answers=asked.pk)
    assert response.status_code == 204
    row = sent(asked.inquiry)
    assert (row.to, row.cc) == ([{"address": "anna@post.example", "name": ""}], [BEN])
    bubble = words(element(page(agent_client, asked.inquiry), f"m-{row.pk}"))
    assert "You to anna@post.example, cc ben@post.example" in bubble


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({"to": "anna@"}, "rcpt-to-bad", "“anna@” is not a mail address."),
        ({"cc": "ben"}, "rcpt-cc-bad", "“ben” is not a mail address."),
        ({"to": " "}, "rcpt-to-bad", "Say who gets it."),
        ({"to": "Desk@halden.example"}, "rcpt-to-bad", "our own mailbox"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False], ids=["by script", "plain"])
def test_a_wrong_address_is_said_beside_its_field(
    agent_client: Client, asked: Message, fields: dict[str, str], place: str, said: str, htmx: bool
):
    response = reply(agent_client, asked.inquiry, htmx=htmx, **fields)
    assert response.status_code == 422
    assert said in words(element(response, place))
    if not htmx:
        typed = {"to": "anna@post.example", "cc": ""} | fields
        assert element(response, "rcpt-to").get("value") == typed["to"]
        assert element(response, "rcpt-cc").get("value") == typed["cc"]
    assert not asked.inquiry.messages.filter(direction="OUT").exists()


@pytest.mark.parametrize("htmx", [True, False], ids=["by script", "plain"])
def test_somebody_new_is_asked_about_and_then_sent_to(agent_client: Client, asked: Message, htmx: bool):
    response = reply(agent_client, asked.inquiry, htmx=htmx, cc="sales@hotel-porto.example")
    assert response.status_code == 422
    assert "Somebody new would get this mail." in words(element(response, "comp-error"))
    asks = element(response, "rcpt-said")
    assert "sales@hotel-porto.example has had no part in this conversation." in words(asks)
    assert not asked.inquiry.messages.filter(direction="OUT").exists()
    agreed = asks.xpath(".//input[@name='agreed']/@value")[0]
    again = reply(agent_client, asked.inquiry, htmx=htmx, cc="sales@hotel-porto.example", agreed=agreed)
    assert again.status_code == (204 if htmx else 302)
    assert sent(asked.inquiry).cc == [{"address": "sales@hotel-porto.example", "name": ""}]


def test_a_yes_to_one_is_no_yes_to_another(agent_client: Client, asked: Message):
    cc = "sales@hotel-porto.example, other@hotel-porto.example"
    response = reply(agent_client, asked.inquiry, cc=cc, agreed="sales@hotel-porto.example")
    assert response.status_code == 422
    assert not asked.inquiry.messages.filter(direction="OUT").exists()


def test_while_typing_the_same_is_said_without_sending(agent_client: Client, asked: Message):
    response = looked_at(agent_client, asked.inquiry, to="anna@post.example", cc="pia@post.example", answers=asked.pk)
    assert response.status_code == 200
    said = words(element(response, "rcpt-said"))
    assert "pia@post.example has had no part" in said
    assert "Not to Ben Smith" in said
    marked = [node.get("id") for node in tree(response).xpath("//*[@hx-swap-oob]")]
    assert marked == ["rcpt-to-bad", "rcpt-cc-bad", "rcpt-said"]
    wrong = looked_at(agent_client, asked.inquiry, to="anna@post.example, b", cc="", answers=asked.pk)
    assert "“b” is not a mail address." in words(element(wrong, "rcpt-to-bad"))


def test_a_note_and_a_chat_ask_for_no_address(agent_client: Client, asked: Message):
    assert reply(agent_client, asked.inquiry, channel="note", to="nonsense", cc="nonsense").status_code == 204


def test_a_certain_mail_is_answered(agent_client: Client, asked: Message):
    offer = receive(inbound(references=("q@post.example",), email="sales@hotel-porto.example")).message
    assert element(page(agent_client, asked.inquiry), "rcpt-to").get("value").endswith("<sales@hotel-porto.example>")
    link = element(page(agent_client, asked.inquiry), f"m-{asked.pk}").xpath(".//a[@data-answer]")[0]
    alone = agent_client.get(link.get("hx-get"), headers=HTMX)
    assert element(alone, "rcpt-to").get("value") == "Anna Berg <anna@post.example>"
    assert tree(alone).xpath("//input[@name='answers']/@value") == [str(asked.pk)]
    assert "Answers the mail of" in words(tree(alone))
    plain = agent_client.get(link.get("href").partition("#")[0])
    assert element(plain, "rcpt-to").get("value") == "Anna Berg <anna@post.example>"
    reply(agent_client, asked.inquiry, answers=asked.pk)
    assert sent(asked.inquiry).reply_to == asked
    assert offer.inquiry == asked.inquiry


def test_an_answer_goes_to_the_mail_that_the_page_showed(agent_client: Client, asked: Message):
    """A supplier's mail that came in while somebody was writing to the customer changes nothing of that."""
    receive(inbound(references=("q@post.example",), email="sales@hotel-porto.example"))
    reply(agent_client, asked.inquiry, answers=asked.pk)
    row = sent(asked.inquiry)
    assert (row.reply_to, row.identity) == (asked, asked.identity)


def test_nothing_of_a_strangers_name_acts(agent_client: Client, asked: Message):
    EmailMessage.objects.update(cc=[{"address": "x@post.example", "name": '"><script>alert(1)</script>'}])
    response = page(agent_client, asked.inquiry)
    assert b"<script>alert" not in response.content
    assert element(response, "rcpt-said").xpath(".//button/@data-cc")[0].endswith("<x@post.example>")


def test_who_may_not_write_sees_no_addresses(client: Client, asked: Message):
    assert client.get(reverse("inquiry_recipients", args=[asked.inquiry_id])).status_code == 302
