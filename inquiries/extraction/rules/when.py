"""Departure, return, month, nights and how flexible, out of the days that a message names."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules import calendar, dates, days, months, stay, weekly
from inquiries.extraction.rules.clauses import Clause
from inquiries.extraction.rules.days import Day
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import Text

_BACK = re.compile(
    r"\b(?:back|home|return(?:ing)?|returns?|coming back|come back|fly(?:ing)? back|until|till|til|thru|through|"
    r"zuruck|ruckreise|"
    r"ruckflug|heimreise|"
    r"rueckflug|retour|revenir|revenons|rentr\w+|jusqu\w*|vuelta|regres\w+|volver\w*|volvemos|hasta|ritorno|"
    r"rientr\w+|fino|volta\w*|volviendo|tornand\w+|zuruckkommen|"
    r"regress\w+|ate|terug\w*|tot|check-?out|return date)\b[^.!?;]{0,24}$"
    r"|\bto\s+(?:the\s+)?$"
)
_BACK_BEHIND = re.compile(
    r"\s+(?:(?:abends|wieder|mittags|fruh|evening|night|soir|noche|sera|avond)\s+){0,2}(?:zuruck|heim|back|home|"
    r"retour|de retour|"
    r"de vuelta|di ritorno|de volta|terug)(?=\s*(?:[.,;!?)\n]|$))"
)
_OUT = re.compile(
    r"\b(?:out|leav\w+|depart\w*|fly(?:ing)?|starting|start\w*|from|travel\w*|set(?:ting)? off|going|go|arriv\w+|"
    r"cheg\w+|aankom\w*|llega\w*|ankunft|ankommen|check in|ab|"
    r"von|vom|hinreise|"
    r"hinflug|abflug|anreise|abreise|los\w*|aller|partir\w*|des le|ida|salida|salir\w*|salimos|saldr\w+|desde|"
    r"partenza|parti\w+|dal|"
    r"andata|said\w*|saindo|saimos|vertrek\w*|vanaf|heen\w*|check-?in|begin\w*)\b[^.!?;]{0,24}$"
)
_WINDOW = re.compile(
    r"\b(?:between|anytime|any time|sometime|some time|zwischen|irgendwann|entre|tra il|fra il|tussen|flexible "
    r"between)\b[^.!?;]{0,18}$"
)
_OUT_NOW = re.compile(
    r"\b(?:from|leaving|departing|starting|ab|vom|von|a partir de|des|desde|dal|partindo|vanaf|da|des)\s+(?:le|el|il|o|"
    r"de)?\s*$"
)
# "no" refuses in Spanish and Italian, and is "in the" in Portuguese.
_REFUSALS = {"es": "|no", "it": "|no|non", "en": "|no", "pt": "|nao"}
_REPLY = re.compile(
    r"\b(?:by|before|reply|answer|antwort\w*|bescheid|spatestens|avant|antes|entro|uiterlijk|voor)\b[^.!?]{0,22}$"
)
_ON = re.compile(r"(?:\b(?:on|am|this|coming)\s+(?:the\s+)?)$")
_PART_OF_DAY = re.compile(r"\s+(?:early\s+)?(?:mornings?|afternoons?|evenings?|nights?|lunchtime|noon|midday)\b")
_ROUGHLY = re.compile(
    r"\b(?:around|about|roughly|approx\w*|circa|ca\.?|etwa|ungefahr|um den|vers|environ|hacia|sobre|alrededor|"
    r"intorno|verso|"
    r"por volta|rond(?:om)?|omstreeks)\s+(?:the\s+|den\s+|le\s+|el\s+|del?\s+|il\s+|al\s+|d[eo]\s+|dia\s+)*$"
)
_LONGEST_TRIP = 200  # days between two dates of one journey


@cache
def _wrong(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:not|instead of|rather than|statt|anstatt|nicht|et pas|pas|nao|niet|en vez de|em vez de|au lieu du?|"
        rf"in plaats van|invece d\w*{_REFUSALS.get(language, '')})\s+(?:the|am|le|el|il|dem|den|o|de|dia|op)?\s*$"
    )


@dataclass
class _Found:
    day: Day
    text: Text
    back: bool
    out: bool
    window: bool
    sentence: int

    @property
    def span(self) -> Span:
        """The words that say it; of a range the whole, since the month stands at its end."""
        return self.text.quote(*(self.day.words or (self.day.start, self.day.end)))


def read(page: Page, *, places: int = 1) -> dict[str, Value]:
    """Values of the fields of time; a date only where the day is fixed. `places`: how many they want to see."""
    values: dict[str, Value] = {}
    found, wrong = _found(page)
    start, end = _pair([row for row in found if not row.day.vague])
    if start is None:
        start, end = weekly.pair(found, page.today)
    length, flexible = stay.read(page, places=places), stay.flexible_days(page)
    nights = length.nights or weekly.nights([row.day for row in found], page.body)
    leaves, returns = _dates(page, start, end, wrong)
    if leaves and returns and end and _contradicts(nights, leaves, returns, start, end):
        returns = None
    window: tuple[Span, ...] = ()
    between: dict[str, Value] = {}
    if start and end and _is_window(start, leaves, returns, length):
        window = tuple(dict.fromkeys((start.span, end.span)))
        between = _month_of_window(window, leaves, returns)
        leaves = returns = start = end = None
    if leaves and start:
        values["depart_on"] = _as_value(leaves, [start.span], start.day.other)
    if leaves and returns and start and end:
        # Both days are fixed: a smaller figure beside them is one of several stays.
        values["nights"] = Value((returns - leaves).days, tuple(dict.fromkeys((start.span, end.span))))
    elif nights:
        values["nights"] = nights
    values |= _return(leaves, returns, start, end, values.get("nights"))
    values |= between if window and not _names_more(page, window) else _month(page, leaves, start)
    if flexible:
        values["flexible_days"] = flexible
    return values


def _as_value(found: date, evidence: list[Span], other: date | None = None) -> Value:
    return Value(found.isoformat(), tuple(evidence), (found.isoformat(), other.isoformat()) if other else ())


def _return(
    leaves: date | None, returns: date | None, start: _Found | None, end: _Found | None, nights: Value | None
) -> dict[str, Value]:
    if returns and end:
        return {"return_on": _as_value(returns, [end.span])}
    if leaves and start and nights:
        worked_out = leaves + timedelta(days=int(nights.value))
        return {"return_on": _as_value(worked_out, [start.span, *nights.evidence])}
    return {}


def _found(page: Page) -> tuple[list[_Found], list[Day]]:
    """Days of this journey, and those that the sender takes back ("the 15th, not the 12th")."""
    rows, wrong = [], []
    american = page.country == "US"
    for day in dates.find(page.body.flat, page.tongue, page.today, american=american):
        clause = page.clauses.at(day.start)
        before = _before(page.body.flat, clause, day)
        if _wrong(page.tongue).search(page.body.flat, max(0, day.start - 24), day.start):
            wrong.append(day)
            continue
        if clause.elsewhere or clause.event[0] <= day.start < clause.event[1]:
            continue
        if _ROUGHLY.search(before) and not (day.first or day.last):
            continue
        back = bool(_BACK.search(before) or _BACK_BEHIND.match(page.body.flat, day.end)) and not day.first
        if months.DEADLINE.search(before) and not back:
            continue
        out = bool(_OUT.search(before)) or day.first
        if day.weak and not (back or (day.day and out) or _is_next(page.body.flat, day, before, out=out)):
            continue
        rows.append(_Found(day, page.body, back or day.last, out, bool(_WINDOW.search(before)), clause.sentence))
    return rows, wrong


def _is_next(flat: str, day: Day, before: str, *, out: bool) -> bool:
    """ "on Thursday", "Friday morning": the next one; a weekday that is only mentioned is none."""
    return not day.day and bool(
        _ON.search(before) or _PART_OF_DAY.match(flat, day.end) or (out and _OUT_NOW.search(before))
    )


def _before(flat: str, clause: Clause, day: Day) -> str:
    """What leads to a day in its clause, the label of a form's field included ("Return date: ...")."""
    start = clause.start
    if flat[max(0, start - 1) : start] == ":":
        start = flat.rfind("\n", 0, start) + 1
    return flat[max(start, day.start - 45) : day.start]


def _pair(found: list[_Found]) -> tuple[_Found | None, _Found | None]:
    """The days of departure and return; the last range said wins, a correction comes after what it corrects."""
    for row, following in reversed(list(pairwise(found))):
        if row.day.first and following.day.last:
            return row, following
    starts = sorted((row for row in found if not row.back), key=lambda row: row.day.weak)
    start = next((row for row in starts if row.out and not row.day.weak), starts[0] if starts else None)
    ends = [row for row in found if row.back and row is not start and not row.day.last]
    end = min(ends, key=lambda row: row.day.weak) if ends else None
    if start and not end:
        end = next((row for row in starts if row is not start and _leaves_after(start, row)), None)
    if start and end and not end.day.day and not end.day.exact and end.day.start < start.day.start:
        end = None  # "home by Sunday" before the journey is told
    if start and not end:
        behind = (row for row in starts if row.day.start > start.day.start and row.sentence == start.sentence)
        later = [row for row in behind if not row.out]
        end = later[0] if later and not later[0].day.bare else None
    return start, end


_ARRIVES = re.compile(
    r"\b(?:arriv\w*|anreise\w*|ankunft|anreisen|llega\w*|cheg\w*|aankom\w*|check-?in|in)\b[^.!?;\d]{0,14}$"
)
_LEAVES = re.compile(
    r"\b(?:depart\w*|leav\w*|abreise\w*|abfahrt|salida|salimos|partenza|ripart\w+|saida|vertrek\w*|check-?out|"
    r"out)\b[^.!?;\d]{0,14}$"
)


def _leaves_after(start: _Found, row: _Found) -> bool:
    """ "arrive on the 4th, depart on the 7th": seen from the place, to depart is to go home."""
    flat, first, second = start.text.flat, start.day, row.day
    arrives = _ARRIVES.search(flat, max(0, first.start - 30), first.start)
    return bool(
        arrives
        and 0 < second.start - first.end < 60
        and _LEAVES.search(flat, max(first.end, second.start - 30), second.start)
    )


def _dates(page: Page, start: _Found | None, end: _Found | None, wrong: list[Day]) -> tuple[date | None, date | None]:
    first, last = (start.day if start else None), (end.day if end else None)
    if first and last and first.year is None and not first.exact and last.year is not None:
        returns = days.settle(last, page.today)
        return (days.settle(first, page.today, before=returns) if returns else None), returns
    leaves = days.settle(first, page.today) if first and not (first.bare and first.weekday is None) else None
    if first and first.weak and not first.day:
        leaves = days.settle(first, page.today, after=page.today)
    if first and first.bare and leaves is None:
        leaves = _known_month(page, first)
    if first and first.bare and first.weekday is not None and not first.exact and first.day:
        leaves = _beside(page, first) or leaves
    leaves = _corrected(page, leaves, wrong)
    returns = days.settle(last, page.today, after=leaves) if last and (leaves or not last.bare) else None
    if leaves and returns and not 0 < (returns - leaves).days <= _LONGEST_TRIP:
        returns = None
    return leaves, returns


def _known_month(page: Page, day: Day) -> date | None:
    """In the month that is known from before, or named in the message; else in the next that has such a day."""
    known = page.document.known.get("depart_on") or page.document.known.get("travel_month")
    named = months.named(page)
    month = named[0][0] if named else str(known or "")[:7]
    if month:
        return calendar.safe(int(month[:4]), int(month[5:7]), day.day)
    beside = _month_beside(page)
    return calendar.on_or_after(page.today, beside, day.day) if beside else days.settle(day, page.today)


def _beside(page: Page, day: Day) -> date | None:
    """ "Wedding on Friday 8 October, guests from Wednesday 6th": in that month, where the weekday proves it."""
    month = _month_beside(page)
    found = calendar.on_or_after(page.today, month, day.day) if month else None
    return found if found and found.weekday() == day.weekday else None


def _month_beside(page: Page) -> int | None:
    """ "Silver wedding on 5.10., so from the 3rd to the 7th": the month of a day that is named beside it."""
    for row in dates.find(page.body.flat, page.tongue, page.today, american=page.country == "US"):
        clause = page.clauses.at(row.start)
        if row.month and row.day and not clause.elsewhere and not _REPLY.search(_before(page.body.flat, clause, row)):
            return row.month
    return None


def _corrected(page: Page, leaves: date | None, wrong: list[Day]) -> date | None:
    """ "meant the 15th, not the 12th": the day that stands before the one taken back replaces it."""
    if not wrong or not leaves or wrong[0].day != leaves.day:
        return leaves
    right = [day for day in dates.find(page.body.flat, page.tongue, page.today) if day.end <= wrong[0].start]
    return calendar.safe(leaves.year, leaves.month, right[-1].day) if right else leaves


def _contradicts(nights: Value | None, leaves: date, returns: date, start: _Found | None, end: _Found) -> bool:
    """ "until the 8th" in another sentence, beside "three weeks": somebody else's day."""
    if not (nights and start and end.day.bare and end.sentence != start.sentence and not end.day.last):
        return False
    return (returns - leaves).days > int(nights.value)


def _is_window(start: _Found, leaves: date | None, returns: date | None, length: stay.Stay) -> bool:
    """ "a week between 1 and 20 June", "two to three weeks, 8 to 29 January": when they can, not when they go."""
    if not (leaves and returns and (start.day.first or start.window)):
        return False
    if length.part and not start.window:
        return False
    span = (returns - leaves).days
    if start.window and not length.nights and not length.longest:
        return True
    if length.longest:
        return span >= length.longest
    return bool(length.nights) and span - int(length.nights.value if length.nights else 0) > (
        1 if not start.window else 0
    )


def _month_of_window(window: tuple[Span, ...], leaves: date | None, returns: date | None) -> dict[str, Value]:
    """ "some time between 3 and 20 May" is in May; over two months nobody has said in which."""
    if not leaves or not returns or (leaves.year, leaves.month) != (returns.year, returns.month):
        return {}
    return {"travel_month": Value(leaves.isoformat()[:7], window)}


def _names_more(page: Page, window: tuple[Span, ...]) -> bool:
    """ "Crete in July; between 3 and 12 May we are in Spain": the month that stands by itself is the journey's."""
    return any(
        not any(span.part == words.part and span.start <= words.start < span.end for span in window)
        for _, words in months.named(page)
    )


def _month(page: Page, leaves: date | None, start: _Found | None) -> dict[str, Value]:
    if leaves and start:
        return {"travel_month": Value(leaves.isoformat()[:7], (start.span,))}
    named = months.named(page)
    if not named:
        return {}
    distinct = list(dict.fromkeys(month for month, _ in named))
    options: tuple[Any, ...] = tuple(distinct) if len(distinct) > 1 else ()
    return {"travel_month": Value(distinct[0], (named[0][1],), options)}
