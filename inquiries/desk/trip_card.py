"""The trip card: every fact with its proof, in the rows that people think in (where, when, who ...).

Three plain states of knowing: sure, to check (unverified, or several readings), missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import asking, care, doubts, projection, wanted
from inquiries import facts as rules
from inquiries.desk import evidence, words
from inquiries.models import Fact, Inquiry, Message, User

F = Fact.Field
ROWS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("where", gettext_lazy("Where"), (F.DESTINATIONS,)),
    ("when", gettext_lazy("When"), (F.DEPART_ON, F.RETURN_ON, F.TRAVEL_MONTH, F.NIGHTS, F.FLEXIBLE_DAYS)),
    ("who", gettext_lazy("Who"), (F.TRAVELLERS, F.ADULTS, F.CHILDREN, F.CHILD_AGES)),
    ("from", gettext_lazy("From"), (F.ORIGIN,)),
    ("budget", gettext_lazy("Budget"), (F.BUDGET,)),
    ("stay", gettext_lazy("Stay"), (F.HOTEL_STARS, F.BOARD, F.ROOMS)),
    ("book", gettext_lazy("To book"), (F.SERVICES,)),
    ("likes", gettext_lazy("Likes"), (F.INTERESTS,)),
    ("papers", gettext_lazy("Papers"), (F.PASSPORT, F.LICENCE)),
    ("name", gettext_lazy("Name"), (F.CONTACT_NAME,)),
    ("phone", gettext_lazy("Phone"), (F.CONTACT_PHONE,)),
)
ROW_OF = {name: key for key, _label, names in ROWS for name in names}
_ORDER = {name: position for position, name in enumerate(name for _key, _label, names in ROWS for name in names)}
_QUOTE = 40  # characters of the words behind a doubt
# Of several values that change together.
_LABELS = {"when": gettext_lazy("Dates"), "who": gettext_lazy("Travellers"), "stay": gettext_lazy("Stay")}


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A quote that stands in the conversation under `anchor`, and where it comes from: "Mail, Fri", or only "Fri"."""

    quote: str
    anchor: str
    place: str = ""
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value of a row. `state`: sure, unverified, or person (set by hand, never overwritten).

    `joint`: what stands between it and the value before it.
    """

    fact: Fact
    words: str
    state: str
    joint: str = "·"

    @property
    def name(self) -> str:
        return self.fact.field


@dataclass(frozen=True, kw_only=True)
class Question:
    """A value with several readings, to be settled by a click. `choices`: position in the options and its words.

    `quote`: the customer's words for it, in short.
    """

    fact: Fact
    words: str
    choices: list[tuple[int, str]]
    quote: str = ""

    @property
    def label(self) -> str:
        return self.fact.get_field_display()


@dataclass(kw_only=True)
class Row:
    """`changing`: newer words wait for a decision on one of its values."""

    key: str
    label: str
    cells: list[Cell] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    changing: bool = False

    @property
    def state(self) -> str:
        """person, sure, or check where a part of it is to be looked at."""
        states = {cell.state for cell in self.cells}
        if self.questions or self.changing or "unverified" in states:
            return "check"
        return "person" if states == {"person"} else "sure"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Newer words against what is known: accept them or keep it. `also`: other values that changed with it."""

    fact: Fact
    also: list[Fact]
    label: str
    before: str
    after: str
    proofs: list[Proof]


def context(inquiry: Inquiry, known: Sequence[Fact], *, viewer: User) -> dict[str, Any]:
    """`known`: the current and the proposed facts of the inquiry."""
    current = {fact.field: fact for fact in known if fact.state == Fact.State.CURRENT}
    rows = [row(key, known, viewer=viewer) for key, _label, _names in ROWS]
    empty = [name for name in F if name not in current]
    asked = {fact.field for fact in known if fact.state == Fact.State.PROPOSED}
    absent = wanted.missing(projection.likeliest(known))
    missing = [name for name in absent if not asked.intersection(wanted.group(name))]
    return {
        "inquiry": inquiry,
        "rows": [row for row in rows if row.cells or row.questions],
        "proposals": proposals(known),
        "missing": [(name, F(name).label) for name in missing],
        "ask_count": 0 if inquiry.parked_reason else len(asking.open_fields(known)),
        "can_confirm": rules.to_confirm(known),
        "others": [(name.value, name.label) for name in empty if name not in missing and name not in asked],
        "meter": ["k"] * inquiry.sure_count + ["u"] * inquiry.check_count + [""] * inquiry.missing_count,
        "wanted_count": inquiry.sure_count + inquiry.check_count + inquiry.missing_count,
    }


def row(key: str, known: Sequence[Fact], *, viewer: User) -> Row:
    label, names = next((label, names) for found, label, names in ROWS if found == key)
    made = Row(key=key, label=str(label))
    by_field = {fact.field: fact for fact in known if fact.state == Fact.State.CURRENT}
    told = [name for name in names if name in by_field and not _is_said(name, by_field)]
    made.cells = [_cell(by_field[name], by_field, alone=len(told) == 1) for name in told]
    made.questions = [_question(group) for group in doubts.groups(known) if group[0].field in names]
    made.changing = any(
        fact.state == Fact.State.PROPOSED and fact.field in names and fact.field in by_field for fact in known
    )
    made.remarks = [remark for cell in made.cells for remark in _remark(cell, viewer, alone=len(made.cells) == 1)]
    shown = [cell.fact for cell in made.cells] + [question.fact for question in made.questions]
    made.proofs = _proofs(shown, known)
    return made


def _is_said(name: str, by_field: Mapping[str, Fact]) -> bool:
    """Whether other values of the row say it already: a month by its day, a party by its adults and children."""
    have = {found for found, fact in by_field.items() if fact.value is not None}
    if name == F.TRAVEL_MONTH:
        return F.DEPART_ON in have
    return name == F.TRAVELLERS and {F.ADULTS, F.CHILDREN} <= have


def proposals(known: Sequence[Fact]) -> list[Proposal]:
    """One for all that a message changes in a row of the card: two dates are one change."""
    current = {fact.field: fact for fact in known if fact.state == Fact.State.CURRENT}
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in known:
        if fact.state == Fact.State.PROPOSED and fact.field in current:
            apart = fact.pk if fact.options or fact.message_id is None else None
            groups.setdefault((ROW_OF[fact.field], fact.message_id, apart), []).append(fact)
    return [_proposal(changed, current, known) for changed in groups.values()]


def _proposal(changed: list[Fact], current: Mapping[str, Fact], known: Sequence[Fact]) -> Proposal:
    first, *also = sorted(changed, key=lambda fact: _ORDER[fact.field])
    before = {fact.field: current[fact.field].value for fact in (first, *also)}
    after = {fact.field: fact.value for fact in (first, *also)}
    words_before, words_after = (_in_short(before), _in_short(after)) if also else ("", "")
    if words_before == words_after:  # one value in full, or what the short words do not tell apart
        words_before, words_after = _in_full(before), _in_full(after)
    label = _LABELS.get(ROW_OF[first.field], _("Trip data")) if also else first.get_field_display()
    return Proposal(
        fact=first,
        also=also,
        label=str(label),
        before=words_before,
        after=words_after,
        proofs=_proofs([first, *also], known),
    )


def _in_short(values: Mapping[str, Any]) -> str:
    """3–10 May; 2 adults, 1 child."""
    return ", ".join(part.words for part in projection.parts({k: v for k, v in values.items() if v is not None}))


def _in_full(values: Mapping[str, Any]) -> str:
    found = (rules.display(name, value) for name, value in values.items())
    return ", ".join(filter(None, found)) or _("not known")


def brief(inquiry: Inquiry, known: Sequence[Fact]) -> list[tuple[str, bool]]:
    """The trip in one line: parts, and whether a part is in doubt."""
    values = projection.likeliest(known)
    unsure = {fact.field for fact in known if fact.state == Fact.State.PROPOSED or not fact.verified}
    parts = projection.parts({name: value for name, value in values.items() if value is not None})
    if not parts:
        return [(care.masked(inquiry.subject) or _("No trip data yet"), False)]
    return [(part.words, bool(unsure & part.fields)) for part in parts]


def _cell(fact: Fact, by_field: Mapping[str, Fact], *, alone: bool) -> Cell:
    """`alone` in its row, an unknown value need not be named."""
    state = "person" if fact.source == Fact.Source.HUMAN else "sure" if fact.verified else "unverified"
    shown = _unknown(fact, alone=alone) if fact.value is None else rules.display(fact.field, fact.value)
    if fact.field == F.DEPART_ON and _year(fact) and _year(fact) == _year(by_field.get(F.RETURN_ON)):
        shown = shown.removesuffix(f" {_year(fact)}")  # 3 May – 10 May 2027
    joint = "–" if fact.field == F.RETURN_ON and F.DEPART_ON in by_field else "·"
    return Cell(fact=fact, words=shown, state=state, joint=joint)


def _unknown(fact: Fact, *, alone: bool) -> str:
    return _("not known") if alone else _("%(field)s not known") % {"field": words.within(fact.get_field_display())}


def _year(fact: Fact | None) -> str:
    return str(fact.value)[:4] if fact is not None and fact.value is not None else ""


def first_doubt(known: Sequence[Fact]) -> Question | None:
    """The doubt that stands beside the trip's line: one at a time, the next when it is settled."""
    found = doubts.groups(known)
    return _question(found[0]) if found else None


def _question(group: Sequence[Fact]) -> Question:
    """Of values that are settled together the readings are said together: "5-12 Jun", "2 adults, 2 children"."""
    first = group[0]
    choices = [(position, _reading(group, position)) for position in range(len(first.options))]
    quote = care.masked(" ".join(str(first.evidence[0].get("quote", "")).split())) if first.evidence else ""
    short = quote if len(quote) <= _QUOTE else ""
    return Question(fact=first, words=rules.display(first.field, first.value), choices=choices, quote=short)


def _reading(group: Sequence[Fact], position: int) -> str:
    said = {fact.field: fact.options[position] for fact in group if fact.field != F.TRAVEL_MONTH}
    if len(said) > 1:
        return _in_short(said)
    words = rules.display(group[0].field, group[0].options[position])
    if group[0].field == F.BUDGET and len({option.get("per") for option in group[0].options}) > 1:
        shared = group[0].options[position].get("per") not in ("person", "night")
        return _("%(budget)s in all") % {"budget": words} if shared else words
    places = group[0].options[position] if group[0].field == F.DESTINATIONS else []
    countries = ", ".join(filter(None, (place.get("country") for place in places)))
    return f"{words} ({countries})" if countries else words


def _remark(cell: Cell, viewer: User, *, alone: bool) -> list[str]:
    """What stands in place of a quote; `alone` in its row, a value need not be named."""
    fact, name = cell.fact, "" if alone else f"{cell.words}: "
    if fact.source == Fact.Source.HUMAN:
        who = _("you") if fact.author == viewer else str(fact.author or _("a person"))
        said = _("set by %(who)s, %(when)s") % {"who": who, "when": words.clock(fact.created_at, now=timezone.now())}
        return [f"{name}{said}"]
    return [] if fact.verified else [f"{name}{_('unverified, no words prove it')}"]


def _proofs(facts: Sequence[Fact], known: Sequence[Fact]) -> list[Proof]:
    """The quotes of some facts, each once. A worked-out value cites messages that other facts of `known` came from."""
    messages = {fact.message.pk: fact.message for fact in known if fact.message is not None}
    found = {}
    for fact in facts:
        for item in fact.evidence:
            for span in evidence.spans(item.get("message", 0), [item], item.get("part", "text")):
                quote = care.masked(" ".join(str(item.get("quote", "")).split()))
                found[span.anchor] = _proof(quote, span.anchor, messages.get(item["message"]))
    return list(found.values())


def _proof(quote: str, anchor: str, message: Message | None) -> Proof:
    if message is None:
        return Proof(quote=quote, anchor=anchor)
    when = words.short_time(message.sent_at, now=timezone.now())
    return Proof(quote=quote, anchor=anchor, place=f"{message.get_channel_display()}, {when}", when=when)
