"""How long: one length, several stops, a length of each, and lengths that leave it open."""

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "nights"),
    [
        ("Rome 4 nights, Florence 3 and Venice 2 please", 9),
        ("Roma 4 noites, Florença 3, Veneza 2 e Milão 1, por favor, queremos ir", 10),
        ("Wir möchten Rom 3 Nächte, Florenz 2, Venedig 2", 7),
        ("Tokyo (4 nights), Kyoto (5), Osaka (2) please", 11),
        ("Nous voudrions Madrid 3 nuits, Séville 2 et Grenade 2", 7),
        ("Queremos Lisboa 3 noches, Oporto 2", 5),
        ("Vorremmo Vienna 3 notti, Praga 2 e Budapest 2", 7),
        ("We willen Wenen 3 nachten, Praag 2", 5),
        ("3 nights Rome, 2 Florence, 2 Venice please", 7),
        ("A week in Ubud, then another week in Canggu", 14),
        ("Eine Woche Rom und dann noch eine Woche Sizilien, bitte, wir möchten", 14),
        ("Une semaine à Rome puis une autre semaine en Sicile, nous voudrions", 14),
        ("Queremos una semana en Roma y otra semana en Sicilia", 14),
        ("Vorremmo una settimana a Londra e un'altra settimana in Scozia", 14),
        ("Queremos uma semana em Roma e outra semana na Sicília", 14),
        ("We willen een week Rome en nog een week Sicilië", 14),
        ("Wir möchten nach Rom und Neapel, je eine Woche", 14),
        ("Rome and Naples, 3 nights each please", 6),
        ("Nous voudrions Rome et Naples, 3 nuits chacune", 6),
        ("Queremos Roma y Nápoles, 3 noches cada una", 6),
        ("Wir suchen ein Hotel für eine Dekade, nein, für zehn Tage in Rom", 9),
        ("We zoeken een achttal dagen Rome", 7),
        ("Wij willen een tiental dagen naar Rome", 9),
        ("Nous partons une dizaine de jours à Rome", 9),
        ("Nous partons une quinzaine de jours à Rome", 14),
        ("Queremos una quincena de días en Roma", 14),
        ("Vorremmo una decina di giorni a Londra", 9),
        ("Vorrei stare a Londra per una settimana", 7),
        ("Queremos ir por dos semanas a Roma", 14),
        ("Queremos ir por uma semana para Roma", 7),
        ("Twenty-one nights in Bali please", 21),
        ("Einundzwanzig Nächte Bali bitte", 21),
        ("Veintiún noches en Bali, queremos ir", 21),
        ("Friday to Monday in May, Rome please", 3),
        ("Wir möchten im Mai von Donnerstag bis Sonntag nach Wien", 3),
        ("Samstag bis Samstag im Juli an den Gardasee, bitte", 7),
        ("It is 9 nights now, two nights in Rome among them", 9),
        ("Three weeks in India please, a night or two near Agra", 21),
        ("Three weeks in India, with 2 nights in Agra", 21),
    ],
)
def test_nights(text: str, nights: int) -> None:
    assert values(text, "nights") == (nights,)


@pytest.mark.parametrize(
    "text",
    [
        "Rome for 8-10 nights in May please",
        "Wir möchten 2 bis 3 Wochen nach Rom",
        "Nous voudrions 8 à 10 jours en Crète",
        "Queremos 5 o 6 noches en Roma",
        "Vorremmo 5 o 6 notti a Londra",
        "We willen 2 à 3 weken naar Rome",
        "A weekend in Rome please",
        "Rome and Naples, 3 nights in Rome",
        "We want Nepal, 6 days of walking then somewhere with a pool",
    ],
)
def test_a_length_that_is_open(text: str) -> None:
    assert values(text, "nights") == (None,)


def test_a_range_as_long_as_the_stay_is_when_they_can() -> None:
    text = "We want two to three weeks in Oman between 8 and 29 January"
    assert values(text, "depart_on", "nights", "travel_month") == (None, None, "2028-01")


def test_to_leave_a_day_earlier_is_no_margin() -> None:
    assert values("We'd rather leave a day earlier, so 8 April", "flexible_days") == (None,)
    assert values("8 April, a day earlier or later is fine", "flexible_days") == (1,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le Japon du 28 mars au 11 avril : Tokyo, Kyoto et deux nuits dans un ryokan",
         ("2027-03-28", "2027-04-11", 14)),
        ("Japan from 28 March to 11 April, Tokyo and two nights in a ryokan please", ("2027-03-28", "2027-04-11", 14)),
        ("Wir möchten vom 3. bis 12. Mai nach Marrakesch, mit zwei Nächten in einem Wüstencamp",
         ("2027-05-03", "2027-05-12", 9)),
        ("Any time between 3 and 20 May: Marrakech and two nights in a riad please", (None, None, 2)),
        ("Crete from 1 to 20 June, flights and a week in a hotel please", (None, None, 7)),
    ],
)  # fmt: skip
def test_nights_in_one_lodging_among_others_leave_the_days_as_they_are(
    text: str, found: tuple[str | None, str | None, int]
) -> None:
    assert values(text, "depart_on", "return_on", "nights") == found
