"""Drafts and summaries that no model writes: in the customer's language, from what is current, with what is missing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inquiries import projection
from inquiries.assist import drafts, requests, summaries, trip_words
from inquiries.assist.draft_words import TONGUES
from inquiries.models import Inquiry, Promise
from inquiries.question_words import SHIPPED
from tests.factories import ContactFactory, FactFactory, InquiryFactory, MessageFactory

pytestmark = pytest.mark.django_db

CRETE = {"name": "Crete", "country": "GR", "aliases": ["Kreta", "Creta", "Crète"]}
KNOWN: dict[str, Any] = {
    "destinations": [CRETE],
    "depart_on": "2027-05-03",
    "return_on": "2027-05-10",
    "adults": 2,
    "children": 1,
    "child_ages": [4],
    "budget": {"amount": 3000, "currency": "EUR", "per": "total"},
}
# What each language makes of it: greeting, trip, a question that stays open, closing.
SAID = {
    "en": ("Hello Anna,", "Crete, 3–10 May 2027, 2 adults and 1 child (aged 4), budget 3,000 EUR in total."),
    "de": ("Guten Tag Anna,", "Kreta, 3.–10. Mai 2027, 2 Erwachsene und 1 Kind (4 Jahre), Budget 3.000 EUR insgesamt."),
    "fr": ("Bonjour Anna,", "Crète, 3–10 mai 2027, 2 adultes et 1 enfant (4 ans), budget 3\u202f000 EUR au total."),
    "es": ("Hola Anna:", "Creta, 3–10 de mayo de 2027, 2 adultos y 1 niño (4 años), presupuesto 3.000 EUR en total."),
    "it": ("Buongiorno Anna,", "Creta, 3–10 maggio 2027, 2 adulti e 1 bambino (4 anni), budget 3.000 EUR in totale."),
    "pt": ("Olá Anna,", "Creta, 3–10 de maio de 2027, 2 adultos e 1 criança (4 anos), orçamento 3.000 EUR no total."),
    "nl": ("Beste Anna,", "Kreta, 3–10 mei 2027, 2 volwassenen en 1 kind (4 jaar), budget 3.000 EUR in totaal."),
}
PLACE = {"en": "Crete", "de": "Kreta", "fr": "Crète", "es": "Creta", "it": "Creta", "pt": "Creta", "nl": "Kreta"}


def asking_in(language: str) -> Inquiry:
    inquiry = InquiryFactory.create(contact=ContactFactory.create(name="Anna Berg"), language=language)
    message = MessageFactory.create(inquiry=inquiry, text=f"{PLACE[language]} !")
    for name, value in KNOWN.items():
        quote = PLACE[language] if name == "destinations" else "!"
        proof = [{"message": message.pk, "part": "text", "start": 0, "end": len(quote), "quote": quote}]
        FactFactory.create(inquiry=inquiry, message=message, field=name, value=value, evidence=proof)
    projection.project(inquiry)
    return inquiry


def test_a_draft_in_each_language_says_the_trip_and_asks_for_the_rest(agent) -> None:
    for language, (hello, trip) in SAID.items():
        inquiry = asking_in(language)
        made = drafts.template(inquiry, requests.known(inquiry), channel="whatsapp", actor=agent)
        tongue = TONGUES[language]
        assert made.language == language
        assert made.text.startswith(f"{SHIPPED[language]['hello whatsapp'].replace('{name}', 'Anna')}\n\n")
        assert trip in made.text
        assert tongue.thanks.casefold() in made.text.casefold()
        assert set(made.fields) == {"origin", "rooms"}
        assert f"- {SHIPPED[language]['origin']}" in made.text
        assert made.text.endswith(f"{tongue.closing_chat}\nNora")
        mail = drafts.template(inquiry, requests.known(inquiry), channel="email", actor=agent)
        assert mail.text.startswith(f"{hello}\n\n")
        assert mail.text.endswith(tongue.closing_mail), "the mailbox's signature has the name"


def test_days_numbers_and_sums_as_each_language_writes_them() -> None:
    rest = {"depart_on": "2027-05-28", "return_on": "2027-06-01", "nights": 1, "rooms": 1, "board": "half_board"}
    more = {"adults": 1, "children": 2, "child_ages": [0, 7], "origin": {"name": "Bristol", "country": "GB"}}
    budget = {"amount": 99.5, "currency": "", "per": "night"}
    said = {language: trip_words.parts(rest | more | {"budget": budget}, language=language) for language in TONGUES}
    assert said["fr"] == (
        "28 mai 2027 – 1er juin 2027, 1 nuit, 1 adulte et 2 enfants (0 et 7 ans), au départ de Bristol, demi-pension, "
        "1 chambre, budget 99,50 par nuit"
    )
    assert said["de"].startswith("28. Mai 2027 – 1. Juni 2027, 1 Nacht, 1 Erwachsener und 2 Kinder (0 und 7 Jahre), ab")
    month = {"travel_month": "2027-05", "travellers": 4}
    assert trip_words.parts(month, language="es") == "mayo de 2027, 4 personas"
    assert trip_words.parts({"travellers": 5, "adults": 4}, language="de") == "5 Personen (4 Erwachsene)"
    assert trip_words.parts({"return_on": "2027-05-01"}, language="en") == "back on 1 May 2027"
    assert trip_words.parts({}, language="nl") == ""


def test_what_nobody_is_sure_of_is_asked_and_not_said(agent) -> None:
    inquiry = InquiryFactory.create(contact=ContactFactory.create(name=""), language="sv")
    MessageFactory.create(inquiry=inquiry)
    for name, value in {"nights": 7, "adults": 2, "destinations": [CRETE], "origin": CRETE}.items():
        FactFactory.create(inquiry=inquiry, field=name, value=value)
    days = ["2027-06-05", "2027-05-06"]
    FactFactory.create(inquiry=inquiry, field="depart_on", value=None, state="PROPOSED", options=days)
    projection.project(inquiry)
    made = drafts.template(inquiry, requests.known(inquiry), channel="email", actor=agent)
    assert made.language == "en", "nobody has written that language"
    assert made.text.startswith("Hello,\n\nthank you")
    assert "understood your trip: Crete, 7 nights, 2 adults, from Crete." in made.text
    assert "- Do you mean 5 June or 6 May?" in made.text
    assert "depart_on" in made.fields

    Inquiry.objects.update(kind="booking")
    inquiry.refresh_from_db()
    about_a_booking = drafts.template(inquiry, requests.known(inquiry), channel="email", actor=agent)
    assert about_a_booking.text == "Hello,\n\nthank you for your message.\n\nKind regards"
    assert about_a_booking.fields == ()


def test_a_summary_has_all_that_a_colleague_has_to_know(agent) -> None:
    inquiry = asking_in("en")
    inquiry.needs_reply_since = timezone.now() - timedelta(hours=3)
    before = timezone.now() - timedelta(days=1)
    ours = MessageFactory.create(
        inquiry=inquiry,
        direction="OUT",
        author=agent,
        sent_at=before,
        text="Two options by Friday. 4242 4242 4242 4242",
    )
    Promise.objects.create(message=ours, start=0, end=21, due_at=before, open_since=before)
    inquiry.promise_due_at = before
    MessageFactory.create(inquiry=inquiry, channel="note", direction="OUT", author=agent, text="Prefers calls.")
    FactFactory.create(inquiry=inquiry, field="nights", value=7)
    made = requests.compose(requests.Assist(inquiry=inquiry, kind="summary"), requests.known(inquiry)).text
    lines = dict(line.split(": ", 1) for line in made.splitlines())
    assert lines["Trip"].startswith("Crete · 3–10 May")
    assert "departure 3 May 2027, return 10 May 2027, 2 adults, 1 child, aged 4, 3,000 EUR" in lines["Sure"]
    assert lines["To check"] == "7 nights."
    assert {"Missing", "Next"} <= lines.keys()
    assert lines["Promised"].startswith("“Two options by Friday”, was due")
    assert next(words for name, words in lines.items() if name.startswith("Last note")) == "“Prefers calls.”"
    assert any(name.startswith("Nora Lindqvist wrote") for name in lines)
    assert any(name.startswith("Anna Berg wrote") for name in lines)
    assert lines["Next"].startswith("answer, they wait since")
    assert lines["Next"].endswith("keep what was promised.")
    assert "4242 4242 4242" not in made
    assert summaries.template(InquiryFactory.create(status="LOST"), []).endswith("Next: nothing, it is over.")
