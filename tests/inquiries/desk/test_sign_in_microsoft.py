"""Sign-in with Microsoft opens accounts that are there, for people of the agency's tenant, and for nobody else."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from inquiries.models import Event, User
from tests.factories import UserFactory
from tests.inquiries.desk.pages import tree, words
from tests.servers import microsoft_people
from tests.servers.microsoft_people import Host

pytestmark = pytest.mark.django_db
NORA = {"id": "oid-nora", "userPrincipalName": "nora@halden.example", "mail": "Nora@Halden.example"}


@pytest.fixture
def microsoft(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    with microsoft_people.serving() as (host, certificate):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        host.who = dict(NORA)
        settings.MICROSOFT_SIGN_IN = True
        settings.GRAPH_TENANT_ID = microsoft_people.TENANT
        settings.SIGN_IN_CLIENT_ID, settings.SIGN_IN_CLIENT_SECRET = microsoft_people.CLIENT_ID, microsoft_people.SECRET
        settings.GRAPH_AUTHORITY, settings.GRAPH_BASE_URL = host.url, f"{host.url}/v1.0"
        yield host


def to_microsoft_and_back(client: Client, **fields: str) -> str:
    """The address with which Microsoft sends the browser back, without its host."""
    begin = client.post("/sign-in/microsoft/", fields)
    there = requests.get(begin["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    assert back.path == "/sign-in/microsoft/callback/"
    return f"{back.path}?{back.query}"


def refusal(response: Any) -> str:
    assert response.status_code == 403
    return words(tree(response).find_class("hub-door__words")[0])


def test_the_first_time_links_the_account_and_the_next_ones_follow_the_link(
    microsoft: Host, client: Client, agent: User
) -> None:
    User.objects.filter(pk=agent.pk).update(email="nora@halden.example")
    page = client.get("/sign-in/?next=/work/")
    assert "Sign in with Microsoft" in page.content.decode()
    assert f"form-action 'self' {microsoft.url}" in page["Content-Security-Policy"]
    assert client.get("/sign-in/microsoft/").status_code == 405

    assert client.get(to_microsoft_and_back(client, next="/work/"))["Location"] == "/work/"
    assert client.get("/").context["request"].user == agent
    assert SocialAccount.objects.get().extra_data == NORA
    assert Event.objects.get(data__what="microsoft_linked").actor == agent
    assert "nora@halden.example opens this account" in client.get("/account/").content.decode()

    User.objects.filter(pk=agent.pk).update(email="another@halden.example")
    other = Client()
    assert other.get(to_microsoft_and_back(other, next="https://evil.example/"))["Location"] == "/"
    assert SocialAccount.objects.count() == 1


def test_who_is_not_known_here_is_told_whom_to_ask(microsoft: Host, client: Client, agent: User) -> None:
    back = to_microsoft_and_back(client)
    assert refusal(client.get(back)) == (
        "There is no account here with the address nora@halden.example. Ask an admin to put it on your account."
    )
    UserFactory.create(email="nora@halden.example", is_active=False)
    assert "no account here" in refusal(client.get(to_microsoft_and_back(client)))
    UserFactory.create_batch(2, email="nora@halden.example")
    assert "more than one account" in refusal(client.get(to_microsoft_and_back(client)))
    assert User.objects.count() == 4
    assert not SocialAccount.objects.exists()
    assert client.get("/").status_code == 302


def test_a_guest_of_the_tenant_brings_no_address_that_counts(microsoft: Host, client: Client, agent: User) -> None:
    User.objects.filter(pk=agent.pk).update(email="nora@halden.example")
    microsoft.who["userPrincipalName"] = "nora_evil.example#EXT#@halden.onmicrosoft.example"
    assert "no account here" in refusal(client.get(to_microsoft_and_back(client)))


def test_a_linked_account_that_was_closed_stays_closed(microsoft: Host, client: Client, agent: User) -> None:
    SocialAccount.objects.create(user=agent, provider="microsoft", uid="oid-nora")
    User.objects.update(is_active=False)
    assert "was closed" in refusal(client.get(to_microsoft_and_back(client)))


def test_a_second_factor_is_asked_for_after_microsoft_too(microsoft: Host, client: Client, agent: User) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    SocialAccount.objects.create(user=agent, provider="microsoft", uid="oid-nora")
    TOTP.activate(agent, generate_totp_secret())
    assert client.get(to_microsoft_and_back(client))["Location"] == "/sign-in/code/"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"tenant": microsoft_people.OTHER_TENANT}, "Use the account of this agency"),
        ({"refusal": "access_denied"}, "You turned back at Microsoft"),
        ({"refusal": "server_error"}, "Microsoft did not let you in"),
        ({"broken": "token"}, "Microsoft did not let you in"),
        ({"broken": "me"}, "Microsoft did not let you in"),
        ({"url": "gone"}, "Microsoft gave no answer that could be read"),
    ],
    ids=["wrong tenant", "turned back", "error", "token no JSON", "profile no JSON", "out of reach"],
)
def test_what_goes_wrong_is_said_in_words(
    fault: dict[str, str], said: str, microsoft: Host, client: Client, agent: User, settings: Any
) -> None:
    User.objects.filter(pk=agent.pk).update(email="nora@halden.example")
    vars(microsoft).update({name: value for name, value in fault.items() if name != "url"})
    back = to_microsoft_and_back(client)
    if "url" in fault:
        settings.GRAPH_AUTHORITY = "https://127.0.0.1:9"
    assert said in refusal(client.get(back))
    assert client.get("/").status_code == 302


def test_an_answer_that_was_not_asked_for_here_is_refused(microsoft: Host, client: Client, agent: User) -> None:
    """Another browser's way back, one used before, one without a state: none of them signs anybody in."""
    User.objects.filter(pk=agent.pk).update(email="nora@halden.example")
    somebody = Client()
    back = to_microsoft_and_back(somebody)
    for address in (back, "/sign-in/microsoft/callback/", "/sign-in/microsoft/callback/?code=x&state=y"):
        assert "Begin anew" in refusal(client.get(address))
    assert somebody.get(back)["Location"] == "/"
    assert "Begin anew" in refusal(somebody.get(back))


def test_nobody_links_a_foreign_account_to_their_own(
    microsoft: Host, client: Client, agent: User, manager: User
) -> None:
    """`process=connect` is a way of allauth's that has no place here."""
    User.objects.filter(pk=manager.pk).update(email="nora@halden.example")
    client.force_login(agent)
    client.get(to_microsoft_and_back(client, process="connect"))
    assert [account.user for account in SocialAccount.objects.all()] == [manager]


def test_switched_off_it_is_not_there(client: Client) -> None:
    assert client.post("/sign-in/microsoft/").status_code == 404
    assert client.get("/sign-in/microsoft/callback/").status_code == 404
    assert "Microsoft" not in client.get("/sign-in/").content.decode()
