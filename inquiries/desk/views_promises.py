"""Promises of an inquiry: the card, and a click that settles one or takes that back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inquiries import promise_rows
from inquiries.desk import inquiry_page, promised
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.models import Promise


@require_GET
@permission_required("inquiries.view_inquiry")
def card(request: DeskRequest, pk: int) -> HttpResponse:
    return _card(request, pk)


@require_POST
@permission_required("inquiries.change_inquiry")
def settle(request: DeskRequest, pk: int) -> HttpResponse:
    """`do`: kept, dropped or open. Who comes second finds it as the colleague left it."""
    row = get_object_or_404(Promise.objects.select_related("message"), pk=pk)
    do = request.POST.get("do", "")
    if do not in ("kept", "dropped", "open"):
        return HttpResponse(_("Say what became of it."), status=400)
    if do == "open":
        promise_rows.reopen(row, actor=request.user)
    else:
        promise_rows.settle(row, actor=request.user, kept=do == "kept")
    inquiry = row.message.inquiry_id
    return _card(request, inquiry) if request.htmx else redirect("inquiry", inquiry)


def _card(request: DeskRequest, pk: int) -> HttpResponse:
    row = inquiry_page.find(pk)
    return inquiry_page.part(request, "inquiries/partials/promises.html", row, lines=promised.lines(row))
