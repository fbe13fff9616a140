"""Templates are fetched whole or not at all, marked when they are gone, and Meta's webhook counts at once."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from messaging import templates_sync
from messaging.models import WhatsAppNumber, WhatsAppTemplate
from messaging.tasks import sync_templates
from tests.messaging import payloads
from tests.messaging.sample_templates import BUTTONS, DOCUMENT, NAMED, PROPOSAL, body, known, number, template
from tests.servers.cloud_api import BUSINESS_ACCOUNT, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return sorted(WhatsAppTemplate.objects.filter(removed_at=None).values_list("name", flat=True))


def row(listed: dict[str, Any]) -> WhatsAppTemplate:
    return WhatsAppTemplate.objects.get(name=listed["name"], language=listed["language"])


def news(client: Client, listed: dict[str, Any], event: str, *, at: Any = None, **value: Any) -> None:
    """Meta's webhook about one template."""
    filled = {
        "event": event,
        "message_template_id": 1,
        "message_template_name": listed["name"],
        "message_template_language": listed["language"],
        "reason": "NONE",
    } | value
    change = {"field": "message_template_status_update", "value": filled}
    when = int((at or timezone.now()).timestamp())
    entry = {"id": BUSINESS_ACCOUNT, "time": when, "changes": [change]}
    whole = payloads.compact({"object": "whatsapp_business_account", "entry": [entry]})
    assert payloads.post(client, whole).status_code == 200
    payloads.ingest_all()


class TestFetching:
    def test_all_pages_in_one_go(self, meta: CloudApi) -> None:
        number()
        meta.templates = [PROPOSAL, NAMED, DOCUMENT, BUTTONS, template("fifth", "de", body("Hallo"), status="PENDING")]
        sync_templates()
        assert names() == ["fifth", "offer_online", "proposal_ready", "still_with_you", "travel_documents"]
        assert [call.query.get("after") for call in meta.calls] == [None, ["2"], ["4"]]
        assert (row(NAMED).parameter_format, row(NAMED).components) == ("NAMED", NAMED["components"])
        assert WhatsAppNumber.objects.get().templates_synced_at is not None

    def test_a_page_that_fails_changes_nothing_and_is_said(self, meta: CloudApi) -> None:
        number()
        known(PROPOSAL)
        meta.templates = [NAMED, DOCUMENT, BUTTONS]
        meta.faults.extend([Fault(), Fault(page=502)])
        [outcome] = templates_sync.sync()
        assert names() == ["proposal_ready"]
        assert outcome.error == WhatsAppNumber.objects.get().templates_error != ""
        templates_sync.sync()
        assert (len(names()), WhatsAppNumber.objects.get().templates_error) == (3, "")

    def test_what_is_gone_is_marked_and_comes_back(self, meta: CloudApi) -> None:
        number()
        known(PROPOSAL, NAMED)
        meta.templates = [NAMED]
        [outcome] = templates_sync.sync()
        assert (names(), outcome.gone) == (["still_with_you"], 1)
        assert row(PROPOSAL).removed_at is not None
        meta.templates = [NAMED, PROPOSAL]
        templates_sync.sync()
        assert row(PROPOSAL).removed_at is None

    def test_what_staff_said_of_a_template_stays(self, meta: CloudApi) -> None:
        number()
        known(PROPOSAL)
        said = {"body.2": {"label": "Island", "source": "destinations"}}
        WhatsAppTemplate.objects.update(title="Ready", blanks=said)
        meta.templates = [PROPOSAL | {"status": "PAUSED"}]
        templates_sync.sync()
        assert (row(PROPOSAL).title, row(PROPOSAL).blanks, row(PROPOSAL).status) == ("Ready", said, "PAUSED")

    def test_one_that_cannot_be_read_costs_itself_only(self, meta: CloudApi) -> None:
        number()
        meta.templates = [{"name": "no language"}, NAMED, {"language": "en", "name": "odd", "components": "?"}]
        templates_sync.sync()
        assert names() == ["odd", "still_with_you"]

    def test_an_unknown_account_says_what_to_do(self, meta: CloudApi) -> None:
        number(business_account_id="1234")
        [outcome] = templates_sync.sync()
        assert "whatsapp_business_management" in outcome.error
        assert not WhatsAppTemplate.objects.exists()

    def test_a_list_without_end_is_given_up(self, meta: CloudApi, monkeypatch: pytest.MonkeyPatch) -> None:
        from messaging import cloud_api

        monkeypatch.setattr(cloud_api, "_MOST_PAGES", 2)
        number()
        meta.templates = [PROPOSAL, NAMED, DOCUMENT, BUTTONS, PROPOSAL]
        [outcome] = templates_sync.sync()
        assert "no end" in outcome.error

    def test_without_a_token_nobody_is_asked_and_nothing_is_lost(self, settings) -> None:
        settings.WHATSAPP_TOKEN = ""
        number()
        known(PROPOSAL)
        [outcome] = templates_sync.sync()
        assert "WHATSAPP_TOKEN" in outcome.error
        assert names() == ["proposal_ready"]

    def test_each_account_once_and_disabled_numbers_never(self, meta: CloudApi) -> None:
        number()
        number(phone_number_id="2")
        number(phone_number_id="3", business_account_id="777", enabled=False)
        assert [outcome.account for outcome in templates_sync.sync()] == [BUSINESS_ACCOUNT]

    def test_by_command(self, meta: CloudApi) -> None:
        number()
        meta.templates = [PROPOSAL]
        out = StringIO()
        call_command("sync_templates", stdout=out)
        assert out.getvalue() == f"Business account {BUSINESS_ACCOUNT}: 1 template, 1 new, 0 gone.\n"
        meta.faults.append(Fault(refusal=RefusalError(190, "expired", status=401)))
        with pytest.raises(CommandError):
            call_command("sync_templates", stdout=out)
        assert "access token" in out.getvalue()


class TestWebhook:
    def test_a_pause_counts_at_once(self, client: Client) -> None:
        number()
        known(PROPOSAL)
        news(client, PROPOSAL, "PAUSED", reason="NONE")
        assert (row(PROPOSAL).status, row(PROPOSAL).reason) == ("PAUSED", "")

    def test_a_rejection_says_why(self, client: Client) -> None:
        known(PROPOSAL)
        news(client, PROPOSAL, "REJECTED", reason="TAG_CONTENT_MISMATCH")
        assert (row(PROPOSAL).status, row(PROPOSAL).reason) == ("REJECTED", "category and text do not match")

    def test_bodies_in_the_wrong_order_leave_the_newer_word(self, client: Client) -> None:
        known(PROPOSAL)
        news(client, PROPOSAL, "PAUSED")
        news(client, PROPOSAL, "APPROVED", at=timezone.now() - timedelta(hours=1))
        assert row(PROPOSAL).status == "PAUSED"

    def test_a_list_that_was_asked_for_before_does_not_undo_it(self, client: Client, meta: CloudApi) -> None:
        number()
        known(PROPOSAL)
        asked_at = timezone.now() - timedelta(seconds=5)
        news(client, PROPOSAL, "PAUSED")
        from messaging.template_schemas import TemplateAnswer

        templates_sync.keep(BUSINESS_ACCOUNT, [TemplateAnswer.model_validate(PROPOSAL)], asked_at=asked_at)
        assert row(PROPOSAL).status == "PAUSED"
        meta.templates = [PROPOSAL]
        WhatsAppTemplate.objects.update(status_at=timezone.now() - timedelta(minutes=1))
        templates_sync.sync()
        assert row(PROPOSAL).status == "APPROVED"

    def test_deleted_and_back(self, client: Client) -> None:
        known(PROPOSAL)
        news(client, PROPOSAL, "DELETED", at=timezone.now() - timedelta(seconds=9))
        assert names() == []
        news(client, PROPOSAL, "REINSTATED")
        assert (names(), row(PROPOSAL).status) == (["proposal_ready"], "APPROVED")

    def test_one_we_do_not_know_is_fetched(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
    ) -> None:
        rung: list[tuple[str, list[int]]] = []
        monkeypatch.setattr(
            "inquiries.doorbell.current_app.send_task", lambda name, args, **_: rung.append((name, args))
        )
        pk = number().pk
        with django_capture_on_commit_callbacks(execute=True):
            news(client, NAMED, "APPROVED")
        assert ("messaging.sync_templates", [pk]) in rung
        assert not WhatsAppTemplate.objects.exists()

    def test_one_without_a_name_is_kept_as_a_dead_letter(self, client: Client) -> None:
        from inquiries.models import DeadLetter

        news(client, PROPOSAL | {"name": ""}, "PAUSED")
        assert DeadLetter.objects.count() == 1
