"""Closing with an outcome: one key and one more, and the next inquiry opens, from which it can be undone."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from inquiries import blocking, lost_reasons, taking_back, workflow
from inquiries.desk import inquiry_page, neighbours
from inquiries.desk.http import DeskRequest
from inquiries.desk.listing import listing
from inquiries.desk.may import permission_required
from inquiries.desk.words import clock, within
from inquiries.envelope import clean
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry

Status = Inquiry.Status
# What a button says, the status that it means, and the words that are kept; of a loss they are chosen or typed.
OUTCOMES: dict[str, tuple[str, str]] = {
    "won": (Status.BOOKED, ""),
    "lost": (Status.LOST, ""),
    "duplicate": (Status.CLOSED, "Duplicate"),
    "spam": (Status.CLOSED, "Spam"),
    "closed": (Status.CLOSED, ""),
}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inquiries.change_inquiry")
def outcome(request: DeskRequest, pk: int) -> HttpResponse:
    """GET: the outcomes and reasons, asked for when the menu opens. POST `outcome`, and `reason` of a loss."""
    row = inquiry_page.find(pk)
    if request.method != "POST":
        return inquiry_page.part(
            request,
            "inquiries/partials/lost_reasons.html",
            row,
            reasons=list(enumerate(lost_reasons.offered(), 1)),
            outcomes=inquiry_page.OUTCOMES,
            in_tab=inquiry_page.in_tab(request),
        )
    chosen = OUTCOMES.get(request.POST.get("outcome", ""))
    if chosen is None:
        return _refused(request, row, _("Choose an outcome."))
    status, words = chosen
    reason = words or " ".join(clean(request.POST.get("reason", ""), 200).split()) if status != Status.BOOKED else ""
    blocks = words == "Spam" and not row.contact.blocked
    was = taking_back.before("status", [row])
    address = _next(request, row)  # before it moves: where somebody stands in the list is where they go on
    try:
        with transaction.atomic():
            workflow.set_status(row, status, actor=request.user, lost_reason=reason)
            if words == "Spam":
                blocking.block(row.contact, actor=request.user, inquiry=row)
    except InvalidInput as error:
        return _refused(request, row, str(error))
    also = _("Their new messages are parked.") if words == "Spam" else _still_goes_out(row)
    became = ", ".join(filter(None, (within(str(Status(status).label)), reason)))
    undoes = taking_back.keep(request.user, act="status", rows=was, page=row.pk, blocked=blocks)
    said = f"{row.contact}, {row.reference}: {became}. {also}".rstrip()
    messages.success(request, said, extra_tags="undo" if undoes else "")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _still_goes_out(row: Inquiry) -> str:
    """Closed or not, what somebody has scheduled is sent: said, so that nobody is surprised."""
    row.refresh_from_db(fields=["scheduled_at"])
    if row.scheduled_at is None:
        return ""
    return _("A reply still goes out %(when)s.") % {"when": clock(row.scheduled_at, now=timezone.now())}


def _next(request: DeskRequest, row: Inquiry) -> str:
    """The address of the inquiry after this one in its list; of the list where there is none."""
    shown = listing(request.GET, request.user)
    found = neighbours.find(row, shown=shown, back=False)
    address = reverse("inquiry", args=[found]) if found else reverse("queue")
    return f"{address}?{shown.kept}" if shown.kept else address


def _refused(request: DeskRequest, row: Inquiry, words: str) -> HttpResponse:
    """The error in the menu; without scripts above the page."""
    if request.htmx:
        response = render(request, "inquiries/partials/error.html", {"words": words}, status=422)
        return reswap(retarget(response, "#status-error"), "innerHTML")
    messages.error(request, words)
    return render(request, "inquiries/inquiry.html", inquiry_page.whole(request, row), status=422)
