"""The time grows with the text and no faster, and no pattern can be made to try every way.

Rules read the first 12,000 characters; here that bound is lifted, so that the patterns themselves are timed.
"""

import random
import re
import sys
import time
from collections.abc import Iterator
from re import _constants as sre
from re import _parser
from typing import Any

import pytest

from inquiries.extraction.rules import page
from tests.inquiries.extraction.rules.reading import read

SIZE = 3_000  # characters of the smallest text; the largest has four times as many
SLACK = 2.5  # how much more than in proportion a longer text may take on a busy machine

BRICKS = {
    "ages": "child 5, ",
    "bare ages": "kinder 5 7 ",
    "people": "me and my wife and ",
    "names": "Anna and ",
    "adjectives": "my very old ",
    "days": "from 3 to 9 May ",
    "short days": "3/4-",
    "weekdays": "fri to mon ",
    "weekends": "first weekend ",
    "stops": "Rome 4 nights, Florence 3 ",
    "numbers": "twenty one ",
    "sums": "max 1.000 ",
    "rooms": "two double ",
    "meals": "breakfast and ",
    "refusals": "not a ",
    "prices": "€1.000-",
    "to the airport": "taxi ",
    "own rooms": "alle ",
    "everything": "Hotel in Rome 3 nights 2 adults (4, 5) £900 each. ",
}


def took(brick: str, size: int) -> float:
    text = "We want " + (brick * (size // len(brick) + 1))[:size]
    started = time.process_time()
    read(text)
    return time.process_time() - started


@pytest.mark.parametrize("brick", BRICKS.values(), ids=BRICKS.keys())
def test_four_times_the_text_takes_four_times_as_long(brick: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "LONGEST", 10 * SIZE)
    took(brick, 500)  # patterns are built once
    one = max(min(took(brick, SIZE) for _ in range(2)), 0.01)
    four = min(took(brick, 4 * SIZE) for _ in range(2))
    assert four < one * 4 * SLACK


@pytest.mark.parametrize("seed", range(5))
def test_random_mixtures_grow_in_proportion(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "LONGEST", 10 * SIZE)
    chance = random.Random(seed)
    brick = "".join(chance.choices([*BRICKS.values(), " ", "\n", ", ", "(", "12", "und "], k=12))
    took(brick, 500)
    one = max(took(brick, SIZE), 0.01)
    assert min(took(brick, 4 * SIZE) for _ in range(2)) < one * 4 * SLACK


@pytest.mark.parametrize("brick", [BRICKS["everything"], BRICKS["people"], BRICKS["sums"]])
def test_a_hundred_kilobytes_cost_no_more_than_what_is_read_of_them(brick: str) -> None:
    took(brick, 500)
    assert took(brick, 100_000) < max(took(brick, page.LONGEST), 0.02) * SLACK


def test_no_pattern_repeats_a_repetition_without_a_mark_between() -> None:
    read("Wir möchten im Mai nach Rom")
    for language in ("We want Rome in May", "Nous voulons Rome", "Queremos Roma", "Vorremmo Londra", "Queremos o Porto",
                     "We willen naar Rome"):  # fmt: skip
        read(language)
    guilty = {name: source for name, source in patterns() if nested(_parser.parse(source).data)}
    assert not guilty


def patterns() -> Iterator[tuple[str, str]]:
    """Every pattern that a module of the rules holds."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("inquiries.extraction.rules."):
            for key, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    yield f"{name}.{key}", value.pattern


def nested(items: Any, *, inside: bool = False) -> bool:
    """`(a+)+`: an endless repetition whose body is one as well, with nothing else that must match."""
    for operation, value in items:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _, high, body = value
            endless = high is sre.MAXREPEAT
            if endless and inside:
                return True
            if nested(body, inside=(inside or endless) and len(body) == 1):
                return True
        elif operation is sre.SUBPATTERN:
            if nested(value[3], inside=inside and len(items) == 1):
                return True
        elif operation is sre.BRANCH and any(nested(branch, inside=inside and len(branch) == 1) for branch in value[1]):
            return True
    return False
