"""Every word that staff read may be in another language: seen in a language that brackets whatever is translated.

Data of the walk is written in Greek, so that a Latin letter outside of brackets is a word of ours that was forgotten.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from inquiries import roles
from inquiries.models import Event, Inquiry, Notice, SavedReply, User
from tests.bracketed import CLOSE, LANGUAGE, NAME, OPEN, Bracketed, known
from tests.conftest import person
from tests.factories import (
    AttachmentFactory,
    ContactFactory,
    FactFactory,
    IdentityFactory,
    InquiryFactory,
    MessageFactory,
)
from tests.inquiries.desk import marking
from tests.inquiries.desk.pages import tree

TEMPLATES = Path(product.BASE_DIR) / "templates"
SCRIPTS = Path(product.BASE_DIR) / "inquiries/static/inquiries"
# It stands on its own, since whatever translates may be what broke.
ALONE = {"500.html"}
# Names of what is not ours, addresses and codes; zones and countries come from tables that have them in English.
NAMES = (
    r"travelhub|Halden Travel|WhatsApp|Microsoft|OpenAI|Excel|Bracketed|English|Greece|\bUTC\b|\bTH-\d+"
    r"|\b\d+\.\d+\.\d+\b"
    r"|\S+@\S+|\S+\.example\S*|\.?\b(?:eml|xlsx|csv|CSV|zip|pdf|PDF|kB|MB|JSON)\b|var/outbox|\bmessage-\d+"
    r"|\brules [0-9a-f]{8}\b|\b[A-Z]\w+/[A-Z][\w/+-]+|· el\b|\bagent\b|\badmin\b|^ID$|^text$"
)
ALLOWED = re.compile(NAMES)


@pytest.fixture
def bracketed(db, settings) -> Iterator[Bracketed]:
    settings.LANGUAGES = [*settings.LANGUAGES, (LANGUAGE, NAME)]
    with known() as catalogue:
        User.objects.update(language=LANGUAGE)
        yield catalogue


@pytest.fixture
def reader(db) -> User:
    return person(roles.ADMIN, first_name="Νόρα", last_name="Λίντκβιστ", is_superuser=True)


@pytest.fixture
def inquiry(reader: User) -> Inquiry:
    """With something of everything that a page draws."""
    contact = ContactFactory.create(name="Άννα Μπεργκ", home="Αθήνα", language="el", notes="Θάλασσα")
    phone = IdentityFactory.create(contact=contact, kind="wa_id", value="306912345678")
    soon = timezone.now() + timedelta(hours=1)
    inquiry = InquiryFactory.create(
        contact=contact,
        assignee=reader,
        subject="Κρήτη",
        trip="Κρήτη",
        language="el",
        has_email=True,
        has_whatsapp=True,
        needs_reply_since=timezone.now() - timedelta(hours=3),
        window_closes_at=soon,
        remind_at=timezone.now() + timedelta(days=2),
        reminder_by="Νόρα",
        status="OPEN",
        last_message_text="Θάλασσα",
        sure_count=1,
        check_count=1,
        missing_count=2,
    )
    text: dict[str, Any] = {"inquiry": inquiry, "text": "Δέκα μέρες στην Κρήτη", "subject": "Κρήτη", "language": "el"}
    chat = {"channel": "whatsapp", "account": "106540352242922", **text, "subject": ""}
    mail = MessageFactory.create(**text | {"text": "Κάρτα 4242 4242 4242 4242"}, quoted_text="Παλιά")
    MessageFactory.create(**chat, identity=phone)
    MessageFactory.create(**chat, direction="OUT", author=reader, identity=phone)
    MessageFactory.create(**text, direction="OUT", author=reader)
    MessageFactory.create(**text, direction="OUT", author=reader, state="PERMANENTLY_FAILED", attempts=8)
    MessageFactory.create(**text, channel="note", direction="OUT", author=reader)
    AttachmentFactory.create(message=mail, filename="Κρήτη.pdf")
    FactFactory.create(inquiry=inquiry, field="nights", value=10)
    FactFactory.create(inquiry=inquiry, field="adults", value=2, state="PROPOSED")
    SavedReply.objects.create(title="Προκαταβολή", shortcut="προ", owner=reader)
    for by in (reader, None):
        Notice.objects.create(kind="assigned", person=reader, by=by, inquiry=inquiry, others=[inquiry.pk])
    _happen(inquiry, reader)
    return inquiry


def _happen(inquiry: Inquiry, reader: User) -> None:
    """What is told between the messages: by somebody, and by itself."""
    told: list[tuple[str, dict[str, Any]]] = [
        (Event.Kind.ASSIGNED, {"to": str(reader)}),
        (Event.Kind.ASSIGNED, {"to": "Άννα", "away": "yes"}),
        (Event.Kind.STATUS, {"to": "QUOTED"}),
        (Event.Kind.SNOOZED, {"until": ""}),
        (Event.Kind.FACT, {"field": "nights"}),
        (Event.Kind.PARKED, {"to": "bulk"}),
        (Event.Kind.CONTACT, {}),
        (Event.Kind.CONTACT, {"blocked": True}),
        (Event.Kind.REVEALED, {"what": ["card number"]}),
        (Event.Kind.TOGETHER, {"did": "moved_in", "count": 2, "name": "Άννα"}),
        (Event.Kind.EXPIRED, {}),
        (Event.Kind.REMINDER, {"did": "off"}),
        (Event.Kind.PROMISE, {"did": "kept"}),
    ]
    for kind, data in told:
        for actor in (reader, None):
            Event.objects.create(kind=kind, inquiry=inquiry, actor=actor, data=data)


@pytest.fixture
def client_of_reader(reader: User, client: Client) -> Client:
    client.force_login(reader)
    return client


PAGES = [
    "/",
    "/?tab=all&filter=open&status=OPEN&q=Κρήτη",
    "/?tab=parked",
    "/inquiries/{pk}/",
    "/inquiries/{pk}/contact/",
    "/inquiries/{pk}/trip/",
    "/inquiries/{pk}/snooze/",
    "/inquiries/{pk}/later/",
    "/inquiries/{pk}/same/",
    "/inquiries/{pk}/template/",
    "/inquiries/{pk}/saved/",
    "/inquiries/{pk}/outcome/",
    "/inquiries/{pk}/trip/nights/",
    "/inquiries/{pk}/recipients/",
    "/inquiries/{pk}/promises/",
    "/inquiries/{pk}/beside/",
    "/inquiries/{pk}/by-hand/?q=Κρήτη",
    "/new/",
    "/work/",
    "/status/",
    "/figures/",
    "/figures/tables/",
    "/exports/",
    "/export/new/?tab=all",
    "/views/",
    "/saved-replies/",
    "/saved-replies/new/",
    "/me/",
    "/account/",
    "/reading/",
    "/reading/again/",
    "/reading/cases/?what=shown",
    "/notices/",
    "/nowhere/",
    "/admin/",
    "/admin/inquiries/inquiry/",
    "/admin/inquiries/message/",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_word_of_a_page_is_translated(
    address: str, inquiry: Inquiry, client_of_reader: Client, bracketed: Bracketed
):
    page = client_of_reader.get(address.format(pk=inquiry.pk))
    assert page.status_code == (404 if address == "/nowhere/" else 200)
    holes = marking.holes(page.content, allowed=ALLOWED)
    assert not holes, "\n".join(("", *holes))


def test_every_word_about_an_inquiry_that_rests_is_translated(
    inquiry: Inquiry, client_of_reader: Client, bracketed: Bracketed
):
    ahead = timezone.now() + timedelta(days=3)
    rests = {"parked_reason": "bulk", "snoozed_until": ahead, "status": "LOST", "lost_reason": "Ακριβό"}
    Inquiry.objects.filter(pk=inquiry.pk).update(**rests, window_closes_at=None, remind_if_silent=False)
    page = client_of_reader.get(inquiry.get_absolute_url())
    holes = marking.holes(page.content, allowed=ALLOWED)
    assert not holes, "\n".join(("", *holes))


def test_every_word_of_a_refusal_is_translated(inquiry: Inquiry, client_of_reader: Client, bracketed: Bracketed):
    page = client_of_reader.post(f"{inquiry.get_absolute_url()}reply/", {"channel": "email", "text": ""})
    assert page.status_code == 422
    holes = marking.holes(page.content, allowed=ALLOWED)
    assert not holes, "\n".join(("", *holes))


def test_a_translator_puts_the_words_of_a_line_in_order(
    inquiry: Inquiry, reader: User, client_of_reader: Client, bracketed: Bracketed
):
    """Who did it and what it was about stand where the language has them."""
    bracketed.words = {
        "%(who)s set the status to %(status)s": "%(status)s < %(who)s",
        "%(who)s mentioned you: %(customer)s": "%(customer)s < %(who)s",
    }
    client_of_reader.post(reverse("inquiry_status", args=[inquiry.pk]), {"status": "QUOTED"})
    lines = tree(client_of_reader.get(inquiry.get_absolute_url())).find_class("hub-event")
    assert "⟦⟦Quoted⟧ < ⟦You⟧⟧" in [line.find("span").text_content() for line in lines]
    Notice.objects.create(kind="mentioned", person=reader, by=reader, inquiry=inquiry)
    told = tree(client_of_reader.get("/notices/")).find_class("hub-bell__what")[0]
    assert told.text_content().startswith(f"⟦{inquiry.contact} < {reader}⟧")


def test_every_word_for_strangers_is_translated(db, client: Client, bracketed: Bracketed):
    page = client.get("/sign-in/", headers={"accept-language": LANGUAGE})
    assert OPEN in page.content.decode()
    holes = marking.holes(page.content, allowed=ALLOWED)
    assert not holes, "\n".join(("", *holes))


def test_a_file_is_in_the_language_that_the_browser_asks_for(
    inquiry: Inquiry, client_of_reader: Client, bracketed: Bracketed
):
    """It is written while it is sent, when the page's request is over."""
    User.objects.update(language="")
    page = client_of_reader.get("/export/?tab=all&format=csv", headers={"accept-language": LANGUAGE})
    assert f"{OPEN}Reference{CLOSE}" in b"".join(page.streaming_content).decode()
    assert translation.get_language() == "en-gb"


@pytest.mark.parametrize("name", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")))
def test_a_template_has_no_word_outside_of_a_tag_that_translates(name: str):
    assert name in ALONE or marking.bare(TEMPLATES / name) == []


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.name)
def test_a_sentence_of_a_script_is_looked_up(script: Path):
    """A string that begins like a sentence, or that is one: a capital, and a space between words."""
    code = re.sub(r"^\s*//.*$|\s//\s.*$", "", script.read_text(encoding="utf-8"), flags=re.M)
    sentences = re.findall(r"""(\S{0,8})(?:"|`)([A-Z][a-z]+ [^"`]*[a-z][^"`]*)["`]""", code)
    assert [words for before, words in sentences if not before.endswith("gettext(")] == []


def test_scripts_have_their_words_from_the_catalogue(
    inquiry: Inquiry, client_of_reader: Client, settings, tmp_path: Path, bracketed: Bracketed
):
    page = client_of_reader.get("/").content.decode()
    (address,) = re.findall(r'src="(/words/[^"]*)"', page)
    assert address == f"/words/{LANGUAGE}/{settings.VERSION}/words.js"
    assert page.index(address) < page.index("trouble.js")
    folder = tmp_path / "de/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "djangojs.mo").write_bytes(marking.compiled({"Stop": "Halt"}))
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    script = client_of_reader.get(address.replace("/xx/", "/de/"))
    assert '"Stop": "Halt"' in script.content.decode()
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "private" in script.headers["Cache-Control"]
    assert client_of_reader.get(address.replace("/xx/", "/fr/")).status_code == 404
    assert translation.get_language() == "en-gb"


def test_in_english_a_page_asks_for_no_words(inquiry: Inquiry, client_of_reader: Client):
    assert "/words/" not in client_of_reader.get("/").content.decode()


@pytest.mark.parametrize("address", ["/inquiries/{pk}/", "/figures/", "/reading/", "/work/", "/"])
def test_a_decimal_comma_gets_into_no_attribute(
    address: str, inquiry: Inquiry, client_of_reader: Client, reader: User, settings
):
    """Lengths of charts and seconds of requests are read by a browser, which knows the point alone."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    User.objects.filter(pk=reader.pk).update(language="de")
    Inquiry.objects.filter(pk=inquiry.pk).update(came_at=timezone.now(), came_by="email")
    page = client_of_reader.get(address.format(pk=inquiry.pk)).content.decode()
    assert 'lang="de"' in page
    assert re.findall(r'[\w-]+="[^"]*\d,\d[^"]*"', page.replace("viewBox", "")) == []
