"""A person's own page: away, and what is mailed to them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from inquiries import assignment, readers
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.models import User

_ACTS = ("away", "back", "mail", "place")


class AwayForm(forms.Form):
    until = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        error_messages={"invalid": gettext_lazy("Give a day and a time.")},
    )
    hand_back = forms.BooleanField(required=False)


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Where a person is and what they read. The language is asked for only where there is more than one."""

    class Meta:
        model = User
        fields = ("time_zone", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = _("As the desk: %(zone)s") % {"zone": settings.TIME_ZONE}
        self._choose("time_zone", [("", own), *((name, name) for name in readers.zones())])
        self._choose("language", [("", _("As the browser asks")), *settings.LANGUAGES])
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """A value that is offered no more stays, so that the page can be kept as it is."""
        kept = getattr(self.instance, name)
        choices = choices if kept in dict(choices) else [*choices, (kept, kept)]
        widget = forms.Select(attrs={"class": "hub-field"})
        self.fields[name] = forms.ChoiceField(choices=choices, required=False, widget=widget)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inquiries.view_inquiry")
def me(request: DeskRequest) -> HttpResponse:
    """POST `do`: away, back, mail (whether notices are mailed), or place (time zone and language)."""
    if request.method != "POST":
        return _page(request, AwayForm())
    do = request.POST.get("do", "")
    if do not in _ACTS:
        return HttpResponse(_("Say what to do."), status=400)
    if do == "away":
        return _away(request)
    if do == "place":
        return _place(request)
    if do == "back":
        assignment.set_back(request.user)
        messages.success(request, _("Welcome back. Inquiries are given to you again."))
    else:
        request.user.mail_notices = request.POST.get("mail_notices") == "1"
        request.user.save(update_fields=["mail_notices"])
        messages.success(request, _("Kept."))
    return redirect("me")


def _page(request: DeskRequest, form: AwayForm, place: PlaceForm | None = None) -> HttpResponse:
    wrong = form.is_bound or place is not None
    context = {"form": form, "place": place or PlaceForm(instance=request.user)}
    return render(request, "inquiries/me.html", context, status=422 if wrong else 200)


def _place(request: DeskRequest) -> HttpResponse:
    form = PlaceForm(request.POST, instance=request.user)
    if not form.is_valid():
        request.user.refresh_from_db(fields=list(form.fields))  # the frame draws them
        return _page(request, AwayForm(), form)
    form.instance.save(update_fields=list(form.fields))
    return redirect("me")  # in the new zone and language, which says more than a message in the former


def _away(request: DeskRequest) -> HttpResponse:
    form = AwayForm(request.POST)
    if form.is_valid():
        try:
            given = assignment.set_away(
                request.user, until=form.cleaned_data["until"], hand_back=form.cleaned_data["hand_back"]
            )
        except InvalidInput as error:
            form.add_error("until", str(error))
    if not form.is_valid():
        return _page(request, form)
    said = _("You are away.")
    if form.cleaned_data["hand_back"]:
        went = ngettext("%(count)s inquiry went to others.", "%(count)s inquiries went to others.", given)
        said = f"{said} {went % {'count': given}}"
    messages.success(request, said)
    return redirect("me")
