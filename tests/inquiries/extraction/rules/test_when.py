"""Departure, return, month, nights and how flexible. The message is of Monday, 1 February 2027, unless it says else."""

from datetime import datetime, timedelta, timezone

import pytest

from tests.inquiries.extraction.rules.reading import read, values

DAYS = ("depart_on", "return_on", "travel_month", "nights")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We want to go to Crete from 5 to 12 June", ("2027-06-05", "2027-06-12", "2027-06", 7)),
        (
            "We would like Malta, out Sat 3 July 2027, back Sat 17 July 2027",
            ("2027-07-03", "2027-07-17", "2027-07", 14),
        ),
        ("Wir möchten vom 12. bis 26. Juni nach Rhodos", ("2027-06-12", "2027-06-26", "2027-06", 14)),
        ("Wir suchen etwas auf Kreta, 4.7.27 bis 18.7.27", ("2027-07-04", "2027-07-18", "2027-07", 14)),
        ("Nous voudrions partir en Crète du 5 au 15 septembre", ("2027-09-05", "2027-09-15", "2027-09", 10)),
        ("Queremos ir a Tenerife del 1 al 8 de julio", ("2027-07-01", "2027-07-08", "2027-07", 7)),
        ("Vorremmo andare a New York dal 10 al 17 ottobre", ("2027-10-10", "2027-10-17", "2027-10", 7)),
        ("Queríamos ir aos Açores de 3 a 10 de julho", ("2027-07-03", "2027-07-10", "2027-07", 7)),
        ("Wij willen van 10 tot 24 juli naar Kroatië", ("2027-07-10", "2027-07-24", "2027-07", 14)),
        ("Flights to Tokyo, leaving 1 March, 10 nights please", ("2027-03-01", "2027-03-11", "2027-03", 10)),
        ("A fortnight in Cyprus in May please", (None, None, "2027-05", 14)),
        ("We want to see Iceland in January", (None, None, "2028-01", None)),
        ("Wir möchten im Mai nächsten Jahres nach Namibia, drei Wochen", (None, None, "2028-05", 21)),
        ("Ten days in Peru in August please", (None, None, "2027-08", 9)),
        ("4 nights in Prague leaving 3 weeks from today", ("2027-02-22", "2027-02-26", "2027-02", 4)),
        ("Can we fly to Mallorca tomorrow, back Thursday 11th?", ("2027-02-02", "2027-02-11", "2027-02", 9)),
        (
            "Departure date: 16/04/2027\nReturn date: 23/04/2027\nDestination: Nice",
            ("2027-04-16", "2027-04-23", "2027-04", 7),
        ),
        ("Botswana, Juli oder August 2028, 12 Nächte bitte", (None, None, "2028-07", 12)),
        ("Tokyo (4 nights), Kyoto (5). Out 2 Nov 2027, home 16 Nov 2027", ("2027-11-02", "2027-11-16", "2027-11", 14)),
        (
            "We'd like Malta for 10 nights from 12 May. Sorry, meant the 15th not the 12th",
            ("2027-05-15", "2027-05-25", "2027-05", 10),
        ),
    ],
)
def test_days_months_and_nights(text: str, expected: tuple[object, ...]) -> None:
    assert values(text, *DAYS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We want a week in Rome between 1 and 20 June", (None, None)),
        ("We went to Malta on 3 May 2024 and loved it. Now we want Crete", (None, None)),
        ("Please answer by 15 March, we want to see Norway", (None, None)),
        ("We are getting married on 12 June and want to go to Bali after", (None, None)),
        ("Hotel in Vienna, 4/5 stars, for 2-3 nights", (None, None)),
        ("Singapore to Bangkok around 10 November please", (None, None)),
        ("Crete on 31 June please", (None, None)),
    ],
)
def test_a_day_that_is_not_fixed_stays_open(text: str, expected: tuple[object, ...]) -> None:
    assert values(text, "depart_on", "return_on") == expected


def test_an_american_writes_the_month_first() -> None:
    eastern = datetime(2027, 2, 1, 9, tzinfo=timezone(timedelta(hours=-5)))
    text = "We want to fly to Rome on 05/06/2027 for 7 nights"
    assert values(text, "depart_on", sent_at=eastern, country="US") == ("2027-05-06",)
    assert values(text, "depart_on", country="GB") == ("2027-06-05",)


def test_a_doubtful_day_has_its_other_reading_as_an_option() -> None:
    found = read("We want to fly to Rome on 05/06/2027 for 7 nights", country="GB").values["depart_on"]
    assert found.options == ("2027-06-05", "2027-05-06")


def test_a_bare_day_takes_the_month_that_is_known() -> None:
    known = {"depart_on": "2027-06-12"}
    assert values("Can we leave on the 15th instead?", "depart_on", known=known, answers=True) == ("2027-06-15",)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Crete 5-12 June, give or take 3 days", 3),
        ("Rhodos vom 12. bis 26. Juni, +/- 2 Tage", 2),
        ("Malta in June, two days either way is fine", 2),
        ("Sal a 21 de agosto, dois dias antes ou depois também serve, uma semana", 2),
        ("Crete 5-12 June, our dates are flexible", None),
    ],
)
def test_flexible_only_where_a_number_is_said(text: str, days: int | None) -> None:
    assert values(text, "flexible_days") == (days,)
