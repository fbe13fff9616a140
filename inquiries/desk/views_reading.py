"""How well messages are read: figures by what staff did with the values, the lists behind them, and their export."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inquiries import agency_days, corpus, evaluation, timeline
from inquiries.desk import reading_scope
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.evaluation import Scope
from inquiries.fact_words import display as shown
from inquiries.models import Correction, Event, Fact

PAGE = 50
may_see = permission_required("inquiries.view_correction")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A value and what became of it. `kind`: of a correction, or "" where nobody has decided."""

    at: datetime
    reference: str
    href: str
    label: str
    read: str
    right: str
    kind: str
    words: str
    version: str
    who: str


@require_GET
@may_see
def reading(request: DeskRequest) -> HttpResponse:
    """The figures: one line a key of what they are split by, and the sum."""
    asked = reading_scope.read(request.GET)
    lines = evaluation.figures(asked.scope, by=asked.by)
    total = evaluation.total(asked.scope)
    context = {
        "asked": asked,
        "splits": [(key, words[0], asked.split(key)) for key, words in evaluation.DIMENSIONS.items()],
        "lines": [_drawn(asked, line) for line in lines],
        "total": _drawn(asked, total),
        "fields": reading_scope.chosen(asked),
        "section_tab": "figures",
    }
    return render(request, "inquiries/reading.html", context)


def _drawn(asked: reading_scope.Asked, line: evaluation.Line) -> dict[str, Any]:
    return {
        "label": line.label or _("All"),
        "numbers": reading_scope.numbers(asked, line),
        **reading_scope.rates(asked, line),
    }


@require_GET
@may_see
def cases(request: DeskRequest) -> HttpResponse:
    """The list behind a number: `what` of reading_scope.LISTS, with the same filters."""
    asked = reading_scope.read(request.GET)
    what = request.GET.get("what", "")
    what = what if what in reading_scope.LISTS else "shown"
    page = Paginator(_keys(asked.scope, what), PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "title": reading_scope.LISTS[what],
        "page": page,
        "cases": _found(page.object_list),
        "address": asked.address(what),
        "back": f"{reverse('reading')}?{request.GET.urlencode()}",
        "chips": [
            (field["label"], dict(field["choices"]).get(field["value"], field["value"]))
            for field in reading_scope.chosen(asked)
            if field["value"]
        ],
        "section_tab": "figures",
    }
    return render(request, "inquiries/reading_cases.html", context)


def _keys(scope: Scope, what: str) -> list[tuple[bool, int]]:
    """Whether it is a decision (else a value that waits for one), and its key; the newest first."""
    kinds: dict[str, tuple[str, ...]] = {
        "shown": ("confirmed", "wrong", "invented"), "judged": ("confirmed", "wrong", "invented", "missing"),
        "edited": ("wrong", "invented"), "open": (),
    }  # fmt: skip
    found: list[tuple[bool, int]] = []
    wanted = kinds.get(what, (what,))
    if wanted:
        rows = evaluation.judged(scope).filter(kind__in=wanted)
        found += [(True, pk) for pk in rows.order_by("-pk").values_list("pk", flat=True)]
    if what in {"shown", "open"}:
        found += [(False, pk) for pk in evaluation.unjudged(scope).order_by("-pk").values_list("pk", flat=True)]
    return found


def _found(keys: Iterable[tuple[bool, int]]) -> list[Case]:
    keys = list(keys)
    heavy = ("inquiry__search_text",)
    decided = Correction.objects.select_related("inquiry", "author").defer(*heavy)
    facts = Fact.objects.select_related("inquiry", "extraction").defer(*heavy, "extraction__answer")
    rows: dict[bool, dict[int, Any]] = {
        True: decided.in_bulk([pk for is_case, pk in keys if is_case]),
        False: facts.in_bulk([pk for is_case, pk in keys if not is_case]),
    }
    return [_case(rows[is_case][pk]) for is_case, pk in keys if pk in rows[is_case]]


def _case(row: Any) -> Case:
    decided = isinstance(row, Correction)
    run = row if decided else row.extraction
    anchor = f"#m-{row.message_id}" if row.message_id else ""
    return Case(
        at=row.created_at,
        reference=row.inquiry.reference,
        href=f"{row.inquiry.get_absolute_url()}{anchor}",
        label=row.get_field_display(),
        read=shown(row.field, row.predicted if decided else row.value),
        right=shown(row.field, row.corrected) if decided else "",
        kind=row.kind if decided else "",
        words=row.get_kind_display() if decided else "",
        version=f"{run.engine} {run.version}".strip(),
        who=str(row.author or "") if decided else "",
    )


@require_POST
@may_see
@permission_required("inquiries.export_inquiries")
def export(request: DeskRequest) -> FileResponse:
    """All cases since a day as a ZIP of a corpus; `redact` without names, addresses and numbers. Written down.

    As they came they hold the numbers that the desk covers: for those who may see these.
    """
    asked = reading_scope.read(request.POST)
    redact = bool(request.POST.get("redact"))
    if not redact and not request.user.has_perm("inquiries.reveal_numbers"):
        raise PermissionDenied(_("They hold numbers that you may not see. Save them without."))
    file = TemporaryFile()  # noqa: SIM115  # the answer closes it
    rows = 0
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for case in corpus.cases(since=asked.scope.since, redact=redact):
            archive.writestr(f"{case.name}.{case.ending}", case.body)
            archive.writestr(f"{case.name}.label.json", json.dumps(case.label, ensure_ascii=False, indent=2) + "\n")
            rows += 1
    file.seek(0)
    timeline.record(Event.Kind.EXPORTED, actor=request.user, format="corpus", rows=rows, redacted=redact)
    name = f"corrections-{agency_days.today():%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
