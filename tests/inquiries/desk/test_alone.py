"""A part of the inquiry page on a page of its own: what is under way there has a link to look again."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import replies, reruns
from inquiries.held import Composing
from inquiries.intake import receive
from inquiries.models import Assist, Inquiry, Message, User
from tests.factories import inbound
from tests.inquiries.desk.pages import tree

pytestmark = pytest.mark.django_db

AGAIN = "//a[text()='See how it stands now']/@href"


@pytest.fixture
def inquiry() -> Inquiry:
    return receive(inbound(email="anna@post.example")).message.inquiry


def test_a_message_on_its_way_is_asked_for_by_a_link_until_it_is_settled(
    agent_client: Client, agent: User, inquiry: Inquiry
) -> None:
    message = replies.queue(inquiry, author=agent, channel="email", text="Hello", composing=Composing(word="w1"))
    address = reverse("message", args=[message.pk])
    assert tree(agent_client.get(address)).xpath(AGAIN) == [address]
    Message.objects.filter(pk=message.pk).update(state="SENT", due_at=None)
    assert tree(agent_client.get(address)).xpath(AGAIN) == []
    assert tree(agent_client.get(address, headers={"HX-Request": "true"})).xpath(AGAIN) == []


def test_so_is_a_reading_under_way(agent_client: Client, agent: User, inquiry: Inquiry) -> None:
    Message.objects.update(state="PROCESSED", due_at=None)
    job = reruns.ask(filters={"inquiry": inquiry.pk}, actor=agent)
    address = reverse("inquiry_again_job", args=[inquiry.pk, job.pk])
    assert tree(agent_client.get(address)).xpath(AGAIN) == [address]


def test_so_is_a_draft_that_is_being_written(agent_client: Client, agent: User, inquiry: Inquiry) -> None:
    row = Assist.objects.create(
        inquiry=inquiry, requested_by=agent, kind="draft", state="WAITING", due_at=timezone.now()
    )
    address = reverse("assist", args=[row.pk])
    assert tree(agent_client.get(address)).xpath(AGAIN) == [address]
