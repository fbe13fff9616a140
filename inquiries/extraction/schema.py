"""What a language model answers, as a strict schema: each value with the words that prove it.

Every object forbids other keys and requires all of its own; what is not said is null. Field by field this is
`shapes.py`; the quotes are located in the message by `quotes.py` and become the evidence.
Rules of strict schemas: https://platform.openai.com/docs/guides/structured-outputs
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

from inquiries.extraction.shapes import Board, Interest, Kind, Per, Service


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)


class Quoted(Strict):
    """`quotes` come first: a model that has to cite before it answers invents less."""

    quotes: list[str]


class Number(Quoted):
    value: int
    options: list[int]


class Day(Quoted):
    """YYYY-MM-DD, or YYYY-MM for a month."""

    value: str
    options: list[str]


class Text(Quoted):
    value: str


class Place(Strict):
    name: str
    country: str | None
    aliases: list[str]


class OnePlace(Quoted):
    value: Place


class Places(Quoted):
    value: list[Place]


class Ages(Quoted):
    value: list[int]


class Money(Strict):
    amount: float
    currency: str
    per: Per


class Budget(Quoted):
    value: Money
    options: list[Money]


class Interests(Quoted):
    value: list[Interest]


class Services(Quoted):
    value: list[Service]


class Meals(Quoted):
    value: Board


class Answer(Strict):
    """One message as a careful travel agent would note it down. The names are those of Fact.Field."""

    kind: Kind
    language: str | None
    destinations: Places | None
    origin: OnePlace | None
    depart_on: Day | None
    return_on: Day | None
    travel_month: Day | None
    nights: Number | None
    flexible_days: Number | None
    travellers: Number | None
    adults: Number | None
    children: Number | None
    child_ages: Ages | None
    budget: Budget | None
    interests: Interests | None
    services: Services | None
    rooms: Number | None
    hotel_stars: Number | None
    board: Meals | None
    passport: Text | None
    licence: Text | None
    contact_name: Text | None
    contact_phone: Text | None


class Written(Strict):
    """A text for staff: a draft, a summary, a translation."""

    text: str


_NAMES: dict[type[Strict], str] = {Answer: "trip_request", Written: "written"}


def response_format(answer: type[Strict] = Answer) -> dict[str, Any]:
    """The schema as the API wants it; pydantic's titles and docstrings are left out, the prompt says what counts."""
    schema = _bare(answer.model_json_schema())
    return {"type": "json_schema", "json_schema": {"name": _NAMES[answer], "strict": True, "schema": schema}}


def _bare(node: Any, *, names: bool = False) -> Any:
    """`names`: the keys of this object are names of properties, not keywords."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    dropped = () if names else ("title", "description", "default")
    return {
        key: _bare(item, names=not names and key in {"properties", "$defs"})
        for key, item in node.items()
        if key not in dropped
    }
