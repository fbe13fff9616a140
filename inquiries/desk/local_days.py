"""Days and spans of days as people write them in a template's language, without the year. Pure.

Seven languages; any other gets the day and month as numbers, which everybody reads.
"""

from datetime import date

_MONTHS: dict[str, str] = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_OF = {"es": " de ", "pt": " de "}
_POINT = {"de": "."}  # 12. Juli
_TO = {"en": " to ", "de": " bis ", "fr": " au ", "es": " al ", "it": " al ", "pt": " a ", "nl": " tot "}


def day(when: date, language: str) -> str:
    """ "12 de julio", "12. Juli", "12 July"."""
    base = base_of(language)
    if base not in _MONTHS:
        return f"{when.day}.{when.month}."
    return f"{when.day}{_POINT.get(base, '')}{_OF.get(base, ' ')}{_month_name(when, base)}"


def span(first: date, last: date, language: str) -> str:
    """ "12 al 19 de julio", "28. Juli bis 4. August"."""
    base = base_of(language)
    same_month = (first.year, first.month) == (last.year, last.month) and base in _MONTHS
    start = f"{first.day}{_POINT.get(base, '')}" if same_month else day(first, language)
    return f"{start}{_TO.get(base, '–')}{day(last, language)}"


def month(when: date, language: str) -> str:
    """ "julio de 2027", "July 2027"."""
    base = base_of(language)
    if base not in _MONTHS:
        return f"{when.month}/{when.year}"
    return f"{_month_name(when, base)}{_OF.get(base, ' ')}{when.year}"


def base_of(language: str) -> str:
    """ "pt" of "pt_BR"."""
    return language.lower().replace("_", "-").partition("-")[0]


def _month_name(when: date, base: str) -> str:
    return _MONTHS[base].split()[when.month - 1]
