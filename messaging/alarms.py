"""A WhatsApp number that needs somebody: said on every page, and by mail once, and once when it is over.

Three things are worth it: Meta says that something is wrong (checkup.py), nothing is sent for a while (paused), or a
number that is never quiet has been quiet for hours in which somebody was there.

Silence is told by what the number heard in the fortnight before: an alarm needs so much of it that the hours of the
limit would have brought ten webhooks. By pure chance ten become none once in 20,000 times; conversations come in
bursts, hence ten and not five. A number with less has no such alarm: a quiet agency is not woken for nothing, and a
webhook that was unsubscribed is found by the hourly check as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inquiries import alarms, hours
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


def standing() -> list[HealthLine]:
    """The numbers that staff have to know of, from the rows alone: a worker that died says nothing."""
    rows = WhatsAppNumber.objects.filter(enabled=True) if settings.WHATSAPP_TOKEN else ()
    return [HealthLine(str(row), False, trouble.text) for row, trouble in _each(rows) if trouble]


def look() -> None:
    """Asked for by beat: write the alarms and the all-clears that are due."""
    now = timezone.now()
    for row, trouble in _each(WhatsAppNumber.objects.all()) if settings.WHATSAPP_TOKEN else ():
        if trouble and row.alarmed_at is None:
            alarms.turn(row, to=now, title=trouble.title, text=_letter(row, trouble.text))
        elif not trouble and row.alarmed_at is not None:
            text = _("It is well again; the alarm stood for %(span)s.") % {"span": timesince(row.alarmed_at, now)}
            text = _letter(row, text if row.enabled else _("It was switched off."))
            alarms.turn(row, to=None, title=_("WhatsApp works again"), text=text)


def _letter(row: WhatsAppNumber, text: str) -> str:
    return f"WhatsApp {row.display_number or row.phone_number_id}\n\n{text}"


def _each(numbers: Iterable[WhatsAppNumber]) -> Iterator[tuple[WhatsAppNumber, Trouble | None]]:
    """Each number with what is wrong. Opening hours are asked for only where the clock alone says long enough."""
    now, rows = timezone.now(), list(numbers)
    long = [row.phone_number_id for row in rows if _long_quiet(row, now)]
    weeks = hours.of_each(long) if long else {}
    for row in rows:
        yield row, trouble(row, now, weeks) if row.enabled else None


def trouble(row: WhatsAppNumber, now: datetime, weeks: Mapping[str, Week]) -> Trouble | None:
    if row.failed_checks >= checkup.SURE:
        return Trouble(_("WhatsApp needs a person"), row.last_error)
    if row.paused_until and row.paused_until - now > _LONG_PAUSE:
        until = date_format(timezone.localtime(row.paused_until), pgettext("date format", "d M H:i"))
        reason = row.paused_reason or _("Meta asked us to wait.")
        waits = _("Nothing is sent until %(when)s; replies wait.") % {"when": until}
        return Trouble(_("nothing is sent"), f"{reason} {waits}")
    week = weeks.get(row.phone_number_id)
    if week is not None and is_silent(row, now, week):
        return Trouble(_("no message comes in"), _silence(row.last_webhook_at or now, now))
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


def _silence(last: datetime, now: datetime) -> str:
    since = _("Nothing was heard from Meta for %(span)s, which is unusual.") % {"span": timesince(last, now)}
    waiting = WebhookEvent.objects.filter(state=WebhookEvent.State.RECEIVED, received_at__lt=now - _LATE)
    if waiting.exists():
        advice = _("Webhooks came in that nobody has read: check that the worker is running.")
    else:
        advice = _(
            "Write to the number from a phone; if nothing comes, look in Meta's App Dashboard at WhatsApp, "
            "Configuration, whether the webhook is still ours. Meta keeps what it could not deliver for 7 days at most."
        )
    return f"{since} {advice}"
