"""The admin page of a mailbox: how it is in words, and buttons that do what the commands do."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mailsync.models import Mailbox, Subscription
from tests.inquiries.desk.pages import tree, words
from tests.mailsync.conftest import mailbox, microsoft

__all__ = ["mailbox", "microsoft"]  # fixtures

LIST = "/admin/mailsync/mailbox/"


def press(client: Client, row: Mailbox, act: str) -> str:
    response = client.post(f"{LIST}{row.pk}/act/", {"act": act}, follow=True)
    assert response.status_code == 200
    return words(tree(response))


def buttons(client: Client, row: Mailbox) -> list[str]:
    page = tree(client.get(f"{LIST}{row.pk}/change/"))
    return [words(button) for button in page.xpath("//*[@class='standing-acts']/button")]


@pytest.fixture
def told(settings: Any, microsoft: Any) -> None:
    settings.PUBLIC_URL = "https://desk.halden.example"
    settings.GRAPH_NOTIFICATIONS = True


def test_the_page_says_how_it_is(admin_client: Client, microsoft: Any, mailbox: Mailbox) -> None:
    page = admin_client.get(f"{LIST}{mailbox.pk}/change/")
    assert "Not fetched yet." in words(tree(page))
    Mailbox.objects.update(last_error="Microsoft 365 does not know it.", failing_since=timezone.now())
    page = admin_client.get(f"{LIST}{mailbox.pk}/change/")
    assert "Microsoft 365 does not know it. Failing for" in words(tree(page))
    assert "Microsoft 365 does not know it. Failing for" in words(tree(admin_client.get(LIST)))
    Mailbox.objects.update(enabled=False)
    assert "Off: it is not fetched" in words(tree(admin_client.get(f"{LIST}{mailbox.pk}/change/")))


def test_fetch_now(admin_client: Client, microsoft: Any, mailbox: Mailbox) -> None:
    assert "is fetched in a moment by the worker" in press(admin_client, mailbox, "fetch")
    mailbox.refresh_from_db()
    assert mailbox.rung_at is not None
    Mailbox.objects.update(enabled=False)
    assert "is off. Switch it on first." in press(admin_client, mailbox, "fetch")
    response = admin_client.post(LIST, {"action": "fetch", "_selected_action": [mailbox.pk]}, follow=True)
    assert "is off. Switch it on first." in words(tree(response))


def test_check_says_what_microsoft_says(admin_client: Client, microsoft: Any, mailbox: Mailbox) -> None:
    said = press(admin_client, mailbox, "check")
    assert "Microsoft gives us a token" in said
    assert "Microsoft 365 shows it to us as" in said
    Mailbox.objects.update(address="nobody@halden.example")
    assert "Microsoft 365 shows it to us" not in press(admin_client, mailbox, "check")


def test_renew_is_there_where_microsoft_tells_us(
    admin_client: Client, told: None, mailbox: Mailbox, settings: Any
) -> None:
    assert buttons(admin_client, mailbox) == ["Fetch now", "Check at Microsoft", "Renew the notifications"]
    assert "asks Microsoft anew" in press(admin_client, mailbox, "renew")
    assert Subscription.objects.get().due_at is not None
    settings.GRAPH_NOTIFICATIONS = False
    assert buttons(admin_client, mailbox) == ["Fetch now", "Check at Microsoft"]
    assert "it comes with the poll" in press(admin_client, mailbox, "renew")


def test_in_the_sandbox_each_button_says_so(admin_client: Client, mailbox: Mailbox) -> None:
    for act in ("fetch", "check", "renew"):
        assert "Sandbox" in press(admin_client, mailbox, act)


def test_who_may_press_what(
    agent_client: Client, manager_client: Client, admin_client: Client, mailbox: Mailbox
) -> None:
    act = f"{LIST}{mailbox.pk}/act/"
    assert agent_client.post(act, {"act": "fetch"}).status_code == 403
    assert manager_client.post(act, {"act": "fetch"}).status_code == 302
    assert admin_client.post(act, {"act": "eat"}).status_code == 400
    assert admin_client.get(act).status_code == 405
