"""Who travels: adults, children with their ages, and how many in all."""

import re
from dataclasses import dataclass, field
from functools import cache

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules import ages, companions, numbers, people, totals
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import words

_TWO = words(people.TWO_OF_US)
_ALONE = words(people.ALONE)
_JOINED = re.compile(r"\s*(?:\([^()\n]{1,30}\)\s*)?(?:,|and|und|et|y|e|en|\+|&|plus)\s*")
_AFTER_ADULTS = re.compile(r"\d\s?a\s?[+&/,]?\s?$")
_HONEYMOON = words("honeymoon", "flitterwochen", "hochzeitsreise", "voyage de noces", "lune de miel", "luna de miel",
                   "viaje de novios", "viaggio di nozze", "luna di miele", "lua de mel", "huwelijksreis")  # fmt: skip
_NO_CHILDREN = words("children ?: ?0", "no (?:kids|children)", "keine kinder", "ohne kinder", "sans enfants?",
"sin ninos",
                     "senza bambini", "sem criancas", "geen kinderen", "kinder ?: ?0",
                     "(?:enfants|ninos|bambini|criancas|kinderen|kids|children|"
                     "kinder) ?: ?(?:0|none|no|keine?|aucun|ninguno|nessuno|nenhuma?|geen)",
                     "adults only party")  # fmt: skip
_GIRLS = re.compile(r"girls|boys|jungs|madchen|filles|garcons|meisjes|jongens|buben")
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
    if total := totals.read(page, subject=party.adults is None):
        party.put("travellers", *total)
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
        rf"{people.OPEN_GROUP}(?:(?P<count>{number})(?:\s*x)?\s+(?:(?!{number}\b)\w+\s+)?(?P<what>{what})(?!\w)(?!\s*:\s*\d)"
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
        and not people.POSSESSED.search(flat, max(0, match.start() - 12), match.start())
        and not re.match(r"\s*[(,]?\s*(?:aged?|ages|de|von|van|di)?\s*\d", flat[match.end() : match.end() + 20])
    )


def _stays_home(flat: str, match: re.Match[str]) -> bool:
    return bool(_NOT_COMING.search(flat, match.start(), match.end() + 40))


def _related(page: Page, party: _Party, listed: companions.Companions | None, young: int) -> None:
    """ "me, my wife and our two kids": people who are named beside the writer."""
    flat = page.body.flat
    if party.adults is None and (
        match := re.search(rf"{people.OPEN_GROUP}({numbers.number(page.tongue)})\s+{people.COUPLE}(?!\w)", flat)
    ):
        party.put("adults", 2 * numbers.value(match[1], page.tongue), page.body.quote(*match.span()))
    if party.adults is not None:
        return
    if listed and _put_listed(party, listed, young):
        return
    if two := _TWO.search(flat):
        clause = page.clauses.at(two.start())
        if not clause.elsewhere and not people.ROOM_FOR.search(flat, max(0, two.start() - 20), two.start()):
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
