"""When we open again, in the words of the customer: "Monday, 30 November, 09:00 (our time, UTC+1)". Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

FALLBACK = "en"


@dataclass(frozen=True)
class _Tongue:
    """`form` has {weekday}, {day}, {month} and {time}; the names of days start on Monday."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    form: str
    ours: str


def _tongue(days: str, months: str, form: str, ours: str) -> _Tongue:
    return _Tongue(tuple(days.split()), tuple(months.split()), form, ours)


_TONGUES: Mapping[str, _Tongue] = MappingProxyType(
    {
        "en": _tongue(
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
            "January February March April May June July August September October November December",
            "{weekday}, {day} {month}, {time}",
            "our time",
        ),
        "de": _tongue(
            "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "{weekday}, {day}. {month}, {time} Uhr",
            "unsere Zeit",
        ),
        "fr": _tongue(
            "lundi mardi mercredi jeudi vendredi samedi dimanche",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "{weekday} {day} {month} à {time}",
            "notre heure locale",
        ),
        "es": _tongue(
            "lunes martes miércoles jueves viernes sábado domingo",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "{weekday} {day} de {month}, {time} h",
            "nuestra hora local",
        ),
        "it": _tongue(
            "lunedì martedì mercoledì giovedì venerdì sabato domenica",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "{weekday} {day} {month}, ore {time}",
            "ora locale nostra",
        ),
        "pt": _tongue(
            "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "{weekday}, {day} de {month}, às {time}",
            "nossa hora local",
        ),
        "nl": _tongue(
            "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "{weekday} {day} {month}, {time} uur",
            "onze tijd",
        ),
    }
)


def opens(at: datetime, *, zone: ZoneInfo, language: str) -> str:
    """`at`: aware. `zone`: ours, in which it is said, with its distance to UTC for who reads it elsewhere."""
    tongue = _TONGUES.get(language.replace("_", "-").partition("-")[0].lower()) or _TONGUES[FALLBACK]
    local = at.astimezone(zone)
    day = "1er" if local.day == 1 and tongue is _TONGUES["fr"] else str(local.day)
    words = tongue.form.format(
        weekday=tongue.days[local.weekday()], day=day, month=tongue.months[local.month - 1], time=f"{local:%H:%M}"
    )
    return f"{words} ({tongue.ours}, {_offset(local)})"


def month(number: int, language: str) -> str:
    """The name of a month, 1 to 12, as it stands behind a day."""
    tongue = _TONGUES.get(language.replace("_", "-").partition("-")[0].lower()) or _TONGUES[FALLBACK]
    return tongue.months[number - 1]


def _offset(local: datetime) -> str:
    """ "UTC", "UTC+1", "UTC+5:30"."""
    offset = local.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02}' if rest else ''}"
