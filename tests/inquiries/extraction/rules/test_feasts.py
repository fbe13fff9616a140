"""Months that the calendar tells: Easter and what hangs on it, Christmas, Ramadan. Today is 1 February 2027."""

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("We want Rome at Easter", "2027-03"),
        ("Wir möchten in den Osterferien 2028 nach Rom", "2028-04"),
        ("Nous voudrions Rome à Pâques 2028", "2028-04"),
        ("Queremos Roma en Semana Santa 2028", "2028-04"),
        ("Vorremmo Londra a Pasqua 2028", "2028-04"),
        ("Queremos Lisboa na Páscoa de 2028", "2028-04"),
        ("We willen met Pasen 2028 naar Rome", "2028-04"),
        ("Wir möchten in den Pfingstferien nach Rom", "2027-05"),
        ("Nous voudrions Rome à la Pentecôte", "2027-05"),
        ("Wir möchten über Himmelfahrt nach Rom", "2027-05"),
        ("Nous voudrions Venise pour le carnaval", "2027-02"),
        ("Vorremmo la Sardegna a Ferragosto", "2027-08"),
        ("Thanksgiving week in Rome please", "2027-11"),
        ("Weihnachtsferien auf Kreta bitte", "2027-12"),
        ("Umrah in Ramadan 2028, last 10 days, hotel near the haram", "2028-02"),
        ("Valentine's Day in Paris please", "2027-02"),
    ],
)
def test_feasts_name_a_month(text: str, month: str) -> None:
    assert values(text, "travel_month") == (month,)


@pytest.mark.parametrize("text", ["Umrah in Ramadan please", "We loved Easter last year. Rome please"])
def test_a_feast_over_two_months_or_of_another_year_names_none(text: str) -> None:
    assert values(text, "travel_month") == (None,)
