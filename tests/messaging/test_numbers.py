"""Our numbers: what they heard, those that nobody knows yet, which one answers, and what Meta says of each."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import channels, replies
from inquiries.models import Inquiry, Message, User
from inquiries.work import delivery
from messaging import checkup, health, ingest, numbers, tasks
from messaging.models import WebhookEvent, WhatsAppNumber
from tests.messaging.payloads import body_of, post
from tests.servers.cloud_api import ACCOUNT_ID, APP_ID, NUMBER, NUMBER_ID, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db
SECOND = "222222222222222"


def come_in(client: Client, number_id: str = NUMBER_ID, *, key: str = "one", account: str = ACCOUNT_ID, **message):
    """A message of Anna's to one of our numbers, just now."""
    now = str(int(timezone.now().timestamp()))
    words = {"id": f"wamid.{key}", "timestamp": now, "text": {"body": "Ten days on Crete in May, please."}, **message}
    metadata = {"phone_number_id": number_id, "display_phone_number": "447700900500"}
    body = body_of(words, metadata=metadata).replace(b'"id":"1"', f'"id":"{account}"'.encode())
    assert post(client, body).status_code == 200
    for pk in WebhookEvent.objects.filter(state="RECEIVED").values_list("pk", flat=True):
        ingest.ingest_event(pk)
    return Message.objects.filter(external_id=f"wamid.{key}").first()


@pytest.fixture
def number(db) -> WhatsAppNumber:
    return WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID, business_account_id=ACCOUNT_ID, name="Main")


class TestHearing:
    def test_a_webhook_fills_in_what_the_row_did_not_know(self, client):
        row = WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID)
        come_in(client)
        row.refresh_from_db()
        assert (row.display_number, row.business_account_id) == ("447700900500", ACCOUNT_ID)
        assert row.heard_days == {timezone.now().date().isoformat(): 1}

    def test_days_add_up_and_old_ones_go(self, number):
        today = timezone.now().date()
        days = {(today - timedelta(days=back)).isoformat(): 7 for back in (1, 14, 16, 90)}
        WhatsAppNumber.objects.update(heard_days=days, last_webhook_at=timezone.now() - timedelta(hours=1))
        for _ in range(3):
            numbers.heard(NUMBER_ID, display_number="")
            WhatsAppNumber.objects.update(last_webhook_at=timezone.now() - timedelta(minutes=1))
        number.refresh_from_db()
        assert number.heard_days == {
            today.isoformat(): 3,
            (today - timedelta(days=1)).isoformat(): 7,
            (today - timedelta(days=14)).isoformat(): 7,
        }

    def test_webhooks_within_seconds_count_once(self, number):
        for _ in range(5):
            numbers.heard(NUMBER_ID, display_number="")
        number.refresh_from_db()
        assert list(number.heard_days.values()) == [1]


class TestNumbersNobodyKnows:
    def test_its_messages_are_kept_and_it_is_seen(self, client, number, settings):
        message = come_in(client, SECOND)
        assert message.account == SECOND
        row = WhatsAppNumber.objects.get(phone_number_id=SECOND)
        assert (row.enabled, row.business_account_id, row.display_number) == (False, ACCOUNT_ID, "447700900500")
        [line] = [line for line in health.health() if line.name == str(row)]
        assert not line.ok
        assert "a number that we do not know" in line.text

    def test_it_is_found_once_and_goes_on_hearing(self, client, number):
        come_in(client, SECOND)
        come_in(client, SECOND, key="two")
        assert WhatsAppNumber.objects.filter(phone_number_id=SECOND).count() == 1

    def test_one_click_makes_it_ours_and_another_puts_it_away(self, client, number):
        come_in(client, SECOND)
        row = WhatsAppNumber.objects.get(phone_number_id=SECOND)
        assert str(row) not in numbers.names().values()
        assert numbers.adopt(row.pk)
        row.refresh_from_db()
        assert (row.enabled, row.found_at) == (True, None)
        assert not numbers.disown(row.pk)  # settled already
        come_in(client, "333333333333333", key="three")
        other = WhatsAppNumber.objects.get(phone_number_id="333333333333333")
        assert numbers.disown(other.pk)
        assert [line.name for line in health.health()] == ["Main", str(row)]

    def test_metas_test_button_is_no_fault(self, client, number):
        come_in(client, numbers.SAMPLE_ID)
        assert all(line.ok for line in health.health())
        assert "Test button" in health.health()[-1].text

    def test_what_is_no_id_makes_no_row(self, client, number):
        assert come_in(client, "not an id").account == "not an id"
        assert WhatsAppNumber.objects.count() == 1


class TestAnswering:
    def answer(self, message: Message, agent: User) -> Message:
        reply = replies.queue(message.inquiry, author=agent, channel="whatsapp", text="With pleasure.")
        delivery.deliver(reply.pk)
        reply.refresh_from_db()
        return reply

    def test_from_the_number_that_the_customer_wrote_to(self, client, number, meta: CloudApi, agent):
        meta.numbers[SECOND] = dict(NUMBER)
        WhatsAppNumber.objects.create(phone_number_id=SECOND, name="Second")
        reply = self.answer(come_in(client, SECOND), agent)
        assert (reply.state, reply.account) == ("SENT", SECOND)
        assert [call.path for call in meta.calls] == [f"/v25.0/{SECOND}/messages"]
        assert WhatsAppNumber.objects.get(phone_number_id=SECOND).last_sent_at
        number.refresh_from_db()
        assert number.last_sent_at is None

    def test_from_the_last_one_where_they_wrote_to_two(self, client, number, meta: CloudApi, agent):
        meta.numbers[SECOND] = dict(NUMBER)
        first = come_in(client, NUMBER_ID)
        second = come_in(client, SECOND, key="two", timestamp=str(int(timezone.now().timestamp()) + 1))
        Message.objects.filter(pk=second.pk).update(inquiry=first.inquiry)
        second.refresh_from_db()
        assert self.answer(second, agent).account == SECOND

    def test_where_nobody_wrote_the_settings_number_then_the_first(self, number, settings):
        settings.WHATSAPP_PHONE_NUMBER_ID = ""
        assert numbers.default_account() == NUMBER_ID
        settings.WHATSAPP_PHONE_NUMBER_ID = SECOND
        assert numbers.default_account() == SECOND


class TestChecking:
    def test_what_meta_says_stands_on_the_row_and_in_words(self, number, meta: CloudApi):
        assert checkup.check(number).error == ""
        number.refresh_from_db()
        assert (number.quality, number.status, number.messaging_limit) == ("GREEN", "CONNECTED", "TIER_2K")
        assert (number.verified_name, number.subscribed, number.token_ends_at) == ("Halden Travel", True, None)
        [line] = health.health()
        assert line.ok
        for words in ("Last webhook never", "token accepted", "quality green", "up to 2K new people a day"):
            assert words in line.text

    @pytest.mark.parametrize(
        ("code", "status", "words"),
        [
            (190, 401, "Meta does not accept our access token"),
            (10, 403, "Our access token lacks a permission"),
            (200, 403, "Our access token lacks a permission"),
            (33, 400, "does not know the phone number id"),
            (100, 400, "does not know the phone number id"),
        ],
    )
    def test_a_refusal_is_a_fault_at_once_and_says_what_to_do(self, number, meta, code, status, words):
        meta.faults.extend([Fault(refusal=RefusalError(code, "No.", status=status))] * 2)
        checkup.check(number)
        number.refresh_from_db()
        assert words in number.last_error
        assert number.failed_checks == checkup.SURE
        assert not health.health()[0].ok

    def test_a_network_that_is_away_is_one_only_after_three_rounds(self, number, meta, settings):
        settings.WHATSAPP_BASE_URL = "https://127.0.0.1:9"
        for expected in (1, 2, 3, 3):
            checkup.check(number)
            number.refresh_from_db()
            assert number.failed_checks == expected
        assert "could not be reached" in number.last_error
        settings.WHATSAPP_BASE_URL = meta.url
        checkup.check(number)
        number.refresh_from_db()
        assert (number.failed_checks, number.last_error) == (0, "")

    def test_an_older_api_without_the_newer_fields_is_asked_for_the_others(self, number, meta: CloudApi):
        meta.refused_fields = {"whatsapp_business_manager_messaging_limit"}
        assert checkup.check(number).error == ""
        number.refresh_from_db()
        assert (number.quality, number.messaging_limit) == ("GREEN", "")

    def test_an_app_that_is_not_subscribed_hears_nothing_and_can_be(self, number, meta: CloudApi):
        meta.subscribed = ["999"]
        assert "not subscribed" in checkup.check(number).error
        checkup.subscribe(number)
        number.refresh_from_db()
        assert meta.subscribed == ["999", APP_ID]
        assert (number.subscribed, number.last_error) == (True, "")

    def test_a_token_without_a_permission_is_told_by_its_name(self, number, meta: CloudApi):
        meta.scopes = ["whatsapp_business_management"]
        assert "lacks whatsapp_business_messaging." in checkup.check(number).error

    def test_a_number_that_is_banned(self, number, meta: CloudApi):
        meta.numbers[NUMBER_ID]["status"] = "BANNED"
        assert "as banned" in checkup.check(number).error

    def test_what_is_not_well_yet_works(self, number, meta: CloudApi):
        meta.numbers[NUMBER_ID] |= {"quality_rating": "RED", "status": "FLAGGED"}
        meta.expires_at = int((timezone.now() + timedelta(days=2)).timestamp())
        checkup.check(number)
        number.refresh_from_db()
        [line] = health.health()
        assert (line.ok, number.failed_checks) == (False, 0)
        assert "not content" in line.text
        assert "The token ends on" in line.text

    def test_an_account_that_nobody_knows_yet_is_no_fault(self, number, meta: CloudApi):
        WhatsAppNumber.objects.update(business_account_id="")
        number.refresh_from_db()
        found = checkup.check(number)
        assert (found.error, found.subscribed) == ("", None)
        assert "not known whether its webhooks" in health.health()[0].text


class TestTheClock:
    def test_a_number_is_asked_for_hourly_and_sooner_after_a_failure(self, number, meta: CloudApi):
        tasks.watch()
        asked = len(meta.calls)
        assert asked
        tasks.watch()
        assert len(meta.calls) == asked
        WhatsAppNumber.objects.update(checked_at=timezone.now() - timedelta(minutes=5))
        tasks.watch()
        assert len(meta.calls) == asked
        WhatsAppNumber.objects.update(failed_checks=1)
        tasks.watch()
        assert len(meta.calls) == 2 * asked
        WhatsAppNumber.objects.update(failed_checks=0, checked_at=timezone.now() - timedelta(minutes=58))
        tasks.watch()
        assert len(meta.calls) == 3 * asked

    def test_two_workers_ask_once(self, number, meta: CloudApi):
        rows = [WhatsAppNumber.objects.get(), WhatsAppNumber.objects.get()]
        assert [checkup._take(row) for row in rows] == [True, False]

    def test_nothing_is_asked_for_what_is_off_or_without_a_token(self, number, meta: CloudApi, settings):
        WhatsAppNumber.objects.update(enabled=False)
        tasks.watch()
        settings.WHATSAPP_TOKEN = ""
        WhatsAppNumber.objects.update(enabled=True)
        tasks.watch()
        assert meta.calls == []

    def test_beat_asks(self, number):
        from django_celery_beat.models import PeriodicTask

        assert PeriodicTask.objects.get(task="messaging.watch").interval.every == 300


class TestPause:
    @pytest.fixture
    def paused(self, client, number, meta: CloudApi, agent) -> Message:
        message = come_in(client)
        reply = replies.queue(message.inquiry, author=agent, channel="whatsapp", text="With pleasure.")
        later = timezone.now() + timedelta(hours=1)
        Message.objects.filter(pk=reply.pk).update(due_at=later)
        WhatsAppNumber.objects.update(paused_until=later, paused_reason="Too many at once.", checked_at=timezone.now())
        return reply

    def test_it_is_said_with_its_end_and_reason(self, paused):
        [line] = health.health()
        assert not line.ok
        assert "Nothing is sent until" in line.text
        assert "Too many at once." in line.text

    def test_send_again_now_ends_it_and_what_waited_is_due(self, paused, number):
        assert numbers.resume(number) == 1
        number.refresh_from_db()
        assert (number.paused_until, number.paused_reason) == (None, "")
        paused.refresh_from_db()
        assert paused.due_at <= timezone.now()
        assert health.health()[0].ok

    def test_other_numbers_replies_stay_where_they_are(self, paused):
        assert numbers.resume(WhatsAppNumber.objects.create(phone_number_id=SECOND)) == 0


def test_the_core_knows_our_accounts_by_name(number):
    assert channels.accounts()[NUMBER_ID] == "WhatsApp: Main"
    assert Inquiry.objects.count() == 0
