"""The budget: upper figure, currency, and for whom."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crete please, budget around £4,000 in total", (4000, "GBP", "total")),
        ("Crete please, between £7,500 and £8,500 for everything", (8500, "GBP", "total")),
        ("Malta, €950 pp max", (950, "EUR", "person")),
        ("Malta please, up to 2.5k each", (2500, "", "person")),
        ("Rhodos, Budget ca. 3.000 Euro", (3000, "EUR", "total")),
        ("Portugal bitte. Pro Person max. 1.800 €.", (1800, "EUR", "person")),
        ("Südtirol, mehr als 180 Euro pro Nacht möchten wir nicht ausgeben", (180, "EUR", "night")),
        ("Namibia, wir rechnen mit CHF 16'000.– für alles zusammen", (16000, "CHF", "total")),
        ("La Crète, budget 2 000 € par personne", (2000, "EUR", "person")),
        ("Madeira, about 5000 francs in total", (5000, "CHF", "total")),
        ("Madeira, up to 5000 Swiss francs", (5000, "CHF", "total")),
        ("Madère, budget 5000 francs suisses", (5000, "CHF", "total")),
        ("Madeira, Budget 5000 Schweizer Franken", (5000, "CHF", "total")),
        ("Paris, budget 900000 francs CFA", (900000, "", "total")),
        ("A Bali, presupuesto 5000 euros en total", (5000, "EUR", "total")),
        ("A New York, budget 2000 euro a persona", (2000, "EUR", "person")),
        ("Orlando com até R$ 45 mil no total", (45000, "BRL", "total")),
        ("À Madeira, hotel até 900€ cada", (900, "EUR", "person")),
        ("Naar Praag, max 300 euro p.p.", (300, "EUR", "person")),
        ("Dubai pls, max. Rs. 9 lakhs for total group", (900000, "INR", "total")),
        ("Lanzarote, needs to be under £1900. Same hotel", (1900, "GBP", "total")),
    ],
)
def test_the_budget(text: str, expected: tuple[Any, ...]) -> None:
    (budget,) = values(text, "budget")
    assert (budget["amount"], budget["currency"], budget["per"]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We want to see Crete in May 2027 with 12 people",
        "Last year we paid £3,000 for Malta. Now we want Crete",
        "Crete, 3 rooms",
    ],
)
def test_no_budget(text: str) -> None:
    assert values(text, "budget") == (None,)


@pytest.mark.parametrize(("hours", "language", "currency"), [(-5, "", "USD"), (10, "", "AUD"), (0, "", "USD")])
def test_a_dollar_is_the_senders_own(hours: int, language: str, currency: str) -> None:
    sent_at = datetime(2027, 2, 1, 12, tzinfo=timezone(timedelta(hours=hours)))
    (budget,) = values("We would like to see Rome, budget $5,000", "budget", sent_at=sent_at)
    assert budget["currency"] == currency
