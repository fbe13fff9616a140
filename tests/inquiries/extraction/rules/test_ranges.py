"""From which day to which: turned months, weekdays, weekends, a return told by its weekday.

Today is Monday, 1 February 2027.
"""

import pytest

from tests.inquiries.extraction.rules.reading import read, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Queremos ir a Roma del 18 al 1 de marzo", ("2027-02-18", "2027-03-01")),
        ("Wir möchten vom 28. bis 4. Mai nach Wien", ("2027-04-28", "2027-05-04")),
        ("Nous voudrions aller à Porto du 30 au 6 juin", ("2027-05-30", "2027-06-06")),
        ("Vorremmo andare a Londra dal 27 al 3 ottobre", ("2027-09-27", "2027-10-03")),
        ("Queremos ir para Lisboa de 29 a 5 de julho", ("2027-06-29", "2027-07-05")),
        ("We willen van 26 tot 2 mei naar Praag", ("2027-04-26", "2027-05-02")),
        ("Looking for Nice from the 30th to 7 August please", ("2027-07-30", "2027-08-07")),
        ("Malta from 28 December to 4 January please", ("2027-12-28", "2028-01-04")),
        ("Queremos Nueva York del 29 al 4 de enero", ("2027-12-29", "2028-01-04")),
        ("Skiurlaub in Tirol 26/2 bis 4/3", ("2027-02-26", "2027-03-04")),
        ("weekje Kreta (28/8 tot 4/9) graag", ("2027-08-28", "2027-09-04")),
        ("Nous cherchons une location en Corse 3/7 au 17/7", ("2027-07-03", "2027-07-17")),
        ("Vorremmo la Puglia, 10/6 - 20/6", ("2027-06-10", "2027-06-20")),
        ("Queremos Cuba 5/11 al 15/11", ("2027-11-05", "2027-11-15")),
        ("Wir brauchen Flüge nach Wien, 5.9. bis 19.9.", ("2027-09-05", "2027-09-19")),
        ("Zypern 12.5-19.5 bitte", ("2027-05-12", "2027-05-19")),
        ("2nd weekend in June, Fri-Sun, Prague please", ("2027-06-11", "2027-06-13")),
        ("First weekend of May, Thursday to Sunday in Ghent please", ("2027-04-29", "2027-05-02")),
        ("last weekend in October Sat to Mon, somewhere warm please", ("2027-10-30", "2027-11-01")),
        ("Wir möchten am zweiten Wochenende im Juli von Freitag bis Montag nach Hamburg", ("2027-07-09", "2027-07-12")),
        ("Nous voudrions Bruges le premier week-end de juin, du vendredi au dimanche", ("2027-06-04", "2027-06-06")),
        ("Queremos Sevilla el tercer fin de semana de mayo, de viernes a domingo", ("2027-05-14", "2027-05-16")),
        ("Vorremmo Parigi il primo weekend di maggio, da venerdì a domenica", ("2027-04-30", "2027-05-02")),
        ("We willen het eerste weekend van juni, vrijdag tot maandag, naar Berlijn", ("2027-06-04", "2027-06-07")),
        ("Need to get away this Friday til Monday, Dublin please", ("2027-02-05", "2027-02-08")),
        ("We fly to Oslo on 5 March, back Tuesday please", ("2027-03-05", "2027-03-09")),
        ("Leaving Saturday 20 March, home the following Saturday", ("2027-03-20", "2027-03-27")),
        ("Wir möchten am 14. Mai nach Rom, zurück Montag", ("2027-05-14", "2027-05-17")),
        ("Nous partons le 4 juin à Lisbonne, retour lundi", ("2027-06-04", "2027-06-07")),
        ("Partiamo il 14 marzo per Vienna e vogliamo tornare, rientro domenica", ("2027-03-14", "2027-03-21")),
        ("Salimos el 7 de mayo a Oporto y vuelta el lunes", ("2027-05-07", "2027-05-10")),
        ("We vertrekken 9 april naar Rome en zijn terug op dinsdag", ("2027-04-09", "2027-04-13")),
        ("Partenza lunedì 6 settembre per Zanzibar, rientro il 20.", ("2027-09-06", "2027-09-20")),
        ("Salida el 3 de junio a Cancún, regreso el 14.", ("2027-06-03", "2027-06-14")),
        ("Leaving Rome 3 June, returning on the 10", ("2027-06-03", "2027-06-10")),
        ("Silberhochzeit am 5.10., also wir wollen vom 3. bis zum 7. nach Wien", ("2027-10-03", "2027-10-07")),
        ("My birthday is 12/9/2027, so we want Rome from the 10th to the 14th", ("2027-09-10", "2027-09-14")),
        (
            "Queríamos partida do Porto no domingo, 23 de maio, e regresso na sexta-feira, 28",
            ("2027-05-23", "2027-05-28"),
        ),
        ("Quero ir no dia 5 de maio e voltar no dia 12 de maio, Recife", ("2027-05-05", "2027-05-12")),
        ("Arriving 4 May and departing 9 May, hotel in Leeds please", ("2027-05-04", "2027-05-09")),
        ("Hotel in Köln, Anreise 3. Juni, Abreise 6. Juni", ("2027-06-03", "2027-06-06")),
        ("Queremos um hotel em Braga, chegada 3 de junho, saída 6 de junho", ("2027-06-03", "2027-06-06")),
        ("Hôtel à Lyon, arrivée le 3 juin, départ le 6 juin", ("2027-06-03", "2027-06-06")),
        ("We zoeken een hotel in Gent, aankomst 3 juni, vertrek 6 juni", ("2027-06-03", "2027-06-06")),
    ],
)
def test_from_which_day_to_which(text: str, expected: tuple[str, str]) -> None:
    assert values(text, "depart_on", "return_on") == expected


@pytest.mark.parametrize(
    ("text", "depart"),
    [
        ("Show me flights from Boston to Denver on Thursday morning", "2027-02-04"),
        ("I need a train from Norwich to Cambridge on Saturday for 3 people", "2027-02-06"),
        ("A cheap hotel in York for 4 nights from Friday", "2027-02-05"),
        ("Flight to Dallas leaving Wednesday afternoon", "2027-02-03"),
        ("Hotel in Berlin ab Freitag für 2 Nächte", "2027-02-05"),
        ("Flug nach Wien am Dienstag", "2027-02-02"),
    ],
)
def test_a_weekday_is_the_next_one(text: str, depart: str) -> None:
    assert values(text, "depart_on") == (depart,)


@pytest.mark.parametrize(
    "text",
    [
        "We want Crete in June. The office is closed Sunday",
        "We'd love sun, pool and sleep. Rome please",
        "Wir mögen keine Flüge Sonntag früh, Rom bitte",
        "Our choir sings every Friday. We want Rome",
        "Ballpark for Rome, 4/5 - 5/5 stars",
        "Two weekends in Rome and 3/4 days in Naples",
        "Am Freitag waren wir noch in Köln. Wir möchten nach Rom",
    ],
)
def test_no_day_of_departure(text: str) -> None:
    assert values(text, "depart_on") == (None,)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("We want Crete from 10 to 17 May please", {"10 to 17 May"}),
        ("Wir möchten 4.-11.7.2027 nach Rom", {"4.-11.7.2027"}),
        ("Queremos ir del 28 al 4 de mayo a Roma", {"28 al 4 de mayo"}),
        ("We willen van 10 tot 24 juli naar Rome", {"10 tot 24 juli"}),
        ("Nous voulons Rome du 3 au 7 mai 2027", {"3 au 7 mai 2027"}),
        ("26/2 tot 4/3 naar Rome graag", {"26/2 tot 4/3"}),
    ],
)
def test_a_range_is_quoted_whole(text: str, quotes: set[str]) -> None:
    found = read(text).values
    assert {span.quote for field in ("depart_on", "return_on", "nights") for span in found[field].evidence} == quotes


def test_american_months_come_first() -> None:
    text = "Need a quote for Dublin: arrive 10/04/2027, depart 10/07/2027"
    assert values(text, "depart_on", "return_on", country="US") == ("2027-10-04", "2027-10-07")
    assert values(text, "depart_on", country="GB") == ("2027-04-10",)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Crete between 3 and 20 May please", "3 and 20 May"),
        ("Crete between the 3rd and the 20th of May please", "3rd and the 20th of May"),
        ("We want Crete some time between 3 May and 20 May, ten nights", "3 May"),
        ("Wir möchten zwischen dem 3. und 20. Mai nach Kreta", "3. und 20. Mai"),
        ("Wir möchten irgendwann zwischen dem 3. und dem 20. Mai eine Woche nach Kreta", "3. und dem 20. Mai"),
        ("Nous voudrions aller en Crète entre le 3 et le 20 mai", "3 et le 20 mai"),
        ("Queremos ir a Creta entre el 3 y el 20 de mayo", "3 y el 20 de mayo"),
        ("Vorremmo andare a Creta tra il 3 e il 20 maggio, una settimana", "3 e il 20 maggio"),
        ("Queremos ir para Creta entre o dia 3 e o dia 20 de maio", "3 e o dia 20 de maio"),
        ("We willen naar Kreta tussen de 3e en de 20e mei", "3e en de 20e mei"),
    ],
)
def test_between_two_days_is_when_they_can_go_and_not_when_they_go(text: str, quote: str) -> None:
    assert values(text, "depart_on", "return_on", "travel_month") == (None, None, "2027-05")
    assert quote in {span.quote for span in read(text).values["travel_month"].evidence}


@pytest.mark.parametrize(
    "text",
    [
        "Crete between 28 April and 5 May please",
        "Crete between the 28th and 5 May please",
        "Wir möchten zwischen dem 24. Juli und dem 20. August zehn Nächte nach Kreta",
        "Nous voudrions aller en Crète entre le 28 et le 5 mai",
        "Queremos ir a Creta entre el 28 y el 5 de mayo",
    ],
)
def test_between_days_of_two_months_no_month_is_said(text: str) -> None:
    assert values(text, "depart_on", "return_on", "travel_month") == (None, None, None)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Crete in June please. Between 3 and 20 May we are in Spain", "2027-06"),
        ("We have between 3 and 5 May off work, but Crete in September please", "2027-09"),
        ("Kids between 3 and 12 may join us, Crete in July please", "2027-07"),
        ("Wir sind zwischen dem 3. und 20. Mai beim Umzug und möchten im August nach Kreta", "2027-08"),
    ],
)
def test_a_month_that_stands_by_itself_is_said_before_one_of_days_in_between(text: str, month: str) -> None:
    assert values(text, "depart_on", "return_on", "travel_month") == (None, None, month)


@pytest.mark.parametrize(
    "text",
    [
        "Two adults to Crete. Kids between 3 and 12 may join the trip.",
        "Two adults to Crete, kids between 3 and 12 may also come along",
        "Two adults to Crete. Children aged between 3 and 12 may want to join",
    ],
)
def test_children_of_an_age_in_between_who_may_join_are_no_month_and_nobody_yet(text: str) -> None:
    assert values(text, "travel_month", "adults", "children", "child_ages") == (None, 2, None, None)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Crete in June please, 2 adults and 2 kids, so 4 of us", (4, 2, 2)),
        ("Crete in June please. We are 3 adults and one infant, 4 in total", (4, 3, 1)),
        ("Wir möchten im Juni nach Kreta, 2 Erwachsene und 2 Kinder, 4 insgesamt", (4, 2, 2)),
    ],
)
def test_the_sum_of_the_party_is_nobodys_age(text: str, party: tuple[int, ...]) -> None:
    assert values(text, "travellers", "adults", "children", "child_ages") == (*party, None)


def test_may_before_another_verb_is_the_month_still() -> None:
    assert values("Crete from 3 may stay 7 nights", "depart_on", "nights") == ("2027-05-03", 7)
