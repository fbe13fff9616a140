"""The trip card: every fact with its proof, in the rows that people think in (where, when, who ...).

Three plain states of knowing: sure, to check (unverified, or several readings), missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import asking, care, doubts, party, projection, wanted
from inquiries import facts as rules
from inquiries.desk import trip_rows
from inquiries.desk.trip_rows import Proof, Question
from inquiries.models import Fact, Inquiry, User

F = Fact.Field
# Of several values that change together.
_LABELS = {"when": gettext_lazy("Dates"), "who": gettext_lazy("Travellers"), "stay": gettext_lazy("Stay")}


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
    rows = [trip_rows.row(key, known, viewer=viewer) for key, _label, _names in trip_rows.ROWS]
    empty = [name for name in F if name not in current]
    asked = {fact.field for fact in known if fact.state == Fact.State.PROPOSED}
    absent = wanted.missing(projection.likeliest(known))
    is_asked = asking.may_ask(inquiry)
    missing = [name for name in absent if is_asked and not asked.intersection(wanted.group(name))]
    unclear = len(doubts.groups(known)) if is_asked else 0
    return {
        "inquiry": inquiry,
        "rows": [row for row in rows if row.cells or row.questions],
        "proposals": proposals(known),
        "missing": [(name, F(name).label) for name in missing],
        "unclear": unclear,
        "open_count": len(missing) + unclear,
        "ask_count": len(asking.open_fields(known)) if is_asked else 0,
        "can_confirm": rules.to_confirm(known),
        "others": [(name.value, name.label) for name in empty if name not in missing and name not in asked],
        "meter": ["k"] * inquiry.sure_count + ["u"] * inquiry.check_count + [""] * inquiry.missing_count,
        "wanted_count": inquiry.sure_count + inquiry.check_count + inquiry.missing_count,
    }


def proposals(known: Sequence[Fact]) -> list[Proposal]:
    """One for all that a message changes in a row of the card: two dates are one change."""
    current = {fact.field: fact for fact in known if fact.state == Fact.State.CURRENT}
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in known:
        if fact.state == Fact.State.PROPOSED and fact.field in current:
            apart = fact.pk if fact.options or fact.message_id is None else None
            groups.setdefault((trip_rows.ROW_OF[fact.field], fact.message_id, apart), []).append(fact)
    return [_proposal(changed, current, known) for changed in groups.values()]


def _proposal(changed: list[Fact], current: Mapping[str, Fact], known: Sequence[Fact]) -> Proposal:
    first, *also = sorted(changed, key=lambda fact: trip_rows.ORDER[fact.field])
    before = {fact.field: current[fact.field].value for fact in (first, *also)}
    after = {fact.field: fact.value for fact in (first, *also)}
    words_before, words_after = (trip_rows.in_short(before), trip_rows.in_short(after)) if also else ("", "")
    # One value in full, or what the short words do not tell: they leave years out.
    if words_before == words_after or _moves_year(before, after):
        words_before, words_after = _in_full(before), _in_full(after)
    label = _LABELS.get(trip_rows.ROW_OF[first.field], _("Trip data")) if also else first.get_field_display()
    return Proposal(
        fact=first,
        also=also,
        label=str(label),
        before=words_before,
        after=words_after,
        proofs=trip_rows.proofs([first, *also], known),
    )


def _moves_year(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    days = [(before.get(name), after.get(name)) for name in (F.DEPART_ON, F.RETURN_ON)]
    return any(old and new and old[:4] != new[:4] for old, new in days)


def _in_full(values: Mapping[str, Any]) -> str:
    found = (rules.display(name, value) for name, value in values.items())
    return ", ".join(filter(None, found)) or _("not known")


def brief(inquiry: Inquiry, known: Sequence[Fact]) -> list[tuple[str, bool]]:
    """The trip in one line: parts, and whether a part is in doubt."""
    values = projection.likeliest(known)
    unsure = {fact.field for fact in known if fact.state == Fact.State.PROPOSED or not fact.verified}
    values = {name: value for name, value in values.items() if value is not None}
    if party.differs(values):
        unsure.add(F.TRAVELLERS)
    parts = projection.parts(values, asked=inquiry.came_at.date())
    if not parts:
        return [(care.masked(inquiry.subject) or _("No trip data yet"), False)]
    return [(part.words, bool(unsure & part.fields)) for part in parts]


def first_doubt(known: Sequence[Fact]) -> Question | None:
    """The doubt that stands beside the trip's line: one at a time, the next when it is settled."""
    found = doubts.groups(known)
    return trip_rows.question(found[0]) if found else None
