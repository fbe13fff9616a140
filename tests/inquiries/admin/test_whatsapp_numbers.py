"""The admin page of a number: how it is in words, what is still to be done, and buttons that do it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import WhatsAppNumber
from tests.factories import MessageFactory
from tests.inquiries.desk.pages import tree, words
from tests.messaging.conftest import meta, whatsapp_secrets
from tests.servers.cloud_api import ACCOUNT_ID, APP_ID, NUMBER_ID, CloudApi, Fault, RefusalError

__all__ = ["meta", "whatsapp_secrets"]  # fixtures

LIST = "/admin/messaging/whatsappnumber/"
ADD = f"{LIST}add/"


@pytest.fixture
def number(meta: CloudApi, db) -> WhatsAppNumber:
    return WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID, business_account_id=ACCOUNT_ID, name="Main")


def page_of(row: WhatsAppNumber) -> str:
    return f"{LIST}{row.pk}/change/"


def press(client: Client, row: WhatsAppNumber, act: str) -> str:
    """What stands above the page afterwards, and on it."""
    response = client.post(f"{LIST}{row.pk}/act/", {"act": act}, follow=True)
    return words(tree(response))


def buttons(client: Client, row: WhatsAppNumber) -> list[str]:
    return [words(button) for button in tree(client.get(page_of(row))).xpath("//*[@class='standing-acts']/button")]


def steps(response: Any) -> Iterator[tuple[str, str]]:
    for line in tree(response).xpath("//section[@class='standing']//li"):
        yield words(line.find("strong")), line.get("data-done")


class TestAdding:
    def test_the_page_says_what_to_enter_at_meta(self, admin_client, meta):
        page = admin_client.get(ADD).content.decode()
        assert "/webhooks/whatsapp/" in page
        assert "WHATSAPP_VERIFY_TOKEN" in page
        assert "verify token of the tests" not in page

    @pytest.mark.parametrize("typed", ["+44 7700 900500", "abc", "12"])
    def test_a_phone_number_is_no_id(self, admin_client, meta, typed):
        response = admin_client.post(ADD, {"phone_number_id": typed})
        assert response.status_code == 200
        assert "Digits only" in response.content.decode()
        assert not WhatsAppNumber.objects.exists()

    def test_meta_is_asked_at_once_and_its_answer_shown(self, admin_client, meta):
        data = {"phone_number_id": NUMBER_ID, "business_account_id": ACCOUNT_ID, "name": "Main", "enabled": "on"}
        response = admin_client.post(ADD, data, follow=True)
        row = WhatsAppNumber.objects.get()
        assert response.redirect_chain[-1][0] == page_of(row)
        assert "token accepted, quality green" in words(tree(response))
        assert row.display_number == "+44 7700 900500"
        done = dict(steps(response))
        assert done == {
            "Secrets": "yes",
            "Webhook": "no",  # http
            "Fields": "maybe",
            "Token here": "yes",
            "Number": "yes",
            "App subscribed": "yes",
            "First message": "maybe",
        }

    def test_a_wrong_id_is_kept_and_told(self, admin_client, meta):
        data = {"phone_number_id": "999999999999999", "enabled": "on"}
        said = words(tree(admin_client.post(ADD, data, follow=True)))
        assert "Meta does not know the phone number id 999999999999999" in said
        assert WhatsAppNumber.objects.get().failed_checks == 3


class TestButtons:
    def test_check_now(self, admin_client, number):
        assert "token accepted" in press(admin_client, number, "check")
        number.refresh_from_db()
        assert number.quality == "GREEN"

    def test_check_now_says_what_is_wrong(self, admin_client, number, meta: CloudApi):
        meta.faults.append(Fault(refusal=RefusalError(190, "Expired.", status=401)))
        assert "Meta does not accept our access token" in press(admin_client, number, "check")

    def test_check_now_in_the_sandbox(self, admin_client, number, settings):
        settings.WHATSAPP_TOKEN = ""
        assert "Sandbox" in press(admin_client, number, "check")

    def test_subscribe_our_app(self, admin_client, number, meta: CloudApi):
        meta.subscribed = []
        press(admin_client, number, "check")
        assert "Subscribe our app" in buttons(admin_client, number)
        assert "sends the webhooks of account" in press(admin_client, number, "subscribe")
        assert meta.subscribed == [APP_ID]
        assert "Subscribe our app" not in buttons(admin_client, number)

    def test_subscribe_that_is_refused(self, admin_client, number, meta: CloudApi):
        meta.scopes = []
        assert "lacks a permission" in press(admin_client, number, "subscribe")

    def test_fetch_its_templates(self, admin_client, manager_client, number, meta: CloudApi):
        assert "Fetch its templates" in buttons(admin_client, number)
        said = press(admin_client, number, "templates")
        assert f"Business account {ACCOUNT_ID}: " in said
        assert manager_client.post(f"{LIST}{number.pk}/act/", {"act": "templates"}).status_code == 403

    def test_send_again_now(self, admin_client, number):
        assert "Send again now" not in buttons(admin_client, number)
        WhatsAppNumber.objects.update(paused_until=timezone.now() + timedelta(hours=1), paused_reason="Locked.")
        assert "Send again now" in buttons(admin_client, number)
        assert "Main sends again" in press(admin_client, number, "resume")
        number.refresh_from_db()
        assert (number.paused_until, number.paused_reason) == (None, "")

    def test_a_number_that_nobody_knows(self, admin_client, number):
        found = WhatsAppNumber.objects.create(phone_number_id="222222222222222", enabled=False, found_at=timezone.now())
        assert "Not ours yet" in admin_client.get(LIST).content.decode()
        assert buttons(admin_client, found) == ["It is ours: watch it", "It is not ours"]
        assert "is watched from now on" in press(admin_client, found, "adopt")
        found.refresh_from_db()
        assert (found.enabled, found.found_at) == (True, None)

    def test_what_is_no_button(self, admin_client, number):
        assert admin_client.post(f"{LIST}{number.pk}/act/", {"act": "delete"}).status_code == 400
        assert admin_client.get(f"{LIST}{number.pk}/act/").status_code == 405
        assert admin_client.post(f"{LIST}99999/act/", {"act": "check"}).status_code == 404

    def test_the_page_of_no_number_leads_home(self, admin_client, number):
        assert admin_client.get(f"{LIST}x/change/", follow=True).redirect_chain == [("/admin/", 302)]

    def test_who_may_press_what(self, agent_client, manager_client, number):
        assert agent_client.post(f"{LIST}{number.pk}/act/", {"act": "check"}).status_code == 403
        assert "token accepted" in press(manager_client, number, "check")
        assert manager_client.post(f"{LIST}{number.pk}/act/", {"act": "resume"}).status_code == 403
        WhatsAppNumber.objects.update(paused_until=timezone.now() + timedelta(hours=1))
        assert buttons(manager_client, number) == ["Check now"]


class TestList:
    def test_each_number_in_words(self, admin_client, number):
        now = timezone.now()
        rows: dict[str, dict[str, Any]] = {
            "Well": {"checked_at": now},
            "Paused": {"paused_until": now + timedelta(hours=1)},
            "Needs a person": {"failed_checks": 3, "last_error": "No."},
            "Look": {"quality": "RED"},
            "Off": {"enabled": False},
        }
        for index, columns in enumerate(rows.values()):
            WhatsAppNumber.objects.create(phone_number_id=f"11111{index}", **columns)
        page = words(tree(admin_client.get(LIST)))
        for state in [*rows, "Not asked yet"]:
            assert state in page

    def test_the_actions_of_the_list(self, admin_client, number):
        for name, said in (("check_now", "token accepted"), ("send_again", "sends again")):
            response = admin_client.post(LIST, {"action": name, "_selected_action": [number.pk]}, follow=True)
            assert said in words(tree(response))

    def test_it_leads_to_its_messages(self, admin_client, number):
        here = MessageFactory.create(channel="whatsapp", account=NUMBER_ID)
        MessageFactory.create(channel="whatsapp", account="222222222222222")
        address = f"/admin/inquiries/message/?account={NUMBER_ID}"
        assert address in admin_client.get(LIST).content.decode()
        assert address in admin_client.get(page_of(number)).content.decode()
        assert list(admin_client.get(address).context["cl"].result_list) == [here]

    def test_saving_the_form_leaves_a_pause_that_came_meanwhile(self, admin_client, number):
        until = timezone.now() + timedelta(hours=1)
        WhatsAppNumber.objects.update(paused_until=until)
        data = {"phone_number_id": NUMBER_ID, "business_account_id": ACCOUNT_ID, "name": "Front", "enabled": "on"}
        assert admin_client.post(page_of(number), data).status_code == 302
        number.refresh_from_db()
        assert (number.name, number.paused_until) == ("Front", until)
