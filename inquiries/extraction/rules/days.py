"""A day as far as a text says it, and the calendar date that it comes to."""

from dataclasses import dataclass
from datetime import date, timedelta

from inquiries.extraction.rules import calendar


@dataclass(frozen=True)
class Day:
    start: int
    end: int
    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    exact: date | None = None  # said relative to the message: nothing left to work out
    first: bool = False  # of a range
    last: bool = False
    bare: bool = False  # a day without its month
    other: date | None = None  # the other reading of 05/06
    words: tuple[int, int] | None = None  # the range it is a part of: what is quoted
    weak: bool = False  # a day only beside words of leaving or coming back
    weekend: int | None = None  # the Saturday of this weekend of its month, -1 the last

    @property
    def vague(self) -> bool:
        """A weekend or "Fri to Mon" without a number: `weekly` finds its week."""
        return self.exact is None and not self.day and not self.weak


def settle(day: Day, today: date, *, after: date | None = None, before: date | None = None) -> date | None:
    """The calendar date: the next one after the message, or after a departure, or at most `before` (a return)."""
    if day.exact:
        return day.exact
    month_, year = day.month, day.year
    if not day.day or month_ is None:
        return _bare(day, today, after, before) if day.day else _by_weekday(day, today, after)
    if year is None and before is not None:
        found = calendar.safe(before.year, month_, day.day)
        return found if found is None or found <= before else calendar.safe(before.year - 1, month_, day.day)
    if year is not None:
        return calendar.safe(year, month_, day.day)
    found = calendar.on_or_after(after or today, month_, day.day)
    if found and day.weekday is not None and found.weekday() != day.weekday:
        later = calendar.safe(found.year + 1, month_, day.day)
        return later if later and later.weekday() == day.weekday else found
    return found


def _by_weekday(day: Day, today: date, after: date | None) -> date | None:
    """A day without a number: of a weekend that is counted off, or the first such weekday after a departure."""
    if day.weekend is not None:
        return _saturday(day, today)
    return calendar.next_weekday(after, day.weekday) if after and day.weekday is not None else None


def _saturday(day: Day, today: date) -> date:
    """Of the weekend that the text counts off within its month."""
    month_, number = day.month or today.month, day.weekend or 1
    first = date(day.year or today.year + (month_ < today.month), month_, 1)
    saturday = first + timedelta(days=(5 - first.weekday()) % 7)
    if number > 0:
        return saturday + timedelta(weeks=number - 1)
    while (saturday + timedelta(weeks=1)).month == month_:
        saturday += timedelta(weeks=1)
    return saturday


def _bare(day: Day, today: date, after: date | None, before: date | None) -> date | None:
    if before is not None:
        found = calendar.safe(before.year, before.month, day.day)
        if found is None or found <= before:
            return found
        last = before.replace(day=1) - timedelta(days=1)
        return calendar.safe(last.year, last.month, day.day)
    start = after or today
    for ahead in range(3):
        month_ = (start.month - 1 + ahead) % 12 + 1
        found = calendar.safe(start.year + (start.month - 1 + ahead) // 12, month_, day.day)
        if found and found > start:
            return found
    return None
