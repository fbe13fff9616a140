"""A WhatsApp number that needs somebody: said on every page, and by mail once, and once when it is over.

Three things are worth it: Meta says that something is wrong (checkup.py), nothing is sent for a while (paused), or a
number that is never quiet has been quiet for hours in which somebody was there.

Silence is told by what the number heard in the fortnight before: an alarm needs so much of it that the hours of the
limit would have brought ten webhooks. By pure chance ten become none once in 20,000 times; conversations come in
bursts, hence ten and not five. A number with less has no such alarm: a quiet agency is not woken for nothing, and a
webhook that was unsubscribed is found by the hourly check as well.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inquiries import alarms, hours, json_lists
from inquiries.channels import HealthLine
from inquiries.week import Week
from messaging import checkup
from messaging.models import WebhookEvent, WhatsAppNumber
from messaging.numbers import COUNTED_DAYS

_EXPECTED = 10  # webhooks in so many open hours as the silence has to last
_LONG_PAUSE = timedelta(minutes=1)  # a shorter one ends before anybody has read of it
_LATE = timedelta(minutes=10)  # a webhook that nobody has read by then: the worker is away


class Trouble(NamedTuple):
    title: str
    text: str


class NumbersInTrouble:
    """The numbers that staff have to know of (inquiries.channels.Alarm)."""

    def asks(self) -> Mapping[str, QuerySet[Any, Any]]:
        if not settings.WHATSAPP_TOKEN:
            return {}
        numbers = json_lists.whole(WhatsAppNumber.objects.filter(enabled=True))
        return {"numbers": numbers, "hours": hours.every(), "unread": _unread()}

    def lines(self, found: Mapping[str, Any]) -> list[HealthLine]:
        now, rows = timezone.now(), json_lists.read(WhatsAppNumber, found.get("numbers"))
        weeks = hours.read([row.phone_number_id for row in rows], found.get("hours"))
        each = ((row, trouble(row, now, weeks, unread=bool(found["unread"]))) for row in rows)
        return [HealthLine(str(row), False, wrong.text) for row, wrong in each if wrong]


def look() -> None:
    """Asked for by beat: write the alarms and the all-clears that are due."""
    now, rows = timezone.now(), list(WhatsAppNumber.objects.all()) if settings.WHATSAPP_TOKEN else []
    if not rows:
        return
    weeks, unread = hours.of_each([row.phone_number_id for row in rows]), _unread().exists()
    for row in rows:
        wrong = trouble(row, now, weeks, unread=unread) if row.enabled else None
        if wrong and row.alarmed_at is None:
            alarms.turn(row, to=now, title=wrong.title, text=_letter(row, wrong.text))
        elif not wrong and row.alarmed_at is not None:
            text = _("It is well again; the alarm stood for %(span)s.") % {"span": timesince(row.alarmed_at, now)}
            text = _letter(row, text if row.enabled else _("It was switched off."))
            alarms.turn(row, to=None, title=_("WhatsApp works again"), text=text)


def _letter(row: WhatsAppNumber, text: str) -> str:
    return f"WhatsApp {row.display_number or row.phone_number_id}\n\n{text}"


def trouble(row: WhatsAppNumber, now: datetime, weeks: Mapping[str, Week], *, unread: bool) -> Trouble | None:
    """`unread`: whether webhooks lie there that nobody has read."""
    if row.failed_checks >= checkup.SURE:
        return Trouble(_("WhatsApp needs a person"), row.last_error)
    if row.paused_until and row.paused_until - now > _LONG_PAUSE:
        until = date_format(timezone.localtime(row.paused_until), pgettext("date format", "d M H:i"))
        reason = row.paused_reason or _("Meta asked us to wait.")
        waits = _("Nothing is sent until %(when)s; replies wait.") % {"when": until}
        return Trouble(_("nothing is sent"), f"{reason} {waits}")
    if is_silent(row, now, weeks[row.phone_number_id]):
        return Trouble(_("no message comes in"), _silence(row.last_webhook_at or now, now, unread=unread))
    return None


def is_silent(row: WhatsAppNumber, now: datetime, week: Week) -> bool:
    """Whether it heard nothing for too many open hours, where it is used to hear much."""
    if not _long_quiet(row, now) or row.last_webhook_at is None:
        return False
    limit = settings.WHATSAPP_SILENT_AFTER.total_seconds()
    return week.open_seconds(row.last_webhook_at, now) >= limit and _expected(row, week) >= _EXPECTED


def _long_quiet(row: WhatsAppNumber, now: datetime) -> bool:
    """By the clock alone. One that never heard anything is not set up yet, which is no silence."""
    limit = settings.WHATSAPP_SILENT_AFTER
    return bool(row.enabled and limit and row.last_webhook_at and now - row.last_webhook_at >= limit)


def _expected(row: WhatsAppNumber, week: Week) -> float:
    """How many webhooks the open hours of the limit bring, by the fortnight before the last one."""
    last = row.last_webhook_at or timezone.now()
    first = last - timedelta(days=COUNTED_DAYS)
    open_seconds = week.open_seconds(first, last)
    heard = sum(count for day, count in row.heard_days.items() if day > first.date().isoformat())
    return float(heard * settings.WHATSAPP_SILENT_AFTER.total_seconds() / open_seconds) if open_seconds else 0.0


def _unread() -> QuerySet[Any, Any]:
    late = WebhookEvent.objects.filter(state=WebhookEvent.State.RECEIVED, received_at__lt=timezone.now() - _LATE)
    return late.order_by().values_list("pk", flat=True)[:1]


def _silence(last: datetime, now: datetime, *, unread: bool) -> str:
    since = _("Nothing was heard from Meta for %(span)s, which is unusual.") % {"span": timesince(last, now)}
    if unread:
        advice = _("Webhooks came in that nobody has read: check that the worker is running.")
    else:
        advice = _(
            "Write to the number from a phone; if nothing comes, look in Meta's App Dashboard at WhatsApp, "
            "Configuration, whether the webhook is still ours. Meta keeps what it could not deliver for 7 days at most."
        )
    return f"{since} {advice}"
