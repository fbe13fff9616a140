"""What engines find becomes facts, beside what is known already.

The words of a message fill what is not known; where they differ from what is known they become a proposal, and several
readings wait for a person (facts.py). Only words that really stand in the message prove anything.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction

from inquiries import following
from inquiries.extraction import shapes
from inquiries.extraction.document import Span, Value
from inquiries.models import Fact, Message

if TYPE_CHECKING:
    from inquiries.extraction.runs import Run

logger = structlog.get_logger(__name__)

F, State, Source = Fact.Field, Fact.State, Fact.Source


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
        following.derive(inquiry)
    return made


def _decided(message: Message) -> set[str]:
    """Fields whose value a person set or took over when the message was there already."""
    rows = message.inquiry.facts.filter(state=State.CURRENT, created_at__gte=message.created_at)
    return {fact.field for fact in rows if fact.by_person}


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
    for fact in earlier.exclude(field__in=Fact.GROWING):
        value = found.get(fact.field)
        if value is None or not shapes.same(fact.field, fact.value, value.value):
            fact.become(State.SUPERSEDED)


def _holds(fact: Fact, value: Value) -> bool:
    """A growing list has the message's words among others."""
    return fact.field in Fact.GROWING and set(value.value) <= set(fact.value or [])


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
        return State.CURRENT if better and not current.by_person else State.SUPERSEDED
    if fact.field in Fact.GROWING and current.value is not None and not current.by_person:
        return State.CURRENT if set(fact.value or []) - set(current.value) else State.SUPERSEDED
    return State.SUPERSEDED if late else State.PROPOSED


def _grow(fact: Fact, current: Fact) -> None:
    if fact.field in Fact.GROWING:
        fact.value = list(dict.fromkeys([*(current.value or []), *(fact.value or [])]))
        fact.evidence = [*current.evidence, *(item for item in fact.evidence if item not in current.evidence)]


def _supersede(fact: Fact, rows: list[Fact]) -> None:
    """A new current row takes the place of the old one; newer words take the place of an older proposal."""
    for row in rows:
        if row.state == State.CURRENT and fact.state == State.CURRENT:
            row.become(State.SUPERSEDED)
        newer = row.message is None or fact.message is None or row.message.sent_at <= fact.message.sent_at
        if row.state == State.PROPOSED and newer:
            row.become(State.SUPERSEDED)


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
    if name not in following.STAY or len(found) < 2:
        return found
    for item in found:
        for other in following.STAY:
            value = run.reading.values.get(other)
            if other != name and value and any(_span(run.message.pk, span) == item for span in value.evidence):
                item["of"] = other.value
                break
    return [{**item} for item in found]
