"""Sessions end: twelve hours after sign-in, and after SESSION_IDLE without a click; and who lacks a second factor that
their role needs comes no further than to setting one up.

It costs no query: all of it stands in the session, which every page reads, and is written every few minutes at most.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRedirect

from inquiries.sign_ins import MUST_SET_UP, SEEN_AT, SIGNED_IN_AT

# Elements that ask by themselves (hx-trigger "every"): a page that nobody looks at must not keep its session alive.
ASKING = {"poll", "alarms", "news", "again", "work", "progress", "read-again", "bell-n", "status"}
ASKING_PREFIXES = ("m-", "f-")
NOTED_EVERY = 5 * 60  # seconds, or a tenth of the time allowed where that is less

# Open to who still has to set up the second factor.
BEFORE_SET_UP = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "mfa_view_recovery_codes",
    "sign_out",
    "sign_in",
    "account_login",
}


class SessionEndMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        # Without its cookie there is no session, and looking for one would be a query.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
            return None
        if why := _has_ended(request):
            logout(request)
            messages.warning(request, why)
            return None
        match = request.resolver_match
        if request.session.get(MUST_SET_UP) and match and match.url_name not in BEFORE_SET_UP:
            return _to_set_up(request)
        return None


def _has_ended(request: HttpRequest) -> str:
    """Why the session is over, in words; empty where it is not."""
    session, now = request.session, int(time.time())
    unseen, idle = now - session.get(SEEN_AT, 0), settings.SESSION_IDLE.total_seconds()
    if now - session.get(SIGNED_IN_AT, 0) > settings.SESSION_COOKIE_AGE:
        hours = settings.SESSION_COOKIE_AGE // 3600
        words = ngettext(
            "You were signed out after %(count)d hour. Sign in to go on.",
            "You were signed out after %(count)d hours. Sign in to go on.",
            hours,
        )
        return words % {"count": hours}
    if unseen > idle:
        minutes = round(idle // 60)
        words = ngettext(
            "You were signed out after %(count)d minute without a click. Sign in to go on.",
            "You were signed out after %(count)d minutes without a click. Sign in to go on.",
            minutes,
        )
        return words % {"count": minutes}
    if unseen > min(NOTED_EVERY, idle / 10) and not asks_by_itself(request):
        session[SEEN_AT] = now
    return ""


def asks_by_itself(request: HttpRequest) -> bool:
    element = request.headers.get("HX-Trigger", "")
    return request.method == "GET" and (element in ASKING or element.startswith(ASKING_PREFIXES))


def _to_set_up(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(redirect("mfa_activate_totp")["Location"])
    return redirect("mfa_activate_totp")
