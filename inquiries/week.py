"""A week's opening hours and the days on which nobody is there: read from what staff write, asked by the clock. Pure.

A day is "09:00-18:00", several spans have commas between them, empty is closed. Days off are lines: "2026-12-25",
"12-25" (every year) or "2026-12-24 to 2027-01-02", each with words behind it for people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from inquiries.said import Said, gettext_noop

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MIDNIGHT = 24 * 60
_FAR = 400  # days: further ahead nobody looks for the next opening
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?")
_DAY = r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})"
_DAY_OFF = re.compile(rf"{_DAY}(?:\s*(?:to|–)\s*{_DAY})?(?:\s+(.*))?")
_LEAP = 2000  # a year that has every day, for those of every year

type Span = tuple[int, int]  # minutes since midnight by the clock on the wall, the end not in it


@dataclass(frozen=True)
class DayOff:
    """From one day to another, both in it; `every_year`: their year means nothing."""

    first: date
    last: date
    every_year: bool = False

    def covers(self, day: date) -> bool:
        if not self.every_year:
            return self.first <= day <= self.last
        return (self.first.month, self.first.day) == (day.month, day.day)


@dataclass(frozen=True)
class Week:
    """`days`: the spans of Monday to Sunday. All moments that are given and returned are aware."""

    zone: ZoneInfo
    days: tuple[tuple[Span, ...], ...]
    off: tuple[DayOff, ...] = ()

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self._around(at, at))

    def open_seconds(self, start: datetime, end: datetime) -> float:
        """How long it was open between two moments; 0 where the second is not after the first."""
        # In UTC: two times of one zone are subtracted as on the wall, where a night has 24 hours.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        spans = self._around(start, end)
        return sum(max((min(end, shut) - max(start, opens)).total_seconds(), 0.0) for opens, shut in spans)

    def opens_at(self, after: datetime) -> datetime | None:
        """When it opens next; `after` itself where it is open then. None: not within a year."""
        for opens, shut in self._around(after, after + timedelta(days=_FAR)):
            if after < shut:
                return max(opens, after)
        return None

    def after(self, start: datetime, length: timedelta) -> datetime:
        """When it has been open for `length` since a moment: a span of work that ends at closing time is due then.

        Round the clock where it does not open for that long within a year: nobody keeps hours there.
        """
        left, begin = length, start.astimezone(UTC)
        for opens, shut in self._around(begin, begin + timedelta(days=_FAR)):
            from_here = max(opens, begin)
            if left <= shut - from_here:
                return from_here + left
            left -= max(shut - from_here, timedelta())
        return begin + length

    def _around(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every span of the days from `start` to `end`, in order, in UTC."""
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            if not any(off.covers(day) for off in self.off):
                for opens, shut in self.days[day.weekday()]:
                    yield self._moment(day, opens), self._moment(day, shut)
            day += timedelta(days=1)

    def _moment(self, day: date, minutes: int) -> datetime:
        """A time on the wall as a moment; one that the clocks leave out is that much later, as on a wall."""
        if minutes == _MIDNIGHT:
            day, minutes = day + timedelta(days=1), 0
        return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=self.zone).astimezone(UTC)


def read_day(text: str) -> tuple[Span, ...]:
    """The spans of one day in order. ValueError, in words for people, where it makes no sense."""
    spans = sorted(_span(part.strip()) for part in re.split(r"[,;]", text) if part.strip())
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise ValueError(Said(gettext_noop("%(text)s: two of these overlap."), text=text.strip()))
    return tuple(spans)


def write_day(spans: tuple[Span, ...]) -> str:
    """As `read_day` reads it, in its tidy form."""
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def read_days_off(text: str) -> tuple[DayOff, ...]:
    """Each line that is not empty. ValueError, in words for people, with the first line that is no day."""
    return tuple(_day_off(line.strip()) for line in text.splitlines() if line.strip())


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        words = gettext_noop("%(text)s: write it like 09:00-18:00, several with commas between them.")
        raise ValueError(Said(words, text=text[:40]))
    start_hour, start_minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if start_minute > 59 or end_minute > 59 or end > _MIDNIGHT:
        words = gettext_noop("%(text)s: there is no such time. Midnight at the end of a day is 24:00.")
        raise ValueError(Said(words, text=text))
    if end <= start:
        words = gettext_noop("%(text)s: it ends before it starts. What goes past midnight is a part of the next day.")
        raise ValueError(Said(words, text=text))
    return start, end


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day_off(line: str) -> DayOff:
    found = _DAY_OFF.fullmatch(line)
    if found is None:
        words = gettext_noop("%(text)s: write it like 2026-12-25, 12-25 (every year) or 2026-12-24 to 2027-01-02.")
        raise ValueError(Said(words, text=line[:40]))
    year, month, day, last_year, last_month, last_day, _ = found.groups()
    if last_month and not (year and last_year):
        raise ValueError(Said(gettext_noop("%(text)s: from one day to another needs both years."), text=line[:40]))
    try:
        first = date(int(year or _LEAP), int(month), int(day))
        last = date(int(last_year), int(last_month), int(last_day)) if last_month else first
    except ValueError:
        raise ValueError(Said(gettext_noop("%(text)s: there is no such day."), text=line[:40])) from None
    if last < first:
        raise ValueError(Said(gettext_noop("%(text)s: it ends before it starts."), text=line[:40]))
    return DayOff(first, last, every_year=not year)
