"""The numbers and days of the figures, as the page and its tables write them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from inquiries.desk.filters import LANGUAGES
from inquiries.desk.filters_figures import OTHER_LANGUAGE
from inquiries.desk.percentiles import Times
from inquiries.desk.words import day, grouped, span

_LANGUAGE = dict(LANGUAGES) | {OTHER_LANGUAGE: gettext_lazy("Other, not known")}


@dataclass(frozen=True)
class Number:
    """A number with its list; `href` is "" for nothing, which has none."""

    shown: str
    href: str = ""


def counted(number: int, href: str) -> Number:
    return Number(grouped(number), href if number else "")


def lasting(seconds: int | None, href: str) -> Number:
    return Number("–" if seconds is None else span(timedelta(seconds=seconds)), "" if seconds is None else href)


def rate(part: int, of: int) -> str:
    return _("%(number)s %%") % {"number": round(100 * part / of)} if of else "–"


def percent(part: int, of: int, href: str) -> Number:
    return Number(rate(part, of), href if part else "")


def times_words(row: Times) -> list[str]:
    """Median and nine tenths within opening hours, then by the clock."""
    return [lasting(seconds, "").shown for seconds in (row.open_median, row.open_p90, row.median, row.p90)]


def month_words(month: str) -> str:
    """ "May 27"; "?" where no month is known."""
    if not month:
        return "?"
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return date_format(first, pgettext("date format", "M y"))


def day_name(date: date) -> str:
    return day(date, year=False)


def slice_words(first: date, last: date) -> str:
    """ "28 Oct", "28 Oct to 3 Nov"."""
    start = day_name(first)
    return start if first == last else _("%(first)s to %(last)s") % {"first": start, "last": day_name(last)}


def language_name(code: str) -> str:
    return str(_LANGUAGE[code])
