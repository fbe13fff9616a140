"""Who travels: adults, children with their ages, and how many in all."""

import re
from dataclasses import dataclass, field
from functools import cache

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules import ages, companions, numbers, people
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import words

_OPEN_GROUP = r"(?<![\w.,/:£$€-])"
_TWO = words(people.TWO_OF_US)
_ALONE = words(people.ALONE)
_JOINED = re.compile(r"\s*(?:\([^()\n]{1,30}\)\s*)?(?:,|and|und|et|y|e|en|\+|&|plus)\s*")
_POSSESSED = re.compile(
    r"\b(?:my|me|our|mis|mes|mein\w*|unsere|miei|mie|minhas|meus|mijn|with|mit|avec|con|com|met)\s+$"
)
_AND_ME = re.compile(r"\s*(?:and|und|et|y|e|en|&|\+)\s*(?:me|i|myself|ich|mich|mir|moi|yo|mi|io|eu|mim|ik|mij)\b")
_AFTER_ADULTS = re.compile(r"\d\s?a\s?[+&/,]?\s?$")
_COMPANY = re.compile(
    r"\b(?:friends|mates|pals|besties|girlfriends|freunde\w*|freundinnen|kumpels|copains|copines|amis|amies|"
    r"amig[oa]s|amici|amiche|"
    r"vrienden|vriendinnen|colleagues|kollegen|collegues|colegas|colleghi|collega's)$"
)
_HONEYMOON = words("honeymoon", "flitterwochen", "hochzeitsreise", "voyage de noces", "lune de miel", "luna de miel",
                   "viaje de novios", "viaggio di nozze", "luna di miele", "lua de mel", "huwelijksreis")  # fmt: skip
_ROOM_FOR = re.compile(
    r"\b(?:room|zimmer|chambre|habitacion|camera|quarto|kamer|table|drinks?|dives?|nights?|weeks?)\s+$"
)
_GERMAN = re.compile(r"(?<!\w)zu\s+(" + "|".join(people.GERMAN_GROUPS) + r")(?!\w)")
_DUTCH = re.compile(r"(?<!\w)met\s+(?:z'n|zijn|ons)\s+(" + "|".join(people.DUTCH_GROUPS) + r")(?!\w)")
_NO_CHILDREN = words("children ?: ?0", "no (?:kids|children)", "keine kinder", "ohne kinder", "sans enfants?",
"sin ninos",
                     "senza bambini", "sem criancas", "geen kinderen", "kinder ?: ?0",
                     "(?:enfants|ninos|bambini|criancas|kinderen|kids|children|"
                     "kinder) ?: ?(?:0|none|no|keine?|aucun|ninguno|nessuno|nenhuma?|geen)",
                     "adults only party")  # fmt: skip
_UP_TO = re.compile(r"(?<![\w.,/])\d{1,3}\s*(?:-|to|or|bis|oder|a|ou|o|tot|of|/)\s*$")
_OR_MORE = re.compile(r"\s*(?:-|to|or|bis|oder|a|ou|o|tot|of|/)\s*\d{1,3}\s+[^\W\d]")
# "one more person", "une personne m'a dit": one is somebody else unless the trip is for them.
_GIRLS = re.compile(r"girls|boys|jungs|madchen|filles|garcons|meisjes|jongens|buben")
_FOR_ONE = re.compile(
    r"(?:\b(?:for|fur|pour|para|per|por|voor|just|only|nur|solo|seulement|alleen|are|is)|[:(,\n]|^)\s*$"
)
_ME_AND = re.compile(
    rf"\b{people.SELF}\s*(?:and|und|et|y|e|en|&|\+|plus|with|mit|avec|con|com|met)\s*(?:(?:my|mein\w*|mes|mis|"
    rf"i miei|meus|mijn|the|other)\s+)*$"
)
_ALL_GROWN = re.compile(
    r"\b(?:all|alle|allesamt|tous|toutes|todos|todas|tutti|tutte|allemaal)\s+(?:(?:of us|sind|are|sont|somos|sao|"
    r"siamo|zijn|boven de|above)\s+)?"
    r"(?:over|uber|plus de|mayores de|sopra i|oltre i|mais de|maiores de|acima d\w+|boven|adults?|erwachsene?|"
    r"adultes|majeure?s|adult[oi]s?|adulti|maggiorenni|"
    r"maiores|mayores de edad|volwassen\w*|in our|in their|mitte|ende|anfang)\b(?!\s*1[0-7]?\b|\s*[1-9]\b)"
)
_NOT_COMING = re.compile(
    r"\b(?:blijven|stay|staying|bleiben|restent|se quedan|restano|ficam)\b[^.!?]{0,12}\b(?:thuis|home|hause|maison|"
    r"casa|em casa)\b"
)


@dataclass
class _Party:
    adults: int | None = None
    children: int | None = None
    travellers: int | None = None
    spans: dict[str, list[Span]] = field(default_factory=dict)

    def put(self, name: str, count: int, *spans: Span) -> None:
        setattr(self, name, count)
        self.spans[name] = list(spans)


def read(page: Page) -> dict[str, Value]:
    """`adults`, `children`, `child_ages`, `travellers`: what is said, and what plainly follows from it."""
    young, listed = ages.read(page), companions.read(page)
    if listed and len(listed.ages) > (len(young.value) if young else 0):
        young = Value(list(listed.ages), tuple(listed.spans))
    party = _Party()
    _counted(page, party)
    _total(page, party)
    _related(page, party, listed, len(young.value) if young else 0)
    _work_out(page, party, young)
    values = {
        name: Value(count, tuple(party.spans.get(name, ())))
        for name in ("adults", "children", "travellers")
        if (count := getattr(party, name)) is not None
    }
    if young and (party.children is None or len(young.value) <= party.children):
        values["child_ages"] = young
    return values


@cache
def _count(language: str, what: str) -> re.Pattern[str]:
    number = numbers.number(language)
    letter = r"|(?P<letter>\d{1,2})" + (r"\s?a(?=\s?[+&/,]?\s?\d{1,2}\s?c\b)" if what is people.ADULT else r"\s?c\b")
    return re.compile(
        rf"{_OPEN_GROUP}(?:(?P<count>{number})(?:\s*x)?\s+(?:(?!{number}\b)\w+\s+)?(?P<what>{what})(?!\w)(?!\s*:\s*\d)"
        rf"|(?P<digits>\d{{1,3}})(?P<what2>{what})(?!\w)"
        rf"|(?P<what3>{what})\s*:\s*(?P<after>\d{{1,3}})(?!\w)" + (letter if language else "") + ")"
    )


def _matches(page: Page, what: str) -> list[tuple[int, re.Match[str]]]:
    found = []
    for match in _count(page.tongue, what).finditer(page.body.flat):
        if page.clauses.at(match.start()).elsewhere:
            continue
        if (
            match["letter"]
            and what is not people.ADULT
            and not _AFTER_ADULTS.search(page.body.flat, max(0, match.start() - 10), match.start())
        ):
            continue
        said = match["count"] or match["digits"] or match["after"] or match["letter"]
        found.append((numbers.value(said, page.tongue), match))
    return found


def _counted(page: Page, party: _Party) -> None:
    """ "2 adults and 3 kids", "2A+1C", "Adults: 8"; figures joined to each other are added up."""
    flat = page.body.flat
    for name, what in (("adults", people.ADULT), ("children", people.child(page.tongue))):
        found = _matches(page, what)
        found = [row for row in found if not _stays_home(flat, row[1])]
        if not found:
            continue
        count, spans, end = 0, [], None
        for number, match in found:
            if end is not None and not _JOINED.fullmatch(flat[end : match.start()]):
                break
            if match["count"] in numbers.ARTICLES and name == "adults":
                continue
            if name == "children" and number > 3 and party.adults is None and _maybe_grown(flat, match):
                party.put("travellers", number, page.body.quote(*match.span()))
                break
            twins = re.fullmatch(people.PAIRS, match["what"] or "")
            if match["what"] == "twins" and number > 2:
                continue  # "4 twins": rooms
            count += number * (2 if twins else 1)
            spans.append(page.body.quote(*match.span()))
            end = match.end()
        if count:
            party.put(name, count, *spans)
    if party.children is None and (none := _NO_CHILDREN.search(flat)):
        party.put("children", 0, page.body.quote(*none.span()))


def _maybe_grown(flat: str, match: re.Match[str]) -> bool:
    """ "5 college girls": nobody's children."""
    return bool(
        _GIRLS.fullmatch(match["what"] or "")
        and not _POSSESSED.search(flat, max(0, match.start() - 12), match.start())
        and not re.match(r"\s*[(,]?\s*(?:aged?|ages|de|von|van|di)?\s*\d", flat[match.end() : match.end() + 20])
    )


def _stays_home(flat: str, match: re.Match[str]) -> bool:
    return bool(_NOT_COMING.search(flat, match.start(), match.end() + 40))


@cache
def _totals(language: str) -> list[re.Pattern[str]]:
    number = numbers.number(language)
    sources = [
        rf"{_OPEN_GROUP}(?P<count>{number})\s+(?:(?!{number}\b)\w+\s+)?{people.PERSON}(?!\w)",
        rf"(?:\bparty of|\bgroup of|\bfamily of|\bgruppe von|\bgroupe de|\bgrupo de|\bgruppo di|\bgroep van|"
        rf"\bfamilie mit|\bfamilie von|\bfamille de|\bfamilia de|\bfamiglia di|\bgezin "
        rf"van)\s+(?P<count>{number})(?!\w)",
        rf"\b(?:we are|we're|we'll be|there are|there's|there'd be|there will be|there would be|wir sind|wir waren|"
        rf"waren wir|nous sommes|nous serons|nous serions|"
        rf"on est|on sera|on serait|somos|seriamos|seremos|siamo in|siamo|saremo in|saremo|saremmo|saremmo in|we "
        rf"zijn(?: met)?|wij zijn(?: met)?|met)\s+"
        rf"(?P<count>{number})(?:\s+of us)?(?!\w|\s*(?:%|km|min|hours?|uur|days?|nights?|weeks?|tage|jours|dias|"
        rf"giorni|years?|star))",
        rf"{_OPEN_GROUP}(?P<count>{number})[-\s]?kopfige",
        rf"\b(?:team|crew|squad|equipe|equipo|equipa|squadra|ploeg|verein|club|mannschaft) (?:of|von|de|di|"
        rf"van) (?P<count>{number})(?!\w)",
        rf"\b(?:we are|we're|wir sind|nous sommes|on est|somos|siamo(?: in)?|we zijn(?: met)?)\s+(?:still|toujours|"
        rf"encore|"
        rf"immer noch|nach wie vor|todavia|siempre|seguimos|sempre|ancora|ainda|nog steeds|nu|now|jetzt|maintenant|"
        rf"ahora|adesso|"
        rf"agora|donc|dann|dus)\s+(?:in\s+|met\s+)?(?P<count>{number})(?!\w|\s*(?:%|km|min|hours?|uur|days?|nights?|weeks?))",
        rf"\bnous (?:serons|sommes) (?:donc|desormais|finalement) (?P<count>{number})(?!\w)",
        rf"{_OPEN_GROUP}(?P<count>{number})\s+(?:(?:plane|flight|air)\s+)?"
        r"(?:tickets|seats|sitzplatze|plazas|posti|flugtickets|billets|boletos|pasajes|biglietti|passagens)(?!\w)",
        rf"\b(?:for|fur|pour|para|per|voor)\s+(?P<count>{number})(?=\s*(?:[,.;!?)]|$|(?:from|ab|du|del|dal|vom|van|"
        rf"leaving)\b))",
        r"\b(?:personen|pax|travell?ers|people|persons|personnes|personas|persone|pessoas|reisende|teilnehmer|"
        r"guests|headcount|group size|party size|heads|personenzahl|teilnehmerzahl|gruppengrosse|participants|"
        r"participantes|partecipanti|"
        r"deelnemers|passagiere|passengers|passagers|pasajeros|passeggeri|passageiros|reizigers|voyageurs|viajeros|"
        r"viaggiatori|gaste|"
        r"hospedes|ospiti|huespedes)\s*[:=]\s*(?P<count>\d{1,3})(?!\w)",
        rf"\b(?:headcount|group size|party size|personenzahl|teilnehmerzahl|number of \w+|anzahl(?: der)? \w+|"
        rf"nombre de \w+|"
        rf"numero (?:de |di )?(?:personas|viajeros|persone|partecipanti|pessoas|participantes)|"
        rf"aantal \w+)\s*(?:[:=]|is|ist|est|e)?\s*"
        rf"(?P<count>{number})(?!\w)",
    ]
    return [re.compile(source) for source in sources]


def _is_open(flat: str, match: re.Match[str]) -> bool:
    """ "30 to 35 people": how many is not settled."""
    start, end = match.span("count")
    return bool(_UP_TO.search(flat, max(0, start - 16), start) or _OR_MORE.match(flat, end))


def _total(page: Page, party: _Party) -> None:
    flat = page.body.flat
    for pattern in _totals(page.tongue):
        for match in pattern.finditer(flat):
            clause = page.clauses.at(match.start())
            if (
                clause.elsewhere
                or match["count"] in numbers.ARTICLES
                or _is_open(flat, match)
                or _ROOM_FOR.search(flat, max(0, match.start() - 20), match.start())
            ):
                continue
            if numbers.value(match["count"], page.tongue) == 1 and not _FOR_ONE.search(
                flat[max(0, match.start() - 14) : match.start()]
            ):
                continue
            if _COMPANY.search(match[0]) and _POSSESSED.search(flat, max(0, match.start() - 12), match.start()):
                continue  # the writer comes on top: `companions` counts them
            mates = bool(_COMPANY.search(match[0]))
            me = _AND_ME.match(flat, match.end()) or _ME_AND.search(flat, max(0, match.start() - 30), match.start())
            more = 1 if mates and me else 0
            party.put("travellers", numbers.value(match["count"], page.tongue) + more, page.body.quote(*match.span()))
            return
    _total_in_subject(page, party)
    for pattern, table in ((_GERMAN, people.GERMAN_GROUPS), (_DUTCH, people.DUTCH_GROUPS)):
        if several := pattern.search(flat):
            party.put("travellers", table[several[1]], page.body.quote(*several.span()))
            return


def _total_in_subject(page: Page, party: _Party) -> None:
    """ "Incentive trip, 18 people", "Group of 22", where the text itself does not say."""
    if not page.first_letter or party.adults is not None:
        return
    flat = page.subject.flat
    for pattern in _totals(page.tongue):
        match = pattern.search(flat)
        if match and match["count"] not in numbers.ARTICLES and not _is_open(flat, match):
            party.put("travellers", numbers.value(match["count"], page.tongue), page.subject.quote(*match.span()))
            return


def _related(page: Page, party: _Party, listed: companions.Companions | None, young: int) -> None:
    """ "me, my wife and our two kids": people who are named beside the writer."""
    flat = page.body.flat
    if party.adults is None and (
        match := re.search(rf"{_OPEN_GROUP}({numbers.number(page.tongue)})\s+{people.COUPLE}(?!\w)", flat)
    ):
        party.put("adults", 2 * numbers.value(match[1], page.tongue), page.body.quote(*match.span()))
    if party.adults is not None:
        return
    if listed and _put_listed(party, listed, young):
        return
    if two := _TWO.search(flat):
        clause = page.clauses.at(two.start())
        if not clause.elsewhere and not _ROOM_FOR.search(flat, max(0, two.start() - 20), two.start()):
            party.put("adults", 2, page.body.quote(*two.span()))
    elif alone := _ALONE.search(flat):
        party.put("adults", 1, page.body.quote(*alone.span()))


def _put_listed(party: _Party, listed: companions.Companions, young: int) -> bool:
    """False where the list names the writer alone, or does not agree with what else is said."""
    children = max(listed.children, young)
    agrees = party.travellers in {None, listed.adults + (party.children or children)}
    if not agrees or not (listed.adults > 1 or listed.children):
        return False
    if listed.adults:
        party.put("adults", listed.adults, *listed.spans)
    if party.children is None and listed.children:
        if young or listed.sure:
            party.put("children", children, *listed.spans)
        elif listed.adults:
            party.adults = None
            party.put("travellers", listed.adults + listed.children, *listed.spans)
    return True


def _work_out(page: Page, party: _Party, young: Value | None) -> None:
    if party.children is None and young:
        party.put("children", len(young.value), *young.evidence)
    if party.adults is None and party.travellers is None and (match := _HONEYMOON.search(page.body.flat)):
        party.put("adults", 2, page.body.quote(*match.span()))
    grown = (
        _ALL_GROWN.search(page.body.flat) if party.travellers and party.adults is None and not party.children else None
    )
    if grown and party.travellers:
        party.put("adults", party.travellers, *party.spans["travellers"], page.body.quote(*grown.span()))
    _settle(party)


def _settle(party: _Party) -> None:
    children = party.children or 0
    if party.adults is not None and (party.travellers is None or party.travellers < party.adults + children):
        spans = [*party.spans.get("adults", []), *(party.spans.get("children", []) if children else [])]
        party.put("travellers", party.adults + children, *dict.fromkeys(spans))
    elif party.adults is None and party.travellers is not None and children and party.travellers > children:
        party.put("adults", party.travellers - children, *party.spans["travellers"], *party.spans.get("children", []))
