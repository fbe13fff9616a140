"""Who did what, when: one row per act, written in the transaction of the act itself."""

from typing import Any

from inquiries.models import Event, Inquiry, Message, User


def record(
    kind: Event.Kind | str,
    *,
    inquiry: Inquiry | None = None,
    actor: User | None = None,
    message: Message | None = None,
    **data: Any,
) -> Event:
    """`data` is JSON: what changed as {"from", "to"}, or counts and codes; never the words of a message."""
    return Event.objects.create(kind=kind, inquiry=inquiry, actor=actor, message=message, data=data)
