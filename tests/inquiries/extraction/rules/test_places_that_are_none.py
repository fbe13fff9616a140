"""Places that are named and not wanted: left out, towns to start from, people called like places; and those that are
wanted after all: where guests of a wedding go, a first name ahead of figures."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import places


@pytest.mark.parametrize(
    ("text", "country", "wanted", "origin"),
    [
        (
            "hiya do you do Corfu? 2 adults, 10 nights in July\nNewcastle or Leeds\nall inc",
            "GB",
            ["Corfu"],
            "Newcastle",
        ),
        ("Crete in June, 2 weeks, two of us. Bristol if poss, Cardiff if we must", "GB", ["Crete"], "Bristol"),
        ("Mallorca im Mai, 1 Woche, zu zweit. Köln oder Düsseldorf", "DE", ["Mallorca"], "Cologne"),
        ("nous décollerions de Lyon pour Malte en mai", "FR", ["Malta"], "Lyon"),
        ("Queríamos ir a Malta em maio, a sair do Porto", "PT", ["Malta"], "Porto"),
    ],
)
def test_a_town_at_home_beside_one_abroad_is_where_it_starts(
    text: str, country: str, wanted: list[str], origin: str
) -> None:
    assert places(text, country=country) == (wanted, origin)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We want the Canaries in May. Tenerife we can happily skip, Lanzarote please", ["Lanzarote"]),
        ("Rom und Florenz im Mai, Venedig können wir auslassen", ["Rome", "Florence"]),
        ("Rome et Florence en mai, Venise on peut zapper", ["Rome", "Florence"]),
        ("Roma y Florencia en mayo, Venecia podemos saltar", ["Rome", "Florence"]),
        ("Four kids: Ailsa 11, Iona 9, Skye 6 and wee Rory who'll be 3. A week in Menorca please", ["Menorca"]),
        ("Please send the offer for Oslo in May to Mr London, 2 adults", ["Oslo"]),
        ("Capri im Mai, dann Ischia (ich) und Procida (sie)", ["Capri", "Ischia", "Procida"]),
        ("We paid 900 for the Madeira one the year before last, now we'd like Crete", ["Crete"]),
    ],
)
def test_named_and_not_wanted(text: str, wanted: list[str]) -> None:
    assert places(text)[0] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We're getting married in Sorrento on 4 June and need rooms for 40 guests", ["Sorrento"]),
        ("Wir heiraten in Ravello und brauchen Zimmer für 30 Gäste", ["Ravello"]),
        ("Hi! Florence, 3 nights, 4-7 May, 2 adults", ["Florence"]),
        ("Hello ! on veut partir à porto un week-end en mai", ["Porto"]),
    ],
)
def test_named_for_something_else_and_wanted(text: str, wanted: list[str]) -> None:
    assert places(text)[0] == wanted


def test_a_wedding_at_home_is_not_where_the_honeymoon_goes() -> None:
    assert places("We're getting married in Sorrento on 4 June and want to go to Bali after that")[0] == ["Bali"]


def test_where_some_of_them_come_from_is_not_where_all_start() -> None:
    fields: dict[str, Any] = {"country": "IE"}
    assert places("Japan in April for ten, half of us will be flying from Dublin", **fields) == (["Japan"], None)
