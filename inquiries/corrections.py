"""Each decision of a person about a value is a case to learn from: what the engine said, and what is right.

Called by facts.py under the inquiry's lock, in the transaction of the decision. Who changes their mind judges the same
value again: the last word counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from inquiries.extraction import shapes
from inquiries.models import Correction, Extraction, Fact, Inquiry, Message, User

Kind = Correction.Kind
_OPEN = (Fact.State.CURRENT, Fact.State.PROPOSED)


@dataclass(frozen=True)
class Judged:
    """An engine's value before a person decides: to be taken down before the row changes."""

    fact: Fact | None
    predicted: Any


def about(fact: Fact) -> Judged:
    """One value. One that was judged before keeps what the engine had said then: `choose` writes into the row."""
    earlier = Correction.objects.filter(about=fact).order_by("-pk").first()
    return Judged(fact, earlier.predicted if earlier else fact.value)


def of_field(inquiry: Inquiry, field: str) -> list[Judged]:
    """The engine's values of a field that a person sees now; else the one that was judged last; else none of any."""
    rows = inquiry.facts.filter(field=field)
    shown = [fact for fact in rows.filter(state__in=_OPEN, author=None).order_by("pk") if _by_engine(fact)]
    if not shown:
        # A value that came here with its messages brings what was decided about it; one that left takes it along.
        home = Q(about__inquiry=inquiry) | Q(about=None, inquiry=inquiry)
        decided = Correction.objects.filter(home, field=field, latest=True)
        last = decided.order_by("-pk").select_related("about").first()
        shown = [last.about] if last is not None and last.about is not None else []
    return [about(fact) for fact in shown] or [Judged(None, None)]


def judge(inquiry: Inquiry, field: str, judged: Iterable[Judged], value: Any, *, actor: User) -> None:
    """`value`: what is right; None where the person says that it is not known."""
    for item in judged:
        kind = _kind(field, item, value)
        _outdate(inquiry, field, item.fact)
        if kind:
            _write(inquiry, field, item, value, kind=kind, actor=actor)


def _by_engine(fact: Fact) -> bool:
    return fact.source != Fact.Source.HUMAN and fact.value is not None


def _kind(field: str, item: Judged, value: Any) -> str:
    if item.fact is None:
        return Kind.MISSING if value is not None else ""
    if value is None:
        return Kind.INVENTED
    return Kind.CONFIRMED if shapes.same(field, item.predicted, value) else Kind.WRONG


def _outdate(inquiry: Inquiry, field: str, fact: Fact | None) -> None:
    rows = Correction.objects.filter(about=fact, latest=True)  # in whatever inquiry it was when that was decided
    if fact is None:
        # A missing value counts once; said to be unknown again, it is not missing any more.
        rows = rows.filter(inquiry=inquiry, field=field, kind=Kind.MISSING)
    rows.update(latest=False)


def _write(inquiry: Inquiry, field: str, item: Judged, value: Any, *, kind: str, actor: User) -> None:
    message = _message(inquiry, item.fact)
    run = _run(item.fact, message)
    Correction.objects.create(
        inquiry=inquiry,
        message=message,
        about=item.fact,
        field=field,
        kind=kind,
        predicted=item.predicted,
        corrected=value,
        engine=run.engine if run else "",
        version=run.version if run else "",
        language=run.language if run else "",
        channel=message.channel if message else "",
        author=actor,
    )


def _message(inquiry: Inquiry, fact: Fact | None) -> Message | None:
    """Whose words it is about. A missing value is of the only message that came in; of several, nobody knows which."""
    if fact is not None and fact.message is not None:
        return fact.message
    if fact is not None:
        cited = [item["message"] for item in fact.evidence if isinstance(item, dict) and "message" in item]
        return Message.objects.filter(pk__in=cited).order_by("-sent_at", "-pk").first()
    came = list(inquiry.messages.filter(direction=Message.Direction.IN, automatic="").exclude(text="")[:2])
    return came[0] if len(came) == 1 else None


def _run(fact: Fact | None, message: Message | None) -> Extraction | None:
    """The run that said it; of a value that was worked out or is missing, the last good one on the message."""
    if fact is not None and fact.extraction is not None:
        return fact.extraction
    runs = Extraction.objects.filter(message=message, error="") if message is not None else Extraction.objects.none()
    return runs.order_by("-pk").first()


__all__ = ["Judged", "about", "judge", "of_field"]
