"""Stays at several places: "Rome 4 nights, Florence 3 and Venice 2", "a week in Ubud, another in Canggu"."""

import re
from dataclasses import dataclass
from functools import cache

from inquiries.extraction.rules import numbers, people
from inquiries.extraction.rules.text import Text

_JOINT = r"\)?\s*(?:,|;|/|\+|->|-|and|und|et|y|e|en|then|dann|puis|poi|luego|depois|dan|daarna|\n|\s)+\s*"
_NAME = r"(?P<name>[^\W\d_]+(?:[ -][^\W\d_]+){0,2}?)"
_IN = (
    r"\s*(?:stays?\s+)?(?:in|at|on|near|around|bei|auf|am|im|a|ad|en|em|au|aux|dans|chez|op|te|nel\w*|all[ae]|na|no|"
    r"nas|nos)\s+(?:the|der|den|dem|die|la|le|les|los|las|il|lo|gli|o|de|het)?\s*"
)
_BEFORE = re.compile(r"((?:[^\W\d_]+[ -]){0,3}[^\W\d_]+)\s*[(:=-]?\s*$")
_FOR = frozenset({"for", "fur", "pour", "por", "para", "per", "voor", "pendant", "durante", "gedurende"})
_AFTER = re.compile(rf"(?:{_IN}|\s+)((?:[^\W\d_]+[ -]?){{1,3}})")


# "Paris, Switzerland and Italy for 12 nights": all of them together.
_LISTED = re.compile(r",\s*[^\W\d_]+(?: [^\W\d_]+)?\s+(?:and|und|et|y|e|en)\s+[^\W\d_]+(?: [^\W\d_]+)?\s+\w+$")
_PEOPLE = re.compile(rf"(?:{people.PERSON}|{people.ADULT}|{people.CHILD}|rooms?|zimmer\w*|\w*zimmer)(?!\w)")


@dataclass(frozen=True)
class Stop:
    count: int
    start: int
    end: int
    placed: bool  # said of one place, not of the whole journey


@cache
def _chain(language: str) -> re.Pattern[str]:
    """What follows a stop with its unit left out: ", Florence 3", ", 3 Florence"."""
    number = rf"(?P<count>\d{{1,2}}|{numbers.one_of(numbers.table(language))})"
    behind = rf"{_NAME}\s*[(:]?\s*{number}\)?(?!\w|[.,:/]\d)"
    ahead = number.replace("count", "count2") + r"\s+(?:in\s+)?" + _NAME.replace("name", "name2") + r"(?!\w)"
    return re.compile(rf"{_JOINT}(?:{behind}|{ahead})")


def is_placed(text: Text, start: int, end: int) -> bool:
    """Whether a place stands beside a length."""
    from inquiries.extraction.rules.gazetteer import lookup

    flat = text.flat
    if before := _BEFORE.search(flat, max(0, start - 45), start):
        words = before[1].split()
        said_for = words[-1] in _FOR
        listed = said_for and _LISTED.search(flat, max(0, start - 60), before.start(1) + len(before[1]))
        if not listed and _known(words[:-1] if said_for else words, lookup, last=True):
            return True
    after = _AFTER.match(flat, end)
    if not after:
        return False
    named = text.capitalised(after.start(1)) and re.match(_IN, flat[end : end + 40]) and not text.capitalised(start)
    return bool(named) or _known(after[1].split(), lookup, last=False)


def in_country(text: Text, end: int) -> bool:
    """ "ten nights in Jordan, so Petra and Wadi Rum": said of the whole journey."""
    from inquiries.extraction.rules.gazetteer import lookup

    after = _AFTER.match(text.flat, end)
    names = (" ".join(after[1].split()[:size]) for size in (1, 2, 3)) if after else ()
    return any((place := lookup(name)) is not None and place.kind == "C" for name in names)


def _known(words: list[str], lookup: object, *, last: bool) -> bool:
    sizes = range(1, len(words) + 1)
    names = (" ".join(words[-size:] if last else words[:size]) for size in sizes)
    return any(callable(lookup) and lookup(name) for name in names)


def following(text: Text, end: int, language: str) -> list[Stop]:
    """The stops that go on after one at `end` without saying "nights" again."""
    from inquiries.extraction.rules.gazetteer import lookup

    found: list[Stop] = []
    if not _chain(language).match(text.flat, end) and (beside := _AFTER.match(text.flat, end)):
        end = beside.end()  # "3 nights Rome, 2 Florence"
    while match := _chain(language).match(text.flat, end):
        name = match["name"] or match["name2"]
        said = match["count"] or match["count2"]
        named = text.capitalised(match.start("name") if match["name"] else match.start("name2"))
        known = lookup(" ".join(name.split())) or (named and not _PEOPLE.match(name))
        if said in numbers.ARTICLES or not known:
            break
        end = match.end()
        start = match.start("name") if match["name"] else match.start("count2")
        found.append(Stop(numbers.value(said, language), start, end, placed=True))
    return found
