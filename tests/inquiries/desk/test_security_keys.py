"""A security key or passkey as the second factor: added, asked for at the door, confirmed by, taken away."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from inquiries.models import Event, User
from tests.inquiries.desk.pages import tree, words
from tests.inquiries.desk.soft_key import SoftKey

pytestmark = pytest.mark.django_db
ADD, CODES, DOOR = "/account/key/", "/account/codes/", "/sign-in/code/"


@pytest.fixture
def key() -> SoftKey:
    return SoftKey()


def sign_in(client: Client, name: str = "agent") -> Any:
    return client.post("/sign-in/", {"username": name, "password": "correct horse"})


def options(page: Any) -> dict[str, Any]:
    """What the page tells the browser to ask the key for."""
    (data,) = tree(page).xpath("//script[@id='key-data']")
    found: dict[str, Any] = json.loads(data.text)
    return found


def add(client: Client, key: SoftKey, name: str = "On my ring") -> Any:
    return client.post(ADD, {"name": name, "credential": key.add(options(client.get(ADD)))}, follow=True)


def test_it_is_added_and_opens_the_door(client: Client, agent: User, key: SoftKey) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    done = add(client, key)
    assert done.redirect_chain[-1][0] == CODES  # a lost key must not lock anybody out
    codes = [words(code) for code in tree(done).xpath("//ul[@class='door-codes']//code")]
    assert elsewhere.get("/").status_code == 302
    account = words(tree(client.get("/account/")))
    assert "By a key. 10 recovery codes left." in account
    assert "On my ring, since" in account

    client.post("/sign-out/")
    assert sign_in(client)["Location"] == DOOR
    page = client.get(DOOR)
    assert client.get("/").status_code == 302  # the password alone opens nothing
    assert "Use my security key" in words(tree(page))
    assert client.post(DOOR, {"credential": key.show(options(client.get(DOOR)))})["Location"] == "/"
    assert client.get("/").status_code == 200

    other = Client()
    sign_in(other)
    assert other.post(DOOR, {"code": codes[0]})["Location"] == "/"
    assert Event.objects.filter(data__what="security_key_added").count() == 1


@pytest.mark.parametrize("answer", ["", "{", "{}", "[]", '"x"', '{"id": "a", "rawId": "YQ", "response": {}}'])
def test_what_is_no_answer_of_a_key_opens_nothing(answer: str, client: Client, agent: User, key: SoftKey) -> None:
    sign_in(client)
    asked = client.get(ADD)
    assert options(asked)
    assert "This key could not be added" in client.post(ADD, {"name": "x", "credential": answer}).content.decode()
    assert not Authenticator.objects.exists()
    add(client, key)
    client.post("/sign-out/")
    sign_in(client)
    client.get(DOOR)
    assert "This key does not open your account" in client.post(DOOR, {"credential": answer}).content.decode()
    assert client.get("/").status_code == 302


def test_somebody_elses_key_and_an_old_answer_open_nothing(client: Client, agent: User, key: SoftKey) -> None:
    sign_in(client)
    add(client, key)
    client.post("/sign-out/")
    sign_in(client)
    other = SoftKey()
    wrong = client.post(DOOR, {"credential": other.show(options(client.get(DOOR)))})
    assert "This key does not open your account" in wrong.content.decode()
    forged = SoftKey()
    forged.id = key.id
    assert client.post(DOOR, {"credential": forged.show(options(client.get(DOOR)))}).status_code == 200
    before = key.show(options(client.get(DOOR)))
    client.get(DOOR)  # another challenge
    assert client.post(DOOR, {"credential": before}).status_code == 200
    assert client.get("/").status_code == 302


def test_a_role_that_needs_a_second_factor_is_content_with_a_key(
    settings: Any, client: Client, manager: User, key: SoftKey
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "manager"
    sign_in(client, "manager")
    assert client.get("/")["Location"] == "/account/app/"
    assert "Use a security key or passkey instead" in client.get("/account/app/").content.decode()
    add(client, key)
    assert client.get("/").status_code == 200
    off = f"/account/key/{Authenticator.objects.get(type='webauthn').pk}/off/"
    assert "this key is the only one" in client.post(off, follow=True).content.decode()
    add(client, SoftKey(), "Spare")
    client.post(off)
    assert [row.wrap().name for row in Authenticator.objects.filter(type="webauthn")] == ["Spare"]


def test_the_last_one_that_goes_takes_the_recovery_codes_along(client: Client, agent: User, key: SoftKey) -> None:
    sign_in(client)
    add(client, key, "")
    row = Authenticator.objects.get(type="webauthn")
    assert row.wrap().name == "My key"
    assert "Remove My key?" in words(tree(client.get(f"/account/key/{row.pk}/off/")))
    said = client.post(f"/account/key/{row.pk}/off/", follow=True)
    assert "It opens nothing here any more" in said.content.decode()
    assert not Authenticator.objects.exists()
    client.post("/sign-out/")
    assert sign_in(client)["Location"] == "/"


def test_nobody_takes_anothers_key(client: Client, agent: User, manager_client: Client, key: SoftKey) -> None:
    sign_in(client)
    add(client, key)
    row = Authenticator.objects.get(type="webauthn")
    assert manager_client.post(f"/account/key/{row.pk}/off/").status_code == 404


def test_who_has_no_password_confirms_by_the_key(client: Client, agent: User, key: SoftKey) -> None:
    sign_in(client)
    add(client, key)
    agent.set_unusable_password()
    agent.save()
    client.force_login(agent)
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()
    asked = client.get(ADD)["Location"]
    assert asked.startswith("/account/confirm/")
    by_key = client.get("/account/confirm/key/", {"next": ADD})
    wrong = client.post("/account/confirm/key/", {"next": ADD, "credential": "{}"}, follow=True)
    assert "This key does not open your account" in wrong.content.decode()
    assert by_key.status_code == 200
    answer = key.show(options(client.get("/account/confirm/key/", {"next": ADD})))
    assert client.post("/account/confirm/key/", {"next": ADD, "credential": answer})["Location"] == ADD
    assert client.get(ADD).status_code == 200
