"""What is done to picked rows, each through the same door as on its own page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.models import Event, Inquiry, OpeningHours, User
from inquiries.week import DAYS
from tests.factories import InquiryFactory, UserFactory
from tests.inquiries.desk.pages import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def picked(db: None) -> list[Inquiry]:
    return [InquiryFactory.create(needs_reply_since=timezone.now()) for _ in range(3)]


def act(client: Client, rows: list[Inquiry], **what: Any) -> Any:
    return client.post("/picked/", {"pk": [row.pk for row in rows], "next": "/?tab=all", **what})


def fresh(rows: list[Inquiry]) -> list[Inquiry]:
    return list(Inquiry.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def test_they_are_assigned(agent: User, agent_client: Client, picked: list[Inquiry]) -> None:
    assert said(agent_client, act(agent_client, picked[:2], assignee="me")) == "2 inquiries changed."
    assert [row.assignee for row in fresh(picked)] == [agent, agent, None]
    other = UserFactory.create()
    act(agent_client, picked[:1], assignee=other.pk)
    act(agent_client, picked[1:2], assignee="none")
    assert [row.assignee for row in fresh(picked)] == [other, None, None]
    assert Event.objects.filter(kind=Event.Kind.ASSIGNED, actor=agent).count() == 4


@pytest.mark.parametrize("status", ["OPEN", "QUOTED", "BOOKED", "CLOSED"])
def test_their_status_is_set(status: str, agent_client: Client, picked: list[Inquiry]) -> None:
    assert said(agent_client, act(agent_client, picked, status=status)) == "3 inquiries changed."
    assert {row.status for row in fresh(picked)} == {status}
    assert Event.objects.filter(kind=Event.Kind.STATUS).count() == 3


def test_they_are_snoozed_and_woken(agent_client: Client, picked: list[Inquiry]) -> None:
    OpeningHours.objects.update(**dict.fromkeys(DAYS, "07:30-18:00"))
    day = timezone.localdate() + timedelta(days=20)
    for key, least, most in [
        ("soon", 1.9, 14.1),
        ("tomorrow", 7, 32),
        ("3d", 55, 80),
        ("monday", 7, 176),
        ("day", 460, 490),
    ]:
        answer = said(agent_client, act(agent_client, picked, snooze=key, snooze_day=day.isoformat()))
        assert answer.startswith("3 inquiries changed. Back ")
        assert key == "soon" or {timezone.localtime(row.snoozed_until).hour for row in fresh(picked)} == {8}
        for row in fresh(picked):
            assert row.snoozed_until is not None
            assert timedelta(hours=least) < row.snoozed_until - timezone.now() < timedelta(hours=most)
    assert said(agent_client, act(agent_client, picked, snooze="wake")) == "3 inquiries changed."
    assert {row.snoozed_until for row in fresh(picked)} == {None}


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({}, "Choose what to do with them."),
        ({"status": "LOST"}, "Choose what to do with them."),
        ({"status": "NEW"}, "Choose what to do with them."),
        ({"snooze": "never"}, "Choose what to do with them."),
        ({"snooze": "day", "snooze_day": "2020-01-01"}, "Choose a day that is still to come, within a year."),
        ({"snooze": "day", "snooze_day": "9999-12-31"}, "Choose a day that is still to come, within a year."),
        ({"snooze": "day"}, "Choose a day that is still to come, within a year."),
        ({"assignee": "999999"}, "Choose somebody who can sign in."),
        ({"assignee": "9" * 40}, "Choose somebody who can sign in."),
        ({"assignee": "²"}, "Choose somebody who can sign in."),
        ({"assignee": ""}, "Choose somebody who can sign in."),
    ],
)
def test_what_makes_no_sense_is_said(
    what: dict[str, str], words: str, agent_client: Client, picked: list[Inquiry]
) -> None:
    assert said(agent_client, act(agent_client, picked, **what)) == words
    assert Event.objects.count() == 0


def test_somebody_who_has_left_gets_nothing(agent_client: Client, picked: list[Inquiry]) -> None:
    gone = UserFactory.create(is_active=False)
    assert said(agent_client, act(agent_client, picked, assignee=gone.pk)) == "Choose somebody who can sign in."


@pytest.mark.parametrize("pks", [[], ["x"], ["²"], ["9" * 40]])
def test_nothing_picked_is_said(pks: list[str], agent_client: Client) -> None:
    response = agent_client.post("/picked/", {"pk": pks, "next": "/", "assignee": "me"})
    assert said(agent_client, response) == "Pick at least one inquiry."


def test_a_row_that_has_gone_is_passed_over(agent_client: Client, picked: list[Inquiry]) -> None:
    Inquiry.objects.filter(pk=picked[0].pk).update(merged_into=picked[1].pk)
    assert said(agent_client, act(agent_client, picked[:2], status="OPEN")) == "1 inquiry changed."


def test_one_that_cannot_be_changed_is_named_and_the_others_are(agent_client: Client, picked: list[Inquiry]) -> None:
    Inquiry.objects.filter(pk=picked[0].pk).update(parked_reason="bulk")
    words = said(agent_client, act(agent_client, picked, snooze="soon"))
    changed = sum(row.snoozed_until is not None for row in fresh(picked))
    assert words.startswith(f"{changed} inquir")
    assert (f"TH-{picked[0].pk}" in words) == (changed == 2)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_leads_back_to_the_desk_alone(target: str, agent_client: Client, picked: list[Inquiry]) -> None:
    response = agent_client.post("/picked/", {"pk": picked[0].pk, "next": target, "assignee": "me"})
    assert response["Location"] == "/"


def test_reading_an_address_changes_nothing(agent_client: Client, picked: list[Inquiry]) -> None:
    assert agent_client.get("/picked/", {"pk": str(picked[0].pk), "assignee": "me"}).status_code == 405
