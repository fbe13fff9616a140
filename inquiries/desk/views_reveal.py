"""Covered numbers shown to those who may see them: each time a person asks for it, and the history says who did."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from inquiries import care
from inquiries.desk import views_composer
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.models import Event, Message, User

SHOWN_FOR = 60  # seconds; partials/care.html says the same to htmx

may_reveal = permission_required("inquiries.view_message", "inquiries.reveal_numbers")


@require_POST
@may_reveal
def reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """One message, or with part=quoted the history below it, with its numbers. Noted before it is shown."""
    message = get_object_or_404(Message.objects.select_related("inquiry"), pk=pk)
    quoted = request.POST.get("part") == "quoted"
    texts = [message.quoted_text] if quoted else [message.subject, message.text]
    note(message, actor=request.user, what=care.kinds(*texts))
    if quoted:
        response = views_composer.drawn_quoted(request, pk, reveal=True)
    else:
        response = views_composer.drawn(request, pk, show="revealed")
    response.headers["Cache-Control"] = "no-store"
    if request.htmx:
        return trigger_client_event(response, "thread-changed", after="settle")
    response.headers["Refresh"] = f"{SHOWN_FOR}; url={message.inquiry.get_absolute_url()}#m-{pk}"
    return response


def note(message: Message, *, actor: User, what: list[str]) -> None:
    """Write down that somebody saw what is covered; `what` in words, never the numbers."""
    Event.objects.create(
        inquiry_id=message.inquiry_id, message=message, actor=actor, kind=Event.Kind.REVEALED, data={"what": what}
    )
