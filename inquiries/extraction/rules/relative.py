"""Days told from the day of the message: "tomorrow", "in three weeks", "next Friday"."""

import re
from datetime import date, timedelta
from functools import cache

from inquiries.extraction.rules import calendar, numbers
from inquiries.extraction.rules.days import Day

# Relative days: pattern and how many days ahead. "guten Morgen", "por la manana" are no days.
_TOMORROW = re.compile(
    r"(?<!\w)(?:(?P<one>tomorrow|tmrw|tmrrw|tomoz|2moro|(?<!guten )(?<!am )(?<!goede )(?<!goeden )morgen|demain|"
    r"(?<!la )(?<!de )(?<!buena )manana|domani|amanha)|(?P<two>ubermorgen|apres-demain|pasado manana|dopodomani|"
    r"depois de amanha|overmorgen|day after tomorrow))(?!\w)"
)
_TODAY = re.compile(
    r"(?<!\w)(?:tonight|heute abend|heute nacht|ce soir|cette nuit|esta noche|stasera|stanotte|hoje a "
    r"noite|vanavond|vannacht)(?!\w)"
)
# "will show him tonight" is no journey.
_TO_STAY = re.compile(
    r"(?:\w*hotels?|rooms?|beds?|stay\w*|flights?|fly|trains?|\w*zimmer|flug|zug|chambres?|vol|train|habitacion|vuelo|"
    r"camer[ae]|stanza|vol[oi]|quarto|voo|kamer|vlucht)\b[^.!?\n]{0,60}$|\b(?:for|fur|pour|para|per|voor)\s+$"
)
_AHEAD = (
    r"(?<!\w)(?:in|dans|dentro de|tra|fra|daqui a|em|over)\s+(?P<count>{number})\s+(?P<unit>weeks?|wks?|wochen?|"
    r"semaines?|semanas?|"
    r"settiman[ae]|weken|week|days?|tagen?|jours?|dias?|giorni|dagen)(?!\w)(?!\s+time\s+off)"
    r"|(?<!\w)(?P<from>{number})\s+(?P<unit2>weeks?|wks?|days?)\s+from\s+(?:today|now)(?!\w)"
)
_NEXT_BEFORE = (
    r"(?:next|this|coming|nachste[nr]?|kommende[nr]?|diesen|proximo|el proximo|este|prossim[ao]|proxim[ao]|na "
    r"proxima|volgende|komende|aanstaande)"
)
_NEXT_AFTER = r"(?:prochaine?|que viene|prossim[ao]|que vem|proxim[ao])"


def find(flat: str, language: str, today: date) -> list[Day]:
    found = [_exact(match, today + timedelta(days=2 if match["two"] else 1)) for match in _TOMORROW.finditer(flat)]
    found += [
        _exact(match, today)
        for match in _TODAY.finditer(flat)
        if _TO_STAY.search(flat, max(0, match.start() - 70), match.start())
    ]
    for match in _ahead(language).finditer(flat):
        count = numbers.value(match["count"] or match["from"], language)
        weeks = (match["unit"] or match["unit2"])[:1] in "ws"
        found.append(_exact(match, today + timedelta(days=count * (7 if weeks else 1))))
    for match in _next(language).finditer(flat):
        day = calendar.weekday_number(match["before"] or match["after"], language)
        found.append(_exact(match, calendar.next_weekday(today, day)))
    for match in _next_week(language).finditer(flat):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        number = calendar.weekday_number(match["first"] or match["second"], language)
        named = _exact(match, monday + timedelta(days=number))
        found = [row for row in found if row.end <= named.start or row.start >= named.end]
        found.append(named)
    return found


def _exact(match: re.Match[str], when: date) -> Day:
    return Day(match.start(), match.end(), when.day, when.month, when.year, exact=when)


@cache
def _ahead(language: str) -> re.Pattern[str]:
    return re.compile(_AHEAD.format(number=numbers.number(language)))


@cache
def _next_week(language: str) -> re.Pattern[str]:
    day = calendar.weekday(language, brief=False)
    week = (
        r"(?:next week|nachste[nr]? woche|kommende[nr]? woche|la semaine prochaine|la semana que viene|"
        r"la proxima semana|"
        r"la settimana prossima|la prossima settimana|na proxima semana|a semana que vem|semana que vem|volgende week)"
    )
    return re.compile(
        rf"(?<!\w){week},?\s+(?:on\s+|am\s+|le\s+|el\s+|il\s+|na\s+|op\s+)?(?P<first>{day})(?!\w)(?!\s+\d)"
        rf"|(?<!\w)(?P<second>{day})\s+(?:of\s+|in\s+der\s+|de\s+|della\s+|da\s+)?{week}(?!\w)"
    )


@cache
def _next(language: str) -> re.Pattern[str]:
    day = calendar.weekday(language, brief=False)
    return re.compile(
        rf"(?<!\w){_NEXT_BEFORE}\s+(?P<before>{day})(?!\s+\d)|(?<!\w)(?P<after>{day})\s+{_NEXT_AFTER}(?!\w)"
    )
