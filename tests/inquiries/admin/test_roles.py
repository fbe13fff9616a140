"""What each role sees of the admin, and what it may do there. A refusal is a 403."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from inquiries.models import DeadLetter, User
from messaging.models import WebhookEvent

AGENT_SEES = {"inquiry", "contact", "identity", "message", "attachment", "fact", "event", "destination"}
MANAGER_SEES = AGENT_SEES | {"extraction", "deadletter", "user", "webhookevent", "whatsappnumber", "mailbox"}
EVERYTHING = MANAGER_SEES | {"threadkey", "heartbeat", "group", "periodictask"}
APPS = {
    "webhookevent": "messaging", "whatsappnumber": "messaging", "mailbox": "mailsync", "group": "auth",
    "periodictask": "django_celery_beat",
}  # fmt: skip


def changelist(model: str) -> str:
    return reverse(f"admin:{APPS.get(model, 'inquiries')}_{model}_changelist")


def seen(client: Client) -> set[str]:
    return {model for model in EVERYTHING if client.get(changelist(model)).status_code == 200}


def test_an_agent_sees_the_conversations(agent_client, rows):
    assert seen(agent_client) == AGENT_SEES
    assert agent_client.get(changelist("deadletter")).status_code == 403


def test_a_manager_sees_the_channels_too(manager_client, rows):
    assert seen(manager_client) >= MANAGER_SEES
    assert manager_client.get(changelist("group")).status_code == 403


def test_an_admin_sees_everything(admin_client, rows):
    assert seen(admin_client) == EVERYTHING


def test_the_sidebar_offers_what_may_be_seen(agent_client, admin_client, rows):
    page = agent_client.get(reverse("admin:index")).content.decode()
    for model in EVERYTHING:
        assert (f'href="{changelist(model)}"' in page) == (model in AGENT_SEES), model
        assert f'href="{changelist(model)}"' in admin_client.get(reverse("admin:index")).content.decode()


def test_somebody_without_a_role_sees_nothing_and_gets_no_error(client, rows):
    user = User.objects.create_user("new", password="correct horse", is_staff=True)
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(changelist("inquiry")).status_code == 403


def test_who_is_no_staff_is_refused_and_not_sent_round(client, db):
    client.force_login(User.objects.create_user("guest", password="correct horse"))
    response = client.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403


def test_a_stranger_signs_in_on_the_desk_and_comes_back(client, agent):
    response = client.get(changelist("inquiry"), follow=True)
    address, query = response.redirect_chain[-1][0].split("?")
    assert address == reverse("sign_in")
    response = client.post(f"{address}?{query}", {"username": "agent", "password": "correct horse"}, follow=True)
    assert response.request["PATH_INFO"] == changelist("inquiry")


def test_signing_out_of_the_admin_is_signing_out_of_the_desk(agent_client):
    response = agent_client.post(reverse("admin:logout"), follow=True)
    assert response.request["PATH_INFO"] == reverse("sign_in")
    assert agent_client.get(reverse("queue")).status_code == 302


@pytest.mark.parametrize("model", ["message", "fact", "event", "attachment", "identity"])
def test_nobody_edits_what_only_code_writes(admin_client, rows, model):
    found = {"message": rows.messages, "fact": rows.facts, "event": rows.events}
    pk = found[model].first().pk if model in found else 1
    change = reverse(f"admin:inquiries_{model}_change", args=[pk])
    assert admin_client.post(change, {"text": "changed"}).status_code == 403
    assert admin_client.get(reverse(f"admin:inquiries_{model}_add")).status_code == 403
    assert admin_client.post(reverse(f"admin:inquiries_{model}_delete", args=[pk]), {"post": "yes"}).status_code == 403


def test_raw_inputs_are_for_managers(agent_client, manager_client, rows):
    letter = reverse("admin:inquiries_deadletter_raw", args=[DeadLetter.objects.earliest("pk").pk])
    body = reverse("admin:messaging_webhookevent_body", args=[WebhookEvent.objects.earliest("pk").pk])
    for address in (letter, body):
        assert agent_client.get(address).status_code == 403
        response = manager_client.get(address)
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Type"] == "application/octet-stream"


def test_a_manager_looks_at_staff_and_changes_nobody(manager_client, manager, agent):
    change = reverse("admin:inquiries_user_change", args=[agent.pk])
    assert manager_client.get(change).status_code == 200
    assert manager_client.post(change, {"username": "taken"}).status_code == 403
    assert User.objects.get(pk=agent.pk).username == "agent"


def test_an_admin_adds_somebody_with_a_role(admin_client, client):
    form = admin_client.get(reverse("admin:inquiries_user_add")).context["adminform"].form
    agents = next(pk for pk, name in form.fields["groups"].choices if str(name) == "agent")
    data = {
        "username": "mira", "first_name": "Mira", "last_name": "Kovac", "email": "mira@halden.example",
        "is_staff": "on", "groups": [str(agents)], "usable_password": "true",
        "password1": "a long and odd one", "password2": "a long and odd one",
    }  # fmt: skip
    response = admin_client.post(reverse("admin:inquiries_user_add"), data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert client.login(username="mira", password="a long and odd one")
    assert seen(client) == AGENT_SEES


def test_people_are_not_deleted_but_made_inactive(admin_client, admin, agent, client):
    assert (
        admin_client.post(reverse("admin:inquiries_user_delete", args=[agent.pk]), {"post": "yes"}).status_code == 403
    )
    page = admin_client.get(reverse("admin:inquiries_user_change", args=[agent.pk]))
    initial = page.context["adminform"].form.initial
    data: dict[str, Any] = {name: value for name, value in initial.items() if isinstance(value, str)}
    data |= {"groups": [group.pk for group in agent.groups.all()], "is_staff": "on"}
    response = admin_client.post(reverse("admin:inquiries_user_change", args=[agent.pk]), data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert not client.login(username="agent", password="correct horse")


def test_only_the_admin_part_may_evaluate_scripts(admin_client, rows):
    admin_policy = admin_client.get(reverse("admin:index"))["Content-Security-Policy"]
    desk_policy = admin_client.get(reverse("queue"))["Content-Security-Policy"]
    assert "'unsafe-eval'" in admin_policy
    assert "'unsafe-inline'" not in admin_policy.split("script-src")[1].split(";")[0]
    assert "unsafe" not in desk_policy


def test_a_new_person_is_an_agent_unless_another_role_is_chosen(admin_client, client, rows):
    """Saved as the form comes, name and password alone: they sign in and see the queue."""
    address = reverse("admin:inquiries_user_add")
    form = html.fromstring(admin_client.get(address).content.decode()).get_element_by_id("user_form")
    data = dict(form.form_values())
    admin_client.post(address, data | dict.fromkeys(("password1", "password2"), "Blue-tram-42") | {"username": "rosa"})
    rosa = User.objects.get(username="rosa")
    assert [group.name for group in rosa.groups.all()] == ["agent"]
    client.force_login(rosa)
    assert client.get(reverse("queue")).status_code == 200
