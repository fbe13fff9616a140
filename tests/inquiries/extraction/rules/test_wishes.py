"""Rooms, stars, board, services and interests."""

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crete, 4 star hotel, half board, 2 double rooms", (2, 4, "half_board")),
        ("Prague, b&b, 3* or better", (None, 3, "breakfast")),
        ("Antalya AI in a 5* hotel, 1 family room", (1, 5, "all_inclusive")),
        ("Kreta, zwei Zimmer, Halbpension, mind. 4 Sterne", (2, 4, "half_board")),
        ("Teneriffa, statt Frühstück hätten wir gern Vollpension", (None, None, "full_board")),
        ("La Crète, 3 chambres, hôtel 4 ou 5 étoiles, tout compris", (3, 4, "all_inclusive")),
        ("A Tenerife, una habitación triple, con desayuno", (1, None, "breakfast")),
        ("In Sardegna, una camera doppia, mezza pensione", (1, None, "half_board")),
        ("Para o Sal, um quarto, tudo incluído, 4 estrelas", (1, 4, "all_inclusive")),
        ("Naar Finland, hotel met halfpension, 2 kamers", (2, None, "half_board")),
        ("A twin for Mum and me and a single for him, in Malta", (2, None, None)),
    ],
)
def test_rooms_stars_and_board(text: str, expected: tuple[object, ...]) -> None:
    assert values(text, "rooms", "hotel_stars", "board") == expected


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("Flights, hotel and a hire car in Crete please", {"flight", "hotel", "car"}),
        ("Corfu, flights not required, but a villa with pool", {"villa"}),
        ("Kreta mit Mietwagen, Flug brauchen wir nicht", {"car"}),
        ("Un voyage en Crète avec une villa plutôt qu'un hôtel", {"villa"}),
        ("Umrah package with visas and transfers to Makkah", {"visa", "transfer"}),
        ("Malta, an apartment as accommodation", {"apartment"}),
        ("Een appartement in Zell am See, vertrek met de auto vanuit Utrecht", {"apartment"}),
    ],
)
def test_services_that_are_wanted_and_not_refused(text: str, services: set[str]) -> None:
    assert set(values(text, "services")[0]) == services


@pytest.mark.parametrize(
    ("text", "interests"),
    [
        ("A honeymoon with diving in the Maldives", {"honeymoon", "diving"}),
        ("Wanderurlaub in Südtirol mit Wellness", {"hiking", "wellness"}),
        ("Un safari en Kenia y luego playa", {"safari", "beach"}),
        ("2 adults and 2 kids (4, 6) to a beach in Spain", {"beach", "family"}),
        ("We'd take 42 pupils and 5 teachers to the museums of Berlin, a school trip", {"culture", "group"}),
    ],
)
def test_interests(text: str, interests: set[str]) -> None:
    assert set(values(text, "interests")[0]) == interests
