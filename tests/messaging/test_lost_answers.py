"""The answer to a send got lost: WhatsApp cannot be asked, but its status names our key, before or after a minute."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import replies
from inquiries.intake import receive
from inquiries.models import Inquiry, Message
from inquiries.work import delivery
from tests.factories import UserFactory, inbound
from tests.messaging import payloads
from tests.servers.cloud_api import CloudApi, Fault

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(meta: CloudApi) -> Message:
    asked = receive(inbound(wa_id="447700900919")).message
    message = replies.queue(asked.inquiry, author=UserFactory(), channel="whatsapp", text="Good news.")
    meta.faults.append(Fault(lost=True, taken=True))
    delivery.deliver(message.pk)
    return message


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def tell(client: Client, message: Message, state: str = "sent", **more) -> None:
    status = {"id": "wamid.sent1", "status": state, "timestamp": "1795430000", "recipient_id": "447700900919"}
    body = payloads.body_of(statuses=[status | {"biz_opaque_callback_data": message.key} | more])
    assert payloads.post(client, body).status_code == 200
    payloads.ingest_all()


def a_minute_passes(message: Message) -> None:
    row = again(message)
    assert row.due_at is not None
    assert timedelta(seconds=50) < row.due_at - timezone.now() <= timedelta(seconds=60)
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now())
    delivery.settle(message.pk)


def test_it_stays_on_its_way_for_a_minute_and_is_not_sent_again(message: Message, meta: CloudApi):
    delivery.deliver(message.pk)
    delivery.settle(message.pk)
    assert (again(message).state, len(meta.messages), Inquiry.objects.get().failed_count) == ("SENDING", 1, 0)


def test_a_status_within_the_minute_settles_it(message: Message, client: Client):
    tell(client, message)
    row = again(message)
    assert (row.state, row.due_at, row.external_id, row.last_error) == ("SENT", None, "wamid.sent1", "")


def test_after_the_minute_a_person_decides_and_reads_why(message: Message):
    a_minute_passes(message)
    row = again(message)
    assert (row.state, row.due_at, Inquiry.objects.get().failed_count) == ("UNCONFIRMED", None, 1)
    assert "no whole answer" in row.last_error


def test_a_status_that_comes_later_still_settles_it(message: Message, client: Client):
    a_minute_passes(message)
    tell(client, message, "delivered")
    assert (again(message).state, Inquiry.objects.get().failed_count) == ("DELIVERED", 0)


def test_one_that_says_it_failed_is_a_failure(message: Message, client: Client):
    tell(client, message, "failed", errors=[{"code": 131026, "title": "Undeliverable"}])
    assert (again(message).state, again(message).error_code) == ("PERMANENTLY_FAILED", "131026")


def test_a_failure_told_by_a_status_promises_no_other_try(message: Message, client: Client):
    tell(client, message, "failed", errors=[{"code": 131000, "title": "Something went wrong"}])
    assert "tried again" not in again(message).last_error


def test_what_is_told_late_of_the_first_try_does_not_undo_the_second(message: Message, client: Client, meta: CloudApi):
    a_minute_passes(message)
    replies.settle_by_hand(again(message), actor=UserFactory(), arrived=False)
    replies.retry(again(message), actor=UserFactory())
    delivery.deliver(message.pk)
    assert (again(message).state, again(message).external_id) == ("SENT", "wamid.sent2")
    tell(client, message, "failed", errors=[{"code": 131026, "title": "Undeliverable"}])
    assert (again(message).state, Inquiry.objects.get().failed_count) == ("SENT", 0)
    tell(client, message, "failed", id="wamid.sent2", errors=[{"code": 131026, "title": "Undeliverable"}])
    assert again(message).state == "PERMANENTLY_FAILED"


def test_a_second_try_that_fails_before_its_answer_is_here(message: Message, client: Client, meta: CloudApi):
    tell(client, message, "failed", errors=[{"code": 131026, "title": "Undeliverable"}])
    replies.retry(again(message), actor=UserFactory())
    meta.faults.append(Fault(lost=True, taken=True))
    delivery.deliver(message.pk)
    assert again(message).state == "SENDING"
    tell(client, message, "failed", id="wamid.sent2", errors=[{"code": 131026, "title": "Undeliverable"}])
    assert again(message).state == "PERMANENTLY_FAILED"
