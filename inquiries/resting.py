"""Inquiries that are put aside: what brings one back before its snooze ends, and what takes a reminder off.

A customer who writes wakes it at once, and is the answer that an "if no answer" reminder waits for. A promise or a
reminder that falls due earlier shortens the snooze, so that `snoozed_until` is always the time at which it comes back.
Everything here changes a locked inquiry in memory; the caller saves COLUMNS with what else it has changed.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from inquiries import agency_days, hours, standing, timeline
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


def unanswered(inquiry: Inquiry, message: Message, *, actor: User | None = None) -> None:
    """The message did not go out after all: the reminder that was set with it is off, and the one that it ended or
    took the place of is back, unless that waited for an answer which has come meanwhile."""
    for event in inquiry.events.filter(kind=Event.Kind.REMINDER, message=message).order_by("-pk"):
        ended = event.data
        if ended["did"] == "set":
            if inquiry.remind_at != parse_datetime(ended["at"]):
                continue  # another one since
            _end_reminder(inquiry, "off", actor=actor)
            ended = ended["was"]
        if ended["at"] and inquiry.remind_at is None and not (ended["if_silent"] and _wrote(inquiry, event.created_at)):
            inquiry.remind_at = parse_datetime(ended["at"])
            inquiry.remind_if_silent, inquiry.reminder_by = ended["if_silent"], ended["by"]


def answered_again(inquiry: Inquiry, message: Message) -> None:
    """The reverse of `unanswered`, where nobody has set another reminder since."""
    answered(inquiry, actor=message.author, message=message)
    events = inquiry.events.filter(kind=Event.Kind.REMINDER, message=message).order_by("-pk")
    own = next((event.data for event in events if event.data["did"] == "set"), None)
    if own is None or message.author is None:
        return
    at, before = parse_datetime(own["at"]), parse_datetime(own["was"]["at"] or "")
    if at is not None and inquiry.remind_at in (None, before):
        remind(inquiry, at, actor=message.author, if_silent=own["if_silent"], message=message)


def _wrote(inquiry: Inquiry, since: datetime) -> bool:
    rows = inquiry.messages.filter(direction=Message.Direction.IN, automatic="", created_at__gt=since)
    return any(standing.waits_for_reply(row) for row in rows.only("direction", "automatic", "kind"))


def over(inquiry: Inquiry) -> None:
    """Nothing calls for an inquiry that is lost or closed; its status says so, no line of its own."""
    inquiry.snoozed_until = None
    forget(inquiry)


def remind(inquiry: Inquiry, at: datetime, *, actor: User, if_silent: bool, message: Message | None = None) -> None:
    """Have it back in the queue at a time; a snooze that goes further ends then.

    `message`: set together with that reply, so that it goes with it if that is taken back.
    """
    was, by = _kept(inquiry), str(actor)[:150]
    if was == {"at": at.isoformat(), "if_silent": if_silent, "by": by}:
        return  # the same button a second time
    inquiry.remind_at, inquiry.remind_if_silent, inquiry.reminder_by = at, if_silent, by
    timeline.record(
        Event.Kind.REMINDER,
        inquiry=inquiry,
        actor=actor,
        message=message,
        did="set",
        at=at.isoformat(),
        if_silent=if_silent,
        was=was,
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
        calls.append(ahead_of(promise, now))
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
    same_day = promise is not None and agency_days.local(promise).date() == agency_days.local(until).date()
    return "promise" if promise and same_day and until <= promise else ""


def ahead_of(due: datetime, now: datetime) -> datetime:
    """When a snooze that goes beyond a promise ends: at the opening of its day; two hours before it where that is over,
    in the end the moment itself."""
    opens = hours.of("").opens_at(agency_days.midnight(agency_days.local(due).date()))
    return next((at for at in (opens, due - _AHEAD) if at is not None and now < at < due), due)


def _kept(inquiry: Inquiry) -> dict[str, Any]:
    at = inquiry.remind_at.isoformat() if inquiry.remind_at else None
    return {"at": at, "if_silent": inquiry.remind_if_silent, "by": inquiry.reminder_by}


def _end_reminder(inquiry: Inquiry, did: str, *, actor: User | None = None, message: Message | None = None) -> None:
    kept = _kept(inquiry)
    forget(inquiry)
    timeline.record(Event.Kind.REMINDER, inquiry=inquiry, actor=actor, message=message, did=did, **kept)
