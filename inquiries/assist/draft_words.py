"""The words of a draft that no model writes, in the languages of the desk. Pure.

What has to agree in number comes in pairs (one, several) with {n}. The trip is said in a row of parts behind a colon,
so that no language has to bend a name or a date.
"""

from typing import NamedTuple

type Pair = tuple[str, str]


class Tongue(NamedTuple):
    """`day` has {day}, {month}, {year}; `days` two days of one month, {first} and {day}; `month` {month} and {year}.
    `first`: the first of a month where that is no plain number. `ages` has {ages}: behind the children, in brackets."""

    thanks: str
    trip: str
    ask: str
    nothing_to_ask: str
    closing_mail: str
    closing_chat: str
    day: str
    days: str
    month: str
    first: str
    leaves: str
    returns: str
    origin: str
    budget: str
    both: str
    nights: Pair
    adults: Pair
    children: Pair
    travellers: Pair
    rooms: Pair
    ages: Pair
    boards: dict[str, str]


def _boards(*words: str) -> dict[str, str]:
    return dict(zip(("room_only", "breakfast", "half_board", "full_board", "all_inclusive"), words, strict=True))


TONGUES: dict[str, Tongue] = {
    "en": Tongue(
        thanks="thank you for your message.",
        trip="This is how I have understood your trip: {parts}.",
        ask="So that I can put together the right offer, may I ask:",
        nothing_to_ask="If something has changed or is missing, please tell me.",
        closing_mail="Kind regards",
        closing_chat="Best wishes",
        day="{day} {month} {year}", days="{first}–{day} {month} {year}", month="{month} {year}", first="1",
        leaves="leaving on {day}", returns="back on {day}", origin="from {place}", budget="budget {sum}", both="and",
        nights=("{n} night", "{n} nights"), adults=("{n} adult", "{n} adults"), children=("{n} child", "{n} children"),
        travellers=("{n} person", "{n} people"), rooms=("{n} room", "{n} rooms"), ages=("aged {ages}", "aged {ages}"),
        boards=_boards("room only", "breakfast", "half board", "full board", "all inclusive"),
    ),
    "de": Tongue(
        thanks="vielen Dank für Ihre Nachricht.",
        trip="So habe ich Ihre Reise verstanden: {parts}.",
        ask="Damit ich Ihnen das passende Angebot machen kann, noch eine kurze Rückfrage:",
        nothing_to_ask="Falls sich etwas geändert hat oder noch fehlt, sagen Sie es mir bitte.",
        closing_mail="Mit freundlichen Grüßen",
        closing_chat="Viele Grüße",
        day="{day}. {month} {year}", days="{first}.–{day}. {month} {year}", month="{month} {year}", first="1",
        leaves="Abreise am {day}", returns="Rückreise am {day}", origin="ab {place}", budget="Budget {sum}", both="und",
        nights=("{n} Nacht", "{n} Nächte"), adults=("{n} Erwachsener", "{n} Erwachsene"),
        children=("{n} Kind", "{n} Kinder"), travellers=("{n} Person", "{n} Personen"),
        rooms=("{n} Zimmer", "{n} Zimmer"), ages=("{ages} Jahr", "{ages} Jahre"),
        boards=_boards("ohne Verpflegung", "Frühstück", "Halbpension", "Vollpension", "All-inclusive"),
    ),
    "fr": Tongue(
        thanks="merci pour votre message.",
        trip="Voici ce que j’ai compris de votre voyage : {parts}.",
        ask="Afin de vous proposer l’offre qui vous convient, pourriez-vous me préciser :",
        nothing_to_ask="Si quelque chose a changé ou manque encore, dites-le-moi.",
        closing_mail="Bien cordialement",
        closing_chat="Bien à vous",
        day="{day} {month} {year}", days="{first}–{day} {month} {year}", month="{month} {year}", first="1er",
        leaves="départ le {day}", returns="retour le {day}", origin="au départ de {place}", budget="budget {sum}",
        both="et",
        nights=("{n} nuit", "{n} nuits"), adults=("{n} adulte", "{n} adultes"), children=("{n} enfant", "{n} enfants"),
        travellers=("{n} personne", "{n} personnes"), rooms=("{n} chambre", "{n} chambres"),
        ages=("{ages} an", "{ages} ans"),
        boards=_boards("sans repas", "petit-déjeuner", "demi-pension", "pension complète", "tout compris"),
    ),
    "es": Tongue(
        thanks="gracias por su mensaje.",
        trip="Así he entendido su viaje: {parts}.",
        ask="Para prepararle la oferta adecuada, ¿podría decirme lo siguiente?",
        nothing_to_ask="Si algo ha cambiado o falta, dígamelo, por favor.",
        closing_mail="Un cordial saludo",
        closing_chat="Saludos",
        day="{day} de {month} de {year}", days="{first}–{day} de {month} de {year}", month="{month} de {year}",
        first="1",
        leaves="salida el {day}", returns="regreso el {day}", origin="desde {place}", budget="presupuesto {sum}",
        both="y",
        nights=("{n} noche", "{n} noches"), adults=("{n} adulto", "{n} adultos"), children=("{n} niño", "{n} niños"),
        travellers=("{n} persona", "{n} personas"), rooms=("{n} habitación", "{n} habitaciones"),
        ages=("{ages} año", "{ages} años"),
        boards=_boards("solo alojamiento", "desayuno", "media pensión", "pensión completa", "todo incluido"),
    ),
    "it": Tongue(
        thanks="grazie per il Suo messaggio.",
        trip="Ho inteso così il Suo viaggio: {parts}.",
        ask="Per prepararLe l’offerta giusta, potrebbe dirmi ancora:",
        nothing_to_ask="Se qualcosa è cambiato o manca ancora, me lo dica pure.",
        closing_mail="Cordiali saluti",
        closing_chat="Un caro saluto",
        day="{day} {month} {year}", days="{first}–{day} {month} {year}", month="{month} {year}", first="1",
        leaves="partenza: {day}", returns="rientro: {day}", origin="da {place}", budget="budget {sum}", both="e",
        nights=("{n} notte", "{n} notti"), adults=("{n} adulto", "{n} adulti"),
        children=("{n} bambino", "{n} bambini"), travellers=("{n} persona", "{n} persone"),
        rooms=("{n} camera", "{n} camere"), ages=("{ages} anno", "{ages} anni"),
        boards=_boards("solo pernottamento", "colazione", "mezza pensione", "pensione completa", "tutto incluso"),
    ),
    "pt": Tongue(
        thanks="obrigado pela sua mensagem.",
        trip="Foi assim que entendi a sua viagem: {parts}.",
        ask="Para preparar a proposta certa, poderia dizer-me ainda:",
        nothing_to_ask="Se algo mudou ou ainda falta, diga-me, por favor.",
        closing_mail="Com os melhores cumprimentos",
        closing_chat="Cumprimentos",
        day="{day} de {month} de {year}", days="{first}–{day} de {month} de {year}", month="{month} de {year}",
        first="1",
        leaves="partida a {day}", returns="regresso a {day}", origin="partida de {place}", budget="orçamento {sum}",
        both="e",
        nights=("{n} noite", "{n} noites"), adults=("{n} adulto", "{n} adultos"),
        children=("{n} criança", "{n} crianças"), travellers=("{n} pessoa", "{n} pessoas"),
        rooms=("{n} quarto", "{n} quartos"), ages=("{ages} ano", "{ages} anos"),
        boards=_boards("só alojamento", "pequeno-almoço", "meia pensão", "pensão completa", "tudo incluído"),
    ),
    "nl": Tongue(
        thanks="dank u wel voor uw bericht.",
        trip="Zo heb ik uw reis begrepen: {parts}.",
        ask="Om u het juiste aanbod te kunnen doen, hoor ik nog graag:",
        nothing_to_ask="Als er iets veranderd is of nog ontbreekt, laat het mij dan weten.",
        closing_mail="Met vriendelijke groet",
        closing_chat="Hartelijke groet",
        day="{day} {month} {year}", days="{first}–{day} {month} {year}", month="{month} {year}", first="1",
        leaves="vertrek op {day}", returns="terug op {day}", origin="vanaf {place}", budget="budget {sum}", both="en",
        nights=("{n} nacht", "{n} nachten"), adults=("{n} volwassene", "{n} volwassenen"),
        children=("{n} kind", "{n} kinderen"), travellers=("{n} persoon", "{n} personen"),
        rooms=("{n} kamer", "{n} kamers"), ages=("{ages} jaar", "{ages} jaar"),
        boards=_boards("zonder maaltijden", "ontbijt", "halfpension", "volpension", "all-inclusive"),
    ),
}  # fmt: skip
