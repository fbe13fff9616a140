"""The rows of what we promised: noted when a message has gone out, kept by what goes out after it, settled by people.

Called in the transaction that made a message sent, and safe to repeat: words are noted once, and what keeps a promise
is told from the messages themselves, so that the order of arrival does not matter. A promise of an answer is kept by
any later answer of ours; one of files by a file or a link; a call is made elsewhere, so it is only asked about.
"""

import re
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from inquiries import hours, promise_words, promises, resting, standing, timeline
from inquiries.models import Event, Inquiry, Message, Promise, User

logger = structlog.get_logger(__name__)

State = Promise.State
_LONG_AGO = timedelta(days=2)  # what was due before that when we heard of it is history, read from an old mailbox
_LINK = re.compile(r"https?://\S")


def hear(message: Message) -> None:
    """Note what a message of ours promises, and what it keeps. A mistake in here never stops the message itself."""
    if not standing.answers(message) or message.channel == Message.Channel.NOTE:
        return
    try:
        with transaction.atomic():
            _hear(message.pk)
    except Exception:
        logger.exception("promises_broke", message=message.pk)


def _hear(pk: int) -> None:
    heard = Message.objects.filter(pk=pk, state__in=standing.HEARD).first()
    if heard is None:
        return
    inquiry = standing.lock(heard.inquiry_id)
    _note(heard)
    rows = Promise.objects.filter(message__inquiry=heard.inquiry_id, state=State.OPEN)
    for promise in rows.select_related("message"):
        _look_for_answer(promise)
    _recount(inquiry)


def _note(message: Message) -> None:
    week = hours.of(message.account)
    found = promises.find(message.own_words, language=message.language, said_at=message.sent_at, week=week)
    found = [row for row in found if row.due > timezone.now() - _LONG_AGO]
    if not found:
        return
    known = set(message.promises.values_list("start", flat=True))
    Promise.objects.bulk_create(
        (
            Promise(
                message=message, start=row.start, end=row.end, what=row.what, due_at=row.due, open_since=message.sent_at
            )
            for row in found
        ),
        ignore_conflicts=True,
    )
    marks = [[row.start, row.end, row.due.isoformat()] for row in found]
    Message.objects.filter(pk=message.pk).update(promised=marks)
    for row in found:
        if row.start not in known:
            due = row.due.isoformat()
            timeline.record(Event.Kind.PROMISED, inquiry=message.inquiry, message=message, what=row.what, due=due)


def _look_for_answer(promise: Promise) -> None:
    """Whether something that went out since keeps it, or may."""
    since = Message.objects.filter(
        Q(sent_at__gt=promise.open_since) | Q(sent_at=promise.open_since, pk__gt=promise.message_id),
        inquiry=promise.message.inquiry_id,
        direction=Message.Direction.OUT,
        state__in=standing.HEARD,
        automatic="",
    ).exclude(pk=promise.message_id)
    rows = since.exclude(channel=Message.Channel.NOTE).order_by("sent_at", "pk").prefetch_related("attachments")
    answers = [row for row in rows if standing.answers(row)]
    keeper = next((row for row in answers if _keeps(row, promise)), None)
    if keeper is not None:
        promise.state, promise.kept_by, promise.settled_at = State.KEPT, keeper, timezone.now()
        _tell(promise, "kept")
    promise.answered_at = answers[0].sent_at if answers else None
    promise.save(update_fields=["state", "kept_by", "settled_at", "answered_at"])


def _keeps(answer: Message, promise: Promise) -> bool:
    if promise.what == Promise.What.CALL:
        return False
    if promise.what in promise_words.FILES:
        return any(not file.inline for file in answer.attachments.all()) or bool(_LINK.search(answer.own_words))
    return True


def settle(promise: Promise, *, actor: User, kept: bool) -> bool:
    """A person says that it is done, or off. False: it was settled already."""
    state = State.KEPT if kept else State.DROPPED
    columns = {"state": state, "settled_by": actor, "settled_at": timezone.now()}
    return _change(promise, Promise.objects.filter(pk=promise.pk, state=State.OPEN), columns, actor)


def reopen(promise: Promise, *, actor: User) -> bool:
    """Take that back, also where an answer seemed to keep it: only what goes out from now on may. False: it is open."""
    columns = {
        "state": State.OPEN,
        "settled_by": None,
        "settled_at": None,
        "kept_by": None,
        "answered_at": None,
        "open_since": timezone.now(),
    }
    logger.info("promise_reopened", promise=promise.pk, actor=actor.pk)
    return _change(promise, Promise.objects.filter(pk=promise.pk).exclude(state=State.OPEN), columns, actor)


def _change(promise: Promise, rows: QuerySet[Promise], columns: dict[str, Any], actor: User) -> bool:
    with transaction.atomic():
        inquiry = standing.lock_home(promise.message)
        changed = bool(rows.update(**columns))
        if changed:
            _tell(promise, columns["state"].lower(), actor=actor)
        _recount(inquiry)
    return changed


def _tell(promise: Promise, did: str, *, actor: User | None = None) -> None:
    """`did`: kept, dropped or open (again)."""
    message = promise.message
    due = promise.due_at.isoformat()
    timeline.record(Event.Kind.PROMISE, inquiry=message.inquiry, actor=actor, message=message, did=did, due=due)


def _recount(inquiry: Inquiry) -> None:
    """Of a locked inquiry: a snooze ends before a promise that it did not know of."""
    inquiry.promise_due_at = standing.promise_due_at(inquiry)
    resting.shorten(inquiry)
    inquiry.save(update_fields=["promise_due_at", "snoozed_until"])
