"""The ready question in the composer, doubts settled beside the trip's line, "Confirm all" and "Not needed"."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import projection
from inquiries.intake import receive
from inquiries.models import Inquiry, Message
from inquiries.work import processing
from tests.factories import FactFactory, InquiryFactory, inbound
from tests.inquiries.desk.pages import element, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}

TEXT = "We are 2 adults and want to fly from Bristol to Crete on 05/06/2027 for 7 nights. Anna Berg"


@pytest.fixture
def inquiry() -> Inquiry:
    message = receive(inbound(text=TEXT, sent_at=timezone.now() - timedelta(minutes=1))).message
    processing.process(message.pk)
    return Inquiry.objects.get()


def chat(inquiry: Inquiry, **fields: Any) -> None:
    """The same person writes in WhatsApp."""
    message = receive(inbound(wa_id="447700900121", text="And half board please", **fields)).message
    Message.objects.filter(pk=message.pk).update(inquiry=inquiry, contact=inquiry.contact)
    message.identity.contact = inquiry.contact
    message.identity.save()


def asked(client: Client, inquiry: Inquiry) -> dict[str, str]:
    response = client.get(f"/inquiries/{inquiry.pk}/ask/", headers=HTMX)
    assert response.status_code == 204
    told: dict[str, str] = json.loads(response["HX-Trigger"])["ask-ready"]
    return told


def test_a_letter_asks_for_all_in_one(agent_client: Client, inquiry: Inquiry) -> None:
    told = asked(agent_client, inquiry)
    assert (told["channel"], told["fields"]) == ("email", "budget,depart_on")
    assert told["text"].startswith("Hello Anna,\n\nthank you")
    assert "- Roughly what would you like to spend" in told["text"]
    assert "- Do you mean 5 June – 12 June or 6 May – 13 May?" in told["text"]
    assert not Message.objects.filter(direction="OUT").exists()


def test_a_chat_while_its_window_is_open_and_it_was_the_last(agent_client: Client, inquiry: Inquiry) -> None:
    chat(inquiry)
    told = asked(agent_client, inquiry)
    assert told["channel"] == "whatsapp"
    assert told["text"].startswith("Hi Anna,\n\nto find")


def test_mail_once_the_window_is_shut(agent_client: Client, inquiry: Inquiry) -> None:
    chat(inquiry, sent_at=timezone.now() - timedelta(days=2))
    assert asked(agent_client, inquiry)["channel"] == "email"


def test_without_scripts_the_page_comes_with_the_question(agent_client: Client, inquiry: Inquiry) -> None:
    response = agent_client.get(f"/inquiries/{inquiry.pk}/ask/")
    page = agent_client.get(response["Location"])
    form = element(page, "composer")
    assert "Do you mean 5 June" in form.xpath(".//textarea")[0].text
    assert form.xpath(".//input[@name='asked']")[0].get("value") == "budget,depart_on"


def test_the_card_counts_what_is_missing_and_what_is_unclear(agent_client: Client, inquiry: Inquiry) -> None:
    card = agent_client.get(f"/inquiries/{inquiry.pk}/trip/", headers=HTMX)
    (ask,) = element(card, "trip-card").find_class("hub-ask__head")
    assert words(ask) == "1 missing, 1 unclear Ask for 2 Q"
    assert words(element(card, "row-when")).startswith("When 5–12 Jun? · 7 nights")


def test_it_says_when_a_question_leaves_something_for_the_next(agent_client: Client) -> None:
    made: Inquiry = InquiryFactory()
    FactFactory(inquiry=made, field="children", value=2)
    (ask,) = element(agent_client.get(f"/inquiries/{made.pk}/trip/", headers=HTMX), "trip-card").find_class(
        "hub-ask__head"
    )
    assert words(ask) == "7 missing Ask for 4 of 7 Q"


@pytest.mark.parametrize("status", ["LOST", "CLOSED"])
def test_nothing_is_asked_about_a_trip_that_is_over(agent_client: Client, inquiry: Inquiry, status: str) -> None:
    Inquiry.objects.filter(pk=inquiry.pk).update(status=status)
    page = agent_client.get(f"/inquiries/{inquiry.pk}/?ask=missing")
    assert not element(page, "trip-card").find_class("hub-ask__head")
    assert "Ask for" not in words(element(page, "brief"))
    assert "means" not in words(element(page, "brief"))
    assert not element(page, "composer").xpath(".//textarea")[0].text
    asked_late = agent_client.get(f"/inquiries/{inquiry.pk}/ask/", headers=HTMX)  # the page is older than the loss
    assert json.loads(asked_late["HX-Trigger"]) == {"trip-changed": {}}
    others = words(element(agent_client.get(f"/inquiries/{inquiry.pk}/trip/else/", headers=HTMX), "facts-else"))
    assert "Budget" in others  # it can still be set


def post(client: Client, inquiry: Inquiry, **fields: str) -> Message:
    data = {"channel": "email", "text": "When? And how much?", "asked": "budget,depart_on,nonsense"} | fields
    assert client.post(f"/inquiries/{inquiry.pk}/reply/", data, headers=HTMX).status_code == 204
    return Message.objects.filter(direction="OUT").latest("pk")


def test_what_was_asked_is_kept_with_the_message(agent_client: Client, inquiry: Inquiry) -> None:
    message = post(agent_client, inquiry)
    assert [item["field"] for item in message.asked] == ["budget", "depart_on", "return_on", "travel_month"]
    assert message.asked[1]["options"] == ["2027-06-05", "2027-05-06"]


def test_a_text_that_asks_nothing_any_more_keeps_nothing(agent_client: Client, inquiry: Inquiry) -> None:
    assert post(agent_client, inquiry, text="Thank you, I will call you.").asked == []


def test_nothing_to_ask_has_no_button(agent_client: Client, inquiry: Inquiry) -> None:
    agent_client.post(f"/inquiries/{inquiry.pk}/trip/budget/", {"value": "", "not_needed": "yes"}, headers=HTMX)
    fact = inquiry.facts.get(field="depart_on")
    html = agent_client.post(f"/facts/{fact.pk}/choose/", {"option": "1"}, headers=HTMX).content.decode()
    assert "data-ask" not in html
    response = agent_client.get(f"/inquiries/{inquiry.pk}/ask/", headers=HTMX)
    assert response.status_code == 204
    assert "trip-changed" in response["HX-Trigger"]


def test_a_value_that_is_not_needed_is_marked_so(agent_client: Client, inquiry: Inquiry) -> None:
    form = agent_client.get(f"/inquiries/{inquiry.pk}/trip/budget/", headers=HTMX).content.decode()
    assert 'name="not_needed"' in form
    form = agent_client.get(f"/inquiries/{inquiry.pk}/trip/nights/", headers=HTMX).content.decode()
    assert 'name="not_needed"' not in form, "what is known is not to be thrown away by a slip"
    agent_client.post(f"/inquiries/{inquiry.pk}/trip/budget/", {"value": "300", "not_needed": "yes"}, headers=HTMX)
    inquiry.refresh_from_db()
    assert (inquiry.missing_count, inquiry.budget_amount) == (0, None)


def test_the_trips_line_has_the_readings_as_buttons(agent_client: Client, inquiry: Inquiry) -> None:
    page = agent_client.get(f"/inquiries/{inquiry.pk}/")
    brief = element(page, "brief")
    assert "5–12 Jun" in brief.text_content()
    assert [button.text for button in brief.xpath(".//button")] == ["5–12 Jun", "6–13 May"]
    assert "means" in brief.text_content()
    action = brief.xpath(".//form")[0].get("hx-post")
    answer = agent_client.post(action, {"option": "1"}, headers=HTMX)
    brief = element(answer, "brief")
    assert "6–13 May" in brief.text_content()
    assert brief.xpath(".//button") == []
    assert "5–12" not in answer.content.decode()


def test_confirm_all(agent_client: Client, inquiry: Inquiry) -> None:
    FactFactory.create(inquiry=inquiry, field="rooms", value=1)
    projection.project(inquiry)
    page = agent_client.get(f"/inquiries/{inquiry.pk}/trip/", headers=HTMX).content.decode()
    assert "data-confirm" in page
    html = agent_client.post(f"/inquiries/{inquiry.pk}/confirm/", headers=HTMX).content.decode()
    assert "data-confirm" not in html
    assert "set by you" in html
    assert inquiry.facts.get(field="depart_on").state == "PROPOSED"


def test_who_may_not_write_gets_none_of_it(client: Client, inquiry: Inquiry, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create(username="guest"))
    assert client.get(f"/inquiries/{inquiry.pk}/ask/", headers=HTMX).status_code == 403
    assert client.post(f"/inquiries/{inquiry.pk}/confirm/", headers=HTMX).status_code == 403
