"""Every address of queue, export and work asks who one is and what one may."""

import pytest
from django.test import Client

from inquiries.models import Event, Inquiry, User
from tests.factories import InquiryFactory

pytestmark = pytest.mark.django_db

READ = [
    "/",
    "/news/",
    "/filters/",
    "/work/",
    "/saved-replies/",
    "/saved-replies/new/",
    "/notices/",
    "/notices/count/",
    "/people/",
    "/me/",
    "/new/",
    "/new/who/",
    "/views/",
    "/views/numbers/",
]
WRITE = [
    "/picked/",
    "/picked/undo/",
    "/views/save/",
    "/views/1/",
    "/keys/",
    "/work/act/",
    "/saved-replies/new/",
    "/notices/seen/",
    "/me/",
    "/new/",
]
EXPORT = ["/export/?format=csv", "/export/?format=xlsx"]


@pytest.fixture
def nobody_client() -> Client:
    """Somebody who can sign in and has no role."""
    client = Client()
    client.force_login(User.objects.create_user("nobody"))
    return client


@pytest.mark.parametrize("address", [*READ, *EXPORT])
def test_a_stranger_sees_nothing(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", [*WRITE, "/export/picked/"])
def test_a_stranger_changes_nothing(address: str, client: Client) -> None:
    assert client.post(address, {"pk": InquiryFactory.create().pk, "assignee": "me"}).status_code == 302
    assert Event.objects.count() == 0


@pytest.mark.parametrize("address", [*READ, *EXPORT])
def test_without_a_role_nothing_is_shown(address: str, nobody_client: Client) -> None:
    assert nobody_client.get(address).status_code == 403


@pytest.mark.parametrize("address", [*WRITE, "/export/picked/"])
def test_without_a_role_nothing_is_changed(address: str, nobody_client: Client) -> None:
    inquiry = InquiryFactory.create()
    assert nobody_client.post(address, {"pk": inquiry.pk, "status": "CLOSED", "act": "retry"}).status_code == 403
    assert Inquiry.objects.get().status == inquiry.status


@pytest.mark.parametrize("address", READ)
def test_an_agent_may_look(address: str, agent_client: Client) -> None:
    assert agent_client.get(address).status_code == 200


@pytest.mark.parametrize("address", EXPORT)
def test_an_agent_may_not_export_and_a_manager_may(address: str, agent_client: Client, manager_client: Client) -> None:
    assert agent_client.get(address).status_code == 403
    assert manager_client.get(address).status_code == 200
