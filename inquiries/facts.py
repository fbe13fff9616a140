"""What is held to be true about a trip, and what people decide about it.

A person's value is never overwritten. What engines find (recording.py) fills what is not known or becomes a proposal.
The older row is superseded in the same transaction, so the rows are the history.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inquiries import corrections, doubts, following, projection, standing, timeline
from inquiries.errors import InvalidInput
from inquiries.extraction import shapes
from inquiries.fact_words import display, parse_field
from inquiries.models import Event, Fact, Inquiry, User
from inquiries.projection import missing

F, State, Source = Fact.Field, Fact.State, Fact.Source


def set_value(inquiry: Inquiry, field: str, value: Any, *, actor: User) -> Fact:
    """A person says what is true; None: it is not known. InvalidInput where it cannot be together with the rest.

    Proposals about the field are settled by it.
    """
    with transaction.atomic():
        row = standing.lock(inquiry.pk)
        current = row.facts.filter(field=field, state=State.CURRENT).first()
        if current is not None and current.source == Source.HUMAN and shapes.same(field, current.value, value):
            return current
        _check_days(row, field, value)
        judged = corrections.of_field(row, field)
        _close(row, field)
        fact = Fact.objects.create(inquiry=row, field=field, value=value, source=Source.HUMAN, author=actor)
        _record(row, fact, actor=actor, was=current)
        corrections.judge(row, field, judged, value, actor=actor)
        following.follow(row)
    return fact


def accept(fact: Fact, *, actor: User, also: Sequence[Fact] = ()) -> bool:
    """A proposal becomes what is known, and `also` others of the inquiry with it: two dates are moved as one.

    False where a colleague has settled it already.
    """
    return _settle({row: row.value for row in (fact, *also)}, actor=actor, accepted=True)


def choose(fact: Fact, position: int, *, actor: User) -> bool:
    """One of the readings of a doubtful value is the right one; `position` counts from 0. False where it is settled."""
    if not 0 <= position < len(fact.options):
        raise InvalidInput(_("That reading does not exist."))
    rows = list(fact.inquiry.facts.filter(state__in=[State.CURRENT, State.PROPOSED]))
    group = next((group for group in doubts.groups(rows) if fact in group), [fact])
    if not doubts.fits(group, position):
        group = [fact]
    others = {row: row.options[position] for row in group if row != fact}
    return _settle({fact: fact.options[position], **others}, actor=actor)


def confirm(inquiry: Inquiry, *, actor: User) -> int:
    """Somebody has looked at the card and vouches for what stands on it; gives how many values that were.

    What has several readings or is to be changed stays open: that is a decision of its own. A value with its words
    keeps them. Undone by editing.
    """
    with transaction.atomic():
        row = standing.lock(inquiry.pk)
        confirmed = [fact for fact in row.facts.filter(state=State.CURRENT) if _unconfirmed(fact)]
        for fact in confirmed:
            corrections.judge(row, fact.field, [corrections.about(fact)], fact.value, actor=actor)
            fact.author = actor
            if not fact.evidence:
                fact.source = Source.HUMAN  # no words prove it: a person vouches for it
            fact.save(update_fields=["author", "source"])
            _record(row, fact, actor=actor, was=fact)
        if confirmed:
            projection.project(row)
    return len(confirmed)


def reject(fact: Fact, *, actor: User, also: Sequence[Fact] = ()) -> bool:
    """What is known stays; the proposal (and `also` others) is kept as rejected. False where it is settled already."""
    with transaction.atomic():
        row = standing.lock(fact.inquiry_id)
        open_ones = [one for one in (fact, *also) if _reload(one)]
        for one in open_ones:
            one.author = actor
            one.become(State.REJECTED)
            known = row.facts.filter(field=one.field, state=State.CURRENT).first()
            right = known.value if known is not None else None
            corrections.judge(row, one.field, [corrections.about(one)], right, actor=actor)
            timeline.record(Event.Kind.FACT, inquiry=row, actor=actor, field=one.field, fact=one.pk, rejected=True)
        if open_ones:
            projection.project(row)
    return fact in open_ones


def to_confirm(known: Sequence[Fact]) -> bool:
    """Whether `confirm` would find anything among these."""
    return any(_unconfirmed(fact) for fact in known)


def _unconfirmed(fact: Fact) -> bool:
    """What is worked out follows what it comes from, and a list that is proven goes on growing."""
    growing = fact.field in Fact.GROWING and bool(fact.evidence)
    return fact.state == State.CURRENT and not fact.by_person and not growing and not following.is_worked_out(fact)


def _settle(values: Mapping[Fact, Any], *, actor: User, **said: Any) -> bool:
    """Proposals of one inquiry with the value each of them is to have; False where the first is settled already.

    `said`: what their events say besides.
    What follows from them is worked out when all of them stand.
    """
    first = next(iter(values))
    with transaction.atomic():
        row = standing.lock(first.inquiry_id)
        open_ones = [fact for fact in values if _reload(fact)]
        for fact in open_ones:
            _take_over(row, fact, actor=actor, value=values[fact], **said)
        if open_ones:
            following.follow(row)
    return first in open_ones


def _take_over(inquiry: Inquiry, fact: Fact, *, actor: User, value: Any, **said: Any) -> None:
    current = inquiry.facts.filter(field=fact.field, state=State.CURRENT).first()
    corrections.judge(inquiry, fact.field, [corrections.about(fact)], value, actor=actor)
    _close(inquiry, fact.field, but=fact)
    fact.value, fact.options, fact.author = value, [], actor
    if not fact.evidence:
        fact.source = Source.HUMAN  # no words prove it: a person vouches for it
    fact.become(State.CURRENT)
    _record(inquiry, fact, actor=actor, was=current, **said)


def _reload(fact: Fact) -> bool:
    """Under the inquiry's lock: is it still a proposal?"""
    fact.refresh_from_db()
    return fact.state == State.PROPOSED


def _close(inquiry: Inquiry, field: str, *, but: Fact | None = None) -> None:
    for row in inquiry.facts.filter(field=field, state__in=[State.CURRENT, State.PROPOSED]):
        if but is None or row.pk != but.pk:
            row.become(State.SUPERSEDED)


def _record(inquiry: Inquiry, fact: Fact, *, actor: User, was: Fact | None, **said: Any) -> None:
    """The event names rows, not values: those are people's data and stand in the facts."""
    before = was.pk if was is not None else None
    timeline.record(Event.Kind.FACT, inquiry=inquiry, actor=actor, field=fact.field, fact=fact.pk, was=before, **said)


def _check_days(inquiry: Inquiry, field: str, value: Any) -> None:
    if value is None or field not in {F.DEPART_ON, F.RETURN_ON}:
        return
    other = F.RETURN_ON if field == F.DEPART_ON else F.DEPART_ON
    known = inquiry.facts.filter(field=other, state=State.CURRENT).exclude(value=None).first()
    if known is None or following.is_worked_out(known):
        return
    after = field == F.DEPART_ON and value > str(known.value)
    before = field == F.RETURN_ON and value < str(known.value)
    if after or before:
        words = _("That is after the return on %(day)s.") if after else _("That is before the departure on %(day)s.")
        raise InvalidInput(words % {"day": display(other, known.value)})


__all__ = [
    "accept",
    "choose",
    "confirm",
    "display",
    "missing",
    "parse_field",
    "reject",
    "set_value",
    "to_confirm",
]
