"""What staff type on the phone (coexistence): an answer in the conversation that opens nothing and is there once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs

from inquiries import replies, windows
from inquiries.models import Attachment, Contact, Inquiry, Message
from inquiries.work import delivery
from messaging.models import WebhookEvent
from tests.factories import UserFactory
from tests.inquiries.desk import pages
from tests.messaging.payloads import NUMBER_ID, body_of, ingest_all, post, recorded, take_in

pytestmark = pytest.mark.django_db


def echo(client: Client, **fields) -> None:
    message = {"from": "442079460100", "to": "447700900301", "id": "wamid.echo", "type": "text"} | fields
    body = body_of(message_echoes=[{"timestamp": str(int(timezone.now().timestamp())), **message}])
    post(client, body.replace(b'"field":"messages"', b'"field":"smb_message_echoes"'))
    ingest_all()


def today(client: Client, **fields) -> None:
    at = str(int((timezone.now() - timedelta(hours=1)).timestamp()))
    post(client, body_of({"timestamp": at, "text": {"body": "Madeira?"}} | fields))
    ingest_all()


def test_it_is_the_first_answer_and_says_where_it_was_typed(agent_client: Client) -> None:
    today(agent_client)
    echo(agent_client, text={"body": "Gladly"})
    inquiry = Inquiry.objects.get()
    assert (inquiry.needs_reply_since, inquiry.status) == (None, "OPEN")
    assert "Sent from the phone" in pages.words(pages.tree(agent_client.get(inquiry.get_absolute_url())))


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "reaction", "reaction": {"message_id": "wamid.one", "emoji": "👍"}},
        {"type": "revoke", "revoke": {"original_message_id": "wamid.before"}},
    ],
)
def test_a_thumb_or_a_deletion_is_no_answer(client: Client, fields) -> None:
    today(client)
    echo(client, **fields)
    assert Inquiry.objects.get().needs_reply_since is not None
    assert Inquiry.objects.get().status == "NEW"


def test_it_opens_no_window(client: Client) -> None:
    take_in(client, "text__plain")
    before = Inquiry.objects.get().window_closes_at
    echo(client, text={"body": "Still there?"})
    assert Inquiry.objects.get().window_closes_at == before


def test_to_a_stranger_it_makes_a_contact_who_is_called_by_the_number(client: Client, agent_client: Client) -> None:
    take_in(client, "echo__to_a_stranger")
    inquiry = Inquiry.objects.get()
    assert (inquiry.status, inquiry.unread, inquiry.needs_reply_since) == ("OPEN", False, None)
    assert str(Contact.objects.get()) == "+55 31 98765-4321"
    assert [line.who for line in pages.lines(agent_client.get("/?tab=all"))] == ["+55 31 98765-4321"]
    way = next(route for route in replies.routes(inquiry) if route.channel == "whatsapp")
    assert (way.open, way.account, way.reason.startswith(replies.NEVER_WROTE)) == (False, NUMBER_ID, True)
    post(client, body_of({"from": "553187654321", "text": {"body": "Bom dia"}}))
    ingest_all()
    assert Inquiry.objects.get().messages.count() == 2


def test_a_file_in_it_is_fetched_like_any_other(client: Client) -> None:
    take_in(client, "text__plain", "echo__photo")
    attachment = Attachment.objects.get()
    assert (attachment.state, attachment.message.direction, attachment.message.text) == ("PENDING", "OUT", "The room")
    assert attachment.due_at is not None


def test_of_what_we_sent_ourselves_is_not_there_twice(client: Client, meta) -> None:
    today(client)
    sent = replies.queue(Inquiry.objects.get(), author=UserFactory(), channel="whatsapp", text="Madeira it is.")
    delivery.deliver(sent.pk)
    sent.refresh_from_db()
    echo(client, id=sent.external_id, text={"body": "Madeira it is."})
    assert Message.objects.filter(direction="OUT").count() == 1


def test_history_of_the_phone_is_left_out_and_logged(client: Client) -> None:
    with capture_logs() as lines:
        post(client, recorded("other__history"))
        ingest_all()
    assert not Message.objects.exists()
    assert (WebhookEvent.objects.get().state, WebhookEvent.objects.get().summary) == ("PROCESSED", "1 ignored")
    assert [line["reasons"] for line in lines if line["event"] == "webhook_parts_ignored"] == [["field 'history'"]]


class TestWindow:
    """Per number of theirs and number of ours; opened by words, not by what Meta has not said to count."""

    @pytest.mark.parametrize(
        "fields",
        [
            {"type": "reaction", "reaction": {"message_id": "wamid.one", "emoji": "👍"}},
            {"type": "edit", "edit": {"original_message_id": "wamid.one", "message": {"text": {"body": "New"}}}},
            {"type": "revoke", "revoke": {"original_message_id": "wamid.one"}},
            {"type": "system", "system": {"type": "customer_identity_changed", "body": "New code"}},
            {"type": "request_welcome"},
        ],
    )
    def test_what_opens_none(self, client: Client, fields) -> None:
        post(client, body_of({"text": {"body": "Madeira?"}}))
        ingest_all()
        before = Inquiry.objects.get().window_closes_at
        today(client, id="wamid.two", **fields)
        assert Inquiry.objects.get().window_closes_at == before

    def test_a_number_of_ours_that_they_did_not_write_to_has_none(self, client: Client) -> None:
        today(client)
        other = body_of({"id": "wamid.old", "text": {"body": "Long ago"}}).replace(NUMBER_ID.encode(), b"999")
        post(client, other)
        ingest_all()
        first, second = Inquiry.objects.order_by("pk")
        assert first.window_closes_at is not None
        assert second.window_closes_at is not None
        assert first.window_closes_at > timezone.now() > second.window_closes_at

    def test_number_and_user_id_share_it(self, client: Client) -> None:
        post(client, body_of({"from_user_id": "GB.1", "text": {"body": "Long ago"}}))
        ingest_all()
        today(client, **{"id": "wamid.two", "from": None, "from_user_id": "GB.1"})
        way = next(route for route in replies.routes(Inquiry.objects.get()) if route.channel == "whatsapp")
        assert (way.address, way.open) == ("447700900301", True)
        assert way.closes_at == Inquiry.objects.get().window_closes_at

    def test_two_numbers_of_one_contact_do_not(self, client: Client) -> None:
        today(client)
        post(client, body_of({"id": "wamid.old", "from": "447700900302", "text": {"body": "Long ago"}}))
        ingest_all()
        first, second = Contact.objects.order_by("pk")
        second.identities.update(contact=first)
        second.messages.update(contact=first)
        second.inquiries.update(contact=first)
        windows.settle(first)
        fresh, old = Inquiry.objects.order_by("pk")
        assert fresh.window_closes_at is not None
        assert old.window_closes_at is not None
        assert fresh.window_closes_at > timezone.now() > old.window_closes_at
        for inquiry in (fresh, old):
            way = next(route for route in replies.routes(inquiry) if route.channel == "whatsapp")
            assert way.closes_at == inquiry.window_closes_at

    def test_other_trips_of_the_contact_are_told_of_a_new_message(self, client: Client) -> None:
        take_in(client, "text__plain")
        first = Inquiry.objects.get()
        Inquiry.objects.update(status="BOOKED")
        today(client, id="wamid.two", text={"body": "And Rome?"})
        first.refresh_from_db()
        assert Inquiry.objects.count() == 2
        assert first.window_closes_at is not None
        assert first.window_closes_at > timezone.now()

    def test_the_last_minute_is_too_late(self, client: Client) -> None:
        today(client)
        inquiry = Inquiry.objects.get()
        for seconds, is_open in ((90, True), (50, False)):
            at = timezone.now() - timedelta(hours=24) + timedelta(seconds=seconds)
            Message.objects.update(sent_at=at)
            way = next(route for route in replies.routes(inquiry) if route.channel == "whatsapp")
            assert way.open is is_open
