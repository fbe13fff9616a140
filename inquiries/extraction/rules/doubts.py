"""Words that can honestly be read in two ways: the readings as options, the likeliest first.

The first one is what the other rules have read, so that a doubt never changes a value; which is likeliest goes by the
sender's country, the weekday on which they wrote, and the season. Where nothing was read ("next weekend", "at Easter")
the doubt itself brings the value.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules import calendar, region
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import flatten, words

_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})\s?/\s?(\d{1,2})(?:\s?/\s?(?:\d{4}|\d{2}))?(?![\d/])")
_YEAR = re.compile(r"/\s?(?:\d{4}|\d{2})$")
_NEXT = words(r"next", r"nachste[nrms]?", r"prochaine?", r"proxim[oa]", r"prossim[oa]", r"volgende?", r"que viene",
              r"que vem")  # fmt: skip
_THIS = r"(?:this|coming|diese[ms]|kommende[nms]|ce|este|questo|dit|komende?)"
_NEXT_WORD = r"(?:next|nachste[nms]|prochain|proximo|prossimo|volgende?|que viene|que vem)"
_WEEKEND = r"(?:week-?\s?end|wochenende|fin de semana|finde|fine settimana|fim de semana)"
_WEEKENDS = re.compile(
    rf"(?<!\w)(?:(?P<next>{_NEXT_WORD})|(?P<this>{_THIS}))\s+{_WEEKEND}(?:\s+(?P<later>{_NEXT_WORD}))?(?!\w)"
    rf"|(?<!\w){_WEEKEND}\s+(?P<after>{_NEXT_WORD})(?!\w)"
)
_A_WEEK = re.compile(
    r"(?:a|one|1|eine?[rn]?|une|una|uma|een)\s+(?:full\s+|ganze\s+)?(?:week|wk|woche|semaine|semana|settimana)"
)
_DAYS = re.compile(r"\d{1,2}[\s-](?:days?|tagen?|jours?|dias?|giorni|dagen)")
_DOLLAR = re.compile(r"(?<![a-z])\$|\b(?:dollars?|bucks|dolares)\b")
_WHICH_DOLLAR = re.compile(
    r"\b(?:usd?|aud?|cad?|nzd?|sgd?|hkd?|american\w*|us|canad\w+|aussie|austral\w+)\b|(?:us|au?|ca?|nz|s|hk)\s?\$"
)
_DOLLARS = frozenset({"CA", "AU", "NZ", "SG", "HK"})
_ALL_TOGETHER = words(
    r"all in", r"in total", r"total", r"altogether", r"together", r"for (?:all|both|everyone|everything|the lot)",
    r"between us", r"all of us", r"the (?:two|three|four|five) of us", r"our budget", r"family budget", r"insgesamt",
    r"zusammen", r"fur alle\w*", r"fur uns", r"gesamt\w*", r"unser budget", r"en tout", r"au total", r"pour tout\w*",
    r"pour (?:nous|deux)", r"notre budget", r"en total", r"para tod[oa]s?", r"nuestro presupuesto", r"in tutto",
    r"in totale", r"per tutti", r"nostro budget", r"no total", r"ao todo", r"nosso orcamento", r"in totaal", r"samen",
    r"voor ons", r"ons budget",
)  # fmt: skip
_EUROPEAN = frozenset({"EUR", "GBP", "CHF", "USD", "CAD", "AUD", "NZD"})
_LITTLE = 700  # of these currencies for each traveller: little for all together, and likely as a sum for each
_PLUS = re.compile(
    r"(?<![\d+.,/:])(?P<adults>[1-8])\s?\+\s?(?P<children>[1-6])(?![\d+:/]|[.,]\d|\s?(?:days?|nights?|star|tage|%|h\b))"
)
_SEASONS: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...] = (
    (words(r"(?:in|this|next) (?:the )?spring", r"im (?:nachsten )?(?:fruhling|fruhjahr)", r"au printemps",
           r"en primavera", r"in primavera", r"na primavera", r"in (?:het voorjaar|de lente)"), (5, 4, 3)),
    (words(r"(?:in|this|next) (?:the )?summer", r"im (?:nachsten )?sommer", r"en ete", r"cet ete", r"en verano",
           r"in estate", r"no verao", r"in de zomer"), (7, 8, 6)),
    (words(r"(?:in|this|next) (?:the )?(?:autumn|fall)", r"im herbst", r"en automne", r"en otono", r"in autunno",
           r"no outono", r"in (?:de herfst|het najaar)"), (9, 10, 11)),
    (words(r"(?:in|this|next) (?:the )?winter", r"im winter", r"en hiver", r"en invierno", r"in inverno",
           r"no inverno", r"in de winter"), (1, 2, 12)),
)  # fmt: skip
_SOUTH = frozenset({"AU", "NZ", "ZA", "AR", "CL", "UY", "BR"})
# Days from Easter Sunday: the long weekend, and the first day of the school holidays that go by the same name.
_FEASTS: tuple[tuple[re.Pattern[str], tuple[int, int]], ...] = (
    (words(r"easter", r"ostern", r"paques", r"semana santa", r"pascua", r"pasqua", r"pascoa", r"pasen"), (-2, -8)),
    (words(r"pfingsten", r"whitsun", r"pentecote", r"pentecostes", r"pentecoste", r"pinksteren"), (47, 51)),
)  # fmt: skip


def mark(page: Page, values: Mapping[str, Value]) -> dict[str, Value]:
    """The same values, the doubtful ones with their options; a few more that only a doubt brings."""
    found = {name: _still_to_come(page, name, value) for name, value in values.items()}
    _slashed(page, found)
    _weekday(page, found)
    if not {"depart_on", "return_on"} & found.keys():
        found |= _weekend(page) or _feast(page)
    if not {"depart_on", "travel_month"} & found.keys():
        found |= _season(page)
    _follow(found)
    _length(found)
    if not {"adults", "children", "travellers"} & found.keys():
        found |= _plus(page)
    if "budget" in found and not found["budget"].options:
        found["budget"] = _dollar(page, found["budget"]) or _each(page, found)
    return found


def _elsewhere(page: Page, start: int) -> bool:
    """Of another journey, or of an event: not when they travel."""
    clause = page.clauses.at(start)
    return bool(clause.elsewhere or clause.past or clause.event[0] <= start < clause.event[1])


# Days


def _still_to_come(page: Page, name: str, value: Value) -> Value:
    """Nobody asks for a journey in the past: a reading that lies there is none."""
    if name not in {"depart_on", "return_on"} or not value.options or value.value < page.today.isoformat():
        return value
    ahead = tuple(option for option in value.options if option >= page.today.isoformat())
    return replace(value, options=ahead if len(ahead) > 1 else ())


def _slashed(page: Page, values: dict[str, Value]) -> None:
    """05/06: 5 June or 6 May. Only English is written by people of both habits."""
    for name in ("depart_on", "return_on"):
        value = values.get(name)
        if value is None or page.tongue != "en" or len(value.evidence) != 1 or value.options:
            continue
        match = _SLASHED.search(flatten(value.evidence[0].quote))
        if match is None or match[1] == match[2] or int(match[1]) > 12 or int(match[2]) > 12:
            continue
        first = date.fromisoformat(value.value)
        if _YEAR.search(match[0].strip()):
            other = calendar.safe(first.year, first.day, first.month)
        else:
            other = calendar.on_or_after(page.today, first.day, first.month) if first.day <= 12 else None
        if other and other >= page.today and other != first:
            values[name] = _with(value, first.isoformat(), other.isoformat())


def _weekday(page: Page, values: dict[str, Value]) -> None:
    """ "Next Friday" said on a Wednesday: in two days, or in nine."""
    for name in ("depart_on", "return_on"):
        value = values.get(name)
        if value is None or len(value.evidence) != 1 or value.options:
            continue
        quote, day = flatten(value.evidence[0].quote), date.fromisoformat(value.value)
        this_week = 0 < (day - page.today).days < 7 and day.weekday() > page.today.weekday()
        if this_week and _NEXT.search(quote) and not any(char.isdigit() for char in quote):
            values[name] = _with(value, day.isoformat(), (day + timedelta(days=7)).isoformat())


def _weekend(page: Page) -> dict[str, Value]:
    """ "Next weekend": the coming one or the one after it. "This weekend": from Friday or from Saturday."""
    for match in page.body.find(_WEEKENDS):
        if _elsewhere(page, match.start()):
            continue
        today, proof = page.today, (page.body.quote(*match.span()),)
        saturday = today + timedelta(days=(5 - today.weekday()) if today.weekday() < 6 else -1)
        later = saturday + timedelta(days=7)
        said_next = match["next"] or match["later"] or match["after"]
        if said_next and today.weekday() < 5:
            first, second = later, saturday
        elif said_next:
            first, second = later, later + timedelta(days=7)
        elif today.weekday() >= 5:
            first, second = max(saturday, today), later
        else:
            first, second = saturday - timedelta(days=1), saturday
        return _doubt("depart_on", (first.isoformat(), second.isoformat()), proof)
    return {}


def _feast(page: Page) -> dict[str, Value]:
    for pattern, (long_weekend, holidays) in _FEASTS:
        match = pattern.search(page.body.flat)
        if match is None or _elsewhere(page, match.start()):
            continue
        years = (calendar.easter(page.today.year + ahead) for ahead in (0, 1))
        easter = next(day for day in years if day + timedelta(days=min(long_weekend, holidays)) >= page.today)
        options = tuple((easter + timedelta(days=ahead)).isoformat() for ahead in (long_weekend, holidays))
        return _doubt("depart_on", options, (page.body.quote(*match.span()),))
    return {}


def _season(page: Page) -> dict[str, Value]:
    """ "In spring": its months, the one most travelled in first, turned round below the equator."""
    for pattern, months in _SEASONS:
        match = pattern.search(page.body.flat)
        if match is None or _elsewhere(page, match.start()):
            continue
        turned = [(month + 5) % 12 + 1 for month in months] if page.country in _SOUTH else months
        options = tuple(f"{page.today.year + (month < page.today.month)}-{month:02d}" for month in turned)
        return _doubt("travel_month", options, (page.body.quote(*match.span()),))
    return {}


def _follow(values: dict[str, Value]) -> None:
    """What is worked out of a doubtful departure is as doubtful: its month, and a return that nights lead to."""
    leaves = values.get("depart_on")
    if leaves is None or not leaves.options:
        return
    days = [date.fromisoformat(option) for option in leaves.options]
    month, returns, nights = values.get("travel_month"), values.get("return_on"), values.get("nights")
    if month is None or (month.value == leaves.value[:7] and not month.options):
        options = [f"{day:%Y-%m}" for day in days]
        proof = month.evidence if month else leaves.evidence
        values["travel_month"] = Value(options[0], proof, tuple(options) if len(set(options)) > 1 else ())
    if returns is not None and nights is not None and not returns.options and len(returns.evidence) > 1:
        ends = [(day + timedelta(days=int(nights.value))).isoformat() for day in days]
        if ends[0] == returns.value:
            values["return_on"] = replace(returns, options=tuple(ends))


def _length(values: dict[str, Value]) -> None:
    """ "A week" is 7 nights or 7 days, "10 days" 9 nights or 10; a week from a named day ends on the same weekday."""
    nights = values.get("nights")
    if nights is None or nights.options or len(nights.evidence) != 1 or nights.value < 3:
        return
    quote = flatten(nights.evidence[0].quote)
    if _A_WEEK.fullmatch(quote) and nights.value == 7 and "depart_on" not in values:
        values["nights"] = _with(nights, 7, 6)
    elif _DAYS.fullmatch(quote):
        values["nights"] = _with(nights, nights.value, nights.value + 1)


# People and money


def _plus(page: Page) -> dict[str, Value]:
    """ "2+2": two adults with two children, or four adults."""
    for match in page.body.find(_PLUS):
        if _elsewhere(page, match.start()):
            continue
        proof, adults, children = (page.body.quote(*match.span()),), int(match["adults"]), int(match["children"])
        return {
            "travellers": Value(adults + children, proof),
            **_doubt("adults", (adults, adults + children), proof),
            **_doubt("children", (children, 0), proof),
        }
    return {}


def _dollar(page: Page, budget: Value) -> Value | None:
    """The dollar of which country? The sender's first, then the one that most hotels are priced in."""
    quote = flatten(budget.evidence[0].quote) if budget.evidence else ""
    if not _DOLLAR.search(quote) or _WHICH_DOLLAR.search(quote):
        return None
    country = region.of_phone(page.document.sender_phone) or page.document.country  # not the language's first one
    told, unknown = budget.value["currency"], not country and page.tongue == "en"
    codes = [told, "CAD", "AUD"] if unknown else [told, "USD"] if country in _DOLLARS else [told]
    codes = list(dict.fromkeys(codes))
    return _with(budget, *({**budget.value, "currency": code} for code in codes)) if len(codes) > 1 else None


def _each(page: Page, values: Mapping[str, Value]) -> Value:
    """A small sum for several people without a word about for whom: for all together, or for each."""
    budget = values["budget"]
    people = _people(page, values)
    if (
        budget.value["per"] != "total"
        or budget.value["currency"] not in _EUROPEAN | {""}
        or people < 2
        or not budget.evidence
    ):
        return budget
    near = _around(page, budget.evidence[0])
    short = flatten(budget.evidence[0].quote).endswith("k")  # "3k" is said in passing
    if budget.value["amount"] >= _LITTLE * people * (1 + short) or _ALL_TOGETHER.search(near):
        return budget
    return _with(budget, budget.value, {**budget.value, "per": "person"})


def _people(page: Page, values: Mapping[str, Value]) -> int:
    known = page.document.known
    said = {
        name: values[name].value if name in values else known.get(name) for name in ("travellers", "adults", "children")
    }
    return int(said["travellers"] or (said["adults"] or 0) + (said["children"] or 0))


def _around(page: Page, span: Span) -> str:
    """The sentence of a sum, more or less."""
    if span.part != "text":
        return ""
    return flatten(page.body.raw[max(0, span.start - 60) : span.end + 50])


def _with(value: Value, *options: Any) -> Value:
    return replace(value, value=options[0], options=tuple(options))


def _doubt(name: str, options: tuple[Any, ...], proof: tuple[Span, ...]) -> dict[str, Value]:
    return {name: Value(options[0], proof, options)}


__all__ = ["mark"]
