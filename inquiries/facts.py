"""What is held to be true about a trip, and who may change it.

A person's value is never overwritten. The words of a message fill what is not known; where they differ from what is
known they become a proposal; several readings wait for a person. The older row is superseded in the same transaction,
so the rows are the history.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from inquiries import corrections, doubts, projection, standing, timeline
from inquiries.errors import InvalidInput
from inquiries.extraction import shapes
from inquiries.extraction.document import Span, Value
from inquiries.fact_words import display, parse_field
from inquiries.models import Event, Fact, Inquiry, Message, User
from inquiries.projection import missing

if TYPE_CHECKING:
    from inquiries.extraction.runs import Run

logger = structlog.get_logger(__name__)

F, State, Source = Fact.Field, Fact.State, Fact.Source
# Said bit by bit over a conversation: more of them adds to what is known.
_GROWING = (F.INTERESTS, F.SERVICES)
_STAY = (F.DEPART_ON, F.RETURN_ON, F.NIGHTS)


# What engines find


def record(run: "Run", *, again: bool = False) -> list[Fact]:
    """Turn a run's values into facts; gives the new rows. The same run or message twice changes nothing.

    `again`: staff have had this message before them. What a person has decided since is not asked about once more.
    The caller has locked the inquiry and projects it afterwards.
    """
    with transaction.atomic():
        inquiry = run.message.inquiry
        found = {name.value: value for name in _asked(run) if (value := _checked(run, name)) is not None}
        for name in _decided(run.message) if again else ():
            found.pop(name, None)
        _retire(run.message, found)
        made = [fact for name, value in found.items() if (fact := _take(run, name, value)) is not None]
        _derive(inquiry)
    return made


def _decided(message: Message) -> set[str]:
    """Fields whose value a person set or took over when the message was there already."""
    rows = message.inquiry.facts.filter(state=State.CURRENT, created_at__gte=message.created_at)
    return {fact.field for fact in rows if by_person(fact)}


def _asked(run: "Run") -> list[Fact.Field]:
    """The name and number of somebody else in the conversation are not those of its contact."""
    foreign = run.message.contact_id not in (None, run.message.inquiry.contact_id)
    return [name for name in F if not (foreign and name in (F.CONTACT_NAME, F.CONTACT_PHONE))]


def _checked(run: "Run", name: str) -> Value | None:
    """The value of a field in its proper shape; one that has none is dropped and said so in the log, by field."""
    value = run.reading.values.get(name)
    if value is None or value.value is None or value.value == []:
        return None
    try:
        options = tuple(shapes.conform(name, option) for option in value.options)
        return Value(shapes.conform(name, value.value), value.evidence, options if len(options) > 1 else ())
    except (ValueError, TypeError, KeyError, AttributeError):
        logger.warning("value_dropped", field=name, engine=run.reading.engine, message=run.message.pk)
        return None


def _retire(message: Message, found: Mapping[str, Value]) -> None:
    """A message read anew: what an earlier run made of it and this one does not gives way, but for people's.

    Growing lists hold other messages' words as well and stay.
    """
    earlier = message.facts.filter(state__in=[State.CURRENT, State.PROPOSED], author=None).exclude(source=Source.HUMAN)
    for fact in earlier.exclude(field__in=_GROWING):
        value = found.get(fact.field)
        if value is None or not shapes.same(fact.field, fact.value, value.value):
            _move(fact, State.SUPERSEDED)


def _holds(fact: Fact, value: Value) -> bool:
    """A growing list has the message's words among others."""
    return fact.field in _GROWING and set(value.value) <= set(fact.value or [])


def _take(run: "Run", name: str, value: Value) -> Fact | None:
    message = run.message
    rows = list(message.inquiry.facts.filter(field=name).select_related("message"))
    current = next((fact for fact in rows if fact.state == State.CURRENT), None)
    if any(_repeats(fact, value, message, gap=current is None) for fact in rows):
        return None
    fact = Fact(
        inquiry=message.inquiry,
        message=message,
        extraction=run.extraction,
        field=name,
        value=value.value,
        options=list(value.options),
        evidence=_evidence(run, name, value),
        source=run.reading.engine if run.reading.engine in Source.values else Source.RULES,
    )
    fact.state = _state(fact, current, late=_is_late(message, rows))
    if fact.state == State.CURRENT and current is not None:
        _grow(fact, current)
    _supersede(fact, rows)
    fact.save()
    return fact


def _repeats(fact: Fact, value: Value, message: Message, *, gap: bool) -> bool:
    """Whether the row is this value of this message already. A superseded one does not fill a `gap`."""
    if fact.message_id != message.pk or (gap and fact.state == State.SUPERSEDED):
        return False
    same = shapes.same(fact.field, fact.value, value.value) or _holds(fact, value)
    return same and bool(fact.options) == bool(value.options)


def _is_late(message: Message, rows: list[Fact]) -> bool:
    """Whether a message that was sent later has spoken about this field already."""
    return any(fact.message is not None and fact.message.sent_at > message.sent_at for fact in rows)


def _state(fact: Fact, current: Fact | None, *, late: bool) -> str:
    if current is None:
        return State.PROPOSED if fact.options else State.CURRENT
    said = fact.options or [fact.value]
    agrees = any(shapes.same(fact.field, value, current.value) for value in said)
    if agrees:
        better = fact.verified and not current.verified and not fact.options
        return State.CURRENT if better and not by_person(current) else State.SUPERSEDED
    if fact.field in _GROWING and current.value is not None and not by_person(current):
        return State.CURRENT if set(fact.value or []) - set(current.value) else State.SUPERSEDED
    return State.SUPERSEDED if late else State.PROPOSED


def by_person(fact: Fact) -> bool:
    return fact.source == Source.HUMAN or fact.author_id is not None


def _grow(fact: Fact, current: Fact) -> None:
    if fact.field in _GROWING:
        fact.value = list(dict.fromkeys([*(current.value or []), *(fact.value or [])]))
        fact.evidence = [*current.evidence, *(item for item in fact.evidence if item not in current.evidence)]


def _supersede(fact: Fact, rows: list[Fact]) -> None:
    """A new current row takes the place of the old one; newer words take the place of an older proposal."""
    for row in rows:
        if row.state == State.CURRENT and fact.state == State.CURRENT:
            _move(row, State.SUPERSEDED)
        newer = row.message is None or fact.message is None or row.message.sent_at <= fact.message.sent_at
        if row.state == State.PROPOSED and newer:
            _move(row, State.SUPERSEDED)


def _evidence(run: "Run", name: str, value: Value) -> list[dict[str, Any]]:
    """The spans whose quote really stands there; without one the value is unverified."""
    found = [_span(run.message.pk, span) for span in value.evidence if _stands(run, span)]
    document = run.document
    known = {F.CONTACT_NAME: document.sender_name, F.CONTACT_PHONE: document.sender_phone}.get(F(name), "")
    if not found and known and value.value == known:
        # The channel itself says who writes.
        found = [{"message": run.message.pk, "part": "sender", "start": 0, "end": len(known), "quote": known}]
    return _cited(run, name, found)


def _span(message: int, span: Span) -> dict[str, Any]:
    return {"message": message, "part": span.part, "start": span.start, "end": span.end, "quote": span.quote}


def _stands(run: "Run", span: Span) -> bool:
    document = run.document
    texts = {
        "text": (run.message.text,),
        "subject": (run.message.subject,),
        "sender": (document.sender_name, document.sender_phone),
    }
    here = any(text[span.start : span.end] == span.quote for text in texts[span.part])
    return here and 0 <= span.start < span.end


def _cited(run: "Run", name: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`of`: the field whose words these are, where a value follows from two others (return = departure + nights)."""
    if name not in _STAY or len(found) < 2:
        return found
    for item in found:
        for other in _STAY:
            value = run.reading.values.get(other)
            if other != name and value and any(_span(run.message.pk, span) == item for span in value.evidence):
                item["of"] = other.value
                break
    return [{**item} for item in found]


# What follows from facts


def _derive(inquiry: Inquiry) -> None:
    """Departure, return and nights agree: the one that nobody said follows from the others and cites their words.

    A worked-out value that no longer fits gives way; said values and people's are left as they are.
    """
    rows = inquiry.facts.filter(field__in=_STAY, state=State.CURRENT)
    current = {F(fact.field): fact for fact in rows}
    for name in _STAY:
        if name in current and _is_outdated(name, current):
            _move(current.pop(name), State.SUPERSEDED)
    for name in _STAY:
        if name in current or inquiry.facts.filter(field=name, state=State.PROPOSED).exists():
            continue
        value, proof = _follows(name, current), _proof(name, current)
        if value is not None and proof:  # of two values set by hand the columns alone tell the third
            Fact.objects.create(
                inquiry=inquiry, field=name, value=value, evidence=_distinct(proof), source=Source.RULES
            )


def _is_outdated(name: str, current: Mapping[Fact.Field, Fact]) -> bool:
    """A worked-out value that follows no more, or cites words that prove nothing any more."""
    fact = current[F(name)]
    value = _follows(name, current)
    if value is None or not is_worked_out(fact):
        return False
    return bool(value != fact.value or _places(fact.evidence) - _places(_proof(name, current)))


def _proof(name: str, current: Mapping[Fact.Field, Fact]) -> list[dict[str, Any]]:
    """The words behind the two others."""
    others = [current[other] for other in _STAY if other in current and other != name]
    return [{**item, "of": item.get("of", fact.field)} for fact in others for item in fact.evidence]


def is_worked_out(fact: Fact) -> bool:
    return not by_person(fact) and bool(fact.evidence) and all("of" in item for item in fact.evidence)


def _follows(name: str, current: Mapping[Fact.Field, Fact]) -> Any:
    """The value of one of the three by the two others; None where they do not tell."""
    values = {other: current[other].value if other in current else None for other in _STAY}
    leaves, returns, nights = values[F.DEPART_ON], values[F.RETURN_ON], values[F.NIGHTS]
    if name == F.NIGHTS and leaves and returns and leaves <= returns:
        return (date.fromisoformat(returns) - date.fromisoformat(leaves)).days
    if name == F.RETURN_ON and leaves and nights is not None:
        return (date.fromisoformat(leaves) + timedelta(days=nights)).isoformat()
    if name == F.DEPART_ON and returns and nights is not None:
        return (date.fromisoformat(returns) - timedelta(days=nights)).isoformat()
    return None


def _distinct(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({_place(item): item for item in items}.values())


def _places(items: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {_place(item) for item in items}


def _place(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["message"], item.get("part"), item["start"], item["end"]


# What people decide


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
        follow(row)
    return fact


def accept(fact: Fact, *, actor: User, also: Sequence[Fact] = ()) -> bool:
    """A proposal becomes what is known, and `also` others of the inquiry with it: two dates are moved as one.

    False where a colleague has settled it already.
    """
    return _settle({row: row.value for row in (fact, *also)}, actor=actor)


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
            _move(one, State.REJECTED)
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
    growing = fact.field in _GROWING and bool(fact.evidence)
    return fact.state == State.CURRENT and not by_person(fact) and not growing and not is_worked_out(fact)


def _settle(values: Mapping[Fact, Any], *, actor: User) -> bool:
    """Proposals of one inquiry with the value each of them is to have; False where the first is settled already.

    What follows from them is worked out when all of them stand.
    """
    first = next(iter(values))
    with transaction.atomic():
        row = standing.lock(first.inquiry_id)
        open_ones = [fact for fact in values if _reload(fact)]
        for fact in open_ones:
            _take_over(row, fact, actor=actor, value=values[fact])
        if open_ones:
            follow(row)
    return first in open_ones


def _take_over(inquiry: Inquiry, fact: Fact, *, actor: User, value: Any) -> None:
    current = inquiry.facts.filter(field=fact.field, state=State.CURRENT).first()
    corrections.judge(inquiry, fact.field, [corrections.about(fact)], value, actor=actor)
    _close(inquiry, fact.field, but=fact)
    fact.value, fact.options, fact.author = value, [], actor
    if not fact.evidence:
        fact.source = Source.HUMAN  # no words prove it: a person vouches for it
    _move(fact, State.CURRENT)
    _record(inquiry, fact, actor=actor, was=current)


def _reload(fact: Fact) -> bool:
    """Under the inquiry's lock: is it still a proposal?"""
    fact.refresh_from_db()
    return fact.state == State.PROPOSED


def _close(inquiry: Inquiry, field: str, *, but: Fact | None = None) -> None:
    for row in inquiry.facts.filter(field=field, state__in=[State.CURRENT, State.PROPOSED]):
        if but is None or row.pk != but.pk:
            _move(row, State.SUPERSEDED)


def _record(inquiry: Inquiry, fact: Fact, *, actor: User, was: Fact | None) -> None:
    """The event names rows, not values: those are people's data and stand in the facts."""
    before = was.pk if was is not None else None
    timeline.record(Event.Kind.FACT, inquiry=inquiry, actor=actor, field=fact.field, fact=fact.pk, was=before)


def follow(inquiry: Inquiry) -> None:
    """What follows from the facts of a locked inquiry: worked-out values and the columns."""
    _derive(inquiry)
    projection.project(inquiry)


def _check_days(inquiry: Inquiry, field: str, value: Any) -> None:
    if value is None or field not in {F.DEPART_ON, F.RETURN_ON}:
        return
    other = F.RETURN_ON if field == F.DEPART_ON else F.DEPART_ON
    known = inquiry.facts.filter(field=other, state=State.CURRENT).exclude(value=None).first()
    if known is None or is_worked_out(known):
        return
    after = field == F.DEPART_ON and value > str(known.value)
    before = field == F.RETURN_ON and value < str(known.value)
    if after or before:
        words = _("That is after the return on %(day)s.") if after else _("That is before the departure on %(day)s.")
        raise InvalidInput(words % {"day": display(other, known.value)})


def _move(fact: Fact, state: str) -> None:
    fact.state = state
    fact.save()


__all__ = [
    "accept",
    "by_person",
    "choose",
    "confirm",
    "display",
    "follow",
    "is_worked_out",
    "missing",
    "parse_field",
    "record",
    "reject",
    "set_value",
    "to_confirm",
]
