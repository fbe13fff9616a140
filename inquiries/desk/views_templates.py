"""The picker of templates in the composer's place: asked for by itself, so that the inquiry page pays nothing."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from inquiries import template_replies
from inquiries.desk import inquiry_page, template_picker
from inquiries.desk.forms_inquiry import TemplateForm
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry

may_write = permission_required("inquiries.add_message")
_PICKER = "inquiries/partials/template_picker.html"


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def template(request: DeskRequest, pk: int) -> HttpResponse:
    """The picker, or ?template= chosen in it; POST queues the chosen one."""
    row = inquiry_page.find(pk)
    if request.method == "POST":
        return _send(request, row)
    key = request.GET.get("template", "")
    context = template_picker.picker(row, inquiry_page.facts(row), agent=request.user, key=key)
    return inquiry_page.part(request, _PICKER, row, anchor="composer", **context)


@require_GET
@may_write
def template_form(request: DeskRequest, pk: int, key: str) -> HttpResponse:
    """The form of one template, for the right side of the picker."""
    row = inquiry_page.find(pk)
    offer = template_replies.offered(row)
    chosen = offer.find(key) if offer else None
    if chosen is None:
        raise Http404
    known = inquiry_page.facts(row)
    context = template_picker.form(row, offer, chosen, known, agent=request.user)
    return inquiry_page.part(
        request, "inquiries/partials/template_form.html", row, anchor="composer", oob=True, **context
    )


@require_POST
@may_write
def template_preview(request: DeskRequest, pk: int) -> HttpResponse:
    """What the customer will see with the values typed so far."""
    row = inquiry_page.find(pk)
    offer = template_replies.offered(row)
    chosen = offer.find(request.POST.get("template", "")) if offer else None
    if offer is None or chosen is None:
        raise Http404
    values = template_picker.given(request.POST)
    context = template_picker.preview(row, chosen, values, shut=not offer.route.open)
    return inquiry_page.part(request, "inquiries/partials/template_preview.html", row, oob=True, **context)


def _send(request: DeskRequest, row: Inquiry) -> HttpResponse:
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, row, form.words())
    try:
        message = template_replies.queue(
            row,
            author=request.user,
            key=form.cleaned_data["template"],
            values=template_picker.given(request.POST),
            file=form.outbound_file(),
            once=form.cleaned_data["once"],
        )
    except InvalidInput as error:
        return _refused(request, row, [str(error)])
    if not request.htmx:
        return redirect(f"{row.get_absolute_url()}#m-{message.pk}")
    context = _standing(row)
    response = render(request, "inquiries/partials/template_sent.html", {"inquiry": row, "oob": True, **context})
    return trigger_client_event(response, "thread-changed")


def _standing(row: Inquiry) -> dict[str, Any]:
    from inquiries.desk import wording

    offer = template_replies.offered(row)
    return {"shut": offer is None or not offer.route.open, "first_name": wording.first_name(row.contact.name)}


def _refused(request: DeskRequest, row: Inquiry, errors: list[str]) -> HttpResponse:
    """The reasons; the fields stay as they are on the page."""
    partial = "inquiries/partials/template_refused.html"
    if request.htmx:
        return render(request, partial, {"errors": errors, "oob": True}, status=422)
    return inquiry_page.part(request, partial, row, anchor="composer", status=422, errors=errors)
