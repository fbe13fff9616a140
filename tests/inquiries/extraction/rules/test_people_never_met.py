"""Readings that hold for people never met: ages in months and forms, routes without words, habits, limits, names."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import places, values

FORM = """Name  Ada Moreno
Where would you like to go?  Malta
Departure airport  Cork
Departure date  12/11/2027
Nights  7
Adults  2
Children  1"""


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("2 adults and a 6-month-old baby, Malta in May", ("travellers", "child_ages"), (3, [0])),
        ("Adults: 2\nChildren: 1 (age 4)\nDestination: Malta", ("travellers", "child_ages"), (3, [4])),
        ("Plan a 5-day trip to Malta for one person", ("travellers", "child_ages"), (1, None)),
        ("Somos cuatro matrimonios jubilados, Sicilia en mayo", ("adults", "travellers"), (8, 8)),
        ("con mis papás y mi hermanito de 12 a Cancún", ("adults", "children", "child_ages"), (3, 1, [12])),
        ("Zeitraum: 20.-23.09.2027\nOrt: Valencia\nTagungsraum: 2 Tage", ("depart_on", "nights"), ("2027-09-20", 3)),
        ("Valencia vom 20.-23.09.2027, 18 Personen", ("contact_phone",), (None,)),
        ("Malediven, Erwachsene: 2, Kinder: keine", ("adults", "children"), (2, 0)),
        (FORM, ("adults", "children", "nights", "depart_on"), (2, 1, 7, "2027-11-12")),
        ("hotel in Frankfurt tonight, single room", ("depart_on",), ("2027-02-01",)),
        ("Brilliant, will show him tonight", ("depart_on",), (None,)),
    ],
)
def test_values(text: str, fields: tuple[str, ...], expected: tuple[Any, ...]) -> None:
    assert values(text, *fields) == expected


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("como 8 millones de pesos en total, a Cancún", 8_000_000),
        ("Lads won't go over 600 each", 600),
        ("Diciamo 900 euro a testa, massimo 1000, in Andalusia", 1000),
    ],
)
def test_the_sum(text: str, amount: int) -> None:
    (budget,) = values(text, "budget")
    assert budget["amount"] == amount


@pytest.mark.parametrize(
    ("text", "wanted", "origin"),
    [
        ("vols paris bangkok 10 fevrier 24 fevrier", ["Bangkok"], "Paris"),
        ("flug muc-bkk 4.11. zurück 25.11.", ["Bangkok"], "Munich"),
        ("a vacation from Toronto to Recife for $2100", ["Recife"], "Toronto"),
        ("flights from boston to san francisco with a stopover in dallas", ["San Francisco"], "Boston"),
        ("Could you plan a trip for 7 people from Charlotte to Los Angeles", ["Los Angeles"], "Charlotte"),
        ("could we do Split rather than Dubrovnik in June?", ["Split"], None),
        ("10 notti in Sardegna. Negli ultimi anni siamo sempre andati in Liguria", ["Sardinia"], None),
        ("Siviglia, Cordova e Granada ad aprile", ["Seville", "Córdoba", "Granada"], None),
        (
            "Look below\n\nFrom: Ana Paris <ana@home.example>\nSent: 3 May 2026\nTo: Jo Florence <jo@home.example>\n"
            "Subject: June\n\nShall we go to Malta?",
            ["Malta"],
            None,
        ),
    ],
)
def test_places(text: str, wanted: list[str], origin: str | None) -> None:
    assert places(text) == (wanted, origin)


@pytest.mark.parametrize(
    ("text", "sender", "name"),
    [
        ("what time are you open?", "Jackie M", "Jackie M"),
        ("Bali in May please, let me know! Floor Jansen", "Daan & Floor", "Floor Jansen"),
        ("Groepsreis naar Rome in mei\n\nGr. Sanne de Wit", "Office", "Sanne de Wit"),
    ],
)
def test_the_name(text: str, sender: str, name: str) -> None:
    assert values(text, "contact_name", sender_name=sender, channel="web") == (name,)
