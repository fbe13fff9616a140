"""One key and one more close an inquiry with its outcome, and the next one opens."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import lost_reasons
from inquiries.models import Event, Inquiry, LostReason, Message
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


def undo(client: Client, page: Any) -> Any:
    """Press the Undo of the page that a closing led to; KeyError where it has none."""
    form = element(page, "said").find(".//form")
    return client.post(form.get("action"), {name: form.fields[name] for name in ("next",)})


@pytest.mark.parametrize(
    "data", [{"outcome": "won"}, {"outcome": "lost", "reason": "Too expensive"}, {"outcome": "spam"}]
)
def test_the_next_page_undoes_a_slip_and_leads_back(
    data: dict[str, str], two: tuple[Inquiry, Inquiry], agent_client: Client
) -> None:
    """A stray "e" and "s" close an inquiry and block whoever wrote: one click, or z, puts all of it back."""
    one, other = two
    waits = one.needs_reply_since
    Message.objects.update(created_at=waits)  # nothing was said since
    theirs = InquiryFactory.create(contact=one.contact, needs_reply_since=waits)
    page = agent_client.get(close(agent_client, one, **data)["HX-Redirect"])
    assert element(page, "said").xpath(".//button/@data-key") == ["z"]

    back = undo(agent_client, page)
    assert back["Location"] == f"/inquiries/{one.pk}/"
    assert "1 inquiry is as before." in words(element(agent_client.get(back["Location"]), "said"))
    one.refresh_from_db()
    theirs.refresh_from_db()
    one.contact.refresh_from_db()
    assert (one.status, one.lost_reason, one.needs_reply_since) == ("NEW", "", waits)
    assert (one.contact.blocked, theirs.parked_reason) == (False, "")
    assert "There is nothing to undo any more." in words(
        element(agent_client.get(undo(agent_client, page)["Location"]), "said")
    )
    other.refresh_from_db()
    assert other.status == "NEW"


def test_what_was_decided_since_is_not_undone(
    two: tuple[Inquiry, Inquiry], agent_client: Client, manager_client: Client
) -> None:
    one, _ = two
    one.contact.blocked = True  # by somebody, long ago: not this closing's to take back
    one.contact.save()
    page = agent_client.get(close(agent_client, one, outcome="spam")["HX-Redirect"])
    manager_client.post(f"/inquiries/{one.pk}/status/", {"status": "QUOTED"})
    told = words(element(agent_client.get(undo(agent_client, page)["Location"]), "said"))
    assert told == "1 inquiry changed since: left as now."
    one.refresh_from_db()
    one.contact.refresh_from_db()
    assert (one.status, one.contact.blocked) == ("QUOTED", True)

    page = agent_client.get(close(agent_client, one, outcome="spam")["HX-Redirect"])
    undo(agent_client, page)
    one.refresh_from_db()
    one.contact.refresh_from_db()
    assert (one.status, one.contact.blocked) == ("QUOTED", True)
