"""Who did what, when: one row per act, written in the transaction of the act itself."""

from typing import Any

from inquiries.models import Event, Inquiry, Message, User


def record(
    kind: Event.Kind | str,
    *,
    inquiry: Inquiry | None = None,
    actor: User | None = None,
    message: Message | None = None,
    change: tuple[str, str] | None = None,
    **data: Any,
) -> Event:
    """`change`: what it was and what it is now, kept as {"from", "to"}. `data` is JSON: counts, codes, names of fields;
    never the words of a message."""
    if change is not None:
        data |= {"from": change[0], "to": change[1]}
    return Event.objects.create(kind=kind, inquiry=inquiry, actor=actor, message=message, data=data)
