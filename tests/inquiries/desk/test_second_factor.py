"""The second factor: set up with an app, asked for at the door, lost, reset, and required of a role."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from inquiries.models import Event, User
from tests.inquiries.desk.pages import tree, words

pytestmark = pytest.mark.django_db
SET_UP, CODES, CODE = "/account/app/", "/account/codes/", "/sign-in/code/"


def sign_in(client: Client, name: str = "agent") -> Any:
    return client.post("/sign-in/", {"username": name, "password": "correct horse"})


def app_code(key: str, *, periods: int = 0) -> str:
    """What the app on the phone shows, `periods` of 30 seconds from now."""
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + periods))


def set_up(client: Client) -> tuple[str, list[str]]:
    """The app's key and the recovery codes."""
    page = client.get(SET_UP)
    key = page.context["secret"].replace(" ", "")
    assert page.context["totp_svg_data_uri"] in page.content.decode()
    done = client.post(SET_UP, {"code": app_code(key)}, follow=True)
    assert done.redirect_chain[-1][0] == CODES
    return key, [words(code) for code in tree(done).xpath("//ul[@class='door-codes']//code")]


def test_set_up_asked_for_at_the_door_and_recovered(client: Client, agent: User) -> None:
    sign_in(client)
    wrong = client.post(SET_UP, {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    key, codes = set_up(client)
    assert len(codes) == 10
    assert key not in str(list(Authenticator.objects.values_list("data", flat=True)))
    client.post("/sign-out/")

    elsewhere = Client()
    assert sign_in(elsewhere)["Location"] == CODE
    assert elsewhere.get("/").status_code == 302  # the password alone opens nothing
    assert "This code is not right" in elsewhere.post(CODE, {"code": "000000"}).content.decode()
    elsewhere.post("/sign-out/")  # "Sign in as somebody else"
    assert elsewhere.get("/sign-in/").status_code == 200
    assert sign_in(elsewhere)["Location"] == CODE
    code = app_code(key, periods=1)
    assert elsewhere.post(CODE, {"code": code})["Location"] == "/"
    assert elsewhere.get("/").status_code == 200

    third = Client()
    sign_in(third)
    assert third.post(CODE, {"code": code}).status_code == 200  # a code is good for one time
    assert third.post(CODE, {"code": codes[0]})["Location"] == "/"
    fourth = Client()
    sign_in(fourth)
    assert fourth.post(CODE, {"code": codes[0]}).status_code == 200
    assert Event.objects.filter(kind=Event.Kind.ACCOUNT, data__what="second_factor_set_up").count() == 1


def test_codes_cannot_be_tried_out(client: Client, agent: User) -> None:
    sign_in(client)
    key, _codes = set_up(client)
    client.post("/sign-out/")
    sign_in(client)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    page = client.post(CODE, {"code": app_code(key, periods=1)})
    assert "Wait five minutes" in page.content.decode()
    assert client.get("/").status_code == 302


def test_a_role_that_needs_it_sets_it_up_before_anything_else(
    settings: Any, client: Client, manager: User, agent: User
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "manager"
    sign_in(client, "manager")
    for address in ("/", "/work/", "/account/", reverse("admin:index"), CODES + "new/"):
        assert client.get(address)["Location"] == SET_UP
    part = client.get("/news/", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == SET_UP
    set_up(client)
    assert client.get("/").status_code == 200
    assert "Your role needs" in client.get("/account/app/off/", follow=True).content.decode()
    assert Authenticator.objects.filter(type="totp").exists()

    other = Client()
    sign_in(other, "agent")
    assert other.get("/").status_code == 200


def test_some_time_after_sign_in_the_password_is_asked_for_again(client: Client, agent: User) -> None:
    sign_in(client)
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()
    asked = client.get(SET_UP)
    assert asked["Location"] == f"/account/confirm/?next={SET_UP.replace('/', '%2F')}"
    assert "not your password" in client.post(asked["Location"], {"password": "wrong"}).content.decode()
    assert client.post(asked["Location"], {"password": "correct horse"})["Location"] == SET_UP
    set_up(client)


def test_switching_it_off_and_new_codes(client: Client, agent: User) -> None:
    sign_in(client)
    _key, codes = set_up(client)
    new = client.post(CODES + "new/", follow=True)
    shown = re.findall(r"<code>(\d{8})</code>", new.content.decode())
    assert len(shown) == 10
    assert not set(shown) & set(codes)
    client.post("/account/app/off/")
    assert not Authenticator.objects.exists()
    client.post("/sign-out/")
    assert sign_in(client)["Location"] == "/"


class TestReset:
    def test_an_admin_resets_it_which_signs_out_and_is_noted(
        self, client: Client, agent: User, admin_client: Client, manager_client: Client
    ) -> None:
        sign_in(client)
        set_up(client)
        people = reverse("admin:inquiries_user_changelist")
        act = {"action": "reset_second_factor", "_selected_action": [agent.pk]}
        assert "reset_second_factor" not in manager_client.get(people).content.decode()
        manager_client.post(people, act)
        assert Authenticator.objects.filter(user=agent).exists()

        admin_client.post(people, act)

        assert not Authenticator.objects.filter(user=agent).exists()
        assert client.get("/").status_code == 302
        event = Event.objects.get(data__what="second_factor_reset")
        assert (event.actor.username, event.data["user"]) == ("admin", agent.pk)

    def test_the_operator_resets_it_where_no_admin_can(self, client: Client, agent: User, capsys: Any) -> None:
        sign_in(client)
        set_up(client)
        call_command("reset_second_factor", "agent")
        assert "signs in with the password alone" in capsys.readouterr().out
        assert not Authenticator.objects.exists()
