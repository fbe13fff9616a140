"""What the frame around every page shows. Its counts are one statement, and none on a page that does not draw them."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from inquiries import channels, notices
from inquiries.desk import counts, tabs
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
    "saved_reply": "saved_replies",
    "saved_reply_new": "saved_replies",
    "start": "queue",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    name = match.url_name or "" if match else ""
    return {
        "agency_name": settings.AGENCY_NAME,
        "version": settings.VERSION,
        "section": SECTIONS.get(name, name),
        "counts": SimpleLazyObject(lambda: counted(request, {})),
        "alarms": SimpleLazyObject(channels.alarms),
        "role": SimpleLazyObject(lambda: _role(request)),
    }


def counted(request: HttpRequest, more: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """The frame's counts and `more`, by one statement: for a page that counts something of its own."""
    to_answer = tabs.rows("to_answer", user=request.user, now=timezone.now())
    return counts.with_work(
        counts.capped_counts({"to_answer": to_answer, **bell(request), **counts.needs_person(), **more})
    )


def bell(request: HttpRequest) -> dict[str, QuerySet[Any]]:
    """What the bell counts, for whoever counts the frame's numbers."""
    return {"notices": notices.unseen(cast("User", request.user))}


def _role(request: HttpRequest) -> str:
    """The role in words, by what the person may do; permissions are cached on the user, so this asks nothing more."""
    if request.user.has_perm("inquiries.change_user"):
        return "Admin"
    return "Manager" if request.user.has_perm("inquiries.export_inquiries") else "Agent"
