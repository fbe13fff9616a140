"""Staff read their own language; rows, and what watches the product, keep the desk's."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from inquiries import fact_words, facts, held, languages, workflow
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, User
from inquiries.models.hours import check_day
from mailsync import health
from mailsync.models import Mailbox
from messaging import template_form
from tests.bracketed import spoken
from tests.factories import FactFactory, InquiryFactory, MessageFactory

pytestmark = pytest.mark.django_db


def test_a_row_that_everybody_reads_stays_in_the_language_of_the_desk(agent_client: Client) -> None:
    inquiry = InquiryFactory.create()
    FactFactory(inquiry=inquiry, field="depart_on", value="2027-05-03")
    with spoken():
        assert fact_words.display("nights", 12) == "⟦12 nights⟧"
        agent_client.post(reverse("inquiry_fact", args=[inquiry.pk, "nights"]), {"value": "12"})
    assert Inquiry.objects.get(pk=inquiry.pk).trip == "3–15 May"


def test_what_is_refused_is_said_in_the_language_of_who_asked(agent: User) -> None:
    inquiry = InquiryFactory.create()
    with spoken(), pytest.raises(InvalidInput, match="⟦Say why it was lost"):
        workflow.set_status(inquiry, "LOST", actor=agent)
    with spoken(), pytest.raises(InvalidInput, match="⟦Give one whole number from"):
        facts.parse_field("nights", "many")


def test_why_a_scheduled_reply_is_off_is_kept_in_the_language_of_the_desk() -> None:
    message = MessageFactory.create(kind="call", direction="IN")
    message.contact.name = ""
    with spoken():
        assert held.writer(message, message.inquiry) == "⟦The customer⟧"
        with languages.of_rows():
            assert held.writer(message, message.inquiry) == "The customer"


def test_a_time_in_a_row_is_the_agencys_whoever_writes_it() -> None:
    with timezone.override("Asia/Tokyo"):
        with languages.of_rows():
            assert timezone.get_current_timezone_name() == "UTC"
        assert timezone.get_current_timezone_name() == "Asia/Tokyo"


def test_a_mailbox_says_in_the_readers_language_that_nothing_is_sent() -> None:
    with spoken():
        assert health.health_of(Mailbox(address="desk@halden.example")).text.startswith("⟦Sandbox:")


def test_a_module_without_django_is_translated_where_it_is_shown() -> None:
    components = [{"type": "BODY", "text": "Hi"}, {"type": "CAROUSEL"}]
    problem = template_form.read(components, parameter_format="").problem
    assert problem == "It cannot be sent from here: it is a carousel of cards."
    with spoken():
        assert languages.shown(problem) == "⟦It cannot be sent from here: ⟦it is a carousel of cards⟧.⟧"


def test_opening_hours_complain_in_the_language_of_the_page() -> None:
    with spoken(), pytest.raises(ValidationError, match="⟦nine: write it like"):
        check_day("nine")


@pytest.mark.parametrize("field", ["depart_on", "travel_month", "child_ages", "budget", "board"])
def test_what_is_shown_in_another_language_can_be_typed_in_it(field: str) -> None:
    values = {
        "depart_on": "2027-05-31",
        "travel_month": "2027-05",
        "child_ages": [4, 7],
        "budget": {"amount": 3000, "currency": "EUR", "per": "night"},
        "board": "half_board",
    }
    for language in ("de", "it", "nl"):
        with translation.override(language):
            assert fact_words.parse_field(field, fact_words.display(field, values[field])) == values[field]


def test_what_watches_reads_the_same_words_whatever_the_language(client: Client) -> None:
    with spoken():
        ready = client.get("/health/ready")
        metrics = client.get("/metrics")
    assert {"database", "worker"} <= ready.json()["checks"].keys()
    assert 'kind="messages"' in metrics.content.decode()
