"""The row of numbers above the figures, each beside what it was before."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.desk.figure_links import Links
from inquiries.desk.figure_words import Number, counted, lasting, percent
from inquiries.desk.figures import Figures
from inquiries.desk.words import grouped, span
from inquiries.models import Inquiry

_TELLING = 300  # per cent; beyond it the number that it was says more


@dataclass(frozen=True)
class Kpi:
    name: str
    number: Number
    note: str
    tone: str = ""


def kpis(found: Figures, links: Links) -> list[Kpi]:
    now, before = found.totals
    first, was = found.first
    answered = links.came(answered="yes")
    median, most = lasting(first.open_median, answered), lasting(first.open_p90, answered)
    return [
        Kpi(_("New inquiries"), counted(now.came, links.came()), _more(now.came, before.came)),
        Kpi(_("First answer, median"), median, *_faster(first.open_median, was.open_median)),
        Kpi(_("First answer, 9 of 10 within"), most, *_target(first.open_p90, found.target)),
        Kpi(
            _("Quoted"),
            percent(now.quoted, now.came, links.came(quoted="yes")),
            *_points(now.quoted, now.came, before.quoted, before.came),
        ),
        Kpi(
            _("Booked"),
            percent(now.booked, now.came, links.came(status=Inquiry.Status.BOOKED)),
            *_points(now.booked, now.came, before.booked, before.came),
        ),
        Kpi(
            _("Failed, open now"),
            counted(now.failed, links.came(tab="failed")),
            _("need a person") if now.failed else _("every message went through"),
            "now" if now.failed else "",
        ),
    ]


def _more(now: int, before: int) -> str:
    if not before:
        return _("none before") if now else _("none before either")
    change = round(100 * (now - before) / before)
    if not change:
        return _("as many as before")
    if change > _TELLING:
        return _("%(number)s before") % {"number": grouped(before)}
    said = _("%(number)s %% more than before") if change > 0 else _("%(number)s %% fewer than before")
    return said % {"number": abs(change)}


def _faster(now: int | None, before: int | None) -> tuple[str, str]:
    if now is None:
        return _("nothing was answered"), ""
    if before is None:
        return _("in opening hours, none before"), ""
    if abs(now - before) < 60:
        return _("as before"), ""
    words = {"span": span(timedelta(seconds=abs(now - before)))}
    return (_("%(span)s faster") % words, "ok") if now < before else (_("%(span)s slower") % words, "soon")


def _target(seconds: int | None, target: timedelta) -> tuple[str, str]:
    words = {"span": span(target)}
    if seconds is None:
        return _("target %(span)s") % words, ""
    if seconds <= target.total_seconds():
        return _("inside the target of %(span)s") % words, "ok"
    return _("target %(span)s") % words, "soon"


def _points(now: int, of_now: int, before: int, of_before: int) -> tuple[str, str]:
    if not of_before:
        return _("%(part)s of %(all)s") % {"part": grouped(now), "all": grouped(of_now)}, ""
    change = round(100 * now / of_now - 100 * before / of_before) if of_now else 0
    if not change:
        return _("as before"), ""
    if change > 0:
        return ngettext("%(count)s point more", "%(count)s points more", change) % {"count": change}, "ok"
    return ngettext("%(count)s point fewer", "%(count)s points fewer", -change) % {"count": -change}, ""
