"""Feasts and school holidays whose month the calendar tells: Easter and what hangs on it, Christmas, Ramadan.

Given as a month only where the whole feast lies within one. Ramadan after the tabular Islamic calendar, which is a
day off at most: near enough for a month.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from inquiries.extraction.document import Span
from inquiries.extraction.rules import calendar
from inquiries.extraction.rules.text import Text, words

type _Span = tuple[date, date]

_JULIAN_DAY_OF_ORDINAL = 1_721_425  # Julian day number less date.toordinal()
_ISLAMIC_EPOCH = 1_948_440


def _around_easter(first: int, last: int) -> Callable[[int], _Span]:
    return lambda year: (calendar.easter(year) + timedelta(days=first), calendar.easter(year) + timedelta(days=last))


def _fixed(month: int, first: int, last: int) -> Callable[[int], _Span]:
    return lambda year: (date(year, month, first), date(year, month, last))


def _thanksgiving(year: int) -> _Span:
    first = date(year, 11, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    return thursday - timedelta(days=3), thursday + timedelta(days=1)


def _ramadan(first: int, last: int) -> Callable[[int], _Span]:
    def of(year: int) -> _Span:
        """The first Ramadan that ends in a year."""
        islamic = (year - 622) * 33 // 32
        days = (_islamic(islamic + more, 9, last) for more in range(-1, 3))
        end = next(day for day in days if day.year >= year)
        return end - timedelta(days=last - first), end

    return of


def _islamic(year: int, month: int, day: int) -> date:
    julian = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + _ISLAMIC_EPOCH - 385
    return date.fromordinal(julian - _JULIAN_DAY_OF_ORDINAL)


_FEASTS: tuple[tuple[re.Pattern[str], Callable[[int], _Span]], ...] = (
    (
        words("last (?:ten|10) (?:days|nights)(?: of)? ramadh?an",
              "ramadh?an[^.!?]{0,20}last (?:ten|10) (?:days|nights)"),
        _ramadan(21, 29),
    ),
    (words("ramadh?an", "ramazan"), _ramadan(1, 29)),
    (
        words("easter", "ostern", "oster(?:ferien|urlaub|woche)", "paques", "pascua", "semana santa", "pasqua",
              "pascoa", "pasen", "paas(?:vakantie|weekend)"),
        _around_easter(-2, 1),
    ),
    (
        words("whitsun\\w*", "pentecost\\w*", "pfingst(?:en|ferien|urlaub|woche|wochenende)", "pentecote",
              "pinkster(?:en|vakantie|weekend)"),
        _around_easter(48, 58),
    ),
    (words("ascension(?: day)?", "christi himmelfahrt", "himmelfahrt", "hemelvaart\\w*"), _around_easter(39, 42)),
    (
        words("carnival", "mardi gras", "karneval", "fasching(?:sferien)?", "fastnacht", "carnaval", "carnevale"),
        _around_easter(-52, -46),
    ),
    (words("thanksgiving"), _thanksgiving),
    (words("ferragosto"), _fixed(8, 13, 17)),
    (
        words("christmas", "xmas", "weihnachten", "weihnachts(?:ferien|urlaub|markt|markte)", "noel", "navidad(?:es)?",
              "nochebuena", "natale", "natal", "kerst(?:mis|vakantie|markt)?"),
        _fixed(12, 24, 26),
    ),
    (words("valentine'?s?(?: day)?", "valentinstag", "saint[- ]valentin", "san valentin[oi]?"), _fixed(2, 13, 15)),
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_YEAR_WITHIN = 24  # characters behind a feast: "Easter, so in April 2028"


def named(text: Text, today: date) -> Iterator[tuple[str, Span, int]]:
    """Months of the feasts that a text names, as (YYYY-MM, words, where), in the order of the table."""
    for pattern, of in _FEASTS:
        match = pattern.search(text.flat)
        if match is None:
            continue
        said = _YEAR.search(text.flat, match.start(), match.end() + _YEAR_WITHIN)
        year = int(said[0]) if said else 0
        first, last = of(year or today.year)
        if not year and last < today:
            first, last = of(today.year + 1)
        if first.month == last.month:
            yield f"{first:%Y-%m}", text.quote(*match.span()), match.start()
        return
