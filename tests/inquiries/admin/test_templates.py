"""Templates in the admin: the button that fetches them, and what staff say of their blanks."""

import pytest
from django.test import Client
from django.urls import reverse

from messaging import templates
from messaging.models import WhatsAppTemplate
from tests.messaging.sample_templates import PROPOSAL, known, number

pytestmark = pytest.mark.django_db
LIST = "admin:messaging_whatsapptemplate_changelist"
FETCH = "admin:messaging_whatsapptemplate_fetch"


def change(pk: int) -> str:
    return reverse("admin:messaging_whatsapptemplate_change", args=[pk])


def test_the_button_says_what_came_of_it(manager_client: Client) -> None:
    number()
    assert "Fetch them from Meta now" in manager_client.get(reverse(LIST)).content.decode()
    said = manager_client.post(reverse(FETCH), follow=True).content.decode()
    assert said.count("Without WHATSAPP_TOKEN nothing can be fetched from Meta.") == 2  # now, and as the last time


def test_without_an_account_it_says_so(manager_client: Client) -> None:
    assert "business account id" in manager_client.post(reverse(FETCH), follow=True).content.decode()


def test_it_is_no_link_and_not_for_agents(manager_client: Client, agent_client: Client) -> None:
    assert manager_client.get(reverse(FETCH)).status_code == 403
    assert agent_client.post(reverse(FETCH)).status_code == 403
    assert agent_client.get(reverse(LIST)).status_code == 403


def test_staff_name_the_blanks_and_what_fills_them(manager_client: Client) -> None:
    [row] = known(PROPOSAL)
    page = manager_client.get(change(row.pk)).content.decode()
    assert "{{2}} is filled from" in page
    data = {"title": "Su propuesta está lista"}
    for key, label, source in (("body.1", "Name", "first_name"), ("body.2", "Isla", ""), ("body.3", "Días", "dates")):
        data |= {f"label {key}": label, f"source {key}": source}
    assert manager_client.post(change(row.pk), data).status_code == 302
    row.refresh_from_db()
    assert str(row) == "Su propuesta está lista"
    found = [templates.blank(row, spot) for spot in templates.read(row).spots]
    assert [(blank.label, blank.source) for blank in found] == [("Name", "first_name"), ("Isla", ""), ("Días", "dates")]
    assert WhatsAppTemplate.objects.get().components == PROPOSAL["components"]


def test_meta_alone_writes_the_rest(manager_client: Client) -> None:
    [row] = known(PROPOSAL)
    manager_client.post(change(row.pk), {"title": "x", "status": "PAUSED", "name": "other", "source body.1": "secret"})
    row.refresh_from_db()
    assert (row.status, row.name) == ("APPROVED", "proposal_ready")
    assert row.blanks.get("body.1", {}).get("source", "") != "secret"
