"""The export: exactly the filtered list, for those who may, and an event that says who took what."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inquiries import timeline
from inquiries.desk import exports, paging
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.listing import Listing, listing
from inquiries.desk.tabs import Rows
from inquiries.models import Event, Inquiry

FORMATS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@permission_required("inquiries.export_inquiries", raise_exception=True)
def export(request: DeskRequest) -> HttpResponseBase:
    """`format`: xlsx or csv. A filter that makes no sense leads back to the page, which says what is wrong with it."""
    shown = listing(request.GET, request.user)
    if not shown.filter.form.is_valid():
        return redirect(f"{reverse('queue')}?{request.GET.urlencode()}")
    rows = exports.with_columns(picked(shown))
    kind = request.GET.get("format", "")
    kind = kind if kind in FORMATS else "csv"
    _record(request, shown, rows, kind)
    stream = paging.stream(rows, shown.order, now=shown.now, chunk=exports.CHUNK)
    name = f"inquiries-{timezone.localtime(shown.now):%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(exports.workbook(stream), as_attachment=True, filename=name, content_type=XLSX)
    response = StreamingHttpResponse(exports.csv_lines(stream), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@permission_required("inquiries.export_inquiries", raise_exception=True)
def export_picked(request: DeskRequest) -> HttpResponse:
    """From the picked rows of a page, or `all` of its list, to the address of their file, in the page's order."""
    params = QueryDict(request.POST.get("next", "").partition("#")[0].partition("?")[2], mutable=True)
    every = "all" in request.POST
    pks = [] if every else [pk for pk in request.POST.getlist("pk") if number(pk) is not None]
    if not (pks or every):
        messages.error(request, "Pick at least one inquiry.")
        return redirect(f"{reverse('queue')}?{params.urlencode()}")
    params.setlist("pk", pks)
    params["format"] = "xlsx"
    return redirect(f"{reverse('export')}?{params.urlencode()}")


def picked(shown: Listing) -> Rows:
    """The listing's rows, or those of them that are named by `pk`."""
    pks = [key for pk in shown.params.getlist("pk") if (key := number(pk)) is not None]
    return shown.rows.filter(pk__in=pks) if pks else shown.rows


def _record(request: DeskRequest, shown: Listing, rows: Rows, kind: str) -> None:
    asked: dict[str, Any] = {name: values for name, values in shown.params.lists() if name not in {"pk", "format"}}
    timeline.record(
        Event.Kind.EXPORTED, actor=request.user, format=kind, tab=shown.tab.key, filter=asked, rows=_count(rows)
    )


def _count(rows: Rows) -> int:
    return Inquiry.objects.filter(pk__in=rows.order_by().values("pk")).count()
