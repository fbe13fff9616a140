"""Security policy per part of the product, the short way of webhooks, and the line that each request leaves."""

import time
from collections.abc import Callable
from typing import Any, cast

from django.core.handlers.exception import convert_exception_to_response
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django_structlog.middlewares import RequestMiddleware
from django_structlog.signals import bind_extra_request_finished_metadata

from travelhub import timings

# Unfold's Alpine evaluates strings and its pages carry a style element and style attributes
# (https://unfoldadmin.com/docs/ and alpinejs.dev/advanced/csp; its CSP build does not run Unfold's expressions).
ADMIN_ALSO = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}


class PolicyMiddleware:
    """Loosens the strict policy of settings.py where the admin needs it, and closes what nobody uses.

    Stands inside CSPMiddleware, which writes the header from `response._csp_update`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if request.resolver_match and request.resolver_match.app_name == "admin":
            response._csp_update = ADMIN_ALSO  # type: ignore[attr-defined]  # django-csp's own name for it
        return response


class WebhookMiddleware:
    """The short way for machines that post thousands of times, or ask by an address of the inside (`web:8000`, an IP)
    that is no name of ours: log line and view, without sessions, people and pages.

    Stands inside SecurityMiddleware (https, HSTS, nosniff) and outside of all others. A view takes it only where it
    says itself that it needs neither a log-in nor a CSRF token; every other goes the whole way.
    """

    PREFIXES = ("/webhooks/", "/health/", "/metrics")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        answered: Any = convert_exception_to_response(_call_view)  # its types allow for async too
        self.short = RequestLogMiddleware(answered)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(self.PREFIXES) or not _takes_the_short_way(request):
            return self.get_response(request)
        response = self.short(request)
        # It answers with plain words or nothing; whatever it were, no browser may make anything of it.
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        response.headers.setdefault("Content-Length", str(len(response.content)))  # else it goes out in chunks
        return response


def _takes_the_short_way(request: HttpRequest) -> bool:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    if getattr(match.func, "login_required", True) or not getattr(match.func, "csrf_exempt", False):
        return False
    request.resolver_match = match
    return True


def _call_view(request: HttpRequest) -> HttpResponse:
    match = cast(ResolverMatch, request.resolver_match)
    return cast(HttpResponse, match.func(request, *match.args, **match.kwargs))


class RequestLogMiddleware(RequestMiddleware):
    """One line a request: method, path, code, duration, ids. Never the query string: it may hold a name."""

    QUIET = ("/health/", "/metrics")  # asked every few seconds by machines
    SECRET = "/sign-in/new-password/"  # noqa: S105  what follows opens an account

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.QUIET):
            return cast(HttpResponse, self.get_response(request))
        request.started_at = started = time.monotonic()  # type: ignore[attr-defined]
        response = cast(HttpResponse, super().__call__(request))  # their types allow for async too
        timings.request_ended(_view(request), code=response.status_code, seconds=time.monotonic() - started)
        return response

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        secret = request.path.startswith(RequestLogMiddleware.SECRET)
        return f"{request.method} {RequestLogMiddleware.SECRET if secret else request.path}"


@receiver(bind_extra_request_finished_metadata)
def add_duration(request: HttpRequest, log_kwargs: dict[str, Any], **_: Any) -> None:
    log_kwargs["view"] = _view(request)
    log_kwargs["duration_ms"] = round((time.monotonic() - request.started_at) * 1000)  # type: ignore[attr-defined]


def _view(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
