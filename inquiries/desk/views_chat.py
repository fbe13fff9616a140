"""What staff do in a chat beside writing: a reaction, a quote above the answer, and that somebody is writing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inquiries import presence, reactions
from inquiries.desk import inquiry_page, quote
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.views_composer import drawn, may_write
from inquiries.errors import InvalidInput
from inquiries.models import Message


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def react(request: DeskRequest, pk: int) -> HttpResponse:
    """GET: the emoji to choose from. POST: set one, or take ours back with an empty one, and show the message."""
    row = get_object_or_404(Message.objects.select_related("inquiry__contact"), pk=pk)
    if request.method != "POST":
        return _offered(request, row)
    said = ""
    try:
        reactions.react(row, request.POST.get("emoji", ""), author=request.user)
    except InvalidInput as error:
        said = str(error)
    if request.htmx:
        return drawn(request, pk, said=said)
    if said:
        messages.error(request, said)
    return redirect(f"{row.inquiry.get_absolute_url()}#m-{pk}")


def _offered(request: DeskRequest, row: Message) -> HttpResponse:
    last = reactions.ours(row).first()
    current = reactions.emoji_of(last) if last else ""
    choices = [(emoji, name, emoji == current) for emoji, name in reactions.EMOJI.items()]
    partial = "inquiries/partials/emoji.html"
    return inquiry_page.part(request, partial, row.inquiry, anchor=f"m-{row.pk}", message=row, emoji=choices)


@require_safe
@may_write
def quote_strip(request: DeskRequest, pk: int) -> HttpResponse:
    """The strip of the message in ?quote=, for the composer's edge; an empty one where there is no such message."""
    row = inquiry_page.find(pk)
    asked = number(request.GET.get("quote", ""))
    strip = quote.strip(row, asked, viewer=request.user) if asked else None
    return render(request, "inquiries/partials/quote.html", {"inquiry": row, "quote": strip})


@require_POST
@may_write
def writing(request: DeskRequest, pk: int) -> HttpResponse:
    """Somebody types an answer on `channel`; the page says so again while they do."""
    presence.writing(inquiry_page.find(pk), request.POST.get("channel", ""))
    return HttpResponse(status=204)
