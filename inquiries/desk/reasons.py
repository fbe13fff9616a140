"""Why a row is in the queue, in words: what is due, by when, and what else one should know before opening it.

Words first; tone, icon and dial only repeat them. The deadlines are those of Inquiry.answer_by.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    count = inquiry.failed_count
    if count > 1:
        text = ngettext("%(count)s message failed", "%(count)s messages failed", count) % {"count": count}
    elif inquiry.last_message_direction == "OUT":
        text = _("Your reply was not delivered")
    else:
        text = _("A message or a file failed")
    return Reason(text, _window_words(inquiry, now) or _("open it for the cause"), "now", "alert")


def _parked(inquiry: Inquiry, _now: datetime) -> Reason | None:
    if not inquiry.parked_reason:
        return None
    return Reason(inquiry.get_parked_reason_display(), _("parked, never answered"), "mute", "park")


def _over(inquiry: Inquiry, now: datetime) -> Reason | None:
    if inquiry.status in Inquiry.ACTIVE:
        return None
    tone = "ok" if inquiry.status == Inquiry.Status.BOOKED else "mute"
    icon = "check" if inquiry.status == Inquiry.Status.BOOKED else "lock"
    if inquiry.answer_by and inquiry.answer_by <= midnight(now) and (called := _ours(inquiry, now)):
        return called
    since = inquiry.needs_reply_since
    asks = _("wrote %(when)s") % {"when": short_time(since, now=now)} if since else ""
    return Reason(inquiry.get_status_display(), inquiry.lost_reason or asks, tone, icon)


def _snoozed(inquiry: Inquiry, now: datetime) -> Reason | None:
    if not inquiry.snoozed_until or inquiry.snoozed_until <= now:
        return None
    text = _("Snoozed until %(when)s") % {"when": clock(inquiry.snoozed_until, now=now)}
    return Reason(text, "", "mute", "bell")


def _unanswered(inquiry: Inquiry, now: datetime) -> Reason | None:
    since = inquiry.needs_reply_since
    if since is None:
        return None
    due = target(inquiry) or since
    closes = inquiry.window_closes_at
    if closes and now < closes and (closes <= due or closes - now <= NOW_WITHIN):
        return _closing(inquiry, closes, due, now)
    if inquiry.return_on and _days_until(inquiry.return_on, now) < 0:
        return Reason(_("The trip is over"), _since(since, now), "now")
    if inquiry.depart_on and (days := _days_until(inquiry.depart_on, now)) <= DEPARTURE_SOON:
        more = _("answer is late") if due <= now else _("answer due %(when)s") % {"when": clock(due, now=now)}
        tone = "now" if days <= DEPARTURE_NOW or due <= now else "soon"
        return Reason(_departs(days), more, tone, "plane")
    return _late(inquiry, since, due, now) if due <= now else _due(inquiry, since, due, now)


def _closing(inquiry: Inquiry, closes: datetime, due: datetime, now: datetime) -> Reason:
    left = closes - now
    tone = "now" if left <= NOW_WITHIN else "soon"
    if due <= now:  # that is what gives the row its place, above windows that close sooner
        more = _("answer is %(span)s late") % {"span": span(now - due)}
    else:
        more = _("mail reaches them after that") if inquiry.has_email else _("then only a template reaches them")
    return Reason(_("WhatsApp closes in %(span)s") % {"span": span(left)}, more, tone, dial=_twelfths(left))


def _late(inquiry: Inquiry, since: datetime, due: datetime, now: datetime) -> Reason:
    late = now - due
    more = _("was due %(when)s") if inquiry.assignee_id else _("was due %(when)s, nobody has it")
    more %= {"when": clock(due, now=now)}
    if inquiry.window_closes_at and inquiry.window_closes_at <= now and not inquiry.has_email:
        return Reason(_("WhatsApp has closed"), _("only a template reaches them"), "now")
    if late >= timedelta(days=2):
        return Reason(_("Needs a reply since %(when)s") % {"when": short_time(since, now=now)}, more, "now")
    first = inquiry.status == Inquiry.Status.NEW
    text = _("First answer is %(span)s late") if first else _("Answer is %(span)s late")
    return Reason(text % {"span": span(late)}, more, "now")


def _due(inquiry: Inquiry, since: datetime, due: datetime, now: datetime) -> Reason:
    first = inquiry.status == Inquiry.Status.NEW
    more = _window_words(inquiry, now) or _since(since, now)
    if due - now <= NOW_WITHIN:
        text = _("First answer due in %(span)s") if first else _("Answer due in %(span)s")
        return Reason(text % {"span": span(due - now)}, more, _tone(due, now))
    text = _("First answer due %(when)s") if first else _("Answer due %(when)s")
    return Reason(text % {"when": clock(due, now=now)}, more, _tone(due, now))


def _ours(inquiry: Inquiry, now: datetime) -> Reason | None:
    """What we said that we would do, or wanted to be reminded of, where that is what gives the row its place."""
    due = inquiry.answer_by
    if due is None or due not in {inquiry.promise_due_at, inquiry.remind_at}:
        return None
    found = _promised(due, now) if due == inquiry.promise_due_at else _reminded(inquiry, due, now)
    left = inquiry.window_closes_at - now if inquiry.needs_reply_since and inquiry.window_closes_at else None
    if left and timedelta() < left <= NOW_WITHIN:  # the heading counts it: it is found in the row
        return replace(found, more=_("WhatsApp closes in %(span)s") % {"span": span(left)})
    return found


def _promised(due: datetime, now: datetime) -> Reason:
    if due <= now:
        return Reason(_("Promise is overdue"), _("was due %(when)s") % {"when": clock(due, now=now)}, "now", "alert")
    if due - now <= NOW_WITHIN:
        return Reason(_("Promise due in %(span)s") % {"span": span(due - now)}, _("we said so"), "now")
    return Reason(_("Promised by %(when)s") % {"when": clock(due, now=now)}, _("we said so"), _tone(due, now))


def _reminded(inquiry: Inquiry, due: datetime, now: datetime) -> Reason:
    who = _("%(name)s asked for it") % {"name": inquiry.reminder_by}
    if due > now:
        condition = _("if they do not answer") if inquiry.remind_if_silent else who
        return Reason(_("Reminder %(when)s") % {"when": clock(due, now=now)}, condition, "mute", "bell")
    if not inquiry.remind_if_silent:
        return Reason(_("Reminder is due"), who, "soon", "bell")
    since = short_time(inquiry.last_message_at, now=now)
    return Reason(_("Reminder: no answer since %(when)s") % {"when": since}, who, "soon", "bell")


def _scheduled(inquiry: Inquiry, now: datetime) -> Reason | None:
    if inquiry.scheduled_at is None or inquiry.scheduled_at <= now:
        return None
    text = _("Reply goes out %(when)s") % {"when": clock(inquiry.scheduled_at, now=now)}
    return Reason(text, _("unless they write first"))


def _back(inquiry: Inquiry, now: datetime) -> Reason | None:
    if not inquiry.snoozed_until:
        return None
    silent = (now - inquiry.last_message_at).days
    if silent > 1:
        more = ngettext("silent for %(days)s day, remind them?", "silent for %(days)s days, remind them?", silent)
        more %= {"days": silent}
    else:
        more = _("since %(when)s") % {"when": clock(inquiry.snoozed_until, now=now)}
    return Reason(_("Back from snooze"), more, "mute", "bell")


def _waiting(inquiry: Inquiry, now: datetime) -> Reason:
    days = (now - inquiry.last_message_at).days
    text = _("Waiting for the customer")
    if days > 1:
        text = ngettext("Silent for %(days)s day", "Silent for %(days)s days", days) % {"days": days}
    soon = inquiry.depart_on and 0 <= (left := _days_until(inquiry.depart_on, now)) <= DEPARTURE_SOON
    return Reason(text, _departing(left) if soon else _window_words(inquiry, now), "mute", "clock")


def _window_words(inquiry: Inquiry, now: datetime) -> str:
    closes = inquiry.window_closes_at
    return _("WhatsApp open %(span)s") % {"span": span(closes - now)} if closes and closes > now else ""


def _tone(due: datetime, now: datetime) -> str:
    return "now" if due - now <= NOW_WITHIN else "soon" if _is_today(due, now) else "mute"


def _since(moment: datetime, now: datetime) -> str:
    return _("waits since %(when)s") % {"when": short_time(moment, now=now)}


def _departs(days: int) -> str:
    if days == -1:
        return _("Departed yesterday")
    if days < 0:
        return ngettext("Departed %(days)s day ago", "Departed %(days)s days ago", -days) % {"days": -days}
    if days == 0:
        return _("Departs today")
    if days == 1:
        return _("Departs tomorrow")
    return ngettext("Departs in %(days)s day", "Departs in %(days)s days", days) % {"days": days}


def _departing(days: int) -> str:
    """`_departs` of a day to come, as the second half of a line."""
    if days == 0:
        return _("departs today")
    if days == 1:
        return _("departs tomorrow")
    return ngettext("departs in %(days)s day", "departs in %(days)s days", days) % {"days": days}


def _days_until(day: date, now: datetime) -> int:
    return (day - timezone.localtime(now).date()).days


def _is_today(moment: datetime, now: datetime) -> bool:
    return timezone.localtime(moment).date() == timezone.localtime(now).date()


def _twelfths(left: timedelta) -> int:
    return min(max(round(left / WINDOW * 12), 1), 12)
