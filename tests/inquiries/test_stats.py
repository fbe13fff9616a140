"""How much there is, what waits and what failed."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from inquiries import dead_letters, stats
from inquiries.desk.again import retry_all
from inquiries.models import Attachment, Inquiry, Message
from tests.factories import AttachmentFactory, InquiryFactory, MessageFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_counts_is_one_json_object(capsys) -> None:
    inquiry = InquiryFactory(status="OPEN")
    InquiryFactory(parked_reason="bulk")
    MessageFactory(inquiry=inquiry)
    MessageFactory(inquiry=inquiry, direction="OUT")
    AttachmentFactory(message=Message.objects.first())
    dead_letters.keep(source="email", account="", external_id="1", raw=b"x", error="Odd")

    call_command("counts")
    counted = json.loads(capsys.readouterr().out)
    assert counted["inquiries"] == {"OPEN": 1}
    assert counted["parked"] == {"bulk": 1}
    assert counted["messages"] == {"email": {"IN": {"PROCESSED": 1}, "OUT": {"SENT": 1}}}
    assert counted["attachments"] == {"PENDING": 1}
    assert counted["dead_letters"] == {"WAITING": 1}


def test_the_oldest_due_row_of_each_kind() -> None:
    now = timezone.now()
    for minutes in (5, 2):
        MessageFactory(state="RECEIVED", due_at=now - timedelta(minutes=minutes))
    MessageFactory(state="RECEIVED", due_at=now + timedelta(minutes=2))
    waiting = {(row.label, row.state): row for row in stats.oldest_due()}
    row = waiting["messages", "RECEIVED"]
    assert (row.count, row.oldest, row.task) == (2, now - timedelta(minutes=5), "inquiries.process_message")
    assert waiting["attachments", "PENDING"].count == 0


def test_failures_are_grouped_by_cause_the_most_frequent_first() -> None:
    for number in range(3):
        AttachmentFactory(state="PERMANENTLY_FAILED", due_at=None, last_error=f"Media {number} is gone", sha256="")
    MessageFactory(direction="OUT", state="UNCONFIRMED", last_error="Interrupted")
    MessageFactory(direction="OUT", state="PERMANENTLY_FAILED", last_error="Window shut", error_code="131047")
    dead_letters.keep(source="email", account="", external_id="1", raw=b"x", error="Odd")

    groups = stats.failures()
    assert (groups[0].label, groups[0].count, groups[0].cause) == ("attachments", 3, "Media 2 is gone")
    assert len(groups[0].rows) == 3
    assert {(group.label, group.state, group.code) for group in groups[1:]} == {
        ("messages", "UNCONFIRMED", ""),
        ("messages", "PERMANENTLY_FAILED", "131047"),
        ("dead letters", "WAITING", ""),
    }


class TestRetry:
    def test_a_file_is_fetched_again(self) -> None:
        AttachmentFactory(state="PERMANENTLY_FAILED", due_at=None)
        Inquiry.objects.update(failed_count=1)
        assert retry_all(Attachment.objects.all(), actor=UserFactory()) == (1, [])
        assert Attachment.objects.get().state == "PENDING"
        assert Inquiry.objects.get().failed_count == 0
        assert retry_all(Attachment.objects.all(), actor=UserFactory())[0] == 0

    def test_a_message_too_and_what_cannot_be_is_said_once(self) -> None:
        MessageFactory(direction="OUT", state="PERMANENTLY_FAILED")
        MessageFactory(direction="OUT")
        MessageFactory(direction="OUT")
        taken, refused = retry_all(Message.objects.order_by("pk"), actor=UserFactory())
        assert (taken, refused) == (1, ["This message does not need another try any more."])
        assert Message.objects.order_by("pk").first().state == "QUEUED"
