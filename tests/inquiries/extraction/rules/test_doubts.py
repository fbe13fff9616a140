"""Words with two readings: which they are, which comes first, and where there is none."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import read

WEDNESDAY = datetime(2027, 2, 3, 12, tzinfo=UTC)
SATURDAY = datetime(2027, 2, 6, 12, tzinfo=UTC)


def options(text: str, name: str, **fields: Any) -> tuple[Any, ...]:
    found = read(text, sent_at=fields.pop("sent_at", WEDNESDAY), **fields).values.get(name)
    if found and found.options:
        assert found.value == found.options[0]
        assert found.evidence
    return found.options if found else ()


def test_a_date_with_slashes_and_all_that_follows_from_it() -> None:
    text = "We want to fly to Crete on 05/06/2027 for 7 nights, 2 adults"
    assert options(text, "depart_on") == ("2027-06-05", "2027-05-06")
    assert options(text, "return_on") == ("2027-06-12", "2027-05-13")
    assert options(text, "travel_month") == ("2027-06", "2027-05")
    assert options(text, "depart_on", country="US") == ("2027-05-06", "2027-06-05")
    assert options("Leaving 05/06 for 7 nights to Crete", "depart_on") == ("2027-06-05", "2027-05-06")
    back = "We want to fly to Crete on 05/06/2027, back 07/06/2027"
    assert options(back, "return_on") == ("2027-06-07", "2027-07-06")


@pytest.mark.parametrize(
    "text",
    [
        "We want to fly to Crete on 25/06/2027",
        "We want to fly to Crete on 05/05/2027",
        "Wir möchten am 05/06/2027 nach Kreta fliegen",
        "We want to fly to Crete on 05/06/2027, and 06/05 is over",
    ],
)
def test_a_date_that_can_be_read_in_one_way_only(text: str) -> None:
    assert options(text, "depart_on", sent_at=datetime(2027, 6, 1, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Flights to Crete next Friday please",
        "Wir möchten nächsten Freitag nach Kreta fliegen",
        "Nous voudrions partir en Crète vendredi prochain",
        "Queremos volar a Creta el próximo viernes",
        "Vorremmo partire per Creta venerdì prossimo",
        "Wij willen volgende vrijdag naar Kreta vliegen",
    ],
)
def test_next_friday_on_a_wednesday(text: str) -> None:
    assert options(text, "depart_on") == ("2027-02-05", "2027-02-12")


def test_a_weekday_that_has_passed_this_week_is_plain() -> None:
    assert options("Flights to Rome next Monday please", "depart_on") == ()
    assert options("Flights to Rome this Friday please", "depart_on") == ()


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("A hotel in Rome this weekend please", SATURDAY, ("2027-02-06", "2027-02-13")),
        ("A hotel in Rome this weekend please", WEDNESDAY, ("2027-02-05", "2027-02-06")),
        ("A hotel in Rome next weekend please", WEDNESDAY, ("2027-02-13", "2027-02-06")),
        ("Wir suchen nächstes Wochenende ein Hotel in Rom", WEDNESDAY, ("2027-02-13", "2027-02-06")),
        ("Nous cherchons un hôtel à Rome le week-end prochain", WEDNESDAY, ("2027-02-13", "2027-02-06")),
        ("Un hotel en Roma el fin de semana que viene, por favor", WEDNESDAY, ("2027-02-13", "2027-02-06")),
    ],
)
def test_weekends(text: str, day: datetime, found: tuple[str, ...]) -> None:
    assert options(text, "depart_on", sent_at=day) == found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("We'd like to see Rome in spring", "2027-05"),
        ("Wir möchten im Frühling nach Rom", "2027-05"),
        ("Nous voudrions visiter Rome au printemps", "2027-05"),
        ("Queremos visitar Roma en otoño", "2027-09"),
        ("We want to go to Crete in summer", "2027-07"),
    ],
)
def test_a_season_is_three_months(text: str, first: str) -> None:
    found = options(text, "travel_month")
    assert found[0] == first
    assert len(found) == 3


def test_spring_is_another_one_below_the_equator() -> None:
    assert options("Rome in spring please", "travel_month", country="AU")[0] == "2027-11"
    assert options("Crete at the beginning of May", "travel_month") == ()


def test_a_feast_that_is_also_a_school_holiday() -> None:
    assert options("Wir möchten über Pfingsten nach Rom", "depart_on") == ("2027-05-14", "2027-05-18")
    assert options("Rome at Easter please, 2 adults", "depart_on") == ("2027-03-26", "2027-03-20")
    assert options("Wir möchten über Pfingsten nach Rom, vom 12. bis 16. Mai", "depart_on") == ()


def test_lengths() -> None:
    assert options("Crete in May for a week, 2 adults", "nights") == (7, 6)
    assert options("Kreta im Mai, 10 Tage, 2 Erwachsene", "nights") == (9, 10)
    assert options("Crete in May for 7 nights, 2 adults", "nights") == ()
    assert options("Crete from 3 to 10 May, a week, 2 adults", "nights") == ()


def test_two_plus_two() -> None:
    text = "Hi, Crete in May, 2+2, half board"
    assert (options(text, "adults"), options(text, "children")) == ((2, 4), (2, 0))
    assert options("Hi, Crete in May, 2 adults and 2 kids", "adults") == ()


def budget(text: str, **fields: Any) -> list[tuple[str, str]]:
    return [(row["currency"], row["per"]) for row in options(text, "budget", **fields)]


def test_a_budget_each_or_in_all() -> None:
    party = "2 adults and 2 kids, Crete in May, "
    assert budget(party + "budget 1500 EUR") == [("EUR", "total"), ("EUR", "person")]
    assert budget(party + "budget 3k") == [("", "total"), ("", "person")]  # no currency is named
    assert budget(party + "budget 1500 EUR all in") == []
    assert budget(party + "budget 1500 EUR each") == []
    assert budget(party + "budget 6000 EUR") == []
    assert budget("Just me, 1 adult, Crete in May, budget 500 EUR") == []


def test_dollars_of_which_country() -> None:
    text = "Bali in May, 2 adults, budget 5000 dollars"
    assert budget(text, country="AU") == [("AUD", "total"), ("USD", "total")]
    assert budget(text, country="US") == []
    assert budget(text) == [("USD", "total"), ("CAD", "total"), ("AUD", "total")]
    assert budget("Bali in May, 2 adults, budget 5000 Aussie dollars", country="AU") == []
