"""What follows from facts: of departure, return and nights the one that nobody said, and the inquiry's columns."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from inquiries import projection
from inquiries.models import Fact, Inquiry

F, State = Fact.Field, Fact.State
STAY = (F.DEPART_ON, F.RETURN_ON, F.NIGHTS)


def follow(inquiry: Inquiry) -> None:
    """What follows from the facts of a locked inquiry: worked-out values and the columns."""
    derive(inquiry)
    projection.project(inquiry)


def derive(inquiry: Inquiry) -> None:
    """Departure, return and nights agree: the one that nobody said follows from the others and cites their words.

    A worked-out value that no longer fits gives way; said values and people's are left as they are.
    """
    rows = inquiry.facts.filter(field__in=STAY, state=State.CURRENT)
    current = {F(fact.field): fact for fact in rows}
    for name in STAY:
        if name in current and _is_outdated(name, current):
            current.pop(name).become(State.SUPERSEDED)
    for name in STAY:
        if name in current or inquiry.facts.filter(field=name, state=State.PROPOSED).exists():
            continue
        value, proof = _follows(name, current), _proof(name, current)
        if value is not None and proof:  # of two values set by hand the columns alone tell the third
            Fact.objects.create(
                inquiry=inquiry, field=name, value=value, evidence=_distinct(proof), source=Fact.Source.RULES
            )


def _is_outdated(name: str, current: Mapping[Fact.Field, Fact]) -> bool:
    """A worked-out value that follows no more, or cites words that prove nothing any more."""
    fact = current[F(name)]
    value = _follows(name, current)
    if value is None or not is_worked_out(fact):
        return False
    return bool(value != fact.value or _places(fact.evidence) - _places(_proof(name, current)))


def _proof(name: str, current: Mapping[Fact.Field, Fact]) -> list[dict[str, Any]]:
    """The words behind the two others."""
    others = [current[other] for other in STAY if other in current and other != name]
    return [{**item, "of": item.get("of", fact.field)} for fact in others for item in fact.evidence]


def is_worked_out(fact: Fact) -> bool:
    return not fact.by_person and bool(fact.evidence) and all("of" in item for item in fact.evidence)


def _follows(name: str, current: Mapping[Fact.Field, Fact]) -> Any:
    """The value of one of the three by the two others; None where they do not tell."""
    values = {other: current[other].value if other in current else None for other in STAY}
    leaves, returns, nights = values[F.DEPART_ON], values[F.RETURN_ON], values[F.NIGHTS]
    if name == F.NIGHTS and leaves and returns and leaves <= returns:
        return (date.fromisoformat(returns) - date.fromisoformat(leaves)).days
    if name == F.RETURN_ON and leaves and nights is not None:
        return (date.fromisoformat(leaves) + timedelta(days=nights)).isoformat()
    if name == F.DEPART_ON and returns and nights is not None:
        return (date.fromisoformat(returns) - timedelta(days=nights)).isoformat()
    return None


def _distinct(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({_place(item): item for item in items}.values())


def _places(items: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {_place(item) for item in items}


def _place(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["message"], item.get("part"), item["start"], item["end"]
