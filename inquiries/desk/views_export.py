"""The export: exactly the filtered list, for those who may, and an event that says who took what."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inquiries import agency_days
from inquiries.desk import export_jobs, exports
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.listing import Listing, listing
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.models import Export

FORMATS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
may_export = permission_required("inquiries.export_inquiries")


@require_GET
@may_export
def export(request: DeskRequest) -> HttpResponseBase:
    """`format`: xlsx or csv, with the columns that the person chose last. What is long leads to the page that has it
    prepared; a filter that makes no sense to the list, which says what is wrong with it."""
    params = request.GET.copy()
    kind = _format(params)
    shown = listing(params, request.user)
    if not shown.filter.form.is_valid():
        return redirect(f"{reverse('queue')}?{request.GET.urlencode()}")
    columns = exports.chosen(request.user.export_columns)
    rows = export_jobs.count(export_jobs.picked(shown))
    if rows > export_jobs.AT_ONCE:
        return redirect(f"{reverse('export_new')}?{request.GET.urlencode()}")
    return _file(request, shown, kind, columns, rows)


@require_http_methods(["GET", "POST"])
@may_export
def export_new(request: DeskRequest) -> HttpResponseBase:
    """GET: columns, format and how; the list is in the address. POST: the file, or a job that makes it."""
    params = request.GET.copy()
    kind = _format(params)
    shown = listing(params, request.user)
    if not shown.filter.form.is_valid():
        return redirect(f"{reverse('queue')}?{request.GET.urlencode()}")
    rows = export_jobs.count(export_jobs.picked(shown))
    if request.method == "POST":
        return _chosen(request, shown, rows)
    asked = kind if "format" in request.GET else FORMATS[0]
    return _form(request, shown, rows, kind=asked, columns=exports.chosen(request.user.export_columns))


def _chosen(request: DeskRequest, shown: Listing, rows: int) -> HttpResponseBase:
    kind = _format(request.POST.copy())
    keys = [key for key in request.POST.getlist("column") if key in exports.KEYS]
    columns = exports.chosen(keys)
    if not keys:
        return _form(request, shown, rows, kind=kind, columns=[], error=_("Choose at least one column."))
    if keys != request.user.export_columns:
        request.user.export_columns = keys
        request.user.save(update_fields=["export_columns"])
    if rows <= export_jobs.AT_ONCE and "later" not in request.POST:
        return _file(request, shown, kind, columns, rows)
    try:
        job = export_jobs.ask(shown, actor=request.user, kind=kind, columns=columns)
    except InvalidInput as problem:
        return _form(request, shown, rows, kind=kind, columns=columns, error=str(problem))
    return redirect(job)


def _form(
    request: DeskRequest, shown: Listing, rows: int, *, kind: str, columns: Sequence[exports.Column], error: str = ""
) -> HttpResponse:
    keys = {column.key for column in columns}
    context: dict[str, Any] = {
        "listing": shown,
        "rows": rows,
        "long": rows > export_jobs.AT_ONCE,
        "columns": [(column, column.key in keys) for column in exports.COLUMNS],
        "kind": kind,
        "formats": Export.Format.choices,
        "days": export_jobs.KEEP.days,
        "error": error,
    }
    return render(request, "inquiries/export_new.html", context, status=422 if error else 200)


def _format(params: QueryDict) -> str:
    """Taken out of the parameters, since it is no part of the list."""
    kind = (params.pop("format", [""]) or [""])[-1]
    return str(kind) if kind in FORMATS else "csv"


def _file(
    request: DeskRequest, shown: Listing, kind: str, columns: Sequence[exports.Column], rows: int
) -> HttpResponseBase:
    export_jobs.record(shown, actor=request.user, kind=kind, columns=columns, rows=rows)
    stream = export_jobs.stream(shown, columns)
    name = filename(kind)
    if kind == "xlsx":
        book = exports.workbook(stream, columns)
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    response = StreamingHttpResponse(
        _spoken(get_language() or "", exports.csv_lines(stream, columns)), content_type=CSV
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _spoken(language: str, lines: Iterator[str]) -> Iterator[str]:
    """A stream is written when the request is over, and with it the language of the page: a person's own, or what
    their browser asks for."""
    with override(language):
        yield from lines


def filename(kind: str, *, at: Any = None) -> str:
    return f"inquiries-{agency_days.local(at):%Y-%m-%d}.{kind}"


@require_POST
@may_export
def export_picked(request: DeskRequest) -> HttpResponse:
    """From the picked rows of a page, or `all` of its list, to the address of their file, in the page's order."""
    params = QueryDict(request.POST.get("next", "").partition("#")[0].partition("?")[2], mutable=True)
    every = "all" in request.POST
    pks = [] if every else [pk for pk in request.POST.getlist("pk") if number(pk) is not None]
    if not (pks or every):
        messages.error(request, _("Pick at least one inquiry."))
        return redirect(f"{reverse('queue')}?{params.urlencode()}")
    params.setlist("pk", pks)
    params["format"] = "xlsx"
    return redirect(f"{reverse('export')}?{params.urlencode()}")
