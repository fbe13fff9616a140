"""Opening hours in the admin: written as people write them, shown as they are meant."""

import pytest

from inquiries.models import OpeningHours
from inquiries.week import DAYS
from mailsync.models import Mailbox
from tests.inquiries.desk.pages import tree, words

LIST = "/admin/inquiries/openinghours/"
DATA = {**dict.fromkeys(DAYS, "9-18"), "saturday": "", "sunday": "", "time_zone": "Europe/Lisbon", "days_off": ""}


@pytest.fixture
def agency(db) -> OpeningHours:
    return OpeningHours.objects.get(account="")


def change(row: OpeningHours) -> str:
    return f"{LIST}{row.pk}/change/"


def test_a_manager_changes_the_agencys(manager_client, agent_client, agency):
    assert agent_client.get(LIST).status_code == 403
    response = manager_client.post(
        change(agency), {**DATA, "friday": "9 - 12.30, 14-17", "days_off": "12-25 Christmas"}
    )
    assert response.status_code == 302
    agency.refresh_from_db()
    assert (agency.monday, agency.friday) == ("09:00-18:00", "09:00-12:30, 14:00-17:00")
    page = words(tree(manager_client.get(LIST)))
    assert "Mon-Thu 09:00-18:00; Fri 09:00-12:30, 14:00-17:00" in page
    assert "Europe/Lisbon" in page


def test_what_makes_no_sense_is_told_beside_it_and_nothing_is_lost(manager_client, agency):
    response = manager_client.post(change(agency), {**DATA, "monday": "18-9"})
    assert response.status_code == 200
    assert "it ends before it starts" in response.content.decode()
    assert 'value="18-9"' in response.content.decode()
    agency.refresh_from_db()
    assert agency.monday == "09:00-18:00"


def test_a_mailbox_may_have_its_own(manager_client, agency):
    Mailbox.objects.create(address="visa@halden.example", name="Visa desk")
    assert "Mail: Visa desk (visa@halden.example)" in manager_client.get(f"{LIST}add/").content.decode()
    assert manager_client.post(f"{LIST}add/", {**DATA, "account": "visa@halden.example"}).status_code == 302
    assert manager_client.post(f"{LIST}add/", {**DATA, "account": "visa@halden.example"}).status_code == 200  # twice
    assert manager_client.post(f"{LIST}add/", {**DATA, "account": "nobody@halden.example"}).status_code == 200
    row = OpeningHours.objects.get(account="visa@halden.example")
    assert manager_client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not OpeningHours.objects.filter(pk=row.pk).exists()


def test_the_agencys_own_stays(admin_client, agency):
    assert admin_client.post(f"{LIST}{agency.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.post(change(agency), {**DATA, "account": "x@halden.example"}).status_code == 302
    agency.refresh_from_db()
    assert agency.account == ""


def test_it_says_what_it_means_now(manager_client, agency):
    OpeningHours.objects.update(**dict.fromkeys(DAYS, "00:00-24:00"))
    assert "Open" in words(tree(manager_client.get(LIST)))
    OpeningHours.objects.update(**dict.fromkeys(DAYS, ""))
    page = words(tree(manager_client.get(change(agency))))
    assert "Closed" in page
