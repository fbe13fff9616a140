"""How many travel in all: "a party of six", "30 people", "zu viert", "Group of 22"."""

import re
from functools import cache

from inquiries.extraction.document import Span
from inquiries.extraction.rules import numbers, people
from inquiries.extraction.rules.page import Page

type Total = tuple[int, Span]

_AND_ME = re.compile(r"\s*(?:and|und|et|y|e|en|&|\+)\s*(?:me|i|myself|ich|mich|mir|moi|yo|mi|io|eu|mim|ik|mij)\b")
_ME_AND = re.compile(
    rf"\b{people.SELF}\s*(?:and|und|et|y|e|en|&|\+|plus|with|mit|avec|con|com|met)\s*(?:(?:my|mein\w*|mes|mis|"
    rf"i miei|meus|mijn|the|other)\s+)*$"
)
_COMPANY = re.compile(
    r"\b(?:friends|mates|pals|besties|girlfriends|freunde\w*|freundinnen|kumpels|copains|copines|amis|amies|"
    r"amig[oa]s|amici|amiche|"
    r"vrienden|vriendinnen|colleagues|kollegen|collegues|colegas|colleghi|collega's)$"
)
_GERMAN = re.compile(r"(?<!\w)zu\s+(" + "|".join(people.GERMAN_GROUPS) + r")(?!\w)")
_DUTCH = re.compile(r"(?<!\w)met\s+(?:z'n|zijn|ons)\s+(" + "|".join(people.DUTCH_GROUPS) + r")(?!\w)")
_UP_TO = re.compile(r"(?<![\w.,/])\d{1,3}\s*(?:-|to|or|bis|oder|a|ou|o|tot|of|/)\s*$")
_OR_MORE = re.compile(r"\s*(?:-|to|or|bis|oder|a|ou|o|tot|of|/)\s*\d{1,3}\s+[^\W\d]")
# "one more person", "une personne m'a dit": one is somebody else unless the trip is for them.
_FOR_ONE = re.compile(
    r"(?:\b(?:for|fur|pour|para|per|por|voor|just|only|nur|solo|seulement|alleen|are|is)|[:(,\n]|^)\s*$"
)


def read(page: Page, *, subject: bool) -> Total | None:
    """`subject`: whether the subject of a first letter may say it, where the text does not."""
    return _in_text(page) or _in_a_word(page) or (_in_subject(page) if subject and page.first_letter else None)


def _in_text(page: Page) -> Total | None:
    flat = page.body.flat
    for pattern in _patterns(page.tongue):
        for match in pattern.finditer(flat):
            if _is_none(page, match):
                continue
            me = _AND_ME.match(flat, match.end()) or _ME_AND.search(flat, max(0, match.start() - 30), match.start())
            more = 1 if me and _COMPANY.search(match[0]) else 0
            return numbers.value(match["count"], page.tongue) + more, page.body.quote(*match.span())
    return None


def _is_none(page: Page, match: re.Match[str]) -> bool:
    """Of another journey, not settled, what a room holds, or one beside whom somebody else travels."""
    flat, start = page.body.flat, match.start()
    if page.clauses.at(start).elsewhere or match["count"] in numbers.ARTICLES or _is_open(flat, match):
        return True
    if people.ROOM_FOR.search(flat, max(0, start - 20), start):
        return True
    if numbers.value(match["count"], page.tongue) == 1 and not _FOR_ONE.search(flat[max(0, start - 14) : start]):
        return True
    # The writer comes on top of "my friends": `companions` counts them.
    return bool(_COMPANY.search(match[0]) and people.POSSESSED.search(flat, max(0, start - 12), start))


def _is_open(flat: str, match: re.Match[str]) -> bool:
    """ "30 to 35 people": how many is not settled."""
    start, end = match.span("count")
    return bool(_UP_TO.search(flat, max(0, start - 16), start) or _OR_MORE.match(flat, end))


def _in_a_word(page: Page) -> Total | None:
    """ "Zu viert", "met z'n tweeën"."""
    for pattern, table in ((_GERMAN, people.GERMAN_GROUPS), (_DUTCH, people.DUTCH_GROUPS)):
        if several := pattern.search(page.body.flat):
            return table[several[1]], page.body.quote(*several.span())
    return None


def _in_subject(page: Page) -> Total | None:
    """ "Incentive trip, 18 people", "Group of 22"."""
    flat = page.subject.flat
    for pattern in _patterns(page.tongue):
        match = pattern.search(flat)
        if match and match["count"] not in numbers.ARTICLES and not _is_open(flat, match):
            return numbers.value(match["count"], page.tongue), page.subject.quote(*match.span())
    return None


@cache
def _patterns(language: str) -> list[re.Pattern[str]]:
    number = numbers.number(language)
    sources = [
        rf"{people.OPEN_GROUP}(?P<count>{number})\s+(?:(?!{number}\b)\w+\s+)?{people.PERSON}(?!\w)",
        rf"(?:\bparty of|\bgroup of|\bfamily of|\bgruppe von|\bgroupe de|\bgrupo de|\bgruppo di|\bgroep van|"
        rf"\bfamilie mit|\bfamilie von|\bfamille de|\bfamilia de|\bfamiglia di|\bgezin "
        rf"van)\s+(?P<count>{number})(?!\w)",
        rf"\b(?:we are|we're|we'll be|there are|there's|there'd be|there will be|there would be|wir sind|wir waren|"
        rf"waren wir|nous sommes|nous serons|nous serions|"
        rf"on est|on sera|on serait|somos|seriamos|seremos|siamo in|siamo|saremo in|saremo|saremmo|saremmo in|we "
        rf"zijn(?: met)?|wij zijn(?: met)?|met)\s+"
        rf"(?P<count>{number})(?:\s+of us)?(?!\w|\s*(?:%|km|min|hours?|uur|days?|nights?|weeks?|tage|jours|dias|"
        rf"giorni|years?|star))",
        rf"{people.OPEN_GROUP}(?P<count>{number})[-\s]?kopfige",
        rf"\b(?:team|crew|squad|equipe|equipo|equipa|squadra|ploeg|verein|club|mannschaft) (?:of|von|de|di|"
        rf"van) (?P<count>{number})(?!\w)",
        rf"\b(?:we are|we're|wir sind|nous sommes|on est|somos|siamo(?: in)?|we zijn(?: met)?)\s+(?:still|toujours|"
        rf"encore|"
        rf"immer noch|nach wie vor|todavia|siempre|seguimos|sempre|ancora|ainda|nog steeds|nu|now|jetzt|maintenant|"
        rf"ahora|adesso|"
        rf"agora|donc|dann|dus)\s+(?:in\s+|met\s+)?(?P<count>{number})(?!\w|\s*(?:%|km|min|hours?|uur|days?|nights?|weeks?))",
        rf"\bnous (?:serons|sommes) (?:donc|desormais|finalement) (?P<count>{number})(?!\w)",
        rf"{people.OPEN_GROUP}(?P<count>{number})\s+(?:(?:plane|flight|air)\s+)?"
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
