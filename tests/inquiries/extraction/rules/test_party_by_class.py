"""Classes of travellers: ages in shorthand and in months, names with ages, twins that are rooms, teams, pensioners."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Kos, 2 Erw. und Kinder (6 u 9)", [6, 9]),
        ("Rhodes, 2 adults and a baby of 20 months", [1]),
        ("Rodi, 2 adulti e una bambina di 30 mesi", [2]),
        ("Malte, 2 adultes et un petit de 18 mois", [1]),
        ("Malta, 2 adults and a baby of 8 months", [0]),
        ("Kreta, die Zwillinge (15) und Jakob (11), meine Frau und ich", [15, 15, 11]),
        ("Four kids: Ailsa 11, Iona 9, Skye 6 and wee Rory who'll be 3", [11, 9, 6, 3]),
        ("4 adults 3 kids 1 dog, Whitby", None),
        ("46 pupils (aged 13-14) plus 5 staff to Ypres", None),
    ],
)
def test_ages(text: str, ages: list[int] | None) -> None:
    assert values(text, "child_ages") == (ages,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nous sommes deux retraités, Malte en mai", {"travellers": 2}),
        ("wir sind zwei Rentner und wollen nach Malta", {"travellers": 2}),
        ("Somos un matrimonio con dos hijos de 8 y 14 años", {"adults": 2, "children": 2, "travellers": 4}),
        ("8 of us still, 4 twins", {"travellers": 8, "children": None, "rooms": 4}),
        ("we need 3 twins and a double in Leeds", {"children": None, "rooms": 4}),
        ("with our team of 16 to Copenhagen", {"travellers": 16}),
        ("ons team van 12 naar Berlijn", {"travellers": 12}),
        ("on est toujours 4 pour Djerba", {"travellers": 4}),
        ("wir sind immer noch 5", {"travellers": 5}),
        ("WHO: 2 ad, Split", {"adults": 2}),
        ("em vez de tudo incluído preferimos meia pensão", {"board": "half_board"}),
        ("au lieu de la demi-pension nous préférons la pension complète", {"board": "full_board"}),
    ],
)
def test_who_and_how(text: str, expected: dict[str, Any]) -> None:
    assert dict(zip(expected, values(text, *expected), strict=True)) == expected
