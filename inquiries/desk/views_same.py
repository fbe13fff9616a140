"""Putting conversations together and apart: the card's answers, and by hand with a search."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as said
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from inquiries import person_joins, regrouping, search, standing, suggestion_answers
from inquiries.desk import inquiry_page, same
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, Regrouping, Suggestion

may_see = permission_required("inquiries.view_inquiry")
may_change = permission_required("inquiries.change_inquiry")

_FOUND = 8
_TOO_LATE = gettext_lazy("A colleague has answered that a moment ago.")


@require_GET
@may_see
def card(request: DeskRequest, pk: int) -> HttpResponse:
    row = inquiry_page.find(pk)
    return inquiry_page.part(request, "inquiries/partials/same.html", row, **same.context(row))


@require_POST
@may_change
def answer(request: DeskRequest, pk: int, suggestion: int) -> HttpResponse:
    """`answer`: both, person, trip, move or no. The other inquiry comes into this one."""
    row = inquiry_page.find(pk)
    asked = get_object_or_404(Suggestion, pk=suggestion)
    chosen, actor = request.POST.get("answer", ""), request.user
    ways: dict[str, Callable[[], bool]] = {
        "both": lambda: suggestion_answers.accept(asked, row, actor=actor, person=True, trip=True),
        "person": lambda: suggestion_answers.accept(asked, row, actor=actor, person=True),
        "trip": lambda: suggestion_answers.accept(asked, row, actor=actor, trip=True),
        "move": lambda: suggestion_answers.move(asked, actor=actor),
        "no": lambda: suggestion_answers.dismiss(asked, actor=actor),
    }
    if chosen not in ways or pk not in (asked.one_id, asked.other_id):
        return HttpResponse(_("Say what they are to each other."), status=400)
    words = {"no": _("Noted: they stay apart, and it is not asked again."), "move": _("Moved to the other trip.")}
    return _do(request, pk, ways[chosen], words.get(chosen, _("Put together. You can undo it on the card.")))


@require_POST
@may_change
def undo(request: DeskRequest, pk: int, act: int) -> HttpResponse:
    row = get_object_or_404(Regrouping, pk=act)
    if pk not in (row.source_id, row.target_id):
        return HttpResponse(_("That belongs to another inquiry."), status=400)
    return _do(
        request, pk, lambda: suggestion_answers.take_back(row, actor=request.user), _("Undone: as it was before.")
    )


@require_GET
@may_change
def by_hand(request: DeskRequest, pk: int) -> HttpResponse:
    """The page with the search: join another inquiry to this one, or move messages away."""
    row = inquiry_page.find(pk)
    words = request.GET.get("q", "").strip()
    found: list[Inquiry] = []
    if words:
        rows = search.matching(Inquiry.objects.filter(merged_into=None, parked_reason="").exclude(pk=pk), words)
        found = list(rows.select_related("contact").defer("search_text").order_by("-last_message_at", "-pk")[:_FOUND])
    ticked = {key for text in request.GET.getlist("message") if (key := number(text))}
    context: dict[str, Any] = {"q": words, "found": found, "movable": same.to_move(row), "ticked": ticked}
    return inquiry_page.part(request, "inquiries/partials/by_hand.html", row, **context)


@require_POST
@may_change
def group(request: DeskRequest, pk: int) -> HttpResponse:
    """`do`: trip, person (both with `other`), move (with `message` and `other`), split (with `message`)."""
    row = inquiry_page.find(pk)
    name, _colon, key = request.POST.get("do", "").partition(":")
    other = Inquiry.objects.filter(pk=number(key) or 0).first()
    named = [number(text) or 0 for text in request.POST.getlist("message")]
    chosen = list(row.messages.filter(pk__in=named))
    if name not in ("trip", "person", "move", "split") or (other is None) != (name == "split"):
        return HttpResponse(_("Say which inquiry is meant."), status=400)
    if name in ("move", "split") and not chosen:
        said.error(request, _("Tick the messages that are to be moved first."))
        return redirect("inquiry_by_hand", pk)

    def act() -> bool:
        if name in ("trip", "person") and other is not None:
            join = regrouping.join_trips if name == "trip" else person_joins.join
            join(other, row, actor=request.user)
        else:
            regrouping.move_messages(chosen, other, actor=request.user)
        return True

    return _do(request, pk, act, _("Done. You can undo it on the card."))


def _do(request: DeskRequest, pk: int, act: Callable[[], bool], words: str) -> HttpResponse:
    """Say what was done on the page of the inquiry, which shows everything anew."""
    try:
        if act():
            said.success(request, words)
        else:
            said.warning(request, _TOO_LATE)
    except InvalidInput as error:
        said.error(request, str(error))
    return redirect(f"{reverse('inquiry', args=[standing.home(pk)])}#trip")  # where the card is, also on a phone
