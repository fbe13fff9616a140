"""The trip as columns and in one line: from the facts alone, the same however often it is computed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from inquiries import facts, projection
from inquiries.models import Destination, Extraction, Inquiry
from tests.factories import ContactFactory, FactFactory, InquiryFactory, MessageFactory, UserFactory

pytestmark = pytest.mark.django_db

PROOF = [{"message": 1, "part": "text", "start": 0, "end": 3, "quote": "3 M"}]


def place(name: str, country: str | None = "GR") -> dict[str, Any]:
    return {"name": name, "country": country, "aliases": []}


def make(**values) -> Inquiry:
    """An inquiry of the autumn of 2026 with current, proven facts, projected."""
    inquiry = InquiryFactory.create(came_at=datetime(2026, 11, 27, tzinfo=UTC))
    for field, value in values.items():
        FactFactory.create(inquiry=inquiry, field=field, value=value, evidence=PROOF)
    projection.project(inquiry)
    return Inquiry.objects.get(pk=inquiry.pk)


def run(inquiry: Inquiry, kind: str = "inquiry", language: str = "en", error: str = "", **columns) -> None:
    message = MessageFactory.create(inquiry=inquiry, **columns)
    Extraction.objects.create(message=message, engine="rules", version="1", kind=kind, language=language, error=error)


def test_every_column_of_the_trip() -> None:
    inquiry = make(
        destinations=[place("Crete"), place("Alps", None)],
        origin=place("Bristol", "GB"),
        depart_on="2027-05-03",
        return_on="2027-05-10",
        travel_month="2027-05",
        nights=7,
        flexible_days=3,
        travellers=4,
        adults=2,
        children=2,
        child_ages=[4, 7],
        budget={"amount": 3000.5, "currency": "EUR", "per": "total"},
        interests=["beach"],
        services=["flight", "hotel"],
        rooms=2,
        hotel_stars=4,
        board="half_board",
    )
    assert (inquiry.origin, inquiry.origin_country) == ("Bristol", "GB")
    assert (inquiry.depart_on, inquiry.return_on, inquiry.travel_month) == (
        date(2027, 5, 3),
        date(2027, 5, 10),
        "2027-05",
    )
    assert (inquiry.nights, inquiry.flexible_days, inquiry.travellers, inquiry.adults) == (7, 3, 4, 2)
    assert (inquiry.children, inquiry.child_ages) == (2, [4, 7])
    assert (inquiry.budget_amount, inquiry.budget_currency, inquiry.budget_per) == (Decimal("3000.50"), "EUR", "total")
    assert (inquiry.interests, inquiry.services) == (["beach"], ["flight", "hotel"])
    assert (inquiry.rooms, inquiry.hotel_stars, inquiry.board) == (2, 4, "half_board")
    assert list(inquiry.destinations.values_list("position", "name", "country")) == [
        (0, "Crete", "GR"),
        (1, "Alps", ""),
    ]
    assert (inquiry.sure_count, inquiry.check_count, inquiry.missing_count) == (9, 0, 0)
    assert "crete" in inquiry.search_text
    assert "bristol" in inquiry.search_text


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {
                "destinations": [place("Crete")],
                "depart_on": "2027-05-03",
                "return_on": "2027-05-10",
                "adults": 2,
                "children": 2,
                "budget": {"amount": 3000, "currency": "EUR", "per": "total"},
            },
            "Crete · 3–10 May · 2 adults, 2 children · 3,000 EUR",
        ),
        ({"depart_on": "2027-07-26", "nights": 14}, "26 Jul – 9 Aug"),
        ({"depart_on": "2026-12-28", "return_on": "2027-01-04"}, "28 Dec – 4 Jan"),
        ({"depart_on": "2027-12-20", "return_on": "2027-12-27"}, "20–27 Dec 2027"),
        ({"depart_on": "2027-12-28", "return_on": "2028-01-04"}, "28 Dec – 4 Jan 2028"),
        ({"depart_on": "2027-12-28"}, "from 28 Dec 2027"),
        ({"depart_on": "2027-05-03"}, "from 3 May"),
        ({"return_on": "2027-05-03"}, "until 3 May"),
        ({"travel_month": "2027-05", "nights": 7}, "May 2027, 7 nights"),
        ({"nights": 1}, "1 night"),
        ({"travellers": 8}, "8 travellers"),
        ({"adults": 1, "children": 0}, "1 adult"),
        ({"travellers": 5, "children": 1}, "5 travellers, 1 child"),
        ({"travellers": 4, "adults": 4}, "4 adults"),
        ({"travellers": 4, "adults": 2, "children": 2}, "2 adults, 2 children"),
        ({"travellers": 5, "adults": 4}, "5 travellers (4 adults)"),
        ({"travellers": 5, "adults": 2, "children": 2}, "5 travellers (2 adults, 2 children)"),
        ({"travellers": 3, "adults": 4}, "3 travellers (4 adults)"),
        ({"destinations": [place(name) for name in "ABCDE"]}, "A, B, C +2"),
        ({"budget": {"amount": 150, "currency": "", "per": "night"}}, "150 per night"),
        ({}, ""),
    ],
)
def test_the_trip_in_one_line(values, line) -> None:
    assert make(**values).trip == line


def test_an_endless_name_does_not_break_the_line() -> None:
    inquiry = make(destinations=[place("x" * 120), place("y" * 120), place("z" * 120)], adults=2)
    assert len(inquiry.trip) == 300


def test_what_follows_from_other_values_is_in_the_columns() -> None:
    inquiry = make(depart_on="2027-05-03", return_on="2027-05-10", adults=2, children=1)
    assert (inquiry.nights, inquiry.travellers, inquiry.travel_month) == (7, 3, "2027-05")


def test_computed_twice_nothing_is_written() -> None:
    inquiry = make(destinations=[place("Crete")], nights=7, budget={"amount": 3000, "currency": "EUR", "per": "total"})
    before = list(Destination.objects.values("pk", "name"))
    row = Inquiry.objects.select_related("contact").get(pk=inquiry.pk)
    assert projection.project(row) is False
    assert list(Destination.objects.values("pk", "name")) == before


def test_a_value_that_is_taken_back_leaves_its_column() -> None:
    inquiry = make(destinations=[place("Crete")], nights=7)
    actor = UserFactory.create()
    facts.set_value(inquiry, "nights", None, actor=actor)
    facts.set_value(inquiry, "destinations", None, actor=actor)
    inquiry.refresh_from_db()
    assert (inquiry.nights, inquiry.trip, inquiry.destinations.count()) == (None, "", 0)


def test_counts_tell_sure_from_doubtful_from_missing() -> None:
    inquiry = InquiryFactory.create()
    FactFactory.create(inquiry=inquiry, field="destinations", value=[place("Crete")], evidence=PROOF)
    FactFactory.create(inquiry=inquiry, field="nights", value=7)  # nothing proves it
    FactFactory.create(
        inquiry=inquiry, field="depart_on", value="2027-06-05", state="PROPOSED", options=["2027-06-05", "x"]
    )
    FactFactory.create(inquiry=inquiry, field="children", value=2, evidence=PROOF)
    FactFactory.create(inquiry=inquiry, field="budget", value=None, source="human", author=UserFactory.create())
    projection.project(inquiry)
    assert (inquiry.sure_count, inquiry.check_count, inquiry.missing_count) == (1, 2, 3)
    current = {fact.field: fact for fact in inquiry.facts.filter(state="CURRENT")}
    assert facts.missing(current) == ["depart_on", "adults", "child_ages", "origin"]


def test_nothing_is_missing_of_what_is_no_trip() -> None:
    inquiry = InquiryFactory.create()
    projection.project(inquiry)
    assert inquiry.missing_count == 0, "not read yet"
    run(inquiry, kind="booking")
    FactFactory.create(inquiry=inquiry, field="contact_name", value="Anna", evidence=PROOF)
    projection.project(inquiry)
    assert (inquiry.kind, inquiry.missing_count) == ("booking", 0)
    run(inquiry, kind="inquiry")
    projection.project(inquiry)
    assert (inquiry.kind, inquiry.missing_count) == ("inquiry", 6)


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        (["inquiry", "other"], "inquiry"),
        (["other"], "other"),
        (["other", "followup"], "followup"),
        (["booking", "other"], "booking"),
        ([""], "inquiry"),
        ([], "inquiry"),
    ],
)
def test_one_request_makes_it_an_inquiry(kinds, kind) -> None:
    inquiry = InquiryFactory.create()
    for found in kinds:
        run(inquiry, kind=found)
    run(inquiry, kind="other", error="It failed.")
    projection.project(inquiry)
    assert inquiry.kind == kind


def test_a_trip_noted_by_hand_makes_an_inquiry_of_what_seemed_to_be_none() -> None:
    inquiry = InquiryFactory.create()
    run(inquiry, kind="other")
    facts.set_value(inquiry, "nights", 7, actor=UserFactory.create())
    inquiry.refresh_from_db()
    assert inquiry.kind == "inquiry"


def test_the_language_is_that_of_the_last_words() -> None:
    inquiry = InquiryFactory.create(language="fr")
    run(inquiry, language="")
    projection.project(inquiry)
    assert inquiry.language == "fr"
    run(inquiry, language="de")
    run(inquiry, language="")
    projection.project(inquiry)
    assert inquiry.language == "de"


def test_a_contact_without_a_name_gets_one_and_a_known_one_keeps_theirs() -> None:
    said = {"contact_name": "Anna Berg", "contact_phone": "+442079460958"}
    for contact in (ContactFactory.create(name=""), ContactFactory.create(name="A. Berg", phone="+4912345678")):
        inquiry = InquiryFactory.create(contact=contact)
        for field, value in said.items():
            proof = [{"message": 1, "part": "text", "start": 0, "end": 4, "quote": "Anna"}]
            FactFactory.create(inquiry=inquiry, field=field, value=value, evidence=proof)
        projection.project(inquiry)
        contact.refresh_from_db()
    assert (contact.name, contact.phone) == ("A. Berg", "+4912345678")
    filled = Inquiry.objects.order_by("pk")[0].contact
    assert (filled.name, filled.phone) == ("Anna Berg", "+442079460958")
    assert "anna berg" in Inquiry.objects.order_by("pk")[0].search_text
