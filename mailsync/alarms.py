"""Nothing could be fetched from a mailbox for too long: said on every page, and by mail once, and once when it is over.

inquiries/alarms.py turns it on and off.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import alarms, json_lists
from inquiries.channels import HealthLine
from mailsync import mailboxes
from mailsync.models import Mailbox

_NO_WORKER = gettext_lazy(
    "No fetch has ended, well or not: check that the worker and the scheduler (beat) are running."
)


class SilentMailboxes:
    """The mailboxes that staff have to know of (inquiries.channels.Alarm)."""

    def asks(self) -> Mapping[str, QuerySet[Any, Any]]:
        return {"mailboxes": json_lists.whole(Mailbox.objects.filter(enabled=True))} if mailboxes.ready() else {}

    def lines(self, found: Mapping[str, Any]) -> list[HealthLine]:
        now = timezone.now()
        rows = json_lists.read(Mailbox, found.get("mailboxes"))
        return [HealthLine(str(row), False, words(row, now)) for row in rows if is_silent(row, now)]


def words(row: Mailbox, now: datetime) -> str:
    since = _("No mail could be fetched for %(span)s.") % {"span": timesince(_heard_at(row), now)}
    safe = _("Mail to it is safe at Microsoft and comes in once that is mended.")
    return f"{since} {row.last_error or _NO_WORKER} {safe}"


def is_silent(row: Mailbox, now: datetime) -> bool:
    return row.enabled and now - _heard_at(row) > settings.MAIL_ALARM_AFTER


def _heard_at(row: Mailbox) -> datetime:
    """When Microsoft last gave us anything of it: a long first fetch is no silence."""
    return max(filter(None, [row.last_page_at, row.last_synced_at, row.created_at]))


def look() -> None:
    """Asked for with each poll: write the alarms and the all-clears that are due."""
    now = timezone.now()
    for row in Mailbox.objects.all() if mailboxes.ready() else []:
        silent = is_silent(row, now)
        if silent and row.alarmed_at is None:
            alarms.turn(row, to=now, title=_("no mail can be fetched"), text=_letter(row, words(row, now)))
        elif not silent and row.alarmed_at is not None:
            text = _(
                "Mail is fetched again; the alarm stood for %(span)s. Nothing was lost: what came meanwhile is here."
            ) % {"span": timesince(row.alarmed_at, now)}
            text = _letter(row, text if row.enabled else _("It was switched off."))
            alarms.turn(row, to=None, title=_("mail is fetched again"), text=text)


def _letter(row: Mailbox, text: str) -> str:
    return f"{row.address}\n\n{text}"
