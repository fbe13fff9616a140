"""One key and one more close an inquiry with its outcome, and the next one opens."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import lost_reasons
from inquiries.models import Event, Inquiry, LostReason
from tests.factories import InquiryFactory, MessageFactory
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def two() -> tuple[Inquiry, Inquiry]:
    now = timezone.now()
    other, one = (InquiryFactory.create(needs_reply_since=now - timedelta(hours=hours)) for hours in (1, 2))
    MessageFactory.create(inquiry=one)
    return one, other


def close(client: Client, inquiry: Inquiry, **data: str) -> Any:
    return client.post(f"/inquiries/{inquiry.pk}/outcome/?tab=to_answer", data, headers=HTMX)


@pytest.mark.parametrize(
    ("data", "status", "kept"),
    [
        ({"outcome": "won"}, "BOOKED", ""),
        ({"outcome": "lost", "reason": "Booked  elsewhere"}, "LOST", "Booked elsewhere"),
        ({"outcome": "duplicate"}, "CLOSED", "Duplicate"),
        ({"outcome": "spam"}, "CLOSED", "Spam"),
        ({"outcome": "closed"}, "CLOSED", ""),
    ],
)
def test_an_outcome_closes_and_leads_to_the_next(
    data: dict[str, str], status: str, kept: str, two: tuple[Inquiry, Inquiry], agent_client: Client
) -> None:
    one, other = two
    response = close(agent_client, one, **data)
    one.refresh_from_db()
    assert (one.status, one.lost_reason) == (status, kept)
    assert one.contact.blocked == (kept == "Spam")
    assert response["HX-Redirect"] == f"/inquiries/{other.pk}/?tab=to_answer"
    assert one.reference in words(element(agent_client.get(response["HX-Redirect"]), "said"))
    assert Event.objects.filter(inquiry=one, kind="status").get().data["lost_reason"] == kept


def test_a_loss_needs_a_reason_and_the_list_is_the_managers(
    two: tuple[Inquiry, Inquiry], agent_client: Client, manager_client: Client
) -> None:
    one, _ = two
    address = f"/inquiries/{one.pk}/outcome/"
    refused = close(agent_client, one, outcome="lost", reason=" ")
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#status-error")
    assert "Say why it was lost." in refused.content.decode()
    assert close(agent_client, one, outcome="dance").status_code == 422
    assert "Say why it was lost." in words(
        element(agent_client.post(address, {"outcome": "lost", "reason": ""}), "said")
    )

    assert LostReason.objects.count() == len(lost_reasons.SHIPPED)
    LostReason.objects.exclude(text="Too expensive").delete()
    lost_reasons.ensure_default()  # after the next migrate: what was taken out stays out
    add = "/admin/inquiries/lostreason/add/"
    assert agent_client.post(add, {"text": "Visa refused", "position": 5}).status_code == 403
    assert manager_client.post(add, {"text": "Visa refused", "position": 5}).status_code == 302
    offered = tree(agent_client.get(address, headers=HTMX)).xpath("//button[@data-outcome]")
    assert [(button.get("data-outcome"), button.get("value")) for button in offered] == [
        ("w", "won"),
        ("1", "Visa refused"),
        ("2", "Too expensive"),
        ("d", "duplicate"),
        ("s", "spam"),
        ("c", "closed"),
    ]
    menu = element(agent_client.get(f"/inquiries/{one.pk}/"), "status-menu")
    assert menu.xpath(".//*[@id='lost-list']/a/@href") == [address]  # also without scripts
    assert Client().post(address, {"outcome": "won"}).status_code == 302  # to the sign-in page
    one.refresh_from_db()
    assert one.status == "NEW"
