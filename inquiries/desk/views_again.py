"""Reading again: jobs over many messages with their progress, and one inquiry from its page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from inquiries import reruns
from inquiries.desk import inquiry_page, trip_card
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.extraction import runs
from inquiries.fact_words import display as shown
from inquiries.models import Rerun

JOBS = 20  # of the last ones, beside the form
may_see = permission_required("inquiries.view_rerun")
may_start = permission_required("inquiries.add_rerun")


@require_http_methods(["GET", "POST"])
@may_see
def again(request: DeskRequest) -> HttpResponse:
    """GET: the form and the last jobs. POST: start one, or the form again with what is wrong with it."""
    if request.method == "POST":
        return _start(request)
    return _form(request, {})


@may_start
def _start(request: DeskRequest) -> HttpResponse:
    filters = {name: request.POST.get(name, "").strip() for name in ("older_than", "since")}
    try:
        job = reruns.ask(
            engine=request.POST.get("engine", ""), filters=filters, dry="dry" in request.POST, actor=request.user
        )
    except InvalidInput as error:
        return _form(request, request.POST, error=str(error), status=422)
    return redirect("reading_job", job.pk)


def _form(request: DeskRequest, was: Any, *, error: str = "", status: int = 200) -> HttpResponse:
    engines = [(name, runs.engine_of(name).version) for name in settings.EXTRACTION_ENGINES]
    context = {
        "jobs": Rerun.objects.select_related("actor").order_by("-pk")[:JOBS],
        "engines": engines,
        "versions": reruns.versions(),
        "was": {name: was.get(name, "") for name in ("engine", "older_than", "since")},
        "error": error,
        "section_tab": "again",
    }
    return render(request, "inquiries/reading_again.html", context, status=status)


@require_GET
@may_see
def job(request: DeskRequest, pk: int) -> HttpResponse:
    """How far a job is, and what it changed or would change, by field with ten examples; asked for while it runs."""
    row = get_object_or_404(Rerun.objects.select_related("actor"), pk=pk)
    template = "inquiries/partials/reading_progress.html" if request.htmx else "inquiries/reading_job.html"
    return render(request, template, _progress(row))


def _progress(row: Rerun) -> dict[str, Any]:
    parts = reruns.summary(row)
    for part in parts:
        for change in part.examples:
            change.was, change.now = shown(change.field, change.before), shown(change.field, change.after)  # type: ignore[attr-defined]  # for the template
    return {
        "job": row,
        "running": row.state == Rerun.State.RUNNING,
        "parts": parts,
        "values": sum(part.count for part in parts),
        "percent": round(100 * row.done / row.total) if row.total else 100,
        "section_tab": "again",
    }


@require_POST
@may_start
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Stop it after the message in hand."""
    if reruns.cancel(pk):
        messages.success(request, _("Cancelled. What was read again stays."))
    else:
        messages.info(request, _("It was over already."))
    return redirect("reading_job", pk)


@require_POST
@may_start
def for_real(request: DeskRequest, pk: int) -> HttpResponse:
    """After a trial the same for real, with the messages that it applies to by now."""
    trial = get_object_or_404(Rerun, pk=pk, dry=True)
    try:
        made = reruns.ask(engine=trial.engine, filters=trial.filters, actor=request.user)
    except InvalidInput as error:
        messages.error(request, str(error))
        return redirect("reading_job", pk)
    return redirect("reading_job", made.pk)


# One inquiry, from its page


@require_POST
@permission_required("inquiries.change_fact")
def inquiry_again(request: DeskRequest, pk: int) -> HttpResponse:
    """Read all that the customer wrote in it once more. The worker does it; the card asks until it is done."""
    row = inquiry_page.find(pk)
    made = reruns.ask(filters={"inquiry": row.pk}, actor=request.user)
    if not request.htmx:
        messages.success(request, _("Its messages are being read again."))
        return redirect("inquiry", pk)
    return _line(request, row, made)


@require_GET
@permission_required("inquiries.view_fact")
def inquiry_job(request: DeskRequest, pk: int, job: int) -> HttpResponse:
    """Is it done? Then the whole card comes anew, with how many values changed."""
    made = get_object_or_404(Rerun, pk=job)
    if made.filters != {"inquiry": pk}:
        raise Http404
    row = inquiry_page.find(pk)
    if made.state == Rerun.State.RUNNING or not request.htmx:
        return _line(request, row, made)
    known = inquiry_page.facts(row)
    context = trip_card.context(row, known, viewer=request.user) | inquiry_page.brief(row, known) | _said(made)
    response = render(request, "inquiries/partials/trip_answer.html", context)
    return reswap(retarget(response, "#trip-card"), "outerHTML")


def _line(request: DeskRequest, row: Any, made: Rerun) -> HttpResponse:
    return inquiry_page.part(request, "inquiries/partials/read_again.html", row, **_said(made))


def _said(made: Rerun) -> dict[str, Any]:
    return {"again": made, "again_values": made.changes.count(), "again_runs": made.state == Rerun.State.RUNNING}
