"""Every type of message has a face of its own on the inquiry page, whatever it came with."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inquiries import attachments
from inquiries.models import Attachment, Inquiry, Message
from messaging import faces
from messaging.models import WhatsAppMessage
from tests.factories import FactFactory
from tests.inquiries.desk.pages import tree, words
from tests.messaging.payloads import FOLDER, body_of, ingest_all, post, recorded, take_in

pytestmark = pytest.mark.django_db

MESSAGES = [
    path.stem for path in sorted(FOLDER.glob("*.json")) if path.stem.split("__")[0] not in {"status", "other", "batch"}
]
# What a person reads in the conversation, and what else has to be there, as XPath.
BUBBLES = {
    "text__plain": ("Hello, two adults to Madeira", "."),
    "text__reply": ("Yes, that one please", ".//a[@class='hub-quote']"),
    "text__forwarded": ("Forwarded Look at this offer", "."),
    "text__frequently_forwarded": ("Forwarded many times Everybody, read this", "."),
    "text__ad_referral": (
        "Wrote after seeing an advertisement with a picture Winter sun from 399 Seven nights on Fuerteventura",
        ".//a[@href='https://ads.example/fb.me/3cr4Wqqkv'][contains(@rel, 'noopener')][@target='_blank']",
    ),
    "text__referred_product": ("Asks about villa-07 of the catalogue Is this one still free?", "."),
    "text__hidden_number": ("Do you have anything in Malta in May?", "."),
    "text__empty_number": ("", "."),
    "text__with_user_id": ("Hi, it's Ann again", "."),
    "text__no_sender": ("Who am I?", "."),
    "text__numbers_for_text": ("", "."),
    "location__named": (
        "Hotel Bahia Calle 1 Open the map 28.1, -16.7",
        ".//a[@href='https://www.openstreetmap.org/?mlat=28.1&mlon=-16.7#map=15/28.1/-16.7']"
        "[@rel='noopener noreferrer'][@target='_blank']",
    ),
    "location__bare": ("Location Open the map 50.3712, -4.1427", "."),
    "contacts__two": ("Carl Brandt +44 7700 900302 carl@brandt.example Contact +44 7700 900303", "."),
    "contacts__organisation": (
        "Eva Lindner Planner, Lindner Weddings +44 7700 900305 +44 7700 900306 eva@lindner.example",
        ".",
    ),
    "contacts__vcard_only": ("Dora Quill +447700900304", "."),
    "interactive__button_reply": ("Corfu, 7 nights", ".//*[contains(@class, 'hub-pressed')]"),
    "interactive__list_reply": ("Half board Breakfast and dinner", ".//*[contains(@class, 'hub-pressed')]"),
    "button__template_reply": ("Yes, book it", ".//*[contains(@class, 'hub-pressed')]"),
    "interactive__flow_reply": ("Filled in a form destination Lisbon adults 2", ".//th[text()='adults']"),
    "interactive__flow_reply_broken": ("Form What it says did not come with it.", "."),
    "interactive__without_content": (
        "The reply could not be read. (WhatsApp 131000) Answer to buttons or a form What it says did not come with it.",
        ".",
    ),
    "order__two_items": (
        "Order 1 × villa-07 1,200 EUR 2 × transfer 30.50 EUR Total 1,261 EUR for July please",
        ".//tfoot//td[text()='1,261 EUR']",
    ),
    "unsupported__poll": ("Poll What it says did not come with it. Ask for it in words.", "."),
    "unsupported__plain": ("Message of an unknown kind What it says did not come", "."),
    "unknown__hologram": ("Hologram What it says did not come with it.", "."),
    "unknown__no_type": ("", "."),
    "edit__text": ("6 to 13 March", ".//p[starts-with(., 'Edited before it reached us')]"),
    "revoke__message": ("The sender deleted a message that had not reached us.", "."),
}
LINES = {
    "reaction__thumbs_up": "Ann Pellow reacted 👍 to a message that is not here",
    "reaction__taken_back": "Ann Pellow took back a reaction to a message that is not here",
    "system__number_changed": "Changed their WhatsApp number, now +44 7700 900399",
    "system__number_changed_old_names": "Changed their WhatsApp number, now +44 7700 900398",
    "system__user_id_changed": "WhatsApp gave this person a new user id",
    "system__identity_changed": "Their security code changed: a new phone, or WhatsApp installed anew",
    "request_welcome__first_chat": "Opened the chat for the first time",
}
OGG, WEBP, MP4 = b"OggS\x00\x02 sound", b"RIFF\x24\x00\x00\x00WEBPVP8 ", b"\x00\x00\x00\x20ftypisom film"
FILES = {
    "image__caption": (b"\xff\xd8\xff\xe0 shop", ".//a[@class='hub-shot']/img", "saw this in your window"),
    "image__plain_with_url": (b"\xff\xd8\xff\xe0 shop", ".//a[@class='hub-shot']/img", ""),
    "sticker__animated": (WEBP, ".//*[contains(@class, 'hub-bubble--sticker')]//img", ""),
    "sticker__still": (WEBP, ".//*[contains(@class, 'hub-bubble--sticker')]//img", ""),
    "audio__voice_note": (OGG, ".//*[@class='hub-voice'][audio[@controls]]/a[@download]", ""),
    "audio__music": (b"ID3 music", ".//*[@class='hub-audio'][audio[@controls]]/a[@download]", "Audio.mp3"),
    "video__caption": (MP4, ".//video[@controls]", "this is the beach I meant"),
    "video__plain": (MP4, ".//video[@controls]", ""),
    "document__caption": (
        b"%PDF-1.7",
        ".//a[contains(@class, 'hub-file')][@target='_blank']",
        "can you beat this quote?",
    ),
    "document__plain": (b"MZ", ".//a[contains(@class, 'hub-file')]", "passfdp.exe"),
}


def conversation(client: Client) -> Any:
    inquiry = Inquiry.objects.latest("pk")
    response = client.get(reverse("inquiry", args=[inquiry.pk]))
    assert response.status_code == 200
    return tree(response).get_element_by_id("thread")


def bubble(client: Client) -> Any:
    (found,) = conversation(client).find_class("hub-msg")
    return found


def said(found: Any) -> str:
    return words(found.find_class("hub-bubble")[0])


@pytest.mark.parametrize("name", MESSAGES)
def test_every_recorded_message_is_on_the_page_once(client, agent_client, name):
    take_in(client, name)
    thread = conversation(agent_client)
    message = Message.objects.get()
    assert len(thread.xpath(f".//*[@id='m-{message.pk}']")) == 1
    text = words(thread)
    assert "[" not in text.replace("[Photo]", ""), text  # what stands in brackets in its text is drawn instead


@pytest.mark.parametrize("name", BUBBLES)
def test_a_message_has_the_face_of_its_type(client, agent_client, name):
    if name == "text__reply":
        take_in(client, "text__plain")
    take_in(client, name)
    text, path = BUBBLES[name]
    found = conversation(agent_client).find_class("hub-msg")[-1]
    assert text in said(found)
    assert found.xpath(path)


@pytest.mark.parametrize("name", LINES)
def test_what_nobody_said_is_a_line_and_no_bubble(client, agent_client, name):
    take_in(client, name)
    thread = conversation(agent_client)
    assert thread.find_class("hub-msg") == []
    assert any(LINES[name] in words(line) for line in thread.find_class("hub-event"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_shown_as_what_it_is(client, agent_client, name):
    content, path, text = FILES[name]
    take_in(client, name)
    file = Attachment.objects.get()
    blob, sha256 = attachments.store(content)
    Attachment.objects.update(state="STORED", blob=blob, sha256=sha256, size=len(content), due_at=None)
    found = bubble(agent_client)
    assert found.xpath(path)
    assert text in said(found)
    assert "[" not in said(found)
    served = agent_client.get(reverse("attachment", args=[file.pk]), headers={"Range": "bytes=0-1"})
    assert (served.status_code, served.getvalue()) == (200 if len(content) <= 2 else 206, content[:2])


def test_a_picture_that_waits_and_one_that_failed_say_so(client, agent_client):
    take_in(client, "image__caption")
    assert "being fetched" in said(bubble(agent_client))
    Attachment.objects.update(state="PERMANENTLY_FAILED", due_at=None, last_error="The file is no longer at Meta.")
    found = bubble(agent_client)
    assert "could not be fetched. The file is no longer at Meta." in said(found)
    assert [words(button) for button in found.iter("button")] == ["Retry"]


def test_words_in_brackets_are_shown_where_they_prove_something(client, agent_client):
    take_in(client, "location__named")
    message = Message.objects.get()
    start = message.text.index("Hotel Bahia")
    proof = {"message": message.pk, "part": "text", "start": start, "end": start + 11, "quote": "Hotel Bahia"}
    FactFactory(inquiry=message.inquiry, message=message, field="hotel", value="Hotel Bahia", evidence=[proof])
    assert [words(mark) for mark in bubble(agent_client).iter("mark")] == ["Hotel Bahia"]


@pytest.mark.parametrize(
    "message",
    [
        {"type": "location", "location": {"latitude": "91", "longitude": "1e999", "name": "<b>Nowhere</b>"}},
        {"type": "location", "location": {"latitude": 'nan"><script>', "longitude": 1}},
        {"type": "order", "order": {"product_items": [{"quantity": "NaN", "item_price": "1e99999"}]}},
        {"type": "contacts", "contacts": [{}]},
        {"type": "text", "text": {"body": "x"}, "referral": {"source_url": "javascript:alert(1)", "headline": ["?"]}},
        {"type": "text", "text": {"body": "x"}, "referral": {"source_url": "JavaScript:alert(1)", "headline": "Sun"}},
        {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"response_json": "[1, 2]"}}},
        {"type": "button", "button": {}},
        {"type": "system", "system": {"type": "user_changed_number"}},
    ],
)  # fmt: skip
def test_nonsense_costs_a_face_and_not_the_page(client, agent_client, message):
    post(client, body_of(message))
    ingest_all()
    text = conversation(agent_client).getroottree()
    assert not text.xpath("//script[not(@src)] | //a[starts-with(translate(@href, 'JS', 'js'), 'javascript')]")
    assert not text.xpath("//a[contains(@href, 'nan')]")


class TestAsItCame:
    """The payload is one click away from a placeholder, for those who may see it."""

    def test_a_manager_reads_what_meta_sent(self, client, manager_client):
        take_in(client, "unknown__hologram")
        (link,) = bubble(manager_client).xpath(".//a[text()='As it came']")
        response = manager_client.get(link.get("href"))
        assert json.loads(response.content)["type"] == "hologram"
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert "default-src 'none'" in response["Content-Security-Policy"]

    def test_an_agent_does_not(self, client, agent_client):
        take_in(client, "unknown__hologram")
        assert not bubble(agent_client).xpath(".//a[text()='As it came']")
        assert agent_client.get(reverse("message_raw", args=[Message.objects.get().pk])).status_code == 403


def test_a_face_that_breaks_leaves_the_text(client, agent_client, monkeypatch):
    def broken(payload: object) -> None:
        raise RuntimeError("a fault of ours")

    take_in(client, "location__named")
    monkeypatch.setattr(faces, "read", broken)
    assert "[Location] Hotel Bahia" in said(bubble(agent_client))


def test_a_page_with_every_type_takes_twelve_queries(client, agent_client):
    names = [name for name in MESSAGES if not name.startswith(("text__brazil", "text__no_sender", "text__hidden"))]
    for name in names[-25:]:
        take_in(client, name)
    take_in(client, "text__plain", "edit__text", "reaction__thumbs_up", "echo__reaction", "text__reply")
    inquiry = WhatsAppMessage.objects.latest("pk").message.inquiry
    with CaptureQueriesContext(connection) as queries:
        response = agent_client.get(reverse("inquiry", args=[inquiry.pk]))
    assert len(queries) <= 12, [query["sql"][:90] for query in queries]
    assert len(response.content) < 60_000


def test_recorded_bodies_cover_each_type_of_the_wire():
    types = {
        message.get("type", "")
        for name in MESSAGES
        for value in [json.loads(recorded(name))["entry"][0]["changes"][0]["value"]]
        for message in [*value.get("messages", []), *value.get("message_echoes", [])]
    }
    assert types >= {
        *("text", "image", "video", "audio", "document", "sticker", "location", "contacts", "interactive", "button"),
        *("reaction", "order", "system", "unsupported", "edit", "revoke", "request_welcome"),
    }
