"""Days that figures are about: the last so many, or from one to another; and the same number of days before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.functions import TruncDate, TruncMonth, TruncWeek, TruncYear
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inquiries.agency_days import midnight
from inquiries.desk import words

LENGTHS = {
    "7": gettext_lazy("7 days"),
    "28": gettext_lazy("28 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("A year"),
}
DEFAULT = "28"
EARLIEST, LATEST = date(1990, 1, 1), date(2090, 12, 31)


@dataclass(frozen=True)
class Grain:
    """What one bar of a chart stands for. `most`: periods of so many days are drawn by it."""

    key: str
    name: Promise  # "day"
    most: int
    trunc: Any

    def by(self, column: str) -> Any:
        """The start of the slice that a row lies in, by the agency's days."""
        return self.trunc(column, tzinfo=timezone.get_default_timezone())


GRAINS = (
    Grain("day", pgettext_lazy("by so much", "day"), 31, TruncDate),
    Grain("week", pgettext_lazy("by so much", "week"), 130, TruncWeek),
    Grain("month", pgettext_lazy("by so much", "month"), 1100, TruncMonth),
    Grain("year", pgettext_lazy("by so much", "year"), 10**7, TruncYear),
)


@dataclass(frozen=True)
class Period:
    """From the first day to the last one, both in it. `key`: of LENGTHS, or "" for days that somebody chose."""

    first: date
    last: date
    key: str = ""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return midnight(self.last, days=1)

    @property
    def before(self) -> "Period":
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def grain(self) -> Grain:
        return next(grain for grain in GRAINS if self.days <= grain.most)

    @property
    def words(self) -> str:
        first, last = self.first, self.last
        if first == last:
            return words.day(last)
        start = words.day(first, year=first.year != last.year)
        return _("%(first)s to %(last)s") % {"first": start, "last": words.day(last)}

    def slices(self) -> list[tuple[date, date]]:
        """The first and last day of each bar, cut off where the period is."""
        found, day = [], self.first
        while day <= self.last:
            end = min(_next(day, self.grain.key) - timedelta(days=1), self.last)
            found.append((day, end))
            day = end + timedelta(days=1)
        return found


def read(params: Mapping[str, Any], *, first: date | None, last: date | None, today: date) -> Period:
    """The period of an address: its own days where it names some, else the last so many up to today."""
    key = str(params.get("period", ""))
    key = key if key in LENGTHS else DEFAULT
    if first is None and last is None:
        return Period(today - timedelta(days=int(key) - 1), today, key)
    last = _clipped(last or max(today, first or today))
    first = _clipped(first or last - timedelta(days=int(DEFAULT) - 1))
    return Period(min(first, last), max(first, last))


def _clipped(day: date) -> date:
    """Before and after that nothing came in, and a chart of thousands of years is none."""
    return min(max(day, EARLIEST), LATEST)


def _next(day: date, grain: str) -> date:
    """The first day of the next slice."""
    if grain == "day":
        return day + timedelta(days=1)
    if grain == "week":
        return day + timedelta(days=7 - day.weekday())
    if grain == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return date(day.year + 1, 1, 1)
