"""Keys: what the page marks for them, and that a person can turn the single ones off."""

import pytest
from django.test import Client

from inquiries.models import User
from tests.factories import InquiryFactory
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db


def test_no_two_things_of_a_page_share_a_key(agent_client: Client) -> None:
    inquiry = InquiryFactory.create()
    for address in ("/?tab=all&status=NEW", f"/inquiries/{inquiry.pk}/"):
        keys = [key for marked in tree(agent_client.get(address)).xpath("//@data-key") for key in marked.split()]
        assert len(keys) == len(set(keys))
        assert not {"j", "k", "o", "r", "x"} & set(keys)  # those of keys.js itself


def test_single_keys_are_off_for_who_wants_that_and_for_nobody_else(
    agent: User, agent_client: Client, manager_client: Client
) -> None:
    inquiry = InquiryFactory.create()
    assert tree(agent_client.get("/")).xpath("//body/@data-keys") == []
    done = agent_client.post("/keys/", {"single_keys": "off", "next": "/?tab=all"})
    assert done["Location"] == "/?tab=all"
    page = agent_client.get("/?tab=all")
    assert tree(page).xpath("//body/@data-keys") == ["off"]
    assert words(element(page, "foot")).startswith("Keys are off")
    assert tree(agent_client.get(f"/inquiries/{inquiry.pk}/")).xpath("//body/@data-keys") == ["off"]
    assert tree(manager_client.get("/")).xpath("//body/@data-keys") == []
    agent_client.post("/keys/", {"single_keys": "on", "next": "https://evil.example/"})
    agent.refresh_from_db()
    assert agent.single_keys
