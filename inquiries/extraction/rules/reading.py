"""All rules over one message: what kind it is, its language, and the values of the fields that it speaks about."""

import re

from inquiries.extraction.document import Document, Span, Value
from inquiries.extraction.rules import answers, doubts, kinds, money, names, party, phones, places, when, wishes
from inquiries.extraction.rules.page import Page

_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW = 8  # words of an answer, "4 e 7, do Porto", that tell no language


def read(document: Document) -> tuple[str, str, dict[str, Value]]:
    """Kind, language ("" where there are no words) and values. Bookings and other mail have no trip of their own."""
    page = Page(document)
    name = names.read(page)
    trip = _trip(page, name) if page.spoken else {}
    kind = kinds.read(page, trip)
    answered, wrong = answers.read(page, trip)
    if answered and not document.parked_reason and kind != "booking":
        kind, trip = "followup", {name: value for name, value in trip.items() if name not in wrong} | answered
    values = doubts.mark(page, trip) if kind in kinds.WITH_A_TRIP else {}
    for field, found in (("contact_name", name), ("contact_phone", phones.read(page))):
        if found:
            values[field] = found
    few = len(_WORD.findall(page.body.flat)) < _FEW
    return kind, "" if answered and few else page.language, values


def _trip(page: Page, name: Value | None) -> dict[str, Value]:
    values = places.read(page, signed=name.evidence[0] if name else None)
    wanted = len(values["destinations"].value) if "destinations" in values else 1
    values |= when.read(page, places=wanted) | party.read(page)
    values |= {
        field: found
        for field, found in (
            ("budget", money.read(page)),
            ("rooms", wishes.rooms(page, values.get("travellers"))),
            ("hotel_stars", wishes.stars(page)),
            ("board", wishes.board(page)),
        )
        if found
    }
    bed = _proof(values, "rooms", "hotel_stars", "board")
    if services := wishes.services(page, origin=_proof(values, "origin"), bed=bed):
        values["services"] = services
    families = _proof(values, "children") if _family(page, values) else ()
    if interests := wishes.interests(page, families=families):
        values["interests"] = interests
    return values


def _proof(values: dict[str, Value], *fields: str) -> tuple[Span, ...]:
    """The words of the first of these fields that has a value: what follows from it cites them."""
    return next((values[field].evidence for field in fields if field in values), ())


def _family(page: Page, values: dict[str, Value]) -> bool:
    """Children who travel with their own people, not a class with its teachers."""
    if "children" not in values:
        return False
    children, adults = values["children"].value, values["adults"].value if "adults" in values else 2
    return 0 < children <= 3 * adults and not wishes.is_group(page)
