"""Short queries as people type them into a search: lower case, no punctuation, one line."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import values

FIELDS = ("depart_on", "return_on", "travellers", "child_ages", "rooms")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "flights from dallas to houston may 4th returning may seventh",
            ("2027-05-04", "2027-05-07", None, None, None),
        ),
        ("flight to denver on the twenty first of june", ("2027-06-21", None, None, None, None)),
        ("flight to denver april twenty third one way", ("2027-04-23", None, None, None, None)),
        ("flight to denver leaving on the third of may", ("2027-05-03", None, None, None, None)),
        ("cheapest flight to cancun 5 college girls", (None, None, 5, None, None)),
        ("orlando 2 adults 3 kids 4 6 and 9 july 10th to 17th", ("2027-07-10", "2027-07-17", 5, [4, 6, 9], None)),
        ("barcelona 1 adult and 2 children around sept 15", (None, None, 3, None, None)),
        ("barcelona 2 adults 2 kids july 10", ("2027-07-10", None, 4, None, None)),
        ("barcelona 2 adultos 2 niños 10 de julio", ("2027-07-10", None, 4, None, None)),
        ("barcelona 2 adultes 2 enfants le 10 juillet", ("2027-07-10", None, 4, None, None)),
        ("barcelona 2 erwachsene 2 kinder ab 10. juli", ("2027-07-10", None, 4, None, None)),
        ("mexico city between august 16 and august 31 two adults", (None, None, 2, None, None)),
        ("we are 5 people leaving between august 14th and 27th", (None, None, 5, None, None)),
        ("suche hotel in wien 3 nächte ab 12. mai doppelzimmer", ("2027-05-12", "2027-05-15", None, None, 1)),
        ("cerco hotel a roma dal 3 al 6 giugno camera doppia", ("2027-06-03", "2027-06-06", None, None, 1)),
        ("voo para o porto dia 3 de maio volta dia 6 duas pessoas", ("2027-05-03", "2027-05-06", 2, None, None)),
        ("pacote para cancun em julho casal mais 2 filhos de 5 e 8 anos", (None, None, 4, [5, 8], None)),
        ("4 seats on a flight to miami dec 18 return dec 27", ("2027-12-18", "2027-12-27", 4, None, None)),
        ("3 bedroom villa in crete for 6 from aug 7 for 2 weeks", ("2027-08-07", "2027-08-21", 6, None, 3)),
        ("two weeks in thailand for me my wife and our 2 daughters aged 9 and 12", (None, None, 4, [9, 12], None)),
        ("hotel in chicago april 5 through april 9 two rooms", ("2027-04-05", "2027-04-09", None, None, 2)),
        ("a room in austin for tomorrow night", ("2027-02-02", None, None, None, 1)),
        ("weekend in vegas for 6 guys nov 12-14", ("2027-11-12", "2027-11-14", 6, None, None)),
        ("vlucht naar rome 3 mei terug 10 mei 2 personen", ("2027-05-03", "2027-05-10", 2, None, None)),
        ("je cherche un vol pour lisbonne le 3 mars retour le 8", ("2027-03-03", "2027-03-08", None, None, None)),
    ],
)
def test_short_queries(text: str, expected: tuple[Any, ...]) -> None:
    assert values(text, *FIELDS) == expected
