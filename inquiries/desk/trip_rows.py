"""The rows that people think in (where, when, who ...): values with how sure they are, questions, and their proofs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import care, doubts, party, projection
from inquiries import facts as rules
from inquiries.desk import evidence, words
from inquiries.models import Fact, Message, User

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
ORDER = {name: position for position, name in enumerate(name for _key, _label, names in ROWS for name in names)}
_QUOTE = 40  # characters of the words behind a doubt


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A quote that stands in the conversation under `anchor`, and where it comes from: "Mail, Fri", or only "Fri"."""

    quote: str
    anchor: str
    place: str = ""
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value of a row. `state`: sure, unverified, person (set by hand, never overwritten), or unclear.

    `short`: what is shown of it where the next value says the rest: 12 of 12 July, before 19 July. `joint`: what stands
    between it and the value before it.
    """

    fact: Fact
    words: str
    state: str
    short: str = ""
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
    choices: list[tuple[int, str]]
    quote: str = ""

    @property
    def label(self) -> str:
        return self.fact.get_field_display()

    @property
    def likeliest(self) -> str:
        return self.choices[0][1]


@dataclass(kw_only=True)
class Row:
    """`changing`: newer words wait for a decision on one of its values. `differs`: its values cannot all be true."""

    key: str
    label: str
    cells: list[Cell] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    changing: bool = False
    differs: bool = False

    @property
    def state(self) -> str:
        """person, sure, or check where a part of it is to be looked at."""
        states = {cell.state for cell in self.cells}
        if self.questions or self.changing or self.differs or "unverified" in states:
            return "check"
        return "person" if states == {"person"} else "sure"

    @property
    def values(self) -> list[Cell]:
        """What is known, and the likeliest of what is not clear, in the order of fields: 4-18 May? · 14 nights."""
        open_ones = [Cell(fact=asked.fact, words=asked.likeliest, state="unclear") for asked in self.questions]
        return sorted([*open_ones, *self.cells], key=lambda cell: ORDER[cell.name])


def row(key: str, known: Sequence[Fact], *, viewer: User) -> Row:
    label, names = next((label, names) for found, label, names in ROWS if found == key)
    made = Row(key=key, label=str(label))
    by_field = {fact.field: fact for fact in known if fact.state == Fact.State.CURRENT}
    made.questions = [question(group) for group in doubts.groups(known) if group[0].field in names]
    in_doubt = {asked.fact.field for asked in made.questions}
    told = [name for name in names if name in by_field and not _is_said(name, by_field, in_doubt)]
    made.cells = [_cell(by_field[name], by_field, alone=len(told) == 1) for name in told]
    made.changing = any(
        fact.state == Fact.State.PROPOSED and fact.field in names and fact.field in by_field for fact in known
    )
    made.differs = key == "who" and party.differs({name: fact.value for name, fact in by_field.items()})
    made.remarks = [remark for cell in made.cells for remark in _remark(cell, viewer, alone=len(made.cells) == 1)]
    if made.differs:
        made.remarks.insert(0, _("The numbers differ: correct what is no longer true, or add who is missing."))
    shown = [cell.fact for cell in made.cells] + [asked.fact for asked in made.questions]
    made.proofs = proofs(shown, known)
    return made


def _is_said(name: str, by_field: Mapping[str, Fact], in_doubt: Collection[str]) -> bool:
    """Whether other values of the row say it already: a month by its day, a party by its adults and children."""
    have = {found: fact.value for found, fact in by_field.items() if fact.value is not None}
    if name == F.TRAVEL_MONTH:
        return F.DEPART_ON in have or F.DEPART_ON in in_doubt
    if name != F.TRAVELLERS or F.ADULTS not in have or party.differs(have):
        return False
    return F.CHILDREN in have or have[F.ADULTS] == have.get(name)


def _cell(fact: Fact, by_field: Mapping[str, Fact], *, alone: bool) -> Cell:
    """`alone` in its row, an unknown value need not be named."""
    state = "person" if fact.source == Fact.Source.HUMAN else "sure" if fact.verified else "unverified"
    shown = _unknown(fact, alone=alone) if fact.value is None else rules.display(fact.field, fact.value)
    short = ""
    if fact.field == F.DEPART_ON and _year(fact) and _year(fact) == _year(by_field.get(F.RETURN_ON)):
        shown = shown.removesuffix(f" {_year(fact)}")  # 28 May – 4 June 2027
        if _month(fact) == _month(by_field.get(F.RETURN_ON)):
            short = str(int(str(fact.value)[8:]))  # 3 – 10 May 2027
    joint = "–" if fact.field == F.RETURN_ON and F.DEPART_ON in by_field else "·"
    return Cell(fact=fact, words=shown, state=state, short=short, joint=joint)


def _unknown(fact: Fact, *, alone: bool) -> str:
    return _("not known") if alone else _("%(field)s not known") % {"field": words.within(fact.get_field_display())}


def _year(fact: Fact | None) -> str:
    return _month(fact)[:4]


def _month(fact: Fact | None) -> str:
    """Of a day: "2027-05"."""
    return str(fact.value)[:7] if fact is not None and fact.value is not None else ""


def question(group: Sequence[Fact]) -> Question:
    """Of values that are settled together the readings are said together: "5-12 Jun", "2 adults, 2 children"."""
    first = group[0]
    choices = [(position, _reading(group, position)) for position in range(len(first.options))]
    quote = care.masked(" ".join(str(first.evidence[0].get("quote", "")).split())) if first.evidence else ""
    short = quote if len(quote) <= _QUOTE else ""
    return Question(fact=first, choices=choices, quote=short)


def _reading(group: Sequence[Fact], position: int) -> str:
    said = {fact.field: fact.options[position] for fact in group if fact.field != F.TRAVEL_MONTH}
    if len(said) > 1:
        return in_short(said)
    words = rules.display(group[0].field, group[0].options[position])
    if group[0].field == F.BUDGET and len({option.get("per") for option in group[0].options}) > 1:
        shared = group[0].options[position].get("per") not in ("person", "night")
        return _("%(budget)s in all") % {"budget": words} if shared else words
    places = group[0].options[position] if group[0].field == F.DESTINATIONS else []
    countries = ", ".join(filter(None, (place.get("country") for place in places)))
    return f"{words} ({countries})" if countries else words


def in_short(values: Mapping[str, Any]) -> str:
    """3–10 May; 2 adults, 1 child."""
    return ", ".join(part.words for part in projection.parts({k: v for k, v in values.items() if v is not None}))


def _remark(cell: Cell, viewer: User, *, alone: bool) -> list[str]:
    """What stands in place of a quote; `alone` in its row, a value need not be named."""
    fact, name = cell.fact, "" if alone else f"{cell.words}: "
    if fact.source == Fact.Source.HUMAN:
        who = _("you") if fact.author == viewer else str(fact.author or _("a person"))
        said = _("set by %(who)s, %(when)s") % {"who": who, "when": words.clock(fact.created_at, now=timezone.now())}
        return [f"{name}{said}"]
    return [] if fact.verified else [f"{name}{_('unverified, no words prove it')}"]


def proofs(facts: Sequence[Fact], known: Sequence[Fact]) -> list[Proof]:
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
