"""What is done to the picked rows of the queue, or to all of a list, and taking it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from inquiries import taking_back
from inquiries.desk import bulk, picked
from inquiries.desk.http import DeskRequest, came_from
from inquiries.desk.may import permission_required
from inquiries.desk.picked import Asked
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry

may_change = permission_required("inquiries.change_inquiry")


@require_POST
@may_change
def act_on_picked(request: DeskRequest) -> HttpResponse:
    """One act on the rows `pk`, or on `all` of the list at `next`, which is asked about before it is done."""
    try:
        what = picked.asked(request.POST, request.user)
        if what.act == "block" and not request.user.has_perm("inquiries.change_contact"):
            raise PermissionDenied
        if what.must_be_confirmed:
            return _question(request, what)
        _do(request, what)
    except InvalidInput as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(came_from(request))


def _question(request: DeskRequest, what: Asked) -> HttpResponse:
    words, button = picked.question(what, actor=request.user)
    some = Inquiry.objects.filter(pk__in=what.pks).select_related("contact").defer("search_text")
    context = {
        "what": what,
        "question": words,
        "button": button,
        "about": picked.ABOUT.get(what.act if what.value != "out" else ""),
        "listing": picked.listing_of(request.POST, request.user) if what.every else None,
        "some": some.order_by("-last_message_at")[:5],
        "more": max(len(what.pks) - 5, 0),
        "back": came_from(request),
    }
    return render(request, "inquiries/confirm.html", context)


def _do(request: DeskRequest, what: Asked) -> None:
    change = bulk.change_of({what.act: what.value} if what.act else {}, actor=request.user)
    inquiries = Inquiry.objects.filter(pk__in=what.pks, merged_into=None).select_related("contact").defer("search_text")
    rows = list(inquiries)
    undoes = what.act in taking_back.COLUMNS and what.value != "out"
    were = taking_back.before(what.act, rows) if undoes else {}
    changed, refused = bulk.act(change, rows, chunk_size=1 if what.act == "block" else bulk.CHUNK)
    if undoes:
        undoes = taking_back.keep(request.user, act=what.act, rows=were)
    else:
        taking_back.forget(request.user)
    if changed:
        words = bulk.told(what.value if what.act == "snooze" else "", what.pks, changed)
        messages.success(request, words, extra_tags="undo" if undoes else "")
    for words in refused[:5]:
        messages.error(request, words)
    if len(refused) > 5:
        more = len(refused) - 5
        said = ngettext("And %(count)s other could not be changed.", "And %(count)s others could not be changed.", more)
        messages.error(request, said % {"count": more})


@require_POST
@may_change
def undo(request: DeskRequest) -> HttpResponse:
    """Take the last act back, where nobody has changed the rows since."""
    try:
        back = taking_back.put_back(request.user)
    except InvalidInput as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(came_from(request))
    if back.done or not back.others:
        said = ngettext("%(count)s inquiry is as before.", "%(count)s inquiries are as before.", back.done)
        messages.success(request, said % {"count": back.done})
    if back.others:
        said = ngettext(
            "%(count)s inquiry changed since: left as now.",
            "%(count)s inquiries changed since: left as now.",
            back.others,
        )
        messages.warning(request, said % {"count": back.others})
    if back.off:
        said = ngettext(
            "%(count)s scheduled reply stays off: its words stand in the draft of who wrote it.",
            "%(count)s scheduled replies stay off: their words stand in the drafts of who wrote them.",
            back.off,
        )
        messages.warning(request, said % {"count": back.off})
    if back.page is not None:  # closed on its own page, which led to the next: back to where it was done
        return HttpResponseRedirect(reverse("inquiry", args=[back.page]))
    return HttpResponseRedirect(came_from(request))
