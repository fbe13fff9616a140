"""What is known of a trip, in the customer's language: "Kreta, 3.–10. Mai 2027, 7 Nächte, 2 Erwachsene". Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from inquiries import opens_words, party
from inquiries.assist.draft_words import TONGUES, Pair, Tongue
from inquiries.question_words import TONGUES as SUMS

# Between thousands, and before cents.
_MARKS = {"en": ",.", "fr": "\u202f,"}
_OTHER_MARKS = ".,"


def parts(values: Mapping[str, Any], *, language: str, said: Iterable[str] = ()) -> str:
    """All of it in a row, with commas; empty where nothing is known. `values` by field, without nulls; `language`: one
    of TONGUES. `said`: the customer's own words, whose spelling of a place is taken."""
    tongue, words = TONGUES[language], [quote.casefold() for quote in said]
    found = [
        *(_name(place, words) for place in values.get("destinations") or ()),
        *_when(values, tongue, language),
        _who(values, tongue),
        tongue.origin.format(place=_name(values["origin"], words)) if values.get("origin") else "",
        tongue.boards.get(values.get("board") or "", ""),
        _counted(tongue.rooms, values.get("rooms")),
        tongue.budget.format(sum=money(values["budget"], language)) if values.get("budget") else "",
    ]
    return ", ".join(filter(None, found))


def money(value: Mapping[str, Any], language: str) -> str:
    """ "3,000 EUR in total", "3.000 EUR pro Person": as the language writes it."""
    plain = f"{value['amount']:,.2f}".removesuffix(".00")
    written = plain.translate(str.maketrans(",.", _MARKS.get(language, _OTHER_MARKS)))
    whole = f"{written} {value.get('currency') or ''}".strip()
    return str(getattr(SUMS[language], value.get("per") or "total")).format(n=whole)


def _name(place: Mapping[str, Any], said: Iterable[str]) -> str:
    names = [*(place.get("aliases") or ()), place["name"]]
    return str(next((name for name in names if name.casefold() in said), place["name"]))


def _when(values: Mapping[str, Any], tongue: Tongue, language: str) -> list[str]:
    leaves, returns = (values.get(name) for name in ("depart_on", "return_on"))
    nights = _counted(tongue.nights, values.get("nights"))
    if leaves and returns:
        return [_span(date.fromisoformat(leaves), date.fromisoformat(returns), tongue, language), nights]
    if leaves:
        return [tongue.leaves.format(day=_day(date.fromisoformat(leaves), tongue, language)), nights]
    if returns:
        return [tongue.returns.format(day=_day(date.fromisoformat(returns), tongue, language)), nights]
    month = values.get("travel_month")
    said = tongue.month.format(month=opens_words.month(int(month[5:7]), language), year=month[:4]) if month else ""
    return [said, nights]


def _span(leaves: date, returns: date, tongue: Tongue, language: str) -> str:
    if (leaves.year, leaves.month) != (returns.year, returns.month):
        return f"{_day(leaves, tongue, language)} – {_day(returns, tongue, language)}"
    month = opens_words.month(leaves.month, language)
    first = tongue.first if leaves.day == 1 else leaves.day
    return tongue.days.format(first=first, day=returns.day, month=month, year=leaves.year)


def _day(day: date, tongue: Tongue, language: str) -> str:
    number = tongue.first if day.day == 1 else day.day
    return tongue.day.format(day=number, month=opens_words.month(day.month, language), year=day.year)


def _who(values: Mapping[str, Any], tongue: Tongue) -> str:
    adults, children = values.get("adults"), values.get("children")
    if not adults and not children:
        return _counted(tongue.travellers, values.get("travellers"))
    young = _counted(tongue.children, children)
    ages = values.get("child_ages") or []
    if young and ages:
        young += f" ({_ages(ages, tongue)})"
    grown = tongue.adults if adults else tongue.travellers
    named = f" {tongue.both} ".join(filter(None, [_counted(grown, adults or values.get("travellers")), young]))
    if party.differs(values):
        return f"{_counted(tongue.travellers, values['travellers'])} ({named})"
    return named


def _ages(ages: list[int], tongue: Tongue) -> str:
    *most, last = map(str, ages)
    words = f"{', '.join(most)} {tongue.both} {last}" if most else last
    return tongue.ages[ages != [1]].format(ages=words)


def _counted(pair: Pair, number: int | None) -> str:
    return pair[number != 1].format(n=number) if number else ""
