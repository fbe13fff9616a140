"""What we promised, on the desk: marked in the bubble, listed beside the trip, settled by a click, a tab of its own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import promise_rows
from inquiries.models import Inquiry, Promise
from tests.factories import InquiryFactory, MessageFactory
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    row = InquiryFactory(status="OPEN")
    MessageFactory(inquiry=row, sent_at=timezone.now() - timedelta(hours=2))
    said = MessageFactory(inquiry=row, direction="OUT", text="Thank you. You will hear from me within two days.")
    promise_rows.hear(said)
    return row


def card(client: Client, inquiry: Inquiry) -> str:
    response = client.get(reverse("inquiry_promises", args=[inquiry.pk]), headers={"HX-Request": "true"})
    return words(element(response, "promises"))


def settle(client: Client, do: str) -> str:
    address = reverse("promise_settle", args=[Promise.objects.get().pk])
    return words(element(client.post(address, {"do": do}, headers={"HX-Request": "true"}), "promises"))


def test_the_words_are_lit_and_the_day_is_said(agent_client: Client, inquiry: Inquiry) -> None:
    page = agent_client.get(inquiry.get_absolute_url()).content.decode()

    start = Promise.objects.get().start
    message = Promise.objects.get().message_id
    assert f'id="pr-{message}-{start}">You will hear from me within two days</mark>' in page
    assert "Noted as a promise, due " in page


def test_done_dropped_and_undone_by_a_click(agent_client: Client, inquiry: Inquiry, agent) -> None:
    assert "Promised You will hear from me within two days" in card(agent_client, inquiry)

    assert f"Kept by {agent}" in settle(agent_client, "kept")
    assert "Done Drop" in settle(agent_client, "open")
    assert f"Dropped by {agent}" in settle(agent_client, "dropped")
    assert agent_client.post(reverse("promise_settle", args=[Promise.objects.get().pk]), {}).status_code == 400
    told = words(tree(agent_client.get(inquiry.get_absolute_url())))
    for line in ("You marked as kept the promise due", "You reopened the promise due", "You dropped the promise due"):
        assert line in told


def test_the_queue_says_what_was_promised(agent_client: Client, inquiry: Inquiry) -> None:
    inquiry_page = agent_client.get(reverse("queue"), {"tab": "promised"})
    assert "Promised by" in inquiry_page.content.decode()

    late = timezone.now() - timedelta(hours=1)
    Promise.objects.update(due_at=late)
    Inquiry.objects.update(promise_due_at=late)
    page = agent_client.get(reverse("queue"), {"tab": "promised"}).content.decode()
    assert "Promise is overdue" in page
    assert "overdue, was due" in card(agent_client, inquiry)

    settle(agent_client, "kept")
    assert "Every promise is kept." in agent_client.get(reverse("queue"), {"tab": "promised"}).content.decode()


def test_an_open_page_asks_for_the_promises_anew_once_one_is_kept(agent_client: Client, inquiry: Inquiry) -> None:
    def asks() -> bool:
        response = agent_client.get(f"{live}?{shown}", headers={"HX-Request": "true"})
        return "promises-changed" in response.headers.get("HX-Trigger", "")

    poll = tree(agent_client.get(inquiry.get_absolute_url())).get_element_by_id("poll").get("hx-get")
    live, shown = poll.split("?", 1)
    MessageFactory(inquiry=inquiry, text="And do you have a cot?")
    assert not asks()
    answer = MessageFactory(inquiry=inquiry, direction="OUT", text="Yes, the hotel has one. It is free of charge.")
    promise_rows.hear(answer)
    assert asks()
    assert (
        "promises-changed from:body"
        in agent_client.get(reverse("inquiry_promises", args=[inquiry.pk])).content.decode()
    )
