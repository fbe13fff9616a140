"""What a finder answers, and how the answers of several are put together."""

from collections.abc import Iterable
from typing import NamedTuple


class Found(NamedTuple):
    """Code points `start` to `end` of a text. `kind`: card, cvv, expiry, iban or passport."""

    start: int
    end: int
    kind: str


def apart(found: Iterable[Found]) -> list[Found]:
    """In order of their start; where two overlap the one that was named first stays."""
    kept: list[Found] = []
    taken: set[int] = set()  # positions; the numbers are short, so it stays small
    for item in found:
        if taken.isdisjoint(range(item.start, item.end)):
            taken.update(range(item.start, item.end))
            kept.append(item)
    return sorted(kept)
