"""What fills a blank is guessed from its name in several languages, or from the words around it."""

import pytest

from inquiries.envelope import BLANK_SOURCES
from messaging import blank_guesses, template_form
from tests.messaging.sample_templates import body


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("customer_name", "first_name"), ("nombre_cliente", "first_name"), ("vorname", "first_name"),
        ("prenom", "first_name"), ("full_name", "full_name"), ("destino", "destinations"), ("zielort", "destinations"),
        ("travel_dates", "dates"), ("fechas_viaje", "dates"), ("fecha_salida", "depart_on"), ("noches", "nights"),
        ("viajeros", "travellers"), ("orcamento", "budget"), ("booking_reference", "reference"), ("agencia", "agency"),
        ("asesora", "agent"), ("trip_2", "destinations"), ("zzz", ""),
    ],
)  # fmt: skip
def test_by_its_name(name: str, source: str) -> None:
    [spot] = template_form.read([body(f"Hi {{{{{name}}}}}.")], parameter_format="NAMED").spots
    assert blank_guesses.source(spot) == source
    assert source in {*BLANK_SOURCES, ""}


@pytest.mark.parametrize(
    ("text", "example", "source"),
    [
        ("Hola {{1}}, ya está.", "Marta", "first_name"),
        ("¡Buenos días, {{1}}!", "Marta", "first_name"),
        ("Liebe {{1}}, Ihr Angebot ist da.", "Anna", "first_name"),
        ("Chère {{1}}, bonjour", "Anne", "first_name"),
        ("Su propuesta para {{1}} ya está lista.", "Menorca", "destinations"),
        ("Your trip to {{1}} is ready", "Madeira", "destinations"),
        ("Ihre Reise nach {{1}} wartet", "Kreta", "destinations"),
        ("Votre voyage à {{1}} est prêt", "Madère", "destinations"),
        ("La tua proposta per {{1}} c'è", "Creta", "destinations"),
        ("Vom {{1}} ist alles frei", "3. bis 10. Mai", "dates"),
        ("It is all free {{1}} still", "3 to 10 May", "dates"),
        ("Your file {{1}} is here", "TH-1042", "reference"),
        ("Son {{1}} noches en total", "7", "nights"),
        ("Für {{1}} Personen", "4", "travellers"),
        ("This is {{1}} of Halden", "Nora", "agent"),
        ("Something about {{1}} only", "blue", ""),
    ],
)
def test_by_the_words_around_it(text: str, example: str, source: str) -> None:
    [spot] = template_form.read([body(text, example)], parameter_format="POSITIONAL").spots
    assert blank_guesses.source(spot) == source


def test_a_blank_nobody_knows_has_a_name_all_the_same() -> None:
    [number] = template_form.read([body("About {{1}} only")], parameter_format="POSITIONAL").spots
    [named] = template_form.read([body("About {{favourite_colour}} only")], parameter_format="NAMED").spots
    assert [blank_guesses.label(spot) for spot in (number, named)] == ["Blank 1", "Favourite colour"]
