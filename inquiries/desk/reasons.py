"""Why a row is in the queue, in words: what is due, by when, and what else one should know before opening it.

Words first; tone, icon and dial only repeat them. The deadlines are those of Inquiry.answer_by.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from inquiries.desk.words import NOW_WITHIN, clock, midnight, short_time, span
from inquiries.models import Inquiry
from inquiries.models.urgency import target

DEPARTURE_SOON = 14  # days
DEPARTURE_NOW = 3
WINDOW = timedelta(hours=24)


@dataclass(frozen=True)
class Reason:
    """`dial`: twelfths of WhatsApp's 24 hours that are left, drawn instead of the icon."""

    text: str
    more: str = ""
    tone: str = "mute"
    icon: str = "clock"
    dial: int | None = None


def reason(inquiry: Inquiry, *, now: datetime) -> Reason:
    found = _reason(inquiry, now)
    if not inquiry.not_sent:
        return found
    tone = found.tone if found.tone == "now" else "soon"
    return Reason(inquiry.not_sent, found.text, tone, "alert")


def _reason(inquiry: Inquiry, now: datetime) -> Reason:
    for rule in (_failed, _parked, _over, _snoozed, _ours, _unanswered, _scheduled, _back):
        found = rule(inquiry, now)
        if found:
            return found
    return _waiting(inquiry, now)


def _failed(inquiry: Inquiry, now: datetime) -> Reason | None:
    if not inquiry.failed_count:
        return None
    text = "Your reply was not delivered" if inquiry.last_message_direction == "OUT" else "A message or a file failed"
    if inquiry.failed_count > 1:
        text = f"{inquiry.failed_count} messages failed"
    return Reason(text, _window_words(inquiry, now) or "open it for the cause", "now", "alert")


def _parked(inquiry: Inquiry, _now: datetime) -> Reason | None:
    if not inquiry.parked_reason:
        return None
    return Reason(inquiry.get_parked_reason_display(), "parked, never answered", "mute", "park")


def _over(inquiry: Inquiry, now: datetime) -> Reason | None:
    if inquiry.status in Inquiry.ACTIVE:
        return None
    tone = "ok" if inquiry.status == Inquiry.Status.BOOKED else "mute"
    icon = "check" if inquiry.status == Inquiry.Status.BOOKED else "lock"
    if inquiry.answer_by and inquiry.answer_by <= midnight(now) and (called := _ours(inquiry, now)):
        return called
    asks = f"wrote {short_time(inquiry.needs_reply_since, now=now)}" if inquiry.needs_reply_since else ""
    return Reason(inquiry.get_status_display(), inquiry.lost_reason or asks, tone, icon)


def _snoozed(inquiry: Inquiry, now: datetime) -> Reason | None:
    if not inquiry.snoozed_until or inquiry.snoozed_until <= now:
        return None
    return Reason(f"Snoozed until {clock(inquiry.snoozed_until, now=now)}", "", "mute", "bell")


def _unanswered(inquiry: Inquiry, now: datetime) -> Reason | None:
    since = inquiry.needs_reply_since
    if since is None:
        return None
    due = target(inquiry) or since
    closes = inquiry.window_closes_at
    if closes and now < closes and (closes <= due or closes - now <= NOW_WITHIN):
        return _closing(inquiry, closes, now)
    if inquiry.return_on and _days_until(inquiry.return_on, now) < 0:
        return Reason("The trip is over", _since(since, now), "now")
    if inquiry.depart_on and (days := _days_until(inquiry.depart_on, now)) <= DEPARTURE_SOON:
        more = "answer is late" if due <= now else f"answer due {clock(due, now=now)}"
        tone = "now" if days <= DEPARTURE_NOW or due <= now else "soon"
        return Reason(_departs(days), more, tone, "plane")
    return _late(inquiry, since, due, now) if due <= now else _due(inquiry, since, due, now)


def _closing(inquiry: Inquiry, closes: datetime, now: datetime) -> Reason:
    left = closes - now
    tone = "now" if left <= NOW_WITHIN else "soon"
    more = "mail reaches them after that" if inquiry.has_email else "then only a template reaches them"
    return Reason(f"WhatsApp closes in {span(left)}", more, tone, dial=_twelfths(left))


def _late(inquiry: Inquiry, since: datetime, due: datetime, now: datetime) -> Reason:
    late = now - due
    first = "First answer" if inquiry.status == Inquiry.Status.NEW else "Answer"
    more = f"was due {clock(due, now=now)}" + ("" if inquiry.assignee_id else ", nobody has it")
    if inquiry.window_closes_at and inquiry.window_closes_at <= now and not inquiry.has_email:
        return Reason("WhatsApp has closed", "only a template reaches them", "now")
    if late >= timedelta(days=2):
        return Reason(f"Needs a reply since {short_time(since, now=now)}", more, "now")
    return Reason(f"{first} is {span(late)} late", more, "now")


def _due(inquiry: Inquiry, since: datetime, due: datetime, now: datetime) -> Reason:
    first = "First answer" if inquiry.status == Inquiry.Status.NEW else "Answer"
    more = _window_words(inquiry, now) or _since(since, now)
    when = f"in {span(due - now)}" if due - now <= NOW_WITHIN else clock(due, now=now)
    return Reason(f"{first} due {when}", more, _tone(due, now))


def _ours(inquiry: Inquiry, now: datetime) -> Reason | None:
    """What we said that we would do, or wanted to be reminded of, where that is what gives the row its place."""
    due = inquiry.answer_by
    if due is None:
        return None
    if due == inquiry.promise_due_at:
        return _promised(due, now)
    return _reminded(inquiry, due, now) if due == inquiry.remind_at else None


def _promised(due: datetime, now: datetime) -> Reason:
    if due <= now:
        return Reason("Promise is overdue", f"was due {clock(due, now=now)}", "now", "alert")
    if due - now <= NOW_WITHIN:
        return Reason(f"Promise due in {span(due - now)}", "we said so", "now")
    return Reason(f"Promised by {clock(due, now=now)}", "we said so", _tone(due, now))


def _reminded(inquiry: Inquiry, due: datetime, now: datetime) -> Reason:
    who = f"{inquiry.reminder_by} asked for it"
    if due > now:
        condition = "if they do not answer" if inquiry.remind_if_silent else who
        return Reason(f"Reminder {clock(due, now=now)}", condition, "mute", "bell")
    said = f"no answer since {short_time(inquiry.last_message_at, now=now)}" if inquiry.remind_if_silent else ""
    return Reason(f"Reminder: {said}" if said else "Reminder is due", who, "soon", "bell")


def _scheduled(inquiry: Inquiry, now: datetime) -> Reason | None:
    if inquiry.scheduled_at is None or inquiry.scheduled_at <= now:
        return None
    return Reason(f"Reply goes out {clock(inquiry.scheduled_at, now=now)}", "unless they write first")


def _back(inquiry: Inquiry, now: datetime) -> Reason | None:
    if not inquiry.snoozed_until:
        return None
    silent = (now - inquiry.last_message_at).days
    more = f"silent for {silent} days, remind them?" if silent > 1 else f"since {clock(inquiry.snoozed_until, now=now)}"
    return Reason("Back from snooze", more, "mute", "bell")


def _waiting(inquiry: Inquiry, now: datetime) -> Reason:
    days = (now - inquiry.last_message_at).days
    text = f"Silent for {days} days" if days > 1 else "Waiting for the customer"
    soon = inquiry.depart_on and 0 <= (left := _days_until(inquiry.depart_on, now)) <= DEPARTURE_SOON
    return Reason(text, _departs(left).lower() if soon else _window_words(inquiry, now), "mute", "clock")


def _window_words(inquiry: Inquiry, now: datetime) -> str:
    closes = inquiry.window_closes_at
    return f"WhatsApp open {span(closes - now)}" if closes and closes > now else ""


def _tone(due: datetime, now: datetime) -> str:
    return "now" if due - now <= NOW_WITHIN else "soon" if _is_today(due, now) else "mute"


def _since(moment: datetime, now: datetime) -> str:
    return f"waits since {short_time(moment, now=now)}"


def _departs(days: int) -> str:
    if days < 0:
        return "Departed yesterday" if days == -1 else f"Departed {-days} days ago"
    return "Departs today" if days == 0 else "Departs tomorrow" if days == 1 else f"Departs in {days} days"


def _days_until(day: date, now: datetime) -> int:
    return (day - timezone.localtime(now).date()).days


def _is_today(moment: datetime, now: datetime) -> bool:
    return timezone.localtime(moment).date() == timezone.localtime(now).date()


def _twelfths(left: timedelta) -> int:
    return min(max(round(left / WINDOW * 12), 1), 12)
