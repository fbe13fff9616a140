"""Until when a promise is to be kept: "by Friday", "in the next two days", "before noon", as an aware moment. Pure.

A day means the end of it: the agency's closing, or 18:00 where it is closed. Days further ahead than HORIZON are days
of the journey, not of the answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from inquiries import promise_words
from inquiries.extraction.rules import calendar, numbers
from inquiries.week import Week

HORIZON = timedelta(days=31)
_END = 18 * 60  # minutes of the day, where the agency says nothing else
_NOON = 12 * 60
_TODAY = {
    "en": r"later today|by today|(?:still )?today|tonight|this (?:evening|afternoon|morning)|"
    r"by (?:the )?end of (?:the )?day|by eod|"
    r"by close of business",
    "de": r"heute(?: noch| abend| nachmittag| vormittag| mittag)?|noch heute",
    "fr": r"aujourd'hui|ce soir|cet apres-midi|ce matin|en fin de journee|dans la journee",
    "es": r"hoy(?: mismo)?|esta (?:tarde|noche|manana)",
    "it": r"oggi(?: stesso)?|stasera|in giornata|questo pomeriggio|questa mattina|entro sera",
    "pt": r"hoje(?: mesmo)?|esta (?:tarde|noite|manha)|ainda hoje",
    "nl": r"vandaag(?: nog)?|vanavond|vanmiddag|vanochtend",
}
_TOMORROW = {
    "en": r"tomorrow|tmrw",
    "de": r"morgen",
    "fr": r"demain",
    "es": r"manana",
    "it": r"domani",
    "pt": r"amanha",
    "nl": r"morgen",
}
_AFTER_TOMORROW = {
    "en": r"(?:the )?day after tomorrow",
    "de": r"ubermorgen",
    "fr": r"apres-demain",
    "es": r"pasado manana",
    "it": r"dopodomani",
    "pt": r"depois de amanha",
    "nl": r"overmorgen",
}
_THIS_WEEK = {
    "en": r"(?:by |before |at )?(?:the )?end of (?:the|this) week|this week|before the weekend|within the week",
    "de": r"(?:bis )?(?:zum |ende der |ende dieser )(?:wochenende|woche)|(?:noch )?diese woche|bis wochenende|"
    r"vor dem wochenende|"
    r"ende der woche|im laufe der woche",
    "fr": r"(?:d'ici |avant )?(?:la )?fin de (?:la )?semaine|cette semaine|avant le week-end|dans la semaine",
    "es": r"(?:antes del? |a )?(?:fin|final(?:es)?) de (?:la )?semana|esta semana",
    "it": r"(?:entro )?(?:la )?fine (?:della )?settimana|questa settimana|in settimana|entro la settimana",
    "pt": r"(?:ate (?:ao? )?)?(?:o )?(?:fim|final) da semana|esta semana|nesta semana|ainda esta semana",
    "nl": r"(?:voor |tegen )?(?:het )?(?:eind|einde) van (?:de|deze) week|deze week|voor het weekend",
}
_NEXT_WEEK = {
    "en": r"next week",
    "de": r"nachste[rn]? woche|kommende[rn]? woche",
    "fr": r"la semaine prochaine",
    "es": r"la (?:semana que viene|proxima semana|semana proxima)",
    "it": r"la (?:settimana prossima|prossima settimana)",
    "pt": r"(?:na |a )?(?:proxima semana|semana que vem)",
    "nl": r"volgende week|komende week",
}
_EARLY = r"early|beginning|start|anfang|zu beginn|debut|principios|inizio|inicio|begin"
_WITHIN = {
    "en": r"(?:in|within)(?: the)?(?: next| coming)?",
    "de": r"(?:in|innerhalb|binnen)(?: von| der| den)?(?: nachsten| kommenden)?",
    "fr": r"(?:dans|sous|d'ici|en)(?: les| a)?(?: prochaine?s)?",
    "es": r"(?:en|dentro de)(?: los| las)?(?: proximos| proximas)?",
    "it": r"(?:entro|tra|fra|nei|nelle|in)(?: i| le)?(?: prossimi| prossime)?",
    "pt": r"(?:em|dentro de|nos|nas|daqui a)(?: os| as)?(?: proximos| proximas)?",
    "nl": r"(?:binnen|in|over)(?: de)?(?: komende| eerstvolgende)?",
}
_UNITS = (
    r"(?P<h>hours?|hrs?|h|stunden?|heures?|horas?|or[ae]|uur|uren)|(?P<w>weeks?|wochen?|semaines?|semanas?|"
    r"settiman[ae]|weken)|"
    r"(?P<d>(?:working |business )?days?|(?:werk|arbeits)?tagen?|jours?|dias?|giorn[oi]|dagen|dag)"
)
_BETWEEN = r"(?:(?:next|prochaine?s|nachsten|proxim[oa]s|prossim[ie]|komende) )?"
_COUPLE = r"couple of|couple|few|paar|quelques|par de|paio di"
_NOONS = (
    r"(?:before|by|until) (?:noon|midday|lunch(?:time)?)|(?:bis|vor) (?:zum )?mittag|(?:avant|d'ici) midi|"
    r"antes del? mediodia|"
    r"entro mezzogiorno|prima di mezzogiorno|antes do meio-dia|ate (?:ao )?meio-dia|(?:voor|tegen) (?:de )?(?:middag|"
    r"twaalven)|"
    r"heute vormittag|(?:tomorrow|this) morning|morgen (?:fruh|vormittag|ochtend)|morgenochtend|demain matin|ce matin|"
    r"manana por la manana|esta manana|domani mattina|questa mattina|amanha de manha|esta manha|vanochtend"
)
_CLOCK = (
    r"(?:by|before|until|at|around|bis|vor|um|gegen|avant|vers|a|d'ici|antes de las?|a las?|hasta las?|entro le|"
    r"per le|alle|ate as?|"
    r"antes das?|as|voor|om|rond) (?P<hour>[01]?\d|2[0-3])(?:(?::|h|\.)(?P<minute>[0-5]\d))?\s?"
    r"(?:(?P<half>[ap])\.?m\.?|uhr|h|heures|horas|uur|o'clock)?(?![\d.,:]|\s?(?:%|€|eur|days?|tage|jours|dias|giorni|"
    r"dagen))"
)


@dataclass(frozen=True)
class Deadline:
    """Words at these offsets, and the moment that they mean."""

    start: int
    end: int
    due: datetime


@dataclass(frozen=True)
class _Day:
    start: int
    end: int
    on: date
    at: int | None = None  # minutes of the day
    exact: datetime | None = None


def find(flat: str, language: str, said_at: datetime, week: Week) -> Deadline | None:
    """The first deadline of a sentence; `said_at` is aware. None where it names none, or one long after."""
    local = said_at.astimezone(week.zone)
    days = sorted(_days(flat, language, local), key=lambda day: (day.start, -day.end))
    near = [day for day in days if local.date() <= day.on <= (local + HORIZON).date()]
    clock = _clock(flat, near, local)
    day = near[0] if near else None
    if day is None:
        if days or clock is None or clock.exact is None:
            return None
        return Deadline(clock.start, clock.end, clock.exact)
    if day.exact is not None:
        return Deadline(day.start, day.end, day.exact)
    start, end, minutes = day.start, day.end, day.at
    if clock is not None:
        start, end, minutes = min(start, clock.start), max(end, clock.end), clock.at
    return Deadline(start, end, _moment(day.on, minutes, local, week))


def _moment(on: date, minutes: int | None, local: datetime, week: Week) -> datetime:
    """Of today it is never before the words themselves: what is said after closing means until midnight."""
    spans = week.days[on.weekday()]
    minutes = (spans[-1][1] if spans else _END) if minutes is None else minutes
    due = _at(on, minutes, week)
    return due if due > local else _at(on, 24 * 60 - 1, week)


def _at(on: date, minutes: int, week: Week) -> datetime:
    minutes = min(minutes, 24 * 60 - 1)
    return datetime.combine(on, time(minutes // 60, minutes % 60), tzinfo=week.zone)


def _clock(flat: str, days: list[_Day], local: datetime) -> _Day | None:
    """An hour or noon: of the day that is named, else of today, while it is still to come."""
    noon = _noon().search(flat)
    if noon:
        today = local.replace(hour=12, minute=0, second=0, microsecond=0)
        exact = today if today > local else None
        return _Day(noon.start(), noon.end(), local.date(), _NOON, exact)
    for match in _hours().finditer(flat):
        minutes = _minutes(match)
        if any(day.start < match.end() and match.start() < day.end for day in days):
            continue  # "by 4 December"
        if minutes is None or not (days or match["half"] or match["minute"] or not match[0][-1].isdigit()):
            continue  # "by 5" may be anything
        at = local.replace(hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0)
        return _Day(match.start(), match.end(), local.date(), minutes, at if at > local else None)
    return None


def _minutes(match: re.Match[str]) -> int | None:
    hour, half = int(match["hour"]), match["half"]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + int(match["minute"] or 0)


def _days(flat: str, language: str, local: datetime) -> Iterator[_Day]:
    today = local.date()
    friday = today + timedelta(days=max(4 - today.weekday(), 0))
    monday = today + timedelta(days=7 - today.weekday())
    table = _relative(language)
    for kind, on in (
        ("after", today + timedelta(days=2)),
        ("tomorrow", today + timedelta(days=1)),
        ("today", today),
        ("week", friday),
    ):
        yield from (_Day(*match.span(), on) for match in table[kind].finditer(flat))
    for match in table["next"].finditer(flat):
        early = re.search(_EARLY, flat[max(0, match.start() - 20) : match.start()])
        yield _Day(*match.span(), monday if early else monday + timedelta(days=4))
    yield from _within(flat, language, local)
    for match in (found for pattern in _weekdays(language) for found in pattern.finditer(flat)):
        number = calendar.weekday_number(match["day"], language)
        ahead = (number - today.weekday()) % 7 or 7
        yield _Day(*match.span(), today + timedelta(days=ahead))
    yield from _dates(flat, language, today)


def _within(flat: str, language: str, local: datetime) -> Iterator[_Day]:
    for match in _spans(language).finditer(flat):
        word = match["count"]
        count = 2 if re.fullmatch(_COUPLE, word) else numbers.value(word, language)
        if match["h"]:
            due = local + timedelta(hours=count)
            yield _Day(*match.span(), due.date(), exact=due)
        else:
            yield _Day(*match.span(), local.date() + timedelta(days=count * (7 if match["w"] else 1)))


def _dates(flat: str, language: str, today: date) -> Iterator[_Day]:
    for match in _numbered(language).finditer(flat):
        month = int(match["m"]) if match["m"] else calendar.month_number(match["name"] or match["name2"], language)
        day = int(match["d"] or match["d2"] or match["d3"])
        on = calendar.on_or_after(today, month, day) if 1 <= month <= 12 else None
        if on is not None:
            yield _Day(*match.span(), on)


@cache
def _relative(language: str) -> dict[str, re.Pattern[str]]:
    tables = {
        "today": _TODAY,
        "tomorrow": _TOMORROW,
        "after": _AFTER_TOMORROW,
        "week": _THIS_WEEK,
        "next": _NEXT_WEEK,
    }
    made = {name: table[language] for name, table in tables.items()}
    if language == "es":  # "por la mañana", "esta mañana" are parts of a day
        made["tomorrow"] = r"(?<!la\x20)(?<!esta\x20)(?<!pasado\x20)manana"
    if language in ("de", "nl"):
        made["tomorrow"] = r"(?<!guten\x20)(?<!am\x20)(?<!goede\x20)morgen(?:ochtend|middag|avond)?"
    return {name: _whole(source) for name, source in made.items()}


@cache
def _spans(language: str) -> re.Pattern[str]:
    source = (
        rf"{_WITHIN[language]} (?:a |einem |ein |un |een |den )?(?P<count>{_COUPLE}|"
        rf"{numbers.number(language)}) {_BETWEEN}(?:{_UNITS})"
    )
    return _whole(source)


@cache
def _weekdays(language: str) -> tuple[re.Pattern[str], ...]:
    """With a word of time before it; a bare one only where the sentence or its part starts or ends."""
    full = calendar.weekday(language, brief=False)
    brief = calendar.weekday(language) if language == "en" else full
    article = r"(?:the |next |coming |proximo |prossimo |nachsten |volgende |le |el |il |zum |am |dem )?"
    behind = (
        r"(?=\s*(?:$|[,.;:!)]|morning|afternoon|evening|prochain|que viene|fruh|vormittag|nachmittag|matin|ochtend|"
        r"at\b|"
        r"before\b|and\b|with\b|so\b))"
    )
    return (
        re.compile(
            rf"(?<!\w)(?:{promise_words.of(language).by}) {article}(?P<day>{brief})(?!\s+(?:flight|night|departure|"
            rf"tour))".replace(" ", r"\s+")
        ),
        re.compile(rf"(?<!\w)(?P<day>{full}){behind}"),
        re.compile(rf"^\W*(?:(?:on|am|le|el|il|op)\s+)?(?P<day>{full})(?=\s)"),
    )


@cache
def _numbered(language: str) -> re.Pattern[str]:
    """ "by 4 May", "bis 12.5.", "by the 14th of May": only after a word of time: the journey has its dates too."""
    month, by = calendar.month(language), promise_words.of(language).by
    source = (
        rf"(?:{by}) (?:the |le |el |il |o |dia |zum |dem |den |am )?(?:{calendar.weekday(language)},? (?:the |den |"
        rf"dem |le |el )?)?"
        rf"(?:(?P<d>\d\d?)(?:st|nd|rd|th|\.|er)? ?(?:of |de |d')?(?P<name>{month})|"
        rf"(?P<name2>{month}) (?P<d2>\d\d?)(?:st|nd|rd|th)?|"
        rf"(?P<d3>\d\d?)[./](?P<m>\d\d?)(?!\d|[.:]\d))"
    )
    return _whole(source)


@cache
def _noon() -> re.Pattern[str]:
    return _whole(_NOONS)


@cache
def _hours() -> re.Pattern[str]:
    return _whole(_CLOCK)


def _whole(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)".replace(" ?", r"\s*").replace(" ", r"\s+"))
