"""What the frame around every page shows. Its counts are one statement, and none on a page that does not draw them."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from inquiries import agency_days, channels, notices
from inquiries.desk import counts, saved_views, tabs
from inquiries.desk.listing import kept
from inquiries.models import User

# Which entry of the navigation is the current one, by the name of the address.
SECTIONS = {
    "inquiry": "queue",
    "reading_cases": "reading",
    "reading_again": "reading",
    "reading_job": "reading",
    "figures_tables": "figures",
    "export_new": "exports",
    "export_job": "exports",
    "save_view": "saved_views",
    "saved_reply": "saved_replies",
    "saved_reply_new": "saved_replies",
    "start": "queue",
    "me": "account",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    name = match.url_name or "" if match else ""
    return {
        "agency_name": settings.AGENCY_NAME,
        "version": settings.VERSION,
        "section": SECTIONS.get(name, name),
        "counts": SimpleLazyObject(lambda: counted(request, {})),
        "saved_views": SimpleLazyObject(lambda: saved(request)),
        "other_zone": settings.TIME_ZONE if agency_days.elsewhere() else "",  # of days that are not the reader's
        "alarms": SimpleLazyObject(lambda: alarms(request)),
        "role": SimpleLazyObject(lambda: _role(request)),
    }


def counted(request: HttpRequest, more: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """The frame's counts and `more`, by one statement: for a page that counts something of its own.

    The statement brings the saved views and what the alarms have to know as well, which are drawn after the counts.
    """
    to_answer = tabs.rows("to_answer", user=request.user, now=timezone.now())
    told = notices.unseen(cast("User", request.user))  # what the bell counts
    wanted: counts.Wanted = {"to_answer": to_answer, "notices": told, **counts.needs_person(), **more}
    also: dict[Any, QuerySet[Any, Any]] = {**channels.alarm_asks()}
    if isinstance(request.user, User):
        also["saved_views"] = saved_views.as_json(request.user)
    found, beside = counts.capped_counts_and(wanted, also)
    request.saved_views = beside.pop("saved_views", None)  # type: ignore[attr-defined]
    request.alarms_found = beside  # type: ignore[attr-defined]
    return counts.with_work(found)


def alarms(request: HttpRequest) -> list[channels.HealthLine]:
    """What every page has to say. By itself, as the bar that asks again each minute, it counts nothing."""
    return channels.alarms(getattr(request, "alarms_found", None))


def saved(request: HttpRequest) -> list[saved_views.Shown]:
    """The saved views of who looks, which come with the counts."""
    if not hasattr(request, "saved_views"):
        counted(request, {})
    match = request.resolver_match
    here = kept(request.GET) if match and match.url_name == "queue" else ""
    return saved_views.shown(getattr(request, "saved_views", None), here=here)


def _role(request: HttpRequest) -> str:
    """The role in words, by what the person may do; permissions are cached on the user, so this asks nothing more."""
    if request.user.has_perm("inquiries.change_user"):
        return _("Admin")
    return _("Manager") if request.user.has_perm("inquiries.export_inquiries") else _("Agent")
