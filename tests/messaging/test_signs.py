"""Customers see that staff have read and that they write: once, in time, and only where the number says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries.intake import receive
from inquiries.models import Inquiry, Message
from messaging import signs, tasks
from messaging.models import Signal, WhatsAppNumber
from tests.factories import inbound
from tests.servers.cloud_api import NUMBER_ID, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def number() -> WhatsAppNumber:
    return WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID)


@pytest.fixture
def asked() -> Message:
    receive(inbound(wa_id="447700900417", text="Hello", external_id="wamid.first"))
    return receive(inbound(wa_id="447700900417", text="Are you there?", external_id="wamid.second")).message


def opened(client: Client, message: Message) -> Any:
    return client.post(reverse("inquiry_read", args=[message.inquiry_id]))


def types(client: Client, message: Message, channel: str = "whatsapp") -> Any:
    return client.post(reverse("inquiry_writing", args=[message.inquiry_id]), {"channel": channel})


def work() -> None:
    for pk in Signal.objects.due().values_list("pk", flat=True):
        tasks.send_signal(pk)


def rows() -> list[tuple[str, str]]:
    return list(Signal.objects.order_by("pk").values_list("kind", "state"))


class TestRead:
    def test_the_newest_message_is_marked_once_whoever_opens_it(
        self, agent_client: Client, manager_client: Client, asked: Message, meta: CloudApi
    ):
        for client in (agent_client, agent_client, manager_client):
            assert opened(client, asked).status_code == 204
            work()
        assert (meta.read, meta.typing) == (["wamid.second"], [])
        assert not Inquiry.objects.get().unread

    def test_the_next_message_is_marked_again(self, agent_client: Client, asked: Message, meta: CloudApi):
        opened(agent_client, asked)
        receive(inbound(wa_id="447700900417", external_id="wamid.third"))
        opened(agent_client, asked)
        work()
        assert meta.read == ["wamid.second", "wamid.third"]

    def test_a_reaction_is_nothing_to_read(self, agent_client: Client, asked: Message, meta: CloudApi):
        receive(inbound(wa_id="447700900417", kind="reaction", text="👍", reply_to="wamid.first"))
        opened(agent_client, asked)
        work()
        assert meta.read == ["wamid.second"]

    def test_who_answers_has_read(self, agent_client: Client, asked: Message, meta: CloudApi):
        fields = {"channel": "whatsapp", "text": "Yes"}
        agent_client.post(reverse("inquiry_reply", args=[asked.inquiry_id]), fields)
        work()
        assert meta.read == ["wamid.second"]
        fields = {"channel": "note", "text": "Call them"}
        receive(inbound(wa_id="447700900417", external_id="wamid.third"))
        agent_client.post(reverse("inquiry_reply", args=[asked.inquiry_id]), fields)
        assert rows() == [("READ", "SENT")]

    def test_looking_at_the_page_alone_changes_nothing(self, agent_client: Client, asked: Message, meta: CloudApi):
        agent_client.get(reverse("inquiry", args=[asked.inquiry_id]))
        assert rows() == []

    def test_a_number_that_keeps_it_to_itself(self, agent_client: Client, asked: Message, meta: CloudApi, number):
        WhatsAppNumber.objects.update(read_receipts=False)
        opened(agent_client, asked)
        assert rows() == []

    def test_switched_off_before_it_left(self, agent_client: Client, asked: Message, meta: CloudApi):
        opened(agent_client, asked)
        WhatsAppNumber.objects.update(read_receipts=False)
        work()
        assert (rows(), meta.read) == ([("READ", "SKIPPED")], [])

    def test_a_number_that_is_not_ours_or_a_parked_sender(self, agent_client: Client, asked: Message, meta: CloudApi):
        Inquiry.objects.update(parked_reason="blocked")
        opened(agent_client, asked)
        Inquiry.objects.update(parked_reason="")
        WhatsAppNumber.objects.all().delete()
        opened(agent_client, asked)
        assert rows() == []

    def test_what_is_older_than_meta_allows_is_not_asked(self, agent_client: Client, asked: Message, meta: CloudApi):
        Message.objects.update(sent_at=timezone.now() - timedelta(days=31))
        opened(agent_client, asked)
        assert rows() == []

    def test_without_a_token_nothing_is_told(self, agent_client: Client, asked: Message):
        opened(agent_client, asked)
        types(agent_client, asked)
        assert rows() == []

    def test_a_mail_tells_nothing(self, agent_client: Client, meta: CloudApi):
        mail = receive(inbound()).message
        opened(agent_client, mail)
        types(agent_client, mail, "email")
        assert (rows(), meta.calls) == ([], [])

    def test_a_fault_is_tried_three_times(self, agent_client: Client, asked: Message, meta: CloudApi):
        meta.faults.extend(Fault(page=503) for _ in range(3))
        opened(agent_client, asked)
        for _ in range(4):
            work()
            Signal.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
        assert rows() == [("READ", "PERMANENTLY_FAILED")]
        assert len(meta.calls) == 3
        assert Inquiry.objects.get().failed_count == 0

    def test_a_message_that_meta_does_not_know_is_not_asked_twice(self, agent_client: Client, asked, meta: CloudApi):
        meta.faults.append(Fault(refusal=RefusalError(131009, "Parameter value is not valid.")))
        opened(agent_client, asked)
        work()
        work()
        assert (rows(), len(meta.calls)) == ([("READ", "PERMANENTLY_FAILED")], 1)

    def test_a_lost_answer_is_asked_again(self, agent_client: Client, asked: Message, meta: CloudApi):
        meta.faults.append(Fault(lost=True, taken=True))
        opened(agent_client, asked)
        work()
        Signal.objects.update(due_at=timezone.now())
        work()
        assert rows() == [("READ", "SENT")]

    def test_a_paused_number_waits_and_is_not_counted_as_failing(self, agent_client: Client, asked, meta: CloudApi):
        WhatsAppNumber.objects.update(paused_until=timezone.now() + timedelta(hours=3), paused_reason="Token expired.")
        opened(agent_client, asked)
        work()
        row = Signal.objects.get()
        assert (row.state, row.attempts, row.last_error) == ("WAITING", 0, "Token expired.")
        assert row.due_at > timezone.now() + timedelta(hours=2)
        assert meta.calls == []


class TestTyping:
    def test_the_indicator_goes_with_the_read_mark(self, agent_client: Client, asked: Message, meta: CloudApi):
        assert types(agent_client, asked).status_code == 204
        work()
        assert (meta.typing, meta.read) == (["wamid.second"], ["wamid.second"])

    def test_at_most_once_in_twenty_seconds_for_a_conversation(
        self, agent_client: Client, manager_client: Client, asked: Message, meta: CloudApi
    ):
        for client in (agent_client, manager_client, agent_client):
            types(client, asked)
            work()
        receive(inbound(wa_id="447700900417", external_id="wamid.third"))
        types(agent_client, asked)
        work()
        assert meta.typing == ["wamid.second"]
        Signal.objects.update(asked_at=timezone.now() - timedelta(seconds=21))
        types(agent_client, asked)
        work()
        assert meta.typing == ["wamid.second", "wamid.third"]

    def test_the_same_message_again_later(self, agent_client: Client, asked: Message, meta: CloudApi):
        for _ in range(2):
            types(agent_client, asked)
            work()
            Signal.objects.update(asked_at=timezone.now() - timedelta(seconds=21))
        assert meta.typing == ["wamid.second", "wamid.second"]
        assert rows() == [("TYPING", "SENT")]

    def test_one_that_waited_too_long_is_dropped(self, agent_client: Client, asked: Message, meta: CloudApi):
        types(agent_client, asked)
        Signal.objects.update(asked_at=timezone.now() - timedelta(seconds=21))
        work()
        assert (rows(), meta.calls) == ([("TYPING", "SKIPPED")], [])

    def test_a_fault_drops_it_too(self, agent_client: Client, asked: Message, meta: CloudApi):
        meta.faults.append(Fault(page=503))
        types(agent_client, asked)
        work()
        assert (rows(), Signal.objects.due().exists()) == ([("TYPING", "SKIPPED")], False)

    @pytest.mark.parametrize("off", ["read_receipts", "typing_indicator"])
    def test_either_switch_turns_it_off(self, agent_client: Client, asked: Message, meta: CloudApi, off: str):
        WhatsAppNumber.objects.update(**{off: False})
        types(agent_client, asked)
        assert rows() == []

    @pytest.mark.parametrize("channel", ["note", "email", "", "pigeon"])
    def test_a_note_a_mail_and_nonsense_tell_nothing(
        self, agent_client: Client, asked: Message, meta: CloudApi, channel: str
    ):
        assert types(agent_client, asked, channel).status_code == 204
        assert rows() == []

    def test_the_page_tells_only_where_it_reaches_somebody(self, agent_client: Client, asked: Message, settings):
        page = reverse("inquiry", args=[asked.inquiry_id])
        assert b"data-writing" not in agent_client.get(page).content
        settings.WHATSAPP_TOKEN = "set"
        assert b"data-writing" in agent_client.get(page).content


def test_two_workers_tell_it_once(agent_client: Client, asked: Message, meta: CloudApi):
    opened(agent_client, asked)
    pk = Signal.objects.get().pk
    signs.send(pk)
    signs.send(pk)
    signs.send(0)
    assert meta.read == ["wamid.second"]
