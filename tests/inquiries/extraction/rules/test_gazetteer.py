"""The lists of places: they fit together, and small towns are believed only where something speaks for them."""

from pathlib import Path

import pytest

from inquiries.extraction.rules import gazetteer, towns
from tests.inquiries.extraction.rules.reading import places, values

RULES = Path(gazetteer.__file__).parent


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (RULES / name).read_text(encoding="utf-8").splitlines()]


def test_each_region_and_each_place_in_it_is_known() -> None:
    known = {gazetteer.key(alias.lstrip("~")) for row in rows("places.tsv")[1:] for alias in spellings(row)}
    listed = {name for _, region, inside in rows("regions.tsv")[1:] for name in [region, *inside.split("|")]}
    assert {name for name in listed if gazetteer.key(name) not in known} == set()


def spellings(row: list[str]) -> list[str]:
    return [row[2], *(alias.rpartition(":")[2] for alias in row[3].split("|"))]


def test_no_place_is_listed_twice_and_each_line_has_its_columns() -> None:
    curated = rows("places.tsv")
    assert {len(row) for row in curated} == {5}
    names = [(row[0], row[1], row[2]) for row in curated]
    assert len(names) == len(set(names))
    assert {len(row) for row in rows("towns.tsv")} == {4}


def test_a_town_that_the_curated_list_has_is_not_in_the_other() -> None:
    known = {gazetteer.key(alias.lstrip("~")) for row in rows("places.tsv")[1:] for alias in spellings(row)}
    assert {row[0] for row in rows("towns.tsv") if row[0] != "@"} & known == set()


@pytest.mark.parametrize(
    ("country", "expected"), [("GB", "GB"), ("US", "US"), ("", "GB"), ("FR", "GB")], ids=["gb", "us", "none", "fr"]
)
def test_of_towns_with_one_name_the_senders_own_is_meant_else_the_largest(country: str, expected: str) -> None:
    found = towns.at("bedford", [("bedford", 0, 7)], 0, country, longer_than=0)
    assert found
    assert found.country == expected


@pytest.mark.parametrize(
    "text",
    [
        "Best wishes from Kendal and Preston, we are looking for a quiet beach",
        "Ask Lincoln about the invoice",
        "my name is Chester and i like reading",
        "Wir grüßen aus dem Urlaub, Familie Hagen",
        "we need a good bath and a split system",
    ],
)
def test_names_and_words_are_no_towns(text: str) -> None:
    assert places(text) == ([], None)


def test_an_airports_code_is_its_city() -> None:
    assert places("flights from KTW to NCE in May") == (["Nice"], "Katowice")


def test_a_region_is_a_name_of_the_only_place_in_it() -> None:
    (alone,) = values("A week in Apulia, Ostuni if possible", "destinations")
    (two,) = values("A week in Apulia, in Ostuni and Lecce", "destinations")
    assert [place["name"] for place in alone] == ["Ostuni"]
    assert "Apulia" in alone[0]["aliases"]
    assert all("Apulia" not in place["aliases"] for place in two)
