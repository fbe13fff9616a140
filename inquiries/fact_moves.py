"""Facts go where their messages go: what a trip takes over, what is left behind, and how all of it comes back.

Called on locked inquiries; the caller follows up with following.follow. One current fact a field stays the rule: what
differs becomes a proposal, a person's value stands before a read one.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from inquiries import following
from inquiries.extraction import shapes
from inquiries.models import Fact, Inquiry

State = Fact.State
_PERSON = (Fact.Field.CONTACT_NAME, Fact.Field.CONTACT_PHONE)
type Places = dict[str, list[Any]]  # the key of a fact: its inquiry and its state


def places(*inquiries: Inquiry) -> Places:
    """Where each fact stands now. The keys are text, as JSON has them."""
    rows = Fact.objects.filter(inquiry__in=inquiries).order_by("pk")
    return {str(pk): [inquiry, state] for pk, inquiry, state in rows.values_list("pk", "inquiry_id", "state")}


def move(rows: Iterable[Fact], target: Inquiry, *, same_person: bool) -> None:
    """Take facts over, what is held true first.

    The name and number of somebody else are not those of the trip's contact.
    """
    for fact in sorted(rows, key=lambda row: (row.state != State.CURRENT, row.pk)):
        if fact.field in _PERSON and not same_person:
            fact.state = State.SUPERSEDED if fact.state in (State.CURRENT, State.PROPOSED) else fact.state
        fact.inquiry = target
        if fact.state in (State.CURRENT, State.PROPOSED):
            _settle(fact, target.facts.filter(field=fact.field, state=State.CURRENT).first())
        fact.save(update_fields=["inquiry", "state"])


def _settle(fact: Fact, current: Fact | None) -> None:
    """What becomes of a fact beside what is held true already."""
    if current is None:
        fact.state = State.PROPOSED if fact.options else State.CURRENT
        return
    if shapes.same(fact.field, fact.value, current.value) and not fact.options:
        stronger = fact.by_person and not current.by_person
        better = fact.verified and not current.verified and not current.by_person
        _yield(fact, current, to_new=fact.state == State.CURRENT and (stronger or better))
    elif following.is_worked_out(fact):
        fact.state = State.SUPERSEDED  # worked out anew from what stands there then
    elif fact.state == State.CURRENT and (following.is_worked_out(current) or _outranks(fact, current)):
        _yield(fact, current, to_new=True)
    elif fact.field in Fact.GROWING and fact.state == State.CURRENT and not current.by_person:
        _grow(fact, current)
    else:
        fact.state = State.SUPERSEDED if _is_proposed(fact, current.inquiry_id) else State.PROPOSED


def _is_proposed(fact: Fact, inquiry: int) -> bool:
    """Whether the same is proposed there already: a person is asked once."""
    rows = Fact.objects.filter(inquiry=inquiry, field=fact.field, state=State.PROPOSED).exclude(pk=fact.pk)
    return any(shapes.same(row.field, row.value, fact.value) and row.options == fact.options for row in rows)


def _outranks(fact: Fact, current: Fact) -> bool:
    return fact.by_person and not current.by_person


def _yield(fact: Fact, current: Fact, *, to_new: bool) -> None:
    loser = current if to_new else fact
    loser.state = State.SUPERSEDED
    current.save(update_fields=["state"])


def _grow(fact: Fact, current: Fact) -> None:
    """Both lists as one: a row of its own, so that neither of the two is changed and both can go back."""
    value = list(dict.fromkeys([*(current.value or []), *(fact.value or [])]))
    fact.state = current.state = State.SUPERSEDED
    current.save(update_fields=["state"])
    proof = [*current.evidence, *(item for item in fact.evidence if item not in current.evidence)]
    named = {"inquiry": current.inquiry, "field": fact.field, "source": fact.source}
    Fact.objects.create(**named, value=value, evidence=proof)


def revive(source: Inquiry, fields: Collection[str]) -> None:
    """What an earlier message said counts again where the message that said it otherwise has gone."""
    for field in fields:
        if source.facts.filter(field=field, state__in=[State.CURRENT, State.PROPOSED]).exists():
            continue
        rows = source.facts.filter(field=field, state=State.SUPERSEDED).order_by("-message__sent_at", "-pk")
        row = next((one for one in rows if not following.is_worked_out(one) and not one.options), None)
        if row is not None:
            Fact.objects.filter(pk=row.pk).update(state=State.CURRENT)


def put_back(before: Places, made: Collection[int], *, returning: Collection[int], source: Inquiry) -> None:
    """Every fact of `before` where and as it was; `made` by the act are gone unless a person has taken them up.

    `returning`: messages that go back to `source`, with what was read from them since. What was decided or read since
    counts before what stood there.
    """
    Fact.objects.filter(pk__in=made, author=None).delete()
    inquiries = {place[0] for place in before.values()} | {source.pk}
    rows = list(Fact.objects.filter(Q(inquiry__in=inquiries) | Q(pk__in=before)).order_by("-pk"))
    wanted: dict[int, tuple[int, str]] = {}
    taken: set[tuple[int, str]] = set()
    # Newer rows first, so that they keep their place.
    for row in sorted(rows, key=lambda row: str(row.pk) in before):
        home, state = before.get(str(row.pk), [row.inquiry_id, row.state])
        if str(row.pk) not in before and row.message_id in returning:
            home = source.pk
        if state == State.CURRENT and (home, row.field) in taken:
            state = State.SUPERSEDED
        if state == State.CURRENT:
            taken.add((home, row.field))
        wanted[row.pk] = (home, state)
    changed = [row for row in rows if wanted[row.pk] != (row.inquiry_id, row.state)]
    Fact.objects.filter(pk__in=[row.pk for row in changed]).update(state=State.SUPERSEDED)  # one current at a time
    for row in changed:
        Fact.objects.filter(pk=row.pk).update(inquiry=wanted[row.pk][0], state=wanted[row.pk][1])
