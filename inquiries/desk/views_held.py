"""A reply that has not left yet: undo, send it now, another time."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from inquiries import held
from inquiries.desk import inquiry_page, later, wording
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.desk.views_composer import drawn
from inquiries.errors import InvalidInput
from inquiries.models import Draft, Message

may_write = permission_required("inquiries.add_message")


@require_GET
@may_write
def menu(request: DeskRequest, pk: int) -> HttpResponse:
    """What the composer's menu of times offers, asked for when it opens."""
    row = inquiry_page.find(pk)
    name = wording.first_name(row.contact.name)
    times = later.times(timezone.now())
    partial = "inquiries/partials/comp_times.html"
    return inquiry_page.part(request, partial, row, anchor="composer", times=times, first_name=name)


@require_POST
@may_write
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a reply back: its words are a draft again. Says so where it has left already."""
    row = _find(pk)
    return _done(request, row, lambda: _take_back(request, row), told="reply-back")


@require_POST
@may_write
def send_now(request: DeskRequest, pk: int) -> HttpResponse:
    row = _find(pk)
    return _done(request, row, lambda: held.send_now(row, actor=request.user))


@require_POST
@may_write
def reschedule(request: DeskRequest, pk: int) -> HttpResponse:
    """`send_on`: the new time."""
    row = _find(pk)
    return _done(
        request,
        row,
        lambda: held.reschedule(row, later.read_field(request.POST.get("send_on", "")), actor=request.user),
    )


def _find(pk: int) -> Message:
    return get_object_or_404(Message.objects.select_related("inquiry"), pk=pk, direction=Message.Direction.OUT)


def _take_back(request: DeskRequest, row: Message) -> None:
    held.take_back(row, actor=request.user)


def _done(request: DeskRequest, row: Message, act: Callable[[], None], *, told: str = "") -> HttpResponse:
    """Do it and show the message as it stands. `told`: what the page's scripts hear of, where it was done."""
    said = ""
    try:
        act()
    except InvalidInput as error:
        said = str(error)
    if request.htmx:
        response = trigger_client_event(drawn(request, row.pk, said=said), "thread-changed", after="settle")
        return response if said or not told else trigger_client_event(response, told, after="settle")
    if said:
        messages.error(request, said)
        return redirect(f"{row.inquiry.get_absolute_url()}#m-{row.pk}")
    mine = Draft.objects.filter(author=request.user, inquiry=row.inquiry_id, kind=Draft.Kind.REPLY).exists()
    return redirect(f"{row.inquiry.get_absolute_url()}{'?draft=reply#composer' if mine else f'#m-{row.pk}'}")
