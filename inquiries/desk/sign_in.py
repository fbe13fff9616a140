"""Sign-in and sign-out, in the desk's own hand."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.hashers import check_password
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRefresh

from inquiries import roles
from inquiries.models import User

SAMPLE_PASSWORD = "travelhub-demo"  # noqa: S105  # of the sample log-ins that load_demo makes; never on a real profile


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "Name and password do not belong together. Both tell capital letters apart.",
        "inactive": "This account was closed. Ask an admin.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"
        for name in ("username", "password"):
            self.fields[name].widget.attrs["class"] = "hub-field"


class SignIn(LoginView):
    form_class = SignInForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A part of a page that asks after the session has ended is sent here; its whole page must come instead."""
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRefresh()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"samples": sample_log_ins(), "sample_password": SAMPLE_PASSWORD}


class SignOut(LogoutView):
    pass


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
