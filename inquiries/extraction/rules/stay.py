"""How long: nights, weeks and days in seven languages, and how many days they can move."""

import re
from dataclasses import dataclass
from functools import cache

from inquiries.extraction.document import Value
from inquiries.extraction.rules import numbers, stops
from inquiries.extraction.rules.page import Page

_NIGHT = (
    r"(?:nights?|nts?|nites?|n(?=\s?/)|nacht(?:e|en)?|naechte|ubernachtungen|nuits?|nuitees|noches?|notti|notte|"
    r"noites?|pernoites|diarias)"
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
    r"prime|eerste|laatste|hace|ha|il y a|every|each|jede|within|binnen|innerhalb|next|nachste|diese|this|pro|"
    r"minus|moins|menos|give or take|statt|instead of|rather than|not|nicht|anstatt|au lieu de|en vez de|invece di|"
    r"plus)|\+/?-|±)\s*(?:the\s+|de\s+|der\s+|den\s+)?$"
)
_NOT_AFTER = re.compile(
    r"^\s*(?:or two|or so|oder zwei|ou deux|o dos|o due|ou duas|of twee|ago|before|after|either|earlier|later|"
    r"langer|longer|extra|de plus|de mas|mas(?! o)|in piu|a mais|meer|"
    r"notice|from (?:now|today)|of (?:jan|feb|mar|apr|may|jun|jul|aug|"
    r"sep|oct|nov|dec)|in a row|old|off|"
    r"vorher|spater|danach|fruher|bevor|geleden|avant|apres|antes|despues|prima|dopo|flexib\w+|hin oder her|rum|per "
    r"week|a week|solid|"
    r"free)\b"
    # Days of doing something, with more to come after them.
    r"|^\s*(?:of|de|di|a|en|zum|beim|van|met)?\s*(?:[\w-]+\s+)?(?:walk\w*|hik\w+|trek\w*|wander\w*|marche|rando\w*|"
    r"senderismo|cammino|"
    r"camminat\w+|trilha\w*|caminhad\w+|wandel\w*|ski\w*|surf\w*|div\w+|tauch\w+|plongee|buceo|duik\w+|sail\w*|"
    r"segel\w*)\b[^.!?]{0,12}\b(?:then|dann|puis|"
    r"luego|despues|poi|depois|dan|daarna|before|followed)\b"
    r"|^\s*(?:di cammino|trial|trek|safari|guided|tour|flexible|ist ok|free)\b"
)
# "Meeting room: 2 days"
_OF_A_ROOM = re.compile(
    r"(?:\w*raum|(?:meeting|conference|seminar) room|salle(?: de \w+)?|sala(?: de \w+| riunioni)?|"
    r"(?:vergader)?zaal|tagungs\w*|"
    r"ski ?-?pass|forfait|liftpass)[^\w\n]{1,3}(?:for |fur |pour |para |per |voor )?$"
)
_TOTAL = re.compile(
    r"\b(?:altogether|in total|total|insgesamt|gesamt|im ganzen|en tout|au total|en total|in tutto|totali|no total|"
    r"ao todo|in totaal)\b"
)
_ANOTHER = (
    r"(?:another|(?:noch\s+|und\s+)?(?:eine\s+weitere|einen\s+weiteren|weitere|noch\s+eine)|(?:une\s+)?autre|"
    r"une\s+autre|otra|altra|un'altra|"
    r"outra|mais\s+uma|(?:nog|weer)\s+een|a\s+second|eine\s+zweite|una\s+seconda|une\s+deuxieme|una\s+segunda|"
    r"uma\s+segunda)"
)
_EACH = r"(?:je|jeweils|elk|telkens)"
_EACH_AFTER = re.compile(
    r"\s+(?:in\s+)?(?:each|apiece|per place|per city|per island|pro ort|pro stadt|pro insel|chacune?|cada un[oa]|"
    r"ciascun[oa]|cada|"
    r"in beiden|in both|elk|in elke|dans chaque|en cada|in ogni|em cada)(?!\w)"
)
# "Tokyo, Kyoto et deux nuits dans un ryokan": not where a journey is spent as a whole.
_AND = re.compile(r"(?:\b(?:and|und|et|y|e|en|plus|with|mit|avec|con|com|met|inklusive|including|dont|davon)|[+&])\s+$")
_IN_ONE = re.compile(
    r"\s+(?:in|on|at|im|auf|dans|sur|sous|en|em|num|nell?|op)\s*(?:an?|ein\w*|une?|un[oa]?|uma?|een)?\s+(?:\w+\s+){0,2}?"
    r"(?:ryokan|onsen|riad|kasbah|\w*lodge|igloo|iglu|iglo|tents?|\w*zelt|tente|tenda|treehouse|tree house|baumhaus|"
    r"houseboat|hausboot|peniche|woonboot|monastery|kloster|monastere|monasterio|mosteiro|klooster|"
    r"(?:desert|safari) camp|wustencamp|woestijnkamp|overwater|over-water)(?!\w)"
)
_SOME = re.compile(r"paar|couple|few|par de|paio|quelques|algun|qualch|enkele")  # "a couple of days": some
_LABELLED = re.compile(
    r"(?<!\w)(?:(?:number of |anzahl |nombre de |numero de |numero di |aantal )?(?:nights|nachte|ubernachtungen|"
    r"nuits|noches|notti|"
    r"noites|nachten))\s*[:=]\s*(\d{1,2})(?![\w/-]|[.,:]\d)"
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


_EARLIER = re.compile(r"(?<!or )(?<!oder )\b(?:earlier|fruher|later|spater)$")


@cache
def _length(language: str) -> re.Pattern[str]:
    number = numbers.number(language)
    return re.compile(
        rf"(?<![\w.,/])(?P<each>{_EACH}\s+)?(?:(?P<low>{number})(?:(?<=\d)-|\s+-\s+|\s*(?:to|or|oder|bis|ou|o|a|of|"
        rf"tot)\s*))?"
        rf"(?P<count>{number}|{_ANOTHER})(?:\s*|-|{_ADJECTIVE}\s+)"
        rf"(?:(?P<night>{_NIGHT})|(?P<week>{_WEEK})|(?P<day>{_DAY}))(?!\w|-?end\b)"
    )


@cache
def _flexible(language: str) -> re.Pattern[str]:
    return re.compile(_FLEXIBLE.format(number=numbers.number(language), day=_DAY, night=_NIGHT))


@dataclass(frozen=True)
class Stay:
    """`nights`: how long, where said. `longest`: the upper end of "two to three weeks", which fixes no length.

    `part`: said of one night's lodging among others, which may be all that is said of a length.
    """

    nights: Value | None = None
    longest: int = 0
    part: bool = False


def read(page: Page, *, places: int = 1) -> Stay:
    """Nights if said, else weeks, else days less one. `places`: how many they want to see, for "a week in each"."""
    flat = page.body.flat
    if (field := _LABELLED.search(flat)) and int(field[1]) > 0:
        return Stay(Value(int(field[1]), (page.body.quote(*field.span()),)))
    found: dict[str, list[re.Match[str]]] = {"night": [], "week": [], "day": []}
    for match in _length(page.tongue).finditer(flat):
        if not page.clauses.at(match.start()).elsewhere and not _is_other(flat, match):
            found[str(match.lastgroup)].append(match)
    if found["night"] and found["week"] and _is_part(page, found["night"], found["week"]):
        found["night"] = []
    for unit, factor, less in (("night", 1, 0), ("week", 7, 0), ("day", 1, 1)):
        if found[unit]:
            return _stay(page, found[unit], factor, less, places)
        if unit == "night" and (two := _FORTNIGHT.search(flat)) and not page.clauses.at(two.start()).elsewhere:
            return Stay(Value(14, (page.body.quote(*two.span()),)))
    return Stay()


def _is_part(page: Page, nights: list[re.Match[str]], weeks: list[re.Match[str]]) -> bool:
    """ "three weeks ... two nights in Agra": nights of one place within weeks of the whole."""
    if not all(stops.is_placed(page.body, *match.span()) for match in nights):
        return False
    longest = max(_count(page, match) * 7 for match in weeks)
    return len(weeks) == 1 and longest > sum(_count(page, match) for match in nights)


def _stay(page: Page, found: list[re.Match[str]], factor: int, less: int, places: int) -> Stay:
    flat, first = page.body.flat, found[0]
    if first["low"] and first["low"] not in numbers.ARTICLES and len(found) == 1:
        return Stay(longest=_count(page, first) * factor - less)
    if each := next((match for match in found if _is_each(flat, match)), None):
        total, spans = _count(page, each) * factor * max(places, 1), [each.span()]
    else:
        chosen = _choose(page, found, add=factor == 1 and not less)
        total, spans = sum(stop.count for stop in chosen) * factor - less, [(row.start, row.end) for row in chosen]
        whole = len(chosen) == 1 and stops.in_country(page.body, chosen[0].end)
        if all(stop.placed for stop in chosen) and 0 < len(chosen) < places and factor == 1 and not less and not whole:
            return Stay()  # the other places' nights are open
    quotes = tuple(page.body.quote(*span) for span in spans)
    part = all(_AND.search(flat, max(0, start - 16), start) and _IN_ONE.match(flat, end) for start, end in spans)
    return Stay(Value(total, quotes), part=part) if 0 < total <= 365 else Stay()


def _count(page: Page, match: re.Match[str]) -> int:
    said = match["count"]
    return 1 if re.fullmatch(_ANOTHER, said) else numbers.value(said, page.tongue)


def _is_each(flat: str, match: re.Match[str]) -> bool:
    return bool(match["each"] or _EACH_AFTER.match(flat, match.end()))


def _is_other(flat: str, match: re.Match[str]) -> bool:
    """Not how long the journey is."""
    if match["day"] and (match["count"] in numbers.ARTICLES or _SOME.search(match["count"])):
        return True
    if _OF_A_ROOM.search(flat, max(0, match.start() - 30), match.start()):
        return True
    before, after = flat[max(0, match.start() - 24) : match.start()], flat[match.end() : match.end() + 30]
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.search(after))


def _choose(page: Page, found: list[re.Match[str]], *, add: bool) -> list[stops.Stop]:
    """The sum if it is said, else every stop of several, else the first."""
    flat, text = page.body.flat, page.body
    for match in found:
        if _TOTAL.search(flat, match.end(), match.end() + 20):
            return [stops.Stop(_count(page, match), *match.span(), placed=False)]
    rows: list[stops.Stop] = []
    for match in found:
        placed = bool(re.fullmatch(_ANOTHER, match["count"])) or stops.is_placed(text, *match.span())
        rows.append(stops.Stop(_count(page, match), *match.span(), placed=placed))
        if placed:
            rows += stops.following(text, match.end(), page.tongue)
    another = any(re.fullmatch(_ANOTHER, match["count"]) for match in found)
    whole = [row for row in rows if not row.placed and not another]
    parts = sum(row.count for row in rows if row.placed)
    if whole and parts and (top := max(whole, key=lambda row: row.count)).count >= parts:
        return [top]
    said_again = _INSTEAD.search(flat, rows[0].start, rows[-1].end)
    if len(rows) > 1 and (another or (add and not said_again)):
        return rows
    return rows[:1]


def flexible_days(page: Page) -> Value | None:
    for match in _flexible(page.tongue).finditer(page.body.flat):
        said = next(group for group in (match["a"], match["b"], match["c"], match["d"]) if group)
        if match["b"] in numbers.ARTICLES and _EARLIER.search(match[0]):
            continue  # "leave a day earlier" is a change, not a margin
        return Value(numbers.value(said, page.tongue), (page.body.quote(*match.span()),))
    return None
