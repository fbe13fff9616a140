"""Security keys and passkeys as a second factor: adding one, taking it away, and confirming by one.

The browser asks for the key and signs; what happens here is django-allauth's, over fido2.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.webauthn.forms import AddWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import accounts, second_factor, sign_ins
from inquiries.desk.http import DeskRequest
from inquiries.desk.sign_in import KeyForm, dress

_NOT_TAKEN = gettext_lazy("This key could not be added. Try again, and touch it when the browser asks.")


class AddForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, name=_("What you call it"))
        self.fields["name"].widget.attrs["maxlength"] = 60
        self.fields["credential"].error_messages |= {"required": _NOT_TAKEN, "invalid": _NOT_TAKEN}

    def clean(self) -> dict[str, Any]:
        """What makes no sense is a refusal, whatever of it the library trips over."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except (KeyError, AttributeError, ValueError, ValidationError):
            raise ValidationError(_NOT_TAKEN) from None
        return cleaned

    def clean_name(self) -> str:
        return str(super().clean_name())[:60]


class Add(AddWebAuthnView):  # type: ignore[misc]
    form_class = AddForm
    template_name = "inquiries/account_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = kwargs.get("form") or context["form"]
        return {**context, "form": form, "must": self.request.session.get(sign_ins.MUST_SET_UP, False)}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session.pop(sign_ins.MUST_SET_UP, None)
        # Who knew the password alone shall not stay signed in elsewhere.
        accounts.end_sessions(self.request.user, but=self.request.session.session_key)
        accounts.note(self.request.user, "security_key_added", actor=self.request.user)
        messages.success(self.request, _("The key is added. You were signed out everywhere else."))
        return response


class Remove(RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "inquiries/account_key_off.html"
    success_url = reverse_lazy("account")

    def dispatch(self, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        factor = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        if second_factor.required_of(request.user) and second_factor.is_last(factor):
            words = _("Your role needs a second factor, and this key is the only one. Add another first.")
            messages.error(request, words)
            return redirect("account")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.note(self.request.user, "security_key_removed", actor=self.request.user)
        messages.success(self.request, _("The key is taken away. It opens nothing here any more."))
        return response


class ConfirmKeyForm(KeyForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmByKey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Who has no password shows the key once more instead."""

    form_class = ConfirmKeyForm
    template_name = "inquiries/account_confirm_key.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        for words in form.errors.get("credential", []):
            messages.error(self.request, words)
        again = {"next": self.request.POST.get("next", "")}
        return redirect(f"{self.request.path}?{urlencode(again)}")
