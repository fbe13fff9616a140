"""Saved replies: checked when kept, filled from the trip in the customer's language, never sent with a blank."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inquiries import attachments, replies, saved_words
from inquiries.desk import saved
from inquiries.errors import InvalidInput
from inquiries.models import Fact, Inquiry, Message, SavedReply, SavedReplyFile, User
from tests.bracketed import spoken
from tests.factories import FactFactory, IdentityFactory, InquiryFactory, MessageFactory, UserFactory
from tests.inquiries.desk.pages import tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def inquiry() -> Inquiry:
    """Lucía writes Spanish; where she goes is known, her budget is not."""
    identity = IdentityFactory.create(contact__name="Lucía Fernández", contact__language="es")
    row = InquiryFactory.create(contact=identity.contact, language="es")
    message = MessageFactory.create(inquiry=row, identity=identity, text="Una semana en Creta")
    place = {"name": "Crete", "country": "GR", "aliases": ["Creta"]}
    proof = {"message": message.pk, "part": "text", "start": 14, "end": 19, "quote": "Creta"}
    FactFactory.create(inquiry=row, message=message, field=Fact.Field.DESTINATIONS, value=[place], evidence=[proof])
    return row


def write(client: Client, address: str = "/saved-replies/new/", **fields: Any) -> Any:
    return client.post(address, {"title": "Deposit", "shortcut": "/Deposit", "channel": "", **fields})


def test_a_manager_keeps_one_for_the_team_and_an_agent_puts_it_in(
    manager_client: Client, agent_client: Client, agent: User, inquiry: Inquiry
) -> None:
    spanish = "Hola {first_name}: {destinations} con un presupuesto de {budget}. {reference}, {agent}"
    texts = {"language-0": "es", "text-0": spanish, "language-1": "en", "text-1": "Hello {firstname}"}
    terms = SimpleUploadedFile("condiciones.pdf", b"%PDF-1.4 es", content_type="application/pdf")
    refused = write(manager_client, whose="team", **texts)
    assert refused.status_code == 422
    assert "{firstname} is no blank" in words(tree(refused).find_class("team-bar")[0])
    assert spanish in refused.content.decode()
    assert SavedReply.objects.count() == 0

    texts["text-1"] = "Hello {first_name}"
    spanish_files: dict[str, Any] = {"files-0": [terms]}
    everywhere = SimpleUploadedFile("map.png", b"\x89PNG", content_type="image/png")
    kept = write(manager_client, whose="team", files=[everywhere], **spanish_files, **texts)
    assert kept.status_code == 302
    row = SavedReply.objects.get()
    assert (row.owner, row.shortcut, sorted(row.texts)) == (None, "deposit", ["en", "es"])
    SavedReply.objects.create(title="A first one", shortcut="first", texts={"en": "Hello"})
    SavedReply.objects.create(title="By chat", shortcut="chat", channel="whatsapp", texts={"es": "Hola"})

    address = reverse("inquiry_saved", args=[inquiry.pk])
    shown = tree(agent_client.get(address, {"channel": "email"}, headers=HTMX)).find_class("sug-item")
    assert [option.get("data-first") for option in shown] == ["deposit", "first"]  # hers first, no chat in a mail
    filled = agent_client.get(shown[0].get("data-href"), headers=JSON).json()
    assert filled["text"] == f"Hola Lucía: Creta con un presupuesto de {{budget}}. {inquiry.reference}, Nora"
    assert filled["empty"] == ["budget"]
    assert [file["name"] for file in filled["files"]] == ["map.png", "condiciones.pdf"]
    file = agent_client.get(filled["files"][1]["href"])
    assert b"".join(file.streaming_content) == b"%PDF-1.4 es"
    assert file["Content-Disposition"].startswith("attachment")
    english = agent_client.get(reverse("inquiry_saved_one", args=[inquiry.pk, row.pk]), {"language": "en"})
    assert "Hello Lucía" in english.content.decode()  # without scripts it is a page to copy from
    assert "condiciones.pdf" not in english.content.decode()

    with pytest.raises(InvalidInput, match=r"Fill in \{budget\} first"):
        replies.queue(inquiry, author=agent, channel="email", text=filled["text"])
    assert not Message.objects.filter(direction="OUT").exists()
    replies.queue(inquiry, author=agent, channel="email", text="Sale por {2000} euros")  # not a blank of ours

    # A language taken out takes its files along; bytes that a reply still has are never dropped.
    again = {"language-0": "en", "text-0": "Hello {first_name}", "whose": "team"}
    assert write(manager_client, f"/saved-replies/{row.pk}/", **again).status_code == 302
    left = SavedReplyFile.objects.get()
    assert left.filename == "map.png"
    assert attachments.drop(left.blob)
    assert attachments.read(left.blob) == b"\x89PNG"


def test_own_ones_are_ones_own_and_the_teams_are_for_managers(agent_client: Client, agent: User) -> None:
    team = SavedReply.objects.create(title="Team", shortcut="hello", texts={"en": "Hello"})
    other = SavedReply.objects.create(owner=UserFactory.create(), title="Secret", shortcut="x", texts={"en": "x"})
    text = {"language-0": "en", "text-0": "Hello {first_name}", "shortcut": "hello"}

    assert write(agent_client, whose="team", **text).status_code == 302  # what an agent writes is their own
    own = SavedReply.objects.get(owner=agent)
    twice = write(agent_client, **text)
    assert "You have a reply with this shortcut already." in twice.content.decode()
    for broken, said in (
        ({"text-0": ""}, "at least one language"),
        ({"language-0": "xx"}, "Choose the language"),
        ({"language-1": "en", "text-1": "Hi"}, "stands there twice"),
        ({"shortcut": "no spaces"}, "Small letters, digits and dashes"),
    ):
        response = write(agent_client, **{**text, "shortcut": "fresh", **broken})
        assert (response.status_code, said in response.content.decode()) == (422, True), broken

    assert write(agent_client, f"/saved-replies/{team.pk}/", **text).status_code == 403
    assert agent_client.post(f"/saved-replies/{team.pk}/delete/").status_code == 403
    assert agent_client.get(f"/saved-replies/{other.pk}/").status_code == 404
    page = agent_client.get("/saved-replies/").content.decode()
    assert "Team" in page
    assert "Secret" not in page
    assert agent_client.post(f"/saved-replies/{own.pk}/delete/").status_code == 302
    assert set(SavedReply.objects.values_list("pk", flat=True)) == {team.pk, other.pk}


def test_the_editor_names_every_blank(agent_client: Client) -> None:
    page = tree(agent_client.get("/saved-replies/new/"))
    chips = {chip.attrib["data-blank"]: chip.attrib["title"] for chip in page.xpath("//*[@data-blank]")}
    assert sorted(chips) == sorted(saved_words.BLANKS)
    assert chips["origin"] == "Where they start"


@pytest.mark.parametrize(
    ("code", "per", "said"),
    [("es", "person", "3.500 EUR por persona"), ("en", "night", "3,500 EUR per night"), ("de", "total", "3.500 EUR")],
)
def test_a_budget_is_written_in_the_language_of_the_text_not_of_who_sends_it(
    code: str, per: str, said: str, agent: User, inquiry: Inquiry
) -> None:
    FactFactory.create(inquiry=inquiry, field=Fact.Field.BUDGET, value={"amount": 3500, "currency": "EUR", "per": per})
    row = SavedReply.objects.create(title="B", shortcut="b", texts={code: "{budget}"})
    with spoken():
        assert saved.filled(row, inquiry, list(inquiry.facts.all()), agent=agent).text == said
