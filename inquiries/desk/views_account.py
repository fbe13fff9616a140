"""My account: one's password, second factor and sessions, for everybody who can sign in."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm
from allauth.account.views import PasswordChangeView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from inquiries import accounts, second_factor
from inquiries.desk import browsers
from inquiries.desk.http import DeskRequest
from inquiries.desk.sign_in import dress


@require_GET
def account(request: DeskRequest) -> HttpResponse:
    user = request.user
    rows = list(Authenticator.objects.filter(user=user).order_by("pk"))
    factors = {row.type: row for row in rows}
    codes = factors.get(Authenticator.Type.RECOVERY_CODES)
    sessions = UserSession.objects.filter(user=user).order_by("-created_at")
    context = {
        "app": factors.get(Authenticator.Type.TOTP),
        "keys": [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "required": second_factor.required_of(user),
        "microsoft": SocialAccount.objects.filter(user=user).first(),
        "sessions": [
            {"row": row, "name": browsers.name(row.user_agent), "here": row.session_key == request.session.session_key}
            for row in sessions
            if row.exists()
        ],
    }
    return render(request, "inquiries/account.html", context)


class ChangeForm(ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, oldpassword=_("Password now"), password1=_("New password"), password2=_("New password once more"))


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """A new password, which ends all other sessions: their hash no longer fits."""

    form_class = ChangeForm
    template_name = "inquiries/account_password.html"
    success_url = reverse_lazy("account")

    def dispatch(self, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_usable_password():
            messages.error(request, _("Your account has no password: you sign in with Microsoft."))
            return redirect("account")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accounts.end_sessions(form.user, but=self.request.session.session_key)
        accounts.note(form.user, "password_changed", actor=form.user)
        messages.success(self.request, _("Your password is changed. You were signed out everywhere else."))
        return response


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, password=_("Password"))
        self.fields["password"].widget.attrs["autofocus"] = True


class Confirm(ReauthenticateView):  # type: ignore[misc]
    """The password once more, before the second factor is touched."""

    form_class = ConfirmForm
    template_name = "inquiries/account_confirm.html"


@require_POST
def end_session(request: DeskRequest, pk: int) -> HttpResponse:
    """Sign another browser of mine out."""
    row = get_object_or_404(UserSession, pk=pk, user=request.user)
    if row.session_key != request.session.session_key:  # this one ends by signing out
        row.end()
        messages.success(request, _("Signed out there."))
    return redirect("account")


@require_POST
def end_others(request: DeskRequest) -> HttpResponse:
    ended = accounts.end_sessions(request.user, but=request.session.session_key)
    said = ngettext("Signed out in %(count)s other browser.", "Signed out in %(count)s other browsers.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("account")
