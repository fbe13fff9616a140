"""The way to Microsoft and back. Who may enter with it is decided in sign_in_adapters.py."""

import base64
import json
from typing import Any

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.microsoft.views import MicrosoftGraphOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from inquiries.desk.sign_in_adapters import refused
from inquiries.errors import WorkError

logger = structlog.get_logger(__name__)

GUID = 36  # characters; a tenant may also be given by one of its domains


class Agency(MicrosoftGraphOAuth2Adapter):  # type: ignore[misc]  # allauth is untyped
    """allauth's own, which reads no more of a person than it needs, and only of people of the agency's tenant."""

    user_properties = ("id", "mail", "userPrincipalName")
    profile_url_params = {"$select": ",".join(user_properties)}

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        _check_tenant(kwargs["response"].get("id_token", ""))
        login = super().complete_login(request, app, token, **kwargs)
        profile = login.account.extra_data
        login.account.extra_data = {name: profile.get(name) for name in self.user_properties}
        return login


def _check_tenant(id_token: str) -> None:
    """The tenant's own endpoint gave this token out, over TLS, so that its signature need not be looked at
    (OpenID Connect Core 3.1.3.7, 6). Raises OAuth2Error."""
    try:
        part = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        tenant, audience = str(claims["tid"]), claims["aud"]
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise OAuth2Error("no identity") from error
    wanted = settings.GRAPH_TENANT_ID.lower()
    if audience != settings.SIGN_IN_CLIENT_ID or (len(wanted) == GUID and tenant.lower() != wanted):
        raise OAuth2Error("another tenant")


_begin = OAuth2LoginView.adapter_view(Agency)
_come_back = OAuth2CallbackView.adapter_view(Agency)


@login_not_required
@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Send somebody to Microsoft's sign-in page."""
    _check_on()
    way: HttpResponseBase = _begin(request)
    return way


@login_not_required
@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponseBase:
    """Microsoft sends them back: with a code, or with an error."""
    _check_on()
    try:
        end: HttpResponseBase = _come_back(request)
    except (WorkError, AttributeError, KeyError, TypeError, ValueError) as error:
        # Out of reach, or an answer that is none: allauth reads Microsoft's JSON as it comes.
        logger.warning("microsoft_sign_in_broke", kind=type(error).__name__)
        words = _("Microsoft gave no answer that could be read. Try again in a minute, or use your password.")
        end = _page(request, words)
    return end


def _page(request: HttpRequest, words: str) -> HttpResponseBase:
    raised: ImmediateHttpResponse = refused(request, words, cause="no_answer")
    page: HttpResponseBase = raised.response
    return page


def _check_on() -> None:
    if not settings.MICROSOFT_SIGN_IN:
        raise Http404
