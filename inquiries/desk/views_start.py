"""A new inquiry by hand: who, how, and what they said; with a word about what is open already."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from inquiries import starting
from inquiries.desk.filters import matching_contacts
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.may import permission_required
from inquiries.envelope import NAME_LIMIT, clean
from inquiries.errors import InvalidInput
from inquiries.models import Contact, Inquiry

may_add = permission_required("inquiries.add_inquiry")
_ICONS = {"call": "phone", "visit": "user", "email": "mail", "whatsapp": "wa"}
_MOST = 6  # people offered
_ENOUGH = 2  # letters before anybody is looked for


class StartForm(forms.Form):
    how = forms.ChoiceField(choices=list(starting.WAYS.items()), error_messages={"required": _("Choose how it began.")})
    contact = forms.ModelChoiceField(
        queryset=Contact.objects.filter(joined_into=None),
        required=False,
        error_messages={"invalid_choice": _("That contact is not there any more. Choose again.")},
    )
    name = forms.CharField(required=False, max_length=NAME_LIMIT)
    email = forms.CharField(required=False, max_length=320)
    number = forms.CharField(required=False, max_length=40)
    subject = forms.CharField(required=False, max_length=250)
    text = forms.CharField(required=False, max_length=20_000, strip=False)
    anyway = forms.BooleanField(required=False)
    into = forms.ModelChoiceField(
        queryset=Inquiry.objects.active(),
        required=False,
        error_messages={"invalid_choice": _("That inquiry is not open any more. Open a new one.")},
    )

    def words(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]


@dataclass(frozen=True)
class Found:
    """Somebody we know, with what of theirs is open, the newest first."""

    contact: Contact
    addresses: str
    open: list[Inquiry]
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def start(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, StartForm(initial={"how": "call"}), [])
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, form, form.words(), status=422)
    data = form.cleaned_data
    if data["into"] is not None:
        return _add(request, form, data["into"])
    person = starting.Person(**{key: data[key] for key in ("contact", "name", "email", "number")})
    try:
        double = None if data["anyway"] else _double(data)
        if double is not None:
            return _page(request, form, [], status=422, double=double)
        row = starting.start(
            actor=request.user, how=data["how"], person=person, text=data["text"], subject=data["subject"]
        )
    except InvalidInput as error:
        return _page(request, form, [str(error)], status=422)
    return _opened(row, data["how"])


def _add(request: DeskRequest, form: StartForm, row: Inquiry) -> HttpResponse:
    """What was typed goes to what is open already: nobody types it twice."""
    how = form.cleaned_data["how"]
    try:
        starting.add(row, actor=request.user, how=how, text=form.cleaned_data["text"])
    except InvalidInput as error:
        return _page(request, form, [str(error)], status=422)
    return _opened(row, how)


def _opened(row: Inquiry, how: str) -> HttpResponse:
    by = f"?{urlencode({'by': how})}#composer" if how in ("email", "whatsapp") else ""
    return redirect(f"{row.get_absolute_url()}{by}")


@require_GET
@may_add
def who(request: DeskRequest) -> HttpResponse:
    """Whom we know by what is typed so far, with what is open: asked for while somebody types."""
    return render(request, "inquiries/partials/start_who.html", _listed(_known(request.GET)))


def _page(
    request: DeskRequest, form: StartForm, errors: list[str], *, status: int = 200, double: Found | None = None
) -> HttpResponse:
    people = [double] if double else _known(form.data) if form.is_bound else []
    ways = [(value, label, _ICONS[value]) for value, label in starting.WAYS.items()]
    context = {"form": form, "errors": errors, "double": double, "ways": ways, **_listed(people)}
    return render(request, "inquiries/start.html", context, status=status)


def _listed(people: list[Found]) -> dict[str, Any]:
    return {"people": people, "picked": any(found.chosen for found in people)}


def _double(data: dict[str, Any]) -> Found | None:
    """The person meant, where something of theirs is open: by choice, or by an address that is theirs."""
    contact = data["contact"]
    if contact is None:
        known = starting.known(email=data["email"], number=data["number"])
        contact = known[0] if known else None
    if contact is None:
        return None
    found = _found(Contact.objects.filter(pk=contact.pk), chosen=contact.pk)[0]
    return found if found.open else None


def _known(asked: Any) -> list[Found]:
    """By address first, then by name; the one already chosen stays in the list."""
    chosen = number(str(asked.get("contact", ""))) or 0
    typed = {name: clean(str(asked.get(name, "")), NAME_LIMIT).strip() for name in ("name", "email", "number")}
    wanted = [chosen, *(row.pk for row in starting.known(email=typed["email"], number=typed["number"]))]
    for words in typed.values():
        if len(words) > _ENOUGH:
            wanted += list(matching_contacts(words)[: _MOST * 2])
    pks = [pk for pk in dict.fromkeys(wanted) if pk][: _MOST * 2]
    found = {row.contact.pk: row for row in _found(Contact.objects.filter(pk__in=pks, joined_into=None), chosen=chosen)}
    return [found[pk] for pk in pks if pk in found][:_MOST]


def _found(rows: Any, *, chosen: int) -> list[Found]:
    active = Inquiry.objects.active().defer("search_text").order_by("-last_message_at")
    rows = rows.prefetch_related("identities", Prefetch("inquiries", queryset=active, to_attr="open_now"))
    return [
        Found(
            contact=row,
            addresses=", ".join(identity.words for identity in row.identities.all() if identity.kind != "bsuid"),
            open=row.open_now,
            chosen=row.pk == chosen,
        )
        for row in rows
    ]
