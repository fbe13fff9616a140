"""Saved views: the page on which they are named and ordered, saving one from the queue, and how much is in each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inquiries.desk import counts, saved_views
from inquiries.desk.http import DeskRequest
from inquiries.desk.listing import Listing, listing
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.models import SavedView

may_see = permission_required("inquiries.view_inquiry")


@require_safe
@may_see
def saved(request: DeskRequest) -> HttpResponse:
    return render(request, "inquiries/saved_views.html", _page(request))


@require_POST
@may_see
def save(request: DeskRequest) -> HttpResponse:
    """`name`, `query`, and `team` where everybody is to see it; `replace` where the name may be taken already."""
    data = request.POST
    team = "team" in data
    if team and not request.user.has_perm("inquiries.add_savedview"):
        raise PermissionDenied
    name, query = data.get("name", ""), data.get("query", "")
    try:
        view = saved_views.save(request.user, name=name, query=query, team=team, replace="replace" in data)
    except InvalidInput as error:
        asked = {"name": name, "query": query, "team": team}
        return render(request, "inquiries/saved_views.html", _page(request, wrong=str(error), asked=asked), status=422)
    said = _("“%(name)s” is saved for the team.") if team else _("“%(name)s” is saved.")
    messages.success(request, said % {"name": view.name})
    return redirect(f"{reverse('queue')}?{view.query}")


@require_http_methods(["GET", "HEAD", "POST"])
@may_see
def view(request: DeskRequest, pk: int) -> HttpResponse:
    """GET: to its list, so that no sidebar holds long addresses. POST, `do`: rename (to `name`), up, down or delete."""
    found = get_object_or_404(saved_views.visible(request.user), pk=pk)
    if request.method == "POST":
        return _change(request, found)
    return redirect(f"{reverse('queue')}?{found.query}")


def _change(request: DeskRequest, view: SavedView) -> HttpResponse:
    if not saved_views.may_change(view, request.user):
        raise PermissionDenied
    do = request.POST.get("do", "")
    try:
        if do == "rename":
            saved_views.rename(view, request.POST.get("name", ""))
        elif do in ("up", "down"):
            saved_views.move(view, up=do == "up")
        elif do == "delete":
            view.delete()
            said = _("“%(name)s” is deleted. The inquiries in it are not touched.")
            messages.success(request, said % {"name": view.name})
        else:
            raise InvalidInput(_("Say what to do with the view."))
    except InvalidInput as error:
        messages.error(request, str(error))
    return redirect("saved_views")


@require_safe
@may_see
def numbers(request: DeskRequest) -> HttpResponse:
    """How much is in each view, for the sidebar: each number in its place."""
    views = list(saved_views.visible(request.user)[: 2 * saved_views.LIMIT])
    found = counts.capped_counts({str(view.pk): _listed(view, request).rows for view in views})
    return render(request, "inquiries/partials/saved_numbers.html", {"numbers": found.items()})


def _page(request: DeskRequest, **more: Any) -> dict[str, Any]:
    own, team = saved_views.split(saved_views.visible(request.user))
    may = request.user.has_perm("inquiries.change_savedview")
    return {
        "kinds": [(_("Yours"), _lines(own, request), True), (_("The team's"), _lines(team, request), may)],
        "any": bool(own or team),
        "limit": saved_views.LIMIT,
        **more,
    }


def _lines(views: list[SavedView], request: DeskRequest) -> list[dict[str, Any]]:
    return [
        {
            "view": view,
            "listing": _listed(view, request),
            "address": request.build_absolute_uri(f"{reverse('queue')}?{view.query}"),
        }
        for view in views
    ]


def _listed(view: SavedView, request: DeskRequest) -> Listing:
    return listing(QueryDict(view.query), request.user)
