"""A forgotten password: asking for a mail, and the page that its address leads to."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from inquiries import accounts, password_letters
from inquiries.desk.sign_in import dress, too_many


class ForgottenForm(forms.Form):
    email = forms.EmailField(max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, email=_("Your mail address"))
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "autofocus": True}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """The same answer whoever asks and for whatever address."""
    form = ForgottenForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "letters": password_letters.can_be_sent()}
    if request.method == "POST" and context["letters"] and form.is_valid():
        address = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="reset_password", key=address):
            return too_many(request)
        password_letters.ask(address)
        context["asked"] = address
    return render(request, "registration/forgotten.html", context)


class NewForm(SetPasswordForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, new_password1=_("New password"), new_password2=_("New password once more"))


class NewPassword(PasswordResetConfirmView):
    """Behind the address in the mail. Nobody is signed in by it: the second factor is asked at the door as always."""

    form_class = NewForm
    template_name = "registration/new_password.html"
    success_url = reverse_lazy("sign_in")
    reset_url_token = "now"  # noqa: S105  # stands in the address in place of the token

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        accounts.end_sessions(form.user)
        accounts.note(form.user, "password_reset", actor=form.user)
        messages.success(self.request, _("Your new password counts from now on. Sign in with it."))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        return {**super().get_context_data(**kwargs), "hours": hours}
