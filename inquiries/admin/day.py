"""The admin's index: how the day stands, in numbers that lead to their rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import agency_days
from inquiries.desk import counts, panels, tabs
from inquiries.desk.words import clock, span
from inquiries.models import Event, Inquiry

EVENTS = 12  # of the last ones


@dataclass(frozen=True, kw_only=True)
class Number:
    """A count with the list of what it counts; a capped one says so."""

    title: str
    count: int
    href: str
    note: str = ""
    tone: str = ""  # "now": somebody has to act

    @property
    def shown(self) -> str:
        return f"{counts.LIMIT}+" if self.count >= counts.LIMIT else str(self.count)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of what happened last."""

    at: str
    who: str
    what: str
    reference: str
    href: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's DASHBOARD_CALLBACK: what templates/admin/index.html draws."""
    now = timezone.now()
    may_look = request.user.has_perm("inquiries.view_inquiry")
    context["numbers"] = numbers(request, now) if may_look else []
    context["panels"] = panels.panels() if may_look else []
    context["happenings"] = happenings(now) if request.user.has_perm("inquiries.view_event") else []
    return context


def numbers(request: HttpRequest, now: datetime) -> list[Number]:
    """All of them by one statement, each of which an index answers; the longest wait by another."""
    today = agency_days.midnight(agency_days.local(now).date())
    of_tab = {key: tabs.rows(key, user=request.user, now=now) for key in ("to_answer", "unassigned", "maybe", "parked")}
    wanted: counts.Wanted = {
        **of_tab,
        **counts.needs_person(),
        "new": Inquiry.objects.filter(came_at__gte=today, parked_reason="", merged_into=None),  # as in the figures
        "parked_today": of_tab["parked"].filter(last_message_at__gte=today),
    }
    found = counts.capped_counts(wanted)
    queue, lists = reverse("queue"), "admin:inquiries_{}_changelist"
    shown = [
        Number(title=_("To answer"), count=found["to_answer"], href=f"{queue}?tab=to_answer", note=_longest_wait(now)),
        Number(title=_("New today"), count=found["new"], href=f"{queue}?tab=all&parked=no&came_from={today:%Y-%m-%d}"),
        Number(title=_("Unassigned"), count=found["unassigned"], href=f"{queue}?tab=unassigned"),
        _failed(found["failed_messages"], reverse(lists.format("message"))),
        Number(
            title=_("Parked mail"),
            count=found["parked"],
            href=f"{queue}?tab=parked",
            note=_("%(found)s of today") % {"found": found["parked_today"]},
        ),
        Number(title=_("Maybe not a request"), count=found["maybe"], href=f"{queue}?tab=maybe"),
    ]
    if request.user.has_perm("inquiries.view_deadletter") and found["dead_letters"]:
        href = f"{reverse(lists.format('deadletter'))}?state__exact=WAITING"
        shown.insert(4, Number(title=_("Could not be read"), count=found["dead_letters"], href=href, tone="now"))
    return shown


def _failed(count: int, messages: str) -> Number:
    href = f"{messages}?state__in=PERMANENTLY_FAILED,UNCONFIRMED"
    return Number(title=_("Failed messages"), count=count, href=href, tone="now" if count else "")


def _longest_wait(now: datetime) -> str:
    waiting = Inquiry.objects.active().filter(needs_reply_since__isnull=False)
    since = waiting.order_by("needs_reply_since").values_list("needs_reply_since", flat=True).first()
    return _("the longest for %(span)s") % {"span": span(now - since)} if since else _("nobody waits")


def happenings(now: datetime) -> list[Happening]:
    rows = Event.objects.select_related("inquiry", "actor").order_by("-id")
    return [
        Happening(
            at=clock(event.created_at, now=now),
            who=str(event.actor or "travelhub"),
            what=event.get_kind_display(),
            reference=event.inquiry.reference if event.inquiry else "",
            href=event.inquiry.get_absolute_url() if event.inquiry else "",
        )
        for event in rows.only("kind", "created_at", "inquiry__id", "actor__username", *_NAMES)[:EVENTS]
    ]


_NAMES = ("actor__first_name", "actor__last_name")
