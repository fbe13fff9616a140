"""Where to and where from: the role of each place that a message names.

A place is wanted unless its words say otherwise: where the journey starts, what is refused, an earlier trip, where
somebody else went, a wedding at home, the airport that a transfer leaves from.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules import gazetteer
from inquiries.extraction.rules.clauses import Clause, Clauses
from inquiries.extraction.rules.gazetteer import Mention, Place
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import Text

# Between a preposition and its place: articles and small words.
_THE = r"(?:\s+(?:the|der|die|das|dem|den|la|le|les|el|los|las|il|lo|gli|o|a|os|as|de|do|da|dos|das|del|della|het|our|"
_THE += r"city|airport|flughafen|aeroport|aeropuerto|aeroporto|luchthaven|old|beautiful|sunny|lovely)){0,3}"
_BEFORE_FROM = (
    r"(?:from|ex|flying out of|fly out of|out of|departing|depart|leaving|ab|abflug(?:hafen)?:?|von|aus|depuis|"
    r"(?:au )?depart (?:de|d'|du):?|partant d[eu]|en partance d[eu]|desde|sal\w+ d[eo]s?|partiendo de|saindo d[eo]|"
    r"a partir d[eo]|partindo d[eo]|partenza(?: da)?:?|vanaf|vanuit|vertrek(?:kend)?(?: van| vanaf)?:?|departure:?)"
)
# With a bracket: "from bh (Belo Horizonte)".
_FROM = re.compile(rf"(?<!\w){_BEFORE_FROM}{_THE}[\s:\-']+(?:\w{{2,12}}\s*\()?$")
# These also mean "of": the journey starts there only where a departure or a flight is spoken of just before.
_OF = re.compile(rf"(?<!\w)(?:de|du|do|da|dal|dall|dalla|van|d){_THE}[\s']+$")
_BARE_FROM = re.compile(r"[,;.]\s+(?:de|da|do|du|d')\s*$")  # "..., de Lisboa, ..."
_LEAVE = re.compile(
    r"\b(?:depart\w*|vols?|vuelos?|voos?|voli|volo|partir\w*|partida|partenza|partiremmo|sal(?:ida|imos|ir\w*)|"
    r"said\w*|ida|avion|volar|"
    r"viajar|voar|volare|vluchten|vlucht|vliegen|vertrek\w*|partiamo|passagens?|train|zug|trein|aereo)\b[^.!?]{0,70}$"
)
_ITALIAN_FROM = re.compile(rf"(?<!\w)(?:da|dall|dalla){_THE}[\s']+$")
_TRANSFER = re.compile(
    r"\b(?:transfers?|shuttle|pick(?:ed)? ?up|collect\w*|navettes?|traslados?|navetta|trasferimento|abholung|taxi|"
    r"ophalen)\b"
    r"[^.!?\n]{0,40}(?<!\w)(?:from|at|von|vom|ab|aus|depuis|de|d'|du|desde|da|dal|do|vanaf|van)\s*(?:the\s+|l'|"
    r"la\s+|el\s+)?$"
)
_DISTANCE = re.compile(
    r"\b(?:hours?|hrs?|minutes?|mins?|km|miles|far|away|stunden?|minuten|heures?|horas?|ore|uur|e-?mail|friend|letter|"
    r"call)\s+(?:\w+\s+)?(?:from|von|de|da|van)\s+(?:the\s+)?$"
)
_VIA = re.compile(r"\b(?:via|uber|ueber|en passant par|passando per|with a stop in|umsteigen in)\s+(?:the\s+)?$")
_NO = (
    r"(?:not|no|never|without|nicht|kein\w*|nie|statt|anstatt|ohne|pas|sans|jamais|plutot que|sin|nada de|en vez de|"
    r"niente|non|senza|invece (?:di|che)|nao|sem|em vez d[eo]|geen|niet|nooit|ni|nor|neither|in plaats van|instead "
    r"of|rather than|except|"
    r"apart from|avoid|forget|anything but|ausser|vergiss|vergessen sie|olvida|dimentica|esquece|vergeet|skip|"
    r"oubliez|don'?t)"
)
_REFUSED = re.compile(rf"(?<!\w){_NO}(?:[\s,]+(?!nur\b|only\b|seulement\b|solo\b|so\b|alleen\b)[\w']+){{0,3}}[\s']+$")
_PORTUGUESE_IN = re.compile(r"\bno\b")  # "no Mediterraneo" refuses nothing
_REFUSED_LIST = re.compile(
    r"\b(?:not into|not interested in|no interest in|not keen on|nicht interessiert an|no nos interesan?|pas "
    r"interesses? par|"
    r"don'?t care (?:if|whether)|egal ob|peu importe|no importa si)\b[^.!?;\n]*$"
)
_HARBOUR = re.compile(
    r"\b(?:sails?|sailing|leaves|departs|ablegt|appareille|zarpa|salpa|vertrekt)\s+(?:from|von|ab|de|desde|da|"
    r"vanuit)\b[^.!?\n]*$"
)
_SOMEBODY_THERE = re.compile(
    r"^\s+(?:reckons?|says?|said|told|recommend\w*|thinks?|lives?|meint|sagt|schwarmt|dit|habite|dice|vive|zegt|"
    r"woont|mora|diz)\b"
)
_UNSURE = re.compile(
    r"\b(?:why not|pourquoi pas|warum nicht|perche no|por que no|waarom niet|not sure|can'?t decide|no preference|"
    r"undecided|"
    r"don'?t (?:mind|care|know)|not (?:only|just|(?:bothered|fussed)(?! about))|no idea|nicht sicher|pas (?:sur|"
    r"seulement)|no se si|non so se)\b"
)
_REFUSED_AFTER = re.compile(
    r"^[^.!?;\n]{0,12}?(?:\b(?:muss|brauchen wir|kommt|mochten wir|wollen wir)\s+(?:wirklich\s+)?nicht\b|"
    r"\bnot\s+(?:required|req'?d|needed|interested|for us|again)|\bno nos (?:interesa|apetece)|\bne nous "
    r"(?:interesse|tente)|"
    r"\bnon ci interessa|\bnao (?:nos )?interessa|\bhoeft niet|\bliever niet|\blieber nicht|\b(?:no|nein|non|nee),?\s+"
    r"(?:thanks|danke|merci|gracias|grazie|obrigad[oa])|^\s*(?:lo |la )?dejamos\b|\bpara otra (?:vez|ocasion)|"
    r"\banother time|"
    r"\bein andermal|\bpour une autre fois|\bper un'altra volta|\bvoor een andere keer|^\s*(?:nao|nein|nee|no|"
    r"non)\s*(?:[,.;!]|$|xq|porque|perche|car\b|weil|because)|"
    r"\bis out\b|\bnever again\b|\bis a nightmare\b)"
)
_ENDS_IN_NOT = re.compile(r"\b(?:nicht|niet)(?:\s+(?:mehr|wieder|meer|weer|auch))?[\s.!,]*$")
_TOWARDS = re.compile(
    r"(?<!\w)(?:to|in|into|on|at|around|visit|nach|auf|im|am|an|ins|zur|zum|in die|fur|for|a|au|aux|en|dans|sur|"
    r"vers|pour|para|pra|"
    r"por|al|alla|alle|allo|ad|nel\w*|sul\w*|per|em|no|na|nos|nas|ao|naar|op|voor|do|see|by|or|and|of|ist|is|"
    r"destination:?|reiseziel:?|"
    r"destino:?|destinazione:?|bestemming:?|where:?|wohin:?)" + _THE + r"\s+$"
)  # fmt: skip
_AIRPORT_AFTER = re.compile(r"^[\s-]*(?:international\s+)?(?:airport|flughafen|luchthaven)\b|^\s*\(\s*[a-z]{3}\s*\)")
_AIRPORT_BEFORE = re.compile(
    r"\b(?:airport|flughafen|aeroport|aeropuerto|aeroporto)(?:\s+(?:of|von|d[eio]|di|do))?\s+(?:d')?$"
)
_JOINED = re.compile(
    r"^(?:\s*\(?\s*\d{1,2}\s*(?:nights?|nachte|nuits|noches|notti|noites|nachten|n|x)?\.?\s*\)?)?"
    r"[\s,/&+\-]*(?:and|or|und|oder|et|ou|puis|y|o|u|e|ed|en|of|then|dann|sowie|dan|plus|as well as|and "
    r"then)?[\s,/&+\-(]*$"
)
_ROUTE = re.compile(r"^\s*(?:to|nach|naar|->|-->|→|-|a|a)\s*$")
_MEANINGLESS = re.compile(r"\b(?:hotel|embassy|consulate|airways|airlines?)\s*$")


_EDGES = frozenset({"", ".", ",", ";", "!", "\n"})


@dataclass
class _Named:
    mention: Mention
    text: Text
    clause: Clause
    language: str
    role: str = ""  # to, from, out (said, but neither)
    joined: bool = False  # to the place named before it
    lone: bool = False  # an airport's code without a word that says what it is for


def read(page: Page, signed: Span | None = None) -> dict[str, Value]:
    """`destinations` and `origin`, as far as the message tells; the subject only where the text names no goal.

    `signed`: the sender's name in the text, whose words are no places ("soy Florencia").
    """
    named = [row for row in _roles(page.body, page.clauses, page) if not _is_name(row, signed)]
    from_text = [row for row in named if row.role == "to"]
    in_subject = [row for row in _roles(page.subject, page.subject_clauses, page) if row.role == "to"]
    wanted = _distinct(from_text) or _distinct(_not_refused(in_subject, named))
    values: dict[str, Value] = {}
    if wanted:
        evidence = tuple(_quote(row) for row in wanted)
        places = [row.mention.place.as_value() for row in wanted]
        values["destinations"] = Value(places, evidence, _readings(wanted, places))
    start = next((row for row in named if row.role == "from"), None) or _lone_code(page, named)
    if start:
        origin = _origin(start, named)
        others = tuple(place.as_value() for place in start.mention.others)
        values["origin"] = Value(origin, (_quote(start),), (origin, *others) if others else ())
    return values


def _is_name(row: _Named, signed: Span | None) -> bool:
    span = _quote(row)
    return signed is not None and signed.part == span.part and signed.start <= span.start < signed.end


def _readings(wanted: list[_Named], places: list[dict[str, object]]) -> tuple[Any, ...]:
    """Where the one place that is wanted has namesakes: each as a list of its own."""
    others = wanted[0].mention.others if len(wanted) == 1 else ()
    return (places, *([place.as_value()] for place in others)) if others else ()


def _lone_code(page: Page, named: list[_Named]) -> _Named | None:
    """ "LHR" between two full stops, an airport of the sender's own country: where they leave from."""
    for row in named:
        before = page.body.flat[: row.mention.start].rstrip(" ")[-1:]
        alone = before in _EDGES and page.body.flat[row.mention.end : row.mention.end + 1] in _EDGES
        if row.lone and alone and row.mention.place.country == page.country:
            return row
    return None


def _quote(row: _Named) -> Span:
    return row.text.quote(row.mention.start, row.mention.end)


def _origin(start: _Named, named: list[_Named]) -> dict[str, object]:
    """With the names beside it: "Ex-Hyd (Hyderabad)", "Sao Paulo (Guarulhos)" are one place."""
    value = start.mention.place.as_value()
    near = [row for row in named if row.joined and row.role == "from" and row.mention.place.country == value["country"]]
    aliases = [*value["aliases"], *(row.mention.place.name for row in near)]  # type: ignore[misc]
    return value | {"aliases": list(dict.fromkeys(aliases))}


def _not_refused(rows: list[_Named], named: list[_Named]) -> list[_Named]:
    refused = {row.mention.place for row in named if row.role in {"out", "from"}}
    return [row for row in rows if row.mention.place not in refused]


def _distinct(rows: list[_Named]) -> list[_Named]:
    """Each place once; a country or a part of the world only where nothing nearer is named in it."""
    found: dict[Place, _Named] = {}
    for row in rows:
        found.setdefault(row.mention.place, row)
    nearer = {place.country for place in found if place.kind not in "CS"}
    exact = any(place.kind != "S" for place in found)
    return [
        row
        for place, row in found.items()
        if not (place.kind == "C" and place.country in nearer) and not (place.kind == "S" and exact)
    ]


def _roles(text: Text, clauses: Clauses, page: Page) -> list[_Named]:
    rows: list[_Named] = []
    for mention in gazetteer.mentions(text, page.tongue, page.country):
        row = _Named(mention, text, clauses.at(mention.start), page.tongue)
        row.role = _role(row, rows[-1] if rows else None, clauses)
        row.lone = mention.code and not mention.doubtful and not row.role
        if row.role or row.lone:
            rows.append(row)
    _turn_routes(rows)
    return rows


def _role(row: _Named, previous: _Named | None, clauses: Clauses) -> str:
    """Its own words first, then those of the place it is joined to."""
    flat, mention = row.text.flat, row.mention
    before = flat[max(0, mention.start - 110) : mention.start]
    sentence_start = clauses.sentence(mention.start)[0]
    nearby = before[max(0, len(before) - (mention.start - sentence_start)) :]
    starts = _starts_here(before, nearby, flat[mention.end :][:1])
    if not starts and previous:
        gap = flat[previous.mention.end : mention.start]
        row.joined = len(gap) < 30 and previous.text is row.text and bool(_JOINED.match(gap))
        if row.joined and _REFUSED_AFTER.search(flat[mention.end : mention.end + 60]):
            return "out"
        if row.joined and (previous.role != "to" or not mention.doubtful or row.text.capitalised(mention.start)):
            return previous.role if not _brackets_differ(row, previous, gap) else "out"
        if row.joined and previous.mention.place.country == mention.place.country:
            return previous.role
    if (mention.doubtful or mention.code) and not starts and not _believable(row, nearby):
        return ""
    if starts:
        return "" if mention.doubtful and not mention.code and not _proper(row) else "from"
    return "out" if _unwanted(row, before, nearby) else "to"


def _brackets_differ(row: _Named, previous: _Named, gap: str) -> bool:
    return "(" in gap and previous.role == "to" and row.mention.place.country != previous.mention.place.country


def _starts_here(before: str, nearby: str, after: str) -> bool:
    if _TRANSFER.search(nearby) or _DISTANCE.search(before):
        return False
    if _FROM.search(before) or (_BARE_FROM.search(before) and after[:1] in _EDGES):
        return True
    return bool(_OF.search(before) and _LEAVE.search(nearby)) or bool(_ITALIAN_FROM.search(before))


def _proper(row: _Named) -> bool:
    return row.text.capitalised(row.mention.start) or row.text.raw.islower()


def _believable(row: _Named, nearby: str) -> bool:
    """A word like "Nice" or "Side": written as a name, after a word that places follow."""
    if row.mention.code:
        return not row.mention.doubtful and bool(_TOWARDS.search(nearby))
    return _proper(row) and bool(_TOWARDS.search(nearby) or row.text.part == "subject")


def _unwanted(row: _Named, before: str, nearby: str) -> bool:
    mention, clause, flat = row.mention, row.clause, row.text.flat
    after = flat[mention.end : mention.end + 60]
    in_clause = flat[clause.start : mention.start]
    if row.language == "pt":
        in_clause = _PORTUGUESE_IN.sub(" ", in_clause)
    return (
        mention.place.kind == "A"
        or clause.elsewhere
        or clause.home
        or clause.event[0] <= mention.start < clause.event[1]
        or bool(_REFUSED.search(in_clause) and not _UNSURE.search(in_clause))
        or bool(_REFUSED_AFTER.search(after))
        or bool(_ENDS_IN_NOT.search(flat[mention.end : clause.end]))
        or bool(_REFUSED_LIST.search(nearby) or _HARBOUR.search(nearby) or _SOMEBODY_THERE.match(after))
        or bool(_VIA.search(before) or _MEANINGLESS.search(before) or _TRANSFER.search(nearby))
        or bool(_AIRPORT_AFTER.search(after) or _AIRPORT_BEFORE.search(before))
    )


def _turn_routes(rows: list[_Named]) -> None:
    """ "London to Dubai", "Hamburg - Palma": the first is where it starts."""
    if any(row.role == "from" for row in rows):
        return
    for first, second in pairwise(rows):
        gap = first.text.flat[first.mention.end : second.mention.start]
        abroad = first.mention.place.country != second.mention.place.country
        if first.role == second.role == "to" and abroad and first.mention.place.kind in "TA" and _ROUTE.match(gap):
            first.role = "from"
            return
