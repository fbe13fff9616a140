"""Kinds by what is done, not by set words: a journey of one's own is paid or called off, an offer is taken, somebody
sells, thanks, or wants something else."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import read

CHAT: dict[str, Any] = {"channel": "whatsapp"}
ANSWER: dict[str, Any] = {"answers": True}


@pytest.mark.parametrize(
    "text",
    [
        "I paid the second instalment yesterday, has it come through?",
        "Wann ist die Restzahlung für unsere Kreuzfahrt fällig?",
        "ho versato l'acconto ieri, mi date conferma?",
        "Je dois malheureusement annuler notre voyage en Norvège, mon père est hospitalisé",
        "kunnen we onze reis naar Portugal een week verzetten? mijn man is ziek",
        "Hola, compramos con vosotros el viaje a Egipto y queremos cambiar el nombre de un pasajero",
        "ci hanno spostato il volo per Palermo alle 5 di mattina, è possibile cambiarlo?",
        "we arrived and the apartment is not the one in the pictures",
        "o hotel diz que não tem nossa reserva!!! estamos aqui na recepção",
        "Wir kommen gerade aus Kroatien zurück. Leider war das Zimmer in einem schlimmen Zustand.",
        "hoe laat worden we zondag opgehaald?",
        "Can you tell me whether our Vietnam trip is ATOL protected? It's not on the paperwork.",
    ],
)
def test_what_is_done_with_a_journey_of_theirs_is_about_a_booking(text: str) -> None:
    assert read(text).kind == "booking"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a big thank you Marcus, option 2 it is", ANSWER),
        ("Ein großes Dankeschön, wir nehmen das zweite Hotel", ANSWER),
        ("Un grand merci, on prend la proposition 1", ANSWER),
        ("Mil gracias, nos quedamos con la primera", ANSWER),
        ("kids are 7 and 11 btw", CHAT),
        ("und geht das auch ab Bremen?", CHAT),
        ("et si on partait le dimanche plutôt ?", CHAT),
        ("Hi did you get my email about the Canada trip? Still waiting to hear", {}),
        ("haben Sie schon etwas für uns gefunden?", {}),
        ("esqueci de falar, minha filha tem 3 anos", {}),
    ],
)
def test_who_takes_an_offer_or_adds_to_a_talk_goes_on(text: str, fields: dict[str, Any]) -> None:
    assert read(text, **fields).kind == "followup"


@pytest.mark.parametrize(
    "text",
    [
        "Hi is that the dentist? need to move my appointment",
        "c'est le garage Martin ? ma voiture est prête ?",
        "We've just opened a boutique hotel in Lisbon with 24 rooms and would love for your agency to feature it.",
        "Wir vermieten drei Ferienwohnungen in Meran und suchen Vermittler. Pro Nacht ab 95 Euro, Provision 15 %.",
        "Olá, sou estudante e estou a fazer um inquérito sobre viagens a Cabo Verde, pode responder?",
        "I am away until 14 August. If it is about the Rome trip please contact my colleague.",
        "Só passando pra dizer que a viagem pro Chile foi linda, parabéns pelo trabalho",
        "por favor dadme de baja de la lista de correo",
        "In allegato la fattura per il noleggio del pullman Roma - Assisi del 4 maggio, pagamento a 30 giorni",
        "oeps verkeerde app, sorry",
    ],
)
def test_who_sells_thanks_or_wants_something_else_asks_for_no_journey(text: str) -> None:
    assert read(text).kind == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for a great time in Kenya! Now thinking about Namibia for next May, could you price it up?",
        "We cancelled our holiday last year because of my operation, but now would like a week in Jersey in June",
        "I'm a student looking for a cheap week in Greece in September with two friends",
        "Siamo una società sportiva e cerchiamo un hotel a Rimini per 25 ragazzi a giugno",
        "J'ai vu votre offre pour Djerba, c'est encore possible pour 2 adultes et 2 enfants en août ?",
        "I am looking for a guesthouse in the north with free wifi",
        "hebben jullie nog plek op een cruise in december?",
        "can you help me plan a trip",
    ],
)
def test_such_words_beside_a_wish_are_still_a_request(text: str) -> None:
    assert read(text).kind == "inquiry"
