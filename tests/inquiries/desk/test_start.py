"""An inquiry by hand: what was said is read like a message and proves its facts; nothing is opened twice unasked."""

from typing import Any

import pytest
from django.test import Client

from inquiries.models import Contact, Event, Fact, Identity, Inquiry, Mention, Message, User
from inquiries.work import sweeper
from tests.factories import IdentityFactory, InquiryFactory
from tests.inquiries.desk.pages import element, has_link, tree, words
from tests.messaging.sample_templates import PROPOSAL, known, number

pytestmark = pytest.mark.django_db

SAID = "Ten days on Crete from 3 to 12 May 2027, two adults, about 4,000 euros."


def post(client: Client, **fields: Any) -> Any:
    return client.post("/new/", {"how": "call", "text": SAID, **fields})


def test_a_call_is_read_like_a_message_and_waits_for_an_answer(agent_client: Client, agent: User) -> None:
    assert has_link(agent_client.get("/"), "New inquiry N")
    said = f"{SAID} Or ring Dan, +44 7700 900582."
    response = post(agent_client, name="Eleanor Whitcombe", number="+44 7700 900417", subject="Crete", text=said)
    inquiry = Inquiry.objects.get()
    assert response["Location"] == f"/inquiries/{inquiry.pk}/"
    assert (inquiry.assignee, inquiry.status, inquiry.last_message_direction) == (agent, "OPEN", "IN")
    assert inquiry.contact.phone == "+447700900417"
    assert not Identity.objects.exists()  # a number that somebody says is no key
    sweeper.run()

    inquiry.refresh_from_db()
    assert inquiry.trip.startswith("Crete")
    assert inquiry.needs_reply_since is not None
    fact = Fact.objects.get(field="destinations")
    assert (fact.source, fact.evidence[0]["quote"]) == ("rules", "Crete")
    page = agent_client.get(f"/inquiries/{inquiry.pk}/")
    assert Mention.objects.get().value == "447700900582"  # others who have it are suggested
    note = element(page, f"m-{Message.objects.get().pk}")
    assert "Eleanor Whitcombe on the phone noted by Nora Lindqvist" in words(note)
    assert note.xpath(".//mark")
    assert Event.objects.get(kind="created").actor == agent
    assert "Eleanor Whitcombe" in agent_client.get("/?tab=to_answer&q=4,000").content.decode()


def test_somebody_known_with_something_open_is_said_while_typing_and_before_a_second(agent_client: Client) -> None:
    identity = IdentityFactory.create(contact__name="Eleanor Whitcombe", value="eleanor@post.example")
    there = InquiryFactory.create(contact=identity.contact, trip="Crete")
    found = tree(agent_client.get("/new/who/", {"name": "elean"}))
    assert "Eleanor Whitcombe eleanor@post.example" in words(found)
    assert f"/inquiries/{there.pk}/" in found.xpath("//a/@href")
    odd = agent_client.get("/new/who/", {"name": "\x00", "number": "1", "contact": "9" * 30})
    assert odd.content.decode().strip() == ""

    for who in ({"contact": identity.contact.pk}, {"name": "E. Whitcombe", "email": "Eleanor@post.example"}):
        asked = post(agent_client, **who)
        assert asked.status_code == 422
        assert f"{there.reference}, Crete: open it instead" in words(tree(asked))
        assert SAID in asked.content.decode()
    assert Inquiry.objects.count() == 1
    added = post(agent_client, contact=identity.contact.pk, into=tree(asked).xpath("//button[@name='into']/@value")[0])
    assert added["Location"] == f"/inquiries/{there.pk}/"
    assert there.messages.get().text == SAID
    there.refresh_from_db()
    assert there.needs_reply_since is not None
    assert post(agent_client, contact=identity.contact.pk, anyway="1").status_code == 302
    assert Inquiry.objects.filter(contact=identity.contact).count() == 2
    wrong = post(agent_client, name="Somebody else", email="eleanor@post.example", how="email", anyway="1")
    assert "is Eleanor Whitcombe's already" in words(tree(wrong).find_class("team-bar")[0]).replace("’", "'")
    assert Contact.objects.count() == 1  # nothing half is left


def test_a_first_mail_opens_the_composer_with_the_address_and_the_subject(agent_client: Client) -> None:
    fields = {"how": "email", "name": "Jonas Brandt", "email": "jonas@brandt.example", "subject": "Lofoten in June"}
    response = post(agent_client, text="", **fields)
    inquiry = Inquiry.objects.get()
    assert response["Location"] == f"/inquiries/{inquiry.pk}/?by=email#composer"
    page = agent_client.get(response["Location"])
    composer = element(page, "composer")
    assert composer.xpath(".//input[@name='channel'][@checked]/@value") == ["email"]
    assert "jonas@brandt.example" in composer.xpath(".//*[@name='to']")[0].get("value")
    assert inquiry.needs_reply_since is None

    data = {"channel": "email", "text": "Guten Tag", "to": "jonas@brandt.example", "cc": "", "answers": ""}
    assert agent_client.post(f"/inquiries/{inquiry.pk}/reply/", data).status_code == 302
    sent = Message.objects.get()
    assert (sent.subject, sent.identity.value) == (
        f"Lofoten in June [{inquiry.reference}]",
        "jonas@brandt.example",
    )


def test_a_first_whatsapp_opens_the_templates_since_nobody_wrote(agent_client: Client) -> None:
    number()
    known(PROPOSAL)
    refused = post(agent_client, how="whatsapp", name="Lucía Fernández", text="")
    assert "Write a WhatsApp number" in words(tree(refused).find_class("team-bar")[0])
    response = post(agent_client, how="whatsapp", name="Lucía Fernández", number="+34 600 00 04 17", text="")
    inquiry = Inquiry.objects.get()
    page = agent_client.get(response["Location"])
    assert element(page, "composer").xpath(".//input[@name='channel'][@checked]/@value") == ["whatsapp"]
    picker = agent_client.get(f"/inquiries/{inquiry.pk}/template/", headers={"HX-Request": "true"})
    assert tree(picker).find_class("hub-tpl__item")
    assert not Identity.objects.get().confirmed


def test_what_is_missing_is_said_and_nothing_is_kept(agent_client: Client) -> None:
    for fields, words_of in (
        ({"name": "Eleanor", "text": " "}, "Write down what they said."),
        ({}, "Write their name"),
        ({"name": "Eleanor", "number": "12"}, "This is no phone number."),
        ({"name": "Eleanor", "email": "eleanor"}, "eleanor is no mail address."),
        ({"name": "Eleanor", "how": "fax"}, "fax"),
    ):
        response = post(agent_client, **fields)
        assert response.status_code == 422
        assert words_of in response.content.decode(), fields
    assert not Inquiry.objects.exists()
    assert not Contact.objects.exists()
