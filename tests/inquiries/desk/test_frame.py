"""The frame around every page: links that lead somewhere, one policy, nothing inline."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, resolve

from inquiries.models import User
from tests.factories import InquiryFactory, MessageFactory
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/?tab=all&filter=open&status=NEW",
    "/?q=nothing",
    "/work/",
    "/nowhere/",
    "/saved-replies/new/",
    "/me/",
    "/new/",
    "/notices/",
]


@pytest.fixture(autouse=True)
def rows(agent: User) -> None:
    inquiry = InquiryFactory.create(assignee=agent, parked_reason="")
    MessageFactory.create(inquiry=inquiry, direction="OUT", state="PERMANENTLY_FAILED", last_error="Full", attempts=8)
    InquiryFactory.create(parked_reason="bulk")


def addresses(page: Any) -> set[str]:
    found = page.xpath("//@href | //@hx-get | //@hx-post | //form/@action | //@formaction")
    return {address.partition("?")[0].partition("#")[0] for address in found if not address.startswith(("#", "?"))}


@pytest.mark.parametrize("address", PAGES)
def test_every_link_and_form_leads_somewhere(address: str, manager_client: Client) -> None:
    """An address of the product, or a file that is there."""
    dead = []
    for target in addresses(tree(manager_client.get(address))) - {""}:
        if target.startswith("/static/"):
            if not finders.find(target.removeprefix("/static/")):
                dead.append(target)
            continue
        try:
            resolve(target)
        except Resolver404:
            dead.append(target)
    assert dead == []


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    drawn = set(re.findall(r"^\.i-([a-z0-9]+) ", Path(str(finders.find("inquiries/icons.css"))).read_text(), re.M))
    root = Path(settings.BASE_DIR)
    asked = {
        name
        for path in (root / "templates").rglob("*.html")
        for name in re.findall(r'{% (?:icon|sign) "([a-z0-9]+)"', path.read_text())
    }
    assert len(asked) > 30
    assert asked - drawn == set()


@pytest.mark.parametrize("address", PAGES)
def test_every_icon_on_a_page_is_drawn(address: str, manager_client: Client) -> None:
    """Also those whose names come from Python."""
    drawn = Path(str(finders.find("inquiries/icons.css"))).read_text()
    names = set(re.findall(r"hub-i i-([a-z0-9]+)", manager_client.get(address).content.decode()))
    assert names
    assert {name for name in names if f".i-{name} " not in drawn} == set()


@pytest.mark.parametrize("address", [*PAGES, "/sign-in/"])
def test_nothing_is_inline_and_the_policy_allows_nothing(address: str, manager_client: Client) -> None:
    client = Client() if address == "/sign-in/" else manager_client
    response = client.get(address)
    page = tree(response)
    assert page.xpath("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]") == []
    assert page.xpath("//@*[starts-with(name(), 'hx-on')]") == []
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("address", [*PAGES, "/sign-in/"])
def test_ids_are_unique_and_fields_have_names(address: str, manager_client: Client) -> None:
    client = Client() if address == "/sign-in/" else manager_client
    page = tree(client.get(address))
    ids = page.xpath("//@id")
    assert sorted(set(ids)) == sorted(ids)
    labelled = set(page.xpath("//label/@for"))
    fields = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    unnamed = [
        field.get("name")
        for field in fields
        if not (field.get("aria-label") or field.get("id") in labelled or field.xpath("ancestor::label"))
    ]
    assert unnamed == []
    buttons = [button for button in page.iter("button") if not (words(button) or button.get("aria-label"))]
    assert buttons == []


def test_the_navigation_says_where_one_is_and_how_much_waits(agent_client: Client) -> None:
    for address, section in [("/", "Queue"), ("/work/", "Work")]:
        current = element(agent_client.get(address), "side").xpath(".//a[@aria-current='page']")
        assert [words(link).split()[0] for link in current] == [section]
    assert words(element(agent_client.get("/"), "n-work")) == "1 need a person"


@pytest.mark.parametrize(("who", "role"), [("agent_client", "Agent"), ("manager_client", "Manager")])
def test_the_person_and_their_role_stand_at_the_foot(who: str, role: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(who)
    side = element(client.get("/"), "side")
    assert words(side.find_class("hub-me")[0]).split()[-1] == role


def test_htmx_never_evaluates_and_never_swaps_an_error(agent_client: Client) -> None:
    config = tree(agent_client.get("/")).xpath("//meta[@name='htmx-config']/@content")[0]
    assert '"allowEval":false' in config
    assert '"includeIndicatorStyles":false' in config
    assert '{"code":"[45]..","swap":false,"error":true}' in config


def test_ones_name_leads_to_the_account_and_on_to_being_away(agent_client: Client) -> None:
    account = agent_client.get("/account/").content.decode()
    assert 'href="/me/"' in account
    agent_client.post("/me/", {"do": "away", "until": ""})
    assert "Away" in agent_client.get("/").content.decode().partition('class="hub-me"')[2]
