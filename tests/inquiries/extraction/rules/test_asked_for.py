"""Board, services and interests by what people call them, and what is mentioned without being asked for."""

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "board"),
    [
        ("Hotel in Rom, All inclusive braucht keiner, HP langt", "half_board"),
        ("Mallorca all inkl bitte", "all_inclusive"),
        ("Agadir all in pas plus de 1800", "all_inclusive"),
        ("hotel simples com café e almoço e janta em Recife", "full_board"),
        ("Hotel in Rome with breakfast, lunch and dinner", "full_board"),
        ("Hotel in Rom mit Frühstück und Abendessen", "half_board"),
        ("Hôtel à Rome avec petit-déjeuner et dîner", "half_board"),
        ("Hotel en Roma con desayuno y cena", "half_board"),
        ("Hotel a Londra con colazione, pranzo e cena", "full_board"),
        ("Hotel in Rome met ontbijt en diner", "half_board"),
        ("Hotel in Rome, breakfast included, dinners we find ourselves", "breakfast"),
        ("Logies in kleine hotels met halfpension", "half_board"),
        ("Ferienwohnung auf Kreta mit Selbstversorgung", "room_only"),
        ("Self-catering flat in Rome", "room_only"),
    ],
)
def test_board(text: str, board: str) -> None:
    assert values(text, "board") == (board,)


@pytest.mark.parametrize(
    ("text", "service", "asked"),
    [
        ("Ein Häuschen in Connemara bitte", "villa", True),
        ("casa no Algarve com piscina, queremos", "villa", True),
        ("A cottage in Devon please", "villa", True),
        ("We zoeken een huisje op Texel", "villa", True),
        ("Una casita en Cádiz, queremos", "villa", True),
        ("on cherche un appart à Rome", "apartment", True),
        ("Hotel in Alcudia, flat walk to the beach", "apartment", False),
        ("a flat in Rome please", "apartment", True),
        ("A car with a driver in Rajasthan please", "car", True),
        ("Ein Auto mit Fahrer in Indien bitte", "car", True),
        ("After that we need two cars in Edinburgh", "car", True),
        ("On descend en voiture de Namur, hôtel à Rome", "car", False),
        ("transporte do aeroporto para o hotel em Roma", "transfer", True),
        ("Taxi vom Flughafen zum Hotel in Rom bitte", "transfer", True),
        ("A minibus from the airport in Rome please", "transfer", True),
        ("Taxi dall'aeroporto o un bus dall'aeroporto a Londra", "transfer", True),
        ("Vorremmo Londra, polizza medica indispensabile", "insurance", True),
        ("Rom mit Reiserücktritt bitte", "insurance", True),
        ("trens entre Roma e Milão, queremos", "train", True),
        ("Zugtickets und Bahntickets nach Rom", "train", True),
        ("Rome hotel. Flights: no, our travel desk does that", "flight", False),
        ("Rome villa without flights, we've got the flights covered", "flight", False),
        ("The same hotel, but in May", "hotel", False),
        ("Refugios en la Patagonia, queremos", "hotel", True),
        ("Not expensive bed and breakfast in Rome", "hotel", True),
        ("Quero hospedagem no hotel em Roma", "hotel", True),
    ],
)
def test_services(text: str, service: str, asked: bool) -> None:
    (found,) = values(text, "services")
    assert (service in (found or [])) is asked


@pytest.mark.parametrize(
    ("text", "interest", "meant"),
    [
        ("Incentive-Reise nach Rom für den Vertrieb", "business", True),
        ("deslocação à feira de Hannover", "business", True),
        ("Wir fahren zur Fachmesse nach Rom", "business", True),
        ("Skireis naar Oostenrijk", "ski", True),
        ("Skikurs für die Kleinen, Tirol bitte", "ski", True),
        ("Wallfahrt nach Lourdes", "pilgrimage", True),
        ("romaria a Aparecida, grupo da igreja", "pilgrimage", True),
        ("Gruppo parrocchiale a Londra", "pilgrimage", True),
        ("Hotel in Rome, walking distance to restaurants", "food", False),
        ("Mia moglie soffre il mare, vorremmo Vienna", "beach", False),
        ("zwei Familien wollen nach Rom", "family", True),
        ("Hot springs in Iceland please", "wellness", True),
        ("Skipper needed for our boat in Greece", "ski", False),
    ],
)
def test_interests(text: str, interest: str, meant: bool) -> None:
    (found,) = values(text, "interests")
    assert (interest in (found or [])) is meant


def test_the_subject_tells_what_the_journey_is_for() -> None:
    assert values("Rome in May please", "interests", subject="Honeymoon!") == (["honeymoon"],)
    assert values("Rome in May please", "interests", subject="Re: Honeymoon", answers=True) == (None,)
