"""Towns that few travel to and many write from, and the codes of airports: towns.tsv, out of GeoNames (CC BY 4.0).

tools/build_towns.py writes it and says what its columns are. The names stand there in flat form, so that to load them
is to split lines: 30 ms and 5 MB.
"""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("towns.tsv")
_GAPS = frozenset(" -'./")


class Town(NamedTuple):
    name: str
    country: str
    also: str  # what else the word is: "w" a common word, "n" a first name
    size: int  # words


class _Index(NamedTuple):
    rows: dict[str, tuple[tuple[str, str, str], ...]]  # by flat name: country, name, also; the largest town first
    sizes: dict[str, int]  # of the longest name that begins with this word
    codes: dict[str, tuple[str, str]]  # airport: city, country


def at(flat: str, found: list[tuple[str, int, int]], position: int, home: str, *, longer_than: int) -> Town | None:
    """The town whose name starts at this word, if it has more words than that; in the sender's country if there is one.

    `found`: the words of the text with their offsets in `flat`.
    """
    index = _index()
    longest = min(index.sizes.get(found[position][0], 0), len(found) - position)
    for size in range(longest, longer_than, -1):
        words = found[position : position + size]
        gaps = (flat[before[2] : after[1]] for before, after in pairwise(words))
        if not all(len(gap) == 1 and gap in _GAPS for gap in gaps):
            continue
        rows = index.rows.get(" ".join(word for word, _, _ in words))
        if rows:
            country, name, also = next((row for row in rows if row[0] == home), rows[0])
            return Town(name, country, also, size)
    return None


def served_by(code: str) -> tuple[str, str] | None:
    """City and country of an airport's IATA code in capitals."""
    return _index().codes.get(code)


@cache
def _index() -> _Index:
    index = _Index({}, {}, {})
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        key, second, third, fourth = line.split("\t")
        if key == "@":
            index.codes[second] = (third, fourth)
            continue
        index.rows[key] = (*index.rows.get(key, ()), (second, third, fourth))
        first, size = key.partition(" ")[0], key.count(" ") + 1
        index.sizes[first] = max(index.sizes.get(first, 0), size)
    return index


__all__ = ["Town", "at", "served_by"]
