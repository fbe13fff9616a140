"""The inquiry page and what its header does."""

from django.contrib import messages as said
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from inquiries import presence, workflow
from inquiries.desk import conversation, inquiry_news, inquiry_page, neighbours, snoozing
from inquiries.desk.forms_inquiry import AssignForm, RemindForm, SnoozeForm, StatusForm
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.listing import kept, listing
from inquiries.desk.may import permission_required
from inquiries.desk.rows import present
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, User

may_see = permission_required("inquiries.view_inquiry")
may_change = permission_required("inquiries.change_inquiry")


@require_GET
@may_see
def inquiry(request: DeskRequest, pk: int) -> HttpResponse:
    row = inquiry_page.find(pk)
    if row.merged_into_id:
        return redirect("inquiry", row.merged_into_id)
    return render(request, "inquiries/inquiry.html", inquiry_page.whole(request, row))


@require_GET
@may_see
def step(request: DeskRequest, pk: int, way: str) -> HttpResponse:
    """To the next or previous inquiry of the list that the address names; back to the list where there is none."""
    shown = listing(request.GET, request.user)
    found = neighbours.find(inquiry_page.find(pk), shown=shown, back=way == "previous")
    address = reverse("inquiry", args=[found]) if found else reverse("queue")
    return redirect(f"{address}?{shown.kept}" if shown.kept else address)


@require_GET
@may_see
def beside(request: DeskRequest, pk: int) -> HttpResponse:
    """The list that the inquiry was opened from, for the column beside it on wide screens."""
    shown = listing(request.GET, request.user)
    found = neighbours.around(inquiry_page.find(pk), shown=shown)
    rows = [present(inquiry, now=shown.now, user=request.user) for inquiry in found]
    return render(request, "inquiries/partials/beside.html", {"listing": shown, "rows": rows, "current": pk})


@require_GET
@may_see
def earlier(request: DeskRequest, pk: int) -> HttpResponse:
    """The messages above the oldest one shown."""
    row = inquiry_page.find(pk)
    before = number(request.GET.get("before", ""))
    if before is None:
        return HttpResponse(_("Say before which message."), status=400)
    thread = conversation.before(row, pk=before, viewer=request.user, facts=inquiry_page.facts(row))
    context = {"inquiry": row, "thread": thread, "items": thread.items}
    return render(request, "inquiries/partials/earlier.html", context)


@require_GET
@may_see
def live(request: DeskRequest, pk: int) -> HttpResponse:
    """What changed since the page last asked; 204 where nothing did, so that nothing on the page is touched."""
    row = inquiry_page.find(pk)
    news = inquiry_news.news(request, row)
    if news is None:
        return HttpResponse(status=204)
    response = render(request, "inquiries/partials/live.html", news)
    for name in ("trip", "promises"):
        if news[f"{name}_changed"]:
            trigger_client_event(response, f"{name}-changed")
    return response


@require_POST
@may_see
def read(_request: DeskRequest, pk: int) -> HttpResponse:
    """Somebody has the page open. A request of its own, since to look at an address must not change anything."""
    row = inquiry_page.find(pk)
    workflow.mark_read(row)
    presence.seen(row)
    return HttpResponse(status=204)


@require_POST
@may_change
def status(request: DeskRequest, pk: int) -> HttpResponse:
    row = inquiry_page.find(pk)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _refused(request, row, "status-error", _first_error(form))
    try:
        workflow.set_status(
            row,
            form.cleaned_data["status"],
            actor=request.user,
            lost_reason=form.cleaned_data["lost_reason"],
        )
    except InvalidInput as error:
        return _refused(request, row, "status-error", str(error))
    return _done(request, pk)


@require_http_methods(["GET", "POST"])
@may_change
def assign(request: DeskRequest, pk: int) -> HttpResponse:
    """GET: the people to choose from, asked for when the menu opens."""
    row = inquiry_page.find(pk)
    if request.method == "GET":
        people = User.objects.filter(is_active=True).order_by("first_name", "last_name", "username")
        return render(request, "inquiries/partials/people.html", {"inquiry": row, "people": people})
    form = AssignForm(request.POST)
    if not form.is_valid():
        return _refused(request, row, "assign-error", _first_error(form))
    try:
        workflow.assign(row, form.cleaned_data["assignee"], actor=request.user)
    except InvalidInput as error:
        return _refused(request, row, "assign-error", str(error))
    return _done(request, pk)


@require_http_methods(["GET", "POST"])
@may_change
def snooze(request: DeskRequest, pk: int) -> HttpResponse:
    """GET: times to choose from, of a snooze and of a reminder, asked for when the menu opens."""
    row = inquiry_page.find(pk)
    if request.method == "GET":
        return inquiry_page.part(request, "inquiries/partials/rest_menu.html", row, **inquiry_page.rest(row))
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        return _refused(request, row, "snooze-error", _first_error(form))
    try:
        workflow.snooze(row, form.cleaned_data["until"], actor=request.user)
    except InvalidInput as error:
        return _refused(request, row, "snooze-error", str(error))
    return _done(request, pk)


@require_POST
@may_change
def remind(request: DeskRequest, pk: int) -> HttpResponse:
    """Set a reminder, `at` a time or `in` days if they stay silent; with `off` it is done, or not needed."""
    row = inquiry_page.find(pk)
    form = RemindForm(request.POST)
    try:
        if "off" in request.POST:
            workflow.take_reminder_off(row, actor=request.user)
        elif days := request.POST.get("in"):
            if at := snoozing.follow_up(days, ""):
                workflow.remind(row, at, actor=request.user, if_silent=True)
        elif form.is_valid():
            if_silent = not form.cleaned_data["anyway"]
            workflow.remind(row, form.cleaned_data["at"], actor=request.user, if_silent=if_silent)
        else:
            return _refused(request, row, "snooze-error", _first_error(form))
    except InvalidInput as error:
        return _refused(request, row, "snooze-error", str(error))
    return _done(request, pk)


@require_POST
@may_change
def unpark(request: DeskRequest, pk: int) -> HttpResponse:
    row = inquiry_page.find(pk)
    try:
        workflow.unpark(row, actor=request.user)
    except InvalidInput as error:
        return _refused(request, row, "strips-error", str(error))
    return _done(request, pk)


def _done(request: DeskRequest, pk: int) -> HttpResponse:
    """The header as it is now; the conversation fetches its new line itself."""
    if not request.htmx:
        query = kept(request.GET)
        return redirect(f"{reverse('inquiry', args=[pk])}{'?' + query if query else ''}")
    row = inquiry_page.find(pk)
    response = render(request, "inquiries/partials/acted.html", inquiry_page.head(request, row))
    return trigger_client_event(response, "thread-changed")


def _refused(request: DeskRequest, row: Inquiry, place: str, words: str) -> HttpResponse:
    """The error where the form stands; without scripts above the page."""
    if request.htmx:
        response = render(request, "inquiries/partials/error.html", {"words": words}, status=422)
        return reswap(retarget(response, f"#{place}"), "innerHTML")
    said.error(request, words)
    return render(request, "inquiries/inquiry.html", inquiry_page.whole(request, row), status=422)


def _first_error(form: StatusForm | AssignForm | SnoozeForm | RemindForm) -> str:
    return str(next(iter(form.errors.values()))[0])
