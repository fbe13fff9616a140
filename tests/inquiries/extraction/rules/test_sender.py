"""The sender's own name and number."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "sender", "name"),
    [
        ("A week in Crete please", "Anna Berg", "Anna Berg"),
        ("A week in Crete please\n\nThanks\nJo Pritchard", "Jo P", "Jo Pritchard"),
        ("Eine Woche Kreta bitte\n\nViele Grüße\nUrsula Zbinden", "Zbinden Ursula", "Ursula Zbinden"),
        ("Un devis pour Rome svp", "LE GOFF Claire", "Claire Le Goff"),
        ("A week in Crete please", "Aldous, Catherine (HUM)", "Catherine Aldous"),
        ("Evening. Cormac Devlin here. Looking for diving", "Cormac D", "Cormac Devlin"),
        ("hallihallo, lena krombach hier, wir suchen ne villa", "Lena 🌻", "Lena Krombach"),
        ("hola! soy Joaquín Peralta, quiero ir a Roma", "Joaquín", "Joaquín Peralta"),
        ("ciao, sono valentina orsini, cerco una settimana a sharm", "Vale Orsini", "Valentina Orsini"),
        ("Name: Iker Zubeldia\nDestino: Andorra", "", "Iker Zubeldia"),
        ("Our net rates", "Giulia Ferrante - Masseria Torre Ulivo", "Giulia Ferrante"),
        ("This is our newsletter", "Travel Trade Weekly", None),
        ("I'm looking for a week in Crete", "", None),
        ("User unknown", "Mail Delivery System", None),
    ],
)
def test_the_name(text: str, sender: str, name: str | None) -> None:
    assert values(text, "contact_name", sender_name=sender) == (name,)


@pytest.mark.parametrize(
    ("text", "fields", "phone"),
    [
        ("Crete please, ring me on 020 7946 0461", {}, "+442079460461"),
        ("Kreta bitte\n\nMfG\nAnna Berg\n0221 4710 226", {}, "+492214710226"),
        ("Crete please\n\nThanks\nAnna Berg\n(404) 555-0132", {"country": "US"}, "+14045550132"),
        ("Crete please. WhatsApp: +44 7700 900588", {}, "+447700900588"),
        ("Crete please", {"channel": "whatsapp", "sender_phone": "+447700900731"}, "+447700900731"),
        ("Crete from 12.05.2027 to 19.05.2027, budget 3000", {}, None),
        ("Crete please\n\nThanks\nAnna Berg\nFax 020 7946 0461", {}, None),
        ("Booking 4711 0815 2027 please", {}, None),
    ],
)
def test_the_number(text: str, fields: dict[str, Any], phone: str | None) -> None:
    assert values(text, "contact_phone", **fields) == (phone,)
