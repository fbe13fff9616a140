"""Replies and notes: the composer, and one message by itself with what can be done about it."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from inquiries import asking, care, drafts, held, noting, presence, replies, watchers, workflow
from inquiries.desk import addressing, conversation, conversation_rows, inquiry_page, quote
from inquiries.desk.addressing import Said
from inquiries.desk.bubbles import Show, covered
from inquiries.desk.forms_inquiry import ReplyForm
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.envelope import clean
from inquiries.errors import InvalidInput
from inquiries.held import Overtaken, Repeated
from inquiries.models import Inquiry, Message
from inquiries.recipients import Addressed
from inquiries.replies import Route

may_see = permission_required("inquiries.view_message")
may_write = permission_required("inquiries.add_message")


@require_POST
@may_write
def reply(request: DeskRequest, pk: int) -> HttpResponse:
    """Queue a reply or keep a note. Whatever is wrong comes back in words, and the text stays where it is."""
    row = inquiry_page.find(pk)
    form = ReplyForm(request.POST, request.FILES)
    route, said = _addressed(row, form)
    if not form.is_valid():
        return _refused(request, row, form, form.words(), said)
    if said is not None and not said.may_be_sent:
        return _refused(request, row, form, [said.to_error or str(addressing.AGREE_FIRST)], said)
    try:
        with transaction.atomic():
            message = _write(request, row, form, route)
            if form.cleaned_data["remind_day"] and request.user.has_perm("inquiries.change_inquiry"):
                workflow.remind(row, form.cleaned_data["remind_day"], actor=request.user, message=message)
    except InvalidInput as error:
        return _not_taken(request, row, form, error)
    watchers.write(row.pk, request.user, "")
    if message.channel != Message.Channel.NOTE:
        presence.seen(row)  # who answers has read, also what came while the page was open
    unheard = _unheard(message)
    if not request.htmx:
        if unheard:
            messages.warning(request, unheard)
        return redirect(f"{row.get_absolute_url()}#m-{message.pk}")
    # The page asks for its news and finds the bubble there, as any other page that shows this conversation does.
    # A file that another window has added meanwhile did not go with it: it is for the next reply.
    left = drafts.of(row, request.user).filter(kind=drafts.kind_of(message.channel), text="").exists()
    told = {"channel": message.channel, "word": message.composed, "next": drafts.new_word(), "left": left}
    told |= {"said": unheard} if unheard else {}
    response = trigger_client_event(HttpResponse(status=204), "reply-sent", told)
    return trigger_client_event(response, "thread-changed")


def _unheard(message: Message) -> str:
    """Whom a note names and nobody is: said once, since its author believes that somebody was told."""
    names = noting.unknown(message.text) if message.channel == Message.Channel.NOTE else []
    if not names:
        return ""
    said = _("No colleague is called %(names)s, so nobody was told under that name.")
    return said % {"names": ", ".join(f"@{name[:40]}" for name in names[:3])}  # it travels in a header


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def recipients(request: DeskRequest, pk: int) -> HttpResponse:
    """To and Cc by themselves, for an answer to ?answer= or the last mail; POST: what to say of what was typed."""
    row = inquiry_page.find(pk)
    if request.method == "POST":
        _route, said = _addressed(row, ReplyForm(request.POST))
        return render(request, "inquiries/partials/recipients_said.html", {"said": said, "oob": True})
    mail = addressing.fields(request, row, replies.routes(row))
    return inquiry_page.part(request, "inquiries/partials/recipients.html", row, anchor="composer", mail=mail)


def _addressed(row: Inquiry, form: ReplyForm) -> tuple[Route | None, Said | None]:
    """The way of a mail, and what is to be said of its addresses; None where it is no mail, or none were given."""
    if form.data.get("channel", Message.Channel.EMAIL) != Message.Channel.EMAIL or "to" not in form.data:
        return None, None
    route, _pointed = addressing.route_of(row, replies.routes(row), form.data.get("answers", ""))
    form.is_valid()  # the addresses are judged by what the form made of them
    return route, addressing.judge(row, route, form) if route else None


def _write(request: DeskRequest, row: Inquiry, form: ReplyForm, route: Route | None) -> Message:
    data, composing = form.cleaned_data, form.composing()
    if data["channel"] == Message.Channel.NOTE:
        return noting.keep(row, author=request.user, text=data["text"], composing=composing)
    # Before its files are looked for: they have gone with it already.
    repeat = held.repeat_of(request.user, composing.word, clean(data["text"]).strip(), composing.files)
    if repeat is not None:
        return repeat
    files = drafts.outbound(row, request.user, data["channel"], composing.files)
    return replies.queue(
        row,
        author=request.user,
        channel=data["channel"],
        text=data["text"],
        subject=data["subject"],
        attachments=[*files, *form.outbound_files()],
        addressed=Addressed(to=data["to"], cc=data["cc"], answers=route.answers if route else None),
        asked=asking.items(inquiry_page.facts(row), data["asked"]) if data["asked"] else (),
        quotes=quote.chosen(row, data["quotes"]) if data["channel"] == Message.Channel.WHATSAPP else None,
        composing=composing,
    )


def _not_taken(request: DeskRequest, row: Inquiry, form: ReplyForm, error: InvalidInput) -> HttpResponse:
    """One that was overtaken is refused once: what came is shown, and from now on the page knows it."""
    if not isinstance(error, Overtaken) or not request.htmx:
        return _refused(request, row, form, [str(error)], anew=isinstance(error, Repeated))
    context = {"inquiry": row, "overtaken": error, "known": error.message.pk, "oob": True}
    response = render(request, "inquiries/partials/overtaken.html", context, status=422)
    return trigger_client_event(response, "thread-changed")


def _refused(
    request: DeskRequest,
    row: Inquiry,
    form: ReplyForm,
    errors: list[str],
    said: Said | None = None,
    *,
    anew: bool = False,
) -> HttpResponse:
    """`anew`: what the form is known by was used up; sent once more it is another reply."""
    written = bool(form.data.get("text", "").strip())
    if request.htmx:
        shown = said if said is not None and not said.may_be_sent else None
        context = {
            "errors": errors,
            "written": written,
            "said": shown,
            "oob": True,
            "word": drafts.new_word() if anew else "",
        }
        return render(request, "inquiries/partials/not_sent.html", context, status=422)
    context = inquiry_page.whole(request, row, form=form) | {"errors": errors, "written": written}
    return render(request, "inquiries/inquiry.html", context, status=422)


def _fresh(pk: int) -> Message:
    """The message with all that its bubble draws."""
    inquiry = get_object_or_404(Inquiry.objects.select_related("contact"), messages=pk)
    message = conversation_rows.rows(inquiry).get(pk=pk)
    message.inquiry = inquiry
    return message


def drawn(request: DeskRequest, pk: int, *, show: Show = "start", said: str = "") -> HttpResponse:
    """The bubble of one message as it stands now. `said`: what could not be done with it."""
    message = _fresh(pk)
    facts = inquiry_page.facts(message.inquiry)
    entry = conversation.one(message, viewer=request.user, facts=facts, show=show)
    return inquiry_page.part(request, entry.partial, message.inquiry, anchor=f"m-{pk}", item=entry, said=said)


@require_GET
@may_see
def message(request: DeskRequest, pk: int) -> HttpResponse:
    """One bubble as it stands now: a message on its way asks for itself. ?whole=1 shows all of a long text."""
    return drawn(request, pk, show="whole" if request.GET.get("whole") == "1" else "start")


@require_GET
@may_see
def quoted(request: DeskRequest, pk: int) -> HttpResponse:
    return drawn_quoted(request, pk)


def drawn_quoted(request: DeskRequest, pk: int, *, reveal: bool = False) -> HttpResponse:
    """The history below a mail. `reveal`: with the numbers that care.py covers."""
    row = get_object_or_404(Message.objects.select_related("inquiry__contact"), pk=pk)
    text = row.quoted_text if reveal else care.masked(row.quoted_text)
    return inquiry_page.part(
        request,
        "inquiries/partials/quoted.html",
        row.inquiry,
        anchor=f"m-{pk}",
        message=row,
        text=text,
        hidden=covered(row.quoted_text),
        revealed=reveal,
    )


@require_POST
@may_write
def retry(request: DeskRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Message.objects.select_related("inquiry"), pk=pk)
    return _settled(request, row, lambda: replies.retry(row, actor=request.user))


@require_POST
@may_write
def settle(request: DeskRequest, pk: int) -> HttpResponse:
    """`arrived`: yes or no, where nobody knew what became of a message; left, where it did not and need not."""
    row = get_object_or_404(Message.objects.select_related("inquiry"), pk=pk)
    if request.POST.get("arrived") == "yes":
        return _settled(request, row, lambda: replies.settle_by_hand(row, actor=request.user, arrived=True))
    if request.POST.get("arrived") == "left":
        return _settled(request, row, lambda: replies.leave(row, actor=request.user))
    return _settled(request, row, lambda: replies.retry(row, actor=request.user))


def _settled(request: DeskRequest, row: Message, act: Callable[[], None]) -> HttpResponse:
    """Do it and show the message; what cannot be done is said under it."""
    said = ""
    try:
        act()
    except InvalidInput as error:
        said = str(error)
    if request.htmx:
        return trigger_client_event(drawn(request, row.pk, said=said), "thread-changed", after="settle")
    if said:
        messages.error(request, said)
    return redirect(f"{row.inquiry.get_absolute_url()}#m-{row.pk}")
