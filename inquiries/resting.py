"""Inquiries that are put aside: what brings one back before its snooze ends, and what takes a reminder off.

A customer who writes wakes it at once, and is the answer that an "if no answer" reminder waits for. A promise or a
reminder that falls due earlier shortens the snooze, so that `snoozed_until` is always the time at which it comes back.
Everything here changes a locked inquiry in memory; the caller saves COLUMNS with what else it has changed.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from inquiries import hours, standing, timeline
from inquiries.models import Event, Inquiry, Message, User

COLUMNS = ("snoozed_until", "remind_at", "remind_if_silent", "reminder_by")
_AHEAD = timedelta(hours=2)  # of a promise of today, once its morning is over


def heard(inquiry: Inquiry, message: Message) -> None:
    """A message has come in that people answer: nothing rests any more. Called when `needs_reply_since` is known.

    A bounce wakes as well, but it is no word of the customer's, so the reminder stays.
    """
    if inquiry.needs_reply_since is None or not standing.waits_for_reply(message):
        return
    if inquiry.snoozed_until is not None:
        if inquiry.snoozed_until > timezone.now():
            timeline.record(Event.Kind.SNOOZED, inquiry=inquiry, message=message, until="", by="customer")
        inquiry.snoozed_until = None
    if inquiry.remind_at is not None and inquiry.remind_if_silent and not message.automatic:
        _end_reminder(inquiry, "answered", message=message)


def answered(inquiry: Inquiry, *, actor: User | None, message: Message | None = None) -> None:
    """Staff have written: a snooze that has ended and a reminder that was due have done their work.

    `message`: with which, if it may yet be taken back.
    """
    now = timezone.now()
    if inquiry.snoozed_until is not None and inquiry.snoozed_until <= now:
        inquiry.snoozed_until = None
    if inquiry.remind_at is not None and inquiry.remind_at <= now:
        _end_reminder(inquiry, "written", actor=actor, message=message)


def unanswered(inquiry: Inquiry, message: Message) -> None:
    """The message did not go out after all: the reminder that it ended is due again."""
    ended = inquiry.events.filter(kind=Event.Kind.REMINDER, message=message, data__did="written").last()
    if ended is None or inquiry.remind_at is not None:
        return
    inquiry.remind_at = parse_datetime(ended.data["at"])
    inquiry.remind_if_silent, inquiry.reminder_by = ended.data["if_silent"], ended.data["by"]


def over(inquiry: Inquiry) -> None:
    """Nothing calls for an inquiry that is lost or closed; its status says so, no line of its own."""
    inquiry.snoozed_until = None
    forget(inquiry)


def remind(inquiry: Inquiry, at: datetime, *, actor: User, if_silent: bool) -> None:
    """Have it back in the queue at a time; a snooze that goes further ends then."""
    inquiry.remind_at, inquiry.remind_if_silent, inquiry.reminder_by = at, if_silent, str(actor)[:150]
    timeline.record(
        Event.Kind.REMINDER, inquiry=inquiry, actor=actor, did="set", at=at.isoformat(), if_silent=if_silent
    )
    shorten(inquiry)


def take_off(inquiry: Inquiry, *, actor: User) -> None:
    """A person needs it no more, or has done what it was for."""
    due = inquiry.remind_at is not None and inquiry.remind_at <= timezone.now()
    _end_reminder(inquiry, "done" if due else "off", actor=actor)


def forget(inquiry: Inquiry) -> None:
    inquiry.remind_at, inquiry.remind_if_silent, inquiry.reminder_by = None, True, ""


def shorten(inquiry: Inquiry, *, actor: User | None = None, tell: bool = True) -> None:
    """End the snooze before what falls due in it: a promise on the morning of its day, a reminder at its time."""
    until, now = inquiry.snoozed_until, timezone.now()
    if until is None or until <= now:
        return
    promise = inquiry.promise_due_at
    calls = [inquiry.remind_at] if inquiry.remind_at and inquiry.remind_at > now else []
    if promise and now < promise <= until:  # what is overdue has called already
        calls.append(_before(promise, now))
    first = min(calls, default=until)
    if first >= until:
        return
    inquiry.snoozed_until = first
    if tell:
        timeline.record(
            Event.Kind.SNOOZED, inquiry=inquiry, actor=actor, until=first.isoformat(), before=before_what(inquiry)
        )


def before_what(inquiry: Inquiry) -> str:
    """What a snooze ends for: "promise", "reminder", or "" where it just ends."""
    until = inquiry.snoozed_until
    if until is None:
        return ""
    if inquiry.remind_at == until:
        return "reminder"
    promise = inquiry.promise_due_at
    same_day = promise is not None and timezone.localdate(promise) == timezone.localdate(until)
    return "promise" if promise and same_day and until <= promise else ""


def _before(due: datetime, now: datetime) -> datetime:
    """The opening of its day; two hours before it where that is over, in the end the moment itself."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(due), time.min))
    opens = hours.of("").opens_at(midnight)
    return next((at for at in (opens, due - _AHEAD) if at is not None and now < at < due), due)


def _end_reminder(inquiry: Inquiry, did: str, *, actor: User | None = None, message: Message | None = None) -> None:
    kept: dict[str, Any] = {
        "at": inquiry.remind_at and inquiry.remind_at.isoformat(),
        "if_silent": inquiry.remind_if_silent,
    }
    kept["by"] = inquiry.reminder_by
    forget(inquiry)
    timeline.record(Event.Kind.REMINDER, inquiry=inquiry, actor=actor, message=message, did=did, **kept)
