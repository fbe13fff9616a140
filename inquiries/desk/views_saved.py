"""Saved replies: the page where they are kept, and the list in the composer, asked for when it is opened."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inquiries import attachments, saved_replies
from inquiries.desk import inquiry_page, saved, wording
from inquiries.desk.filters import languages
from inquiries.desk.forms_saved import SavedReplyForm, blocks
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.models import SavedReply, SavedReplyFile

may_write = permission_required("inquiries.add_message")


@require_GET
@may_write
def replies(request: DeskRequest) -> HttpResponse:
    """All that this person can send: the team's first, then their own."""
    rows = list(saved.visible(request.user).prefetch_related("files"))
    lines = [(row, [wording.language(code) for code in sorted(row.texts)]) for row in rows]
    groups = [
        (_("The team"), [line for line in lines if line[0].owner_id is None]),
        (_("Yours alone"), [line for line in lines if line[0].owner_id]),
    ]
    context = {"groups": groups, "may_team": request.user.has_perm(saved_replies.MAY_TEAM)}
    return render(request, "inquiries/saved_replies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def edit(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """Write a new one (no `pk`) or change one; who may only look sees it without a button."""
    row = _visible(request, pk) if pk is not None else SavedReply(owner=request.user)
    may_change = saved_replies.may_change(row, request.user)
    if request.method != "POST":
        return _page(request, row, SavedReplyForm(instance=row), may_change=may_change)
    if not may_change:
        raise PermissionDenied
    if request.user.has_perm(saved_replies.MAY_TEAM):
        row.owner = None if request.POST.get("whose") == "team" else request.user
    form = SavedReplyForm(request.POST, request.FILES, instance=row)
    if not form.is_valid():
        return _page(request, row, form, may_change=True, status=422)
    saved_replies.save(row, files=form.new_files(), dropped=form.cleaned_data["drop"])
    messages.success(request, _("“%(title)s” is kept.") % {"title": row.title})
    return redirect("saved_replies")


def _page(
    request: DeskRequest, row: SavedReply, form: SavedReplyForm, *, may_change: bool, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "errors": form.words(),
        "blocks": blocks(row, form.data if form.is_bound else None),
        "shared": [file for file in row.files.all() if not file.language] if row.pk else [],
        "languages": languages(),
        "blanks": saved.BLANKS.items(),
        "channels": SavedReply.Channel.choices,
        "may_change": may_change,
        "may_team": request.user.has_perm(saved_replies.MAY_TEAM),
    }
    return render(request, "inquiries/saved_reply.html", context, status=status)


@require_POST
@may_write
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    if not saved_replies.may_change(row, request.user):
        raise PermissionDenied
    row.delete()
    messages.success(request, _("“%(title)s” is gone.") % {"title": row.title})
    return redirect("saved_replies")


@require_GET
@may_write
def file(request: DeskRequest, pk: int) -> FileResponse:
    """A file of a saved reply, as a download: a browser never shows it as a page of ours."""
    row = get_object_or_404(SavedReplyFile, pk=pk, reply__in=saved.visible(request.user))
    try:
        content = attachments.open_blob(row.blob)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(content, as_attachment=True, filename=row.filename, content_type=row.content_type)


@require_GET
@may_write
def offered(request: DeskRequest, pk: int) -> HttpResponse:
    """The list in the composer, for ?channel=; without scripts a page of its own."""
    row = inquiry_page.find(pk)
    channel = request.GET.get("channel", "")
    offers = saved.offers(row, user=request.user, channel=channel)
    context: dict[str, Any] = {"offers": offers, "language": wording.language(saved.language_of(row))}
    return inquiry_page.part(request, "inquiries/partials/saved_list.html", row, anchor="composer", **context)


@require_GET
@may_write
def one(request: DeskRequest, pk: int, reply: int) -> HttpResponse:
    """A reply filled for this inquiry, in ?language= or the customer's: as JSON for canned.js, else to be copied."""
    row = inquiry_page.find(pk)
    chosen = _visible(request, reply)
    language = request.GET.get("language", "")
    done = saved.filled(chosen, row, inquiry_page.facts(row), agent=request.user, language=language)
    if request.accepts("text/html") and not request.htmx:
        context: dict[str, Any] = {"reply": chosen, "done": done, "language": wording.language(done.code)}
        return inquiry_page.part(request, "inquiries/partials/saved_one.html", row, anchor="composer", **context)
    return JsonResponse(saved.as_json(done))


def _visible(request: DeskRequest, pk: int) -> SavedReply:
    return get_object_or_404(saved.visible(request.user).prefetch_related("files"), pk=pk)
