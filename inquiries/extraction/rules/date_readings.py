"""What a written day or range of days says, once a form of `dates` has matched it."""

import re
from dataclasses import replace

from inquiries.extraction.rules import calendar, ordinals
from inquiries.extraction.rules.days import Day

_BEFORE_SHORT = re.compile(
    r"(?:\b(?:on|from|to|until|out|back|leaving|departing|am|vom|ab|bis|le|du|au|el|del|al|dal|il|dia|op|van|vanaf|"
    r"tot)|[:-])\s+$"
)
# "four nights there, then Cape Town for 5. July 2028": the end of a sentence, no ordinal.
_ENDS = re.compile(r"\bfor \d\d?\.$")
# "the 3rd and 9th of May" are two days; only "from ... to" may go over the end of a month.
_AND = re.compile(r"(?:and|und|et|y|e|en)\b.*")


# "between the 28th and 5 May" is a span though its word is "and".
_BETWEEN = re.compile(
    r"\b(?:between|zwischen|entre|tra|fra|tussen)\s+(?:the\s+|dem\s+|le\s+|el\s+|il\s+|o\s+|os\s+|dias?\s+|de\s+){0,2}$"
)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    plain = text.strip("'")
    return int(plain) if len(plain) == 4 else 2000 + int(plain)


def _weekday(text: str | None, language: str) -> int | None:
    return calendar.weekday_number(text, language) if text else None


def _both(first: Day, last: Day) -> list[Day]:
    """The days of a range; each quotes the whole, since often only one of them has the month."""
    whole = (first.start, last.end)
    return [replace(first, first=True, words=whole), replace(last, last=True, words=whole)]


def range_of_month(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "3-10 May 2027", "vom 3. bis 21. August": one month for both."""
    month_, year = calendar.month_number(match["month"], language), _year(match["year"])
    cut = match.start("d2")
    first = Day(match.start(), cut, int(match["d1"]), month_, year, _weekday(match["w1"], language))
    last = Day(cut, match.end(), int(match["d2"]), month_, year, _weekday(match["w2"], language))
    turns = not _AND.fullmatch(match["to"].strip()) or _BETWEEN.search(match.string, max(0, cut - 30), match.start())
    if first.day > last.day and turns:
        first = replace(first, month=(month_ - 2) % 12 + 1, year=year and year - (month_ == 1))  # "del 28 al 4 de mayo"
    elif first.day >= last.day:
        return []
    return _both(first, last)


def two_months(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "dal 28 dicembre al 4 gennaio", "du lundi 30 mars au 6 avril": both named in full."""
    cut = match.start("to")
    months = calendar.month_number(match["month"], language), calendar.month_number(match["month2"], language)
    weekdays_ = _weekday(match["w1"], language), _weekday(match["w2"], language)
    return _both(
        Day(match.start(), cut, int(match["d1"]), months[0], _year(match["year"]), weekdays_[0]),
        Day(cut, match.end(), int(match["d2"]), months[1], _year(match["year2"]), weekdays_[1]),
    )


def range_in_first(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "Thursday 25 March to Tuesday 30": the month stands at the first day."""
    month_, year = calendar.month_number(match["month"], language), _year(match["year"])
    cut, low, high = match.start("w2"), int(match["d1"]), int(match["d2"])
    later = month_ % 12 + 1 if high <= low else month_
    first = Day(match.start(), cut, low, month_, year, _weekday(match["w1"], language))
    last = Day(cut, match.end(), high, later, year and year + (later < month_), _weekday(match["w2"], language))
    return _both(first, last)


def named(match: re.Match[str], language: str, _: bool) -> list[Day]:
    if language == "en" and _ENDS.search(match.string[max(0, match.start() - 5) : match.end("d1") + 1]):
        return []
    month_, weekday = calendar.month_number(match["month"], language), _weekday(match["w1"], language)
    return [Day(match.start(), match.end(), int(match["d1"]), month_, _year(match["year"]), weekday)]


def numeric(match: re.Match[str], language: str, american: bool) -> list[Day]:
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


def short_range(match: re.Match[str], *_: object) -> list[Day]:
    """ "4.-11.7.2027", "04. - 11.07." """
    month_, year, cut = int(match["m1"]), _year(match["y1"]), match.start("d2")
    if not 1 <= month_ <= 12:
        return []
    days = int(match["d1"]), int(match["d2"])
    return _both(Day(match.start(), cut, days[0], month_, year), Day(cut, match.end(), days[1], month_, year))


def numeric_range(match: re.Match[str], _: str, american: bool) -> list[Day]:
    """ "26/2 tot 4/3", "5.9 - 19.9", "10/4-10/11": no year, so only two of them are surely days."""
    days = [(int(match[f"d{number}"]), int(match[f"m{number}"])) for number in (1, 2)]
    if (american and match["mark"] == "/") or any(month_ > 12 for _, month_ in days):
        days = [(month_, day) for day, month_ in days]
    if any(not (1 <= month_ <= 12 and 1 <= day <= 31) for day, month_ in days):
        return []
    cut = match.start("d2")
    return _both(Day(match.start(), cut, *days[0]), Day(cut, match.end(), *days[1], _year(match["y1"])))


def weekdays(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "Fri to Mon", "do vendredi au lundi": which week they stand in is told elsewhere, if at all."""
    cut = match.start("w2")
    return _both(
        Day(match.start(), cut, 0, weekday=_weekday(match["w1"], language), bare=True),
        Day(cut, match.end(), 0, weekday=_weekday(match["w2"], language), bare=True),
    )


def weekday_alone(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "back Monday", "tornare la domenica dopo"."""
    return [Day(*match.span(), 0, weekday=_weekday(match["w1"], language), bare=True, weak=True)]


def weekend(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "second weekend in June": its Saturday, as far as weekdays beside it make it a day."""
    number = next(value for value, words in ordinals.NTH.items() if match["nth"] in words)
    month_ = calendar.month_number(match["month"], language)
    return [Day(*match.span(), 0, month_, _year(match["year"]), weekday=5, weekend=number)]


def spelled(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "may seventh", "the twenty first of june": as people speak."""
    month_ = calendar.month_number(match["month"], language)
    return [Day(*match.span(), ordinals.value(match["word"]), month_, _year(match["year"]))]


def iso(match: re.Match[str], *_: object) -> list[Day]:
    return [Day(match.start(), match.end(), int(match["d1"]), int(match["m1"]), int(match["y1"]))]


def lone(match: re.Match[str], language: str, _: bool) -> list[Day]:
    """ "the 15th", "le 26", "dia 8", "Thurs 16th"."""
    return [Day(match.start(), match.end(), int(match["d1"]), weekday=_weekday(match["w1"], language), bare=True)]


def article(match: re.Match[str], *_: object) -> list[Day]:
    """ "rientro il 20", "back on the 16": the article is no proof, the word before must speak of the journey."""
    return [Day(match.start("d1"), match.end(), int(match["d1"]), bare=True, weak=True)]


def lone_range(match: re.Match[str], *_: object) -> list[Day]:
    """ "the 5th to the 9th": of a month that is told elsewhere."""
    cut = match.start("d2")
    return _both(
        Day(match.start(), cut, int(match["d1"]), bare=True), Day(cut, match.end(), int(match["d2"]), bare=True)
    )
