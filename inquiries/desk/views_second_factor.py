"""The second factor of one's own: setting up an app, the recovery codes, and switching it off."""

from typing import Any

from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from inquiries import accounts, second_factor, sign_ins
from inquiries.desk.http import DeskRequest
from inquiries.desk.sign_in import dress_code


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self, _("Code that the app shows"))


class SetUp(ActivateTOTPView):  # type: ignore[misc]
    form_class = AppForm
    template_name = "inquiries/account_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        secret = kwargs.get("form") or self.get_form()
        self.secret = secret.secret
        context = super().get_context_data(**{**kwargs, "form": secret})
        must = self.request.session.get(sign_ins.MUST_SET_UP, False)
        parts = [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]
        return {**context, "must": must, "secret": " ".join(parts)}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session.pop(sign_ins.MUST_SET_UP, None)
        # Who knew the password alone shall not stay signed in elsewhere.
        accounts.end_sessions(self.request.user, but=self.request.session.session_key)
        accounts.note(self.request.user, "second_factor_set_up", actor=self.request.user)
        messages.success(self.request, _("The second factor is on. You were signed out everywhere else."))
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


class SwitchOff(DeactivateTOTPView):  # type: ignore[misc]
    template_name = "inquiries/account_app_off.html"
    success_url = reverse_lazy("account")

    def dispatch(self, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if second_factor.required_of(request.user):
            messages.error(request, _("Your role needs a second factor. With a new phone, ask an admin to reset it."))
            return redirect("account")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.note(self.request.user, "second_factor_off", actor=self.request.user)
        messages.success(self.request, _("The second factor is off."))
        return response


class Codes(ViewRecoveryCodesView):  # type: ignore[misc]
    template_name = "inquiries/account_codes.html"


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Ten new recovery codes; the old ones are worth nothing from then on."""

    template_name = "inquiries/account_codes_new.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.note(self.request.user, "recovery_codes_new", actor=self.request.user)
        return response


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self, _("Code of your app, or a recovery code"))


class ConfirmByCode(ReauthenticateView):  # type: ignore[misc]
    """Who has no password shows the second factor once more instead."""

    form_class = ConfirmForm
    template_name = "inquiries/account_confirm.html"
