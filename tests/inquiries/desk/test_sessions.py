"""Sessions end: by time, without a click, by a new password, from another browser, by an admin."""

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as product
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inquiries import accounts
from inquiries.models import Event, User
from tests.inquiries.desk.pages import tree, words
from travelhub import session_ends

pytestmark = pytest.mark.django_db
HOUR = 3600


def signed_in(password: str = "correct horse", **headers: str) -> Client:
    client = Client(headers=headers)
    response = client.post("/sign-in/", {"username": "agent", "password": password})
    assert response["Location"] == "/"
    return client


def age(client: Client, **seconds: int) -> None:
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


def test_twelve_hours_after_sign_in_whatever_was_done(agent: User) -> None:
    client = signed_in()
    age(client, signed_in_at=12 * HOUR - 60)
    assert client.get("/").status_code == 200
    age(client, signed_in_at=120)
    assert client.get("/work/")["Location"] == "/sign-in/?next=/work/"
    assert Session.objects.filter(session_key=client.session.session_key or "").count() == 0


def test_without_a_click_for_the_time_that_is_set(settings: Any, agent: User) -> None:
    """A page left open asks for news by itself: that is no click."""
    client = signed_in()
    age(client, seen_at=90 * 60)
    assert client.get("/news/", headers={"HX-Request": "true", "HX-Trigger": "news"}).status_code == 200
    age(client, seen_at=20 * 60)
    assert client.get("/").status_code == 200  # a click, ten minutes before the end: the time begins anew
    age(client, seen_at=110 * 60)
    assert client.get("/").status_code == 200
    age(client, seen_at=121 * 60)
    part = client.get("/news/", headers={"HX-Request": "true", "HX-Trigger": "news"}, follow=True)
    assert part["HX-Refresh"] == "true"
    page = client.get("/", follow=True).content.decode()
    assert "You were signed out after 120 minutes without a click. Sign in to go on." in page


def test_a_page_costs_no_write_for_it(agent: User) -> None:
    client = signed_in()
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/")
    assert not [query["sql"] for query in queries if "UPDATE" in query["sql"]]


def test_every_part_of_a_page_that_asks_by_itself_is_known_as_one() -> None:
    pages = "".join(path.read_text() for path in Path(product.BASE_DIR / "templates/inquiries").rglob("*.html"))
    asking = re.findall(r'<[^<>]*? id="([a-z-]+)(?:-\{\{[^"]*)?"[^<]*?hx-trigger="every', pages)
    assert asking
    known = session_ends.ASKING | {prefix.rstrip("-") for prefix in session_ends.ASKING_PREFIXES}
    assert set(asking) <= known | {"read-again"}
    assert pages.count('hx-trigger="every') == len(asking)


def test_a_new_password_ends_all_other_sessions(agent: User) -> None:
    here, there = signed_in(), signed_in()
    fields = {"oldpassword": "correct horse", "password1": "staple battery 9", "password2": "staple battery 9"}
    wrong = here.post("/account/password/", fields | {"oldpassword": "wrong"})
    assert "Please type your current password" in wrong.content.decode()
    done = here.post("/account/password/", fields, follow=True)
    assert "You were signed out everywhere else" in done.content.decode()
    assert there.get("/").status_code == 302
    assert signed_in("staple battery 9")
    assert Event.objects.get(data__what="password_changed").actor == agent


def test_my_account_shows_where_i_am_signed_in_and_ends_it_there(agent: User, manager: User) -> None:
    firefox = signed_in(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    phone = signed_in(user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1")
    page = tree(firefox.get("/account/"))
    heads = [words(head) for head in page.xpath("//section[@aria-labelledby='acc-where']//h3")]
    assert sorted(heads) == ["Firefox on Linux this one", "Safari on iPhone"]

    [end] = page.xpath("//form[contains(@action, '/end/') and contains(@action, 'sessions/')]/@action")[:1]
    stranger = Client()
    stranger.force_login(manager)
    assert stranger.post(end).status_code == 404
    assert phone.get("/").status_code == 200
    firefox.post(end)
    assert phone.get("/").status_code == 302

    others = [signed_in(), signed_in()]
    firefox.post("/account/sessions/end/")
    assert {client.get("/").status_code for client in others} == {302}
    assert firefox.get("/").status_code == 200


def test_an_admin_signs_somebody_out(agent: User, admin_client: Client, manager_client: Client) -> None:
    client = signed_in()
    listed, row = reverse("admin:usersessions_usersession_changelist"), UserSession.objects.get()
    assert row.session_key not in admin_client.get(listed).content.decode()
    shown = admin_client.get(reverse("admin:usersessions_usersession_change", args=[row.pk]))
    assert row.session_key not in shown.content.decode()
    act = {"action": "end", "_selected_action": [row.pk]}
    assert manager_client.post(listed, act).status_code == 403
    admin_client.post(listed, act)
    assert client.get("/").status_code == 302

    client = signed_in()
    people = reverse("admin:inquiries_user_changelist")
    admin_client.post(people, {"action": "sign_out", "_selected_action": [agent.pk]})
    assert client.get("/").status_code == 302


def test_who_was_made_inactive_is_out_at_once(agent: User) -> None:
    client = signed_in()
    User.objects.filter(pk=agent.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_a_role_that_needs_a_second_factor_is_given_and_takes_effect_at_once(
    settings: Any, agent: User, admin_client: Client
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "manager"
    client = signed_in()
    change = reverse("admin:inquiries_user_change", args=[agent.pk])
    form = admin_client.get(change).context["adminform"].form
    managers = next(str(pk) for pk, name in form.fields["groups"].choices if str(name) == "manager")
    fields = {"username": "agent", "is_active": "on", "is_staff": "on", "groups": [managers]}
    assert admin_client.post(change, fields).status_code == 302
    assert client.get("/").status_code == 302


def test_what_is_over_is_forgotten(agent: User) -> None:
    signed_in()
    kept = signed_in()
    Session.objects.exclude(session_key=kept.session.session_key).update(expire_date="2020-01-01T00:00:00Z")
    accounts.forget()
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert kept.get("/").status_code == 200
