"""Sign-in and sign-out, and what becomes of a page whose session has ended."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from inquiries.desk.sign_in import SAMPLE_PASSWORD
from inquiries.models import User
from tests.inquiries.desk.pages import tree, words

pytestmark = pytest.mark.django_db


def sign_in(client: Client, **fields: str) -> Any:
    return client.post("/sign-in/", {"username": "agent", "password": "correct horse", **fields})


def errors(response: Any) -> list[str]:
    return [words(error) for error in tree(response).find_class("hub-error")]


def focused(response: Any) -> list[str]:
    return [field.get("name") for field in tree(response).xpath("//input[@autofocus]")]


def test_one_types_on_where_it_went_wrong(client: Client, agent: User) -> None:
    assert focused(client.get("/sign-in/")) == ["username"]
    assert focused(sign_in(client, password="wrong")) == ["password"]


def test_a_stranger_is_led_to_it_and_back(client: Client, agent: User) -> None:
    response = client.get("/work/?open=x")
    assert response["Location"] == "/sign-in/?next=/work/%3Fopen%3Dx"
    kept = tree(client.get(response["Location"])).xpath("//input[@name='next']/@value")[0]
    assert sign_in(client, next=kept)["Location"] == "/work/?open=x"
    assert client.get("/work/").status_code == 200


def test_whoever_wrote_when_the_session_ended_is_told_that_it_is_kept(client: Client, agent: User) -> None:
    kept = "What you had begun to write there is kept."
    assert kept in client.get("/inquiries/1/", follow=True).content.decode()
    assert kept not in client.get("/work/", follow=True).content.decode()


def test_without_a_way_back_it_leads_to_the_queue(client: Client, agent: User) -> None:
    assert sign_in(client)["Location"] == "/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(target: str, client: Client, agent: User) -> None:
    assert sign_in(client, next=target)["Location"] == "/"


@pytest.mark.parametrize(
    "fields", [{"password": "wrong"}, {"username": "nobody"}, {"username": "AGENT"}, {"password": "Correct horse"}]
)
def test_a_wrong_name_or_password_does_not_say_which(fields: dict[str, str], client: Client, agent: User) -> None:
    response = sign_in(client, **fields)
    assert errors(response) == ["Name and password do not belong together. Both tell capital letters apart."]
    assert tree(response).xpath("//input[@name='username']/@value") == [fields.get("username", "agent")]
    assert "correct horse" not in response.content.decode().lower()
    assert client.get("/").status_code == 302


def test_who_has_left_cannot_sign_in(client: Client, agent: User) -> None:
    User.objects.update(is_active=False)
    assert len(errors(sign_in(client))) == 1
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("field", ["username", "password"])
def test_an_empty_field_has_its_error_beside_it(field: str, client: Client, agent: User) -> None:
    response = sign_in(client, **{field: ""})
    assert words(tree(response).get_element_by_id(f"id_{field}_error")) == "This field is required."


def test_signed_in_it_leads_on(agent_client: Client) -> None:
    assert agent_client.get("/sign-in/")["Location"] == "/"


def test_signing_out_ends_it_and_only_a_form_does(agent_client: Client) -> None:
    assert agent_client.get("/sign-out/").status_code == 405
    assert agent_client.post("/sign-out/")["Location"] == "/sign-in/"
    assert agent_client.get("/").status_code == 302


def test_a_part_of_a_page_whose_session_ended_asks_for_the_whole(client: Client) -> None:
    """htmx follows the way to the sign-in page; that page must not land in the list."""
    response = client.get("/news/", headers={"HX-Request": "true"}, follow=True)
    assert response["HX-Refresh"] == "true"
    assert response.content == b""


class TestSampleLogIns:
    @pytest.fixture(autouse=True)
    def sample(self, agent: User, manager: User) -> None:
        User.objects.filter(pk=agent.pk).update(password=make_password(SAMPLE_PASSWORD))

    def shown(self, client: Client) -> list[str]:
        page = tree(client.get("/sign-in/"))
        return [words(row) for row in page.xpath("//table/tbody/tr")]

    def test_they_are_shown_on_the_embedded_profile(self, settings, client: Client) -> None:
        """And only those who still have the sample password."""
        settings.EMBEDDED, settings.HTTPS = True, False
        assert self.shown(client) == ["agent Nora Lindqvist"]

    @pytest.mark.parametrize("name", ["EMBEDDED", "HTTPS"])
    def test_and_nowhere_else(self, name: str, settings, client: Client) -> None:
        settings.EMBEDDED, settings.HTTPS = True, False
        setattr(settings, name, not getattr(settings, name))
        assert self.shown(client) == []
        assert SAMPLE_PASSWORD not in client.get("/sign-in/").content.decode()
