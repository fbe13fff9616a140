"""Values of facts in words for people, and people's typing as values: what `display` writes, `parse_field` reads."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext

from inquiries import addresses
from inquiries.envelope import clean
from inquiries.errors import InvalidInput
from inquiries.extraction import shapes

BOARD_WORDS = {
    "room_only": gettext_lazy("Room only"),
    "breakfast": gettext_lazy("Breakfast"),
    "half_board": gettext_lazy("Half board"),
    "full_board": gettext_lazy("Full board"),
    "all_inclusive": gettext_lazy("All inclusive"),
}
_COUNTED = {
    "nights": ngettext_lazy("%(count)d night", "%(count)d nights", "count"),
    "flexible_days": ngettext_lazy("%(count)d day", "%(count)d days", "count"),
    "travellers": ngettext_lazy("%(count)d traveller", "%(count)d travellers", "count"),
    "adults": ngettext_lazy("%(count)d adult", "%(count)d adults", "count"),
    "children": ngettext_lazy("%(count)d child", "%(count)d children", "count"),
    "rooms": ngettext_lazy("%(count)d room", "%(count)d rooms", "count"),
    "hotel_stars": ngettext_lazy("%(count)d star", "%(count)d stars", "count"),
}
_PER_WORDS: dict[str, Any] = {
    "total": "%(sum)s",
    "person": gettext_lazy("%(sum)s per person"),
    "night": gettext_lazy("%(sum)s per night"),
}
_DAY_FORMS = ("%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%B %d %Y", "%b %d %Y")
_MONTH_FORMS = ("%Y-%m", "%B %Y", "%b %Y", "%m/%Y", "%m.%Y")
_SIGNS = {"€": "EUR", "£": "GBP", "us$": "USD", "$": "USD", "¥": "JPY", "₹": "INR", "zł": "PLN", "fr.": "CHF"}
_PER_NIGHT = re.compile(r"(?:per|a|/|each)\s*night|\bp\.?n\b\.?|nightly", re.IGNORECASE)
_PER_PERSON = re.compile(r"(?:per|a|/|each)\s*(?:person|head|adult)|\bp\.?p\b\.?|\beach\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"^\s*(?:(?:about|around|approx(?:imately)?\.?|roughly|circa|ca\.?|up to)(?=[\s\d€£$])|[~≈])", re.IGNORECASE
)
_TOTAL = re.compile(r"\b(?:in\s+)?(?:total|all|altogether)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"(?P<before>[^\d\s.,]{0,4})\s*(?P<amount>\d[\d.,' ]*\d|\d)\s*(?P<k>k\b)?\s*(?P<after>[^\d\s]{0,4})", re.IGNORECASE
)


def display(field: str, value: Any) -> str:
    """A value in words: "3 May 2027", "2 adults", "150 EUR per night". Empty for None and for an empty list."""
    if value is None or value == []:
        return ""
    if field in _COUNTED:
        words = _COUNTED[field] % {"count": value}
        return f"± {words}" if field == "flexible_days" else words
    return _DISPLAYS.get(field, str)(value)


def parse_field(field: str, text: str) -> Any:
    """What a person typed, as a value; None for an empty field: not known. InvalidInput in words for that person."""
    text = " ".join(clean(text, 2000).split())
    if not text:
        return None
    if field in shapes.RANGES:
        return _number(field, text)
    return _PARSERS[field](text)


def short_day(day: date) -> str:
    """ "3 May": a day where its year is plain."""
    return date_format(day, pgettext("date format", "j M"))


def whole_day(day: date) -> str:
    """ "3 May 2028": one whose year has to be said, as short as in a list."""
    return date_format(day, pgettext("date format", "j M Y"))


def _show_budget(value: dict[str, Any]) -> str:
    amount = round(Decimal(str(value["amount"])), 2)
    number = number_format(amount, 2 if amount % 1 else 0, force_grouping=True)
    words = str(_PER_WORDS[value.get("per") or "total"])
    return words % {"sum": f"{number} {value.get('currency') or ''}".strip()}


def _show_day(value: str) -> str:
    return date_format(date.fromisoformat(value), pgettext("date format", "j F Y"))


def _show_month(value: str) -> str:
    return date_format(date.fromisoformat(f"{value}-01"), pgettext("date format", "F Y"))


_DISPLAYS: dict[str, Callable[[Any], str]] = {
    "destinations": lambda value: ", ".join(place["name"] for place in value),
    "origin": lambda value: str(value["name"]),
    "depart_on": _show_day,
    "return_on": _show_day,
    "travel_month": _show_month,
    "child_ages": lambda value: _("aged %(ages)s") % {"ages": ", ".join(map(str, value))},
    "budget": _show_budget,
    "interests": ", ".join,
    "services": ", ".join,
    "board": lambda value: str(BOARD_WORDS.get(value, value)),
    "contact_phone": addresses.show_phone,
}


def _number(field: str, text: str) -> int:
    low, high = shapes.RANGES[field]
    found = re.findall(r"\d+", text)
    if len(found) != 1 or re.search(r"[-–]\s*\d", text) or len(found[0]) > 6 or not low <= int(found[0]) <= high:
        raise InvalidInput(_("Give one whole number from %(low)s to %(high)s.") % {"low": low, "high": high})
    return int(found[0])


def _place(name: str) -> dict[str, Any]:
    """A place of the gazetteer by any of its names, else the name as it is typed."""
    from inquiries.extraction.rules import gazetteer

    if len(name) > shapes.PLACE_LIMIT:
        raise InvalidInput(
            _("A place has at most %(limit)s letters. Put commas between several.") % {"limit": shapes.PLACE_LIMIT}
        )
    known = gazetteer.lookup(name)
    return dict(known.as_value()) if known else {"name": name, "country": None, "aliases": []}


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in re.split(r"[,;]", text) if part.strip()))


def _places(text: str) -> list[dict[str, Any]] | None:
    places = [_place(part) for part in _parts(text)]
    if len(places) > shapes.PLACES_LIMIT:
        raise InvalidInput(_("At most %(limit)s places.") % {"limit": shapes.PLACES_LIMIT})
    return places or None


def _day(text: str) -> str:
    found = _by_forms(text, _DAY_FORMS, date.fromisoformat)
    if found is None:
        raise InvalidInput(_("Give a date like 2027-05-31 or 31 May 2027."))
    return found.isoformat()


def _month(text: str) -> str:
    found = _by_forms(text, _MONTH_FORMS)
    if found is None:
        raise InvalidInput(_("Give a month like 2027-05 or May 2027."))
    return f"{found:%Y-%m}"


def _by_forms(text: str, forms: tuple[str, ...], first: Callable[[str], date] | None = None) -> date | None:
    """05/06/2027 is not among the forms: it is two days in the year, and a desk has colleagues of both habits."""
    text = _in_english(text.replace(",", ""))
    readers = [first] if first else []
    readers += [lambda words, form=form: datetime.strptime(words, form).date() for form in forms]  # type: ignore[misc]  # noqa: DTZ007
    for read in readers:
        try:
            found: date = read(text)
        except ValueError:
            continue
        return found if found.year in shapes.YEARS else None
    return None


def _in_english(text: str) -> str:
    """A day as `display` writes it in the person's language, with the names of months that strptime reads."""
    text = re.sub(r"(?<=\d)\.\s+(?=[^\W\d])", " ", text)
    for number, lazy in (*MONTHS.items(), *MONTHS_3.items()):
        text = re.sub(rf"\b{re.escape(str(lazy))}\b\.?", f"{date(2000, number, 1):%B}", text, flags=re.IGNORECASE)
    return text


def _ages(text: str) -> list[int]:
    text = _without(_("aged %(ages)s") % {"ages": ""}, text)
    plain = re.sub(r"\b(?:aged?|ages|years?|old|and)\b|[,;&]", " ", text, flags=re.IGNORECASE).split()
    if not plain or not all(word.isdecimal() and int(word) <= shapes.OLDEST_CHILD for word in plain):
        raise InvalidInput(
            _("Give whole years from 0 to %(oldest)s with commas, like 4, 7.") % {"oldest": shapes.OLDEST_CHILD}
        )
    return [int(word) for word in plain]


def _without(words: str, text: str, instead: str = " ") -> str:
    """`words` are those that `display` puts around a value in the person's language."""
    return re.sub(re.escape(words.strip()), instead, text, flags=re.IGNORECASE) if words.strip() else text


def _budget(text: str) -> dict[str, Any]:
    for one, around in _PER_WORDS.items():
        text = _without(around % {"sum": ""}, text, f" per {one} ")
    per = "night" if _PER_NIGHT.search(text) else "person" if _PER_PERSON.search(text) else "total"
    for words in (_PER_NIGHT, _PER_PERSON, _TOTAL, _ABOUT):
        text = words.sub(" ", text)
    match = _MONEY.fullmatch(text.strip())
    currency = _currency(match["before"] or match["after"]) if match else None
    if match is None or currency is None or (match["before"] and match["after"]):
        raise InvalidInput(_("Give a sum like 3000 EUR, or 150 EUR per night."))
    amount = _amount(match["amount"]) * (1000 if match["k"] else 1)
    if not 0 < amount <= shapes.MOST_MONEY:
        raise InvalidInput(_("Give a sum above 0."))
    return {"amount": int(amount) if amount == int(amount) else round(amount, 2), "currency": currency, "per": per}


def _currency(sign: str) -> str | None:
    known = _SIGNS.get(sign.casefold())
    return known if known else sign.upper() if re.fullmatch(r"[A-Za-z]{3}|", sign) else None


def _amount(text: str) -> float:
    """ "3.000", "3,000.50", "3'000": one or two digits behind the last mark are cents."""
    whole, _, cents = re.sub(r"[' ]", "", text).replace(",", ".").rpartition(".")
    if whole and len(cents) < 3:
        return float(f"{whole.replace('.', '')}.{cents or 0}")
    return float(f"{whole}{cents}".replace(".", ""))


def _listed(known: tuple[str, ...]) -> Callable[[str], list[str] | None]:
    def parse(text: str) -> list[str] | None:
        words = [part.casefold() for part in _parts(text)]
        strange = [word for word in words if word not in known]
        if strange:
            raise InvalidInput(
                _("“%(word)s” is not among: %(known)s.") % {"word": strange[0][:40], "known": ", ".join(known)}
            )
        return list(dict.fromkeys(words)) or None

    return parse


def _board(text: str) -> str:
    for code, words in BOARD_WORDS.items():
        if text.casefold() in {code, str(words).casefold()}:
            return code
    raise InvalidInput(_("One of: %(words)s.") % {"words": ", ".join(map(str, BOARD_WORDS.values()))})


def _name(text: str) -> str:
    if len(text) > shapes.NAME_LIMIT:
        raise InvalidInput(_("A name has at most %(limit)s letters.") % {"limit": shapes.NAME_LIMIT})
    return text


def _phone(text: str) -> str:
    number = addresses.to_e164(text, settings.DEFAULT_PHONE_REGION)
    if number is None:
        raise InvalidInput(_("That is no telephone number. Give it with its country code, like +44 20 7946 0958."))
    return number


_PARSERS: dict[str, Callable[[str], Any]] = {
    "destinations": _places,
    "origin": _place,
    "depart_on": _day,
    "return_on": _day,
    "travel_month": _month,
    "child_ages": _ages,
    "budget": _budget,
    "interests": _listed(shapes.INTERESTS),
    "services": _listed(shapes.SERVICES),
    "board": _board,
    "passport": lambda text: shapes.paper(_name(text)),
    "licence": lambda text: shapes.paper(_name(text)),
    "contact_name": _name,
    "contact_phone": _phone,
}
