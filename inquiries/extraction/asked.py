"""What our last message before this one asked for: kept on its row, else seen in its own words."""

from typing import Any

from inquiries.extraction.document import Asked
from inquiries.extraction.rules import questions
from inquiries.models import Fact, Message

State = Message.State
_NEVER_CAME = (State.DRAFT, State.CANCELLED, State.PERMANENTLY_FAILED)  # nobody answers what they have not got


def before(message: Message) -> tuple[Asked, ...]:
    """Nothing where a person of ours has not written before it."""
    last = _ours(message)
    if last is None:
        return ()
    if last.asked:
        return tuple(filter(None, map(_item, last.asked)))
    names = questions.fields(last.own_words)
    if not names:
        return ()
    rows = message.inquiry.facts.filter(state=Fact.State.PROPOSED, field__in=names).exclude(options=[])
    options = dict(rows.values_list("field", "options"))
    # An agent's own words name the readings in an order that nobody knows: only the readings themselves are understood.
    return tuple(Asked(field=name, options=tuple(options.get(name, ()))) for name in names)


def _ours(message: Message) -> Message | None:
    answered = message.reply_to
    if answered is not None and answered.is_out and answered.asked:
        return answered
    rows = message.inquiry.messages.filter(direction=Message.Direction.OUT, automatic="", sent_at__lt=message.sent_at)
    rows = rows.exclude(channel=Message.Channel.NOTE).exclude(kind="reaction").exclude(state__in=_NEVER_CAME)
    return rows.only("asked", "text", "signature_at").order_by("-sent_at", "-pk").first()


def _item(kept: Any) -> Asked | None:
    if not isinstance(kept, dict) or kept.get("field") not in Fact.Field.values:
        return None
    return Asked(field=kept["field"], options=tuple(kept.get("options") or ()), group=kept.get("group"))


__all__ = ["before"]
