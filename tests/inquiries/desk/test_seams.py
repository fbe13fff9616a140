"""Two features at one inquiry: what one of them moves, the other one knows of."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import blocking, recounting, regrouping, replies, standing, starting, workflow
from inquiries.held import Composing
from inquiries.intake import receive
from inquiries.models import Draft, Inquiry, Message, Notice, Regrouping, User
from inquiries.work import noticing
from tests.factories import inbound
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def ten_seconds(settings) -> None:
    settings.UNDO_SECONDS = 10


@pytest.fixture
def inquiry() -> Inquiry:
    return receive(inbound(email="anna@post.example")).message.inquiry


def post(client: Client, inquiry: Inquiry, **more: Any) -> Any:
    fields = {"channel": "email", "text": "Both weeks have rooms.", "word": "w1"} | more
    return client.post(reverse("inquiry_reply", args=[inquiry.pk]), fields, headers=HTMX)


def take_back(client: Client) -> None:
    message = Message.objects.filter(direction="OUT", state="QUEUED").latest("pk")
    client.post(reverse("message_undo", args=[message.pk]), headers=HTMX)


def schedule(inquiry: Inquiry, author: User) -> Message:
    told = Composing(word="later", send_at=timezone.now() + 5 * DAY)
    return replies.queue(inquiry, author=author, channel="email", text="Safe travels!", composing=told)


def pick(client: Client, inquiry: Inquiry, **what: str) -> None:
    client.post("/picked/", {"pk": inquiry.pk, "pks": str(inquiry.pk), "next": "/", **what})


def columns(*names: str) -> dict[str, Any]:
    return Inquiry.objects.values(*names).order_by("pk")[0]


def test_undo_takes_back_the_reminder_that_was_set_with_the_reply(
    agent_client: Client, agent: User, inquiry: Inquiry
) -> None:
    names = ("remind_at", "remind_if_silent", "reminder_by")
    post(agent_client, inquiry, remind="3")
    take_back(agent_client)
    assert columns("remind_at") == {"remind_at": None}
    workflow.remind(inquiry, timezone.now() + 9 * DAY, actor=agent, if_silent=False)
    before = columns(*names)
    post(agent_client, inquiry, remind="3", word="w2")
    post(agent_client, inquiry, remind="3", word="w2")
    assert columns(*names) != before
    take_back(agent_client)
    assert columns(*names) == before


def test_a_reminder_of_silence_stays_off_once_the_customer_has_written(agent: User, inquiry: Inquiry) -> None:
    workflow.remind(inquiry, timezone.now() + DAY, actor=agent)
    Inquiry.objects.update(remind_at=timezone.now() - DAY)
    schedule(inquiry, agent)
    receive(inbound(email="anna@post.example"))
    assert columns("remind_at", "scheduled_at") == {"remind_at": None, "scheduled_at": None}


def test_undo_of_an_act_on_many_puts_all_back_that_hangs_on_the_status(
    agent_client: Client, agent: User, inquiry: Inquiry
) -> None:
    names = (
        *("status", "lost_reason", "needs_reply_since", "target_at", "remind_at", "answer_by", "quoted_at"),
        "parked_reason",
    )
    workflow.remind(inquiry, timezone.now() + 2 * DAY, actor=agent)
    before = columns(*names)
    for act in ({"status": "CLOSED"}, {"status": "OPEN"}, {"status": "QUOTED"}, {"park": "in"}):
        pick(agent_client, inquiry, **act)
        assert columns(*names) != before
        agent_client.post(reverse("undo_picked"), {"next": "/"})
        assert columns(*names) == before, act
    # What was answered meanwhile does not wait again.
    pick(agent_client, inquiry, status="CLOSED")
    post(agent_client, inquiry)
    agent_client.post(reverse("undo_picked"), {"next": "/"})
    assert columns("needs_reply_since") == {"needs_reply_since": None}
    # What was lost is lost again, with its reason.
    workflow.set_status(inquiry, "LOST", actor=agent, lost_reason="Too late")
    pick(agent_client, inquiry, status="OPEN")
    agent_client.post(reverse("undo_picked"), {"next": "/"})
    assert columns("status", "lost_reason") == {"status": "LOST", "lost_reason": "Too late"}


def test_nobody_is_mailed_about_what_is_theirs_no_more(
    agent_client: Client, manager: User, inquiry: Inquiry, mailoutbox: Any
) -> None:
    User.objects.filter(pk=manager.pk).update(email="malik@halden.example")
    pick(agent_client, inquiry, assignee=str(manager.pk))
    agent_client.post(reverse("undo_picked"), {"next": "/"})
    Notice.objects.update(due_at=timezone.now())
    noticing.mail(Notice.objects.get().pk)
    assert (mailoutbox, Notice.objects.get().state) == ([], "SKIPPED")


def test_what_was_said_on_the_phone_is_the_customers_word(
    agent_client: Client, agent: User, manager: User, inquiry: Inquiry
) -> None:
    known = Message.objects.latest("pk").pk
    waiting = schedule(inquiry, agent)
    starting.add(inquiry, actor=manager, how="call", text="They go to Crete instead.")
    waiting.refresh_from_db()
    assert (waiting.state, columns("not_sent")["not_sent"]) == ("CANCELLED", "Not sent: Anna called first")
    assert post(agent_client, inquiry, known=known).status_code == 422  # to be read first
    names = ("last_message_text", "last_message_author", "needs_reply_since", "target_at")
    before = columns(*names)
    assert before["last_message_author"] == ""
    with transaction.atomic():
        recounting.recount(standing.lock(inquiry.pk))
    assert columns(*names) == before


@pytest.mark.parametrize("how", [{"outcome": "spam"}, {"block": "1"}, {"park": "in"}])
def test_nothing_scheduled_goes_to_whom_nobody_wants_to_hear_from(
    how: dict[str, str], agent_client: Client, manager_client: Client, agent: User, inquiry: Inquiry
) -> None:
    row = schedule(inquiry, agent)
    if "outcome" in how:
        agent_client.post(reverse("inquiry_outcome", args=[inquiry.pk]), how)
    else:
        pick(manager_client, inquiry, sure="", **how)
    row.refresh_from_db()
    assert (row.state, columns("scheduled_at")["scheduled_at"]) == ("CANCELLED", None)
    assert Draft.objects.get(author=agent).text == "Safe travels!"


SPAM_OR_PARKED = pytest.mark.parametrize("how", [{"outcome": "spam"}, {"park": "in"}])


def put_aside(client: Client, inquiry: Inquiry, how: dict[str, str]) -> None:
    if "outcome" in how:
        client.post(reverse("inquiry_outcome", args=[inquiry.pk]), how)
    else:
        pick(client, inquiry, **how)


@SPAM_OR_PARKED
def test_undo_of_spam_or_parking_schedules_again_what_was_called_off(
    how: dict[str, str], agent_client: Client, manager_client: Client, inquiry: Inquiry
) -> None:
    offer = SimpleUploadedFile("offer.pdf", b"%PDF", "application/pdf")
    later = (timezone.now() + 5 * DAY).strftime("%Y-%m-%dT%H:%M")
    post(agent_client, inquiry, files=[offer], subject="Two rooms", send_at="at", send_on=later, remind="7")
    address = reverse("inquiry_draft", args=[inquiry.pk])
    agent_client.post(address, {"channel": "email", "text": "Beside it.", "version": 0, "word": "w2"})
    names = (
        *("status", "needs_reply_since", "target_at", "remind_at", "reminder_by", "scheduled_at", "not_sent"),
        *("unread", "file_count", "parked_reason", "last_message_text"),
    )
    row = Message.objects.filter(direction="OUT").values().get()
    before = columns(*names)
    assert before["scheduled_at"] is not None
    assert before["remind_at"] is not None

    put_aside(manager_client, inquiry, how)
    assert columns("scheduled_at", "not_sent") != {"scheduled_at": None, "not_sent": ""}
    answer = manager_client.post(reverse("undo_picked"), {"next": "/"}, follow=True)
    said = words(element(answer, "said"))
    assert said.endswith("1 inquiry is as before.")
    assert columns(*names) == before
    again = Message.objects.filter(direction="OUT").values().get()
    assert again | {"sent_at": row["sent_at"]} == row  # but for some microseconds in which its row was made
    assert [file.filename for file in Message.objects.get(pk=row["id"]).attachments.all()] == ["offer.pdf"]
    draft = Draft.objects.get()
    assert (draft.text, draft.files.count()) == ("Beside it.", 0)
    bubble = words(element(agent_client.get(inquiry.get_absolute_url()), f"m-{row['id']}"))
    assert "Goes out" in bubble


@SPAM_OR_PARKED
@pytest.mark.parametrize("since", ["over", "went on", "wrote"])
def test_what_cannot_go_out_as_it_was_stays_a_draft_and_undo_says_so(
    how: dict[str, str], since: str, agent_client: Client, manager_client: Client, agent: User, inquiry: Inquiry
) -> None:
    row = schedule(inquiry, agent)
    put_aside(manager_client, inquiry, how)
    if since == "over":
        Message.objects.filter(pk=row.pk).update(hold_until=timezone.now())
    elif since == "went on":
        draft = Draft.objects.get()
        more = {"channel": "email", "text": "Safe travels, all!", "version": draft.version, "word": draft.composed}
        agent_client.post(reverse("inquiry_draft", args=[inquiry.pk]), more)
    else:
        receive(inbound(email="anna@post.example", subject=f"Re: Crete [{inquiry.reference}]"))
    text = Draft.objects.get().text
    answer = manager_client.post(reverse("undo_picked"), {"next": "/"}, follow=True)
    said = words(element(answer, "said"))
    row.refresh_from_db()
    assert (row.state, columns("scheduled_at")["scheduled_at"]) == ("CANCELLED", None)
    assert Draft.objects.get().text == text
    changed_since = since == "wrote" and "park" in how
    assert ("as before" in said) != changed_since
    if not changed_since:  # what a customer wrote has taken it out of the tray before the undo did
        assert "1 scheduled reply stays off: its words stand in the draft of who wrote it." in said
        assert columns("needs_reply_since")["needs_reply_since"] is not None


@SPAM_OR_PARKED
def test_put_aside_and_undone_twice_in_a_moment_says_what_is_true(
    how: dict[str, str], manager_client: Client, agent: User, inquiry: Inquiry
) -> None:
    row = schedule(inquiry, agent)
    for _ in range(2):
        put_aside(manager_client, inquiry, how)
        answer = manager_client.post(reverse("undo_picked"), {"next": "/"}, follow=True)
        row.refresh_from_db()
        assert row.state == "QUEUED"
        assert words(element(answer, "said")).endswith("1 inquiry is as before.")


@pytest.mark.parametrize("unread", [True, False])
@SPAM_OR_PARKED
def test_undo_leaves_what_was_unread_so_with_two_scheduled_replies(
    how: dict[str, str], unread: bool, manager_client: Client, manager: User, agent: User, inquiry: Inquiry
) -> None:
    schedule(inquiry, agent)
    schedule(inquiry, manager)
    Inquiry.objects.update(unread=unread)
    put_aside(manager_client, inquiry, how)
    manager_client.post(reverse("undo_picked"), {"next": "/work/"})
    assert list(Message.objects.filter(direction="OUT").values_list("state", flat=True)) == ["QUEUED", "QUEUED"]
    assert columns("unread")["unread"] == unread


def test_what_undo_schedules_again_is_not_sent_from_the_page_that_still_shows_its_draft(
    agent_client: Client, manager_client: Client, agent: User, inquiry: Inquiry
) -> None:
    schedule(inquiry, agent)
    pick(manager_client, inquiry, park="in")
    shown = agent_client.get(reverse("inquiry_draft", args=[inquiry.pk])).json()["reply"]
    manager_client.post(reverse("undo_picked"), {"next": "/work/"})
    again = {"text": shown["text"], "word": shown["word"], "version": shown["version"]}
    answer = post(agent_client, inquiry, **again)
    assert (answer.status_code, "The same text is scheduled already" in words(tree(answer))) == (422, True)
    assert Message.objects.filter(direction="OUT").count() == 1
    assert post(agent_client, inquiry, **again | {"text": "Safe travels, and one thing more."}).status_code == 204


@pytest.fixture
def with_a_file(agent_client: Client, inquiry: Inquiry) -> Message:
    """A reply with a file that waits for its time."""
    offer = SimpleUploadedFile("offer.pdf", b"%PDF", "application/pdf")
    later = (timezone.now() + 5 * DAY).strftime("%Y-%m-%dT%H:%M")
    post(agent_client, inquiry, files=[offer], send_at="at", send_on=later)
    return Message.objects.get(direction="OUT")


def test_a_draft_whose_file_was_taken_out_stays_as_it_is(
    agent_client: Client, manager_client: Client, with_a_file: Message, inquiry: Inquiry
) -> None:
    pick(manager_client, inquiry, park="in")
    agent_client.post(reverse("draft_file_remove", args=[Draft.objects.get().files.get().pk]))
    before = Draft.objects.values().get()
    manager_client.post(reverse("undo_picked"), {"next": "/"})
    with_a_file.refresh_from_db()
    assert (with_a_file.state, Draft.objects.values().get()) == ("CANCELLED", before)


def test_what_its_author_has_sent_since_does_not_go_out_a_second_time(
    agent_client: Client, manager_client: Client, with_a_file: Message, inquiry: Inquiry
) -> None:
    put_aside(manager_client, inquiry, {"outcome": "spam"})
    assert post(agent_client, inquiry, word="w2").status_code == 204  # from a window that does not show the file
    manager_client.post(reverse("undo_picked"), {"next": "/"})
    with_a_file.refresh_from_db()
    assert with_a_file.state == "CANCELLED"
    assert Draft.objects.get().files.get().filename == "offer.pdf"


def test_undo_of_another_act_schedules_nothing_again(
    manager_client: Client, manager: User, agent: User, inquiry: Inquiry
) -> None:
    row = schedule(inquiry, agent)
    for act in ({"park": "in"}, {"park": "out"}, {"assignee": str(manager.pk)}):
        pick(manager_client, inquiry, **act)
    manager_client.post(reverse("undo_picked"), {"next": "/"})
    row.refresh_from_db()
    assert (row.state, columns("assignee", "scheduled_at")) == ("CANCELLED", {"assignee": None, "scheduled_at": None})


@pytest.mark.parametrize("whom", ["contact", "address"])
def test_undo_of_parking_schedules_nothing_for_whom_a_colleague_has_blocked_since(
    whom: str, manager_client: Client, agent: User, inquiry: Inquiry
) -> None:
    row = schedule(inquiry, agent)
    pick(manager_client, inquiry, park="in")
    if whom == "contact":
        blocking.block(inquiry.contact, actor=agent)
    else:
        blocking.block_sender("anna@post.example", actor=agent)
    answer = manager_client.post(reverse("undo_picked"), {"next": "/"}, follow=True)
    row.refresh_from_db()
    assert (row.state, columns("scheduled_at")["scheduled_at"]) == ("CANCELLED", None)
    assert "1 scheduled reply stays off" in words(element(answer, "said"))
    assert columns("needs_reply_since")["needs_reply_since"] is not None


@pytest.mark.parametrize("outcome", ["closed", "spam"])
def test_a_reply_that_is_taken_back_after_the_undo_of_a_close_leaves_it_new(
    outcome: str, agent_client: Client, manager_client: Client, agent: User, inquiry: Inquiry
) -> None:
    schedule(inquiry, agent)
    put_aside(manager_client, inquiry, {"outcome": outcome})
    manager_client.post(reverse("undo_picked"), {"next": "/"})
    assert columns("status")["status"] == "OPEN"
    take_back(agent_client)
    assert columns("status", "scheduled_at") == {"status": "NEW", "scheduled_at": None}


def test_what_still_goes_out_is_said_when_it_is_closed(agent_client: Client, agent: User, inquiry: Inquiry) -> None:
    row = schedule(inquiry, agent)
    answer = agent_client.post(reverse("inquiry_outcome", args=[inquiry.pk]), {"outcome": "closed"}, follow=True)
    assert "A reply still goes out" in words(element(answer, "said"))
    row.refresh_from_db()
    assert row.state == "QUEUED"


def test_drafts_and_notices_follow_an_inquiry_that_was_joined(
    agent_client: Client, agent: User, manager: User, inquiry: Inquiry
) -> None:
    other = receive(inbound(email="berta@post.example")).message.inquiry
    for row in (inquiry, other):
        Draft.objects.create(
            inquiry=row, author=agent, kind="reply", channel="email", text=f"for {row.pk}", composed=f"w{row.pk}"
        )
    schedule(other, agent)
    workflow.assign(other, agent, actor=manager)
    regrouping.join_trips(other, inquiry, actor=manager)
    address = reverse("inquiry_draft", args=[inquiry.pk])
    told = agent_client.get(address).json()["reply"]
    more = {"channel": "email", "text": f"{told['text']} more", "version": told["version"], "word": told["word"]}
    assert agent_client.post(address, more).status_code == 200
    take_back(agent_client)
    texts = " ".join(Draft.objects.values_list("text", flat=True))
    assert all(part in texts for part in (f"for {inquiry.pk}", f"for {other.pk}", "Safe travels!", "more"))
    page = agent_client.get(other.get_absolute_url(), follow=True)
    assert page.content.count(b'name="inquiry" value="%d"' % inquiry.pk)
    agent_client.post(reverse("notices_seen"), {"inquiry": inquiry.pk})
    assert Notice.objects.get().seen_at is not None


def test_what_a_colleague_who_is_gone_had_scheduled_can_still_be_read(
    manager_client: Client, agent: User, inquiry: Inquiry
) -> None:
    row = schedule(inquiry, agent)
    agent.delete()
    receive(inbound(email="anna@post.example"))
    bubble = words(element(manager_client.get(reverse("inquiry", args=[inquiry.pk])), f"m-{row.pk}"))
    assert "Safe travels!" in bubble
    assert "draft" not in bubble


def test_what_was_called_off_goes_along_when_trips_are_joined_and_comes_back(
    agent_client: Client, agent: User, inquiry: Inquiry
) -> None:
    other = receive(inbound(email="bea@post.example")).message.inquiry
    schedule(inquiry, agent)
    receive(inbound(email="anna@post.example"))
    said = {"not_sent": "Not sent: Anna wrote first"}
    agent_client.post(reverse("inquiry_group", args=[other.pk]), {"do": f"trip:{inquiry.pk}"})
    page = agent_client.get("/?tab=all").content.decode()
    assert "Not sent: Anna wrote first" in page
    assert Inquiry.objects.values("not_sent").get(pk=other.pk) == said
    undo = reverse("inquiry_same_undo", args=[other.pk, Regrouping.objects.get().pk])
    agent_client.post(undo)
    assert Inquiry.objects.values("not_sent").get(pk=other.pk) == {"not_sent": ""}
    assert Inquiry.objects.values("not_sent").get(pk=inquiry.pk) == said


def test_what_was_called_off_goes_with_its_reply_when_that_is_moved(
    agent_client: Client, agent: User, inquiry: Inquiry
) -> None:
    other = receive(inbound(email="bea@post.example")).message.inquiry
    reply = schedule(inquiry, agent)
    receive(inbound(email="anna@post.example"))
    group = reverse("inquiry_group", args=[inquiry.pk])
    agent_client.post(group, {"do": f"move:{other.pk}", "message": [reply.pk]})
    assert dict(Inquiry.objects.values_list("pk", "not_sent")) == {
        inquiry.pk: "",
        other.pk: "Not sent: Anna wrote first",
    }
    agent_client.post(reverse("inquiry_same_undo", args=[inquiry.pk, Regrouping.objects.get().pk]))
    assert dict(Inquiry.objects.values_list("pk", "not_sent")) == {
        inquiry.pk: "Not sent: Anna wrote first",
        other.pk: "",
    }


def test_whom_a_reply_that_was_taken_back_went_to_is_a_stranger_still(agent_client: Client, inquiry: Inquiry) -> None:
    far = {"to": "anna@post.example, supplier@hotel.example", "addressed": "1"}
    refused = post(agent_client, inquiry, **far)
    assert refused.status_code == 422
    (agreed,) = set(tree(refused).xpath("//*[@name='agreed']/@value"))
    assert post(agent_client, inquiry, agreed=agreed, **far).status_code < 300
    take_back(agent_client)
    again = words(tree(post(agent_client, inquiry, word="w2", **far)))
    assert "supplier@hotel.example has had no part in this conversation" in again
