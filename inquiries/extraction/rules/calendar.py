"""Months, weekdays and relative days in words, in flat spelling."""

import re
from datetime import date, timedelta
from functools import cache

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar marz april mai juni juli august september oktober november dezember",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_SHORT = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "jan feb mrz apr mai jun jul aug sep okt nov dez",
    "fr": "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
}
_MORE = {
    "en": {"sept": 9, "jly": 7},
    "de": {"janner": 1, "jaenner": 1, "maerz": 3, "sept": 9, "feber": 2, "juno": 6},
    "fr": {"jan": 1, "fev": 2, "jui": 6, "sep": 9},
    "es": {"setiembre": 9, "sept": 9, "set": 9},
    "it": {"sett": 9},
    "pt": {"sept": 9},
    "nl": {"sept": 9, "maa": 3},
}
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miercoles jueves viernes sabado domingo",
    "it": "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "pt": "segunda(?:-feira)? terca(?:-feira)? quarta(?:-feira)? quinta(?:-feira)? sexta(?:-feira)? sabado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_WEEKDAYS_SHORT = {
    "en": "mon tues?|tue wed thurs?|thu|thur fri sat sun",
    "de": "mo di mi do fr sa so",
    "fr": "lun mar mer jeu ven sam dim",
    "es": "lun mar mie jue vie sab dom",
    "it": "lun mar mer gio ven sab dom",
    "pt": "seg ter qua qui sex sab dom",
    "nl": "ma di wo do vr za zo",
}


# "Kids between 3 and 12 may join us": the verb, and no month.
_MAY_DO = (
    r"may(?!\s+(?:(?:also|well|even|still|or may not|not)\s+)*(?:join|accompany|attend|come (?:along|with|too)|"
    r"tag along|be (?:join|com|travell?)ing|want|need|like|prefer|share)\b)"
)


@cache
def months(language: str) -> dict[str, int]:
    """Month words of a language, English full names beside them (customers mix)."""
    english = enumerate(_MONTHS["en"].split(), start=1)
    table = {name: number for number, name in english if language == "en" or len(name) > 5}
    for names in (_SHORT[language], _MONTHS[language]):
        table |= {name: number for number, name in enumerate(names.split(), start=1)}
    return table | _MORE[language]


@cache
def month(language: str) -> str:
    """Pattern source of a month word, its abbreviation's full stop included."""
    names = sorted(months(language), key=len, reverse=True)
    names = [_MAY_DO if name == "may" and language == "en" else name for name in names]
    return r"(?:" + "|".join(names) + r")(?!\w)\.?"


def month_number(word: str, language: str) -> int:
    return months(language)[word.strip(" .")]


@cache
def _weekdays(language: str) -> list[tuple[re.Pattern[str], int]]:
    full, short = _WEEKDAYS[language].split(), _WEEKDAYS_SHORT[language].split()
    return [
        (re.compile(rf"(?:{name}|{brief})"), day) for day, (name, brief) in enumerate(zip(full, short, strict=True))
    ]


@cache
def weekday(language: str, *, brief: bool = True) -> str:
    """Pattern source of a weekday, where `brief` its short form too ("Sat", "Sa.")."""
    names = _WEEKDAYS[language].split() + (_WEEKDAYS_SHORT[language].split() if brief else [])
    return r"(?:" + "|".join(names) + r")(?!\w)\.?"


def weekday_number(word: str, language: str) -> int:
    plain = word.strip(" .")
    return next(day for pattern, day in _weekdays(language) if pattern.fullmatch(plain))


def on_or_after(start: date, month_: int, day: int) -> date | None:
    """The next such day; None for one that no calendar has (31 June; 29 February waits for its year)."""
    for year in range(start.year, start.year + 9):
        found = safe(year, month_, day)
        if found and found >= start:
            return found
    return None


def safe(year: int, month_: int, day: int) -> date | None:
    try:
        return date(year, month_, day)
    except ValueError:
        return None


def next_weekday(start: date, day: int) -> date:
    """The first such weekday after `start`."""
    return start + timedelta(days=(day - start.weekday() - 1) % 7 + 1)


def easter(year: int) -> date:
    """Easter Sunday; the anonymous Gregorian computation (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
