"""The product's own error pages: plain words and a way on, without what went wrong inside."""

import logging
from typing import Any, NoReturn

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from inquiries.models import User
from tests.inquiries.desk.pages import tree, words
from travelhub.urls import urlpatterns as product

pytestmark = pytest.mark.django_db


@login_not_required
def broken(request: HttpRequest) -> NoReturn:
    raise RuntimeError("the-secret-inside")


@login_not_required
def odd(request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation("the-secret-inside")


urlpatterns = [path("broken/", broken), path("odd/", odd), *product]


def read(response: Any) -> tuple[str, list[str]]:
    """Heading and where the page leads."""
    page = tree(response)
    return words(page.find(".//h1")), page.xpath("//main//a/@href")


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


def test_an_address_that_does_not_exist(client: Client, agent_client: Client) -> None:
    assert client.get("/nowhere/").status_code == 404
    assert read(client.get("/nowhere/")) == ("There is nothing here", ["/"])
    assert read(agent_client.get("/nowhere/")) == ("There is nothing here", ["/", "/?tab=all"])
    assert read(agent_client.get("/inquiries/999999/"))[0] == "There is nothing here"


def test_what_a_role_does_not_include(agent_client: Client) -> None:
    response = agent_client.get("/export/?format=csv")
    assert response.status_code == 403
    assert read(response) == ("This is not for you", ["/"])


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("/figures/", "It is for managers and admins. If your role should include it, an admin can give you another"),
        ("/export/?format=csv", "It is for managers and admins."),
    ],
)
def test_a_refusal_says_who_may(agent_client: Client, address: str, whose: str) -> None:
    assert whose in words(tree(agent_client.get(address)).find(".//main"))


def test_without_a_role_the_way_on_is_to_sign_out(client: Client) -> None:
    client.force_login(User.objects.create_user("new"))
    page = client.get("/")
    assert page.status_code == 403
    assert [words(form) for form in tree(page).iter("form")] == ["Sign out new"]


def test_a_form_that_is_too_old(agent: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(agent)
    response = strict.post("/picked/", {"pk": "1", "assignee": "me"})
    assert response.status_code == 403
    assert read(response) == ("This form is too old", ["/"])


@pytest.mark.usefixtures("quiet")
@pytest.mark.urls(__name__)
def test_something_broke() -> None:
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert read(response) == ("Something broke here", ["/"])
    files = tree(response).xpath("//link/@href | //script/@src")
    assert [finders.find(file.removeprefix("/static/")) for file in files].count(None) == 0
    assert b"the-secret-inside" not in response.content


@pytest.mark.usefixtures("quiet")
@pytest.mark.urls(__name__)
def test_a_request_that_made_no_sense() -> None:
    response = Client(raise_request_exception=False).get("/odd/")
    assert response.status_code == 400
    assert read(response) == ("That request made no sense", ["/"])
    assert b"the-secret-inside" not in response.content


@pytest.mark.usefixtures("quiet")
def test_a_host_that_is_not_ours() -> None:
    response = Client(raise_request_exception=False).get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert b"evil.example" not in response.content


def test_an_unknown_address_costs_no_query(django_assert_num_queries) -> None:
    """Machines ask for thousands of them."""
    with django_assert_num_queries(0):
        assert Client().get("/nowhere/").status_code == 404
