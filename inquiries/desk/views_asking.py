"""The ready question, put into the composer, and "Confirm all"."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from inquiries import facts as rules
from inquiries.desk import asking_page, inquiry_page
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.desk.views_facts import changed


@require_GET
@permission_required("inquiries.add_message")
def ask(request: DeskRequest, pk: int) -> HttpResponse:
    """The question for what is missing, for ask.js to append to what is typed. Nothing is sent or kept by it."""
    row = inquiry_page.find(pk)
    if not request.htmx:
        return redirect(f"{row.get_absolute_url()}?ask=missing#composer")
    found = asking_page.ready(row, inquiry_page.facts(row))
    if found is None:  # a colleague or an answer was faster: the card is drawn anew
        return trigger_client_event(HttpResponse(status=204), "trip-changed")
    told = {"text": found.text, "channel": found.channel, "fields": found.fields}
    return trigger_client_event(HttpResponse(status=204), "ask-ready", told)


@require_POST
@permission_required("inquiries.change_fact")
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """This person vouches for what stands on the card; each value can be edited afterwards as before."""
    row = inquiry_page.find(pk)
    rules.confirm(row, actor=request.user)
    return changed(request, pk)
