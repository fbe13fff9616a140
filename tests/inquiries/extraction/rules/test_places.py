"""Where to and where from, and the places that are named for other reasons."""

import pytest

from tests.inquiries.extraction.rules.reading import places, read


@pytest.mark.parametrize(
    ("text", "wanted", "origin"),
    [
        ("A week in Portugal, ideally the Algarve, flying from Leeds", ["Algarve"], "Leeds"),
        ("Vietnam and Cambodia in November", ["Vietnam", "Cambodia"], None),
        ("We are looking at either Crete or Rhodes. Flights from Gatwick", ["Crete", "Rhodes"], "London Gatwick"),
        ("Wir möchten ab Köln nach Kreta oder Kos", ["Crete", "Kos"], "Cologne"),
        ("Nous voulons aller à Rome puis à Naples, au départ de Nantes", ["Rome", "Naples"], "Nantes"),
        ("Queremos ver Lima, Cusco y Machu Picchu, saliendo de Madrid", ["Lima", "Cusco", "Machu Picchu"], "Madrid"),
        ("Vorremmo andare a Parigi con volo da Roma", ["Paris"], "Rome"),
        ("Queríamos ir aos Açores, saída do Porto", ["Azores"], "Porto"),
        ("Queria ir à Madeira de 10 a 17 de junho, de Lisboa, hotel", ["Madeira"], "Lisbon"),
        ("Um cruzeiro no Mediterrâneo em maio", ["Mediterranean"], None),
        ("Wij willen naar Zuid-Afrika, vluchten vanaf Eindhoven", ["South Africa"], "Eindhoven"),
        ("Eine Woche Lofoten, mit Mietwagen ab Bodø. Abflug ab Hamburg", ["Lofoten"], "Hamburg"),
        ("Eine Woche Lofoten, Mietwagen ab Bodø", ["Lofoten"], "Bodø"),
        ("Crete in May, rental car from Chania, flying from Leeds", ["Crete"], "Leeds"),
        ("Val d'Isere or MERIBEL please", ["Val d'Isère", "Méribel"], None),
    ],
)
def test_where_to_and_where_from(text: str, wanted: list[str], origin: str | None) -> None:
    assert places(text) == (wanted, origin)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We did Lisbon last year and loved it. Now we want Crete", ["Crete"]),
        ("We want Crete. Not Turkey again please", ["Crete"]),
        ("Wir wollen nach Kreta, bitte nicht in die Türkei", ["Crete"]),
        ("On veut aller en Corse, pas en Sardaigne", ["Corsica"]),
        ("Queremos Tailandia, Vietnam lo dejamos para otra vez", ["Thailand"]),
        ("We are looking for a beach in Bali", ["Bali"]),
        ("Pls share best price for Dubai, are flights included", ["Dubai"]),
        ("We get married in Charleston on 5 May and want the Maldives after", ["Maldives"]),
        ("Marsa Alam please, with a transfer from Hurghada airport", ["Marsa Alam"]),
        ("We would like a nice side trip", []),
    ],
)
def test_a_place_may_be_named_and_not_wanted(text: str, wanted: list[str]) -> None:
    assert places(text)[0] == wanted


def test_of_places_with_one_name_the_nearer_one_is_meant_and_the_other_offered() -> None:
    spain = read("Queremos ir de Córdoba a Lisboa, salimos de Córdoba", country="ES").values["origin"]
    argentina = read("salimos de córdoba (argentina) y queremos ir a río de janeiro").values["origin"]
    assert (spain.value["country"], [place["country"] for place in spain.options]) == ("ES", ["ES", "AR"])
    assert (argentina.value["country"], argentina.options) == ("AR", ())


def test_the_subject_tells_where_the_text_does_not() -> None:
    assert places("Two adults in May, what would it cost?", subject="Madeira")[0] == ["Madeira"]


def test_the_writers_name_is_no_place() -> None:
    assert places("hola! soy Florencia Aguirre, queremos ir a Búzios", sender_name="Flor Aguirre")[0] == ["Búzios"]
