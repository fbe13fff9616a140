"""The role of each place that a message names: wanted, where the journey starts, where the sender lives, or neither.

Its own words tell first, then those of the place that it is joined to.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from inquiries.extraction.rules import gazetteer, people
from inquiries.extraction.rules import place_words as said
from inquiries.extraction.rules.clauses import Clause, Clauses
from inquiries.extraction.rules.gazetteer import Mention
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import Text

_CHILD = re.compile(rf"(?<!\w){people.CHILD}(?!\w)")
_BETWEEN_CODES = frozenset({"", "-", "/", ">", "->"})
EDGES = frozenset({"", ".", ",", ";", "!", "\n"})


@dataclass
class Named:
    """`role`: to, from, home (they live there), out (said, but none of these), "" (perhaps no place at all)."""

    mention: Mention
    text: Text
    clause: Clause
    language: str
    role: str = ""
    joined: bool = False  # to the place named before it
    lone: bool = False  # without a word that says what it is for: an airport's code, a name that is a word as well
    airport: bool = False  # named as one, and no transfer leaves from it
    celebrated: bool = False  # out only since a feast is held there: "our wedding in Ravello"; where guests go
    arrives: bool = False  # the end of a route whose start is named: "from Oslo to Tromsø"


def roles(text: Text, clauses: Clauses, page: Page) -> list[Named]:
    """The places of a text in order, those left out that are more likely something else."""
    rows: list[Named] = []
    for mention in gazetteer.mentions(text, page.tongue, page.country):
        row = Named(mention, text, clauses.at(mention.start), page.tongue)
        row.role = _role(row, rows[-1] if rows else None, clauses)
        row.lone = not row.role and not mention.town and (not mention.doubtful if mention.code else _proper(row))
        rows.append(row)
    _believe_listed(rows)
    _turn_routes(rows)
    rows = [row for row in rows if row.role or row.lone]
    _read_pairs(rows)
    return rows


def _role(row: Named, previous: Named | None, clauses: Clauses) -> str:
    flat, mention = row.text.flat, row.mention
    before = flat[max(0, mention.start - 110) : mention.start]
    sentence_start = clauses.sentence(mention.start)[0]
    nearby = before[max(0, len(before) - (mention.start - sentence_start)) :]
    starts = _starts_here(row, before, nearby)
    if not starts and previous and previous.role and (shared := _shared(row, previous)) is not None:
        return shared
    if not _is_place(row, before, nearby, starts=starts):
        return ""
    if starts:
        return _start_role(row, before)
    if said.BETWEEN.search(before) and said.MOVES.search(nearby):
        return "from"
    instead = previous is not None and previous.role == "from" and bool(said.ELSE.search(before))
    if instead or _unwanted(row, before, nearby):
        return "out"
    row.celebrated = row.clause.event[0] <= mention.start < row.clause.event[1]
    return "out" if row.celebrated else "to"


def _is_place(row: Named, before: str, nearby: str, *, starts: bool) -> bool:
    mention = row.mention
    if mention.town:
        return _is_town(row, before, nearby, starts=starts)
    if starts:
        return not mention.doubtful or mention.code or _proper(row)
    return not (mention.doubtful or mention.code) or _believable(row, nearby)


def _start_role(row: Named, before: str) -> str:
    if row.clause.elsewhere or said.SOME.search(_without_from(before)):
        return "out"
    return "home" if said.LIVES.search(_without_from(before)) else "from"


def _shared(row: Named, previous: Named) -> str | None:
    """The role of the place before it, where the two are joined; None where its own words decide."""
    flat, mention = row.text.flat, row.mention
    gap = flat[previous.mention.end : mention.start]
    row.joined = len(gap) < 30 and bool(said.JOINED.match(gap))
    if not row.joined:
        return None
    if said.REFUSED_AFTER.search(flat[mention.end : mention.end + 60]):
        return "out"
    if mention.code and mention.doubtful and not (previous.mention.code or gap.strip()):
        return None  # "Recife for $2100"
    same_country = previous.mention.place.country == mention.place.country
    if mention.town:
        return previous.role if same_country and mention.town == "town" and _proper(row) else ""
    if previous.role != "to" or not mention.doubtful or _proper(row):
        return previous.role if not _brackets_differ(row, previous, gap) else "out"
    return previous.role if same_country else None


def _brackets_differ(row: Named, previous: Named, gap: str) -> bool:
    return "(" in gap and previous.role == "to" and row.mention.place.country != previous.mention.place.country


def _starts_here(row: Named, before: str, nearby: str) -> bool:
    after = row.text.flat[row.mention.end :][:1]
    if said.NEAR_IT.search(before) or said.TRANSFER.search(nearby) or said.DISTANCE.search(before) or row.clause.others:
        return False
    if said.FROM.search(before) or (said.BARE_FROM.search(before) and after in EDGES):
        return True
    italian = row.language == "it" and said.ITALIAN_FROM.search(before)
    return bool(said.OF.search(before) and said.LEAVE.search(nearby)) or bool(italian)


def _without_from(before: str) -> str:
    """The words before "from"."""
    match = said.FROM.search(before)
    return before[: match.start()] if match else ""


def _proper(row: Named) -> bool:
    return row.text.capitalised(row.mention.start) or row.text.no_names


def _believable(row: Named, nearby: str) -> bool:
    """A word like "Nice" or "Side": written as a name, after a word that places follow."""
    if row.mention.code:
        return not row.mention.doubtful and bool(said.TOWARDS.search(nearby))
    towards = said.TOWARDS_TOWN if row.mention.place.kind == "T" else said.TOWARDS
    if row.language == "en" and said.WE_DO.search(nearby) and row.text.capitalised(row.mention.start):
        return True
    before = towards.search(nearby)
    foreign = before and row.language == "en" and before[0].split()[0] in said.NO_ENGLISH
    return _proper(row) and bool((before and not foreign) or row.text.part == "subject")


def _is_town(row: Named, before: str, nearby: str, *, starts: bool) -> bool:
    """Few write of small towns and many words are called like one: more has to speak for them."""
    also, capital = row.mention.town, row.text.capitalised(row.mention.start)
    if not _proper(row) or (also != "town" and not capital):
        return False
    after = row.text.flat[row.mention.end : row.mention.end + 40]
    travels = bool(said.TRAVELS.search(nearby) or said.TRAVELS.search(after))
    if starts:
        return travels or (also == "town" and not said.OF_SOMEBODY.search(before))
    return travels and bool(said.INTO.search(before))


def _unwanted(row: Named, before: str, nearby: str) -> bool:
    mention, clause, flat = row.mention, row.clause, row.text.flat
    after = flat[mention.end : mention.end + 60]
    in_clause = flat[clause.start : mention.start]
    if row.language == "pt":
        in_clause = said.PORTUGUESE_IN.sub(" ", in_clause)
    behind = said.AIRPORT_AFTER.search(after)
    if (
        behind
        and "(" in behind[0]
        and row.text.raw[slice(*row.text.original(mention.end, mention.end + len(behind[0])))].islower()
    ):
        behind = None  # "Capri (sie)": a word, no code
    named_airport = mention.place.kind == "A" or behind or said.AIRPORT_BEFORE.search(before)
    row.airport = bool(named_airport) and not said.TRANSFER.search(nearby)
    return (
        bool(named_airport)
        or bool(said.PERSON_BEFORE.search(before))
        or _is_child(row, nearby)
        or clause.elsewhere
        or clause.home
        or bool(said.REFUSED.search(in_clause) and not said.UNSURE.search(in_clause))
        or bool(said.REFUSED_AFTER.search(after))
        or bool(said.ENDS_IN_NOT.search(flat[mention.end : clause.end]))
        or bool(said.REFUSED_LIST.search(nearby) or said.HARBOUR.search(nearby) or said.SOMEBODY_THERE.match(after))
        or bool(said.VIA.search(before) or said.MEANINGLESS.search(before) or said.TRANSFER.search(nearby))
    )


def _is_child(row: Named, nearby: str) -> bool:
    """ "three kids: Tom 10, Iona 7": a name with an age in a sentence about children."""
    return bool(said.AGE_AFTER.match(row.text.flat, row.mention.end) and _CHILD.search(nearby))


def _believe_listed(rows: list[Named]) -> None:
    """ "Porto or Valencia": two names with a capital in one list are places; so is one in a region named before."""
    for first, second in pairwise(rows):
        inside = first.role == "to" and gazetteer.lies_in(second.mention.place, first.mention.place)
        if inside and not second.role and second.text.capitalised(second.mention.start):
            second.role = "to"
        gap = first.text.flat[first.mention.end : second.mention.start]
        listed = len(gap) < 12 and bool(said.JOINED.match(gap)) and not (first.mention.town or second.mention.town)
        if not listed or first.role or first.mention.code or not first.text.capitalised(first.mention.start):
            continue
        if second.role == "to" or (not second.role and second.text.capitalised(second.mention.start)):
            first.role = second.role = "to"


def _turn_routes(rows: list[Named]) -> None:
    """ "London to Dubai", "Hamburg - Palma", "flights boston to denver": the first is where it starts."""
    for first, second in pairwise(rows):
        flat = first.text.flat
        gap = flat[first.mention.end : second.mention.start]
        coded = first.mention.code and second.mention.code and gap.strip() in _BETWEEN_CODES
        named = first.role == "to" or ((first.lone or coded) and not first.role)
        beside = named and (gap == " " or coded) and _apart(first, second)
        if beside and said.FLIES.search(flat, max(0, first.mention.start - 24), first.mention.start):
            first.role, second.role = "from", "to"
            return
        if not named or second.role == "from" or first.mention.town or not said.ROUTE.match(gap):
            continue
        leads = flat[max(0, first.mention.start - 40) : first.mention.start]
        moves = bool(said.MOVES.search(leads) or said.MOVES_AFTER.match(flat[second.mention.end :]))
        abroad = first.mention.place.country != second.mention.place.country
        if first.mention.place.kind in "TA" and (abroad or moves):
            first.role, second.role = "from", "to"
            return


def _apart(first: Named, second: Named) -> bool:
    """Two towns, not a town and its airport: "flights Paris Bangkok"."""
    one, other = first.mention.place, second.mention.place
    towns = one.kind in "TA" and other.kind in "TAIR"
    return towns and one != other and one.name not in other.aliases and other.name not in one.aliases


def _read_pairs(rows: list[Named]) -> None:
    """What a place says of the one beside it: "between A and B", "A rather than B", "from A to B"."""
    for first, second in pairwise(rows):
        flat = first.text.flat
        gap = flat[first.mention.end : second.mention.start]
        before = flat[max(0, first.mention.start - 60) : first.mention.start]
        if first.role == "from" and second.role == "from" and said.BETWEEN.search(before):
            second.role = "to"
        if (
            not gap.strip(" -")
            and second.mention.place.kind == "A"
            and first.mention.place.name in second.mention.place.aliases
        ):
            first.role, second.role = "", first.role or second.role
        if first.role == "to" and said.PREFERS.search(before) and said.THAN.match(gap):
            second.role = "out"
        if first.role == "from" and said.ROUTE.match(gap):
            second.arrives = True
            if second.role == "out" and second.airport:
                second.role = "to"
