"""A person's own page: away, and what is mailed to them."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from inquiries import assignment
from inquiries.desk.http import DeskRequest
from inquiries.errors import InvalidInput

_ACTS = ("away", "back", "mail")


class AwayForm(forms.Form):
    until = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        error_messages={"invalid": gettext_lazy("Give a day and a time.")},
    )
    hand_back = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inquiries.view_inquiry", raise_exception=True)
def me(request: DeskRequest) -> HttpResponse:
    """POST `do`: away, back, or mail (whether notices are mailed)."""
    if request.method != "POST":
        return render(request, "inquiries/me.html", {"form": AwayForm()})
    do = request.POST.get("do", "")
    if do not in _ACTS:
        return HttpResponse(_("Say what to do."), status=400)
    if do == "away":
        return _away(request)
    if do == "back":
        assignment.set_back(request.user)
        messages.success(request, _("Welcome back. Inquiries are given to you again."))
    else:
        request.user.mail_notices = request.POST.get("mail_notices") == "1"
        request.user.save(update_fields=["mail_notices"])
        messages.success(request, _("Kept."))
    return redirect("me")


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
        return render(request, "inquiries/me.html", {"form": form}, status=422)
    said = _("You are away.")
    if form.cleaned_data["hand_back"]:
        went = ngettext("%(count)s inquiry went to others.", "%(count)s inquiries went to others.", given)
        said = f"{said} {went % {'count': given}}"
    messages.success(request, said)
    return redirect("me")
