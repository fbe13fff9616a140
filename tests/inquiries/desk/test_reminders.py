"""Remind me if they do not answer: from the menu, beside Send, and back in the queue with the reason in words."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries.intake import receive
from inquiries.models import Inquiry, Message, OpeningHours
from inquiries.week import DAYS
from tests.factories import UserFactory, inbound
from tests.inquiries.desk.pages import element, pks, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    row: Inquiry = receive(inbound()).message.inquiry
    return row


def send(client: Client, inquiry: Inquiry, **fields: str):
    data = {"channel": "email", "text": "Here are two options.", **fields}
    return client.post(reverse("inquiry_reply", args=[inquiry.pk]), data, headers=HTMX)


def remind(client: Client, inquiry: Inquiry, **fields: str):
    return client.post(reverse("inquiry_remind", args=[inquiry.pk]), fields, headers=HTMX)


def strips(client: Client, inquiry: Inquiry) -> str:
    return words(element(client.get(inquiry.get_absolute_url()), "strips"))


def test_beside_send_with_one_choice(agent_client: Client, agent, inquiry: Inquiry) -> None:
    refused = send(agent_client, inquiry, remind="day", remind_day="2020-01-01")
    assert refused.status_code == 422
    assert "Choose a day that is still to come, within a year." in refused.content.decode()
    assert not Message.objects.filter(direction="OUT").exists()

    OpeningHours.objects.update(**dict.fromkeys(DAYS, "08:30-18:00"))
    assert send(agent_client, inquiry, remind="3").status_code == 204
    inquiry.refresh_from_db()
    at = timezone.localtime(inquiry.remind_at)
    assert (at.date(), f"{at:%H:%M}") == (timezone.localdate() + timedelta(days=3), "08:30")
    page = words(tree(agent_client.get(inquiry.get_absolute_url())))
    assert f"You set a reminder for {at:%a} 08:30, if they do not answer" in page
    assert f"Reminder {at:%a} {at.day} {at:%b, %H:%M}. {agent} asked for it, if they do not answer." in page
    assert pks(agent_client.get("/")) == []
    assert pks(agent_client.get("/", {"tab": "waiting"})) == [inquiry.pk]

    Inquiry.objects.update(remind_at=timezone.now() - timedelta(minutes=1))
    queue = agent_client.get("/")
    assert pks(queue) == [inquiry.pk]
    assert "Reminder: no answer since" in words(tree(queue))
    assert "Done" in strips(agent_client, inquiry)
    assert "Reminder" not in words(element(remind(agent_client, inquiry, off="yes"), "strips"))
    assert "You dealt with the reminder" in words(tree(agent_client.get(inquiry.get_absolute_url())))
    assert pks(agent_client.get("/")) == []


def test_from_the_menu_of_the_page(agent_client: Client, inquiry: Inquiry) -> None:
    menu = element(agent_client.get(reverse("inquiry_snooze", args=[inquiry.pk]), headers=HTMX), "snooze-more")
    offered = menu.xpath(".//button[@name='at']/@value")
    assert len(offered) >= 2
    assert "Remind me if they do not answer" in words(menu)
    assert "Reminder" in words(element(remind(agent_client, inquiry, at=offered[-1]), "strips"))
    menu = agent_client.get(reverse("inquiry_snooze", args=[inquiry.pk]))  # a page of its own, without scripts
    assert "Take the reminder off" in words(element(menu, "snooze-more"))
    remind(agent_client, inquiry, at=offered[0], anyway="yes")
    inquiry.refresh_from_db()
    assert inquiry.remind_if_silent is False
    for at in ("2020-01-01T10:00", "soon", "", "2999-01-01T10:00"):
        refused = remind(agent_client, inquiry, at=at)
        assert (refused.status_code, refused["HX-Retarget"]) == (422, "#snooze-error")


def test_who_may_only_write_sets_none(client: Client, inquiry: Inquiry) -> None:
    writer = UserFactory.create()
    for name in ("view_inquiry", "view_message", "add_message"):
        writer.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(writer)
    assert send(client, inquiry, remind="3").status_code == 204
    assert remind(client, inquiry, at="2099-01-01T10:00").status_code == 403
    inquiry.refresh_from_db()
    assert inquiry.remind_at is None


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(hours=3), timedelta(minutes=30)])
def test_menu_and_strip_say_when_a_snooze_beyond_a_promise_ends(
    agent_client: Client, inquiry: Inquiry, ahead: timedelta
) -> None:
    OpeningHours.objects.update(**dict.fromkeys(DAYS, "00:00-24:00"))
    due = (timezone.localtime() + ahead).replace(second=0, microsecond=0)
    Inquiry.objects.update(promise_due_at=due)
    menu = words(element(agent_client.get(reverse("inquiry_snooze", args=[inquiry.pk]), headers=HTMX), "snooze-more"))
    until = f"{due + timedelta(days=9):%Y-%m-%dT%H:%M}"
    agent_client.post(reverse("inquiry_snooze", args=[inquiry.pk]), {"until": until}, headers=HTMX)
    inquiry.refresh_from_db()
    at = timezone.localtime(inquiry.snoozed_until)
    promised = f"A promise is due {due:%a} {due.day} {due:%b, %H:%M}"
    assert f"{promised}: a snooze that goes beyond it ends {at:%a} {at.day} {at:%b, %H:%M}." in menu
    told = strips(agent_client, inquiry)
    assert f"Snoozed until {at:%a} {at.day} {at:%b, %H:%M}." in told
    if at == due:
        assert "A promise is due then." in told
    else:
        assert at < due
        assert f"{promised}; it comes back before that, at {at:%H:%M}." in told
