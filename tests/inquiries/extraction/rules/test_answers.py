"""Short answers in seven languages to what our last message asked for; nothing is guessed without a question."""

from typing import Any

import pytest

from inquiries import fact_words
from inquiries.extraction import shapes
from inquiries.extraction.document import Asked, Reading
from inquiries.extraction.rules.questions import fields
from tests.inquiries.extraction.rules.reading import read

KNOWN = {"destinations": [{"name": "Crete", "country": "GR", "aliases": []}], "travel_month": "2027-06"}
DAYS = (
    Asked(field="depart_on", options=("2027-06-05", "2027-05-06"), group=0),
    Asked(field="travel_month", options=("2027-06", "2027-05"), group=0),
)
SUM = {"amount": 2500, "currency": "EUR"}
SUMS = (Asked(field="budget", options=({**SUM, "per": "total"}, {**SUM, "per": "person"}), group=0),)


def answer(text: str, *asked: str | Asked, **known: Any) -> Reading:
    items = tuple(Asked(field=item) if isinstance(item, str) else item for item in asked)
    return read(text, asked=items, known=KNOWN | known, answers=True, channel="whatsapp")


def value(text: str, field: str, *asked: str | Asked, **known: Any) -> Any:
    found = answer(text, *(asked or (field,)), **known).values.get(field)
    if found is not None:
        assert found.evidence
        for span in found.evidence:
            assert text[span.start : span.end] == span.quote
    return found.value if found else None


@pytest.mark.parametrize(
    "text", ["4 and 7", "4 und 7", "4 et 7 ans", "4 y 7", "4 e 7", "4 en 7", "they are 4 and 7", "vier und sieben"]
)
def test_ages(text: str) -> None:
    assert value(text, "child_ages") == [4, 7]
    assert "child_ages" not in answer(text).values, "a bare number means nothing by itself"


def test_more_ages_than_children_are_none() -> None:
    assert value("4, 7, 9", "child_ages", children=2) is None
    assert value("7 months and 3", "child_ages", children=2) == [0, 3]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("from Bristol", "Bristol"),
        ("Bristol", "Bristol"),
        ("ab Düsseldorf", "Düsseldorf"),
        ("de Lyon", "Lyon"),
        ("desde Madrid", "Madrid"),
        ("da Milano", "Milan"),
        ("do Porto", "Porto"),
        ("vanaf Eindhoven", "Eindhoven"),
        ("from Little Snoring please", "Little Snoring"),
    ],
)
def test_where_from(text: str, name: str) -> None:
    assert value(text, "origin")["name"] == name
    assert "destinations" not in answer(text, "origin").values


@pytest.mark.parametrize(
    "text",
    [
        "2500 all in",
        "2500 alles zusammen",
        "2500 en tout",
        "2.500 en total",
        "2500 in tutto",
        "2500 no total, obrigado",
        "2500 in totaal",
    ],
)
def test_a_sum_without_its_sign(text: str) -> None:
    found = value(text, "budget")
    assert (found["amount"], found["per"]) == (2500, "total")
    assert value("3k each", "budget")["per"] == "person"
    assert "budget" not in answer(text).values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yes the first one", "2027-06-05"),
        ("die zweite", "2027-05-06"),
        ("le premier", "2027-06-05"),
        ("el primero", "2027-06-05"),
        ("la seconda", "2027-05-06"),
        ("a primeira", "2027-06-05"),
        ("de eerste", "2027-06-05"),
        ("6 May", "2027-05-06"),
        ("in May", "2027-05-06"),
    ],
)
def test_one_of_two_days_and_its_month(text: str, day: str) -> None:
    found = answer(text, *DAYS).values
    assert (found["depart_on"].value, found["travel_month"].value) == (day, day[:7])
    assert not found["depart_on"].options


def test_an_answer_that_does_not_choose_settles_nothing() -> None:
    for text in ("yes", "not sure, the first or the second", "thanks, I will ask my wife"):
        assert "depart_on" not in answer(text, *DAYS).values


@pytest.mark.parametrize(
    ("text", "per"),
    [("each", "person"), ("pro Person", "person"), ("in total", "total"), ("for all of us", "total"),
     ("par personne", "person"), ("in tutto", "total")],
)  # fmt: skip
def test_each_or_in_all(text: str, per: str) -> None:
    assert value(text, "budget", *SUMS)["per"] == per


@pytest.mark.parametrize(
    "text",
    [
        "10th to 17th",
        "10-17",
        "vom 10. bis 17.",
        "du 10 au 17",
        "del 10 al 17",
        "dal 10 al 17",
        "de 10 a 17",
        "van 10 tot 17",
    ],
)
def test_days_in_the_month_that_is_known(text: str) -> None:
    found = answer(text, "depart_on").values
    assert [found[name].value for name in ("depart_on", "return_on", "nights")] == ["2027-06-10", "2027-06-17", 7]


def test_bare_numbers_in_the_order_of_the_questions() -> None:
    assert value("7", "nights") == 7
    assert value("sieben", "nights") == 7
    found = answer("10, 2", "nights", "rooms").values
    assert (found["nights"].value, found["rooms"].value) == (10, 2)
    assert not {"nights", "rooms"} & answer("10", "nights", "rooms").values.keys(), "which of the two?"


def test_several_answers_in_one_message() -> None:
    found = answer("4 and 7, from Bristol, 2500 all in", "child_ages", "origin", "budget").values
    assert (found["child_ages"].value, found["origin"].value["name"]) == ([4, 7], "Bristol")
    assert found["budget"].value["amount"] == 2500


def test_papers() -> None:
    assert value("British passports", "passport") == "British passports"
    assert value("we both have a full licence", "licence") == "we both have a full licence"


def test_what_is_known_by_now_is_not_read_from_a_bare_number() -> None:
    assert value("7", "nights", nights=10) is None


def test_few_words_tell_no_language() -> None:
    assert answer("4 en 7", "child_ages").language == ""
    assert answer("Our children are four and seven years old, thank you", "child_ages").language == "en"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Thanks! How old are the children?", "child_ages"),
        ("Danke! Wie alt sind die Kinder?", "child_ages"),
        ("Merci ! Quel âge ont les enfants ?", "child_ages"),
        ("¿Qué edad tienen los niños?", "child_ages"),
        ("Quanti anni hanno i bambini?", "child_ages"),
        ("Que idade têm as crianças?", "child_ages"),
        ("Hoe oud zijn de kinderen?", "child_ages"),
        ("Where would you like to fly from?", "origin"),
        ("Von welchem Flughafen möchten Sie abfliegen?", "origin"),
        ("How many nights would you like to stay?", "nights"),
    ],
)
def test_an_agents_own_question_is_understood(text: str, asked: str) -> None:
    assert asked in fields(text)
    assert fields(text.replace("?", ".")) == []


def test_the_number_of_a_passport_is_none_of_the_trip() -> None:
    assert shapes.conform("passport", "British, no. 533380006") == "British, no. •••••••••"
    assert shapes.conform("licence", "both drive since 2015") == "both drive since 2015"
    assert fact_words.parse_field("passport", "Irish 533380006") == "Irish •••••••••"
