"""The composer's draft: what a person has begun to write here, saved as they type, with its files. Nobody else's."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from inquiries import channels, drafts, watchers
from inquiries.desk import inquiry_page, words
from inquiries.desk.forms_inquiry import ManyFiles, outbound
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.models import Draft, DraftFile, Inquiry, Message

may_write = permission_required("inquiries.add_message")


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """GET: one's own drafts here, by kind. POST: save one; 409 with the newer one where another window was faster."""
    row = inquiry_page.find(pk)
    if request.method != "POST":
        found: dict[str, Draft] = {}
        for each in drafts.of(row, request.user):
            found.setdefault(each.kind, each)
        return JsonResponse({kind: _told(each) for kind, each in found.items()})
    return _save(request, row)


def _save(request: DeskRequest, row: Inquiry) -> HttpResponse:
    channel = request.POST.get("channel", "")
    if channel not in Message.Channel.values:
        return JsonResponse({"said": _("Choose how to send it.")}, status=422)
    try:
        saved = drafts.save(
            row,
            author=request.user,
            channel=channel,
            typed=request.POST,
            version=number(request.POST.get("version", "")) or 0,
            composed=request.POST.get("word", "")[:40],
            over=request.POST.getlist("over")[:2],
        )
    except drafts.Newer as error:
        told = _told(error.draft) | {"snippet": drafts.snippet(error.draft)}
        return JsonResponse({"newer": told, "said": str(error)}, status=409)
    except drafts.AlreadySent as error:
        same = error.message.text == request.POST.get("text", "").strip()
        left = drafts.find(row, request.user, drafts.kind_of(channel))  # files that did not go with it
        told = {"sent": True, "same": same, "next": drafts.new_word(), "said": str(error)}
        return JsonResponse(told | {"files": _told(left)["files"] if left else ""}, status=409)
    what = gettext_noop("a note") if channel == Message.Channel.NOTE else gettext_noop("a reply")
    watchers.write(pk=row.pk, user=request.user, what=what if saved and saved.text.strip() else "")
    return JsonResponse({"version": saved.version if saved else 0, "at": words.hour(timezone.now())})


@require_POST
@may_write
def files(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep files with the draft as soon as they are chosen. What is wrong comes back in words; the others stay."""
    row = inquiry_page.find(pk)
    channel = request.POST.get("channel", "")
    if channel not in (Message.Channel.EMAIL, Message.Channel.WHATSAPP):
        return JsonResponse({"said": _("Choose mail or WhatsApp to send files.")}, status=422)
    field = ManyFiles(allow_empty_file=True)
    word = request.POST.get("word", "")[:40]
    try:
        chosen = [outbound(file) for file in field.clean(request.FILES.getlist("files"))]
        kept = drafts.add_files(row, author=request.user, channel=channel, files=chosen, composed=word)
    except InvalidInput as error:
        return JsonResponse({"said": str(error)}, status=422)
    except ValidationError as error:
        return JsonResponse({"said": " ".join(error.messages)}, status=422)
    told = _told(kept) | {"said": _refusal(row, request, channel, kept)}
    sent = drafts.sent_as(word, request.user)
    if sent is not None and sent.state != Message.State.CANCELLED:  # else its draft is back, with this file
        told |= {"sent": True, "said": f"{_late(sent)} {told['said']}".rstrip()}
    return JsonResponse(told)


def _late(sent: Message) -> str:
    if sent.scheduled and sent.state == Message.State.QUEUED:
        return _("The reply was scheduled meanwhile, without this file. It is kept for your next one.")
    return _("The reply went out meanwhile, without this file. It is kept for your next one.")


def _refusal(row: Inquiry, request: DeskRequest, channel: str, kept: Draft) -> str:
    """What the channel would not take of these files, said at once and not when they are sent."""
    try:
        pks = [file.pk for file in kept.files.all()]
        channels.get(channel).divide("", drafts.outbound(row, request.user, channel, pks))
    except InvalidInput as error:
        return str(error)
    return ""


@require_POST
@may_write
def remove_file(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a file out of one's own draft."""
    file = get_object_or_404(DraftFile.objects.select_related("draft__inquiry"), pk=pk, draft__author=request.user)
    here = file.draft
    if here is None:
        return HttpResponse(status=404)
    drafts.remove_file(here, pk)
    left = Draft.objects.filter(pk=here.pk).first()
    return JsonResponse(_told(left) if left else {"version": 0, "files": ""})


def _told(draft: Draft) -> dict[str, Any]:
    """A draft as the page's script takes it; `files`: its files as drawn."""
    shown = {"files": list(draft.files.all())}
    return {
        **{name: getattr(draft, name) for name in Draft.TYPED},
        "text": draft.text.replace("\r\n", "\n"),  # forms send lines their way; a box shows them its own
        "version": draft.version,
        "word": draft.composed,
        "at": words.clock(draft.updated_at, now=timezone.now()),
        "files": render_to_string("inquiries/partials/draft_files.html", shown),
    }
