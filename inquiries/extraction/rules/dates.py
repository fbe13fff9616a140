"""Days that a text names: "3-10 May", "16.10.27", "le 26", "tmrw", "next Friday", each as far as it says it."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from inquiries.extraction.rules import calendar, date_readings, ordinals, relative
from inquiries.extraction.rules.days import Day

_ORDINAL = r"(?:\s?(?:st|nd|rd|th|er|ste|de|e|o|a)(?!\w)|\.)?"
_NOT_A_DAY = r"(?!\d|:\d|%|[.,]\d{3}|\s?(?:pm|am|uhr)\b|h\d)"
_OF = r"\s*(?:of\s+|de\s+|di\s+|d'|do\s+)?"
_YEAR = r"(?:,?\s*(?:de\s+|del\s+|of\s+)?(?P<year>20\d\d|'\d\d)(?!\d))?"
TO = (
    r"\s*(?:-|to|until|till|thru|through|bis(?:\s+(?:zum|einschlie\w+))?|au|jusqu'au|al?|hasta|e|"
    r"ate(?:\s+(?:o\s+)?dia)?|ao?|"
    r"t/m|tot(?:\s+en\s+met)?|fino\s+al|and|und|et|y|en)\s*(?:(?:the|le|el|il|o|de|den|dem|zum|dia|o\s+dia)\s+)?"
)
_SURELY_TO = (
    r"\s*(?:-|to|until|till|thru|through|bis(?:\s+zum)?|au|jusqu'au|al?|hasta(?:\s+el)?|ate|ao?|t/m|"
    r"tot(?:\s+en\s+met)?|"
    r"fino\s+al)\s*(?:(?:the|le|el|il|o|de|den|dem|zum|dia|o\s+dia)\s+)?"
)
_ENGLISH = r"(?:st|nd|rd|th)"
_THE = r"(?:the\s+|den\s+|le\s+|el\s+|dia\s+)?"

type _Read = Callable[[re.Match[str], str, bool], list[Day]]
type _Forms = list[tuple[str, _Read]]


def find(flat: str, language: str, today: date, *, american: bool = False) -> list[Day]:
    """All days in order, none inside another. `american`: 05/06 is the sixth of May."""
    found = relative.find(flat, language, today)
    taken = [(day.start, day.end) for day in found]
    for pattern, read in _patterns(language):
        for match in pattern.finditer(flat):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            days = read(match, language, american)
            if days:
                found += days
                taken.append(match.span())
    return sorted(found, key=lambda day: day.start)


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], _Read]]:
    """The fuller forms first: what they take, the shorter ones leave alone."""
    month, weekday = calendar.month(language), calendar.weekday(language)
    forms: _Forms = [
        (r"(?<!\d)(?P<y1>20\d\d)-(?P<m1>0?\d|1[0-2])-(?P<d1>\d\d?)(?!\d)", date_readings.iso),
        *(_spelled(month) if language == "en" else []),
        *_of_a_month(month, weekday),
        *_in_figures(weekday),
        *_with_month(month, weekday),
        *_alone(weekday),
        *_weekdays(weekday, calendar.weekday(language, brief=language == "en")),
    ]
    return [(re.compile(source), read) for source, read in forms]


def _first(weekday: str) -> str:
    name = rf"(?:(?P<w1>{weekday}),?\s+(?:the\s+|den\s+|dem\s+|le\s+|el\s+|dia\s+)?)"
    return rf"{name}?(?<![\d.,/-])(?<!\d:)(?P<d1>0?[1-9]|[12]\d|3[01]){_NOT_A_DAY}{_ORDINAL}"


def _last(weekday: str) -> str:
    return rf"(?:(?P<w2>{weekday}),?\s+)?(?P<d2>0?[1-9]|[12]\d|3[01]){_NOT_A_DAY}{_ORDINAL}"


def _spelled(month: str) -> _Forms:
    """ "May seventh", "seventh of May"."""
    word = ordinals.ORDINAL_WORD
    return [
        (rf"(?<!\w)(?P<month>{month})\s+(?:the\s+)?{word}(?!\s+(?:week|half|weekend)){_YEAR}", date_readings.spelled),
        (rf"(?<!\w){word}\s+(?:of\s+)?(?P<month>{month}){_YEAR}", date_readings.spelled),
    ]


def _of_a_month(month: str, weekday: str) -> _Forms:
    """ "3-10 May", "May 3-10", "second weekend in June"."""
    first, last = _first(weekday), _last(weekday)
    return [
        (rf"{first}(?P<to>{TO}){last}{_OF}(?<!\w)(?P<month>{month}){_YEAR}", date_readings.range_of_month),
        (
            rf"(?<!\w)(?P<month>{month})\s+{first}(?P<to>{TO}){last}{_YEAR}(?!\s*(?:night|people|person))",
            date_readings.range_of_month,
        ),
        (
            rf"(?<!\w)(?:the\s+|am\s+)?(?P<nth>{ordinals.NTH_WORD})\s+{ordinals.WEEKEND}"
            rf"(?:\s+(?:in|of|im|de|du|en|di|del|do|van|d'))?\s*(?<!\w)(?P<month>{month})(?!\w){_YEAR}",
            date_readings.weekend,
        ),
    ]


def _in_figures(weekday: str) -> _Forms:
    """ "26/2 tot 4/3", "4.-11.7.2027", "16.10.27"."""
    year = r"(?P<y1>20\d\d|\d\d(?!\d))?(?![\d/])"
    return [
        (
            r"(?<![\d.,/])(?P<d1>\d\d?)(?P<mark>[./-])(?P<m1>\d\d?)\.?(?![\d/])"
            + _SURELY_TO
            + r"(?P<d2>\d\d?)(?P=mark)(?P<m2>\d\d?)(?![\d])(?:(?P=mark)(?P<y1>20\d\d|\d\d)(?!\d))?(?![,/]\d)"
            r"(?!\s?(?:€|eur|k\b|km|\*|stars?|sterne|nights|grad|h\b|uhr|m\b|%))",
            date_readings.numeric_range,
        ),
        (
            r"(?<![\d.,/])(?P<d1>\d\d?)\.\s?(?:-|bis)\s?(?P<d2>\d\d?)\.(?P<m1>\d\d?)\." + year,
            date_readings.short_range,
        ),
        (
            rf"(?:(?P<w1>{weekday}),?\s+(?:the\s+|den\s+|"
            rf"dem\s+)?)?(?<![\d.,/-])(?<!\d:)(?P<d1>\d\d?)(?P<mark>[./-])(?P<m1>\d\d?)"
            rf"(?:(?P<dot>[./-]){year}|(?!\d|[.,/]\d))(?! ?(?:€|eur|k\b|\*|star|nights))",
            date_readings.numeric,
        ),
    ]


def _with_month(month: str, weekday: str) -> _Forms:
    """ "28 December to 4 January", "Thursday 25 March to Tuesday 30", "3 May", "May 3"."""
    first = _first(weekday)
    return [
        (
            rf"{first}{_OF}(?<!\w)(?P<month>{month}){_YEAR}(?!\w),?(?P<to>{_SURELY_TO}){_last(weekday)}{_OF}"
            rf"(?<!\w)(?P<month2>{month})(?!\w)" + _YEAR.replace("<year>", "<year2>"),
            date_readings.two_months,
        ),
        (
            rf"{first}{_OF}(?<!\w)(?P<month>{month}){_YEAR},?{_SURELY_TO}(?P<w2>{weekday}),?\s+{_THE}"
            rf"(?P<d2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?(?![\d:%]|[.,/]\d)(?!{_OF}(?<!\w){month})",
            date_readings.range_in_first,
        ),
        (rf"{first}{_OF}(?<!\w)(?P<month>{month}){_YEAR}", date_readings.named),
        (
            rf"(?<!\bim )(?<!\ben )(?:(?P<w1>{weekday}),?\s+)?(?<!\w)(?P<month>{month})\s+(?P<d1>0?[1-9]|[12]\d|"
            rf"3[01]){_ENGLISH}?(?!\d|[.,]?\d|:\d)"
            rf"(?!\s*(?:nights?|people|pax|adults?|weeks?|days?)){_YEAR}",
            date_readings.named,
        ),
    ]


def _alone(weekday: str) -> _Forms:
    """ "the 5th to the 9th", "Thurs 16th", "the 15th", "le 26": their month is told elsewhere."""
    return [
        (
            r"(?<!\w)(?:the|le|du|el|del|il|dal|dia|am|vom|den|de)\s+"
            + _lone_day(1)
            + TO
            + _lone_day(2)
            + r"(?!\s*(?:people|adults|nights|kids|years?|jahren?|ans|anos|anni|jaar|mesi|mois|meses|personen|"
            r"personnes|personas|persone|pessoas)\b)",
            date_readings.lone_range,
        ),
        (
            rf"(?<![\w.,/-])(?P<d1>[12]?\d|3[01]){_ENGLISH}{TO}(?P<d2>[12]?\d|3[01]){_ENGLISH}(?!\w)",
            date_readings.lone_range,
        ),
        (
            rf"(?P<w1>{weekday}),?\s+{_THE}(?P<d1>[12]?\d|3[01])(?:st|nd|rd|th|"
            rf"\.)?(?![\d:.,/*%])(?!\s*(?:uhr|h\b|am\b|pm\b|weeks?\b|woche|semain|seman|settiman|weken|nights?\b|"
            rf"nacht|nuit|noche|nott|noite|days?\b|tage?\b|jours?\b|dias?\b|giorn|dagen))",
            date_readings.lone,
        ),
        (
            rf"(?<![\w.,/-])(?P<w1>(?!))?(?P<d1>[12]?\d|3[01]){_ENGLISH}(?!\w)(?!\s+(?:birthday|anniversary|"
            r"wedding|week|half|weekend|fortnight|class|floor|grade|year|time|century|b'?day))",
            date_readings.lone,
        ),
        (
            r"(?<!\w)(?P<w1>(?!))?(?:le|dia|am|den|vom|zum)\s+(?P<d1>[12]?\d|3[01])\.?(?![\w:,/%€*-]|\s*(?:personen|"
            r"erw|kinder|nachte|tage|wochen|jahre|nuits|jours|ans|anos|"
            r"noches|euros?|eur|€|uhr|estrellas|sterne|etoiles|adult|person|pax|noites|estrelas|horas?|dias|pessoas|"
            r"crianc|km|metr|enfants))",
            date_readings.lone,
        ),
    ]


def _lone_day(number: int) -> str:
    return rf"(?P<d{number}>[12]?\d|3[01])(?![\d:%€]|[.,]\d|\s?(?:euros?|eur|€)){_ORDINAL}"


def _weekdays(weekday: str, brief: str) -> _Forms:
    """ "Fri to Mon", "back on the 16", "back Monday": they say least, so they are tried last."""
    return [
        (rf"(?<!\w)(?P<w1>{weekday}){_SURELY_TO}(?P<w2>{weekday})(?!\w)(?!\s+\d)", date_readings.weekdays),
        (
            r"(?<!\w)(?:on the|the|il|el|op de|de|al|dal|o|no dia|der|au|du|del)\s+(?P<d1>[12]?\d|3[01])(?!\w|"
            r"[:,/%€*.-]\d)"
            r"(?!\s*[%€$£*])(?=\s*(?:$|[.,;!?)\n]|(?:and|und|et|y|e|en)\b))",
            date_readings.article,
        ),
        (rf"(?<!\w)(?P<w1>{brief})(?!\w)(?!\s+\d)", date_readings.weekday_alone),
    ]
