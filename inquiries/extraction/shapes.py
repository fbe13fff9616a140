"""The shape of each fact's value, and when two of them say the same. Pure.

    destinations   [{"name": "Crete", "country": "GR" or null, "aliases": ["Kreta"]}, ...] in the order of the text
    origin         one such object
    depart_on, return_on   "2027-05-03"
    travel_month   "2027-05"
    nights, flexible_days, travellers, adults, children, rooms, hotel_stars   whole numbers
    child_ages     [4, 7] in years; a baby under one is 0
    budget         {"amount": 3000, "currency": "EUR" or "", "per": "total" | "person" | "night"}
    interests, services   lists of the words below
    board          one of BOARDS
    passport, licence   text: whose passport, whether and since when somebody may drive
    contact_name   text
    contact_phone  E.164

null in place of a value: a person says that it is not known.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, get_args

from inquiries import care
from inquiries.envelope import clean

Interest = Literal[
    "beach", "city", "culture", "nature", "safari", "cruise", "ski", "hiking", "diving", "wellness", "golf", "food",
    "adventure", "honeymoon", "family", "business", "group", "pilgrimage",
]  # fmt: skip
Service = Literal[
    "flight", "hotel", "villa", "apartment", "transfer", "car", "train", "cruise", "tour", "guide", "insurance", "visa"
]
Board = Literal["room_only", "breakfast", "half_board", "full_board", "all_inclusive"]
Per = Literal["total", "person", "night"]
Kind = Literal["inquiry", "followup", "booking", "other"]

INTERESTS: tuple[str, ...] = get_args(Interest)
SERVICES: tuple[str, ...] = get_args(Service)
BOARDS: tuple[str, ...] = get_args(Board)
PERS: tuple[str, ...] = get_args(Per)
KINDS: tuple[str, ...] = get_args(Kind)

# What is possible; also what the columns of an inquiry hold.
RANGES: dict[str, tuple[int, int]] = {
    "nights": (0, 730),
    "flexible_days": (0, 90),
    "travellers": (1, 2000),
    "adults": (0, 2000),
    "children": (0, 2000),
    "rooms": (1, 1000),
    "hotel_stars": (1, 5),
}
OLDEST_CHILD = 17
PLACE_LIMIT = 120  # characters of a name
PLACES_LIMIT = 20
NAME_LIMIT = 200
PAPER_LIMIT = 200  # of what is said about a passport or a licence
YEARS = range(2000, 2100)
MOST_MONEY = 9_999_999_999

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_E164 = re.compile(r"\+[1-9]\d{5,14}")
_CODE = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}|")


def conform(field: str, value: Any) -> Any:
    """The value of an engine in the shape of its field.

    ValueError, TypeError, KeyError or AttributeError where it has not that shape or is impossible.
    """
    value = cleaned(value)
    if field in RANGES:
        return _whole(value, *RANGES[field])
    return _SHAPES[field](value)


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two values say the same: spelling of names, aliases and the order of a list do not count."""
    return bool(_plain(field, one) == _plain(field, other))


def cleaned(value: Any) -> Any:
    """JSON that any database takes: no NUL, no lone surrogate and no endless text in it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return {clean(str(key)): cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value


def _plain(field: str, value: Any) -> Any:
    if value is None:
        return None
    if field in {"destinations", "origin"}:
        places = value if field == "destinations" else [value]
        return {(place["name"].casefold(), place.get("country") or "") for place in places}
    if field in {"interests", "services"}:
        return set(value)
    if field == "child_ages":
        return sorted(value)
    if field == "budget":
        return (float(value["amount"]), value.get("currency") or "", value.get("per") or "total")
    return value.casefold() if field == "contact_name" else value


def _whole(value: Any, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"not a whole number from {low} to {high}")
    return value


def _place(value: Any) -> dict[str, Any]:
    name = _text(value["name"], PLACE_LIMIT)
    country = value.get("country") or None
    if country is not None and not _CODE.fullmatch(country):
        raise ValueError("not a code of a country")
    aliases = [_text(alias, PLACE_LIMIT) for alias in value.get("aliases") or [] if str(alias).strip()]
    return {"name": name, "country": country, "aliases": aliases}


def _places(value: Any) -> list[dict[str, Any]]:
    if not value:
        raise ValueError("no place")
    return [_place(place) for place in value[:PLACES_LIMIT]]


def _day(value: Any) -> str:
    found = date.fromisoformat(value)
    if found.year not in YEARS:
        raise ValueError("not a year of a journey")
    return found.isoformat()


def _month(value: Any) -> str:
    if not _MONTH.fullmatch(value) or int(value[:4]) not in YEARS:
        raise ValueError("not a month as YYYY-MM")
    return str(value)


def _ages(value: Any) -> list[int]:
    if not value:
        raise ValueError("no age")
    return [_whole(age, 0, OLDEST_CHILD) for age in value]


def _budget(value: Any) -> dict[str, Any]:
    amount, currency = float(value["amount"]), value.get("currency") or ""
    per = value.get("per") or "total"
    if not 0 < amount <= MOST_MONEY or not _CURRENCY.fullmatch(currency) or per not in PERS:
        raise ValueError("not a sum of money")
    amount = round(amount, 2)
    return {"amount": int(amount) if amount == int(amount) else amount, "currency": currency, "per": per}


def _words(known: tuple[str, ...]) -> Callable[[Any], list[str]]:
    def check(value: Any) -> list[str]:
        words = list(dict.fromkeys(value))
        if not words or any(word not in known for word in words):
            raise ValueError("not words of the list")
        return words

    return check


def _board(value: Any) -> str:
    if value not in BOARDS:
        raise ValueError("not a board")
    return str(value)


def _text(value: Any, limit: int) -> str:
    text = " ".join(str(value).split())[:limit]
    if not text:
        raise ValueError("no text")
    return text


def paper(text: str) -> str:
    """What is said about a passport or a licence, its number covered: the trip only needs to know whose it is."""
    said = "passport "  # the field itself says what a number in it is
    return care.masked(said + text, tail=False)[len(said) :]


def _phone(value: Any) -> str:
    if not _E164.fullmatch(value):
        raise ValueError("not a number in E.164")
    return str(value)


_SHAPES: dict[str, Callable[[Any], Any]] = {
    "destinations": _places,
    "origin": _place,
    "depart_on": _day,
    "return_on": _day,
    "travel_month": _month,
    "child_ages": _ages,
    "budget": _budget,
    "interests": _words(INTERESTS),
    "services": _words(SERVICES),
    "board": _board,
    "passport": lambda value: paper(_text(value, PAPER_LIMIT)),
    "licence": lambda value: paper(_text(value, PAPER_LIMIT)),
    "contact_name": lambda value: _text(value, NAME_LIMIT),
    "contact_phone": _phone,
}
