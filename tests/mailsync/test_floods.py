"""One address that sends too many mails alike: a loop. The rest of it is kept in one place, and one alert goes out."""

import logging

import pytest
from django.core import mail as post
from django.utils import timezone

from inquiries.models import Inquiry, Message
from inquiries.work import processing
from mailsync import ingest
from tests.mailsync.samples import DESK

pytestmark = pytest.mark.django_db
LIMIT = 5


@pytest.fixture(autouse=True)
def limit(settings) -> None:
    settings.MAIL_SENDER_LIMIT = LIMIT


def letter(
    number: int, text: str = "Your ticket 4711 was changed.", fields: str = "", sender: str = "robot"
) -> Message:
    content = (
        f"From: {sender}@post.example\r\nTo: {DESK}\r\nSubject: Ticket {number}\r\n"
        f"Date: {timezone.now():%a, %d %b %Y %H:%M:%S +0000}\r\n{fields}\r\n{text}"
    )
    return ingest.take_in(content.encode(), account=DESK, external_id=f"desk:{sender}-{number}").message


def test_what_is_over_the_limit_is_parked_in_one_place_and_nothing_is_lost():
    for number in range(LIMIT):
        letter(number, f"Your ticket {number} was changed.")
    Inquiry.objects.update(status="CLOSED")
    over = [letter(number, f"Your ticket {number} was changed.") for number in range(LIMIT, 12)]
    parked = Inquiry.objects.get(parked_reason="flood")
    assert [message.inquiry for message in over] == [parked] * 7
    assert Message.objects.count() == 12


def test_in_an_open_inquiry_it_arrives_and_waits_for_nobody():
    for number in range(LIMIT):
        letter(number)
    inquiry = Inquiry.objects.get()
    Inquiry.objects.update(needs_reply_since=None)
    last = letter(99)
    inquiry.refresh_from_db()
    assert (last.inquiry, last.automatic) == (inquiry, "flood")
    assert (inquiry.parked_reason, inquiry.needs_reply_since) == ("", None)


def test_people_who_write_much_are_no_flood():
    for number in range(12):
        letter(number, f"And one more thing: {'abcdefghijkl'[number] * 5}?")
    assert not Message.objects.exclude(automatic="").exists()


def test_machines_are_counted_whatever_they_write():
    words = ["one", "two", "three", "four", "five", "six", "seven"]
    for number, word in enumerate(words):
        letter(number, f"I am away: {word}", "Auto-Submitted: auto-replied\r\n")
    assert Message.objects.filter(automatic="flood").count() == 2
    assert Inquiry.objects.filter(parked_reason="flood").count() == 1


def test_other_senders_and_other_hours_count_for_themselves():
    for number in range(LIMIT):
        letter(number)
        letter(number, sender="another")
    assert not Message.objects.filter(automatic="flood").exists()
    an_hour_ago = timezone.now() - timezone.timedelta(hours=1, minutes=1)
    Message.objects.update(created_at=an_hour_ago, sent_at=an_hour_ago)
    letter(100)
    assert not Message.objects.filter(automatic="flood").exists()


def test_it_is_not_read_and_asks_nobody(django_capture_on_commit_callbacks):
    for number in range(LIMIT + 1):
        last = letter(number)
    processing.process(last.pk)
    last.refresh_from_db()
    assert (last.state, last.extractions.count()) == ("PROCESSED", 0)


def test_one_alert(settings, django_capture_on_commit_callbacks, monkeypatch):
    from travelhub.alerts import AlertHandler

    settings.ALERT_RECIPIENTS = ["tech@halden.example"]
    settings.ADMINS = [("tech", "tech@halden.example")]
    handler = AlertHandler(level=logging.ERROR)
    logging.getLogger("inquiries.floods").addHandler(handler)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(12):
                letter(number)
    finally:
        logging.getLogger("inquiries.floods").removeHandler(handler)
    [alert] = post.outbox
    assert alert.subject == "travelhub: one_sender_floods_us"
    assert "MAIL_SENDER_LIMIT" in alert.body
    assert "robot@post.example" not in alert.body


def test_no_limit(settings):
    settings.MAIL_SENDER_LIMIT = 0
    for number in range(12):
        letter(number)
    assert not Message.objects.filter(automatic="flood").exists()
