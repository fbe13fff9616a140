"""A reading, or what people know, with the keys of the labelled corpus (tests/data/corpus/LABELS.md). Pure."""

from collections.abc import Mapping
from typing import Any

LISTS = ("destinations", "child_ages", "interests", "services")
# Every key beside kind and language, in this order; a budget is spread over three.
FIELDS = (
    "destinations", "origin", "depart_on", "return_on", "travel_month", "nights", "flexible_days", "travellers",
    "adults", "children", "child_ages", "budget_amount", "budget_currency", "budget_per", "interests", "services",
    "rooms", "hotel_stars", "board", "contact_name", "contact_phone",
)  # fmt: skip


def label(values: Mapping[str, Any], *, kind: str, language: str) -> dict[str, Any]:
    """`values` by the fields of facts; null or an empty list where there is none."""
    found = dict(values)
    budget = found.pop("budget", None) or {}
    found |= {f"budget_{key}": budget.get(key) or None for key in ("amount", "currency", "per")}
    empty: dict[str, Any] = {field: [] if field in LISTS else None for field in FIELDS}
    row = {field: empty[field] if found.get(field) is None else found[field] for field in FIELDS}
    return {"kind": kind or None, "language": language or None, **row}
