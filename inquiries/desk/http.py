"""The request as the desk's views get it: signed in, and with htmx's headers read."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from inquiries.models import User


class DeskRequest(HttpRequest):
    """For annotations: LoginRequiredMiddleware and HtmxMiddleware have seen to both before a view runs."""

    user: User
    htmx: HtmxDetails


def number(text: str) -> int | None:
    """A whole number that a request names, such as a row's key; None for anything else, and for one no key reaches."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form stood on, as its `next` says; the queue where that is none."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else reverse("queue")
