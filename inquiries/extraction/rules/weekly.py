"""Trips told in weekdays: "2nd weekend in June, Fri to Sun", "from Friday to Monday"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from inquiries.extraction.document import Value
from inquiries.extraction.rules import days
from inquiries.extraction.rules.days import Day
from inquiries.extraction.rules.text import Text

_SATURDAY = 5


class Row(Protocol):
    day: Day


def pair[R: Row](found: Sequence[R], today: date) -> tuple[R | None, R | None]:
    """Departure and return where the text counts off a weekend and says from which weekday to which."""
    weekend = next((row for row in found if row.day.weekend is not None), None)
    first, last = _range([row.day for row in found])
    if weekend is None or first is None or last is None:
        return None, None
    saturday = days.settle(weekend.day, today)
    if saturday is None or first.weekday is None or last.weekday is None:
        return None, None
    leaves = saturday + timedelta(days=(first.weekday - _SATURDAY + 3) % 7 - 3)
    returns = leaves + timedelta(days=_nights(first.weekday, last.weekday))
    rows = {id(row.day): row for row in found}
    start, end = rows[id(first)], rows[id(last)]
    words = (weekend.day.start, weekend.day.end)
    start.day = replace(first, exact=leaves, words=words)
    end.day = replace(last, exact=returns)
    return start, end


def nights(found: list[Day], text: Text) -> Value | None:
    """ "Friday to Monday" is three nights whatever the week."""
    first, last = _range(found)
    if first is None or last is None or first.weekday is None or last.weekday is None:
        return None
    return Value(_nights(first.weekday, last.weekday), (text.quote(*(first.words or (first.start, last.end))),))


def _range(found: list[Day]) -> tuple[Day | None, Day | None]:
    first = next((row for row in found if row.first and not row.day and row.weekday is not None), None)
    last = next((row for row in found if row.last and not row.day and row.weekday is not None), None)
    return first, last


def _nights(first: int, last: int) -> int:
    """ "Saturday to Saturday" is a week."""
    return (last - first) % 7 or 7
