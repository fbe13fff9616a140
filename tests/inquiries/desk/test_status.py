"""The status page says in words how everything is: green, amber or red, and what to do, without asking a vendor."""

from collections import namedtuple
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.models import DeadLetter, Heartbeat, Message
from mailsync.models import Mailbox
from messaging.models import WhatsAppNumber
from tests.factories import AttachmentFactory, MessageFactory
from tests.inquiries.desk.pages import tree, words

pytestmark = pytest.mark.django_db

GB = 1024**3
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def disk(monkeypatch):
    """How much is free, as the machine would say."""

    def with_free(size: int) -> None:
        monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(100 * GB, 100 * GB - size, size))

    with_free(50 * GB)
    return with_free


@pytest.fixture
def living():
    for name in Heartbeat.Name.values:
        Heartbeat.objects.create(name=name, at=timezone.now())


def lines(response: Any) -> dict[str, tuple[str, str]]:
    """Each line's word and its text, by its name."""
    found = tree(response).xpath("//ul[contains(@class, 'hub-health')]/li")
    return {words(line.find("b")): (words(line.find("em")), words(line.find("p"))) for line in found}


def lead(response: Any) -> str:
    return words(tree(response).get_element_by_id("status-lead"))


@pytest.mark.usefixtures("living")
def test_a_healthy_product_is_green_and_says_what_it_cannot_know(
    agent_client: Client, disk, django_assert_max_num_queries
):
    agent_client.get("/status/")
    with django_assert_max_num_queries(12):
        page = agent_client.get("/status/")

    assert lead(page) == "All is well."
    found = lines(page)
    assert {word for word, _ in found.values()} == {"Well", "Not known"}
    assert {"Worker", "Scheduler", "Broker", "Database", "Reading", "Disk", "Backups"} <= found.keys()
    assert found["Sending answers and notices"] == ("Well", "Nothing waits.")
    assert found["Backups"][0] == "Not known"
    assert words(tree(page).find_class("hub-side__foot")[0]) == "Status travelhub 0.1.0"
    assert "hub-frame" not in agent_client.get("/status/", headers={"HX-Request": "true"}).content.decode()


@pytest.mark.usefixtures("living", "disk")
def test_what_needs_a_person_is_amber_with_the_number_and_the_way_there(agent_client: Client):
    DeadLetter.objects.create(source="email", raw="letters/1", error="It broke.")
    MessageFactory(direction="OUT", state="PERMANENTLY_FAILED", last_error="No such mailbox.")

    page = agent_client.get("/status/")

    assert lines(page)["Needs a person"] == (
        "Look at it",
        "2 wait on the work page. 1 of them is an input that no parser could take. See what it is, and what to do.",
    )
    (way,) = [
        link for link in tree(page).xpath("//*[@id='status']//a") if words(link) == "See what it is, and what to do."
    ]
    assert way.get("href") == "/work/"
    assert "2 need a person." in words(tree(agent_client.get("/work/")).get_element_by_id("work-lead"))
    assert lead(page) == "1 thing is worth a look; all else is well."

    DeadLetter.objects.update(state="HANDLED")
    Message.objects.update(state="CANCELLED")
    assert lines(agent_client.get("/status/"))["Needs a person"][0] == "Well"


@pytest.mark.usefixtures("living", "disk")
def test_what_stands_there_without_credentials_is_amber_since_nothing_comes_or_goes(agent_client: Client):
    Mailbox.objects.create(address="desk@halden.example")
    Mailbox.objects.create(address="off@halden.example", enabled=False)
    WhatsAppNumber.objects.create(phone_number_id="1", business_account_id="2", name="Main number")

    page = agent_client.get("/status/")

    assert {word for word, text in lines(page).values() if "Sandbox" in text} == {"Look at it"}
    assert lead(page) == "2 things are worth a look; all else is well."


def test_what_is_wrong_is_amber_or_red_in_words_with_what_to_do(agent_client: Client, disk, settings):
    now = timezone.now()
    settings.GRAPH_CLIENT_ID, settings.PUBLIC_URL = "app", "http://127.0.0.1:8000"
    Heartbeat.objects.create(name="worker", at=now - timedelta(minutes=10))
    Heartbeat.objects.create(name="beat", at=now)
    silent = now - timedelta(hours=2)
    Mailbox.objects.create(
        address="desk@halden.example",
        created_at=silent,
        last_synced_at=silent,
        last_error="Microsoft 365 does not accept our sign-in.",
    )
    Mailbox.objects.create(
        address="second@halden.example", last_synced_at=now, last_error="Microsoft asked us to wait."
    )
    MessageFactory(direction="OUT", state="QUEUED", due_at=now - timedelta(minutes=9))
    AttachmentFactory(due_at=now - timedelta(minutes=2))
    disk(GB // 2)

    page = agent_client.get("/status/")

    found = lines(page)
    assert found["Worker"][0] == "Needs somebody"
    assert "restart the worker" in found["Worker"][1]
    assert found["Scheduler"][0] == "Well"
    assert found["Mail: desk@halden.example"][0] == "Needs somebody"
    assert "does not accept our sign-in" in found["Mail: desk@halden.example"][1]
    assert found["Mail: second@halden.example"][0] == "Look at it"
    assert found["Sending answers and notices"] == (
        "Needs somebody",
        "1 waits, the oldest for 9 min. If worker and broker below are well, it catches up by itself.",
    )
    assert found["Taking in mail, chats and files"][0] == "Look at it"
    assert found["Disk"][0] == "Needs somebody"
    assert found["Disk"][1].startswith("0.5 GB are free")
    assert lead(page) == "4 things need somebody."


def test_it_is_found_from_the_sidebar_and_the_work_page(agent_client: Client):
    page = agent_client.get("/work/")
    assert [link.text_content() for link in tree(page).xpath("//a[@href='/status/']")] == ["Status", "Status in words"]
