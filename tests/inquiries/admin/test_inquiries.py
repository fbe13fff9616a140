"""Inquiries in the admin: the desk's filters, search and export, and actions by the desk's own functions."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from inquiries.models import Event, Inquiry, Message
from tests.factories import AttachmentFactory, InquiryFactory, MessageFactory

LIST = reverse("admin:inquiries_inquiry_changelist")


@pytest.fixture
def three(agent) -> dict[str, Inquiry]:
    now = timezone.now()
    return {
        "crete": InquiryFactory.create(
            trip="Crete", language="de", has_email=True, needs_reply_since=now, search_text="th crete anna",
            last_message_at=now,
        ),
        "bali": InquiryFactory.create(
            trip="Bali", status="OPEN", assignee=agent, has_whatsapp=True, search_text="th bali jonas",
            last_message_at=now - timedelta(days=10), depart_on=now.date() + timedelta(days=5),
        ),
        "bulk": InquiryFactory.create(trip="Fares", parked_reason="bulk", search_text="th fares"),
    }  # fmt: skip


def listed(response) -> set[str]:
    return {inquiry.trip for inquiry in response.context["cl"].result_list}


@pytest.mark.parametrize(
    ("query", "trips"),
    [
        ({}, {"Crete", "Bali", "Fares"}),
        ({"tab": "to_answer"}, {"Crete"}),
        ({"tab": "parked"}, {"Fares"}),
        ({"status": ["OPEN", "QUOTED"]}, {"Bali"}),
        ({"channel": "whatsapp"}, {"Bali"}),
        ({"assignee": "none", "tab": "unassigned"}, {"Crete"}),
        ({"needs_reply": "yes"}, {"Crete"}),
        ({"language": "de"}, {"Crete"}),
        ({"q": "JONAS bali"}, {"Bali"}),
        ({"until": f"{timezone.now() - timedelta(days=5):%Y-%m-%d}"}, {"Bali"}),
        ({"departs_from": f"{timezone.now():%Y-%m-%d}"}, {"Bali"}),
        ({"until": "31-31-31"}, {"Crete", "Bali", "Fares"}),
        ({"created_at_from": f"{timezone.now():%Y-%m-%d}"}, {"Crete", "Bali", "Fares"}),
        ({"created_at_to": f"{timezone.now() - timedelta(days=1):%Y-%m-%d}"}, set()),
        ({"parked": "bulk"}, {"Fares"}),
        ({"parked": "no"}, {"Crete", "Bali"}),
    ],
)
def test_the_desks_filters_narrow_the_list(manager_client, three, query, trips):
    assert listed(manager_client.get(LIST, query)) == trips


def test_the_file_holds_what_the_list_shows(manager_client, three):
    page = manager_client.get(LIST, {"status": ["NEW", "OPEN"], "q": "th"})
    href = next(
        part for part in page.content.decode().split('"') if part.startswith(reverse("export")) and "csv" in part
    )
    lines = b"".join(manager_client.get(href.replace("&amp;", "&")).streaming_content).decode().splitlines()
    assert len(lines) - 1 == len(listed(page)) == 3
    event = Event.objects.get(kind=Event.Kind.EXPORTED)
    assert event.data["rows"] == 3


def test_the_same_list_is_one_click_away_on_the_desk(agent_client, three):
    page = agent_client.get(LIST, {"channel": "email"}).content.decode()
    href = next(part for part in page.split('"') if part.startswith("/?") and "channel" in part).replace("&amp;", "&")
    assert parse_qs(urlsplit(href).query) == {"channel": ["email"], "tab": ["all"], "order": ["newest"]}
    assert "Crete" in agent_client.get(href).content.decode()


def test_an_agent_is_offered_no_export(agent_client, three):
    assert reverse("export") not in agent_client.get(LIST).content.decode()


def test_a_filter_that_the_desk_has_not_makes_no_wrong_file(manager_client, three):
    page = manager_client.get(LIST, {"created_at_from": "2026-01-01"}).content.decode()
    assert reverse("export") not in page
    assert "stands here alone" in page


def act(client, action: str, *rows) -> list[str]:
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    response = client.post(
        reverse(f"admin:{rows[0]._meta.label_lower.replace('.', '_')}_changelist"), data, follow=True
    )
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


def test_assigning_is_written_down(agent_client, agent, three):
    assert act(agent_client, "assign_to_me", three["crete"], three["bulk"]) == ["2 assigned to you."]
    three["crete"].refresh_from_db()
    assert three["crete"].assignee == agent
    assert Event.objects.filter(kind=Event.Kind.ASSIGNED, actor=agent).count() == 2


def test_a_status_moves_by_the_desks_rules(agent_client, three):
    assert act(agent_client, "book", three["crete"], three["bali"]) == ["2 now booked."]
    assert set(Event.objects.filter(kind=Event.Kind.STATUS).values_list("data__to", flat=True)) == {"BOOKED"}


def test_parked_mail_becomes_an_inquiry(agent_client, three):
    act(agent_client, "unpark", three["bulk"])
    three["bulk"].refresh_from_db()
    assert three["bulk"].parked_reason == ""


def test_the_form_says_beside_the_field_what_is_missing(agent_client, three):
    change = reverse("admin:inquiries_inquiry_change", args=[three["bali"].pk])
    inlines = {
        f"{name}-{part}": "0"
        for name in ("messages", "facts", "destinations")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    data = {"status": "LOST", "lost_reason": "", "assignee": "", **inlines}
    response = agent_client.post(change, data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {"lost_reason": ["Say why it was lost."]}
    assert agent_client.post(change, data | {"lost_reason": "Too expensive"}).status_code == 302
    three["bali"].refresh_from_db()
    assert (three["bali"].status, three["bali"].lost_reason, three["bali"].assignee) == ("LOST", "Too expensive", None)
    kinds = set(Event.objects.filter(inquiry=three["bali"]).values_list("kind", flat=True))
    assert kinds == {Event.Kind.STATUS, Event.Kind.ASSIGNED}


def test_failed_messages_are_retried_and_others_left_alone(agent_client, three):
    failed = MessageFactory.create(
        inquiry=three["crete"], state=Message.State.PERMANENTLY_FAILED, last_error="Unreadable."
    )
    fine = MessageFactory.create(inquiry=three["crete"])
    assert act(agent_client, "retry", failed, fine) == ["1 tried again."]
    failed.refresh_from_db()
    fine.refresh_from_db()
    assert (failed.state, fine.state) == (Message.State.RECEIVED, Message.State.PROCESSED)
    assert failed.due_at is not None


def test_failed_files_are_fetched_again(agent_client, three):
    message = MessageFactory.create(inquiry=three["crete"])
    file = AttachmentFactory.create(message=message, state="PERMANENTLY_FAILED", due_at=None)
    assert act(agent_client, "fetch_again", file) == ["1 tried again."]
    file.refresh_from_db()
    assert file.state == "PENDING"
