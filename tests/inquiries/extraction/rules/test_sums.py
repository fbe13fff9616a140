"""Sums of money as people name them: with no sign, for whom, up to what, and prices that are no budget."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("max 500 pro Nase, wir wollen nach Rom", (500, "", "person")),
        ("Darf was kosten, so 1500 insgesamt, nach Rom bitte", (1500, "", "total")),
        ("Rome please, no more than 250 each", (250, "", "person")),
        ("Rom bitte, nicht mehr als 900", (900, "", "total")),
        ("Rome svp, pas plus de 1800 merci", (1800, "", "total")),
        ("Roma por favor, como mucho 1200", (1200, "", "total")),
        ("Roma, non più di 1200 per favore", (1200, "", "total")),
        ("Roma, no máximo 1200 por favor, queremos ir", (1200, "", "total")),
        ("Rome graag, hooguit 1200", (1200, "", "total")),
        ("Roma, vorremmo non oltre i 5.000 euro", (5000, "EUR", "total")),
        ("L'anno scorso abbiamo speso 4.800 euro e non vorremmo andare oltre i 5.000", (5000, "EUR", "total")),
        ("3.500 Euro für uns beide, 4.000 wären die Schmerzgrenze", (4000, "EUR", "total")),
        ("About £2,000 for both, £2,400 at a push, Rome please", (2400, "GBP", "total")),
        ("Environ 2 000 euros, 2 400 à la limite", (2400, "EUR", "total")),
        ("El precio por alumno no debería superar los 595 euros", (595, "EUR", "person")),
        ("Prix plafond : 620 euros par participant", (620, "EUR", "person")),
        ("Budget: 300 Euro pro Schüler, nach Rom", (300, "EUR", "person")),
        ("Budget 300 euro a studente, Londra", (300, "EUR", "person")),
        ("Orçamento de 300 euros por aluno, Roma", (300, "EUR", "person")),
        ("Budget 300 euro per leerling, Rome", (300, "EUR", "person")),
        ("$1,200 per employee, Rome please", (1200, "USD", "person")),
        ("maximum 250 euros la\nnuit, Rome svp", (250, "EUR", "night")),
        ("hotel in Rome, £120 a night", (120, "GBP", "night")),
        ("Hotel in Rom, 120 € die Nacht", (120, "EUR", "night")),
        ("Hotel en Roma, 120 € la noche", (120, "EUR", "night")),
        ("Hotel a Londra, 120 € a notte", (120, "EUR", "night")),
        ("Hotel em Roma, até 190 € por noite", (190, "EUR", "night")),
        ("I have £12,000. My son thinks £4,000 each is plenty", (12000, "GBP", "total")),
        ("Budget is 3k", (3000, "", "total")),
        ("Budget 3k euros", (3000, "EUR", "total")),
        ("under 2500 quid for the lot, Rome please", (2500, "GBP", "total")),
    ],
)
def test_sums(text: str, budget: tuple[Any, ...]) -> None:
    (value,) = values(text, "budget", country="US" if "$" in text else "")
    assert value
    assert (value["amount"], value["currency"], value["per"]) == budget


@pytest.mark.parametrize(
    "text",
    [
        "City breaks from £149 per person. Rome please",
        "Rom schon ab 149 €? Wir möchten hin",
        "It has gone up 200 quid since yesterday, Rome please",
        "Der Aufpreis von 200 € ist uns zu viel, Rom bitte",
        "We want Rome in 2027, or 2028",
        "We want Rome, our guidebook is of 1987",
        "Flight BA 2560 to Rome please",
    ],
)
def test_no_budget(text: str) -> None:
    assert values(text, "budget") == (None,)
