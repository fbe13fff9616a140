"""Tries to sign in are limited, counted and logged, and say nothing about who has an account."""

from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from structlog.testing import capture_logs

from inquiries import sign_ins
from inquiries.models import User
from tests.inquiries.desk.pages import tree, words

pytestmark = pytest.mark.django_db
WAIT = "Too many tries went wrong. Wait five minutes, then try again."


def sign_in(name: str = "agent", password: str = "wrong", **extra: Any) -> Any:
    return Client().post("/sign-in/", {"username": name, "password": password}, **extra)


def said(response: Any) -> list[str]:
    return [words(error) for error in tree(response).find_class("hub-error")]


def outcomes() -> dict[str, float]:
    found: dict[str, float] = {}
    for metric in sign_ins.SIGN_INS.collect():
        found |= {row.labels["outcome"]: row.value for row in metric.samples if row.name.endswith("_total")}
    return found


@pytest.mark.parametrize("name", ["agent", "nobody"])
def test_five_wrong_passwords_for_one_name_close_it_from_anywhere(name: str, agent: User) -> None:
    """For a name that nobody has as well: else the limit would say who has an account."""
    for number in range(5):
        assert said(sign_in(name, REMOTE_ADDR=f"203.0.113.{number}")) != [WAIT]
    assert said(sign_in(name, REMOTE_ADDR="203.0.113.9")) == [WAIT]
    assert said(sign_in(name, "correct horse", REMOTE_ADDR="203.0.113.10")) == [WAIT]


def test_from_one_address_ten_wrong_passwords_a_minute(agent: User) -> None:
    for number in range(10):
        sign_in(f"name{number}")
    assert said(sign_in("agent", "correct horse")) == [WAIT]
    assert sign_in("agent", "correct horse", REMOTE_ADDR="203.0.113.9")["Location"] == "/"


def test_a_right_password_counts_as_no_failure(agent: User) -> None:
    for _ in range(6):
        assert sign_in("agent", "correct horse")["Location"] == "/"


def test_so_many_tries_of_any_kind_get_a_page_of_their_own(settings: Any, agent: User) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    for _ in range(2):
        sign_in("agent", "correct horse")
    refused = sign_in("agent", "correct horse")
    assert refused.status_code == 429
    assert "Wait five minutes" in refused.content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [(0, "203.0.113.{}", True), (1, "203.0.113.{}", False), (1, "203.0.113.{}, 198.51.100.7", True), (2, "x", True)],
    ids=["no proxy is trusted", "one proxy", "what the client adds does not count", "fewer than there should be"],
)
def test_behind_a_proxy_the_address_is_the_clients_and_cannot_be_made_up(
    proxies: int, forwarded: str, same: bool, settings: Any, agent: User
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(10):
        sign_in(f"name{number}", headers={"X-Forwarded-For": forwarded.format(number)})
    last = sign_in("agent", "correct horse", headers={"X-Forwarded-For": forwarded.format(99)})
    assert (last.status_code == 200) == same


def test_what_becomes_of_a_try_is_counted_and_logged_without_a_name(agent: User) -> None:
    before = outcomes()
    with capture_logs() as lines:
        sign_in("agent")
        client = Client()
        client.post("/sign-in/", {"username": "agent", "password": "correct horse"})
        client.post("/sign-out/")
        for _ in range(5):
            sign_in("agent")
    gained = {name: value - before.get(name, 0) for name, value in outcomes().items()}
    assert (gained["signed_in"], gained["failed"], gained["throttled"]) == (1, 5, 1)
    ours = [line for line in lines if line["event"].startswith("sign")]
    assert [line["event"] for line in ours[:3]] == ["sign_in_failed", "signed_in", "signed_out"]
    assert ours[1]["user_id"] == ours[2]["user_id"] == agent.pk
    assert "agent" not in str(ours)


def test_an_old_hash_is_made_anew_with_argon2_at_sign_in(settings: Any, agent: User) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    old = PBKDF2PasswordHasher().encode("correct horse", "salt", iterations=1000)
    User.objects.update(password=old)
    assert sign_in("agent", "correct horse")["Location"] == "/"
    assert User.objects.get().password.startswith("argon2$argon2id$")


def test_the_product_hashes_with_argon2_first() -> None:
    from travelhub import settings as product

    assert product.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
