"""What django-allauth asks us about: words, client addresses, the second factor's secret, who of Microsoft's may enter.

https://docs.allauth.org/en/latest/account/adapter.html; settings.py names the three classes.
"""

import base64
import hashlib
import time
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import accounts, http_client, sign_ins
from inquiries.models import User

logger = structlog.get_logger(__name__)

WRONG = gettext_lazy("Name and password do not belong together. Both tell capital letters apart.")
TOO_MANY = gettext_lazy("Too many tries went wrong. Wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "incorrect_password": gettext_lazy("This is not your password. It tells capital letters apart."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by. A proxy that sends too little, or a socket without any, is one client."""
        try:
            return get_client_ip(request) or "0.0.0.0"  # noqa: S104  # a name for "unknown", nothing is bound
        except ImproperlyConfigured:
            return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_ins.count("throttled", method="password")
            raise

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def is_ajax(self, _request: HttpRequest) -> bool:
        return False  # our pages are pages

    def respond_user_inactive(self, _request: HttpRequest, _user: User) -> HttpResponse:
        return redirect("sign_in")

    def add_message(self, *_: Any, **__: Any) -> None:
        """Our pages say themselves what happened."""

    def is_reauthentication_required(self, **_: Any) -> bool:
        """Not right after sign-in, and not of somebody who has nothing to show but Microsoft's word."""
        request = context.request
        since = time.time() - request.session.get(sign_ins.SIGNED_IN_AT, 0)
        if since < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(self.get_reauthentication_methods(request.user))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code is not right, or it was used already. Take the newest one of the app."
        ),
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the browser calls us while it asks for the key."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.AGENCY_NAME}

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002  # allauth's own name
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Key {count + 1}" if count else "My key"

    def encrypt(self, text: str) -> str:
        """The secret of the app and of the recovery codes: of no use to who sees the database alone."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret of another SECRET_KEY cannot be read: nothing fits it, until an admin resets the second factor."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("second_factor_unreadable")
            return base64.b32encode(hashlib.sha256(Fernet.generate_key()).digest()).decode()


def _fernet() -> Fernet:
    key = hashlib.sha256(b"travelhub second factor\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class MicrosoftAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with Microsoft opens accounts that are there. It never makes one."""

    def list_apps(self, _request: Any, **_: Any) -> list[SocialApp]:
        """The one app, by the settings: no row holds its secret, and no query is needed."""
        if not settings.MICROSOFT_SIGN_IN:
            return []
        ours: dict[str, Any] = {
            "tenant": settings.GRAPH_TENANT_ID,
            "login_url": settings.GRAPH_AUTHORITY,
            "graph_url": settings.GRAPH_BASE_URL.removesuffix("/v1.0"),
            "scope": ["openid", "User.Read"],
            "oauth_pkce_enabled": True,
        }
        identity, secret = settings.SIGN_IN_CLIENT_ID, settings.SIGN_IN_CLIENT_SECRET
        return [SocialApp(provider="microsoft", name="Microsoft", client_id=identity, secret=secret, settings=ours)]

    def get_requests_session(self) -> Any:
        return http_client.session("microsoft-sign-in")

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Known: let in. Not known yet: linked to the one active account with this address. Else refused in words."""
        sociallogin.state["process"] = "login"  # never "connect": an address could ask for that
        if sociallogin.is_existing:
            if not sociallogin.user.is_active:
                raise refused(request, _("Your account here was closed. Ask an admin."), cause="inactive")
            return
        addresses = trusted_addresses(sociallogin.account.extra_data)
        found = [user for address in addresses for user in User.objects.filter(email__iexact=address, is_active=True)]
        if len({user.pk for user in found}) != 1:
            named = addresses[0] if addresses else _("that Microsoft account")
            words = _("There is no account here with the address %(address)s. Ask an admin to put it on your account.")
            if found:
                words = _(
                    "There is more than one account here with the address %(address)s. "
                    "Ask an admin to put it on your account."
                )
            raise refused(request, words % {"address": named}, cause="ambiguous" if found else "unknown")
        sociallogin.connect(request, found[0])
        accounts.note(found[0], "microsoft_linked", actor=found[0])

    def on_authentication_error(
        self, request: HttpRequest, _provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        if not (extra_context or {}).get("state"):
            words = _("This sign-in took too long or was begun in another window. Begin anew.")
            raise refused(request, words, cause="state")
        if error == "cancelled":
            raise refused(request, _("You turned back at Microsoft. Nothing has happened."), cause="cancelled")
        code = request.GET.get("error", "")[:60]
        logger.warning("microsoft_sign_in_failed", code=code, kind=type(exception).__name__ if exception else "")
        words = _(
            "Microsoft did not let you in. Use the account of this agency; if it was that one, an admin has to look at "
            "the app registration."
        )
        raise refused(request, words, cause="microsoft")


def trusted_addresses(profile: dict[str, Any]) -> list[str]:
    """The addresses of a profile that the tenant vouches for.

    A sign-in name lies in a domain that the tenant has proved to own. Of its own people the mail address does so too;
    a guest (#EXT# in the name) brings one that somebody else gave out.
    https://learn.microsoft.com/en-us/entra/identity-platform/claims-validation
    """
    name, mail = (str(profile.get(key) or "").strip().lower() for key in ("userPrincipalName", "mail"))
    if "#ext#" in name or "@" not in name:
        return []
    return list(dict.fromkeys(address for address in (mail, name) if "@" in address))


def refused(request: HttpRequest, words: str, *, cause: str) -> ImmediateHttpResponse:
    """To raise: the sign-in page with the reason. Who is meant stays out of the log."""
    sign_ins.count("refused", method="microsoft", cause=cause)
    page: HttpResponse = render(request, "registration/refused.html", {"words": words}, status=403)
    return ImmediateHttpResponse(page)
