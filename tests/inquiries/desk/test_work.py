"""The work page: how the machinery is, what is due, what failed and why, and the means to mend it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import dead_letters, standing
from inquiries.errors import WorkError
from inquiries.models import Attachment, DeadLetter, Event, Heartbeat, Inquiry, Message
from messaging.models import WebhookEvent
from tests.factories import AttachmentFactory, ContactFactory, InquiryFactory, MessageFactory
from tests.inquiries.desk.pages import element, has_link, link, tree, words
from tests.inquiries.post_office import PostOffice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post_office")]


def failed(name: str = "Anna Berg", error: str = "The mailbox is full.", **columns: Any) -> Message:
    """A mail of ours that was given up."""
    message: Message = MessageFactory.create(
        inquiry=InquiryFactory.create(contact=ContactFactory.create(name=name)),
        direction="OUT",
        **{"state": "PERMANENTLY_FAILED", "attempts": 8, "last_error": error, **columns},
    )
    standing.recount_failures(message.inquiry_id)
    return message


def causes(response: Any) -> list[tuple[str, str, str]]:
    """Count, title and what is said of each cause, as they stand on the page."""
    return [
        (words(cause.find_class("hub-cause__n")[0]), words(cause.find(".//h3")), words(cause.find(".//p")))
        for cause in tree(response).find_class("hub-cause")
    ]


def opened(response: Any) -> list[str]:
    return [words(row) for row in tree(response).find_class("hub-try")]


def panel(response: Any, title: str) -> list[str]:
    heading = tree(response).xpath("//h2[normalize-space()=$title]", title=title)[0]
    return [words(line) for line in heading.getparent().iter("li")]


def press(client: Client, page: Any, label: str, *, row: str = "", htmx: bool = False) -> Any:
    """Press the button of the first cause, or of its row that names `row`."""
    for form in tree(page).find_class("work-acts"):
        button = next((button for button in form.iter("button") if words(button) == label), None)
        line = form.xpath("ancestor::li")
        if button is None or (row and not (line and row in words(line[0]))):
            continue
        data = {field.get("name"): field.get("value") for field in form.iter("input")}
        data[button.get("name")] = button.get("value")
        return client.post(form.get("action"), data, headers={"HX-Request": "true"} if htmx else {})
    raise AssertionError(f"no button {label!r}")


class TestMachinery:
    def test_what_never_ran_is_said(self, agent_client: Client) -> None:
        worker, beat, broker, database, reading = panel(agent_client.get("/work/"), "Machinery")
        assert worker.startswith("Worker Look here Never seen.")
        assert beat.startswith("Scheduler Look here Never seen.")
        assert broker.startswith("Broker Well")
        assert database.startswith("Database Well")
        assert reading == "Reading Well By rules on this machine."

    def test_heartbeats(self, agent_client: Client) -> None:
        Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=6))
        Heartbeat.objects.create(name="beat", at=timezone.now() - timedelta(minutes=4))
        worker, beat, *_ = panel(agent_client.get("/work/"), "Machinery")
        swept = re.match(r"Worker Well Last swept (\d+) s ago\.", worker)
        assert swept
        assert 6 <= int(swept[1]) < 60, "the page itself may take a second"
        assert beat.startswith("Scheduler Look here No sign for 4 min")

    def test_the_oldest_due_row_of_each_kind(self, agent_client: Client) -> None:
        for minutes in (3, 1):
            due_at = timezone.now() - timedelta(minutes=minutes)
            MessageFactory.create(direction="OUT", state="QUEUED", due_at=due_at)
        due = panel(agent_client.get("/work/"), "Due now")
        assert "Replies to send 2, for 3 min" in due
        assert "Messages to read None" in due

    def test_states_of_one_task_are_one_line(self, agent_client: Client) -> None:
        due = panel(agent_client.get("/work/"), "Due now")
        names = [line.removesuffix(" None") for line in due]
        assert len(names) > 5
        assert sorted(names) == sorted(set(names))

    def test_a_broken_channel_hides_nothing(self, settings, agent_client: Client) -> None:
        settings.CHANNELS = {"pigeon": "nowhere.at_all"}
        page = agent_client.get("/work/")
        assert panel(page, "Pigeon") == ["Pigeon Look here Could not be asked (ModuleNotFoundError)."]


class TestFailures:
    def test_with_none_it_says_so(self, agent_client: Client) -> None:
        page = agent_client.get("/work/")
        assert words(element(page, "work-lead")) == "Nothing needs a person."
        assert causes(page) == []

    def test_they_are_grouped_by_cause_the_biggest_first(self, agent_client: Client) -> None:
        failed(error="Meta says 131026.", channel="whatsapp", error_code="131026")
        for number in range(3):
            failed(error=f"The mailbox is full ({number} MB).")
        page = agent_client.get("/work/")
        assert [(count, title) for count, title, _ in causes(page)] == [
            ("3", "Replies that were not delivered"),
            ("1", "A reply that was not delivered"),
        ]
        assert causes(page)[1][2].startswith("Meta says 131026.")
        assert words(element(page, "work-lead")) == "4 need a person. 3 of them share one cause."
        assert words(element(page, "n-work")) == "4 need a person"

    def test_the_biggest_is_open_and_names_message_and_attempts(self, agent_client: Client) -> None:
        message = failed()
        page = agent_client.get("/work/")
        (row,) = opened(page)
        assert row.startswith("Anna Berg Mail to them,")
        assert f"8 attempts, message {message.pk}" in row
        assert link(page, "Anna Berg") == f"/inquiries/{message.inquiry_id}/?to={message.pk}#m-{message.pk}"

    def test_one_reply_alone_is_opened_first_and_a_shared_cause_retried(self, agent_client: Client) -> None:
        alone = failed(error="There is no such mail domain.")
        page = agent_client.get("/work/")
        assert link(page, "Open") == f"/inquiries/{alone.inquiry_id}/?to={alone.pk}#m-{alone.pk}"
        for number in range(2):
            failed(error=f"The mailbox is full ({number} MB).")
        shared = agent_client.get("/work/").text
        first = shared[: shared.index("There is no such mail domain.")]
        assert "Retry all 2" in first
        assert ">Open<" not in first

    def test_a_cause_is_shut_and_opened_by_a_link(self, agent_client: Client) -> None:
        failed()
        shut = agent_client.get(link(agent_client.get("/work/"), "A reply that was not delivered"))
        assert opened(shut) == []
        assert len(opened(agent_client.get(link(shut, "A reply that was not delivered")))) == 1

    def test_five_are_shown_then_all(self, agent_client: Client) -> None:
        for _ in range(8):
            failed()
        page = agent_client.get("/work/")
        assert len(opened(page)) == 6
        assert len(opened(agent_client.get(link(page, "Show the other 3")))) == 8

    def test_a_file_that_failed_is_one_too(self, agent_client: Client) -> None:
        file = AttachmentFactory.create(
            filename="passport.pdf", state="PERMANENTLY_FAILED", due_at=None, last_error="Gone at Meta.", attempts=8
        )
        page = agent_client.get("/work/")
        assert causes(page)[0][1] == "A file that could not be fetched"
        assert opened(page)[0].endswith(f"8 attempts, message {file.message_id} Retry")
        press(agent_client, page, "Retry")
        file.refresh_from_db()
        assert (file.state, file.attempts) == (Attachment.State.PENDING, 0)

    def test_a_channels_own_row_leads_to_the_admin_those_who_may_look(
        self, agent_client: Client, manager_client: Client
    ) -> None:
        event = WebhookEvent.objects.create(
            body=b"{}", sha256="0" * 64, size=2, state="PERMANENTLY_FAILED", last_error="Not a body of Meta's."
        )
        assert link(manager_client.get("/work/"), str(event)) == f"/admin/messaging/webhookevent/{event.pk}/change/"
        page = agent_client.get("/work/")
        assert not has_link(page, str(event))
        assert opened(page)[0].startswith(str(event))

    def test_the_page_refreshes_its_live_part_alone(self, agent_client: Client) -> None:
        failed()
        part = agent_client.get("/work/", headers={"HX-Request": "true"})
        assert part.content.decode().lstrip().startswith('<div class="hub-work"')
        assert "<html" not in part.content.decode()
        assert tree(agent_client.get("/work/")).get_element_by_id("work").get("hx-trigger") == "every 10s"


class TestRetry:
    def test_one(self, agent_client: Client) -> None:
        failed("Anna Berg")
        other = failed("Ben Ode")
        response = press(agent_client, agent_client.get("/work/"), "Retry", row="Ben Ode")
        assert words(element(agent_client.get(response["Location"]), "said")) == "1 tried again."
        states = dict(Message.objects.values_list("pk", "state"))
        assert states.pop(other.pk) == "QUEUED"
        assert set(states.values()) == {"PERMANENTLY_FAILED"}
        assert Event.objects.filter(kind=Event.Kind.RETRIED, message=other).exists()

    def test_one_may_be_left_at_that(self, agent_client: Client) -> None:
        gone, stays = failed("Anna Berg"), failed("Ben Ode")
        press(agent_client, agent_client.get("/work/"), "Leave it", row="Anna Berg")
        states = dict(Message.objects.values_list("pk", "state"))
        assert (states[gone.pk], states[stays.pk]) == ("CANCELLED", "PERMANENTLY_FAILED")
        assert words(element(agent_client.get("/work/"), "work-lead")) == "1 needs a person."

    def test_all_of_a_cause_however_many(self, agent_client: Client) -> None:
        for number in range(60):
            failed(error=f"The mailbox is full ({number} MB).")
        stays = failed(error="Another cause")
        press(agent_client, agent_client.get("/work/"), "Retry all 60")
        assert Message.objects.filter(state="QUEUED").count() == 60
        assert list(Message.objects.filter(state="PERMANENTLY_FAILED")) == [stays]
        assert Inquiry.objects.filter(failed_count__gt=0).count() == 1

    def test_by_htmx_the_live_part_comes_back_and_says_what_was_done(self, agent_client: Client) -> None:
        failed()
        part = press(agent_client, agent_client.get("/work/"), "Retry", htmx=True)
        assert words(element(part, "said")) == "1 tried again."
        assert words(element(part, "work-lead")) == "Nothing needs a person."
        assert "<html" not in part.content.decode()

    def test_somebody_was_faster(self, agent_client: Client) -> None:
        message = failed()
        page = agent_client.get("/work/")
        Message.objects.filter(pk=message.pk).update(state="SENT")
        response = press(agent_client, page, "Retry")
        assert words(element(agent_client.get(response["Location"]), "said")) == "Somebody has seen to it already."

    def test_a_send_with_an_unknown_outcome_is_settled_by_a_person(self, agent_client: Client) -> None:
        arrived, lost = (failed(name, state="UNCONFIRMED", attempts=1) for name in ("Anna Berg", "Ben Ode"))
        page = agent_client.get("/work/")
        assert causes(page)[0][1] == "Sends with an unknown outcome"
        press(agent_client, page, "It arrived", row="Anna Berg")
        press(agent_client, page, "Send again", row="Ben Ode")
        states = dict(Message.objects.values_list("pk", "state"))
        assert states == {arrived.pk: "SENT", lost.pk: "QUEUED"}

    def test_what_waits_for_its_next_try_can_be_tried_now(self, agent_client: Client) -> None:
        later = timezone.now() + timedelta(hours=1)
        message = failed(state="QUEUED", due_at=later, attempts=2, error="Graph answers 503.")
        page = agent_client.get("/work/")
        assert [(count, title) for count, title, _ in causes(page)] == [("1", "Replies to send: tried again")]
        press(agent_client, page, "Try now")
        message.refresh_from_db()
        assert message.due_at is not None
        assert message.due_at <= timezone.now()

    def test_a_send_under_way_is_not_begun_once_more(self, agent_client: Client) -> None:
        later = timezone.now() + timedelta(minutes=4)
        failed(state="QUEUED", due_at=later, attempts=2, error="Graph answers 503.")
        page = agent_client.get("/work/")
        Message.objects.update(state="SENDING")  # a worker has begun since the page was drawn
        press(agent_client, page, "Try now")
        assert Message.objects.get().due_at == later
        assert "Try now" not in agent_client.get("/work/").content.decode()

    @pytest.mark.parametrize("act", ["", "destroy", "__class__"])
    def test_an_act_that_does_not_exist(self, act: str, agent_client: Client) -> None:
        assert agent_client.post("/work/act/", {"act": act, "key": "x"}).status_code == 400

    def test_reading_an_address_changes_nothing(self, agent_client: Client) -> None:
        assert agent_client.get("/work/act/", {"act": "retry"}).status_code == 405


class TestDeadLetters:
    @pytest.fixture
    def letter(self) -> DeadLetter:
        return dead_letters.keep(
            source="email", account="desk@halden.example", external_id="x1", raw=b"odd", error="Too deep"
        )

    def test_a_manager_replays_it(self, letter: DeadLetter, post_office: PostOffice, manager_client: Client) -> None:
        page = manager_client.get("/work/")
        assert causes(page)[0][:2] == ("1", "An input that no parser could take")
        press(manager_client, page, "Replay")
        letter.refresh_from_db()
        assert (letter.state, post_office.replayed) == ("REPLAYED", [b"odd"])

    def test_what_still_cannot_be_read_stays(
        self, letter: DeadLetter, post_office: PostOffice, manager_client: Client
    ) -> None:
        def refuse(_raw: bytes) -> None:
            raise WorkError("Still too deep", permanent=True)

        post_office.door = refuse
        response = press(manager_client, manager_client.get("/work/"), "Replay")
        page = manager_client.get(response["Location"])
        assert words(element(page, "said")) == "1 still cannot be read."
        assert causes(page)[0][2].startswith("Still too deep")

    def test_or_marks_it_handled(self, letter: DeadLetter, manager_client: Client) -> None:
        press(manager_client, manager_client.get("/work/"), "Mark handled")
        letter.refresh_from_db()
        assert letter.state == "HANDLED"

    def test_an_agent_sees_that_it_is_there_and_may_not_touch_it(
        self, letter: DeadLetter, agent_client: Client, manager_client: Client
    ) -> None:
        page = agent_client.get("/work/")
        assert causes(page)[0][0] == "1"
        assert not tree(page).find_class("work-acts")
        key = tree(manager_client.get("/work/")).xpath("//input[@name='key']/@value")[0]
        for act in ("replay", "handled"):
            assert agent_client.post("/work/act/", {"act": act, "key": key}).status_code == 403
        letter.refresh_from_db()
        assert letter.state == "WAITING"


def test_parked_mail_is_counted_and_leads_to_its_tab(agent_client: Client) -> None:
    for reason in ("bulk", "bulk", "auto_reply"):
        InquiryFactory.create(parked_reason=reason)
    page = agent_client.get("/work/")
    assert causes(page) == [("3", "Parked mail", "1 automatic answer, 2 newsletters. Never answered.")]
    assert link(page, "Look through") == "/?tab=parked"


def test_an_action_brings_the_number_beside_work(agent_client: Client) -> None:
    failed()
    fields = {"act": "retry", "key": tree(agent_client.get("/work/")).xpath("//input[@name='key']/@value")[0]}
    response = agent_client.post("/work/act/", fields, headers={"HX-Request": "true"})
    beside = tree(response).xpath("//*[@id='n-work']")[0]
    assert (words(beside), beside.get("hx-swap-oob")) == ("", "true")


def test_few_queries_however_many_failures(agent_client: Client, django_assert_max_num_queries) -> None:
    for _ in range(30):
        failed()
    for reason in ("bulk", "bounce"):
        InquiryFactory.create(parked_reason=reason)
    with django_assert_max_num_queries(12):
        page = agent_client.get("/work/")
    assert [count for count, *_ in causes(page)] == ["30", "2"]
