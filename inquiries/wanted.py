"""What an agent needs to know before an offer can be made, per kind of trip: one table, read from the top.

Pure. `known` is {field: value} of what is held to be true or proposed; None as a value means that a person has marked
it as not needed, and it is not asked for again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

type Known = Mapping[str, Any]

MOST = 9  # wanted at once: the meter of a row has room for no more, and nobody answers more
ASKED = 4  # in one message: the few that matter most

# Countries that a European passport does not enter without a visa or a permit asked for beforehand. As of 2026 and
# only a hint: it makes the desk ask for the passport, and says nothing about anybody's right to enter.
_VISA = (
    "AU AO AZ BD BH BT CA CD CM CN CU DZ EG ET GH IN IQ IR JO KE KH KP LA LK LY MG MM NG NP PK RU RW SA TZ TD UG US "
    "VN YE ZM"
)
VISA_LIKELY = frozenset(_VISA.split())
_BY_ROAD = frozenset({"villa", "apartment", "car", "guide", "tour", "insurance", "visa", "transfer"})


@dataclass(frozen=True)
class Want:
    """One thing to know. Of `fields` one known is enough; the first is the one that is asked for.

    `priority`: 1 no offer without it, 2 every offer is better with it, 3 of this kind of trip alone.
    """

    fields: tuple[str, ...]
    priority: int
    applies: Callable[[Known], bool] = lambda _known: True

    @property
    def asks(self) -> str:
        return self.fields[0]


def _likes(*interests: str) -> Callable[[Known], bool]:
    return lambda known: bool(set(interests) & set(known.get("interests") or ()))


def _books(*services: str) -> Callable[[Known], bool]:
    return lambda known: bool(set(services) & set(known.get("services") or ()))


def _has_children(known: Known) -> bool:
    return bool(known.get("children"))


def _travels_there(known: Known) -> bool:
    """They may want to be brought there; who asks for a villa or a car alone comes by themselves."""
    services = set(known.get("services") or ())
    return not services or not services <= _BY_ROAD


def _is_private(known: Known) -> bool:
    return "business" not in (known.get("interests") or ())


def _many(known: Known) -> bool:
    """Three or more, or a group: it is not plain how they share rooms."""
    party = known.get("travellers") or (known.get("adults") or 0) + (known.get("children") or 0)
    return int(party) > 2 or _likes("group")(known)


def _sleeps_in_rooms(known: Known) -> bool:
    return _many(known) and not _books("villa", "apartment", "cruise")(known)


def _eats_there(known: Known) -> bool:
    """Where the board makes the price: a hotel by the sea, in the snow, or with children."""
    return _likes("beach", "ski", "wellness", "honeymoon", "family")(known) and not _books("villa", "apartment")(known)


def _needs_visa(known: Known) -> bool:
    places = known.get("destinations") or ()
    return any((place.get("country") or "") in VISA_LIKELY for place in places)


def _has_month_only(known: Known) -> bool:
    return bool(known.get("travel_month")) and not known.get("depart_on")


# In the order in which they are asked for.
TABLE: tuple[Want, ...] = (
    # every trip
    Want(("destinations",), 1),
    Want(("depart_on", "travel_month"), 1),
    Want(("nights", "return_on"), 1),
    Want(("adults", "travellers"), 1),
    Want(("child_ages",), 1, _has_children),  # airlines and hotels price by age
    Want(("origin",), 2, _travels_there),
    Want(("budget",), 2, _is_private),  # a firm says its travel rules, not a sum
    # beach, ski, wellness, honeymoon, family
    Want(("board",), 3, _eats_there),
    # families, friends and groups
    Want(("rooms",), 3, _sleeps_in_rooms),
    # cruise, safari, round trip: they leave on set days, so a month alone does not do
    Want(("flexible_days", "depart_on"), 3, lambda known: _has_month_only(known) and _likes("cruise", "safari")(known)),
    # round trip and villa by car
    Want(("licence",), 3, _books("car")),
    # far away
    Want(("passport",), 3, _needs_visa),
)


def of(known: Known) -> list[Want]:
    """The wants of this trip, the most pressing first."""
    applying = [want for want in TABLE if want.applies(known)]
    return sorted(applying, key=lambda want: want.priority)[:MOST]


def missing(known: Known) -> list[str]:
    """Fields to ask for: of each want of which nothing is known the first."""
    return [want.asks for want in of(known) if not any(name in known for name in want.fields)]


def group(field: str) -> tuple[str, ...]:
    """The fields that answer the same want."""
    return next((want.fields for want in TABLE if want.asks == field), (field,))


def to_ask(doubtful: Iterable[str], absent: Iterable[str]) -> list[str]:
    """What one message asks for: what is missing first, then what has two readings, at most ASKED of them."""
    return list(dict.fromkeys([*absent, *doubtful]))[:ASKED]


__all__ = ["ASKED", "MOST", "TABLE", "VISA_LIKELY", "Want", "group", "missing", "of", "to_ask"]
