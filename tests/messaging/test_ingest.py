"""A stored webhook body becomes messages, receipts and dead letters, whatever is repeated, mixed up or broken."""

import json
import random

import pytest
from django.utils import timezone
from structlog.testing import capture_logs

from inquiries.models import Attachment, DeadLetter, EarlyReport, Identity, Inquiry, Message
from messaging import events, ingest, tasks
from messaging.models import WebhookEvent, WhatsAppMessage, WhatsAppNumber
from messaging.parsing import moment
from tests.factories import MessageFactory
from tests.messaging.payloads import FOLDER, NUMBER_ID, SECRET, body_of, compact, ingest_all, post, recorded, take_in

pytestmark = pytest.mark.django_db

MESSAGES = [
    path.stem for path in sorted(FOLDER.glob("*.json")) if path.stem.split("__")[0] not in {"status", "other", "batch"}
]


def wamid(name: str) -> str:
    """The id of the recorded message, as statuses and reactions name it."""
    value = json.loads(recorded(name))["entry"][0]["changes"][0]["value"]
    rows = value.get("messages") or value.get("statuses")
    return str(rows[0]["id"])


def details(name: str) -> WhatsAppMessage:
    return WhatsAppMessage.objects.select_related("message").get(message__external_id=wamid(name))


def test_posted_message_becomes_a_row_on_an_inquiry(client):
    take_in(client, "text__plain")
    message = Message.objects.get()
    assert (message.channel, message.direction, message.state) == ("whatsapp", "IN", "RECEIVED")
    assert message.text.startswith("Hello, two adults to Madeira")
    assert message.account == NUMBER_ID
    assert message.inquiry.contact.name == "Ann Pellow"
    assert message.identity is not None
    assert message.identity.value == "447700900301"
    event = WebhookEvent.objects.get()
    assert (event.state, event.due_at, event.summary) == ("PROCESSED", None, "1 new")
    assert message.whatsapp.event == event
    assert SECRET.encode() not in bytes(event.body)


@pytest.mark.parametrize("name", MESSAGES)
def test_every_type_gives_a_row_with_its_details(client, name):
    take_in(client, name)
    message = Message.objects.get()
    assert message.text
    assert message.whatsapp.payload["id"] == message.external_id
    assert WebhookEvent.objects.get().state == "PROCESSED"
    assert not DeadLetter.objects.exists()


def test_everything_twice_and_shuffled_is_there_once(client):
    names = sorted(path.stem for path in FOLDER.glob("*.json"))
    take_in(client, *names)
    once = Message.objects.count()
    rows = set(Message.objects.values_list("external_id", "text", "whatsapp__target_id"))
    random.Random(7).shuffle(names)
    for name in names:
        # Not the same bytes, so that the messages themselves have to be recognised.
        post(client, recorded(name) + b"\n")
    ingest_all()
    assert Message.objects.count() == once
    assert set(Message.objects.values_list("external_id", "text", "whatsapp__target_id")) == rows
    assert WebhookEvent.objects.exclude(state="PROCESSED").count() == 0


def test_event_is_worked_on_once(client):
    take_in(client, "text__plain")
    Message.objects.update(text="untouched")
    ingest.ingest_event(WebhookEvent.objects.get().pk)
    ingest.ingest_event(10**9)
    assert Message.objects.get().text == "untouched"


def test_batch_gives_all_its_messages_and_counts(client):
    take_in(client, "batch__two_entries")
    assert Message.objects.count() == 4
    assert Inquiry.objects.count() == 2
    assert WebhookEvent.objects.get().summary == "4 new, 3 statuses, 1 ignored"


# Who


def test_hidden_number_is_known_by_its_user_id(client):
    take_in(client, "text__hidden_number", "text__empty_number")
    assert Identity.objects.get().kind == "bsuid"
    assert Inquiry.objects.get().messages.count() == 2


def test_user_id_and_number_are_one_person(client):
    take_in(client, "text__plain", "text__with_user_id")
    assert set(Identity.objects.values_list("kind", "value")) == {
        ("wa_id", "447700900301"),
        ("bsuid", "GB.1349120865530274"),
    }
    assert Inquiry.objects.get().contact.username == "ann.p"


def test_brazilian_number_with_and_without_the_nine_is_one_person(client):
    take_in(client, "text__brazil_without_nine", "text__brazil_with_nine")
    assert Inquiry.objects.get().messages.count() == 2


def test_message_without_a_sender_is_kept(client):
    take_in(client, "text__no_sender")
    message = Message.objects.get()
    assert (message.text, message.identity) == ("Who am I?", None)


# What belongs together


def test_reply_hangs_on_the_message_it_quotes(client):
    take_in(client, "text__plain", "text__reply")
    assert details("text__reply").message.reply_to == details("text__plain").message


def test_reaction_belongs_to_the_conversation_of_its_target(client):
    take_in(client, "text__plain", "reaction__thumbs_up")
    reaction = details("reaction__thumbs_up")
    assert (reaction.emoji, reaction.target_id) == ("👍", wamid("text__plain"))
    assert reaction.message.reply_to == details("text__plain").message


@pytest.mark.parametrize("order", [("text__plain", "edit__text"), ("edit__text", "text__plain")])
def test_edit_leaves_the_old_words_and_marks_them(client, order):
    take_in(client, *order)
    old, new = details("text__plain"), details("edit__text")
    assert "5 to 12 March" in old.message.text
    assert "6 to 13 March" in new.message.text
    assert old.edited_at == new.message.sent_at
    assert old.revoked_at is None


@pytest.mark.parametrize("order", [("text__plain", "revoke__message"), ("revoke__message", "text__plain")])
def test_deleted_message_is_marked_and_kept(client, order):
    take_in(client, *order)
    assert details("text__plain").revoked_at == details("revoke__message").message.sent_at
    assert details("text__plain").message.text


ECHO = "wamid.HBgMCSx56PgOVZ5AS89mDEjzUitnq6n/FISw"  # of echo__from_phone_app


def status(word: str, **fields) -> bytes:
    return body_of(None, statuses=[{"id": ECHO, "status": word, "timestamp": "1795430800"} | fields])


def test_statuses_that_overtake_the_echo_they_are_about_are_applied_when_it_comes(client):
    take_in(client, "text__plain")
    for word in ("read", "sent", "delivered"):
        post(client, status(word))
    ingest_all()
    assert EarlyReport.objects.count() == 3

    take_in(client, "echo__from_phone_app")
    echo = Message.objects.get(direction="OUT")
    assert (echo.state, echo.read_at, echo.delivered_at) == ("READ", moment("1795430800"), moment("1795430800"))
    assert not EarlyReport.objects.exists()


def test_a_failure_that_overtakes_the_echo_tells_people(client):
    take_in(client, "text__plain")
    post(client, status("failed", errors=[{"code": 131026, "title": "Message undeliverable"}]))
    ingest_all()
    take_in(client, "echo__from_phone_app")
    assert Message.objects.get(direction="OUT").state == "PERMANENTLY_FAILED"
    assert Inquiry.objects.get().failed_count == 1


def test_an_echo_whose_worker_died_before_it_looked_for_early_statuses(client, monkeypatch):
    post(client, status("delivered"))
    ingest_all()
    post(client, recorded("echo__from_phone_app"))
    with monkeypatch.context() as broken:
        broken.setattr(ingest.receipts, "settle_early", lambda pk: 1 / 0)
        ingest_all()
    assert Message.objects.get().state == "SENT"
    WebhookEvent.objects.filter(state="RECEIVED").update(due_at=timezone.now())
    ingest_all()
    assert Message.objects.get().state == "DELIVERED"


def test_echo_of_the_phone_app_is_an_answer_of_ours(client):
    take_in(client, "text__plain", "echo__from_phone_app")
    echo = Message.objects.get(direction="OUT")
    assert echo.inquiry == Inquiry.objects.get()
    assert echo.state == "SENT"
    assert echo.inquiry.needs_reply_since is None


def test_media_is_a_row_before_its_bytes(client):
    take_in(client, "audio__voice_note")
    attachment = Attachment.objects.get()
    assert (attachment.state, attachment.filename) == ("PENDING", "Voice note.ogg")
    assert attachment.due_at is not None
    assert len(attachment.sha256) == 64


# Statuses


def answer(**columns):
    return MessageFactory(
        channel="whatsapp", direction="OUT", **{"state": "SENT", "external_id": wamid("status__sent")} | columns
    )


def test_statuses_move_the_answer_up_in_any_order(client):
    message = answer()
    take_in(client, "status__read", "status__delivered", "status__sent")
    message.refresh_from_db()
    assert message.state == "READ"
    assert message.delivered_at is not None
    assert message.read_at is not None


def test_failed_status_is_explained_on_the_answer(client):
    message = answer()
    take_in(client, "status__failed_window")
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("PERMANENTLY_FAILED", "131047")
    assert "24 hours" in message.last_error


def test_status_before_our_answer_was_stored_finds_it_by_our_key(client):
    message = answer(state="SENDING", external_id=None)
    body = recorded("status__delivered").replace(b'"th-1"', f'"{message.key}"'.encode())
    post(client, body)
    ingest_all()
    message.refresh_from_db()
    assert (message.state, message.external_id) == ("DELIVERED", wamid("status__delivered"))


def test_status_of_a_strangers_message_is_no_failure(client):
    take_in(client, "status__failed_window")
    assert WebhookEvent.objects.get().state == "PROCESSED"


# What cannot be read


def test_broken_parts_become_dead_letters_and_the_others_go_on(client):
    take_in(client, "batch__one_unreadable")
    assert set(Message.objects.values_list("text", flat=True)) == {"Before the broken one", "After the broken one"}
    assert DeadLetter.objects.filter(source="whatsapp", state="WAITING").count() == 5
    assert WebhookEvent.objects.get().summary == "2 new, 1 status, 5 dead letters"


@pytest.mark.parametrize("body", [b"not json", b"\xff\xfe", b"[]", b"[" * 50_000])
def test_malformed_body_is_answered_stored_and_waits_for_a_person(client, body):
    assert post(client, body).status_code == 200
    ingest_all()
    assert WebhookEvent.objects.get().state == "PROCESSED"
    letter = DeadLetter.objects.get()
    assert (letter.state, letter.size) == ("WAITING", len(body))


def test_same_dead_letter_again_is_one(client):
    post(client, b"not json")
    ingest_all()
    WebhookEvent.objects.update(state="RECEIVED", due_at=timezone.now())
    ingest_all()
    assert DeadLetter.objects.get().attempts == 2


def test_database_takes_what_is_in_strings(client):
    body = body_of({"type": "text", "text": {"body": "a\x00b\ud800c" + "x" * 600_000}, "referral": {"\x00": "\ud800"}})
    post(client, body)
    ingest_all()
    message = Message.objects.get()
    assert message.text.startswith("ab?cxxx")
    assert message.whatsapp.referral == {"": "?"}


# What fails here


def test_fault_of_ours_is_tried_again_and_takes_no_neighbour_with_it(client, settings):
    """A folder for files that cannot be written stops the message with a body of its own, not the text beside it."""
    settings.MEDIA_ROOT = "/dev/null/nowhere"
    messages = [
        {"id": "wamid.broken", "from": "447700900301", "type": "text", "text": "no object"},
        {"id": "wamid.good", "from": "447700900301", "type": "text", "text": {"body": "good"}},
    ]
    post(client, body_of(messages=messages))
    ingest_all()
    event = WebhookEvent.objects.get()
    assert Message.objects.get().text == "good"
    assert (event.state, event.attempts) == ("RECEIVED", 1)
    assert event.due_at is not None
    assert event.due_at > timezone.now()
    assert "NotADirectoryError" in event.last_error


def test_status_that_breaks_us_takes_no_neighbour_with_it(client):
    MessageFactory(channel="whatsapp", external_id="wamid.theirs")
    odd, ours = (MessageFactory(channel="whatsapp", direction="OUT", external_id=name) for name in (None, "wamid.ours"))
    status = {"status": "delivered", "timestamp": "1795430000"}
    broken = status | {"id": "wamid.theirs", "biz_opaque_callback_data": odd.key}
    post(client, body_of(statuses=[broken, status | {"id": "wamid.ours"}]))
    ingest_all()
    ours.refresh_from_db()
    assert ours.state == "DELIVERED"
    assert WebhookEvent.objects.get().state == "RECEIVED"


def test_body_that_kills_the_worker_every_time_is_given_up(client, settings):
    post(client, recorded("text__plain"))
    WebhookEvent.objects.update(attempts=settings.WORK_MAX_ATTEMPTS)
    ingest_all()
    event = WebhookEvent.objects.get()
    assert event.state == "PERMANENTLY_FAILED"
    assert WebhookEvent.objects.restart(event.pk, state="RECEIVED")
    ingest_all()
    assert Message.objects.count() == 1


# Our numbers


def test_webhook_shows_that_the_number_is_alive(client):
    number = WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID)
    take_in(client, "text__plain")
    number.refresh_from_db()
    assert number.last_webhook_at is not None
    assert number.display_number == "442079460100"


def test_message_for_an_unknown_number_is_kept_and_logged(client):
    with capture_logs() as lines:
        take_in(client, "text__plain")
    assert Message.objects.count() == 1
    assert [line["phone_number_id"] for line in lines if line["event"] == "webhook_for_unknown_number"] == [NUMBER_ID]


def test_log_holds_nobodys_words_or_number(client):
    with capture_logs() as lines:
        take_in(client, "text__plain", "batch__one_unreadable", "status__failed_window")
    text = json.dumps(lines, default=str)
    assert "447700900301" not in text
    assert "Madeira" not in text
    assert "Ann" not in text


def test_task_is_registered_under_the_name_that_is_rung():
    assert tasks.ingest_event.name == events.TASK


def test_task_works_on_the_event(client):
    post(client, recorded("text__plain"))
    tasks.ingest_event(WebhookEvent.objects.get().pk)
    assert Message.objects.count() == 1


def test_a_hundred_messages_of_one_person_are_one_conversation(client):
    messages = [
        {
            "id": f"wamid.{n}",
            "from": "447700900301",
            "timestamp": "1795430000",
            "type": "text",
            "text": {"body": str(n)},
        }
        for n in range(100)
    ]
    post(client, compact(json.loads(body_of(messages=messages))))
    ingest_all()
    assert Inquiry.objects.get().messages.count() == 100
