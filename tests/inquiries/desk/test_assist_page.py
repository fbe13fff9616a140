"""Draft, Translate, Transcript and Summary on the inquiry page: by a click, marked as a machine's, never sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import attachments
from inquiries.models import Assist, Attachment, Inquiry, Message, User
from inquiries.work import assisting
from tests.factories import (
    AttachmentFactory,
    ContactFactory,
    FactFactory,
    IdentityFactory,
    InquiryFactory,
    MessageFactory,
)
from tests.inquiries.desk.pages import element, tree, words
from tests.inquiries.openai_room import server
from tests.servers import openai as vendor

__all__ = ["server"]  # a fixture

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    """A customer who writes German by mail, and has sent a voice note."""
    contact = ContactFactory.create(name="Anna Berg")
    row = InquiryFactory.create(contact=contact, language="de", status="OPEN")
    start = timezone.now() - timedelta(hours=3)
    mail = IdentityFactory.create(contact=contact)
    MessageFactory.create(inquiry=row, identity=mail, sent_at=start, text="Wir möchten im Mai nach Kreta.")
    FactFactory.create(inquiry=row, field="nights", value=7)
    spoken = MessageFactory.create(inquiry=row, channel="whatsapp", kind="voice", text="[Voice note]", sent_at=start)
    blob, sha256 = attachments.store(b"OggS" + bytes(60))
    AttachmentFactory.create(
        message=spoken, content_type="audio/ogg", state="STORED", blob=blob, sha256=sha256, size=64, due_at=None
    )
    return row


def post(client: Client, name: str, pk: int, **data: str) -> Any:
    response = client.post(reverse(name, args=[pk]), data, headers=HTMX)
    assert response.status_code == 200
    return response


def see(client: Client, row: Assist, **query: Any) -> Any:
    return client.get(reverse("assist", args=[row.pk]), query, headers=HTMX)


def work(row: Assist) -> None:
    assisting.assist(row.pk)


def offer(response: Any) -> tuple[str, str]:
    """What the strip says, and the text that it offers."""
    strip = element(response, "assist")
    return words(strip.find_class("hub-assist__say")[0]), strip.xpath(".//*[@data-text]")[0].text


def test_without_a_key_draft_and_summary_are_there_at_once_and_nothing_else(agent_client, inquiry) -> None:
    page = agent_client.get(inquiry.get_absolute_url())
    assert [words(button) for button in tree(page).xpath("//button[@data-assist]")] == ["Draft D"]
    assert tree(page).find_class("hub-as") == []
    assert b"/assists/" not in page.content

    says, text = offer(post(agent_client, "inquiry_suggest", inquiry.pk, channel="email"))
    assert says == "Draft, German. Read it before you send it."
    assert "7 Nächte" in text
    assert "Try again" not in says
    summed = post(agent_client, "inquiry_summary", inquiry.pk)
    assert "Sure" not in words(element(summed, "summary-body")), "nothing is proven yet"
    assert "To check: 7 nights." in words(element(summed, "summary-body"))
    for name, pk in (("message_translation", inquiry.messages.all()[0].pk), ("inquiry_translate", inquiry.pk)):
        said = tree(post(agent_client, name, pk, text="Hello")).xpath("//*[@role='alert']")
        assert "OPENAI_API_KEY" in words(said[0])
    assert Message.objects.filter(direction="OUT").count() == 0


def test_a_draft_is_waited_for_offered_and_never_sent(agent_client, inquiry, server) -> None:
    server.answers = [vendor.completion({"text": "Guten Tag <b>Anna</b>"})]
    waiting = element(post(agent_client, "inquiry_suggest", inquiry.pk, channel="email"), "assist")
    post(agent_client, "inquiry_suggest", inquiry.pk, channel="email")
    row = Assist.objects.get()
    assert words(waiting) == "Writing a draft …"
    assert waiting.get("hx-get") == f"/assists/{row.pk}/?tries=1"
    assert element(see(agent_client, row, tries=5), "assist").get("hx-trigger") == "load delay:8s, every 20s"
    for minutes, remark in ((2, "longer than usual"), (9, "No worker")):
        Assist.objects.update(due_at=timezone.now() - timedelta(minutes=minutes))
        assert remark in words(element(see(agent_client, row), "assist"))
    work(row)
    done = see(agent_client, row)
    assert offer(done) == ("Draft by OpenAI, German. Read it before you send it.", "Guten Tag <b>Anna</b>")
    assert element(done, "assist").get("hx-get") is None
    assert element(done, "assist").get("data-fields") == ",".join(row.asked)
    assert len(server.requests) == 1
    assert Message.objects.filter(direction="OUT").count() == 0

    # Without scripts: a page that leads back, with the text in the composer.
    alone = agent_client.post(reverse("inquiry_suggest", args=[inquiry.pk]), {"channel": "email"}, follow=True)
    address = tree(alone).xpath("//a[@data-use]/@href")[0]
    form = element(agent_client.get(address.partition("#")[0]), "composer")
    assert form.xpath(".//textarea")[0].text.strip() == "Guten Tag <b>Anna</b>"
    assert form.xpath(".//input[@name='asked']")[0].get("value") == ",".join(row.asked)


def test_what_openai_refused_is_said_beside_the_template_and_can_be_tried_again(agent_client, inquiry, server) -> None:
    server.answers = [vendor.completion(None, refusal="No."), vendor.completion({"text": "Guten Tag"})]
    post(agent_client, "inquiry_suggest", inquiry.pk, channel="email")
    work(row := Assist.objects.get())
    done = see(agent_client, row)
    says, text = offer(done)
    assert says.startswith("Draft, German. OpenAI refused to write this. It was put together from")
    assert "7 Nächte" in text
    assert "Try OpenAI again" in words(element(done, "assist"))
    post(agent_client, "assist_again", row.pk)
    work(Assist.objects.latest("pk"))
    assert offer(see(agent_client, Assist.objects.latest("pk")))[1] == "Guten Tag"


def test_a_foreign_message_is_translated_in_its_place_and_stays(
    agent_client, inquiry, server, settings, django_assert_max_num_queries
) -> None:
    message = inquiry.messages.get(channel="email")
    with django_assert_max_num_queries(14):
        page = agent_client.get(inquiry.get_absolute_url())
    link = element(page, f"tr-{message.pk}").find("a")
    assert words(link) == "Translate"
    assert "Translate this message" in words(element(agent_client.get(link.get("href")), "main"))
    server.answers = [vendor.error(503, "Overloaded."), vendor.completion({"text": "To Crete in May."})]
    asked = element(post(agent_client, "message_translation", message.pk), f"tr-{message.pk}")
    assert words(asked) == "Translating …"
    work(row := Assist.objects.get())
    refused = element(see(agent_client, row), f"tr-{message.pk}")
    assert "problem of its own" in words(refused)
    post(agent_client, "assist_again", row.pk)
    work(Assist.objects.latest("pk"))
    loaded = agent_client.get(reverse("inquiry_assists", args=[inquiry.pk]), headers=HTMX)
    assert words(element(loaded, f"tr-{message.pk}")) == "To Crete in May. Translated by OpenAI. Hide"
    message.refresh_from_db()
    assert message.text == "Wir möchten im Mai nach Kreta."

    settings.DESK_LANGUAGE = "de"
    at_home = agent_client.get(inquiry.get_absolute_url())
    assert tree(at_home).xpath("//*[starts-with(@id, 'tr-')]") == []


def test_a_reply_is_offered_in_their_language(agent_client, inquiry, server) -> None:
    nothing = post(agent_client, "inquiry_translate", inquiry.pk, text=" ")
    assert "Write something first" in words(element(nothing, "assist"))
    server.answers = [vendor.completion({"text": "Vielen Dank."})]
    post(agent_client, "inquiry_translate", inquiry.pk, text="Thank you.")
    work(row := Assist.objects.get())
    assert offer(see(agent_client, row)) == (
        "Translated by OpenAI, German. Read it before you send it.",
        "Vielen Dank.",
    )


def test_a_voice_note_has_its_transcript_beside_the_player(agent_client, inquiry, server) -> None:
    file = Attachment.objects.get()
    link = element(agent_client.get(inquiry.get_absolute_url()), f"ts-{file.pk}").find("a")
    assert words(link) == "Transcript"
    server.transcripts = [vendor.transcription("We are three. Card 4242 4242 4242 4242")]
    post(agent_client, "attachment_transcript", file.pk)
    work(row := Assist.objects.get())
    shown = words(element(see(agent_client, row), f"ts-{file.pk}"))
    assert shown == "We are three. Card •••• •••• •••• 4242 Transcript by OpenAI, may be wrong. Hide"
    file.message.delete()
    assert Assist.objects.count() == 0, "it goes with its message"


def test_a_summary_becomes_a_note(agent_client, inquiry, server, agent) -> None:
    server.answers = [vendor.completion({"text": "Trip: Crete."})]
    post(agent_client, "inquiry_summary", inquiry.pk)
    work(row := Assist.objects.get())
    assert words(element(see(agent_client, row), "summary-body")).startswith("Trip: Crete. Summed up by OpenAI")
    kept = agent_client.post(reverse("assist_note", args=[row.pk]), headers=HTMX)
    assert "Kept as a note" in kept.content.decode()
    assert "thread-changed" in kept["HX-Trigger-After-Settle"]
    note = Message.objects.get(channel="note")
    assert (note.author, note.text) == (agent, "Summary by OpenAI\nTrip: Crete.")


def test_who_may_not_write_gets_none_of_it(client, agent_client, inquiry, server) -> None:
    post(agent_client, "inquiry_summary", inquiry.pk)
    row = Assist.objects.get()
    message, file = inquiry.messages.all()[0].pk, Attachment.objects.get().pk
    addresses = [
        *(reverse(name, args=[inquiry.pk]) for name in ("inquiry_suggest", "inquiry_translate", "inquiry_summary")),
        reverse("message_translation", args=[message]),
        reverse("attachment_transcript", args=[file]),
        *(reverse(name, args=[row.pk]) for name in ("assist_again", "assist_note")),
    ]
    looks = [reverse("assist", args=[row.pk]), reverse("inquiry_assists", args=[inquiry.pk])]
    assert {client.post(address).status_code for address in addresses} == {302}
    client.force_login(User.objects.create_user("nobody"))
    assert {client.post(address).status_code for address in addresses} == {403}
    assert {client.get(address).status_code for address in looks} == {403}
    assert Assist.objects.count() == 1
    assert server.requests == []
