"""What somebody writes is kept as they type, is theirs alone, and is gone when the reply is queued."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import attachments, drafts, replies, standing
from inquiries.held import Composing
from inquiries.intake import receive
from inquiries.models import Draft, DraftFile, Inquiry, Message, User
from inquiries.work import tasks
from tests.factories import inbound
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def inquiry() -> Inquiry:
    return receive(inbound(email="anna@post.example")).message.inquiry


def save(client: Client, inquiry: Inquiry, text: str, version: int = 0, **typed: Any) -> Any:
    fields = {"channel": "email", "text": text, "version": version, "word": "w1"} | typed
    return client.post(reverse("inquiry_draft", args=[inquiry.pk]), fields)


def mine(client: Client, inquiry: Inquiry) -> Any:
    return client.get(reverse("inquiry_draft", args=[inquiry.pk])).json()


def upload(client: Client, inquiry: Inquiry, name: str, content: bytes = b"%PDF", channel: str = "email") -> Any:
    data = {"channel": channel, "word": "w1", "files": [SimpleUploadedFile(name, content, "application/pdf")]}
    return client.post(reverse("inquiry_draft_files", args=[inquiry.pk]), data)


def send(client: Client, inquiry: Inquiry, text: str, **more: Any) -> Any:
    fields = {"channel": "email", "text": text, "word": "w1"} | more
    return client.post(reverse("inquiry_reply", args=[inquiry.pk]), fields, headers=HTMX)


def test_older_text_never_writes_over_newer_and_nobody_else_sees_it(
    agent_client: Client, manager_client: Client, inquiry: Inquiry
) -> None:
    assert save(agent_client, inquiry, "Good").json()["version"] == 1
    assert save(agent_client, inquiry, "Good news", 1, subject="Rooms", to="anna@post.example").json()["version"] == 2
    assert save(agent_client, inquiry, "Good news", 1, subject="Rooms", to="anna@post.example").json()["version"] == 2
    late = save(agent_client, inquiry, "Good old", 1)
    assert (late.status_code, late.json()["newer"]["text"], late.json()["newer"]["version"]) == (409, "Good news", 2)
    assert save(agent_client, inquiry, "A second beginning").status_code == 409
    save(agent_client, inquiry, "Call her", channel="note")
    found = mine(agent_client, inquiry)
    assert (found["reply"]["text"], found["reply"]["subject"], found["note"]["text"]) == (
        "Good news",
        "Rooms",
        "Call her",
    )
    assert mine(manager_client, inquiry) == {}
    assert save(manager_client, inquiry, "Mine", word="w2").json()["version"] == 1
    assert mine(agent_client, inquiry)["reply"]["text"] == "Good news"
    page = agent_client.get(reverse("inquiry", args=[inquiry.pk]), {"draft": "reply"})
    assert element(page, "reply-text").text_content().strip() == "Good news"  # as without scripts
    assert save(agent_client, inquiry, " ", 2).json()["version"] == 0
    assert "reply" not in mine(agent_client, inquiry)


def test_the_draft_goes_with_its_reply_and_newer_words_of_another_window_stay(
    agent_client: Client, inquiry: Inquiry
) -> None:
    save(agent_client, inquiry, "Both weeks")
    assert send(agent_client, inquiry, "Both weeks have rooms.", version=1).status_code == 204
    assert not Draft.objects.exists()
    # A save that was on its way makes no draft of what has been sent.
    late = save(agent_client, inquiry, "Both weeks have rooms.")
    assert (late.status_code, late.json()["sent"], late.json()["same"]) == (409, True, True)
    assert not Draft.objects.exists()
    save(agent_client, inquiry, "One thing", word="w2")
    save(agent_client, inquiry, "One thing more, from the other window", 1, word="w2")
    send(agent_client, inquiry, "One thing", version=1, word="w2")
    assert mine(agent_client, inquiry)["reply"]["text"] == "One thing more, from the other window"


def test_a_window_goes_over_its_own_save_that_it_has_not_heard_of_and_over_no_other(
    agent_client: Client, inquiry: Inquiry
) -> None:
    save(agent_client, inquiry, "Both\r\nweeks")
    # Closed before the answer came: the last letters begin from the same version.
    last = save(agent_client, inquiry, "Both\r\nweeks have rooms", over=["Both\r\nweeks"])
    assert (last.status_code, last.json()["version"]) == (200, 2)
    assert save(agent_client, inquiry, "Both\r\nweeks").status_code == 409  # the first one, overtaken
    assert save(agent_client, inquiry, "Neither", 1, over=["Both", "Both\r\nweeks"]).status_code == 409
    assert mine(agent_client, inquiry)["reply"]["text"] == "Both\nweeks have rooms"  # as a box has it
    assert save(agent_client, inquiry, "", over=["Both\r\nweeks have rooms"]).json()["version"] == 0
    assert not Draft.objects.exists()


def test_words_go_above_files_that_were_there_first(agent_client: Client, inquiry: Inquiry) -> None:
    upload(agent_client, inquiry, "offer.pdf")
    assert save(agent_client, inquiry, "Here it is").json()["version"] == 2


@pytest.mark.django_db(transaction=True)
def test_a_save_that_meets_the_reply_on_its_way_begins_no_draft_behind_it(
    agent: User, agent_client: Client, inquiry: Inquiry
) -> None:
    answers: list[Any] = []

    def save_meanwhile() -> None:
        answers.append(save(agent_client, inquiry, "Both weeks have rooms."))
        connection.close()

    with transaction.atomic():
        replies.queue(
            inquiry, author=agent, channel="email", text="Both weeks have rooms.", composing=Composing(word="w1")
        )
        meanwhile = Thread(target=save_meanwhile)
        meanwhile.start()
        meanwhile.join(timeout=1)
        assert meanwhile.is_alive(), "it waits for the reply"
    meanwhile.join()
    assert (answers[0].status_code, answers[0].json()["sent"]) == (409, True)
    assert not Draft.objects.exists()


def test_files_stay_with_the_draft_until_it_is_sent(
    agent_client: Client, manager_client: Client, inquiry: Inquiry, settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 20
    told = upload(agent_client, inquiry, "offer.pdf").json()
    assert ("offer.pdf" in told["files"], told["said"], told["word"]) == (True, "", "w1")
    assert upload(agent_client, inquiry, "huge.pdf", b"x" * 21).json()["said"].startswith("huge.pdf is larger than")
    assert "too large" in upload(agent_client, inquiry, "more.pdf", b"x" * 19).json()["said"]
    assert upload(agent_client, inquiry, "note.pdf", channel="note").status_code == 422
    assert "prices.pdf" in upload(agent_client, inquiry, "prices.pdf", b"%PDF2").json()["files"]
    offer, prices = DraftFile.objects.all()
    remove = reverse("draft_file_remove", args=[prices.pk])
    assert manager_client.post(remove).status_code == 404
    assert manager_client.get(reverse("inquiry_draft", args=[inquiry.pk])).json() == {}
    stolen = send(manager_client, inquiry, "Hello", kept=[offer.pk])
    assert "not there any more" in words(tree(stolen))
    assert "prices.pdf" not in agent_client.post(remove).json()["files"]
    assert send(agent_client, inquiry, "Here it is", kept=[offer.pk], version=1).status_code == 204
    message = Message.objects.get(direction="OUT")
    assert [file.filename for file in message.attachments.all()] == ["offer.pdf"]
    assert attachments.read(message.attachments.get().blob) == b"%PDF"
    assert not Draft.objects.exists()
    assert send(agent_client, inquiry, "Here it is", kept=[offer.pk], version=1).status_code == 204  # once more
    assert Message.objects.filter(direction="OUT").count() == 1


def test_a_file_that_comes_while_the_other_window_sends_is_kept_for_the_next_reply(
    agent_client: Client, inquiry: Inquiry
) -> None:
    """Two windows hold one reply: one sends it while the other one's file is on its way."""
    first = upload(agent_client, inquiry, "offer.pdf").json()
    version = save(agent_client, inquiry, "Here it is", first["version"]).json()["version"]
    assert (
        send(agent_client, inquiry, "Here it is", kept=[DraftFile.objects.get().pk], version=version).status_code == 204
    )
    late = upload(agent_client, inquiry, "prices.pdf").json()
    assert "The reply went out meanwhile, without this file. It is kept for your next one." in late["said"]
    assert (late["sent"], "prices.pdf" in late["files"], late["word"] != "w1") == (True, True, True)

    # What its window writes is what went out: it is told so, and which files are left.
    told = save(agent_client, inquiry, "Here it is", version)
    assert (told.status_code, told.json()["same"], "prices.pdf" in told.json()["files"]) == (409, True, True)
    again = send(agent_client, inquiry, "Here it is", kept=[DraftFile.objects.get().pk], version=version)
    assert (again.status_code, "An earlier version of this went out" in words(tree(again))) == (422, True)
    assert Message.objects.filter(direction="OUT").count() == 1

    kept = [DraftFile.objects.get().pk]
    assert send(agent_client, inquiry, "And the prices", kept=kept, word=late["word"], version=1).status_code == 204
    files = Message.objects.filter(direction="OUT").latest("pk").attachments.all()
    assert [file.filename for file in files] == ["prices.pdf"]
    assert not Draft.objects.exists()


def test_such_a_file_that_is_sent_at_once_leaves_no_empty_draft_behind(agent_client: Client, inquiry: Inquiry) -> None:
    send(agent_client, inquiry, "Here it is")
    upload(agent_client, inquiry, "prices.pdf")
    kept = [DraftFile.objects.get().pk]
    assert send(agent_client, inquiry, "And the prices", kept=kept, word="w2", version="").status_code == 204
    assert not Draft.objects.exists()


def test_what_waits_or_was_taken_back_is_not_said_to_have_gone_out(agent_client: Client, inquiry: Inquiry) -> None:
    later = (timezone.now() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    send(agent_client, inquiry, "Safe travels!", send_at="at", send_on=later)
    told = upload(agent_client, inquiry, "prices.pdf").json()
    assert (told["sent"], told["said"]) == (
        True,
        "The reply was scheduled meanwhile, without this file. It is kept for your next one.",
    )
    agent_client.post(reverse("message_undo", args=[Message.objects.get(direction="OUT").pk]), headers=HTMX)
    told = upload(agent_client, inquiry, "map.pdf").json()
    assert ("sent" in told, told["said"], told["text"]) == (False, "", "Safe travels!")
    assert [name in told["files"] for name in ("prices.pdf", "map.pdf")] == [True, True]


@pytest.mark.parametrize("how", ["emptied", "file removed"])
@pytest.mark.django_db(transaction=True)
def test_a_file_that_comes_while_the_other_window_empties_the_draft_is_kept(
    how: str, agent: User, agent_client: Client, inquiry: Inquiry
) -> None:
    if how == "emptied":
        version = save(agent_client, inquiry, "Here it is").json()["version"]
    else:
        upload(agent_client, inquiry, "offer.pdf")
    draft = Draft.objects.get()
    answers: list[Any] = []

    def empty() -> None:
        if how == "emptied":
            answers.append(save(agent_client, inquiry, "", version))
        else:
            answers.append(agent_client.post(reverse("draft_file_remove", args=[draft.files.get().pk])))
        connection.close()

    with transaction.atomic():  # as add_files has it when the other window has looked for files and found none
        standing.lock(inquiry.pk)
        other = Thread(target=empty)
        other.start()
        other.join(timeout=1)
        assert other.is_alive(), "it waits for the file"
        DraftFile.objects.create(draft=draft, filename="prices.pdf", size=4, sha256="0" * 64, blob="blobs/00/0")
    other.join()
    assert answers[0].status_code == 200
    assert [file.filename for file in Draft.objects.get().files.all()] == ["prices.pdf"]


def test_what_whatsapp_would_not_take_is_said_when_it_is_chosen(agent_client: Client) -> None:
    chat = receive(inbound(wa_id="447700900417")).message.inquiry
    zipped = SimpleUploadedFile("rooms.zip", b"PK", "application/zip")
    data = {"channel": "whatsapp", "files": [zipped]}
    told = agent_client.post(reverse("inquiry_draft_files", args=[chat.pk]), data).json()
    assert "rooms.zip" in told["said"]
    assert "rooms.zip" in told["files"]  # it may still go by mail


def test_an_empty_file_is_said_when_it_is_chosen_and_does_not_go(agent_client: Client, inquiry: Inquiry) -> None:
    told = upload(agent_client, inquiry, "offer.pdf", b"").json()
    assert told["said"] == "offer.pdf is empty."
    file = DraftFile.objects.get(filename="offer.pdf")
    refused = send(agent_client, inquiry, "Our offer.", kept=file.pk)
    assert (refused.status_code, "offer.pdf is empty." in refused.content.decode()) == (422, True)


def test_what_was_left_for_a_month_goes_with_its_bytes(agent, inquiry: Inquiry, settings, monkeypatch) -> None:
    from inquiries.envelope import OutboundFile

    file = OutboundFile(filename="offer.pdf", content_type="application/pdf", content=b"%PDF left")
    draft = drafts.add_files(inquiry, author=agent, channel="email", files=[file])
    blob = draft.files.get().blob
    tasks.expire_drafts()
    assert Draft.objects.count() == 1
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=settings.DRAFT_KEEP_DAYS, hours=1))
    tasks.expire_drafts()
    assert (Draft.objects.count(), DraftFile.objects.count()) == (0, 1)  # its bytes are too fresh to be sure
    monkeypatch.setattr(attachments, "_FRESH", 0)
    tasks.expire_drafts()
    assert DraftFile.objects.count() == 0
    with pytest.raises(FileNotFoundError):
        attachments.size_of(blob)


def test_who_may_not_write_keeps_nothing(inquiry: Inquiry, client: Client) -> None:
    assert save(client, inquiry, "Hello").status_code == 302
    from inquiries.models import User

    client.force_login(User.objects.create_user("nobody"))
    assert save(client, inquiry, "Hello").status_code == 403
    assert upload(client, inquiry, "offer.pdf").status_code == 403
    assert not Draft.objects.exists()


def test_a_draft_follows_the_inquiry_that_it_was_joined_to(agent_client: Client, inquiry: Inquiry) -> None:
    save(agent_client, inquiry, "Written before")
    other = receive(inbound(email="ben@post.example")).message.inquiry
    Inquiry.objects.filter(pk=inquiry.pk).update(merged_into=other)
    assert mine(agent_client, other)["reply"]["text"] == "Written before"
    assert save(agent_client, other, "Written before and after", 1).json()["version"] == 2
    send(agent_client, other, "Written before and after", version=2)
    assert not Draft.objects.exists()
