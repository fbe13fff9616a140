"""The trip card: values edited in place, proposals and doubts settled, and the contact beside it."""

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import push_url, reswap, retarget, trigger_client_event

from inquiries import facts as rules
from inquiries import timeline, workflow
from inquiries.desk import fact_form, inquiry_page, trip_card
from inquiries.desk.forms_inquiry import ContactForm
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.may import permission_required
from inquiries.desk.views_blocking import card_context
from inquiries.errors import InvalidInput
from inquiries.models import Event, Fact, Inquiry

may_see = permission_required("inquiries.view_fact")
may_change = permission_required("inquiries.change_fact")


@require_GET
@may_see
def trip(request: DeskRequest, pk: int) -> HttpResponse:
    """The card by itself: drawn anew when an engine or a colleague has changed something."""
    return _card(request, pk)


def _card(request: DeskRequest, pk: int) -> HttpResponse:
    row = inquiry_page.find(pk)
    known = inquiry_page.facts(row)
    context = trip_card.context(row, known, viewer=request.user) | inquiry_page.brief(row, known)
    return render(request, "inquiries/partials/trip_answer.html", context)


@require_GET
@may_change
def anything_else(request: DeskRequest, pk: int) -> HttpResponse:
    """The fields that the card has no line for and does not ask for either."""
    row = inquiry_page.find(pk)
    others = trip_card.context(row, inquiry_page.facts(row), viewer=request.user)["others"]
    return inquiry_page.part(request, "inquiries/partials/facts_else.html", row, others=others)


@require_http_methods(["GET", "POST"])
@may_change
def fact(request: DeskRequest, pk: int, name: str) -> HttpResponse:
    """GET: the little form in the value's place. POST: save it, or the form again with the error beside the field."""
    if name not in Fact.Field.values:
        raise Http404
    row = inquiry_page.find(pk)
    current = row.facts.filter(field=name, state=Fact.State.CURRENT).first()
    if request.method == "GET":
        return _form(request, row, fact_form.field(name, current))
    text = "" if request.POST.get("not_needed") else request.POST.get("value", "")
    try:
        rules.set_value(row, name, rules.parse_field(name, text), actor=request.user)
    except InvalidInput as error:
        return _form(request, row, fact_form.field(name, current, text=text, error=str(error)), status=422)
    return changed(request, pk)


def _form(request: DeskRequest, row: Inquiry, edit: fact_form.Edit, *, status: int = 200) -> HttpResponse:
    """Without scripts the form is a page of its own."""
    response = inquiry_page.part(request, "inquiries/partials/fact_form.html", row, status=status, edit=edit)
    response = reswap(retarget(response, f"#fact-{edit.name}"), "innerHTML")
    return push_url(response, False)  # its links are boosted, which by itself would make it the page's address


@require_POST
@may_change
def accept(request: DeskRequest, pk: int) -> HttpResponse:
    """A proposal becomes what is known, and with it those that its card shows with it (`with`)."""
    row = get_object_or_404(Fact, pk=pk)
    rules.accept(row, actor=request.user, also=_also(request, row))
    return changed(request, row.inquiry_id)


def _also(request: DeskRequest, row: Fact) -> list[Fact]:
    named = request.POST.getlist("with")
    others = Fact.objects.filter(inquiry=row.inquiry_id, state=Fact.State.PROPOSED).exclude(pk=row.pk)
    return [fact for fact in others if str(fact.pk) in named]


@require_POST
@may_change
def reject(request: DeskRequest, pk: int) -> HttpResponse:
    """What is known stays; the proposals of the card are kept as rejected."""
    row = get_object_or_404(Fact, pk=pk)
    rules.reject(row, actor=request.user, also=_also(request, row))
    return changed(request, row.inquiry_id)


@require_POST
@may_change
def choose(request: DeskRequest, pk: int) -> HttpResponse:
    """One of several readings is the right one."""
    row = get_object_or_404(Fact.objects.select_related("inquiry"), pk=pk)
    position = number(request.POST.get("option", ""))
    if position is None:
        return HttpResponse(_("Say which of the readings it is."), status=400)
    with suppress(InvalidInput):  # a colleague has chosen a moment ago: the card shows what
        rules.choose(row, position, actor=request.user)
    return changed(request, row.inquiry_id)


def changed(request: DeskRequest, pk: int) -> HttpResponse:
    if not request.htmx:
        return redirect("inquiry", pk)
    return trigger_client_event(_card(request, pk), "thread-changed", after="settle")


@require_http_methods(["GET", "POST"])
@permission_required("inquiries.view_contact")
def contact(request: DeskRequest, pk: int) -> HttpResponse:
    """Who writes, from where, about what else. GET ?edit=1 is the form; POST saves it."""
    row = inquiry_page.find(pk)
    if request.method == "POST" or request.GET.get("edit"):
        return _contact_form(request, row)
    return _contact(request, row)


def _contact(request: DeskRequest, row: Inquiry, *, saved: bool = False) -> HttpResponse:
    context = inquiry_page.head(request, row) | card_context(row, request.user) | {"saved": saved}
    return inquiry_page.part(request, "inquiries/partials/contact.html", row, **context)


@permission_required("inquiries.change_contact")
def _contact_form(request: DeskRequest, row: Inquiry) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=row.contact)
    if request.method == "POST" and form.is_valid() and _save(request, row, form):
        return _contact(request, row, saved=True) if request.htmx else redirect("inquiry", row.pk)
    status = 422 if form.is_bound else 200
    return inquiry_page.part(request, "inquiries/partials/contact_form.html", row, status=status, form=form)


def _save(request: DeskRequest, row: Inquiry, form: ContactForm) -> bool:
    """False: somebody else's message has just brought the number, and the form says so."""
    fields = [name for name in form.changed_data if name != "number"]
    if fields:
        workflow.change_contact(form.instance, fields=fields)
        timeline.record(Event.Kind.CONTACT, inquiry=row, actor=request.user, fields=fields)
    number = form.cleaned_data.get("number")
    try:
        if number:
            workflow.add_number(form.instance, number, actor=request.user, inquiry=row)
    except InvalidInput as error:
        form.add_error("number", str(error))
    return form.is_valid()
