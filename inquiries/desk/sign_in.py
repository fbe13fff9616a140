"""Sign-in and sign-out, in the desk's own hand over django-allauth's flow: password, then the second factor."""

from functools import lru_cache
from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import check_password
from django.contrib.auth.views import LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRefresh

from inquiries import password_letters, roles, sign_ins
from inquiries.models import User

NOT_YOURS = gettext_lazy("This key does not open your account, or it took too long. Try again.")
SAMPLE_PASSWORD = "travelhub-demo"  # noqa: S105  # of the sample log-ins that load_demo makes; never on a real profile


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, login=_("Name"), password=_("Password"))
        self.fields["login"].widget.attrs |= {"autocapitalize": "none"}
        first = "password" if self.data.get("username") else "login"  # after a refusal the name stays
        self.fields[first].widget.attrs["autofocus"] = True

    def add_prefix(self, field_name: str) -> str:
        """Browsers and their password stores know the field by this name."""
        return "username" if field_name == "login" else field_name

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"])


def dress(form: Any, **labels: str) -> None:
    """Our labels and our look for a form of allauth's."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["class"] = "hub-field"


class SignIn(LoginView):  # type: ignore[misc]
    form_class = SignInForm
    template_name = "registration/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A part of a page that asks after the session has ended is sent here; its whole page must come instead."""
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRefresh()
        page: HttpResponse = super().get(request, *args, **kwargs)
        return page

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        page: HttpResponse = super().render_to_response(context, **kwargs)
        if settings.MICROSOFT_SIGN_IN:
            # Its button is a form of ours that is sent on to Microsoft, which browsers count as a target of the form.
            page._csp_update = {"form-action": [settings.GRAPH_AUTHORITY]}  # type: ignore[attr-defined]
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        target = self.get_next_url() or ""
        more = {
            "samples": sample_log_ins(),
            "sample_password": SAMPLE_PASSWORD,
            "microsoft": settings.MICROSOFT_SIGN_IN,
            "next": target,
            "to_inquiry": target.startswith("/inquiries/"),
            "to_words": target.startswith(("/new/", "/saved-replies/")),  # kept_form.js
            "letters": password_letters.can_be_sent(),
        }
        return {**super().get_context_data(**kwargs), **more}


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_code(self, _("Code of your app, or a recovery code"))


def dress_code(form: Any, label: str) -> None:
    dress(form, code=label)
    form.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "numeric", "autocomplete": "one-time-code"}


class KeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= {"required": NOT_YOURS, "invalid": NOT_YOURS}

    def clean_credential(self) -> Authenticator:
        """What makes no sense is a refusal, whatever of it the library trips over."""
        try:
            factor: Authenticator = super().clean_credential()
        except (KeyError, AttributeError, InvalidSignature):
            raise ValidationError(NOT_YOURS) from None
        except ValidationError as error:
            if getattr(error, "code", "") == "incorrect_code":
                raise ValidationError(NOT_YOURS) from None
            raise
        return factor


class SignInCode(AuthenticateView):  # type: ignore[misc]
    """The second step: a code of the app, a security key, or one of the recovery codes."""

    form_class = CodeForm
    webauthn_form_class = KeyForm
    template_name = "registration/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        more = {"app": Authenticator.Type.TOTP in kinds, "key": Authenticator.Type.WEBAUTHN in kinds}
        return {**super().get_context_data(**kwargs), **more}


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Also for who stands between password and second factor, and would rather be somebody else."""


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer to who passed one of ACCOUNT_RATE_LIMITS; travelhub.urls names it."""
    sign_ins.count("throttled", path=request.path)
    return render(request, "429.html", status=429)


def sample_log_ins() -> list[User]:
    """The people of load_demo who still have the sample password; nobody outside the embedded profile."""
    if not settings.EMBEDDED or settings.HTTPS:
        return []
    people = User.objects.filter(username__in=[roles.AGENT, roles.MANAGER, roles.ADMIN], is_active=True)
    order = {roles.AGENT: 0, roles.MANAGER: 1, roles.ADMIN: 2}
    return sorted((user for user in people if _is_sample(user.password)), key=lambda user: order[user.username])


@lru_cache(maxsize=16)
def _is_sample(encoded: str) -> bool:
    """Whether a stored hash is of the sample password; remembered, since a check costs half a second by design."""
    return check_password(SAMPLE_PASSWORD, encoded)
