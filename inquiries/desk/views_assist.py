"""Drafts, summaries, translations and transcripts: asked for by a click, shown while they are written and after."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from inquiries import noting
from inquiries.assist import requests
from inquiries.desk import assist_page, inquiry_page
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.views_composer import may_write
from inquiries.errors import InvalidInput
from inquiries.models import Assist, Attachment, Inquiry, Message

Kind, State = Assist.Kind, Assist.State


@require_POST
@may_write
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    row = inquiry_page.find(pk)
    channel = request.POST.get("channel", "")
    return _asked(request, row, "strip", lambda: requests.draft(row, channel=channel, actor=request.user))


@require_POST
@may_write
def outgoing(request: DeskRequest, pk: int) -> HttpResponse:
    """What is typed, in the customer's language."""
    row = inquiry_page.find(pk)
    text = request.POST.get("text", "")
    return _asked(request, row, "strip", lambda: requests.outgoing(row, text=text, actor=request.user))


@require_POST
@may_write
def summary(request: DeskRequest, pk: int) -> HttpResponse:
    row = inquiry_page.find(pk)
    return _asked(request, row, "summary", lambda: requests.summary(row, actor=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def translation(request: DeskRequest, pk: int) -> HttpResponse:
    """GET: for pages without scripts, a button. POST: have it translated."""
    row = get_object_or_404(Message.objects.select_related("inquiry__contact"), pk=pk)
    if row.channel == Message.Channel.NOTE:
        raise Http404
    if request.method != "POST":
        return _offered(request, row, _("Translate this message"))
    return _asked(
        request,
        row.inquiry,
        "under",
        lambda: requests.translation(row, actor=request.user),
        place=f"tr-{pk}",
        retry=request.path,
        anchor=f"m-{pk}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def transcript(request: DeskRequest, pk: int) -> HttpResponse:
    """As `translation`, of a voice note."""
    file = get_object_or_404(Attachment.objects.select_related("message__inquiry__contact"), pk=pk)
    if request.method != "POST":
        return _offered(request, file.message, _("Write this voice note down"))
    return _asked(
        request,
        file.message.inquiry,
        "under",
        lambda: requests.transcript(file, actor=request.user),
        place=f"ts-{pk}",
        retry=request.path,
        anchor=f"m-{file.message_id}",
    )


@require_GET
@may_write
def assist(request: DeskRequest, pk: int) -> HttpResponse:
    """One as it stands now; ?tries= says how often the page has asked, so that it asks less and less."""
    return _drawn(request, _find(pk), tries=min(number(request.GET.get("tries", "")) or 0, 99))


@require_POST
@may_write
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """Another one of the same kind, or another try."""
    row, actor = _find(pk), request.user
    asks: dict[str, Callable[[], Assist]] = {
        Kind.DRAFT: lambda: requests.draft(row.inquiry, channel=row.channel, actor=actor, again=True),
        Kind.SUMMARY: lambda: requests.summary(row.inquiry, actor=actor, again=True),
        Kind.OUTGOING: lambda: requests.outgoing(row.inquiry, text=row.source, actor=actor, again=True),
        Kind.TRANSLATION: lambda: requests.translation(_there(row.message), actor=actor, again=True),
        Kind.TRANSCRIPT: lambda: requests.transcript(_there(row.attachment), actor=actor, again=True),
    }
    shown = assist_page.shown(row)
    name = shown.partial.removeprefix("inquiries/partials/assist_").removesuffix(".html")
    return _asked(request, row.inquiry, name, asks[row.kind], place=shown.place, anchor=_anchor(row))


@require_POST
@may_write
def note(request: DeskRequest, pk: int) -> HttpResponse:
    """A summary kept as a note among colleagues."""
    row = _find(pk)
    if row.kind != Kind.SUMMARY or row.state != State.DONE:
        raise Http404
    by = "Summary by OpenAI" if row.engine == Assist.Engine.OPENAI else "Summary"
    kept = noting.keep_quoted(row.inquiry, author=request.user, text=f"{by}\n{row.text}")
    if not request.htmx:
        return redirect(f"{row.inquiry.get_absolute_url()}#m-{kept.pk}")
    return trigger_client_event(_drawn(request, row, noted=True), "thread-changed", after="settle")


@require_GET
@may_write
def assists(request: DeskRequest, pk: int) -> HttpResponse:
    """Translations and transcripts that are there already, each for its place in the conversation."""
    row = inquiry_page.find(pk)
    context = {"inquiry": row, "found": assist_page.written(row)}
    return render(request, "inquiries/partials/assists.html", context)


def _asked(
    request: DeskRequest,
    row: Inquiry,
    name: str,
    ask: Callable[[], Assist],
    *,
    place: str = "",
    retry: str = "",
    anchor: str = "composer",
) -> HttpResponse:
    """Ask and draw; what cannot be asked is said in the same place."""
    try:
        made = ask()
    except InvalidInput as error:
        if not request.htmx:
            messages.error(request, str(error))
            return redirect(f"{row.get_absolute_url()}#{anchor}")
        places = {"strip": "assist", "summary": "summary-body"}
        context = {"inquiry": row, "said": str(error), "element": place or places[name], "retry": retry}
        return render(request, f"inquiries/partials/assist_{name}.html", context)
    if not request.htmx:
        return redirect("assist", made.pk)
    return _drawn(request, made)


def _drawn(request: DeskRequest, row: Assist, *, tries: int = 0, noted: bool = False) -> HttpResponse:
    shown = assist_page.shown(row, tries=tries)
    context: dict[str, Any] = {"shown": shown, "element": shown.place, "noted": noted}
    partial = shown.partial if request.htmx else "inquiries/partials/assist_alone.html"
    return inquiry_page.part(request, partial, row.inquiry, anchor=_anchor(row), **context)


def _offered(request: DeskRequest, row: Message, words: str) -> HttpResponse:
    partial = "inquiries/partials/assist_offer.html"
    return inquiry_page.part(request, partial, row.inquiry, anchor=f"m-{row.pk}", words=words, address=request.path)


def _find(pk: int) -> Assist:
    related = ("inquiry__contact", "message__inquiry", "attachment__message__inquiry")
    return get_object_or_404(Assist.objects.select_related(*related), pk=pk)


def _there[T](target: T | None) -> T:
    if target is None:
        raise Http404
    return target


def _anchor(row: Assist) -> str:
    return f"m-{row.message_id}" if row.message_id else "composer"
