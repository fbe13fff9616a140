"""How long: nights, weeks and days in seven languages, and how many days they can move."""

import re
from functools import cache

from inquiries.extraction.document import Value
from inquiries.extraction.rules import numbers
from inquiries.extraction.rules.page import Page

_NIGHT = (
    r"(?:nights?|nts?|nites?|n(?=\s?/)|nacht(?:e|en)?|naechte|ubernachtungen|nuits?|nuitees|noches?|notti|notte|"
    r"noites?|pernoites)"
)
_WEEK = r"(?:weeks?|wks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week)"
_DAY = r"(?:days?|tagen?|jours?|dias?|giorni|dagen)"
_FORTNIGHT = re.compile(
    r"(?<!\w)(?:(?:a|one)\s+)?(?:fortnight|quinzaine|quinze jours|quindicina)(?!\w)(?!\s+(?:of|in|de|"
    r"di)\s+(?:january|february|march|april|may|june|july|august|september|october|november|december|janvier|mai|"
    r"juin|juillet|aout|septembre|octobre))"
)  # fmt: skip
_ADJECTIVE = r"(?:\s+(?:full|whole|ganze[nr]?|volle|schone|lovely|relaxing|or so))?"
# "in two weeks", "two weeks before", "first two weeks of August", "3 days either way" are no length of stay.
_NOT_BEFORE = re.compile(
    r"(?:\b(?:first|last|1st|second|2nd|in|dans|dentro de|tra|fra|daqui a|over|vor|ago|ersten|letzten|zweiten?|"
    r"premieres?|dernieres?|primeras?|ultimas?|"
    r"prime|eerste|laatste|hace|ha|il y a|every|each|jede|within|binnen|innerhalb|next|nachste|diese|this|per|pro|"
    r"par|por|"
    r"minus|moins|menos|give or take|statt|instead of|rather than|not|nicht|anstatt|au lieu de|en vez de|invece di|"
    r"plus)|\+/?-|±)\s*(?:the\s+|de\s+|der\s+|den\s+)?$"
)
_NOT_AFTER = re.compile(
    r"^\s*(?:ago|before|after|either|earlier|later|notice|from (?:now|today)|of (?:jan|feb|mar|apr|may|jun|jul|aug|"
    r"sep|oct|nov|dec)|in a row|old|off|"
    r"vorher|spater|danach|fruher|bevor|geleden|avant|apres|antes|despues|prima|dopo|flexib\w+|hin oder her|rum|per "
    r"week|a week|solid|"
    r"di cammino|trial|trek|safari|guided|tour|flexible|ist ok|free)\b"
)
_TOTAL = re.compile(
    r"\b(?:altogether|in total|total|insgesamt|gesamt|im ganzen|en tout|au total|en total|in tutto|totali|no total|"
    r"ao todo|in totaal)\b"
)
_INSTEAD = re.compile(r"\b(?:statt|instead|not|nicht|anstatt|au lieu)\b")
_FLEXIBLE = (
    r"(?:(?:\+\s?/?\s?-|±|give or take|plus/minus|plus or minus|plus ou moins|plus oder minus|mas o menos|mas/menos|"
    r"piu o meno|"
    r"mais ou menos|plus of min|a? ?day or)\s*(?P<a>{number})\s*(?:{day}|{night}|d\b)?)"
    r"|(?P<b>{number})\s+{day}\s+(?:either way|either side|hin oder her|(?:mehr|frueher|fruher) oder (?:weniger|"
    r"spater)|de marge|pres|"
    r"arriba o abajo|in piu o in meno|a mais ou a menos|para mais ou para menos|flexib\w+|eerder of later|earlier "
    r"or later|earlier|fruher|"
    r"(?:before|antes|avant|prima|davor|ervoor|vorher)\s+(?:or|ou|o|oder|of)\s+(?:after|despues|depois|apres|dopo|"
    r"danach|erna))"
    r"|flexib\w+\s+(?:by|um|de|di|con|op|met)\s+(?:up to\s+|bis zu\s+)?(?P<c>{number})\s+{day}"
    r"|(?:move|shift|schieben|verschieben|decaler|mover|spostare|schuiven)\s+(?:it\s+|by\s+|de\s+|"
    r"um\s+)?(?P<d>{number})\s+{day}"
)


@cache
def _length(language: str) -> re.Pattern[str]:
    number = numbers.number(language)
    return re.compile(
        rf"(?<![\w.,/])(?:{number}\s*(?:-|to|or|oder|bis|ou|o|a|of)\s*)?(?P<count>{number})(?:\s*|-|{_ADJECTIVE}\s+)"
        rf"(?:(?P<night>{_NIGHT})|(?P<week>{_WEEK})|(?P<day>{_DAY}))(?!\w)"
    )


@cache
def _flexible(language: str) -> re.Pattern[str]:
    return re.compile(_FLEXIBLE.format(number=numbers.number(language), day=_DAY, night=_NIGHT))


def nights(page: Page) -> Value | None:
    """Nights if said, else weeks, else days less one; several stays are added up unless the sum is said."""
    flat = page.body.flat
    found: dict[str, list[tuple[int, re.Match[str]]]] = {"night": [], "week": [], "day": []}
    for match in _length(page.tongue).finditer(flat):
        if page.clauses.at(match.start()).elsewhere or _is_other(flat, match):
            continue
        unit = str(match.lastgroup)
        found[unit].append((numbers.value(match["count"], page.tongue), match))
    for unit, factor, less in (("night", 1, 0), ("week", 7, 0), ("day", 1, 1)):
        if found[unit]:
            count, matches = _choose(flat, found[unit], add=unit == "night")
            total = count * factor - less
            spans = tuple(page.body.quote(*match.span()) for match in matches)
            return Value(total, spans) if 0 < total <= 365 else None
        if unit == "night" and (two := _FORTNIGHT.search(flat)) and not page.clauses.at(two.start()).elsewhere:
            return Value(14, (page.body.quote(*two.span()),))
    return None


def _is_other(flat: str, match: re.Match[str]) -> bool:
    """Not how long the journey is."""
    if match["day"] and match["count"] in numbers.ARTICLES:
        return True
    before, after = flat[max(0, match.start() - 24) : match.start()], flat[match.end() : match.end() + 24]
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.search(after))


def _choose(flat: str, found: list[tuple[int, re.Match[str]]], *, add: bool) -> tuple[int, list[re.Match[str]]]:
    for count, match in found:
        if _TOTAL.search(flat, match.end(), match.end() + 20):
            return count, [match]
    if add and len(found) > 1 and not _INSTEAD.search(flat, found[0][1].start(), found[-1][1].end()):
        return sum(count for count, _ in found), [match for _, match in found]
    return found[0][0], [found[0][1]]


def flexible_days(page: Page) -> Value | None:
    for match in _flexible(page.tongue).finditer(page.body.flat):
        said = next(group for group in (match["a"], match["b"], match["c"], match["d"]) if group)
        return Value(numbers.value(said, page.tongue), (page.body.quote(*match.span()),))
    return None
