"""Made-up data is like real data: it holds together, spreads, is the same for the same seed, and never mixes in."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.urls import reverse

from inquiries import standing, synthetic
from inquiries.models import Contact, Destination, Event, Fact, Identity, Inquiry, Message
from tests.factories import InquiryFactory

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
COUNT = 120

pytestmark = pytest.mark.django_db


def summary() -> list[tuple[object, ...]]:
    columns = ("contact__name", "status", "parked_reason", "trip", "language", "last_message_at", "last_message_text")
    return list(Inquiry.objects.order_by("pk").values_list(*columns))


def test_as_many_as_asked_with_one_long_conversation():
    long = synthetic.fill(COUNT, now=NOW)
    assert Inquiry.objects.count() == COUNT
    assert Message.objects.filter(inquiry=long).count() == 50
    assert Message.objects.values("inquiry").annotate(rows=Count("pk")).filter(rows=50).count() == 1


def test_it_spreads_over_everything_that_lists_are_narrowed_by():
    synthetic.fill(COUNT, now=NOW)
    spread = {
        column: set(Inquiry.objects.values_list(column, flat=True))
        for column in ("status", "parked_reason", "language", "has_email", "has_whatsapp", "assignee", "unread")
    }
    assert {"OPEN", "BOOKED", "LOST", "CLOSED"} <= spread["status"]
    assert all(len(values) > 1 for values in spread.values()), spread
    assert Contact.objects.count() < COUNT
    assert Destination.objects.values("name").distinct().count() > 5
    assert set(Identity.objects.values_list("kind", flat=True)) == {"email", "wa_id"}
    assert Event.objects.filter(kind=Event.Kind.ASSIGNED).exists()


def test_every_proof_stands_where_it_says():
    synthetic.fill(COUNT, now=NOW)
    facts = Fact.objects.exclude(evidence=[]).select_related("message")
    assert facts
    for fact in facts:
        for proof in fact.evidence:
            assert proof["message"] == fact.message_id
            assert fact.message is not None
            assert fact.message.text[proof["start"] : proof["end"]] == proof["quote"]


def test_list_columns_say_what_the_messages_say():
    synthetic.fill(COUNT, now=NOW)
    for inquiry in Inquiry.objects.filter(status__in=Inquiry.ACTIVE, parked_reason="").prefetch_related("messages"):
        last = inquiry.messages.latest("sent_at")
        assert (inquiry.last_message_at, inquiry.last_message_direction) == (last.sent_at, last.direction)
        assert last.sent_at <= NOW
        if not inquiry.failed_count:
            assert bool(inquiry.needs_reply_since) == bool(standing.needs_reply_since(inquiry))


def test_what_staff_wrote_answers_what_was_written_before_on_that_channel():
    synthetic.fill(COUNT, now=NOW)
    answers = Message.objects.exclude(reply_to=None).select_related("reply_to")
    assert answers.count() > COUNT
    for answer in answers:
        heard = Message.objects.filter(
            inquiry=answer.inquiry_id, channel=answer.channel, direction="IN", sent_at__lt=answer.sent_at
        )
        assert (answer.direction, answer.reply_to) == ("OUT", heard.latest("sent_at"))


def test_the_same_seed_gives_the_same_data():
    synthetic.fill(40, seed=7, now=NOW)
    first = summary()
    Inquiry.objects.all().delete()
    synthetic.fill(40, seed=7, now=NOW)
    assert summary() == first
    Inquiry.objects.all().delete()
    synthetic.fill(40, seed=8, now=NOW)
    assert summary() != first


def test_it_is_found_on_the_desk(agent_client):
    long = synthetic.fill(COUNT, now=NOW)
    inquiry = Inquiry.objects.get(pk=long)
    page = agent_client.get(reverse("queue"), {"tab": "all", "q": f"{inquiry.contact.name} {inquiry.reference}"})
    assert inquiry.get_absolute_url() in page.content.decode()
    assert agent_client.get(inquiry.get_absolute_url()).status_code == 200


def test_the_command_says_where_the_long_one_is():
    out = StringIO()
    call_command("create_synthetic_data", inquiries=30, stdout=out)
    assert "30 inquiries in" in out.getvalue()
    assert "With 50 messages: /inquiries/" in out.getvalue()


def test_the_command_refuses_where_real_inquiries_are():
    InquiryFactory.create()
    with pytest.raises(CommandError, match="has inquiries already"):
        call_command("create_synthetic_data", inquiries=5)
    assert Inquiry.objects.count() == 1
    call_command("create_synthetic_data", inquiries=5, force=True, stdout=StringIO())
    assert Inquiry.objects.count() == 6


def test_the_command_refuses_no_number():
    with pytest.raises(CommandError, match="from 1"):
        call_command("create_synthetic_data", inquiries=0)
