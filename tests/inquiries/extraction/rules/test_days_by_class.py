"""Classes of dates and lengths: over two months, the month at the first day only, a day of next week, the way back
behind its day, feasts, labels of forms, what is no day and no length."""

import pytest

from tests.inquiries.extraction.rules.reading import values

FORMS = [
    "Departure date\n12/11/2027\nNights\n7\nAdults\n2\nChildren\n1",
    "Anreise\n12.11.2027\nNächte\n7\nErwachsene\n2\nKinder\n1",
    "Salida\n12/11/2027\nNoches\n7\nAdultos\n2\nNiños\n1",
    "Date de départ\n12/11/2027\nNuits\n7\nAdultes\n2\nEnfants\n1",
]


@pytest.mark.parametrize(
    ("text", "leaves", "returns"),
    [
        ("dal 28 dicembre al 4 gennaio, Marsa Alam", "2027-12-28", "2028-01-04"),
        ("du 30 mars au 6 avril, Malte", "2027-03-30", "2027-04-06"),
        ("vom 28. Mai bis 4. Juni nach Malta", "2027-05-28", "2027-06-04"),
        ("van 28 mei tot 4 juni naar Malta", "2027-05-28", "2027-06-04"),
        ("de 28 de maio a 4 de junho, Malta", "2027-05-28", "2027-06-04"),
        ("del 28 de mayo al 4 de junio, Malta", "2027-05-28", "2027-06-04"),
        ("from Fri 28 May to Fri 4 June, Malta", "2027-05-28", "2027-06-04"),
        ("sat to sat 29 May - 5 June in Whitby", "2027-05-29", "2027-06-05"),
        ("from Thursday 25 March to Tuesday 30, Malta", "2027-03-25", "2027-03-30"),
        ("de quinta-feira 25 de março a terça 30, Malta", "2027-03-25", "2027-03-30"),
        ("del jueves 25 de marzo al martes 30, Malta", "2027-03-25", "2027-03-30"),
        ("nächste Woche Mittwoch nach Mailand und Freitag zurück", "2027-02-10", "2027-02-12"),
        ("Milan next week Wednesday, home Friday", "2027-02-10", "2027-02-12"),
        ("mercredi de la semaine prochaine à Milan, vendredi retour", "2027-02-10", "2027-02-12"),
        ("Wir nehmen Hotel 1, drei Nächte länger, also vom 8. bis zum 22. Oktober", "2027-10-08", "2027-10-22"),
        ("Kinder 15 und 11 (wird im Juli 12), vom 10. Juli bis 12. Juli nach Oslo", "2027-07-10", "2027-07-12"),
        (
            "The wedding is on Friday 8 October 2027, rooms in Paphos from Wednesday 6th to Sunday 10th",
            "2027-10-06",
            "2027-10-10",
        ),
        ("Opa wird am 24.9. 70, eine Woche Ostsee", None, None),
        ("Malta for 4 nights then Gozo for 5. July 2027", None, None),
        ("sabato 1 settimana a Ibiza", None, None),
    ],
)
def test_from_when_to_when(text: str, leaves: str | None, returns: str | None) -> None:
    assert values(text, "depart_on", "return_on") == (leaves, returns)


@pytest.mark.parametrize(
    ("text", "nights"),
    [
        ("10 Übernachtungen in Jordanien: Petra und Wadi Rum", 10),
        ("Ten nights in Jordan, so Petra and Wadi Rum", 10),
        ("Paris, Rome and Athens for 12 nights", 12),
        ("Gramado, 3 diárias", 3),
        ("ein paar Tage Strand auf Kreta", None),
        ("un week-end à Porto", None),
        ("vier dagen langer in Gent", None),
    ],
)
def test_how_long(text: str, nights: int | None) -> None:
    assert values(text, "nights") == (nights,)


@pytest.mark.parametrize("text", FORMS, ids=["en", "de", "es", "fr"])
def test_a_form_whose_labels_stand_above_their_values(text: str) -> None:
    found = values(text, "depart_on", "return_on", "nights", "adults", "children", "child_ages")
    assert found == ("2027-11-12", "2027-11-19", 7, 2, 1, None)


def test_one_line_that_is_called_like_a_label_is_no_form() -> None:
    assert values("Hello, we are two\nadults\n2 weeks in Crete please", "nights") == (14,)
