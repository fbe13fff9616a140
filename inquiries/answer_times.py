"""How long customers waited for us: one Answer a wait that ended, told from the messages of an inquiry themselves.

Called when a message of ours has gone out or came back, and when messages came late or went to another inquiry; safe to
repeat, so that the order of arrival does not matter. An acknowledgment, a reaction or a note answers nothing; what was
typed on the phone or in a mail program does.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q

from inquiries import answered, hours, standing
from inquiries.models import Answer, Event, Inquiry, Message
from inquiries.week import Week

logger = structlog.get_logger(__name__)

_COLUMNS = ("direction", "state", "kind", "automatic", "channel", "account", "author_id", "sent_at", "created_at")
_OVER = (Inquiry.Status.LOST, Inquiry.Status.CLOSED)


def hear(message: Message) -> None:
    """After a message of ours went out, or came back undelivered."""
    if standing.answers(message) and message.channel != Message.Channel.NOTE:
        settle(message.inquiry_id)


def settle(pk: int) -> None:
    """Write anew how an inquiry began and its answers. A mistake in here never stops the message itself."""
    try:
        with transaction.atomic():
            _settle(pk)
    except Exception:
        logger.exception("answer_times_broke", inquiry=pk)


def build(pk: int, messages: Iterable[Message], *, weeks: Mapping[str, Week]) -> list[Answer]:
    """The answers of an inquiry as rows that are not saved. `messages` in the order in which they were sent."""
    said = [row for message in messages if (row := _said(message)) is not None]
    return _rows(pk, answered.waits(said), weeks)


def _settle(pk: int) -> None:
    standing.lock(pk)
    ours_alone = Q(channel=Message.Channel.NOTE, direction=Message.Direction.OUT)  # a call that was noted came in
    rows = Message.objects.filter(inquiry=pk).exclude(ours_alone).order_by("sent_at", "pk")
    messages = list(rows.only(*_COLUMNS))
    _note_beginning(pk, messages)
    said = [row for message in messages if (row := _said(message)) is not None]
    found = answered.waits(said, _closings(pk))
    weeks = hours.of_each({asked.account for asked, _ in found}) if found else {}
    _write(pk, _rows(pk, found, weeks))


def _note_beginning(pk: int, messages: list[Message]) -> None:
    """By the first words of a person; where there are none, by the first message."""
    first = next((message for message in messages if not message.automatic), next(iter(messages), None))
    if first is not None:
        Inquiry.objects.filter(pk=pk).update(came_at=first.sent_at, came_by=first.channel)


def _said(message: Message) -> answered.Said | None:
    if message.is_out:
        counts = standing.answers(message) and message.state in standing.HEARD
    else:
        counts = standing.waits_for_reply(message) and not message.automatic
    if not counts:
        return None
    return answered.Said(
        pk=message.pk,
        ours=message.is_out,
        at=message.sent_at,
        arrived_at=message.created_at,
        author=message.author_id,
        channel=message.channel,
        account=message.account,
    )


def _closings(pk: int) -> list[datetime]:
    """When it was closed or lost; a person who takes that back wants to see again what waited."""
    found: list[datetime] = []
    moves = Event.objects.filter(inquiry=pk, kind=Event.Kind.STATUS).order_by("pk")
    for data, actor, at in moves.values_list("data", "actor", "created_at"):
        if data.get("to") in _OVER:
            found.append(at)
        elif actor is not None and found:
            found.pop()
    return found


def _rows(pk: int, found: list[tuple[answered.Said, answered.Said]], weeks: Mapping[str, Week]) -> list[Answer]:
    return [
        Answer(
            inquiry_id=pk,
            message_id=answer.pk,
            author_id=answer.author,
            asked_at=asked.at,
            answered_at=answer.at,
            seconds=round((answer.at - asked.at).total_seconds()),
            open_seconds=round(weeks[asked.account].open_seconds(asked.at, answer.at)),
            first=not number,
        )
        for number, (asked, answer) in enumerate(found)
    ]


def _write(pk: int, rows: list[Answer]) -> None:
    """What is there and the same stays as it is, with the opening hours of its time."""
    before = {row.message_id: row for row in Answer.objects.filter(inquiry=pk)}
    kept = {row.message_id for row in rows if _same(before.get(row.message_id), row)}
    # Rows that moved here from another inquiry still hang on that one until it is settled in its turn.
    Answer.objects.filter(inquiry=pk).exclude(message__in=kept).delete()
    new = [row for row in rows if row.message_id not in kept]
    Answer.objects.filter(message__in=[row.message_id for row in new]).delete()
    Answer.objects.bulk_create(new)


def _same(old: Answer | None, new: Answer) -> bool:
    return old is not None and all(
        getattr(old, name) == getattr(new, name) for name in ("author_id", "asked_at", "answered_at", "first")
    )
