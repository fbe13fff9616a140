"""Time grows with the text, not faster: patterns are looked at for nested repeats, and hostile texts are timed."""

import gc
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from re import _constants as codes
from re import _parser as parser
from typing import Any

import pytest

from inquiries.extraction import rules
from inquiries.extraction.rules.page import LONGEST
from tests.inquiries.extraction.rules.reading import read

REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)

# A word of each list, over and over: what a pattern may try to begin again at each place.
HOSTILE = {
    "prepositions": "from to nach von ab de da a en in ",
    "refusals": "not no nicht pas sin senza nao geen ",
    "places": "Paris, London - Rome to Leeds ",
    "towns": "from Worcester to Kortrijk ",
    "namesakes": "Cordoba Cordoba (Cordoba ",
    "codes": "LHR JFK CDG ",
    "routes": "between Rome and Rome to Rome ",
    "preferences": "prefer Rome to ",
    "trouble": "driver not come flight cancelled ",
    "papers": "tickets not received vouchers missing ",
    "numbers of bookings": "booking ref no. 27-4 ",
    "bills": "invoice no. invoice no ",
    "changes": "we would rather instead of the ",
    "dates": "from 1 to 2 or 3 May ",
    "people": "2 adults and 3 kids 4, 5, 6 ",
    "sums": "max 2 000 - 3 000 ",
    "names": "Anna van der Berg - ",
    "phones": "+44 7700 900 - ",
    "small words": "a an the of and or ",
    "no blanks": "from,to;nach:von/",
    "blank lines": "a\n\n b\n\n",
    "colons": "to: from: name: ",
    "ages": "child 5, ",
    "bare ages": "kinder 5 7 ",
    "companions": "me and my wife and ",
    "adjectives": "my very old ",
    "short days": "3/4-",
    "weekends": "first weekend ",
    "stops": "Rome 4 nights, Florence 3 ",
    "numbers": "twenty one ",
    "thousands": "max 1.000 ",
    "rooms": "two double ",
    "meals": "breakfast and ",
    "prices": "€1.000-",
    "everything": "Hotel in Rome 3 nights 2 adults (4, 5) £900 each. ",
}


def of_size(words: str, size: int) -> str:
    return (words * (size // len(words) + 1))[:size]


def time_of(text: str) -> float:
    started = time.process_time()
    read(text, subject=text[:300], sender_name=text[:200])
    return time.process_time() - started


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_four_times_the_text_takes_about_four_times_as_long(words: str) -> None:
    """A square would take sixteen times as long, at every try; a busy machine does so at one."""
    gc.collect()
    short, long = of_size(words, LONGEST // 6), of_size(words, 2 * LONGEST // 3)
    assert any(time_of(long) < 9 * time_of(short) for _ in range(5))


@pytest.mark.parametrize("words", list(HOSTILE.values())[:4], ids=list(HOSTILE)[:4])
def test_beyond_what_is_read_a_longer_text_costs_nothing(words: str) -> None:
    read_whole, huge = of_size(words, LONGEST), of_size(words, 100_000)
    assert any(time_of(huge) < 2 * time_of(read_whole) for _ in range(5))


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.iter_modules(rules.__path__):
        names = vars(importlib.import_module(f"{rules.__name__}.{module.name}"))
        for name, value in names.items():
            rows = value if isinstance(value, tuple | list) else value.values() if isinstance(value, dict) else [value]
            yield from ((f"{module.name}.{name}", row) for row in rows if isinstance(row, re.Pattern))


def test_no_pattern_repeats_a_repeat() -> None:
    """(a+)+ may be tried in every way; bounded repeats and those with a mark of their own between are none."""
    found = dict(patterns())
    assert len(found) > 60
    nested = {name for name, pattern in found.items() if any(repeats_a_repeat(pattern))}
    assert nested == set()


def repeats_a_repeat(pattern: re.Pattern[str]) -> Iterator[bool]:
    yield from (inside_is_endless(body) for body in endless(parser.parse(pattern.pattern, pattern.flags)))


def endless(tree: Any) -> Iterator[Any]:
    """The bodies of the repeats of a pattern that have no upper bound."""
    for code, value in tree:
        if code in REPEATS and value[1] is codes.MAXREPEAT:
            yield value[2]
        for part in children(code, value):
            yield from endless(part)


def inside_is_endless(body: Any) -> bool:
    """A repeat without bound in the body, with nothing around it that must stand between one turn and the next."""
    return not has_mark(body) and any(True for _ in endless(body))


def has_mark(tree: Any) -> bool:
    """A letter of its own in each way through it: one turn cannot be mistaken for two."""
    for code, value in tree:
        if code in {codes.LITERAL, codes.AT}:
            return True
        if code is codes.SUBPATTERN and has_mark(value[3]):
            return True
        if code is codes.BRANCH and all(map(has_mark, value[1])):
            return True
    return False


def children(code: Any, value: Any) -> Iterator[Any]:
    if code in REPEATS:
        yield value[2]
    elif code is codes.SUBPATTERN:
        yield value[3]
    elif code is codes.BRANCH:
        yield from value[1]
    elif code in {codes.ASSERT, codes.ASSERT_NOT}:
        yield value[1]
    elif code is codes.ATOMIC_GROUP:
        yield value
