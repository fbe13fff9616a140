"""Saved views: whose they are, what they keep, where they stand, and that a page does not pay for them."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.desk.saved_views import LIMIT
from inquiries.desk.views_queue import PAGE_SIZE
from inquiries.models import SavedView, User
from tests.factories import InquiryFactory
from tests.inquiries.desk.pages import element, lines, said, tree, words

pytestmark = pytest.mark.django_db


def save(client: Client, name: str, query: str = "tab=all&language=fr", **more: str) -> Any:
    return client.post("/views/save/", {"name": name, "query": query, **more})


def sidebar(client: Client, address: str = "/") -> dict[str, str]:
    """Names of the views in the sidebar to their addresses."""
    found = tree(client.get(address)).xpath("//ul[@id='views']//a")
    names = {words(link.find_class("hub-label")[0]): link.get("href") for link in found}
    return {name: client.get(href)["Location"] for name, href in names.items()}


def numbers(client: Client) -> list[str]:
    return tree(client.get("/views/numbers/")).xpath("//span[@hx-swap-oob]/text()")


def test_a_person_keeps_a_list_and_nobody_else_sees_it(agent_client: Client, manager_client: Client) -> None:
    french = InquiryFactory.create(language="fr")
    InquiryFactory.create(language="de")
    query = "order=newest&language=fr&tab=all&after=2026_1&filter=open&nonsense=1"
    response = save(agent_client, "  French \n ones ", query)
    assert said(agent_client, response) == "“French ones” is saved."
    kept = sidebar(agent_client)["French ones"]
    assert kept == "/?tab=all&order=newest&language=fr"
    page = agent_client.get(kept)
    assert [line.pk for line in lines(page)] == [french.pk]
    (current,) = tree(page).xpath("//ul[@id='views']//a[@aria-current]")
    assert current.get("href") == f"/views/{SavedView.objects.get().pk}/"
    assert not tree(page).xpath("//form[@id='save-view']")  # it is saved already
    assert tree(agent_client.get("/?language=de")).xpath("//form[@id='save-view']")
    assert numbers(agent_client) == ["1"]
    assert sidebar(manager_client) == {}
    assert manager_client.post(f"/views/{SavedView.objects.get().pk}/", {"do": "delete"}).status_code == 404


def test_a_manager_keeps_one_for_the_team(agent_client: Client, manager_client: Client, manager: User) -> None:
    InquiryFactory.create(assignee=manager)
    assert save(agent_client, "Ours", "tab=all&assignee=me", team="on").status_code == 403
    save(manager_client, "Ours", "tab=all&assignee=me", team="on")
    assert sidebar(agent_client, "/work/") == {"Ours": "/?tab=all&assignee=me"}
    assert (numbers(manager_client), numbers(agent_client)) == (["1"], ["0"])  # "me" is whoever looks
    view = SavedView.objects.get()
    for do in ("rename", "up", "delete"):
        assert agent_client.post(f"/views/{view.pk}/", {"do": do, "name": "Mine"}).status_code == 403
    assert said(manager_client, manager_client.post(f"/views/{view.pk}/", {"do": "delete"})).startswith("“Ours” is")
    assert sidebar(agent_client) == {}


def test_they_are_named_anew_and_put_in_order(agent_client: Client, agent: User) -> None:
    for name in ("One", "Two", "Three"):
        save(agent_client, name, f"tab=all&who={name}")
    two = SavedView.objects.get(name="Two")
    agent_client.post(f"/views/{two.pk}/", {"do": "up"})
    agent_client.post(f"/views/{two.pk}/", {"do": "rename", "name": "Second"})
    assert list(sidebar(agent_client)) == ["Second", "One", "Three"]
    agent_client.post(f"/views/{two.pk}/", {"do": "down"})
    agent_client.post(f"/views/{two.pk}/", {"do": "down"})
    agent_client.post(f"/views/{two.pk}/", {"do": "down"})  # the last stays the last
    assert list(sidebar(agent_client)) == ["One", "Three", "Second"]
    refused = agent_client.post(f"/views/{two.pk}/", {"do": "rename", "name": "One"})
    assert said(agent_client, refused) == "There is a view “One” already. Choose another name."
    assert said(agent_client, agent_client.post(f"/views/{two.pk}/", {"do": "paint"})).startswith("Say what")
    page = agent_client.get("/views/")
    share = tree(page).xpath("//input[@readonly]/@value")
    assert share[0] == "http://testserver/?tab=all&who=One"
    assert "All · Contact One · newest first" in words(element(page, "main"))


def test_what_cannot_be_saved_is_said_and_nothing_typed_is_lost(agent_client: Client, agent: User) -> None:
    assert "Give the view a name." in words(element(save(agent_client, " "), "main"))
    assert "Choose a tab or a filter first." in words(element(save(agent_client, "Plain", "after=1"), "main"))
    assert "40 characters" in words(element(save(agent_client, "x" * 41), "main"))
    assert "too many filters" in words(element(save(agent_client, "Long", f"who={'x' * 1000}"), "main"))
    save(agent_client, "French")
    page = save(agent_client, "French", "tab=all&language=pt")
    assert page.status_code == 422
    assert "There is a view “French” already." in words(element(page, "main"))
    form = tree(page).xpath("//main//form[@action='/views/save/']")[0]
    assert (form.fields["name"], form.fields["query"]) == ("French", "tab=all&language=pt")
    save(agent_client, "French", "tab=all&language=pt", replace="")
    assert sidebar(agent_client) == {"French": "/?tab=all&language=pt"}
    for number in range(LIMIT - 1):
        save(agent_client, f"View {number}")
    assert f"There are {LIMIT} views already" in words(element(save(agent_client, "Too many"), "main"))
    assert SavedView.objects.count() == LIMIT


def test_a_view_whose_filter_is_gone_says_so(agent_client: Client) -> None:
    person = User.objects.create_user("leaver")
    save(agent_client, "Theirs", f"tab=all&assignee={person.pk}")
    person.delete()
    assert "A filter in it does not exist any more" in words(element(agent_client.get("/views/"), "main"))
    assert numbers(agent_client) == ["0"]


def test_a_page_pays_nothing_for_them(
    agent: User, manager: User, manager_client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(PAGE_SIZE):
        InquiryFactory.create(needs_reply_since=timezone.now(), subject=f"{number}")
    costs = []
    for owners in ([], [manager, None]):
        for owner in owners:
            for number in range(LIMIT):
                name = f"Семейный отдых летом {number} {'команда' if owner is None else ''}"
                SavedView.objects.create(owner=owner, name=name, query=f"tab=all&destination=Crete&who={number}")
        with django_assert_num_queries(6):
            page = manager_client.get("/")
        costs.append(len(page.content))
    assert len(sidebar(manager_client)) == 2 * LIMIT
    assert costs[1] - costs[0] < 3_500
