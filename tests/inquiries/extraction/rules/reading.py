"""A message as the rules read it, in one call."""

from datetime import UTC, datetime
from typing import Any

from inquiries.extraction.document import Document, Reading
from inquiries.extraction.rules import RulesEngine

ENGINE = RulesEngine()
MONDAY = datetime(2027, 2, 1, 12, tzinfo=UTC)


def read(text: str, **fields: Any) -> Reading:
    return ENGINE.read(Document(text=text, sent_at=fields.pop("sent_at", MONDAY), **fields))


def values(text: str, *names: str, **fields: Any) -> tuple[Any, ...]:
    """The values of these fields; None for one that the message does not speak about."""
    found = read(text, **fields).values
    return tuple(found[name].value if name in found else None for name in names)


def places(text: str, **fields: Any) -> tuple[list[str], str | None]:
    """Names of where to, and of where from."""
    wanted, origin = values(text, "destinations", "origin", **fields)
    return [place["name"] for place in wanted or []], origin and origin["name"]
