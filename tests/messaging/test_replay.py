"""What could not be read waits for a person, and goes through the same door again when it can be."""

import pytest

from inquiries import attachments, dead_letters
from inquiries.models import DeadLetter, Message
from tests.messaging.payloads import NUMBER_ID, body_of, ingest_all, post, recorded

pytestmark = pytest.mark.django_db


def kept(client, body: bytes) -> DeadLetter:
    post(client, body)
    ingest_all()
    return DeadLetter.objects.get()


def test_letter_that_is_still_unreadable_keeps_waiting(client):
    letter = kept(client, body_of({"text": "no object"}))
    assert not dead_letters.replay(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.account) == ("WAITING", 2, NUMBER_ID)
    assert not Message.objects.exists()


def test_malformed_body_keeps_waiting(client):
    letter = kept(client, b"not json")
    assert not dead_letters.replay(letter.pk)
    letter.refresh_from_db()
    assert letter.state == "WAITING"
    assert "JSON" in letter.error


def test_letter_that_can_be_read_now_becomes_its_message(client):
    """As after a release that understands the form: here the kept bytes are put right instead."""
    letter = kept(client, body_of({"text": "no object"}))
    repaired = attachments.read(letter.raw).replace(b'"no object"', b'{"body":"repaired"}')
    letter.raw = attachments.store(repaired)[0]
    letter.save()
    assert dead_letters.replay(letter.pk)
    letter.refresh_from_db()
    assert letter.state == "REPLAYED"
    assert (Message.objects.get().text, Message.objects.get().account) == ("repaired", NUMBER_ID)
    assert attachments.read(letter.raw)


def test_replay_of_what_came_in_meanwhile_changes_nothing(client):
    letter = kept(client, b"[]")
    post(client, recorded("text__plain"))
    ingest_all()
    letter.raw = attachments.store(recorded("text__plain"))[0]
    letter.save()
    assert dead_letters.replay(letter.pk)
    assert Message.objects.count() == 1
