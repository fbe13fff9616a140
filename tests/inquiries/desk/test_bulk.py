"""What is done to picked rows, each through the same door as on its own page."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.desk import bulk
from inquiries.desk import picked as picked_rows
from inquiries.models import Event, Inquiry, Notice, OpeningHours, User
from inquiries.week import DAYS
from inquiries.work import noticing
from tests.factories import InquiryFactory, MessageFactory, UserFactory
from tests.inquiries.desk.pages import element, said, tree, words

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


class TestAllOfAList:
    """More than is picked by hand: asked about first, and exactly what was asked about is done."""

    def ask(self, client: Client, address: str = "/?tab=all&language=fr", **what: Any) -> Any:
        return client.post("/picked/", {"pk": [1], "all": "on", "next": address, **what})

    def test_it_is_asked_first_and_what_comes_in_between_stays_out(self, agent_client: Client) -> None:
        rows = [InquiryFactory.create(language="fr") for _ in range(30)]
        other = InquiryFactory.create(language="de")
        page = self.ask(agent_client, status="CLOSED")
        assert words(element(page, "main")).startswith("Set 30 inquiries to Closed? All of “All”, language French")
        assert {row.status for row in fresh(rows)} == {"NEW"}
        late = InquiryFactory.create(language="fr")
        (form,) = tree(page).xpath("//main//form")
        assert said(agent_client, agent_client.post("/picked/", {**dict(form.fields), "sure": ""})) == (
            "30 inquiries changed."
        )
        assert {row.status for row in fresh(rows)} == {"CLOSED"}
        assert {row.status for row in fresh([other, late])} == {"NEW"}

    def test_too_many_or_another_list_than_meant_are_refused(
        self, agent_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        InquiryFactory.create(language="fr")
        for address in ("/?tab=all&langage=fr", "/?tab=alle", "/?tab=all&since=soon"):
            refused = self.ask(agent_client, address, status="CLOSED")
            assert refused.status_code == 302
            assert "Some of the filters make no sense" in said(agent_client, refused)
        monkeypatch.setattr(picked_rows, "MOST", 1)
        InquiryFactory.create(language="fr")
        refused = self.ask(agent_client, status="CLOSED")
        assert said(agent_client, refused).startswith("These are more than 1 inquiries.")
        assert said(agent_client, self.ask(agent_client, "/?tab=parked", read="")) == "Pick at least one inquiry."
        assert Event.objects.count() == 0

    def test_every_act_has_its_question(self, agent_client: Client, picked: list[Inquiry]) -> None:
        questions = {
            "Assign 3 inquiries to Nora Lindqvist?": {"assignee": "me"},
            "Give 3 inquiries back to everybody?": {"assignee": "none"},
            "Snooze 3 inquiries:": {"snooze": "tomorrow"},
            "Park 3 inquiries?": {"park": "in"},
            "Make inquiries of what is parked among 3 inquiries?": {"park": "out"},
            "Mark 3 inquiries as read?": {"read": ""},
            "Block 3 senders of 3 inquiries?": {"block": ""},
        }
        for question, what in questions.items():
            assert words(element(self.ask(agent_client, "/?tab=all", **what), "main")).startswith(question)
        assert said(agent_client, self.ask(agent_client, "/?tab=all")) == "Choose what to do with them."
        assert Event.objects.count() == 0


def test_they_are_parked_read_and_blocked(agent_client: Client, picked: list[Inquiry]) -> None:
    Inquiry.objects.filter(pk=picked[2].pk).update(status="BOOKED")
    told = said(agent_client, act(agent_client, picked, park="in"))
    assert told == f"2 inquiries changed. TH-{picked[2].pk}: It is booked: only what is open can be parked."
    assert [row.parked_reason for row in fresh(picked)] == ["hand", "hand", ""]
    assert [row.needs_reply_since is None for row in fresh(picked)] == [True, True, False]
    act(agent_client, picked[:1], park="out")
    assert [row.parked_reason for row in fresh(picked)] == ["", "hand", ""]
    act(agent_client, picked, read="")
    assert not any(row.unread for row in fresh(picked))
    page = act(agent_client, picked[:1], block="")  # a question, also for a single one
    assert words(element(page, "main")).startswith("Block 1 sender of 1 inquiry?")
    (form,) = tree(page).xpath("//main//form")
    agent_client.post("/picked/", {**dict(form.fields), "sure": ""})
    assert [row.parked_reason for row in fresh(picked)] == ["blocked", "hand", ""]
    assert fresh(picked)[0].contact.blocked


class TestUndo:
    def undo(self, client: Client) -> str:
        return said(client, client.post("/picked/undo/", {"next": "/?tab=all"}))

    def test_the_last_act_is_taken_back(self, agent: User, agent_client: Client, picked: list[Inquiry]) -> None:
        later = timezone.now() + timedelta(days=2)
        Inquiry.objects.filter(pk=picked[0].pk).update(snoozed_until=later, status="LOST", lost_reason="Too dear")
        before = list(Inquiry.objects.order_by("pk").values())
        for what in ({"status": "CLOSED"}, {"assignee": "me"}, {"park": "in"}, {"snooze": "3d"}):
            response = act(agent_client, picked, **what)
            assert tree(agent_client.get(response["Location"])).xpath("//*[@id='said']//form[@action='/picked/undo/']")
            assert "as before" in self.undo(agent_client)
            assert list(Inquiry.objects.order_by("pk").values()) == before
            assert self.undo(agent_client) == "There is nothing to undo any more."
        assert Event.objects.filter(data__undone=True, actor=agent).count() == 11

    def test_awake_again_and_written_to_is_not_put_aside_once_more(
        self, agent_client: Client, picked: list[Inquiry]
    ) -> None:
        later = timezone.now() + timedelta(days=2)
        Inquiry.objects.filter(pk__in=[row.pk for row in picked]).update(snoozed_until=later)
        said(agent_client, act(agent_client, picked, snooze="wake"))
        MessageFactory.create(inquiry=picked[0], direction="IN")
        assert self.undo(agent_client) == "2 inquiries are as before. 1 inquiry changed since: left as now."
        assert [row.snoozed_until for row in fresh(picked)] == [None, later, later]

    def test_what_somebody_changed_since_stays(
        self, agent_client: Client, manager_client: Client, picked: list[Inquiry]
    ) -> None:
        said(agent_client, act(agent_client, picked, status="QUOTED"))
        said(manager_client, act(manager_client, picked[:1], status="BOOKED"))
        assert self.undo(agent_client) == "2 inquiries are as before. 1 inquiry changed since: left as now."
        assert [row.status for row in fresh(picked)] == ["BOOKED", "NEW", "NEW"]
        assert self.undo(manager_client) == "1 inquiry is as before."
        assert fresh(picked)[0].status == "QUOTED"

    def test_another_act_ends_it(self, agent_client: Client, picked: list[Inquiry]) -> None:
        said(agent_client, act(agent_client, picked, status="QUOTED"))
        response = act(agent_client, picked, read="")
        assert not tree(agent_client.get(response["Location"])).xpath("//form[@action='/picked/undo/']")
        assert self.undo(agent_client) == "There is nothing to undo any more."
        assert {row.status for row in fresh(picked)} == {"QUOTED"}


class TestTheNotice:
    @pytest.fixture
    def bea(self) -> User:
        return UserFactory.create(username="bea", email="bea@halden.example", is_staff=True)

    @pytest.fixture
    def bell(self, agent: User, bea: User) -> Client:
        bea.groups.set(agent.groups.all())
        client = Client()
        client.force_login(bea)
        return client

    def test_many_that_are_given_at_once_are_one(
        self, agent_client: Client, bell: Client, bea: User, picked: list[Inquiry], mailoutbox: Any, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(bulk, "act", partial(bulk.act, chunk_size=2))
        act(agent_client, picked[:1], assignee=bea.pk)
        (first,) = Notice.objects.all()
        assert first.get_absolute_url() == f"/inquiries/{picked[0].pk}/"
        more = [*picked, InquiryFactory.create(), InquiryFactory.create()]
        act(agent_client, more, assignee=bea.pk)  # the first one is hers already
        notice = Notice.objects.latest("pk")
        assert Notice.objects.count() == 2
        listed = tree(bell.get("/notices/", headers={"HX-Request": "true"}))
        assert "Nora Lindqvist gave you 4 inquiries" in words(listed)
        assert listed.xpath("//a/@href")[0] == "/?tab=mine"
        assert len(tree(bell.get("/?tab=mine")).find_class("hub-row")) == 5
        # To open one of them is not to have seen all.
        bell.post("/notices/seen/", {"inquiry": more[1].pk})
        notice.refresh_from_db()
        assert notice.seen_at is None
        Inquiry.objects.filter(pk=more[1].pk).update(assignee=None)
        Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now())
        noticing.mail(notice.pk)
        assert mailoutbox[0].subject == "Nora Lindqvist gave you 3 inquiries"
        assert "/?tab=mine" in mailoutbox[0].body

    def test_none_of_what_one_takes_oneself_or_had(self, agent_client: Client, picked: list[Inquiry]) -> None:
        act(agent_client, picked, assignee="me")
        act(agent_client, picked, assignee="none")
        assert not Notice.objects.exists()


def test_the_menu_says_who_is_away(agent_client: Client, picked: list[Inquiry]) -> None:
    UserFactory.create(first_name="Ben", last_name="Away", away=True)
    back = timezone.localtime(timezone.now()).replace(hour=9, minute=0) + timedelta(days=3)
    UserFactory.create(first_name="Cem", last_name="Back", away=True, away_until=back)
    buttons = [words(button) for button in tree(agent_client.get("/?tab=all")).xpath("//button[@name='assignee']")]
    assert "Ben Away away" in buttons
    assert f"Cem Back away until {back:%a} 09:00" in buttons
    assert "Nora Lindqvist" in buttons
