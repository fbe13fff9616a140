"""What a blank of a template is likely to be filled from: by its name, else by the words around it. Pure.

Only a guess: staff see the value before it goes out, and an administrator can say better (admin.py).
"""

import re
import unicodedata
from collections.abc import Callable

from inquiries.said import Said, gettext_noop
from messaging.template_form import Spot

# Parts of names as people write them in seven languages, without accents. The longest match counts.
_NAMES: dict[str, str] = {
    "first_name": "first_name firstname given_name name nombre nom prenom vorname nome voornaam naam customer client "
    "cliente kunde klant guest traveller_name customer_name nombre_cliente nome_cliente kundenname",
    "full_name": "full_name fullname nombre_completo nome_completo vollstaendiger_name volledige_naam",
    "destinations": "destination destinations destino destinos ziel reiseziel zielort meta destinazione bestemming "
    "trip viaje viagem viaggio voyage reise reis place lugar lieu luogo ort city ciudad country pais",
    "dates": "dates travel_dates fechas fechas_viaje datas datas_viagem reisedaten zeitraum periode period "
    "data_viaggio reisdata date_voyage dates_voyage when",
    "depart_on": "departure departure_date depart date_depart start_date salida fecha_salida partida data_partida "
    "abreise abreisedatum partenza data_partenza vertrek vertrekdatum date fecha data datum",
    "return_on": "return return_date end_date regreso fecha_regreso vuelta retour date_retour rueckreise ritorno "
    "data_ritorno regresso data_regresso terugreis",
    "nights": "nights noches nuits naechte notti noites nachten nacht number_of_nights",
    "travellers": "travellers travelers people persons guests party viajeros personas voyageurs personnes reisende "
    "personen viaggiatori persone viajantes pessoas reizigers pax",
    "adults": "adults adultos adultes erwachsene adulti volwassenen",
    "children": "children kids ninos enfants kinder bambini criancas kinderen",
    "origin": "origin from airport origen aeropuerto origine aeroport abflughafen aeroporto luchthaven",
    "budget": "budget presupuesto orcamento preis price precio prix prezzo preco prijs total amount importe",
    "reference": "reference ref referencia referenz reference_number number numero nummer booking_reference inquiry_id "
    "order_id id file_number vorgangsnummer referentie riferimento case case_no",
    "agency": "agency company business agencia agence agentur reisebuero agenzia reisbureau empresa firma",
    "agent": "agent advisor consultant sender asesor asesora conseiller berater beraterin consulente consultor "
    "adviseur your_name signature agent_name",
}
_BY_NAME = {word: source for source, words in _NAMES.items() for word in words.split()}

_GREETING = (
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hola|buenos dias|buenas tardes|estimad[oa]|querid[oa]|"
    r"bonjour|bonsoir|cher|chere|salut|hallo|guten (?:tag|morgen|abend)|liebe[r]?|lieber|servus|ciao|gentile|"
    r"buongiorno|buonasera|salve|ola|oi|bom dia|boa tarde|car[oa]|beste|dag|goedemorgen|goedemiddag)"
)
_BEFORE: tuple[tuple[str, str], ...] = (
    ("first_name", rf"(?:^|\W){_GREETING}[\s,¡!👋]*$"),
    ("agent", r"(?:this is|i am|soy|le habla|ici|je suis|hier ist|ich bin|sono|qui e|aqui e|sou|met|ik ben|regards,?|"
     r"saludos?,?|gruesse?,?|saluti,?|cordialement,?|abraco,?|groet(?:en|jes)?,?)\s*$"),
    ("reference", r"(?:reference|ref\.?|number|no\.|referencia|numero|n[ou]\.|referenz|nummer|nr\.|vorgang|"
     r"riferimento|referentie|dossier)\W*$"),
    ("dates", r"(?:from the|del|desde el|vom|du|dal|van|de|from|dates?:?|fechas:?|for the dates)\s*$"),
    ("destinations", r"(?:(?:trip|journey|holiday|travel|proposal|offer|quote)\w* (?:to|for|in)|"
     r"(?:viaje|propuesta|oferta|presupuesto|vacaciones)\w* (?:a|para|en|por)|"
     r"(?:voyage|sejour|proposition|offre|devis|vacances)\w* (?:a|au|aux|en|pour)|"
     r"(?:reise|angebot|vorschlag|urlaub)\w* (?:nach|fur|in|auf)|"
     r"(?:viaggio|proposta|offerta|vacanza|preventivo)\w* (?:a|in|per)|"
     r"(?:viagem|proposta|orcamento|ferias)\w* (?:a|para|em)|"
     r"(?:reis|voorstel|offerte|vakantie)\w* (?:naar|voor|in))\s*$"),
    ("agency", r"(?:team (?:of|from)|equipo de|equipe de|team von|team di|equipa da|team van|thank you for writing to|"
     r"gracias por escribir a|merci d'avoir ecrit a)\s*$"),
    ("budget", r"(?:budget of|presupuesto de|budget de|budget von|budget di|orcamento de|total of|total de)\s*$"),
)  # fmt: skip
_AFTER: tuple[tuple[str, str], ...] = (
    ("nights", r"\s*(?:nights?|noches?|nuits?|nachte?|notti|notte|noites?|nachten)\b"),
    ("adults", r"\s*(?:adults?|adultos?|adultes?|erwachsene|adulti|volwassenen)\b"),
    ("children", r"\s*(?:children|kids|ninos?|enfants?|kinder|bambini|criancas?)\b"),
    ("travellers", r"\s*(?:travell?ers?|people|persons|personas?|viajeros|personnes|voyageurs|personen?|pessoas)\b"),
    ("agent", r"\s*(?:from|de|von|di|da|van) (?:…|halden|the team)"),
)  # fmt: skip
_TWO_DAYS = re.compile(
    r"\d{1,2}\.?(?:\s+(?:de\s+)?\w+)?\s*(?:-|–|to|al|bis|au|a|t/m|tot)\s*(?:the\s+)?\d{1,2}", re.IGNORECASE
)
_ONE_DAY = re.compile(r"\b\d{1,2}[./ ](?:de )?(?:\d{1,2}|[a-z]{3,})[./ ]?(?:de )?\d{0,4}\b", re.IGNORECASE)
_NUMBER_OF_OURS = re.compile(r"[A-Z]{1,4}-?\d{3,}")


def source(spot: Spot) -> str:
    """One of BLANK_SOURCES, or empty where nothing speaks for any."""
    if spot.key.startswith("button."):
        return ""
    if not spot.name.isdecimal():
        return _by_name(spot.name)
    return _by_example(spot) or _by_words(spot)


def label(spot: Spot) -> str:
    """What to call a blank that nobody has named and that has no known source."""
    if spot.key.startswith("button."):
        return Said(gettext_noop("For “%(button)s”"), button=spot.before)
    words = spot.name.replace("_", " ").strip()
    return Said(gettext_noop("Blank %(number)s"), number=words) if words.isdecimal() else words.capitalize()


def _by_name(name: str) -> str:
    """`nombre_cliente_1` by its whole, else by its parts, the first that is known."""
    plain = re.sub(r"_?\d+$", "", _plain(name))
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    return next((_BY_NAME[part] for part in plain.split("_") if part in _BY_NAME), "")


def _by_words(spot: Spot) -> str:
    before, after = _plain(spot.before), _plain(spot.after)
    for found, pattern in _BEFORE:
        if re.search(pattern, before) and (found != "dates" or _is_about_days(spot)):
            return found
    return next((found for found, pattern in _AFTER if re.match(pattern, after)), "")


def _is_about_days(spot: Spot) -> bool:
    """ "de {{2}}" may be anything: the words of dates count only where the example has a number."""
    return any(char.isdigit() for char in spot.example)


def _by_example(spot: Spot) -> str:
    checks: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("reference", _NUMBER_OF_OURS.fullmatch),
        ("dates", _TWO_DAYS.search),
        ("depart_on", _ONE_DAY.fullmatch),
    )
    return next((found for found, check in checks if spot.example and check(spot.example.strip())), "")


def _plain(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
