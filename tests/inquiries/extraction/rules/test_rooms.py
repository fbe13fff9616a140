"""Rooms: counted, by their sort, one for each who travels, and what leaves it open."""

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("One villa with two bedrooms near Ubud", 2),
        ("Eine Ferienwohnung mit zwei Schlafzimmern am Gardasee", 2),
        ("Un apartamento con tres dormitorios en Cádiz", 3),
        ("Een huisje met drie slaapkamers in Zeeland", 3),
        ("Necesitamos tres dobles en Roma", 3),
        ("Vorremmo due doppie a Londra", 2),
        ("Precisamos de dois duplos em Roma", 2),
        ("4 Doppelzimmer in Rom", 4),
        ("Camera singola vista monti, mezza pensione, a Londra", 1),
        ("Rom, Doppelzimmer mit Balkon", 1),
        ("Rome, chambre double", 1),
        ("Roma, habitación doble", 1),
        ("Rome, double room", 1),
        ("18 Personen, alle Einzelzimmer, Rom", 18),
        ("There are two of us. A room each, please, in Rome", 2),
        ("There are 12 of us and we all want our own cabin, Rhine", 12),
        ("Headcount: 22, single occupancy, hotel in Rome", 22),
        ("Somos 6 personas, una habitación cada uno, Roma", 6),
        ("Nous sommes 6, chacun sa chambre, Rome", 6),
        ("Siamo in 6, una camera ciascuno, a Londra", 6),
        ("Somos 6 pessoas, um quarto para cada um, Roma", 6),
        ("We zijn met 6 personen, ieder een eigen kamer, Rome", 6),
        ("Quatro quartos individuais em Roma", 4),
    ],
)
def test_how_many_rooms(text: str, rooms: int) -> None:
    assert values(text, "rooms") == (rooms,)


@pytest.mark.parametrize(
    "text",
    ["A quad or two doubles in Rome please", "Room service matters to us in Rome", "Hotel in Rome with room only"],
)
def test_rooms_stay_open(text: str) -> None:
    assert values(text, "rooms") == (None,)
