"""Errors of Meta's that stop more than one message: a person waits, the number waits, and nobody loops."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import channels, replies
from inquiries.intake import receive
from inquiries.models import Inquiry, Message, User
from inquiries.work import delivery
from messaging import cloud_api
from messaging.models import RecipientPause, WhatsAppNumber
from tests.factories import UserFactory, inbound
from tests.servers.cloud_api import NUMBER_ID, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db

ANN, BEN = "447700900301", "447700900302"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands still: the shortest of the waits is over sooner than some machine has run the test."""
    stands_at = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: stands_at)


@pytest.fixture
def author() -> User:
    return UserFactory()


@pytest.fixture
def number(meta: CloudApi) -> WhatsAppNumber:
    return WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID, name="Shop")


@pytest.fixture
def asked() -> dict[str, Inquiry]:
    return {wa_id: receive(inbound(wa_id=wa_id)).message.inquiry for wa_id in (ANN, BEN)}


@pytest.fixture
def write(asked, author):
    def write(wa_id: str, text: str = "Good news.") -> Message:
        return replies.queue(asked[wa_id], author=author, channel="whatsapp", text=text)

    return write


@pytest.fixture
def during_the_call(monkeypatch: pytest.MonkeyPatch):
    """What another worker does while one of ours waits for Meta's answer."""

    def arrange(act: Callable[[], object]) -> None:
        real = cloud_api.send_text

        def send_text(*args, **fields) -> str:
            monkeypatch.setattr(cloud_api, "send_text", real)
            act()
            return real(*args, **fields)

        monkeypatch.setattr(cloud_api, "send_text", send_text)

    return arrange


def refuse(meta: CloudApi, code: int, **more) -> None:
    meta.faults.append(Fault(refusal=RefusalError(code, "Meta's own details.", **more)))


def again(row):
    return type(row).objects.get(pk=row.pk)


def ring(message: Message) -> Message:
    """The time of the message has come, whenever that was."""
    Message.objects.filter(pk=message.pk, state="QUEUED").update(due_at=timezone.now())
    delivery.deliver(message.pk)
    return again(message)


def wait_is_over(number: WhatsAppNumber) -> None:
    WhatsAppNumber.objects.filter(pk=number.pk).update(paused_until=timezone.now() - timedelta(seconds=1))


def left(message: Message) -> float:
    assert message.due_at is not None
    return (message.due_at - timezone.now()).total_seconds()


class TestOnePerson:
    def test_the_wait_grows_fourfold_and_is_no_attempt(self, meta: CloudApi, number, write, settings):
        settings.WORK_MAX_ATTEMPTS = 2
        message = write(ANN)
        waits = []
        for _ in range(6):
            refuse(meta, 131056)
            RecipientPause.objects.update(until=timezone.now())
            row = ring(message)
            assert (row.state, row.attempts) == ("QUEUED", 0)
            waits.append(left(row))
        assert waits == [4, 16, 64, 256, 300, 300]
        assert "this person" in row.last_error
        assert len(meta.calls) == 6

    def test_during_the_wait_nothing_is_called_for_them_and_others_go_on(self, meta: CloudApi, number, write):
        first = write(ANN)
        refuse(meta, 131056)
        ring(first)
        assert ring(first).state == "QUEUED"
        assert ring(write(BEN)).state == "SENT"
        assert len(meta.calls) == 2

    def test_success_ends_it(self, meta: CloudApi, number, write):
        message = write(ANN)
        refuse(meta, 131056)
        ring(message)
        RecipientPause.objects.update(until=timezone.now())
        assert ring(message).state == "SENT"
        assert not RecipientPause.objects.exists()

    def test_no_address_stands_in_the_row(self, meta: CloudApi, number, write):
        refuse(meta, 131056)
        ring(write(ANN))
        assert ANN not in str(RecipientPause.objects.values().get())


class TestBusy:
    @pytest.mark.parametrize(("code", "seconds"), [(130429, 5), (4, 300), (80007, 300), (131057, 300)])
    def test_everybody_waits_and_nobody_is_called(self, code, seconds, meta: CloudApi, number, write):
        refuse(meta, code)
        first, second = ring(write(ANN)), ring(write(BEN))
        assert [(row.state, row.attempts) for row in (first, second)] == [("QUEUED", 0)] * 2
        assert [left(row) for row in (first, second)] == [seconds] * 2
        assert len(meta.calls) == 1
        assert channels.get("whatsapp").health()[0].ok

    def test_metas_retry_after_counts_and_then_all_go(self, meta: CloudApi, number, write):
        refuse(meta, 130429, status=429, headers={"Retry_After": "7"})
        first = ring(write(ANN))
        assert left(first) == 7
        wait_is_over(number)
        assert [ring(first).state, ring(write(BEN)).state] == ["SENT", "SENT"]

    def test_a_longer_wait_stays(self, meta: CloudApi, number, write, during_the_call):
        until = timezone.now() + timedelta(hours=1)
        refuse(meta, 130429)
        during_the_call(lambda: WhatsAppNumber.objects.update(paused_until=until))
        ring(write(ANN))
        assert again(number).paused_until == until


STOPPING = [0, 190, 3, 10, 200, 299, 131005, 368, 131031, 131042, 131044, 131045, 133010, 131048, 131064]


class TestStopped:
    @pytest.mark.parametrize("code", STOPPING)
    def test_the_number_stops_with_the_reason_in_words(self, code, meta: CloudApi, number, write, caplog):
        refuse(meta, code)
        first, second = ring(write(ANN)), ring(write(BEN))
        for row in (first, second):
            assert (row.state, row.attempts) == ("QUEUED", 0)
            assert f"(WhatsApp {code})" in row.last_error
            assert "goes out by itself" in row.last_error
        assert len(meta.calls) == 1
        [line] = channels.get("whatsapp").health()
        assert (line.ok, f"(WhatsApp {code})" in line.text) == (False, True)
        assert Inquiry.objects.filter(failed_count__gt=0).count() == 0

    def test_people_are_told_once(self, meta: CloudApi, number, write, caplog):
        message = write(ANN)
        for _ in range(3):
            refuse(meta, 190)
            ring(message)
            wait_is_over(number)
        assert [record.levelno for record in caplog.records if "number_stopped" in str(record.msg)] == [logging.ERROR]

    def test_one_probe_at_a_time(self, meta: CloudApi, number, write, during_the_call):
        first, second = write(ANN), write(BEN)
        refuse(meta, 190)
        ring(first)
        wait_is_over(number)

        def meanwhile() -> None:
            assert "goes out by itself" in ring(second).last_error

        refuse(meta, 190)
        during_the_call(meanwhile)
        assert ring(first).state == "QUEUED"
        assert len(meta.calls) == 2

    def test_a_probe_that_arrives_opens_the_number(self, meta: CloudApi, number, write):
        first, second = write(ANN), write(BEN)
        refuse(meta, 190)
        ring(first)
        wait_is_over(number)
        assert ring(first).state == "SENT"
        assert (again(number).paused_until, again(number).paused_reason) == (None, "")
        assert ring(second).state == "SENT"

    def test_so_does_one_that_fails_by_itself(self, meta: CloudApi, number, write):
        first = write(ANN)
        refuse(meta, 131042)
        ring(first)
        wait_is_over(number)
        refuse(meta, 131026)
        assert ring(first).state == "PERMANENTLY_FAILED"
        assert again(number).paused_reason == ""

    def test_a_probe_without_an_answer_is_followed_by_another_later(self, meta: CloudApi, number, write):
        first, second = write(ANN), write(BEN)
        refuse(meta, 190)
        ring(first)
        wait_is_over(number)
        meta.faults.append(Fault(page=503))
        ring(first)
        assert ring(second).state == "QUEUED"
        assert len(meta.calls) == 2
        wait_is_over(number)
        assert ring(second).state == "SENT"

    def test_a_number_without_a_row_gets_one(self, meta: CloudApi, write):
        WhatsAppNumber.objects.all().delete()
        refuse(meta, 190)
        ring(write(ANN))
        ring(write(BEN))
        assert len(meta.calls) == 1
        assert WhatsAppNumber.objects.get().paused_reason
