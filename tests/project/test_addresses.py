"""Every address asks on the server who one is and what one may: the table in who_may.py against the whole product."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as product
from django.contrib.admin import site
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from inquiries.models import (
    Assist,
    Attachment,
    DraftFile,
    Export,
    Fact,
    Inquiry,
    Message,
    Promise,
    Regrouping,
    Rerun,
    SavedReply,
    SavedView,
    Suggestion,
    User,
)
from tests.inquiries.admin.conftest import admin, rows
from tests.project.who_may import ADMIN_PAGES, ANYBODY, DESK, MACHINE, NO_METHOD, NOWHERE, PUBLIC, ROLES, ROWS

__all__ = ["admin", "rows"]  # fixtures

# Whose key stands in the address, by its beginning.
KEYS = {"inquiries": Inquiry, "facts": Fact, "messages": Message, "attachments": Attachment, "promises": Promise,
        "reading": Rerun, "account": User, "views": SavedView, "exports": Export, "saved-replies": SavedReply,
        "drafts": DraftFile, "assists": Assist}  # fmt: skip
OTHERS = {"reply": SavedReply, "suggestion": Suggestion, "act": Regrouping, "job": Rerun}
WORDS = {
    "name": "nights",
    "key": "x",
    "uidb64": "x",
    "token": "x",
    "language": "en-gb",
    "version": "1",
    "content_type_id": "1",
    "object_id": "1",
}
VERBS = {"changelist": (0, 0), "add": (1, 1), "change": (0, 2), "delete": (3, 3), "history": (0, 0), "": (ANYBODY,) * 2}


def addresses(patterns: Any = None, before: str = "", names: str = "") -> Iterator[tuple[str, str]]:
    """(key in the table, route) of every address; the key is its name, or its route where it has none."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route, f"{pattern.namespace}:" if pattern.namespace else names)
        elif isinstance(pattern, URLPattern):
            yield (f"{names}{pattern.name}" if pattern.name else route), route


def may(key: str, route: str) -> tuple[str, str] | None:
    """The lowest role for GET and for POST; None where the table has no line."""
    if key in DESK:
        return DESK[key]
    if key in ADMIN_PAGES:
        return ADMIN_PAGES[key]
    found = re.match(r"admin/(\w+/\w+)/(?:<path:object_id>/)?(\w*)/?$", route)
    if found is None or found[1].replace("/", ".") not in ROWS:
        return None
    rights = ROWS[found[1].replace("/", ".")]
    verb = found[2] or ("" if "object_id" in route else "changelist")
    read, act = VERBS[verb]
    return tuple(rights[right] if isinstance(right, int) else right for right in (read, act))  # type: ignore[return-value]


def first(model: Any) -> str:
    return str(model._default_manager.order_by("pk").values_list("pk", flat=True).first() or 1)


def path_of(route: str) -> str:
    """The route with keys of rows that are there."""
    if "(?P<app_label>" in route:
        return "/admin/inquiries/"
    if "(?P<url>" in route:
        return "/admin/nothing/here/"
    steps = route.split("/")
    of_rows = steps[0] == "admin" and steps[2:] and "<" not in steps[1] + steps[2]
    model = apps.get_model(steps[1], steps[2]) if of_rows and "<" in route else KEYS.get(steps[0])

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name in OTHERS:
            return first(OTHERS[name])
        return first(model) if name in {"pk", "object_id", "id"} and model else WORDS[name]

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, route)


_frame = site.each_context


class Undrawn:
    """Pages of the admin are asked for and not drawn: drawing is most of their cost, and comes after the answer to who
    may. Once, for the admin, those are drawn that test_every_model.py leaves out."""

    drawn = False

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @classmethod
    def draws(cls, request: HttpRequest) -> bool:
        rare = request.path.endswith(("/add/", "/delete/", "/history/"))
        return cls.drawn and rare and request.method == "GET"

    @classmethod
    def frame(cls, request: HttpRequest) -> dict[str, Any]:
        """The site's `each_context`: what stands around a page, for those that are drawn, and once for each role."""
        return _frame(request) if cls.draws(request) or request.path == reverse("admin:index") else {}

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path.startswith("/admin/") and not self.draws(request):
            response.content = b""
        return response


def ask(client: Client, method: str, path: str) -> Any:
    """One request; whatever it changed is taken back."""
    kept = SimpleCookie(client.cookies)
    try:
        with transaction.atomic():
            response = client.generic(method, path, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
    finally:
        client.cookies = kept
    return response


def wrong(role: str, least: str, response: Any) -> str:
    """What is wrong about an answer, or nothing."""
    code = response.status_code
    to_door = code == 302 and response["Location"].startswith(("/sign-in/?next=", "/admin/login/"))
    if code >= 500 and not (least == MACHINE and code == 503):
        return f"broke with {code}"
    if least == MACHINE:
        return "was sent to the door" if to_door else ""
    if role == "anonymous" and least != PUBLIC:
        return "" if to_door or code in {404, 405} else f"got {code} without signing in"
    if least == NO_METHOD:
        return "" if code in {403, 405} else f"got {code} by a method that is not there"
    if least == NOWHERE:
        return "" if code in {403, 404, 405} else f"got {code} where nothing is"
    if ROLES.index(role) < ROLES.index(least):
        return "" if code in {403, 404, 405} else f"got {code} and may not"  # 404: what is somebody else's
    return f"got {code} and may" if to_door or code in {403, 405} else ""


def test_every_address_has_a_line_in_the_table() -> None:
    assert [key for key, route in addresses() if may(key, route) is None] == []


def test_every_line_of_the_table_has_an_address() -> None:
    assert (set(DESK) | set(ADMIN_PAGES)) - set(dict(addresses())) == set()
    shown = {f"{model._meta.app_label}.{model._meta.model_name}" for model in apps.get_models()}
    assert set(ROWS) <= shown


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_table_says_and_nothing_else(
    role: str, rows: Inquiry, agent: User, manager: User, admin: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlogged = [name for name in settings.MIDDLEWARE if "RequestLog" not in name]  # thousands of lines cost seconds
    settings.MIDDLEWARE = [*unlogged, f"{__name__}.{Undrawn.__name__}"]
    monkeypatch.setattr(Undrawn, "drawn", role == "admin")
    monkeypatch.setattr(site, "each_context", Undrawn.frame)
    people = {"agent": agent, "manager": manager, "admin": admin}
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        nobody = User.objects.create_user("nobody", password="correct horse", is_staff=True)
        client.force_login(people.get(role, nobody))
        assert product.SESSION_COOKIE_NAME in client.cookies
    problems = []
    for key, route in addresses():
        if route.endswith("<path:object_id>/") and role != "anonymous":
            continue  # leads to the row's page, which has a line of its own
        path = path_of(route)
        for method, least in zip(("GET", "POST"), may(key, route) or (), strict=True):
            if problem := wrong(role, least, ask(client, method, path)):
                problems.append(f"{role} {problem}: {method} {path} ({key})")
    assert not problems, "\n".join(problems)
