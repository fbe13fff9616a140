"""Short answers to what we asked: "4 and 7", "from Bristol", "2500 all in", "the first one", "10-17", a bare "7".

Only what our last message asked for is read here, and only where the other rules have not read it: a bare number means
nothing by itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from inquiries.extraction.document import Asked, Span, Value
from inquiries.extraction.rules import ages, calendar, dates, gazetteer, money, numbers, papers
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import words

type Values = Mapping[str, Value]

_ORDINALS = (
    words(r"first", r"1st", r"former", r"erste[rnms]?", r"premiere?", r"primer[oa]?", r"prim[oa]", r"primeir[oa]",
          r"eerste"),
    words(r"second", r"2nd", r"latter", r"zweite[rnms]?", r"deuxieme", r"seconde", r"segund[oa]", r"second[oa]",
          r"tweede"),
    words(r"third", r"3rd", r"dritte[rnms]?", r"troisieme", r"tercer[oa]?", r"terz[oa]", r"terceir[oa]", r"derde"),
)  # fmt: skip
_PER = {
    "person": words(r"each", r"per (?:person|head)", r"pp", r"pro (?:person|kopf|nase)", r"jeweils", r"je person",
                    r"par (?:personne|tete)", r"chacun", r"por (?:persona|cabeza|pessoa|cabeca)", r"cada un[oa]?",
                    r"a (?:persona|testa)", r"per persona", r"cada um", r"per persoon", r"p\.p\.?", r"ieder"),
    "total": words(r"all in", r"in total", r"total", r"altogether", r"together",
                   r"for (?:all|both|everyone|everything)",
                   r"all of us", r"insgesamt", r"zusammen", r"fur alle\w*", r"en tout", r"au total", r"tout compris",
                   r"pour tout(?: le monde)?", r"en total", r"todo incluido", r"para tod[oa]s?", r"entre tod[oa]s",
                   r"in tutto", r"in totale", r"tutto incluso", r"no total", r"ao todo", r"tudo incluido",
                   r"in totaal", r"samen", r"alles bij elkaar", r"voor iedereen"),
}  # fmt: skip
_NO = words("no", "none", "not at all", "nein", "keinen?", "gar nicht", "non", "aucun", "ninguno", "nessuno", "nao",
            "nenhum", "nee", "geen")  # fmt: skip
_COUNTED_THING = re.compile(
    r"\s*(?:€|\$|£|eur|euros?|gbp|chf|usd|adult\w*|erwachsene\w*|adulte\w*|adulti|volwassen\w*|st\b|nd\b|rd\b|th\b|%|"
    r"[:/.]\s?\d|o'?clock|uhr|am\b|pm\b)"
)
_FROM = re.compile(
    r"(?<!\w)(?:from|ex|ab|von|aus|de|depuis|desde|da|dal|dalla|van|vanaf|vanuit)\s+(?P<place>[^\W\d_][\w'-]*"
    r"(?:[ -][^\W\d_][\w'-]*){0,2})"
)
_SMALL = {"nights": 90, "adults": 60, "travellers": 200, "rooms": 60, "flexible_days": 60, "hotel_stars": 5}
_WHEN = frozenset({"depart_on", "return_on", "travel_month"})
_ALIKE = {"adults": "travellers", "travellers": "adults", "nights": "return_on"}  # the other way to say it


def read(page: Page, values: Values) -> tuple[dict[str, Value], frozenset[str]]:
    """What a short answer says of what was asked, and the fields that the other rules have read wrongly for it."""
    asked = {item.field: item for item in page.document.asked if _is_open(page, item)}
    if not asked or not page.spoken:
        return {}, frozenset()
    settled = _settled(page, values, list(asked.values()))
    plain = [name for name, item in asked.items() if not item.options and name not in values]
    plain = [name for name in plain if _ALIKE.get(name) not in values]
    found: dict[str, Value] = {}
    wrong: frozenset[str] = frozenset()
    for name in plain:
        if name == "origin":
            found |= _origin(page, values, asked)
            wrong |= {"destinations"} if "origin" in found and "destinations" in values else frozenset()
        elif reader := _READERS.get(name):
            value = reader(page, {**values, **found}, plain)
            found |= {name: value} if value is not None else {}
    if any(item.field == "depart_on" for item in asked.values()) and not _WHEN & values.keys():
        found |= _days(page)
    found |= _numbers(page, {**values, **found}, [name for name in plain if name not in found])
    return {**found, **settled}, wrong


def _is_open(page: Page, item: Asked) -> bool:
    """What has become known since is not read from a bare number."""
    return bool(item.options) or page.document.known.get(item.field) is None


# One of several readings


def _settled(page: Page, values: Values, asked: Sequence[Asked]) -> dict[str, Value]:
    groups: dict[int, list[Asked]] = {}
    for item in asked:
        if item.options and item.group is not None:
            groups.setdefault(item.group, []).append(item)
    found: dict[str, Value] = {}
    for group in groups.values():
        chosen = _by_value(values, group) or _by_words(page, group)
        if chosen is None and len(groups) == 1:
            chosen = _by_ordinal(page)
        if chosen is None or any(chosen[0] >= len(item.options) for item in group):
            continue
        found |= {item.field: Value(item.options[chosen[0]], chosen[1]) for item in group}
    return found


def _by_ordinal(page: Page) -> tuple[int, tuple[Span, ...]] | None:
    """ "yes the first one"; both named say nothing. "Second" beside "seconde" is one of them."""
    hits = [(position, match) for position, said in enumerate(_ORDINALS) if (match := said.search(page.body.flat))]
    if len(hits) != 1:
        return None
    position, match = hits[0]
    return position, (page.body.quote(*match.span()),)


def _by_value(values: Values, group: Sequence[Asked]) -> tuple[int, tuple[Span, ...]] | None:
    """They say the reading itself, or its month alone."""
    for item in group:
        said = values.get(item.field)
        hits = [position for position, option in enumerate(item.options) if said and option == said.value]
        if said and len(hits) == 1:
            return hits[0], said.evidence
    month = values.get("travel_month")
    for item in group:
        hits = [at for at, option in enumerate(item.options) if month and str(option)[:7] == month.value]
        if item.field in _WHEN and month and len(hits) == 1:
            return hits[0], month.evidence
    return None


def _by_words(page: Page, group: Sequence[Asked]) -> tuple[int, tuple[Span, ...]] | None:
    """A budget each or in all; a bare number that is one of the readings."""
    flat, item = page.body.flat, group[0]
    if item.field == "budget":
        for per, said in _PER.items():
            hits = [at for at, option in enumerate(item.options) if option.get("per") == per]
            if len(hits) == 1 and (match := said.search(flat)):
                return hits[0], (page.body.quote(*match.span()),)
    if item.field in _SMALL:
        named = [
            (at, match) for at, option in enumerate(item.options) for count, match in _bare(page, ()) if count == option
        ]
        if len({at for at, _ in named}) == 1:
            return named[0][0], (page.body.quote(*named[0][1].span()),)
    return None


# What was missing


def _taken(values: Values) -> list[tuple[int, int]]:
    return [(span.start, span.end) for value in values.values() for span in value.evidence if span.part == "text"]


def _bare(page: Page, taken: Sequence[tuple[int, int]]) -> list[tuple[int, re.Match[str]]]:
    """Numbers that nothing else has read, as digits or as words; articles are none."""
    found = []
    for match in re.finditer(rf"(?<![\w.,€$£+/:-]){numbers.number(page.tongue)}(?![\w]|[.,]\d)", page.body.flat):
        is_counted = _COUNTED_THING.match(page.body.flat, match.end())
        if match[0] not in numbers.ARTICLES and not is_counted and not _is_taken(page, match, taken):
            found.append((numbers.value(match[0], page.tongue), match))
    return found


def _child_ages(page: Page, values: Values, plain: Sequence[str]) -> Value | None:
    """All small numbers of one piece: "4 and 7", "the girl is nine, the boy 12", "7 months"."""
    flat, taken = page.body.flat, _taken(values)
    one = re.compile(rf"(?<![\w.,€$£+/:-]){ages.one(page.tongue)}")
    for piece in papers.PIECE.finditer(flat):
        found = [match for match in one.finditer(flat, *piece.span()) if not _is_taken(page, match, taken)]
        found = [match for match in found if not _COUNTED_THING.match(flat, match.end())]
        years = [year for match in found for year in ages.in_years(match[0], page.tongue)]
        alone = len(years) == 1 and len([name for name in plain if name in _SMALL]) > 0
        count = page.document.known.get("children")
        if years and not alone and (not count or len(years) <= count):
            return Value(years, tuple(page.body.quote(*match.span()) for match in found))
    return None


def _is_taken(page: Page, match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    start, end = page.body.original(*match.span())
    return not all(end <= low or start >= high for low, high in taken)


def _origin(page: Page, values: Values, asked: Mapping[str, Asked]) -> dict[str, Value]:
    """ "Bristol" alone is no destination where one is known and we asked from where."""
    places = values.get("destinations")
    if places and "destinations" not in asked and page.document.known.get("destinations") and len(places.value) == 1:
        return {"origin": Value(places.value[0], places.evidence)}
    if places:
        return {}
    for mention in gazetteer.mentions(page.body, page.tongue, page.country):
        lone = not page.body.flat[mention.end :].strip(" .!?\n") or len(page.body.flat) < 40
        if not mention.doubtful or lone:
            return {"origin": Value(mention.place.as_value(), (page.body.quote(mention.start, mention.end),))}
    for match in _FROM.finditer(page.body.flat):
        if page.body.capitalised(match.start("place")):
            quote = page.body.quote(*match.span("place"))
            name = " ".join(_capitals(quote.quote))
            span = Span(quote.part, quote.start, quote.start + len(name), quote.quote[: len(name)])
            return {"origin": Value({"name": name, "country": None, "aliases": []}, (span,))}
    return {}


def _capitals(name: str) -> list[str]:
    """The capitalised words that a name starts with: "Bad Tölz bitte" is "Bad Tölz"."""
    parts = name.split(" ")
    end = next((at for at, part in enumerate(parts) if not part[:1].isupper()), len(parts))
    return parts[:end]


def _budget(page: Page, values: Values, _plain: Sequence[str]) -> Value | None:
    """A sum without its sign is one here: "2500 all in", "around 3k each"."""
    flat, taken = page.body.flat, _taken(values)
    for match in page.body.find(money.MONEY):
        amount = money.amount_of(match)
        sign = match["before"] or match["before2"] or match["after"]
        year = not sign and 2024 <= amount <= 2040
        if amount < 100 or amount >= 10_000_000 or year or _is_taken(page, match, taken):
            continue
        known = page.document.known.get("budget") or {}
        currency = money.currency_of(page, sign) if sign else known.get("currency") or money.currency_of(page, None)
        per, end = money.per_whom(page, match)
        if per == "total" and not _PER["total"].search(flat) and (each := _PER["person"].search(flat)):
            per, end = "person", max(end, each.end())
        whole = int(amount) if amount == int(amount) else amount
        quote = page.body.quote(match.start(), max(match.end(), end))
        return Value({"amount": whole, "currency": currency, "per": per}, (quote,))
    return None


_BARE_DAYS = re.compile(
    r"(?<![\w.,/:€$£-])(?P<d1>[12]?\d|3[01])" + dates.TO + r"(?P<d2>[12]?\d|3[01])(?![\w:%€]|[.,/]\d)"
)


def _days(page: Page) -> dict[str, Value]:
    """ "10-17" in the month that is known."""
    month = str(page.document.known.get("depart_on") or page.document.known.get("travel_month") or "")[:7]
    match = _BARE_DAYS.search(page.body.flat)
    if not month or match is None:
        return {}
    leaves = calendar.safe(int(month[:4]), int(month[5:7]), int(match["d1"]))
    returns = calendar.safe(int(month[:4]), int(month[5:7]), int(match["d2"]))
    if not leaves or not returns or leaves >= returns:
        return {}
    proof = (page.body.quote(*match.span()),)
    return {
        "depart_on": Value(leaves.isoformat(), proof),
        "return_on": Value(returns.isoformat(), proof),
        "nights": Value((returns - leaves).days, proof),
        "travel_month": Value(month, proof),
    }


def _numbers(page: Page, values: Values, plain: Sequence[str]) -> dict[str, Value]:
    """Bare numbers in the order of the questions; where there are not as many as questions, nothing is guessed."""
    wanted = [name for name in plain if name in _SMALL and _ALIKE.get(name) not in values]
    bare = _bare(page, _taken(values))
    if not wanted and "flexible_days" not in plain:
        return {}
    if not bare and wanted == ["flexible_days"] and (no := _NO.search(page.body.flat)):
        return {"flexible_days": Value(0, (page.body.quote(*no.span()),))}
    if len(bare) != len(wanted):
        return {}
    return {
        name: Value(count, (page.body.quote(*match.span()),))
        for name, (count, match) in zip(wanted, bare, strict=True)
        if 0 < count <= _SMALL[name]
    }


_READERS: dict[str, Callable[[Page, Values, Sequence[str]], Value | None]] = {
    "child_ages": _child_ages,
    "budget": _budget,
    "passport": papers.passport,
    "licence": papers.licence,
}

__all__ = ["read"]
