"""The trip as columns: what the current facts say, computed anew each time and written by this module alone.

`project` may be called as often as one likes: the same facts give the same row, and an unchanged row is not written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inquiries import fact_words, languages, party, search, wanted
from inquiries.models import Contact, Destination, Extraction, Fact, Inquiry

F = Fact.Field
_COLUMNS = (
    "trip", "origin", "origin_country", "depart_on", "return_on", "travel_month", "nights", "flexible_days",
    "travellers", "adults", "children", "child_ages", "budget_amount", "budget_currency", "budget_per", "interests",
    "services", "rooms", "hotel_stars", "board", "sure_count", "check_count", "missing_count", "kind", "language",
    "search_text",
)  # fmt: skip
_NUMBERS = (F.NIGHTS, F.FLEXIBLE_DAYS, F.TRAVELLERS, F.ADULTS, F.CHILDREN, F.ROOMS, F.HOTEL_STARS)
_KINDS = (Inquiry.Kind.INQUIRY, Inquiry.Kind.FOLLOWUP, Inquiry.Kind.BOOKING, Inquiry.Kind.OTHER)
_REQUESTS = (Inquiry.Kind.INQUIRY, Inquiry.Kind.FOLLOWUP)
_PERSON = (F.CONTACT_NAME, F.CONTACT_PHONE)
_PLACES_SHOWN = 3
TRIP_LIMIT = 300
_PLAIN_FOR = timedelta(days=330)


@dataclass(frozen=True)
class Part:
    """A part of the trip in one line, and the fields that it speaks of."""

    words: str
    fields: frozenset[str] = field(default_factory=frozenset)


def project(inquiry: Inquiry) -> bool:
    """Write the trip columns, destinations, counts, kind and language of an inquiry; True where anything changed.

    Called in the transaction that changed the facts, on the locked row.
    """
    with transaction.atomic():
        facts = list(inquiry.facts.filter(state__in=[Fact.State.CURRENT, Fact.State.PROPOSED]).order_by("pk"))
        known = likeliest(facts)
        values = {name: value for name, value in known.items() if value is not None}
        changed = _write_destinations(inquiry, values.get(F.DESTINATIONS) or [])
        columns = _trip_columns(values) | _understood(inquiry, values)
        columns |= _counts(known, facts, is_trip=_is_trip(inquiry, columns["kind"], values))
        with languages.of_rows():
            columns["trip"] = _line(values, facts, asked=inquiry.came_at.date())[:TRIP_LIMIT]
        proven = {fact.field for fact in facts if fact.state == Fact.State.CURRENT and fact.verified}
        _fill_contact(inquiry, {name: value for name, value in values.items() if name in proven})
        for name, value in columns.items():
            changed |= getattr(inquiry, name) != value
            setattr(inquiry, name, value)
        words = search.document(inquiry)
        changed |= words != inquiry.search_text
        inquiry.search_text = words
        if changed:
            inquiry.save(update_fields=_COLUMNS)
        return changed


def likeliest(facts: Iterable[Fact]) -> dict[str, Any]:
    """{field: value} of what is known; where several readings wait for a person, of the likeliest of them.

    So a list finds the trip under its likeliest day or sum; the line of the trip puts a question mark behind it.
    """
    doubtful = {fact.field: fact.options[0] for fact in facts if fact.state == Fact.State.PROPOSED and fact.options}
    return doubtful | {fact.field: fact.value for fact in facts if fact.state == Fact.State.CURRENT}


def missing(current: Mapping[str, Fact]) -> list[Fact.Field]:
    """Wanted fields of which nothing is known. What a person has set to "not known" is not asked for again."""
    return [F(name) for name in wanted.missing({field: fact.value for field, fact in current.items()})]


def _line(values: Mapping[str, Any], facts: Iterable[Fact], *, asked: date) -> str:
    """The trip in one line, what has several readings with a question mark."""
    current = {fact.field for fact in facts if fact.state == Fact.State.CURRENT}
    open_ones = {fact.field for fact in facts if fact.state == Fact.State.PROPOSED} - current
    return " · ".join(
        f"{part.words}?" if open_ones & part.fields else part.words for part in parts(values, asked=asked)
    )


def parts(values: Mapping[str, Any], *, asked: date | None = None) -> list[Part]:
    """The trip in one line: Crete · 3-10 May · 2 adults, 2 children · 3,000 EUR. `values` by field, without nulls.

    `asked`: the day on which they first wrote, which tells whether a day of travel needs its year.
    """
    found = [_where(values), _when(values, asked), _who(values), _budget(values)]
    return [part for part in found if part is not None]


def _where(values: Mapping[str, Any]) -> Part | None:
    names = [place["name"] for place in values.get(F.DESTINATIONS) or []]
    if not names:
        return None
    rest = len(names) - _PLACES_SHOWN
    shown = ", ".join(names[:_PLACES_SHOWN]) + (f" +{rest}" if rest > 0 else "")
    return Part(shown.replace("·", "-"), frozenset({F.DESTINATIONS}))


def _when(values: Mapping[str, Any], asked: date | None) -> Part | None:
    leaves, returns, nights = _dates(values)
    day = fact_words.short_day if _year_is_plain(leaves or returns, asked) else fact_words.whole_day
    if leaves and returns:
        return Part(_range(leaves, returns, day), frozenset({F.DEPART_ON, F.RETURN_ON, F.NIGHTS}))
    stay = f", {fact_words.display(F.NIGHTS, nights)}" if nights is not None else ""
    fields = {F.NIGHTS} if stay else set()
    if leaves:
        words = _("from %(day)s") % {"day": day(leaves)}
        return Part(f"{words}{stay}", frozenset(fields | {F.DEPART_ON}))
    if returns:
        words = _("until %(day)s") % {"day": day(returns)}
        return Part(f"{words}{stay}", frozenset(fields | {F.RETURN_ON}))
    if F.TRAVEL_MONTH in values:
        month = fact_words.display(F.TRAVEL_MONTH, values[F.TRAVEL_MONTH])
        return Part(f"{month}{stay}", frozenset(fields | {F.TRAVEL_MONTH}))
    return Part(stay.removeprefix(", "), frozenset(fields)) if stay else None


def _year_is_plain(travels: date | None, asked: date | None) -> bool:
    """ "20–27 Dec", asked for in November, is next month: that of a year later says so."""
    return travels is None or asked is None or travels - asked < _PLAIN_FOR


def _range(leaves: date, returns: date, day: Callable[[date], str]) -> str:
    if (leaves.year, leaves.month) == (returns.year, returns.month):
        return f"{leaves.day}–{day(returns)}"
    return f"{fact_words.short_day(leaves)} – {day(returns)}"


def _who(values: Mapping[str, Any]) -> Part | None:
    named = [name for name in (F.ADULTS, F.CHILDREN) if values.get(name)]
    if F.ADULTS not in named:
        named = [name for name in (F.TRAVELLERS, F.CHILDREN) if values.get(name)]
    words = ", ".join(fact_words.display(name, values[name]) for name in named)
    if party.differs(values):  # whoever reads one of the two numbers alone makes an offer for too few
        both = {"travellers": fact_words.display(F.TRAVELLERS, values[F.TRAVELLERS]), "named": words}
        return Part(_("%(travellers)s (%(named)s)") % both, frozenset([F.TRAVELLERS, *named]))
    return Part(words, frozenset(named)) if words else None


def _budget(values: Mapping[str, Any]) -> Part | None:
    if F.BUDGET not in values:
        return None
    return Part(fact_words.display(F.BUDGET, values[F.BUDGET]), frozenset({F.BUDGET}))


def _dates(values: Mapping[str, Any]) -> tuple[date | None, date | None, int | None]:
    """Departure, return and nights; of the three the one that is not known follows from the others."""
    leaves, returns = _day(values.get(F.DEPART_ON)), _day(values.get(F.RETURN_ON))
    nights: int | None = values.get(F.NIGHTS)
    if leaves and returns and nights is None and returns >= leaves:
        nights = (returns - leaves).days
    elif leaves and returns is None and nights is not None:
        returns = leaves + timedelta(days=nights)
    elif returns and leaves is None and nights is not None:
        leaves = returns - timedelta(days=nights)
    return leaves, returns, nights


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _trip_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    leaves, returns, nights = _dates(values)
    origin, budget = values.get(F.ORIGIN) or {}, values.get(F.BUDGET) or {}
    columns: dict[str, Any] = {name.value: values.get(name) for name in _NUMBERS}
    adults, children = values.get(F.ADULTS), values.get(F.CHILDREN)
    if columns["travellers"] is None and adults is not None and children is not None:
        columns["travellers"] = adults + children
    return columns | {
        "nights": nights,
        "depart_on": leaves,
        "return_on": returns,
        "travel_month": values.get(F.TRAVEL_MONTH) or (f"{leaves:%Y-%m}" if leaves else ""),
        "origin": origin.get("name", ""),
        "origin_country": origin.get("country") or "",
        "child_ages": values.get(F.CHILD_AGES) or [],
        "budget_amount": Decimal(str(budget["amount"])).quantize(Decimal("0.01")) if budget else None,
        "budget_currency": budget.get("currency") or "",
        "budget_per": budget.get("per") or "",
        "interests": values.get(F.INTERESTS) or [],
        "services": values.get(F.SERVICES) or [],
        "board": values.get(F.BOARD) or "",
    }


def _counts(known: Mapping[str, Any], facts: Iterable[Fact], *, is_trip: bool) -> dict[str, int]:
    """Of what this trip wants: known and proven, to be checked by a person, and missing. A non-trip misses nothing."""
    open_ones = {fact.field for fact in facts if fact.state == Fact.State.PROPOSED}
    current = {fact.field: fact for fact in facts if fact.state == Fact.State.CURRENT}
    if party.differs({name: fact.value for name, fact in current.items()}):
        open_ones.add(F.ADULTS)
    sure = check = absent = 0
    for want in wanted.of(known):
        found = [current[name] for name in want.fields if name in current and current[name].value is not None]
        if open_ones.intersection(want.fields) or not all(fact.verified for fact in found):
            check += 1
        elif found:
            sure += 1
        elif not any(name in known for name in want.fields):
            absent += 1
    return {"sure_count": sure, "check_count": check, "missing_count": absent if is_trip else 0}


def _is_trip(inquiry: Inquiry, kind: str, values: Mapping[str, Any]) -> bool:
    """Whether an offer is to be made: something is known of a trip, or what was read is a request."""
    if _knows_a_trip(values):
        return True
    return kind in _REQUESTS and Extraction.objects.filter(message__inquiry=inquiry, error="").exists()


def _knows_a_trip(values: Mapping[str, Any]) -> bool:
    return any(name not in _PERSON for name in values)


def _understood(inquiry: Inquiry, values: Mapping[str, Any]) -> dict[str, str]:
    """Kind and language by the last good run on each message. One request makes it an inquiry, whatever follows."""
    runs = Extraction.objects.filter(message__inquiry=inquiry, error="").order_by(
        "message__sent_at", "message_id", "pk"
    )
    latest: dict[int, tuple[str, str]] = {}
    for message, kind, language in runs.values_list("message_id", "kind", "language"):
        latest[message] = (kind, language)
    kinds = {kind for kind, _ in latest.values()}
    languages = [language for _, language in latest.values() if language]
    kind = next((kind for kind in _KINDS if kind in kinds), inquiry.kind)
    if kind == Inquiry.Kind.OTHER and _knows_a_trip(values):
        kind = Inquiry.Kind.INQUIRY  # somebody has noted a trip by hand
    return {
        "kind": kind,
        "language": languages[-1] if languages else inquiry.language,
    }


def _write_destinations(inquiry: Inquiry, places: list[dict[str, Any]]) -> bool:
    wanted = [(place["name"], place.get("country") or "") for place in places]
    if list(inquiry.destinations.order_by("position").values_list("name", "country")) == wanted:
        return False
    inquiry.destinations.all().delete()
    Destination.objects.bulk_create(
        Destination(inquiry=inquiry, position=position, name=name, country=country)
        for position, (name, country) in enumerate(wanted)
    )
    return True


def _fill_contact(inquiry: Inquiry, values: Mapping[str, Any]) -> None:
    """A contact without a name or a number gets what was really said; what is there is never replaced.

    Intake locks a contact before its inquiry, so a contact that is locked now is left alone: the message that is
    coming in will be projected as well.
    """
    contact = inquiry.contact
    said = {"name": values.get(F.CONTACT_NAME), "phone": values.get(F.CONTACT_PHONE)}
    empty = {name: value for name, value in said.items() if value and not getattr(contact, name)}
    if not empty:
        return
    row = Contact.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=contact.pk).first()
    if row is None:
        return
    for name, value in empty.items():
        if not getattr(row, name):
            setattr(row, name, value)
    row.save(update_fields=list(empty))
    inquiry.contact = row


__all__ = ["Part", "likeliest", "missing", "parts", "project"]
