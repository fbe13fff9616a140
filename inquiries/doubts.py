"""Doubtful values that hang together: who reads 05/06 as 6 May reads 12/06 as 6 December.

Pure but for the rows that it is given.
"""

from collections.abc import Iterable, Sequence

from inquiries.models import Fact

F = Fact.Field
# Settled by one decision where one message says them and each has as many readings as the others.
_FAMILIES: tuple[tuple[Fact.Field, ...], ...] = (
    (F.DEPART_ON, F.RETURN_ON, F.TRAVEL_MONTH),
    (F.ADULTS, F.CHILDREN, F.TRAVELLERS),
)
_ORDER = {field: position for position, field in enumerate(F)}


def open_ones(known: Iterable[Fact]) -> list[Fact]:
    """Those of which nothing is known but several readings, in the order of the fields."""
    rows = list(known)
    current = {fact.field for fact in rows if fact.state == Fact.State.CURRENT}
    found = [fact for fact in rows if fact.state == Fact.State.PROPOSED and fact.options and fact.field not in current]
    return sorted(found, key=lambda fact: (_ORDER[F(fact.field)], fact.pk or 0))


def groups(known: Iterable[Fact]) -> list[list[Fact]]:
    """The open ones, those together that one decision settles; the first of each is the one to ask about."""
    made: list[list[Fact]] = []
    for fact in open_ones(known):
        home = next((group for group in made if together(group[0], fact)), None)
        if home is None:
            made.append([fact])
        else:
            home.append(fact)
    return made


def together(one: Fact, other: Fact) -> bool:
    """Whether a reading of the one is a reading of the other."""
    family = next((family for family in _FAMILIES if one.field in family), ())
    same = one.message_id is not None and one.message_id == other.message_id
    return same and other.field in family and one.field != other.field and len(one.options) == len(other.options)


def fits(group: Sequence[Fact], position: int) -> bool:
    """Whether the readings at this position can all be true: nobody comes back before they leave."""
    days = {fact.field: fact.options[position] for fact in group}
    leaves, returns = days.get(F.DEPART_ON), days.get(F.RETURN_ON)
    return not (leaves and returns) or leaves <= returns


__all__ = ["fits", "groups", "open_ones", "together"]
