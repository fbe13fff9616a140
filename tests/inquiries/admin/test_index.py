"""The admin's index: the day in numbers that lead to the rows they count."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inquiries.models import Heartbeat, Inquiry, Message
from tests.factories import InquiryFactory, MessageFactory

INDEX = reverse("admin:index")


def numbers(response) -> dict[str, tuple[str, str]]:
    return {number.title: (number.shown, number.href) for number in response.context["numbers"]}


@pytest.fixture
def day(db) -> None:
    now = timezone.now()
    for _ in range(3):
        InquiryFactory.create(needs_reply_since=now - timedelta(hours=3))
    InquiryFactory.create(parked_reason=Inquiry.Parked.BULK)
    InquiryFactory.create(kind=Inquiry.Kind.OTHER)
    old = InquiryFactory.create(status=Inquiry.Status.BOOKED)
    Inquiry.objects.filter(pk=old.pk).update(came_at=now - timedelta(days=40))
    MessageFactory.create(direction="OUT", state=Message.State.PERMANENTLY_FAILED, inquiry=old)
    MessageFactory.create(direction="OUT", state=Message.State.UNCONFIRMED, inquiry=old)


def test_the_day_is_counted_from_the_rows(admin_client, day):
    found = {title: shown for title, (shown, _) in numbers(admin_client.get(INDEX)).items()}
    assert found == {
        "To answer": "3",
        "New today": "4",
        "Unassigned": "3",
        "Failed messages": "2",
        "Parked mail": "1",
        "Maybe not a request": "1",
    }


def test_each_number_leads_to_as_many_rows(admin_client, day):
    for title, (shown, href) in numbers(admin_client.get(INDEX)).items():
        response = admin_client.get(href)
        rows = response.context["cl"].result_list if "cl" in response.context else response.context["rows"]
        assert len(rows) == int(shown), title


def test_an_input_that_no_parser_took_is_seen_by_managers_only(manager_client, agent_client, rows):
    assert numbers(manager_client.get(INDEX))["Could not be read"][0] == "3"
    assert "Could not be read" not in numbers(agent_client.get(INDEX))


def test_what_happened_last_and_the_machinery_are_shown(admin_client, rows):
    page = admin_client.get(INDEX).content.decode()
    assert rows.get_absolute_url() in page
    assert "Status changed" in page
    assert "Nora Lindqvist" in page
    assert "Last swept" in page


def test_a_worker_that_is_gone_is_said(admin_client, rows):
    Heartbeat.objects.update(at=timezone.now() - timedelta(hours=2))
    assert "No sign for 2 h" in admin_client.get(INDEX).content.decode()


def test_it_costs_the_same_however_much_there_is(admin_client, day):
    admin_client.get(INDEX)
    with CaptureQueriesContext(connection) as few:
        admin_client.get(INDEX)
    for _ in range(12):
        MessageFactory.create()
    with CaptureQueriesContext(connection) as many:
        admin_client.get(INDEX)
    assert len(many) == len(few) <= 40
