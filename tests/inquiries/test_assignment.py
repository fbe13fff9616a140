"""New inquiries are given in turn where that is switched on; who is away is passed over, and loses what waits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.intake import receive
from inquiries.models import AssignmentRule, Event, Inquiry, Notice, User
from tests.conftest import person
from tests.factories import UserFactory, inbound
from tests.inquiries.desk.pages import element, said, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def jun(agent: User) -> User:
    user = UserFactory.create(username="jun", first_name="Jun", last_name="Watanabe")
    user.groups.set(agent.groups.all())
    return user


def new(number: int, **fields: str) -> Inquiry:
    return receive(inbound(email=f"guest{number}@post.example", **fields)).message.inquiry


def owners(*inquiries: Inquiry) -> list[str]:
    names = dict(Inquiry.objects.values_list("pk", "assignee__username"))
    return [names[row.pk] or "" for row in inquiries]


def switch_on(account: str = "", *people: User) -> AssignmentRule:
    rule, _ = AssignmentRule.objects.update_or_create(account=account, defaults={"enabled": True})
    rule.people.set(people)
    return rule


def test_agents_get_them_one_after_the_other_and_the_timeline_says_why(
    agent: User, jun: User, manager: User, agent_client: Client
) -> None:
    assert owners(new(1)) == [""]  # off as it is laid
    switch_on()
    first, second, third = new(2), new(3), new(4)
    parked = new(5, parked_reason="bulk")
    assert owners(first, second, third, parked) == ["agent", "jun", "agent", ""]
    assert Event.objects.filter(inquiry=second, kind="assigned").get().data["reason"] == "turn"
    thread = words(element(agent_client.get(f"/inquiries/{second.pk}/"), "thread"))
    assert "Next in turn: assigned to Jun Watanabe" in thread
    assert Notice.objects.filter(person=jun, by=None).count() == 1

    switch_on("desk@halden.example", manager)  # a mailbox with people of its own
    assert owners(new(6), new(7)) == ["manager", "manager"]
    AssignmentRule.objects.filter(account="desk@halden.example").update(enabled=False)
    assert owners(new(8)) == [""]


def test_whoever_is_away_is_passed_over_and_gives_back_what_waits(agent: User, jun: User, agent_client: Client) -> None:
    switch_on()
    mine, answered = new(1), new(3)
    Inquiry.objects.update(assignee=agent)
    Inquiry.objects.filter(pk=answered.pk).update(needs_reply_since=None)

    until = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    past = agent_client.post("/me/", {"do": "away", "until": "2020-01-01T10:00"})
    assert "still to come" in past.content.decode()
    assert said(agent_client, agent_client.post("/me/", {"do": "away", "until": until})) == "You are away."
    assert "Away" in words(agent_client.get("/me/") and element(agent_client.get("/"), "side"))
    assert owners(new(4), new(5)) == ["jun", "jun"]
    assert owners(mine, answered) == ["agent", "agent"]  # not before the customer writes
    new(1)
    assert owners(mine, answered) == ["jun", "agent"]
    assert Event.objects.filter(inquiry=mine).last().data["reason"] == "away"

    AssignmentRule.objects.update(enabled=False)
    new(3)
    assert owners(answered) == [""]  # nothing is given in turn: back to everybody
    User.objects.update(away_until=timezone.now() - timedelta(minutes=1))
    assert not User.objects.get(pk=agent.pk).is_away()  # it ended by itself


def test_going_away_can_give_back_at_once_and_assigning_to_somebody_away_says_so(
    agent: User, jun: User, agent_client: Client, manager_client: Client
) -> None:
    waits = new(1)
    Inquiry.objects.update(assignee=agent)
    switch_on()
    response = agent_client.post("/me/", {"do": "away", "hand_back": "1"})
    assert said(agent_client, response) == "You are away. 1 inquiry went to others."
    assert owners(waits) == ["jun"]

    menu = manager_client.get(f"/inquiries/{waits.pk}/assignee/", headers={"HX-Request": "true"})
    assert "Nora Lindqvist away" in " ".join(menu.content.decode().replace("<small>", " ").split())
    manager_client.post(f"/inquiries/{waits.pk}/assignee/", {"assignee": agent.pk})
    thread = words(element(manager_client.get(f"/inquiries/{waits.pk}/"), "thread"))
    assert "Nora Lindqvist is away, next in turn: assigned to Jun Watanabe" in thread
    assert "You assigned this to Nora Lindqvist, who is away" in thread
    agent_client.post("/me/", {"do": "back"})
    new(1)
    assert owners(waits) == ["agent"]
    assert agent_client.post("/me/", {"do": "dance"}).status_code == 400


def test_who_gets_what_somebody_gives_back_is_told_once(agent: User, jun: User, agent_client: Client) -> None:
    rows = [new(number) for number in (1, 2, 3)]
    Inquiry.objects.update(assignee=agent)
    switch_on()
    agent_client.post("/me/", {"do": "away", "hand_back": "1"})
    assert owners(*rows) == ["jun"] * 3
    told = Notice.objects.get(person=jun)
    assert {told.inquiry_id, *told.others} == {row.pk for row in rows}
    client = Client()
    client.force_login(jun)
    assert "Your turn: 3 inquiries" in words(element(client.get("/notices/"), "main"))


def test_who_takes_an_inquiry_took_it(agent: User, agent_client: Client, manager_client: Client) -> None:
    inquiry = new(1)
    agent_client.post(f"/inquiries/{inquiry.pk}/assignee/", {"assignee": agent.pk})
    assert "You took it" in words(element(agent_client.get(f"/inquiries/{inquiry.pk}/"), "thread"))
    assert f"{agent} took it" in words(element(manager_client.get(f"/inquiries/{inquiry.pk}/"), "thread"))


def test_managers_switch_it_on_in_the_admin_and_agents_do_not(agent_client: Client, manager: User) -> None:
    client = Client()
    client.force_login(person("admin"))
    rule = AssignmentRule.objects.get(account="")
    address = f"/admin/inquiries/assignmentrule/{rule.pk}/change/"
    for who, status in ((agent_client, 403), (client, 302)):
        assert who.post(address, {"enabled": "on", "people": [manager.pk]}).status_code == status
    rule.refresh_from_db()
    assert rule.enabled
    assert list(rule.people.all()) == [manager]
    assert manager.has_perm("inquiries.change_assignmentrule")
