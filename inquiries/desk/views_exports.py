"""Exports that were asked for: how far they are, their files, and an end to one that is not wanted any more."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inquiries import timeline
from inquiries.desk import export_jobs
from inquiries.desk.http import DeskRequest
from inquiries.desk.views_export import CSV, XLSX, filename, may_export
from inquiries.models import Event, Export

SHOWN = 50


def _seen_by(request: DeskRequest) -> QuerySet[Export]:
    """One's own; an admin's are all."""
    rows = Export.objects.select_related("actor")
    return rows if request.user.has_perm("inquiries.view_export") else rows.filter(actor=request.user)


@require_GET
@may_export
def exports(request: DeskRequest) -> HttpResponse:
    jobs = list(_seen_by(request).order_by("-pk")[:SHOWN])
    return render(request, "inquiries/exports.html", {"jobs": jobs, "days": export_jobs.KEEP.days})


@require_GET
@may_export
def job(request: DeskRequest, pk: int) -> HttpResponse:
    """How far it is; asked for every two seconds while it runs."""
    row = get_object_or_404(_seen_by(request), pk=pk)
    template = "inquiries/partials/export_progress.html" if request.htmx else "inquiries/export_job.html"
    percent = round(100 * row.done / row.total) if row.total else 100 * (row.state == Export.State.DONE)
    return render(request, template, {"job": row, "percent": min(percent, 100)})


@require_GET
@may_export
def file(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The file itself. An admin who takes somebody else's is written down as well."""
    row = get_object_or_404(_seen_by(request), pk=pk)
    if row.state != Export.State.DONE or not row.file:
        return redirect(row)
    try:
        content = default_storage.open(row.file)
    except FileNotFoundError:
        raise Http404(_("The file is gone from the storage. Export the list again.")) from None
    if row.actor_id != request.user.pk:
        timeline.record(Event.Kind.EXPORTED, actor=request.user, export=row.pk, rows=row.done, format=row.format)
    kind = XLSX if row.format == Export.Format.XLSX else CSV
    name = filename(row.format, at=row.created_at)
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind)


@require_POST
@may_export
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_seen_by(request), pk=pk)
    if export_jobs.cancel(row):
        messages.success(request, _("Cancelled. Nothing of it is kept."))
    else:
        messages.info(request, _("It was over already."))
    return redirect("exports")
