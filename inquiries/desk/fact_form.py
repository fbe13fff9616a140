"""The little form that stands in a value's place: which field of a browser fits which fact."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inquiries import facts as rules
from inquiries.models import Fact

F = Fact.Field
_TYPES = {
    F.DEPART_ON: "date",
    F.RETURN_ON: "date",
    F.TRAVEL_MONTH: "month",
    F.NIGHTS: "number",
    F.FLEXIBLE_DAYS: "number",
    F.TRAVELLERS: "number",
    F.ADULTS: "number",
    F.CHILDREN: "number",
    F.ROOMS: "number",
    F.HOTEL_STARS: "number",
    F.CONTACT_PHONE: "tel",
}
_HINTS = {
    F.DESTINATIONS: _("Places with commas: Crete, Kos"),
    F.CHILD_AGES: _("Years with commas: 4, 7"),
    F.BUDGET: _("Like 3000 EUR, or 150 EUR per night"),
    F.INTERESTS: _("With commas: beach, family"),
    F.SERVICES: _("With commas: flight, hotel"),
    F.CONTACT_PHONE: _("With the country code: +44 ..."),
}
BOARDS = (
    ("room_only", _("Room only")),
    ("breakfast", _("Breakfast")),
    ("half_board", _("Half board")),
    ("full_board", _("Full board")),
    ("all_inclusive", _("All inclusive")),
)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`text`: what stands in the field; `was`: what stood there before, so that leaving it unchanged saves nothing."""

    name: str
    label: str
    type: str
    text: str
    was: str
    hint: str = ""
    error: str = ""
    choices: tuple[tuple[str, Promise], ...] = ()


def field(name: str, fact: Fact | None, *, text: str | None = None, error: str = "") -> Edit:
    """The form of the field `name`. `text`: what a person typed, kept with its `error`."""
    was = as_typed(name, fact.value) if fact is not None else ""
    return Edit(
        name=name,
        label=str(F(name).label),
        type=_TYPES.get(F(name), "text"),
        text=was if text is None else text,
        was=was,
        hint=str(_HINTS.get(F(name), "")),
        error=error,
        choices=BOARDS if name == F.BOARD else (),
    )


def as_typed(name: str, value: Any) -> str:
    """A value as a person would type it; facts.parse_field reads it back."""
    if value is None:
        return ""
    if name in _TYPES or name == F.BOARD:
        return str(value)
    if name == F.CHILD_AGES:
        return ", ".join(str(age) for age in value)
    return rules.display(name, value)
