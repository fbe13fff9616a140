"""Days that a text names: "3-10 May", "16.10.27", "le 26", "tmrw", "next Friday", each as far as it says it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from inquiries.extraction.rules import calendar, ordinals, relative
from inquiries.extraction.rules.days import Day

_ORDINAL = r"(?:\s?(?:st|nd|rd|th|er|ste|de|e|o|a)(?!\w)|\.)?"
_NOT_A_DAY = r"(?!\d|:\d|%|[.,]\d{3}|\s?(?:pm|am|uhr)\b|h\d)"
_OF = r"\s*(?:of\s+|de\s+|di\s+|d'|do\s+)?"
_YEAR = r"(?:,?\s*(?:de\s+|del\s+|of\s+)?(?P<year>20\d\d|'\d\d)(?!\d))?"
_TO = (
    r"\s*(?:-|to|until|till|thru|through|bis(?:\s+(?:zum|einschlie\w+))?|au|jusqu'au|al?|hasta|e|"
    r"ate(?:\s+(?:o\s+)?dia)?|ao?|"
    r"t/m|tot(?:\s+en\s+met)?|fino\s+al|and|und|et|y|en)\s*(?:(?:the|le|el|il|o|den|dem|zum|dia)\s+)?"
)
_SURELY_TO = (
    r"\s*(?:-|to|until|till|thru|through|bis(?:\s+zum)?|au|jusqu'au|al?|hasta(?:\s+el)?|ate|ao?|t/m|"
    r"tot(?:\s+en\s+met)?|"
    r"fino\s+al)\s*(?:(?:the|le|el|il|o|den|dem|zum|dia)\s+)?"
)
_BEFORE_SHORT = re.compile(
    r"(?:\b(?:on|from|to|until|out|back|leaving|departing|am|vom|ab|bis|le|du|au|el|del|al|dal|il|dia|op|van|vanaf|"
    r"tot)|[:-])\s+$"
)

# "four nights there, then Cape Town for 5. July 2028": the end of a sentence, no ordinal.
_ENDS = re.compile(r"\bfor \d\d?\.$")
# "the 3rd and 9th of May" are two days; only "from ... to" may go over the end of a month.
_AND = re.compile(r"(?:and|und|et|y|e|en)\b.*")

type _Read = Callable[[re.Match[str], str, bool], list[Day]]


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


def _year(text: str | None) -> int | None:
    if not text:
        return None
    plain = text.strip("'")
    return int(plain) if len(plain) == 4 else 2000 + int(plain)


def _weekday(text: str | None, language: str) -> int | None:
    return calendar.weekday_number(text, language) if text else None


def _range(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "3-10 May 2027", "vom 3. bis 21. August": one month for both."""
    month_, year = calendar.month_number(match["month"], language), _year(match["year"])
    cut, whole = match.start("d2"), match.span()
    first = Day(match.start(), cut, int(match["d1"]), month_, year, _weekday(match["w1"], language), first=True)
    last = Day(cut, match.end(), int(match["d2"]), month_, year, _weekday(match["w2"], language), last=True)
    if first.day > last.day and not _AND.fullmatch(match["to"].strip()):
        first = replace(first, month=(month_ - 2) % 12 + 1, year=year and year - (month_ == 1))  # "del 28 al 4 de mayo"
    elif first.day >= last.day:
        return []
    return [replace(first, words=whole), replace(last, words=whole)]


def _two_months(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "dal 28 dicembre al 4 gennaio", "du lundi 30 mars au 6 avril": both named in full."""
    cut, whole = match.start("to"), match.span()
    months = calendar.month_number(match["month"], language), calendar.month_number(match["month2"], language)
    year, last_year = _year(match["year"]), _year(match["year2"])
    return [
        Day(
            match.start(),
            cut,
            int(match["d1"]),
            months[0],
            year,
            _weekday(match["w1"], language),
            first=True,
            words=whole,
        ),
        Day(
            cut,
            match.end(),
            int(match["d2"]),
            months[1],
            last_year,
            _weekday(match["w2"], language),
            last=True,
            words=whole,
        ),
    ]


def _range_in_first(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "Thursday 25 March to Tuesday 30": the month stands at the first day."""
    month_, year = calendar.month_number(match["month"], language), _year(match["year"])
    cut, whole, low, high = match.start("w2"), match.span(), int(match["d1"]), int(match["d2"])
    first = Day(match.start(), cut, low, month_, year, _weekday(match["w1"], language), first=True, words=whole)
    later = month_ % 12 + 1 if high <= low else month_
    year = year and year + (later < month_)
    return [first, Day(cut, match.end(), high, later, year, _weekday(match["w2"], language), last=True, words=whole)]


def _named(match: re.Match[str], language: str, _: bool) -> list[Day]:
    if language == "en" and _ENDS.search(match.string[max(0, match.start() - 5) : match.end("d1") + 1]):
        return []
    month_, weekday = calendar.month_number(match["month"], language), _weekday(match["w1"], language)
    return [Day(match.start(), match.end(), int(match["d1"]), month_, _year(match["year"]), weekday)]


def _numeric(match: re.Match[str], language: str, american: bool) -> list[Day]:
    first, second = int(match["d1"]), int(match["m1"])
    mark, year = match["mark"], _year(match["y1"])
    swap = second > 12 or (american and mark == "/" and first <= 12)
    day, month_ = (second, first) if swap else (first, second)
    if not 1 <= month_ <= 12 or not 1 <= day <= 31 or not _says_year_or_more(match, mark, year):
        return []
    other = None
    if mark == "/" and year and first <= 12 and second <= 12 and first != second and language == "en":
        other = calendar.safe(year, day, month_)
    found = Day(match.start(), match.end(), day, month_, year, _weekday(match["w1"], language))
    return [replace(found, other=other)]


def _says_year_or_more(match: re.Match[str], mark: str, year: int | None) -> bool:
    """ "4/5 stars", "2-3 nights" and "7.5" are no dates; "out 5/6" and "am 4.7." are."""
    if year or match["w1"]:
        return True
    if mark == ".":
        return bool(match["dot"])
    return mark == "/" and bool(_BEFORE_SHORT.search(match.string, max(0, match.start() - 14), match.start()))


def _short_range(match: re.Match[str], *_: object) -> list[Day]:
    """ "4.-11.7.2027", "04. - 11.07." """
    month_, year = int(match["m1"]), _year(match["y1"])
    if not 1 <= month_ <= 12:
        return []
    cut, whole = match.start("d2"), match.span()
    return [
        Day(match.start(), cut, int(match["d1"]), month_, year, first=True, words=whole),
        Day(cut, match.end(), int(match["d2"]), month_, year, last=True, words=whole),
    ]


def _numeric_range(match: re.Match[str], _: str, american: bool) -> list[Day]:
    """ "26/2 tot 4/3", "5.9 - 19.9", "10/4-10/11": no year, so only two of them are surely days."""
    days = [(int(match[f"d{number}"]), int(match[f"m{number}"])) for number in (1, 2)]
    if (american and match["mark"] == "/") or any(month_ > 12 for _, month_ in days):
        days = [(month_, day) for day, month_ in days]
    if any(not (1 <= month_ <= 12 and 1 <= day <= 31) for day, month_ in days):
        return []
    cut, whole, year = match.start("d2"), match.span(), _year(match["y1"])
    return [
        Day(match.start(), cut, *days[0], first=True, words=whole),
        Day(cut, match.end(), *days[1], year, last=True, words=whole),
    ]


def _weekdays(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "Fri to Mon", "do vendredi au lundi": which week they stand in is told elsewhere, if at all."""
    cut, whole = match.start("w2"), match.span()
    return [
        Day(match.start(), cut, 0, weekday=_weekday(match["w1"], language), first=True, bare=True, words=whole),
        Day(cut, match.end(), 0, weekday=_weekday(match["w2"], language), last=True, bare=True, words=whole),
    ]


def _weekday_alone(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "back Monday", "tornare la domenica dopo"."""
    return [Day(*match.span(), 0, weekday=_weekday(match["w1"], language), bare=True, weak=True)]


def _weekend(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "second weekend in June": its Saturday, as far as weekdays beside it make it a day."""
    said = match["nth"] or match["nth2"]
    number = next(value for value, words in ordinals.NTH.items() if said in words)
    month_ = calendar.month_number(match["month"], language)
    return [Day(*match.span(), 0, month_, _year(match["year"]), weekday=5, weekend=number)]


def _spelled(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "may seventh", "the twenty first of june": as people speak."""
    month_ = calendar.month_number(match["month"], language)
    return [
        Day(
            *match.span(),
            ordinals.ORDINALS[" ".join(match["word"].replace("-", " ").split())],
            month_,
            _year(match["year"]),
        )
    ]


def _iso(match: re.Match[str], *_: object) -> list[Day]:
    return [Day(match.start(), match.end(), int(match["d1"]), int(match["m1"]), int(match["y1"]))]


def _lone(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "the 15th", "le 26", "dia 8", "Thurs 16th"."""
    return [Day(match.start(), match.end(), int(match["d1"]), weekday=_weekday(match["w1"], language), bare=True)]


def _article(match: re.Match[str], *_: object) -> list[Day]:
    """ "rientro il 20", "back on the 16": the article is no proof, the word before must speak of the journey."""
    return [Day(match.start("d1"), match.end(), int(match["d1"]), bare=True, weak=True)]


def _lone_range(match: re.Match[str], *_: object) -> list[Day]:
    cut, whole = match.start("d2"), match.span()
    return [
        Day(match.start(), cut, int(match["d1"]), first=True, bare=True, words=whole),
        Day(cut, match.end(), int(match["d2"]), last=True, bare=True, words=whole),
    ]


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], _Read]]:
    """The fuller forms first: what they take, the shorter ones leave alone."""
    month, weekday = calendar.month(language), calendar.weekday(language)

    def day(number: int, *, optional_weekday: bool = True) -> str:
        name = rf"(?:(?P<w{number}>{weekday}),?\s+(?:the\s+|den\s+|dem\s+|le\s+|el\s+|dia\s+)?)"
        plain = rf"(?<![\d.,/-])(?<!\d:)(?P<d{number}>0?[1-9]|[12]\d|3[01]){_NOT_A_DAY}{_ORDINAL}"
        return (name + "?" if optional_weekday else name) + plain

    first = day(1)
    end = rf"(?:(?P<w2>{weekday}),?\s+)?(?P<d2>0?[1-9]|[12]\d|3[01]){_NOT_A_DAY}{_ORDINAL}"
    number_end = r"(?P<y1>20\d\d|\d\d(?!\d))?(?![\d/])"
    sources: list[tuple[str, _Read]] = [
        (r"(?<!\d)(?P<y1>20\d\d)-(?P<m1>0?\d|1[0-2])-(?P<d1>\d\d?)(?!\d)", _iso),
        (rf"{first}(?P<to>{_TO}){end}{_OF}(?<!\w)(?P<month>{month}){_YEAR}", _range),
        (rf"(?<!\w)(?P<month>{month})\s+{first}(?P<to>{_TO}){end}{_YEAR}(?!\s*(?:night|people|person))", _range),
        (
            rf"(?<!\w)(?:the\s+|am\s+)?(?:(?P<nth>{ordinals.NTH_WORD})\s+{ordinals.WEEKEND}(?:\s+(?:in|of|im|de|du|en|di|del|do|van|"
            rf"d'))?\s*(?<!\w)(?P<month>{month})|(?P<nth2>(?!)))(?!\w){_YEAR}",
            _weekend,
        ),
        (
            r"(?<![\d.,/])(?P<d1>\d\d?)(?P<mark>[./-])(?P<m1>\d\d?)\.?(?![\d/])"
            + _SURELY_TO
            + r"(?P<d2>\d\d?)(?P=mark)(?P<m2>\d\d?)(?![\d])(?:(?P=mark)(?P<y1>20\d\d|\d\d)(?!\d))?(?![,/]\d)"
            r"(?!\s?(?:€|eur|k\b|km|\*|stars?|sterne|nights|grad|h\b|uhr|m\b|%))",
            _numeric_range,
        ),
        (r"(?<![\d.,/])(?P<d1>\d\d?)\.\s?(?:-|bis)\s?(?P<d2>\d\d?)\.(?P<m1>\d\d?)\." + number_end, _short_range),
        (
            rf"(?:(?P<w1>{weekday}),?\s+(?:the\s+|den\s+|"
            rf"dem\s+)?)?(?<![\d.,/-])(?<!\d:)(?P<d1>\d\d?)(?P<mark>[./-])(?P<m1>\d\d?)"
            rf"(?:(?P<dot>[./-]){number_end}|(?!\d|[.,/]\d))(?! ?(?:€|eur|k\b|\*|star|nights))",
            _numeric,
        ),
        (
            rf"{first}{_OF}(?<!\w)(?P<month>{month}){_YEAR}(?!\w),?(?P<to>{_SURELY_TO}){end}{_OF}(?<!\w)(?P<month2>{month})(?!\w)"
            + _YEAR.replace("<year>", "<year2>"),
            _two_months,
        ),
        (
            rf"{first}{_OF}(?<!\w)(?P<month>{month}){_YEAR},?{_SURELY_TO}(?P<w2>{weekday}),?\s+(?:the\s+|den\s+|"
            rf"le\s+|el\s+|dia\s+)?(?P<d2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?(?![\d:%]|[.,/]\d)(?!{_OF}(?<!\w){month})",
            _range_in_first,
        ),
        (rf"{first}{_OF}(?<!\w)(?P<month>{month}){_YEAR}", _named),
        (
            rf"(?<!\bim )(?<!\ben )(?:(?P<w1>{weekday}),?\s+)?(?<!\w)(?P<month>{month})\s+(?P<d1>0?[1-9]|[12]\d|"
            rf"3[01])(?:st|nd|rd|th)?"
            r"(?!\d|[.,]?\d|:\d)"
            rf"(?!\s*(?:nights?|people|pax|adults?|weeks?|days?)){_YEAR}",
            _named,
        ),
        (
            r"(?<!\w)(?:the|le|du|el|del|il|dal|dia|am|vom|den|de)\s+"
            + _lone_day(1)
            + _TO
            + _lone_day(2)
            + r"(?!\s*(?:people|adults|nights|kids|years?|jahren?|ans|anos|anni|jaar|mesi|mois|meses|personen|"
            r"personnes|personas|persone|pessoas)\b)",
            _lone_range,
        ),
        (
            r"(?<![\w.,/-])(?P<d1>[12]?\d|3[01])(?:st|nd|rd|th)" + _TO + r"(?P<d2>[12]?\d|3[01])(?:st|nd|rd|"
            r"th)(?!\w)",
            _lone_range,
        ),
        (
            rf"(?P<w1>{weekday}),?\s+(?:the\s+|den\s+|le\s+|el\s+|dia\s+)?(?P<d1>[12]?\d|3[01])(?:st|nd|rd|th|"
            rf"\.)?(?![\d:.,/*%])(?!\s*(?:uhr|h\b|am\b|pm\b|weeks?\b|woche|semain|seman|settiman|weken|nights?\b|"
            rf"nacht|nuit|noche|nott|noite|days?\b|tage?\b|jours?\b|dias?\b|giorn|dagen))",
            _lone,
        ),
        (
            r"(?<![\w.,/-])(?P<w1>(?!))?(?P<d1>[12]?\d|3[01])(?:st|nd|rd|th)(?!\w)(?!\s+(?:birthday|anniversary|"
            r"wedding|week|half|weekend|fortnight|class|floor|grade|year|time|century|b'?day))",
            _lone,
        ),
        (
            r"(?<!\w)(?P<w1>(?!))?(?:le|dia|am|den|vom|zum)\s+(?P<d1>[12]?\d|3[01])\.?(?![\w:,/%€*-]|\s*(?:personen|"
            r"erw|kinder|nachte|tage|wochen|jahre|nuits|jours|ans|anos|"
            r"noches|euros?|eur|€|uhr|estrellas|sterne|etoiles|adult|person|pax|noites|estrelas|horas?|dias|pessoas|"
            r"crianc|km|metr|enfants))",
            _lone,
        ),
        (
            rf"(?<!\w)(?P<w1>{weekday}){_SURELY_TO}(?P<w2>{weekday})(?!\w)(?!\s+\d)",
            _weekdays,
        ),
        (
            r"(?<!\w)(?:on the|the|il|el|op de|de|al|dal|o|no dia|der|au|du|del)\s+(?P<d1>[12]?\d|3[01])(?!\w|"
            r"[:,/%€*.-]\d)"
            r"(?!\s*[%€$£*])(?=\s*(?:$|[.,;!?)\n]|(?:and|und|et|y|e|en)\b))",
            _article,
        ),
        (rf"(?<!\w)(?P<w1>{calendar.weekday(language, brief=language == 'en')})(?!\w)(?!\s+\d)", _weekday_alone),
    ]
    if language == "en":
        sources[1:1] = [
            (
                rf"(?<!\w)(?P<month>{month})\s+(?:the\s+)?{ordinals.ORDINAL_WORD}(?!\s+(?:week|half|weekend)){_YEAR}",
                _spelled,
            ),
            (rf"(?<!\w){ordinals.ORDINAL_WORD}\s+(?:of\s+)?(?P<month>{month}){_YEAR}", _spelled),
        ]
    return [(re.compile(source), read) for source, read in sources]


def _lone_day(number: int) -> str:
    return rf"(?P<d{number}>[12]?\d|3[01])(?![\d:%€]|[.,]\d|\s?(?:euros?|eur|€)){_ORDINAL}"
