"""Bodies hold customers' words: they go when they are old, and a repeat is known as long as Meta repeats."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from inquiries.models import Message
from messaging import retention, tasks
from messaging.models import WebhookEvent, WhatsAppMessage
from tests.messaging.payloads import post, recorded, take_in

pytestmark = pytest.mark.django_db


def taken_in(client: Client, name: str, *, days: float, **columns: object) -> WebhookEvent:
    take_in(client, name)
    event = WebhookEvent.objects.latest("pk")
    WebhookEvent.objects.filter(pk=event.pk).update(received_at=timezone.now() - timedelta(days=days), **columns)
    return event


def test_an_old_body_goes_with_its_row_and_its_message_stays(client: Client) -> None:
    taken_in(client, "text__plain", days=31)
    young = taken_in(client, "image__caption", days=29)
    tasks.forget()
    assert list(WebhookEvent.objects.values_list("pk", flat=True)) == [young.pk]
    assert bytes(WebhookEvent.objects.get().body) == recorded("image__caption")
    assert Message.objects.count() == WhatsAppMessage.objects.count() == 2


def test_a_short_time_empties_the_body_and_still_knows_the_repeat(client: Client, settings) -> None:
    settings.WEBHOOK_KEEP_DAYS = 2
    taken_in(client, "text__plain", days=3)
    assert retention.forget() == (1, 0)
    assert bytes(WebhookEvent.objects.get().body) == b""
    assert post(client, recorded("text__plain")).status_code == 200
    assert WebhookEvent.objects.count() == 1
    assert retention.forget() == (0, 0)

    WebhookEvent.objects.update(received_at=timezone.now() - timedelta(days=9))
    assert retention.forget() == (0, 1)


@pytest.mark.parametrize("state", ["RECEIVED", "PERMANENTLY_FAILED"])
def test_what_was_never_taken_in_is_kept(client: Client, state: str) -> None:
    taken_in(client, "text__plain", days=400, state=state)
    assert retention.forget() == (0, 0)


def test_0_days_is_for_ever(client: Client, settings) -> None:
    settings.WEBHOOK_KEEP_DAYS = 0
    taken_in(client, "text__plain", days=4000)
    assert retention.forget() == (0, 0)


def test_many_go_in_slices(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_SLICE", 2)
    for name in ("text__plain", "image__caption", "text__reply", "location__named", "contacts__two"):
        taken_in(client, name, days=40)
    assert retention.forget() == (0, 5)


def test_beat_asks_for_it(transactional_db) -> None:
    call_command("migrate", verbosity=0)
    assert PeriodicTask.objects.get(name="Old webhooks").task == "messaging.forget"
    assert PeriodicTask.objects.get(name="Old delivery reports").task == "inquiries.forget_early_reports"


def test_the_admin_says_that_a_body_is_gone(client: Client, admin_client: Client, settings) -> None:
    settings.WEBHOOK_KEEP_DAYS = 2
    event = taken_in(client, "text__plain", days=3)
    retention.forget()
    answer = admin_client.get(reverse("admin:messaging_webhookevent_body", args=[event.pk]))
    assert answer.status_code == 410
