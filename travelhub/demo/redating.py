"""Sample messages say when in marks like {{sent|RFC}} or {{05-03|D MONTH?}}; here they become times around now. Pure.

A mark is `{{when|form}}`. When: `sent` (this message's own time, also `sent-40s`), `-2d3h` (so long before now), `w2
14:15` (on the second weekday before today, at that time of the agency's: within opening hours), `+9d` (days from now),
or `05-03`, the next third of May that is far enough ahead for a journey. Form: `RFC` and `UNIX` for
headers and timestamps, else text in which WEEKDAY WDAY D DD MONTH MON MM YYYY YY HH MIN stand for their part, names in
the message's language. `MONTH?` adds the year where the bare month would be understood as an earlier one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from itertools import count, islice

LEAD = timedelta(days=45)  # a journey that is asked for is at least so far away
_SATURDAY = 5
_MARK = re.compile(r"\{\{([^|{}]+)\|([^{}]+)\}\}")
_SPAN = re.compile(r"(\d+)([dhms])")
_WEEKDAY = re.compile(r"w(\d) (\d\d):(\d\d)")
_PART = re.compile(r"WEEKDAY|WDAY|MONTH\?|MONTH|MON|MM|MIN|DD|D|YYYY|YY|HH")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_OF = {"es": "de ", "pt": "de "}


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What one message is dated by.

    `now`: aware, in the agency's zone. `sent`: when this message was written, aware, in its sender's zone. `season`:
    "MM-DD", on or after which its journeys lie, so that the days of one journey stay in one year; empty: each day by
    itself.
    """

    now: datetime
    sent: datetime
    language: str = "en"
    season: str = ""


def redate(template: str, clock: Clock) -> str:
    """The text with its marks filled in. ValueError for a mark that says no time."""
    return _MARK.sub(lambda match: _filled(match[1], match[2], clock), template)


def span(words: str) -> timedelta:
    """ "2d3h25m" as a span. ValueError for anything else."""
    if not words or _SPAN.sub("", words):
        raise ValueError(f"{words!r} is no span of time")
    return timedelta(**{_UNITS[unit]: int(count) for count, unit in _SPAN.findall(words)})


def ago(words: str, now: datetime) -> datetime:
    """ "2d3h25m" before now, or "w2 14:15". ValueError for anything else."""
    found = _WEEKDAY.fullmatch(words)
    if found is None:
        return now - span(words)
    back, hour, minute = (int(part) for part in found.groups())
    before = (now.date() - timedelta(days=days) for days in count(1))
    day = next(islice((day for day in before if day.weekday() < _SATURDAY), back - 1, None))
    return datetime.combine(day, time(hour, minute), now.tzinfo)


def zone(words: str) -> timezone:
    """ "+0200" as a zone."""
    sign = -1 if words.startswith("-") else 1
    return timezone(sign * timedelta(hours=int(words[1:3]), minutes=int(words[3:5])))


def _filled(when: str, form: str, clock: Clock) -> str:
    moment = _moment(when, clock)
    if form == "RFC":
        return format_datetime(moment)
    if form == "UNIX":
        return str(int(moment.timestamp()))
    parts = _parts(moment, clock)
    return _PART.sub(lambda match: parts[match[0]](), form)


def _moment(when: str, clock: Clock) -> datetime:
    if when.startswith("sent"):
        offset = when.removeprefix("sent")
        return clock.sent + _signed(offset) if offset else clock.sent
    if when[0] == "w":
        return ago(when, clock.now).astimezone(clock.sent.tzinfo)
    if when[0] in "+-":
        return clock.now.astimezone(clock.sent.tzinfo) + _signed(when)
    return datetime.combine(_season_day(when, clock), clock.sent.time(), clock.sent.tzinfo)


def _signed(words: str) -> timedelta:
    return span(words[1:]) * (-1 if words[0] == "-" else 1)


def _season_day(day: str, clock: Clock) -> date:
    earliest = (clock.now + LEAD).date()
    if clock.season:
        earliest = _next(clock.season, earliest)
    return _next(day, earliest)


def _next(day: str, earliest: date) -> date:
    """The first "MM-DD" on or after `earliest`."""
    month, number = int(day[:2]), int(day[3:5])
    found = date(earliest.year, month, number)
    return found if found >= earliest else date(earliest.year + 1, month, number)


def _parts(moment: datetime, clock: Clock) -> dict[str, Callable[[], str]]:
    month = _MONTHS[clock.language].split()[moment.month - 1]
    weekday = _WEEKDAYS[clock.language].split()[moment.weekday()]
    return {
        "WEEKDAY": lambda: weekday,
        "WDAY": lambda: weekday[:3],
        "D": lambda: str(moment.day),
        "DD": lambda: f"{moment.day:02}",
        "MONTH": lambda: month,
        "MONTH?": lambda: month + _year(moment, clock),
        "MON": lambda: month[:3],
        "MM": lambda: f"{moment.month:02}",
        "YYYY": lambda: str(moment.year),
        "YY": lambda: f"{moment.year % 100:02}",
        "HH": lambda: f"{moment.hour:02}",
        "MIN": lambda: f"{moment.minute:02}",
    }


def _year(moment: datetime, clock: Clock) -> str:
    """The year, where the reader of "3 May" would think of an earlier third of May."""
    understood = _next(f"{moment:%m-%d}", clock.sent.date() + timedelta(days=1))
    return "" if understood == moment.date() else f" {_OF.get(clock.language, '')}{moment.year}"
