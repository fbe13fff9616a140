"""Kind and language of a message."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import read

NEWSLETTER = "Our deals of the week: Cyprus from £499. Unsubscribe here"


@pytest.mark.parametrize(
    ("text", "fields", "kind"),
    [
        ("We'd like a week in Crete in May, 2 adults, from Leeds", {}, "inquiry"),
        ("Do you do trips to Antarctica?", {}, "inquiry"),
        ("A week in Malta in May for 2 adults please", {"answers": True, "quoted_text": NEWSLETTER}, "inquiry"),
        ("Thanks for the quote! Could you make it 8 nights and add a rental car?", {}, "followup"),
        ("Danke für das Angebot. Wir nehmen das zweite Hotel, aber mit Vollpension.", {}, "followup"),
        ("Merci pour votre proposition. Plutôt en juin finalement ?", {"answers": True}, "followup"),
        ("so 15-22 june then", {"known": {"nights": 7}}, "followup"),
        ("[Voice note]", {"message_kind": "voice"}, "followup"),
        ("Can you change my flight on booking reference ABC123?", {}, "booking"),
        ("Wann bekommen wir die Reiseunterlagen für unsere Buchung 2027-4711?", {}, "booking"),
        ("Buenos días, reserva MT-27-0193, el apellido está mal escrito", {}, "booking"),
        ("Vorrei presentare reclamo per la prenotazione MT-26-3315", {}, "booking"),
        ("Please find attached invoice no 4512. Payment due within 30 days.", {}, "other"),
        ("I am looking for a job as travel consultant, my CV is attached.", {}, "other"),
        ("Your website has SEO errors. We guarantee first page ranking from $199.", {}, "other"),
        ("Dear partner, our net rates 2027 for Uzbekistan, 12% commission", {}, "other"),
        ("Thank you so much, we had a wonderful fortnight in Sorrento", {}, "other"),
        ("A week in Malta in May for 2 adults please", {"parked_reason": "bulk"}, "other"),
    ],
)
def test_the_kind(text: str, fields: dict[str, Any], kind: str) -> None:
    assert read(text, **fields).kind == kind


def test_only_requests_have_a_trip() -> None:
    booking = read("Booking MT-27-0388: can we fly to Jamaica on 3 May instead?\nAnna Berg", sender_name="Anna Berg")
    assert set(booking.values) == {"contact_name"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We'd like a week in Crete in May", "en"),
        ("Wir möchten im Mai nach Kreta", "de"),
        ("on veut aller en crete en mai", "fr"),
        ("hola, queremos ir a creta en mayo", "es"),
        ("ciao, vorremmo andare a creta a maggio", "it"),
        ("oi, a gente quer ir pra creta em maio", "pt"),
        ("hoi, wij willen in mei naar kreta", "nl"),
        ("👍", ""),
        ("", ""),
    ],
)
def test_the_language(text: str, language: str) -> None:
    assert read(text).language == language
