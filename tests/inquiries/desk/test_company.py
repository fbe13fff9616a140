"""Colleagues who have the same inquiry open see each other, and who of them is writing; nobody is locked out."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from inquiries import watchers
from inquiries.intake import receive
from inquiries.models import Inquiry, User
from tests.factories import inbound
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def inquiry() -> Inquiry:
    return receive(inbound()).message.inquiry


def test_who_looks_and_who_writes_is_told_and_forgotten(
    agent_client: Client, manager_client: Client, agent: User, inquiry: Inquiry
) -> None:
    page = reverse("inquiry", args=[inquiry.pk])
    first = agent_client.get(page)
    assert words(element(first, "company")) == ""
    second = manager_client.get(page)
    assert "Nora Lindqvist is looking" in words(element(second, "company"))
    poll = element(second, "poll").get("hx-get")
    assert manager_client.get(poll, headers=HTMX).status_code == 204

    draft = {"channel": "email", "text": "Good news", "word": "w1"}
    agent_client.post(reverse("inquiry_draft", args=[inquiry.pk]), draft)
    news = manager_client.get(poll, headers=HTMX)
    assert "Nora is writing a reply" in words(element(news, "comp-company"))
    poll = element(news, "poll").get("hx-get")
    assert manager_client.get(poll, headers=HTMX).status_code == 204
    assert "Malik Adeyemi" in words(tree(agent_client.get(element(first, "poll").get("hx-get"), headers=HTMX)))

    reply = {"channel": "email", "text": "Good news", "word": "w1"}
    agent_client.post(reverse("inquiry_reply", args=[inquiry.pk]), reply)  # writing may be done by two
    assert words(element(manager_client.get(poll, headers=HTMX), "comp-company")) == ""
    cache.clear()  # as after half a minute
    assert watchers.others(inquiry.pk, agent) == []
