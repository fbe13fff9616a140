"""What we promised, as the page shows it: marks in the bubble, and lines of the trip column."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inquiries import care, standing
from inquiries.desk import evidence, words
from inquiries.models import Inquiry, Message, Promise

_SETTLED_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Line:
    """`state`: open, late, kept or dropped. `remark`: who or what settled it, or what may have."""

    promise: Promise
    quote: str
    anchor: str
    due: str
    state: str
    remark: str


def marks(message: Message) -> list[evidence.Span]:
    """The words of a message of ours that promise something."""
    return [evidence.Span(start, end, anchor(message.pk, start)) for start, end, _due in _columns(message)]


def noted(message: Message) -> str:
    """ "Noted as a promise, due Fri 27 Nov"; "" where there is none."""
    dues = dict.fromkeys(_day(due) for _start, _end, text in _columns(message) if (due := parse_datetime(text)))
    return _("Noted as a promise, due %(days)s") % {"days": ", ".join(dues)} if dues else ""


def anchor(message: int, start: int) -> str:
    return f"pr-{message}-{start}"


def _columns(message: Message) -> Sequence[Any]:
    promised: Sequence[Any] = message.promised if message.is_out else ()
    return promised


def lines(inquiry: Inquiry) -> list[Line]:
    """The open ones by their time, then what was settled last."""
    rows = Promise.objects.filter(message__inquiry=inquiry, message__state__in=standing.HEARD)
    rows = rows.select_related("message", "settled_by")
    settled = rows.exclude(state=Promise.State.OPEN).order_by("-settled_at", "-pk")[:_SETTLED_SHOWN]
    now = timezone.now()
    return [_line(row, now) for row in (*rows.filter(state=Promise.State.OPEN).order_by("due_at", "pk"), *settled)]


def _line(row: Promise, now: datetime) -> Line:
    late = row.state == Promise.State.OPEN and row.due_at <= now
    return Line(
        promise=row,
        quote=care.masked(" ".join(row.message.text[row.start : row.end].split())),
        anchor=anchor(row.message_id, row.start),
        due=words.clock(row.due_at, now=now),
        state="late" if late else row.state.lower(),
        remark=_remark(row, now),
    )


def _remark(row: Promise, now: datetime) -> str:
    if row.state == Promise.State.OPEN:
        wrote = words.clock(row.answered_at, now=now) if row.answered_at else ""
        return _("You wrote %(when)s: was that it?") % {"when": wrote} if wrote else ""
    kept = row.state == Promise.State.KEPT
    if row.settled_by:
        said = _("Kept by %(name)s") if kept else _("Dropped by %(name)s")
        return said % {"name": row.settled_by}
    if row.kept_by_id:
        return _("Kept by what went out since") if kept else _("Dropped by what went out since")
    return _("Kept") if kept else _("Dropped")


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    evening = local.hour >= 17
    return date_format(local, pgettext("date format", "D j M") if evening else pgettext("date format", "D j M H:i"))
