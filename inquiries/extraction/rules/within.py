"""What lies within a place that somebody names: Crete's towns, the Caribbean's countries. For finding, not for reading.

regions.tsv knows the places in regions and islands; parts of the world, which have no country of their own, stand here.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from inquiries.extraction.rules import gazetteer

_REGIONS = Path(__file__).with_name("regions.tsv")
_WORLD = {
    "Balkans": "AL BA BG HR ME MK RO RS SI XK",
    "Baltics": "EE LT LV",
    "Caribbean": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "Central America": "BZ CR GT HN NI PA SV",
    "East Africa": "BI DJ ER ET KE RW SO SS TZ UG",
    "Indian Ocean": "KM MG MU MV RE SC YT",
    "Middle East": "AE BH IL IQ IR JO KW LB OM PS QA SA SY YE",
    "North America": "CA MX US",
    "Northern Europe": "DK EE FI IS LT LV NO SE",
    "Scandinavia": "DK NO SE",
    "South America": "AR BO BR CL CO EC GF GY PE PY SR UY VE",
    "Southeast Asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "Southern Africa": "AO BW LS MW MZ NA SZ ZA ZM ZW",
}
_DEEP = 4  # regions in regions


@dataclass(frozen=True)
class Within:
    """Names as they may be written of a destination, and whole countries by ISO 3166 alpha-2."""

    names: frozenset[str]
    countries: frozenset[str]


def within(words: str) -> Within | None:
    """A place by any of its names, with all that lies in it; None for what is no place, or a person's name as well.

    Two capitals are a country.
    """
    if len(words) == 2 and words.isupper() and words in gazetteer.country_names():
        return Within(frozenset(), frozenset({words}))
    place = gazetteer.lookup(words)
    if place is None:
        return None
    names, countries = set[str](), set[str]()
    _gather(place, names, countries, deep=_DEEP)
    return Within(frozenset(names), frozenset(countries))


def _gather(place: gazetteer.Place, names: set[str], countries: set[str], *, deep: int) -> None:
    names |= {place.name, *place.aliases}
    if place.kind == "C":
        countries.add(place.country)
    if place.kind == "S":
        countries |= {*_WORLD.get(place.name, "").split()}
    for name in _parts().get((place.country, place.name), ()):
        if name in names:
            continue
        names.add(name)
        part = gazetteer.lookup(name)
        if part is not None and part.country == place.country and deep:
            _gather(part, names, countries, deep=deep - 1)


@cache
def _parts() -> dict[tuple[str, str], tuple[str, ...]]:
    rows = (line.split("\t") for line in _REGIONS.read_text(encoding="utf-8").splitlines()[1:])
    return {(country, region): tuple(names.split("|")) for country, region, names in rows}


__all__ = ["Within", "within"]
