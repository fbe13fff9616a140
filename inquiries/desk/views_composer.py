"""Replies and notes: the composer, and one message by itself with what can be done about it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from inquiries import replies
from inquiries.desk import conversation, inquiry_page
from inquiries.desk.forms_inquiry import ReplyForm
from inquiries.desk.http import DeskRequest
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, Message

may_see = permission_required("inquiries.view_message", raise_exception=True)
may_write = permission_required("inquiries.add_message", raise_exception=True)


@require_POST
@may_write
def reply(request: DeskRequest, pk: int) -> HttpResponse:
    """Queue a reply or keep a note. Whatever is wrong comes back in words, and the text stays where it is."""
    row = inquiry_page.find(pk)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, row, form, form.words())
    try:
        message = _write(request, row, form)
    except InvalidInput as error:
        return _refused(request, row, form, [str(error)])
    if not request.htmx:
        return redirect(f"{row.get_absolute_url()}#m-{message.pk}")
    # The page asks for its news and finds the bubble there, as any other page that shows this conversation does.
    response = trigger_client_event(HttpResponse(status=204), "reply-sent", {"channel": message.channel})
    return trigger_client_event(response, "thread-changed")


def _write(request: DeskRequest, row: Inquiry, form: ReplyForm) -> Message:
    data = form.cleaned_data
    if data["channel"] == Message.Channel.NOTE:
        return replies.add_note(row, author=request.user, text=data["text"])
    return replies.queue(
        row,
        author=request.user,
        channel=data["channel"],
        text=data["text"],
        subject=data["subject"],
        attachments=form.outbound_files(),
    )


def _refused(request: DeskRequest, row: Inquiry, form: ReplyForm, errors: list[str]) -> HttpResponse:
    if request.htmx:
        return render(request, "inquiries/partials/not_sent.html", {"errors": errors}, status=422)
    context = inquiry_page.whole(request, row, form=form) | {"errors": errors}
    return render(request, "inquiries/inquiry.html", context, status=422)


def _fresh(pk: int) -> Message:
    """The message with all that its bubble draws."""
    inquiry = get_object_or_404(Inquiry.objects.select_related("contact"), messages=pk)
    message = conversation.rows(inquiry).get(pk=pk)
    message.inquiry = inquiry
    return message


def _drawn(request: DeskRequest, pk: int, *, whole: bool = False, said: str = "") -> HttpResponse:
    message = _fresh(pk)
    entry = conversation.one(message, viewer=request.user, facts=inquiry_page.facts(message.inquiry), whole=whole)
    return inquiry_page.part(request, entry.partial, message.inquiry, anchor=f"m-{pk}", item=entry, said=said)


@require_GET
@may_see
def message(request: DeskRequest, pk: int) -> HttpResponse:
    """One bubble as it stands now: a message on its way asks for itself. ?whole=1 shows all of a long text."""
    return _drawn(request, pk, whole=request.GET.get("whole") == "1")


@require_GET
@may_see
def quoted(request: DeskRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Message.objects.select_related("inquiry__contact"), pk=pk)
    text = row.quoted_text
    return inquiry_page.part(request, "inquiries/partials/quoted.html", row.inquiry, anchor=f"m-{pk}", text=text)


@require_POST
@may_write
def retry(request: DeskRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Message.objects.select_related("inquiry"), pk=pk)
    return _settled(request, row, lambda: replies.retry(row, actor=request.user))


@require_POST
@may_write
def settle(request: DeskRequest, pk: int) -> HttpResponse:
    """A person knows what became of a message with an unknown outcome: it arrived, or it is to be sent again."""
    row = get_object_or_404(Message.objects.select_related("inquiry"), pk=pk)
    if request.POST.get("arrived") == "yes":
        return _settled(request, row, lambda: replies.settle_by_hand(row, actor=request.user, arrived=True))
    return _settled(request, row, lambda: replies.retry(row, actor=request.user))


def _settled(request: DeskRequest, row: Message, act: Callable[[], None]) -> HttpResponse:
    """Do it and show the message; what cannot be done is said under it."""
    said = ""
    try:
        act()
    except InvalidInput as error:
        said = str(error)
    if request.htmx:
        return trigger_client_event(_drawn(request, row.pk, said=said), "thread-changed", after="settle")
    if said:
        messages.error(request, said)
    return redirect(f"{row.inquiry.get_absolute_url()}#m-{row.pk}")
