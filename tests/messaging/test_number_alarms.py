"""A number that needs somebody: said on every page and by mail, once, and once when it is over. A quiet one is none."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inquiries.alarms import turn
from inquiries.models import OpeningHours
from inquiries.week import DAYS
from messaging import alarms, numbers, tasks
from messaging.models import WebhookEvent, WhatsAppNumber
from tests.inquiries.desk.pages import element, words
from tests.servers.cloud_api import ACCOUNT_ID, NUMBER_ID, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def recipients(settings) -> None:
    settings.ALERT_RECIPIENTS = ["tech@halden.example"]


@pytest.fixture
def number(meta: CloudApi, db) -> WhatsAppNumber:
    """A busy number, well and heard just now: sixty webhooks a day, in an agency that is always open."""
    OpeningHours.objects.update(**dict.fromkeys(DAYS, "00:00-24:00"))
    now = timezone.now()
    days = {(now - timedelta(days=back)).date().isoformat(): 60 for back in range(1, 14)}
    return WhatsAppNumber.objects.create(
        phone_number_id=NUMBER_ID,
        business_account_id=ACCOUNT_ID,
        name="Main",
        checked_at=now,
        last_webhook_at=now - timedelta(minutes=5),
        heard_days=days,
    )


def change(**columns: Any) -> None:
    WhatsAppNumber.objects.update(**columns)


def quiet_for(**span: float) -> None:
    change(last_webhook_at=timezone.now() - timedelta(**span))


def bar(client: Client, name: str = "queue") -> str:
    return words(element(client.get(reverse(name)), "alarms"))


def titles() -> list[str]:
    alarms.look()
    return [letter.subject for letter in mail.outbox]


def test_a_number_that_is_well_says_nothing(number, agent_client):
    tasks.watch()
    assert bar(agent_client) == ""
    assert mail.outbox == []


class TestSilence:
    def test_six_hours_without_a_word_from_a_busy_number(self, number, agent_client):
        quiet_for(hours=6, minutes=1)
        for name in ("queue", "work"):
            assert "Main: Nothing was heard from Meta for 6" in bar(agent_client, name).replace("\xa0", " ")
        assert titles() == ["travelhub: Main: no message comes in"]
        assert titles() == ["travelhub: Main: no message comes in"]
        numbers.heard(NUMBER_ID, display_number="")
        assert titles()[1:] == ["travelhub: Main: WhatsApp works again"]
        assert bar(agent_client) == ""

    def test_a_little_less_is_none(self, number):
        quiet_for(hours=5, minutes=50)
        assert titles() == []

    def test_nights_and_days_off_do_not_count(self, number):
        today = timezone.now().date()
        OpeningHours.objects.update(days_off=f"{today - timedelta(days=2)} to {today + timedelta(days=1)}")
        quiet_for(hours=30)
        assert titles() == []
        OpeningHours.objects.update(days_off="")
        assert len(titles()) == 1

    def test_a_number_with_hours_of_its_own(self, number):
        OpeningHours.objects.create(account=NUMBER_ID, **dict.fromkeys(DAYS, ""))
        quiet_for(hours=30)
        assert titles() == []

    @pytest.mark.parametrize(("a_day", "alarm"), [(0, 0), (10, 0), (35, 0), (60, 1)])
    def test_a_quiet_agency_is_not_woken(self, number, a_day: int, alarm: int):
        """Open all day, six hours are a quarter of what a day brings: ten webhooks of more than forty a day."""
        change(heard_days=dict.fromkeys(number.heard_days, a_day))
        quiet_for(hours=8)
        assert len(titles()) == alarm

    def test_one_that_was_never_heard_is_not_set_up_yet(self, number):
        change(last_webhook_at=None, heard_days={})
        assert titles() == []

    def test_a_long_silence_stays_one(self, number):
        """What it was used to is reckoned before its last word, which is always further away."""
        change(heard_days={})
        last = timezone.now() - timedelta(days=40)
        days = {(last - timedelta(days=back)).date().isoformat(): 60 for back in range(1, 14)}
        change(last_webhook_at=last, heard_days=days)
        assert len(titles()) == 1

    def test_it_names_a_worker_that_is_away(self, number, agent_client):
        quiet_for(hours=7)
        body = b"{}"
        old = timezone.now() - timedelta(hours=1)
        WebhookEvent.objects.create(body=body, sha256="0" * 64, size=2, received_at=old, due_at=old)
        assert "worker" in bar(agent_client)

    def test_it_can_be_switched_off(self, number, settings):
        settings.WHATSAPP_SILENT_AFTER = timedelta(0)
        quiet_for(days=9)
        assert titles() == []


class TestChecksAndPauses:
    def test_a_token_that_ended_is_said_at_once(self, number, meta: CloudApi, agent_client):
        change(checked_at=None)
        meta.faults.append(Fault(refusal=RefusalError(190, "Expired.", status=401)))
        tasks.watch()
        [letter] = mail.outbox
        assert letter.subject == "travelhub: Main: WhatsApp needs a person"
        assert "WHATSAPP_TOKEN" in letter.body
        assert "does not accept our access token" in bar(agent_client)
        change(checked_at=timezone.now() - timedelta(minutes=5))
        tasks.watch()
        assert [one.subject for one in mail.outbox][1:] == ["travelhub: Main: WhatsApp works again"]

    def test_a_network_that_hiccups_is_none(self, number, meta: CloudApi):
        change(checked_at=None)
        meta.faults.append(Fault(page=502))
        tasks.watch()
        assert mail.outbox == []

    def test_an_app_that_is_not_subscribed(self, number, meta: CloudApi, agent_client):
        change(checked_at=None)
        meta.subscribed = []
        tasks.watch()
        assert "Subscribe our app" in bar(agent_client)

    def test_a_pause_with_its_reason(self, number, agent_client):
        change(paused_until=timezone.now() + timedelta(hours=1), paused_reason="Meta has locked us.")
        assert "Meta has locked us. Nothing is sent until" in bar(agent_client)
        assert titles() == ["travelhub: Main: nothing is sent"]
        change(paused_until=None)
        assert len(titles()) == 2

    def test_a_pause_of_seconds_is_none(self, number, agent_client):
        change(paused_until=timezone.now() + timedelta(seconds=30), paused_reason="Too fast.")
        assert bar(agent_client) == ""
        assert titles() == []


class TestWriting:
    def test_two_processes_write_one_mail(self, number):
        """Both have read the row before either has written it."""
        for row in (WhatsAppNumber.objects.get(), WhatsAppNumber.objects.get()):
            turn(row, to=timezone.now(), title="x", text="x")
        assert len(mail.outbox) == 1

    def test_a_mail_server_that_is_away_is_tried_again(self, number, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        quiet_for(hours=7)
        alarms.look()
        number.refresh_from_db()
        assert number.alarmed_at is None
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert len(titles()) == 1

    def test_switching_it_off_is_an_all_clear(self, number, agent_client):
        quiet_for(hours=7)
        alarms.look()
        change(enabled=False)
        assert bar(agent_client) == ""
        assert len(titles()) == 2
        assert "switched off" in mail.outbox[1].body

    def test_the_sandbox_has_no_alarm(self, number, settings, agent_client):
        settings.WHATSAPP_TOKEN = ""
        change(failed_checks=3, last_error="No.")
        assert bar(agent_client) == ""
        assert titles() == []


def test_a_page_asks_nothing_more_however_many_numbers_there_are(number, agent_client, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        assert bar(agent_client) == ""
    for extra in range(3):
        WhatsAppNumber.objects.create(phone_number_id=f"99999{extra}", enabled=True)
    quiet_for(hours=9)
    old = timezone.now() - timedelta(minutes=20)
    WebhookEvent.objects.create(body=b"{}", sha256="0" * 64, size=2, received_at=old, due_at=old)
    with django_assert_num_queries(len(before)):
        assert "Webhooks came in that nobody has read" in bar(agent_client)
