"""Places that a travel agency meets: countries, regions, islands, towns and airports, in seven languages.

places.tsv, one place a line: country (ISO 3166 alpha-2, empty where a region spans countries), kind, English name,
aliases, and the city of an airport. Kinds: C country, R region, I island, T town, L sight, A airport, S seas and
parts of the world. An alias "~Nice" is a common word or a person's name as well; "de:Island" is one in German only;
three capitals are an airport's code. regions.tsv: which places lie in which region or island. Smaller towns, where
senders come from, are in towns.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypedDict

from inquiries.extraction.rules import towns
from inquiries.extraction.rules.text import Text, flatten

_FILE = Path(__file__).with_name("places.tsv")
_REGIONS = Path(__file__).with_name("regions.tsv")
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"[A-Z]{3}")
_INITIALS = frozenset({"USA", "UAE", "VAE", "EUA", "BVI"})  # three capitals that are no airport's code
_APPOSITION = re.compile(r"\s*[,(]\s*\w")
_GAP = re.compile(r"[\s'./-]{1,3}")  # between the words of one name: "val-d'isere", "st. moritz"


class PlaceValue(TypedDict):
    name: str
    country: str | None
    aliases: list[str]


@dataclass(frozen=True)
class Place:
    name: str
    country: str
    kind: str
    aliases: tuple[str, ...]

    def as_value(self) -> PlaceValue:
        return {"name": self.name, "country": self.country or None, "aliases": list(self.aliases)}


class _Name(NamedTuple):
    place: Place
    size: int  # words
    doubtful: bool
    language: str


class Mention(NamedTuple):
    """A place named in a text; `doubtful`: the word means something else as well; `code`: an airport's.

    `others`: places of the same name in other countries. `town`: one of towns.py, and what else its name is: a
    common word, a first name, or "town" alone.
    """

    place: Place
    start: int
    end: int
    doubtful: bool = False
    code: bool = False
    others: tuple[Place, ...] = ()
    town: str = ""


class _Index(NamedTuple):
    names: dict[str, list[tuple[tuple[str, ...], _Name]]]  # by first word, the longest first
    codes: dict[str, Place]
    exact: dict[str, Place]


def mentions(text: Text, language: str, home: str) -> Iterator[Mention]:
    """Places in the order of the text, the longest name first, none inside another.

    `home`: the sender's country, whose place is meant first where two have the same name.
    """
    index = _index()
    found = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text.flat)]
    position = 0
    while position < len(found):
        hit = _longest(index, text, found, position, language)
        larger = towns.at(text.flat, found, position, home, longer_than=hit[1] if hit else 0)
        if larger:
            end = found[position + larger.size - 1][2]
            place = Place(larger.name, larger.country, "T", ())
            yield Mention(place, found[position][1], end, doubtful=True, town=larger.also or "town")
            position += larger.size
        elif hit:
            mention, size = hit
            yield _nearest(mention, text, home)
            position += size
        else:
            position += 1


def _nearest(mention: Mention, text: Text, home: str) -> Mention:
    """Of places with one name: the one whose country stands behind it ("Córdoba (Argentina)"), else the sender's."""
    if not mention.others:
        return mention
    rows = (mention.place, *mention.others)
    behind = _WORD.search(text.flat, mention.end, mention.end + 30)
    named = _index().exact.get(behind[0]) if behind and _APPOSITION.match(text.flat, mention.end) else None
    for country in (named.country if named else "", home):
        if chosen := next((place for place in rows if country and place.country == country), None):
            others = () if named else tuple(place for place in rows if place is not chosen)
            return mention._replace(place=chosen, others=others)
    return mention


def lookup(name: str) -> Place | None:
    """The place that this name stands for in any of the languages; None where it is a person's name as well."""
    return _index().exact.get(key(name))


def _longest(
    index: _Index, text: Text, found: list[tuple[str, int, int]], position: int, language: str
) -> tuple[Mention, int] | None:
    word, start, end = found[position]
    for tail, name in index.names.get(word, ()):
        if name.language and name.language != language:
            continue
        last = position + name.size - 1
        if last >= len(found) or not _follows(text.flat, found, position, tail):
            continue
        same = (row.place for others, row in index.names[word] if others == tail and row.language in {"", language})
        others = tuple(place for place in same if place is not name.place)
        return Mention(name.place, start, found[last][2], name.doubtful, others=others), name.size
    if len(word) == 3 and (place := _coded(index, word.upper())):
        capitals = text.raw[slice(*text.original(start, end))].isupper()
        return Mention(place, start, end, doubtful=not capitals, code=True), 1
    return None


def _coded(index: _Index, code: str) -> Place | None:
    """The place of an airport's code: kept by hand, else the city that the airport belongs to."""
    if place := index.codes.get(code):
        return place
    if not (served := towns.served_by(code)):
        return None
    city, country = served
    known = index.exact.get(key(city))
    place = known if known and known.country == country else Place(city, country, "T", ())
    return index.codes.setdefault(code, place)


def _follows(flat: str, found: list[tuple[str, int, int]], position: int, tail: tuple[str, ...]) -> bool:
    for offset, word in enumerate(tail, start=1):
        if found[position + offset][0] != word:
            return False
        if not _GAP.fullmatch(flat, found[position + offset - 1][2], found[position + offset][1]):
            return False
    return True


def lies_in(place: Place, roof: Place) -> bool:
    """Whether a place is part of a region or island, as far as regions.tsv knows."""
    parts = _regions().get((roof.country, roof.name), frozenset())
    return place != roof and any(key(name) in parts for name in (place.name, *place.aliases))


@cache
def _regions() -> dict[tuple[str, str], frozenset[str]]:
    rows = (line.split("\t") for line in _REGIONS.read_text(encoding="utf-8").splitlines()[1:])
    return {(country, region): frozenset(map(key, names.split("|"))) for country, region, names in rows}


def key(name: str) -> str:
    return " ".join(_WORD.findall(flatten(name)))


def _spellings(name: str) -> set[str]:
    """The flat form, and the one that a keyboard without umlauts gives."""
    digraphs = name
    for letter, written in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("Ä", "Ae"),
        ("Ö", "Oe"),
        ("Ü", "Ue"),
        ("ß", "ss"),
        ("ø", "oe"),
    ):
        digraphs = digraphs.replace(letter, written)
    return {key(name), key(digraphs)}


@cache
def country_names() -> dict[str, str]:
    """English names by ISO 3166 alpha-2, of the countries that are known here."""
    lines = (line.split("\t") for line in _FILE.read_text(encoding="utf-8").splitlines()[1:])
    return {country: name for country, kind, name, *_ in lines if kind == "C"}


@cache
def _index() -> _Index:
    """Read once per process, on first use."""
    index = _Index({}, {}, {})
    for line in _FILE.read_text(encoding="utf-8").splitlines()[1:]:
        country, kind, name, aliases, cities = line.split("\t")
        _add(index, country, kind, name, [*filter(None, aliases.split("|"))], [*filter(None, cities.split("|"))])
    for rows in index.names.values():
        rows.sort(key=lambda row: -len(row[0]))
    return index


def _add(index: _Index, country: str, kind: str, name: str, aliases: list[str], cities: list[str]) -> None:
    plain = [alias.rpartition(":")[2].lstrip("~") for alias in aliases]
    place = Place(name, country, kind, tuple(dict.fromkeys([*(alias for alias in plain if alias != name), *cities])))
    doubtful = {key(alias) for alias in aliases if alias.startswith("~")}
    for spelled in [name, *aliases]:
        language, _, rest = spelled.rpartition(":")
        alias = rest.lstrip("~")
        if _CODE.fullmatch(alias) and alias not in _INITIALS:
            index.codes.setdefault(alias, place)
            continue
        for spelling in _spellings(alias):
            words = spelling.split()
            row = _Name(place, len(words), spelling in doubtful or spelled.startswith("~"), language)
            known = index.names.setdefault(words[0], [])
            if not any(_same(tail, other, words, row) for tail, other in known):
                known.append((tuple(words[1:]), row))
            if not language and not row.doubtful:
                index.exact.setdefault(spelling, place)


def _same(tail: tuple[str, ...], other: _Name, words: list[str], row: _Name) -> bool:
    """Already known by this name: the same country, or an alias beside another place's own name."""
    if tail != tuple(words[1:]) or other.language != row.language:
        return False
    namesakes = key(row.place.name) == key(other.place.name)
    return other.place.country == row.place.country or not namesakes


__all__ = ["Mention", "Place", "key", "lies_in", "lookup", "mentions"]
