"""Addresses and forms that no page of ours makes: an answer in words, never a fault of ours."""

from typing import Any

import pytest
from django.test import Client

from inquiries import attachments
from inquiries.desk import board
from tests.factories import AttachmentFactory, FactFactory, InquiryFactory, MessageFactory

pytestmark = pytest.mark.django_db

LONG = "9" * 5000
HUGE = "9" * 30

ADDRESSES: list[tuple[str, dict[str, str]]] = [
    ("/", {"until": "9999-12-31"}),
    ("/", {"since": "0001-01-01"}),
    ("/", {"tab": "all", "departs_from": "0001-01-01", "departs_to": "9999-12-31"}),
    ("/", {"tab": "all", "order": "newest", "after": "0001-01-01T00:00:00+14:00_1"}),
    ("/", {"tab": "all", "order": "newest", "before": "9999-12-31T23:59:59-14:00_1"}),
    ("/", {"tab": "all", "order": "departure", "after": "0001-01-01_1"}),
    ("/", {"tab": "all", "after": f"2026-01-01T00:00:00+00:00_{HUGE[:18]}"}),
    ("/", {"contact": HUGE, "assignee": HUGE, "q": "TH-999999999", "destination": "%_\\", "who": "+"}),
    ("/", {"q": "\x00", "who": "\x00", "destination": "\x00"}),
    ("/news/", {"seen": HUGE, "until": "9999-12-31"}),
    ("/export/", {"pk": HUGE[:18], "format": "xlsx", "tab": "all", "until": "9999-12-31"}),
    ("/inquiries/{pk}/", {"to": HUGE}),
    ("/inquiries/{pk}/", {"to": LONG}),
    ("/inquiries/{pk}/earlier/", {"before": HUGE}),
    ("/inquiries/{pk}/earlier/", {"before": LONG}),
    ("/inquiries/{pk}/earlier/", {"before": "²"}),
    ("/inquiries/{pk}/live/", {"after": LONG, "event": "²", "seen": f"{LONG}:SENT,²:SENT,{HUGE}:SENT", "day": "x"}),
    (f"/inquiries/{HUGE}/", {}),
    ("/attachments/{file}/picture/", {"key": "1:é:x"}),
    ("/work/", {"open": "\x00", "all": "²"}),
]


@pytest.fixture
def places() -> dict[str, Any]:
    inquiry = InquiryFactory.create()
    message = MessageFactory.create(inquiry=inquiry, direction="OUT", state="PERMANENTLY_FAILED", last_error="Full")
    blob, sha256 = attachments.store(b"0123456789")
    file = AttachmentFactory.create(message=message, state="STORED", blob=blob, sha256=sha256, size=10, due_at=None)
    fact = FactFactory.create(inquiry=inquiry, state="PROPOSED", options=[7, 10])
    return {"pk": inquiry.pk, "message": message.pk, "file": file.pk, "fact": fact.pk}


@pytest.mark.parametrize(("address", "query"), ADDRESSES)
def test_an_address_that_nobody_was_given(
    address: str, query: dict[str, str], places: dict[str, Any], manager_client: Client
) -> None:
    response = manager_client.get(address.format(**places), query)
    assert response.status_code in {200, 204, 302, 400, 404}
    b"".join(response)  # a file is made while it is read


FORMS: list[tuple[str, dict[str, Any]]] = [
    ("/facts/{fact}/choose/", {"option": LONG}),
    ("/facts/{fact}/choose/", {"option": "²"}),
    ("/work/act/", {"act": "retry", "pk": "²"}),
    ("/work/act/", {"act": "retry", "pk": LONG}),
    ("/picked/", {"pk": ["²", HUGE, LONG], "status": "OPEN", "next": "//evil.example/"}),
    ("/export/picked/", {"pk": ["²", HUGE], "next": "http://[evil"}),
    ("/inquiries/{pk}/assignee/", {"assignee": HUGE}),
    ("/inquiries/{pk}/snooze/", {"until": "9999-12-31T23:59"}),
    ("/inquiries/{pk}/snooze/", {"until": "0001-01-01T00:00"}),
    ("/inquiries/{pk}/remind/", {"at": "9999-12-31T23:59"}),
    ("/inquiries/{pk}/remind/", {"at": "soon"}),
    ("/inquiries/{pk}/status/", {"status": "LOST", "lost_reason": "a\x00b"}),
    ("/inquiries/{pk}/trip/child_ages/", {"value": LONG}),
    ("/inquiries/{pk}/trip/budget/", {"value": LONG}),
    ("/inquiries/{pk}/trip/depart_on/", {"value": "²²²²-01-01"}),
    ("/inquiries/{pk}/trip/adults/", {"value": "２"}),
    ("/inquiries/{pk}/trip/contact_name/", {"value": "A\x00B"}),
    ("/inquiries/{pk}/contact/", {"name": "A\x00", "home": "", "notes": ""}),
]


@pytest.mark.parametrize(("address", "form"), FORMS)
def test_a_form_that_nobody_was_given(
    address: str, form: dict[str, Any], places: dict[str, Any], manager_client: Client
) -> None:
    if address == "/work/act/":
        form = form | {"key": board.needs_person()[0].key}
    response = manager_client.post(address.format(**places), form)
    assert response.status_code in {200, 204, 302, 400, 404, 422}
    assert "evil.example" not in response.get("Location", "")


@pytest.mark.parametrize(
    ("asked", "status"),
    [(f"bytes={LONG}-", 200), (f"bytes=-{LONG}", 200), (f"bytes=0-{LONG}", 200), ("bytes=-0", 416), ("bytes=5-2", 416)],
)
def test_a_part_of_a_file_that_makes_no_sense(
    asked: str, status: int, places: dict[str, Any], agent_client: Client
) -> None:
    response = agent_client.get(f"/attachments/{places['file']}/", headers={"Range": asked})
    assert response.status_code == status
