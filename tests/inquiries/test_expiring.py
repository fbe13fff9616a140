"""Passports go some time after the trip; what another row needs stays."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import attachments
from inquiries.envelope import InboundFile
from inquiries.models import Attachment, Event, Inquiry, Message
from inquiries.work import expiring
from tests.factories import InquiryFactory, MessageFactory

pytestmark = pytest.mark.django_db


def passport(inquiry: Inquiry, content: bytes = b"passport", name: str = "passport.jpg") -> Attachment:
    file = InboundFile(filename=name, content_type="image/jpeg", content=content)
    row = attachments.add_files(MessageFactory(inquiry=inquiry), [file])[0]
    _aged(row.blob)
    return row


def _aged(blob: str) -> None:
    old = time.time() - 24 * 3600
    os.utime(Path(settings.MEDIA_ROOT) / blob, (old, old))


def ended(days: int, **columns: Any) -> Inquiry:
    return InquiryFactory(return_on=timezone.localdate() - timedelta(days=days), **columns)


def test_after_the_trip_the_file_goes_and_the_row_says_so(agent_client: Client) -> None:
    over, later, plan = passport(ended(91)), passport(ended(89), b"other"), passport(ended(91), b"plan", "plan.jpg")
    assert expiring.expire() == 1
    over.refresh_from_db()
    assert (over.state, over.blob) == ("EXPIRED", "")
    assert [Attachment.objects.get(pk=row.pk).state for row in (later, plan)] == ["STORED", "STORED"]
    event = Event.objects.get(kind="expired")
    assert (event.inquiry, event.actor, event.data) == (
        over.message.inquiry,
        None,
        {"file": "passport.jpg", "days": 90},
    )
    page = agent_client.get(reverse("inquiry", args=[over.message.inquiry_id])).content.decode()
    assert "not kept any longer" in page
    gone = agent_client.get(reverse("attachment", args=[over.pk]))
    assert gone.status_code == 409
    assert "This file is not kept any longer" in gone.content.decode()
    assert expiring.expire() == 0


def test_after_the_loss(settings) -> None:
    settings.SENSITIVE_KEEP_DAYS = 30
    lost, fresh = InquiryFactory(status="LOST"), InquiryFactory(status="LOST")
    rows = [passport(lost), passport(fresh, b"other")]
    for inquiry, days in ((lost, 31), (fresh, 29)):
        event = Event.objects.create(inquiry=inquiry, kind="status", data={"to": "LOST"})
        Event.objects.filter(pk=event.pk).update(created_at=timezone.now() - timedelta(days=days))
    assert expiring.expire() == 1
    assert [Attachment.objects.get(pk=row.pk).state for row in rows] == ["EXPIRED", "STORED"]


def test_bytes_that_another_row_needs_stay() -> None:
    over, needed = passport(ended(91)), passport(InquiryFactory())
    assert over.blob == needed.blob
    expiring.expire()
    assert attachments.read(needed.blob) == b"passport"
    Inquiry.objects.filter(pk=needed.message.inquiry_id).update(return_on=timezone.localdate() - timedelta(days=91))
    expiring.expire()
    with pytest.raises(FileNotFoundError):
        attachments.read(needed.blob)


def test_the_mail_as_it_came_goes_with_it() -> None:
    row = passport(ended(91))
    raw, _ = attachments.store(b"Subject: my passport\r\n\r\n(the passport)")
    _aged(raw)
    Message.objects.filter(pk=row.message_id).update(raw=raw)
    expiring.expire()
    assert Message.objects.get(pk=row.message_id).raw == ""
    with pytest.raises(FileNotFoundError):
        attachments.read(raw)


def test_bytes_stored_a_moment_ago_wait_for_the_next_run() -> None:
    """Somebody may be about to name them in a row."""
    row = passport(ended(91))
    attachments.store(b"passport")
    expiring.expire()
    row.refresh_from_db()
    assert (row.state, bool(row.blob)) == ("EXPIRED", True)
    _aged(row.blob)
    expiring.expire()
    row.refresh_from_db()
    assert row.blob == ""


def test_in_bounded_batches(monkeypatch) -> None:
    monkeypatch.setattr(expiring, "BATCH", 2)
    monkeypatch.setattr(expiring, "BATCHES", 2)
    inquiry = ended(91)
    for number in range(5):
        passport(inquiry, f"passport {number}".encode())
    assert expiring.expire() == 4
    assert expiring.expire() == 1
