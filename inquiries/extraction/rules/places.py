"""Where to and where from, out of the places that a message names and their roles (place_roles.py).

A place is wanted unless its words say otherwise: where the journey starts, what is refused, an earlier trip, where
somebody else went, a wedding at home, the airport that a transfer leaves from.
"""

from typing import Any

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules import gazetteer
from inquiries.extraction.rules import place_words as said
from inquiries.extraction.rules.gazetteer import Place, PlaceValue
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.place_roles import EDGES, Named, roles

_NEAR = 80  # characters between two towns that are weighed against each other


def read(page: Page, signed: Span | None = None) -> dict[str, Value]:
    """`destinations` and `origin`, as far as the message tells; the subject only where the text names no goal.

    `signed`: the sender's name in the text, whose words are no places ("soy Florencia"). The subject of an answer is
    ours.
    """
    named = [row for row in roles(page.body, page.clauses, page) if not _is_name(row, signed)]
    _settle_namesakes(named)
    start = _start(page, named)
    wanted = _wanted(page, [row for row in named if row.role == "to"], start)
    wanted = wanted or _wanted(page, [row for row in named if row.celebrated], start)
    wanted = wanted or _wanted(page, [row for row in named if row.lone and _heads(page, row)], start)
    if not wanted and not page.document.answers:
        subject = roles(page.subject, page.subject_clauses, page)
        start = start or next((row for row in subject if row.role == "from"), None)
        wanted = _wanted(page, _not_refused([row for row in subject if row.role == "to"], named), start)
    values: dict[str, Value] = {}
    if wanted:
        evidence = tuple(_quote(row) for row in wanted)
        places = [_with_roof(row, wanted, named) for row in wanted]
        values["destinations"] = Value(places, evidence, _readings(wanted, places))
    if start:
        origin = _origin(start, named)
        others = tuple(place.as_value() for place in start.mention.others)
        values["origin"] = Value(origin, (_quote(start),), (origin, *others) if others else ())
    return values


def _settle_namesakes(named: list[Named]) -> None:
    """Of places with one name the one in a country that the others are in: "Seville, Córdoba and Granada"."""
    countries = {row.mention.place.country for row in named if row.role == "to" and not row.mention.others} - {""}
    for row in named:
        here = row.mention
        if row.role == "to" and here.others and here.place.country not in countries:
            chosen = next((place for place in here.others if place.country in countries), None)
            row.mention = here._replace(place=chosen, others=()) if chosen else here


def _with_roof(row: Named, wanted: list[Named], named: list[Named]) -> PlaceValue:
    """ "Crete, Chania side" is Chania, and may be called Crete where it is the only place there."""
    place = row.mention.place
    value = place.as_value()
    for roof in dict.fromkeys(other.mention.place for other in named if other.role == "to"):
        inside = [other for other in wanted if gazetteer.lies_in(other.mention.place, roof)]
        if inside == [row] and roof.name not in value["aliases"]:
            value["aliases"] = [*value["aliases"], roof.name]
    return value


def _is_name(row: Named, signed: Span | None) -> bool:
    span = _quote(row)
    return signed is not None and signed.part == span.part and signed.start <= span.start < signed.end


def _readings(wanted: list[Named], places: list[PlaceValue]) -> tuple[Any, ...]:
    """Where the one place that is wanted has namesakes: each as a list of its own."""
    others = wanted[0].mention.others if len(wanted) == 1 else ()
    return (places, *([place.as_value()] for place in others)) if others else ()


def _start(page: Page, named: list[Named]) -> Named | None:
    """Where the journey starts: said so, else an airport or a town of the sender's own country that stands for it."""
    said_so = [row for row in named if row.role == "from"]
    return (
        next((row for row in said_so if not _takes_car(row)), next(iter(said_so), None))
        or _own_airport(page, named)
        or _bare_home(page, named)
        or next((row for row in named if row.role == "home"), None)
    )


def _takes_car(row: Named) -> bool:
    """ "Mietwagen ab Bodø. Abflug ab Hamburg": it starts in Hamburg."""
    return bool(said.CAR_FROM.search(row.text.flat[: row.mention.start][-60:]))


def _own_airport(page: Page, named: list[Named]) -> Named | None:
    """ "LHR" between two full stops, "bristol airport", "flying luton": an airport of the sender's own country."""
    for row in named:
        at_home = row.mention.place.country == page.country
        if at_home and (
            (row.lone and row.mention.code and _between_edges(page, row)) or (row.airport and row.role == "out")
        ):
            return row
    return None


def _bare_home(page: Page, named: list[Named]) -> Named | None:
    """ "Madeira, 1 week, Dublin, 3 of us": a town of the sender's own country that stands alone beside one abroad."""
    abroad = any(row.role == "to" and row.mention.place.country != page.country for row in named)
    for row in named if abroad else ():
        place = row.mention.place
        usable = row.role == "to" or row.lone
        if usable and place.country == page.country and place.kind in "TA":
            both = _beside(page, row, named)
            if both or _between_edges(page, row):
                row.role = "from"
                if both:
                    both.role = "out"
                return row
    return None


def _beside(page: Page, row: Named, named: list[Named]) -> Named | None:
    """ "Hull or Leeds", "Hull if possible, Leeds if we must": the second of two at the start of a line."""
    flat, place = page.body.flat, row.mention.place
    if row.text is not page.body or flat[: row.mention.start].rstrip(" ")[-1:] not in EDGES:
        return None
    for other in named:
        low, high = row.mention.end, other.mention.start
        near = other.text is page.body and low < high < low + _NEAR and said.EITHER.fullmatch(flat, low, high)
        if near and other.mention.place.country == place.country and other.mention.place.kind in "TA":
            return other
    return None


def _heads(page: Page, row: Named) -> bool:
    """ "Hi! Florence, 3 nights, ...": a name that is a first name or a word as well, ahead of figures."""
    flat, mention = page.body.flat, row.mention
    ahead = flat[: mention.start].rstrip(" ")[-1:] in EDGES
    return row.text is page.body and not mention.code and ahead and bool(said.FIGURES.match(flat, mention.end))


def _between_edges(page: Page, row: Named) -> bool:
    flat, mention = page.body.flat, row.mention
    return flat[: mention.start].rstrip(" ")[-1:] in EDGES and flat[mention.end : mention.end + 1] in EDGES


def _quote(row: Named) -> Span:
    return row.text.quote(row.mention.start, row.mention.end)


def _origin(start: Named, named: list[Named]) -> PlaceValue:
    """With the names beside it: "Ex-Hyd (Hyderabad)", "Sao Paulo (Guarulhos)" are one place."""
    value = start.mention.place.as_value()
    near = [row for row in named if row.joined and row.role == "from" and row.mention.place.country == value["country"]]
    aliases = [*value["aliases"], *(row.mention.place.name for row in near)]
    return value | {"aliases": list(dict.fromkeys(aliases))}


def _not_refused(rows: list[Named], named: list[Named]) -> list[Named]:
    refused = {row.mention.place for row in named if row.role in {"out", "from"}}
    return [row for row in rows if row.mention.place not in refused]


def _wanted(page: Page, rows: list[Named], start: Named | None) -> list[Named]:
    """Each place once, without the way home, the sender's own country, and roofs over nearer places."""
    home = {page.country, start.mention.place.country if start else page.country}
    abroad = [row for row in rows if row.mention.place.country not in home]
    rows = [row for row in rows if not (abroad and _leads_home(row, home))]
    found: dict[Place, Named] = {}
    for row in rows:
        found.setdefault(row.mention.place, row)
    return [row for place, row in found.items() if not _covered(row, [*found.values()])]


def _leads_home(row: Named, home: set[str]) -> bool:
    """ "... and back to Leeds",
    "a holiday for us in Greece" written from there; a small town where others are abroad."""
    mention = row.mention
    if mention.place.country not in home:
        return bool(mention.town) and not row.arrives
    before = row.text.flat[max(0, mention.start - 60) : mention.start]
    return mention.place.kind == "C" or bool(mention.town) or bool(said.BACK.search(before))


def _covered(row: Named, rows: list[Named]) -> bool:
    """Whether a nearer place says the same: a country, a part of the world, a region, an island, a town's quarter."""
    place = row.mention.place
    others = [other.mention.place for other in rows if other is not row]
    if place.kind == "S":
        return any(other.kind != "S" for other in others)
    if place.kind == "C":
        return any(other.country == place.country and other.kind != "C" for other in others)
    if place.kind == "T" or row.arrives:  # the quarter of a town; the airport of a region
        start = row.mention.start
        roofs = (
            other.mention
            for other in rows
            if other.mention.place.kind == "T" or (row.arrives and other.mention.start < start)
        )
        return any(gazetteer.lies_in(place, roof.place) for roof in roofs)
    parts = [other for other in rows if gazetteer.lies_in(other.mention.place, place)]
    return any(
        not (part.arrives and row.mention.start < part.mention.start) and not _instead(row, part) for part in parts
    )


def _instead(row: Named, other: Named) -> bool:
    """ "Zillertal or Gerlos": who sets them against each other means both."""
    low, high = sorted((row, other), key=lambda named: named.mention.start)
    gap = low.text.flat[low.mention.end : high.mention.start]
    return low.text is high.text and bool(said.OR.match(gap))
