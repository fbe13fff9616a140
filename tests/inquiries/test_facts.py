"""What is held to be true about a trip: gaps are filled, people are never overruled, newer words are proposed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inquiries import facts
from inquiries.errors import InvalidInput
from inquiries.extraction.document import Span, Value
from inquiries.models import Event, Fact, Inquiry
from tests.factories import FactFactory, InquiryFactory, UserFactory
from tests.inquiries import engines
from tests.inquiries.engines import Scripts, arrive, read, saying, span

pytestmark = pytest.mark.django_db

CRETE = {"name": "Crete", "country": "GR", "aliases": ["Kreta"]}
KOS = {"name": "Kos", "country": "GR", "aliases": []}


@pytest.fixture
def script(settings) -> Iterator[Scripts]:
    with engines.scripted(settings) as scripts:
        yield scripts


@pytest.fixture
def inquiry() -> Inquiry:
    return InquiryFactory.create()


@pytest.fixture
def actor():
    return UserFactory.create()


def states(inquiry: Inquiry, field: str) -> list[tuple[Any, str]]:
    return list(inquiry.facts.filter(field=field).order_by("pk").values_list("value", "state"))


def current(inquiry: Inquiry, field: str) -> Fact:
    return inquiry.facts.get(field=field, state="CURRENT")


def test_a_gap_is_filled_with_the_words_that_prove_it(script, inquiry) -> None:
    script["rules"] = [saying(nights=(7, "7 nights"))]
    message = read(arrive(inquiry, "We want 7 nights on Crete."))
    fact = current(inquiry, "nights")
    assert (fact.value, fact.source, fact.message) == (7, "rules", message)
    assert fact.extraction is not None
    assert fact.evidence == [{"message": message.pk, "part": "text", "start": 8, "end": 16, "quote": "7 nights"}]


@pytest.mark.parametrize(
    "wrong",
    [Span("text", 0, 8, "7 nights"), Span("text", 8, 16, "9 nights"), Span("text", 300, 308, "7 nights")],
    ids=["elsewhere", "other words", "beyond the end"],
)
def test_a_quote_that_does_not_stand_there_proves_nothing(script, inquiry, wrong) -> None:
    script["rules"] = [saying(nights=Value(7, (wrong,)))]
    read(arrive(inquiry, "We want 7 nights on Crete."))
    fact = current(inquiry, "nights")
    assert (fact.evidence, fact.verified) == ([], False)


def test_newer_words_that_differ_are_proposed(script, inquiry) -> None:
    script["rules"] = [saying(adults=(4, "4 adults")), saying(adults=(5, "5 adults"))]
    read(arrive(inquiry, "We are 4 adults."))
    read(arrive(inquiry, "We are 5 adults now."))
    assert states(inquiry, "adults") == [(4, "CURRENT"), (5, "PROPOSED")]


def test_the_newest_proposal_takes_the_place_of_an_older_one(script, inquiry) -> None:
    script["rules"] = [saying(adults=4), saying(adults=5), saying(adults=6)]
    for _ in range(3):
        read(arrive(inquiry))
    assert states(inquiry, "adults") == [(4, "CURRENT"), (5, "SUPERSEDED"), (6, "PROPOSED")]


def test_words_that_agree_again_take_a_proposal_back(script, inquiry) -> None:
    script["rules"] = [saying(adults=4), saying(adults=5), saying(adults=4)]
    for _ in range(3):
        read(arrive(inquiry))
    assert states(inquiry, "adults") == [(4, "CURRENT"), (5, "SUPERSEDED"), (4, "SUPERSEDED")]


def test_a_persons_value_stays(script, inquiry, actor) -> None:
    facts.set_value(inquiry, "nights", 10, actor=actor)
    script["rules"] = [saying(nights=(7, "7 nights"))]
    read(arrive(inquiry, "We want 7 nights.", sent_at=timezone.now() - timedelta(minutes=5)))
    assert states(inquiry, "nights") == [(10, "CURRENT"), (7, "PROPOSED")]
    inquiry.refresh_from_db()
    assert inquiry.nights == 10


def test_not_known_is_a_persons_value_too(script, inquiry, actor) -> None:
    facts.set_value(inquiry, "budget", None, actor=actor)
    script["rules"] = [saying(budget={"amount": 3000, "currency": "EUR", "per": "total"})]
    read(arrive(inquiry))
    assert [state for _, state in states(inquiry, "budget")] == ["CURRENT", "PROPOSED"]


def test_an_older_message_read_late_changes_nothing_that_is_known(script, inquiry) -> None:
    now = timezone.now()
    script["rules"] = [saying(nights=7), saying(nights=10, rooms=2)]
    read(arrive(inquiry, sent_at=now))
    read(arrive(inquiry, sent_at=now - timedelta(days=2)))
    assert states(inquiry, "nights") == [(7, "CURRENT"), (10, "SUPERSEDED")]
    assert states(inquiry, "rooms") == [(2, "CURRENT")]


def test_a_late_message_does_not_take_a_newer_proposal_away(script, inquiry) -> None:
    now = timezone.now()
    script["rules"] = [saying(nights=7), saying(nights=10), saying(nights=7)]
    read(arrive(inquiry, sent_at=now - timedelta(days=2)))
    read(arrive(inquiry, sent_at=now))
    read(arrive(inquiry, sent_at=now - timedelta(days=1)))
    assert states(inquiry, "nights") == [(7, "CURRENT"), (10, "PROPOSED"), (7, "SUPERSEDED")]


def test_the_same_message_twice_changes_nothing(script, inquiry) -> None:
    script["rules"] = [saying(nights=(7, "7 nights"), services=["hotel"], destinations=[CRETE])]
    message = read(arrive(inquiry, "7 nights on Crete, hotel please"))
    before = list(inquiry.facts.values().order_by("pk"))
    read(message)
    assert list(inquiry.facts.values().order_by("pk")) == before


def test_a_message_read_anew_replaces_what_its_first_reading_made(script, inquiry) -> None:
    script["rules"] = [saying(nights=7, rooms=2), saying(nights=8), saying(nights=7)]
    message = read(arrive(inquiry))
    read(message)
    assert states(inquiry, "nights") == [(7, "SUPERSEDED"), (8, "CURRENT")]
    assert states(inquiry, "rooms") == [(2, "SUPERSEDED")]
    read(message)
    assert states(inquiry, "nights")[-1] == (7, "CURRENT")


def test_what_a_person_rejected_is_not_proposed_again_by_the_same_message(script, inquiry, actor) -> None:
    script["rules"] = [saying(nights=7), saying(nights=10)]
    read(arrive(inquiry))
    message = read(arrive(inquiry))
    assert facts.reject(inquiry.facts.get(state="PROPOSED"), actor=actor)
    read(message)
    assert states(inquiry, "nights") == [(7, "CURRENT"), (10, "REJECTED")]
    event = Event.objects.get(kind="fact")
    assert (event.actor, event.data["field"], event.data["rejected"]) == (actor, "nights", True)


def test_several_readings_wait_for_a_person(script, inquiry, actor) -> None:
    text = "We leave on 05/06 for a week."
    options = ("2027-06-05", "2027-05-06")
    script["rules"] = [saying(depart_on=Value(options[0], (span(text, "05/06"),), options))]
    read(arrive(inquiry, text))
    fact = inquiry.facts.get(field="depart_on")
    assert (fact.state, fact.options) == ("PROPOSED", list(options))
    assert facts.choose(fact, 1, actor=actor)
    fact = current(inquiry, "depart_on")
    assert (fact.value, fact.options, fact.author, fact.evidence[0]["quote"]) == ("2027-05-06", [], actor, "05/06")
    inquiry.refresh_from_db()
    assert inquiry.depart_on.isoformat() == "2027-05-06"
    with pytest.raises(InvalidInput):
        facts.choose(fact, 5, actor=actor)


def test_a_known_value_settles_a_doubtful_one(script, inquiry) -> None:
    options = ("2027-06-05", "2027-05-06")
    script["rules"] = [saying(depart_on="2027-05-06"), saying(depart_on=Value(options[0], (), options))]
    read(arrive(inquiry))
    read(arrive(inquiry))
    assert [state for _, state in states(inquiry, "depart_on")] == ["CURRENT", "SUPERSEDED"]


def test_accept_makes_a_proposal_what_is_known(script, inquiry, actor) -> None:
    script["rules"] = [saying(adults=4), saying(adults=(5, "5 adults")), saying(adults=6)]
    read(arrive(inquiry))
    read(arrive(inquiry, "We are 5 adults"))
    proposal = inquiry.facts.get(state="PROPOSED")
    assert facts.accept(proposal, actor=actor)
    assert not facts.accept(proposal, actor=actor), "a colleague was faster"
    assert states(inquiry, "adults") == [(4, "SUPERSEDED"), (5, "CURRENT")]
    assert Event.objects.filter(kind="fact").count() == 1
    read(arrive(inquiry))
    assert states(inquiry, "adults")[1:] == [(5, "CURRENT"), (6, "PROPOSED")]
    inquiry.refresh_from_db()
    assert inquiry.adults == 5


def test_two_dates_are_accepted_as_one_change(script, inquiry, actor) -> None:
    """Worked out in between, the nights of a trip from the new departure to the old return would be none."""
    script["rules"] = [
        saying(depart_on=("2027-05-03", "3 May"), return_on=("2027-05-10", "10 May")),
        saying(depart_on=("2027-05-10", "10 May"), return_on=("2027-05-17", "17 May")),
    ]
    read(arrive(inquiry, "From 3 May to 10 May"))
    read(arrive(inquiry, "Rather from 10 May to 17 May"))
    first, second = inquiry.facts.filter(state="PROPOSED").order_by("field")
    assert facts.accept(first, actor=actor, also=[second])
    inquiry.refresh_from_db()
    assert (str(inquiry.depart_on), str(inquiry.return_on), inquiry.nights) == ("2027-05-10", "2027-05-17", 7)
    assert not inquiry.facts.filter(field="nights", value=0).exists()
    assert {item["message"] for item in current(inquiry, "nights").evidence} == {first.message_id}, "the newer words"
    assert not facts.accept(first, actor=actor, also=[second])
    assert Event.objects.filter(kind="fact").count() == 2


def test_what_a_colleague_settled_does_not_hold_up_the_rest(script, inquiry, actor) -> None:
    script["rules"] = [saying(adults=2, children=1), saying(adults=3, children=2)]
    read(arrive(inquiry))
    read(arrive(inquiry))
    adults, children = inquiry.facts.filter(state="PROPOSED").order_by("field")
    facts.reject(adults, actor=actor)
    assert not facts.accept(adults, actor=actor, also=[children])
    assert (current(inquiry, "adults").value, current(inquiry, "children").value) == (2, 2)


def test_accepting_what_no_words_prove_is_a_persons_word(script, inquiry, actor) -> None:
    script["rules"] = [saying(adults=4), saying(adults=5)]
    read(arrive(inquiry))
    read(arrive(inquiry))
    facts.accept(inquiry.facts.get(state="PROPOSED"), actor=actor)
    fact = current(inquiry, "adults")
    assert (fact.source, fact.verified, fact.author) == ("human", True, actor)


def test_set_value_settles_proposals_and_is_told_once(script, inquiry, actor) -> None:
    script["rules"] = [saying(adults=4), saying(adults=5)]
    read(arrive(inquiry))
    read(arrive(inquiry))
    first = facts.set_value(inquiry, "adults", 3, actor=actor)
    assert facts.set_value(inquiry, "adults", 3, actor=actor) == first
    assert states(inquiry, "adults") == [(4, "SUPERSEDED"), (5, "SUPERSEDED"), (3, "CURRENT")]
    event = Event.objects.get(kind="fact")
    assert (event.actor, event.data["field"], event.data["fact"]) == (actor, "adults", first.pk)


def test_a_return_before_the_departure_is_refused(inquiry, actor) -> None:
    facts.set_value(inquiry, "depart_on", "2027-05-03", actor=actor)
    with pytest.raises(InvalidInput, match="before the departure on 3 May 2027"):
        facts.set_value(inquiry, "return_on", "2027-05-01", actor=actor)
    assert not inquiry.facts.filter(field="return_on").exists()


def test_wishes_add_up_over_a_conversation(script, inquiry, actor) -> None:
    script["rules"] = [
        saying(services=(["flight"], "flights")),
        saying(services=(["hotel"], "hotel")),
        saying(services=(["hotel"], "hotel")),
        saying(services=(["hotel"], "hotel")),
        saying(services=["visa"]),
    ]
    read(arrive(inquiry, "flights please"))
    second = read(arrive(inquiry, "and a hotel"))
    read(arrive(inquiry, "the hotel near the sea"))
    fact = current(inquiry, "services")
    assert fact.value == ["flight", "hotel"]
    assert [item["quote"] for item in fact.evidence] == ["flights", "hotel"]
    read(second)
    assert current(inquiry, "services").value == ["flight", "hotel"]
    facts.set_value(inquiry, "services", ["flight"], actor=actor)
    read(arrive(inquiry))
    assert inquiry.facts.get(field="services", state="PROPOSED").value == ["visa"]


def test_other_spellings_of_the_same_places_are_no_change(script, inquiry) -> None:
    again = {"name": "crete", "country": "GR", "aliases": []}
    script["rules"] = [saying(destinations=[CRETE, KOS]), saying(destinations=[KOS, again]), saying(destinations=[KOS])]
    read(arrive(inquiry))
    read(arrive(inquiry))
    assert not inquiry.facts.filter(state="PROPOSED").exists()
    read(arrive(inquiry))
    assert inquiry.facts.get(state="PROPOSED").value == [KOS]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nights", -3),
        ("nights", "seven"),
        ("nights", 10**9),
        ("hotel_stars", 7),
        ("depart_on", "31.2.2027"),
        ("depart_on", "0001-01-01"),
        ("travel_month", "2027-13"),
        ("child_ages", [4, 41]),
        ("budget", {"amount": 10**15, "currency": "EUR", "per": "total"}),
        ("budget", {"currency": "EUR"}),
        ("interests", ["beach", "crime"]),
        ("board", "champagne"),
        ("destinations", [{"country": "GR"}]),
        ("contact_phone", "call me"),
    ],
)
def test_an_impossible_value_is_dropped_and_the_rest_stays(script, inquiry, field, value) -> None:
    script["rules"] = [saying(**{"rooms": 2, field: value})]
    message = read(arrive(inquiry))
    assert message.state == "PROCESSED"
    assert states(inquiry, field) == []
    assert states(inquiry, "rooms") == [(2, "CURRENT")]


def test_what_a_database_refuses_is_cleaned(script, inquiry) -> None:
    script["rules"] = [saying(contact_name="Anna\x00 Berg\ud800")]
    read(arrive(inquiry))
    assert current(inquiry, "contact_name").value == "Anna Berg?"


def test_the_channel_proves_who_writes(script, inquiry) -> None:
    name = inquiry.contact.name
    script["rules"] = [saying(contact_name=name)]
    message = read(arrive(inquiry))
    evidence = current(inquiry, "contact_name").evidence
    assert evidence == [{"message": message.pk, "part": "sender", "start": 0, "end": len(name), "quote": name}]


def test_departure_and_length_from_two_messages_give_the_return_and_cite_both(script, inquiry) -> None:
    script["rules"] = [saying(depart_on=("2027-05-03", "3 May")), saying(nights=(7, "a week"))]
    first = read(arrive(inquiry, "We leave on 3 May."))
    second = read(arrive(inquiry, "For a week."))
    fact = current(inquiry, "return_on")
    assert (fact.value, fact.message, fact.source) == ("2027-05-10", None, "rules")
    cited = [(item["message"], item["quote"], item["of"]) for item in fact.evidence]
    assert cited == [(first.pk, "3 May", "depart_on"), (second.pk, "a week", "nights")]


def test_a_worked_out_return_follows_a_changed_departure(script, inquiry, actor) -> None:
    text = "We leave on 3 May for a week."
    script["rules"] = [
        saying(depart_on=("2027-05-03", "3 May"), nights=(7, "a week"), return_on=("2027-05-10", "3 May", "a week"))
    ]
    read(arrive(inquiry, text))
    facts.set_value(inquiry, "depart_on", "2027-05-05", actor=actor)
    assert current(inquiry, "return_on").value == "2027-05-12"
    assert current(inquiry, "nights").value == 7
    inquiry.refresh_from_db()
    assert (inquiry.depart_on.isoformat(), inquiry.return_on.isoformat()) == ("2027-05-05", "2027-05-12")


def test_a_said_return_does_not_follow(script, inquiry, actor) -> None:
    script["rules"] = [
        saying(depart_on=("2027-05-03", "3"), return_on=("2027-05-10", "10 May"), nights=(7, "3", "10 May"))
    ]
    read(arrive(inquiry, "from the 3 to 10 May"))
    facts.set_value(inquiry, "depart_on", "2027-05-05", actor=actor)
    assert current(inquiry, "return_on").value == "2027-05-10"
    assert current(inquiry, "nights").value == 5


def test_one_current_value_a_field_is_the_databases_word(inquiry) -> None:
    from django.db import IntegrityError, transaction

    FactFactory.create(inquiry=inquiry, field="nights", value=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactFactory.create(inquiry=inquiry, field="nights", value=8)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("destinations", [CRETE, KOS], "Crete, Kos"),
        ("origin", {"name": "Bristol", "country": "GB", "aliases": []}, "Bristol"),
        ("depart_on", "2027-05-03", "3 May 2027"),
        ("travel_month", "2027-05", "May 2027"),
        ("nights", 1, "1 night"),
        ("flexible_days", 3, "± 3 days"),
        ("children", 2, "2 children"),
        ("child_ages", [0, 4], "aged 0, 4"),
        ("budget", {"amount": 3000, "currency": "EUR", "per": "total"}, "3,000 EUR"),
        ("budget", {"amount": 149.5, "currency": "GBP", "per": "night"}, "149.50 GBP per night"),
        ("budget", {"amount": 1234567, "currency": "", "per": "person"}, "1,234,567 per person"),
        ("interests", ["beach", "food"], "beach, food"),
        ("services", ["car"], "car"),
        ("board", "half_board", "Half board"),
        ("contact_name", "Zoë O'Neil-Núñez", "Zoë O'Neil-Núñez"),
        ("contact_phone", "+442079460958", "+44 20 7946 0958"),
    ],
)
def test_words_for_people_read_back_as_the_same_value(field, value, words) -> None:
    from inquiries.extraction import shapes

    assert facts.display(field, value) == words
    assert shapes.same(field, facts.parse_field(field, words), value)
    assert facts.display(field, None) == ""
    assert facts.parse_field(field, "  ") is None


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("budget", "€3.000", (3000, "EUR", "total")),
        ("budget", "3000 eur", (3000, "EUR", "total")),
        ("budget", "£1,234.50 pp", (1234.5, "GBP", "person")),
        ("budget", "CHF 2'500 in total", (2500, "CHF", "total")),
        ("budget", "1.5k $ each", (1500, "USD", "person")),
        ("budget", "150 EUR / night", (150, "EUR", "night")),
        ("budget", "about 3k each", (3000, "", "person")),
        ("budget", "ca. €2,500", (2500, "EUR", "total")),
        ("budget", "in total around 4000 GBP", (4000, "GBP", "total")),
        ("budget", "up to 150 EUR a night", (150, "EUR", "night")),
        ("budget", "~£900 pp", (900, "GBP", "person")),
        ("depart_on", "2027-05-31", "2027-05-31"),
        ("depart_on", "31 May 2027", "2027-05-31"),
        ("depart_on", "31.05.2027", "2027-05-31"),
        ("travel_month", "2027-05", "2027-05"),
        ("child_ages", "4 and 7", [4, 7]),
        ("nights", "7", 7),
        ("services", "Hotel, flight, hotel", ["hotel", "flight"]),
        ("contact_phone", "020 7946 0958", "+442079460958"),
    ],
)
def test_peoples_typing_is_read(field, typed, value) -> None:
    found = facts.parse_field(field, typed)
    assert (tuple(found.values()) if field == "budget" else found) == value


def test_a_place_is_known_by_its_other_names_and_a_strange_one_is_kept() -> None:
    places = facts.parse_field("destinations", "Kreta; Upper Nowhere")
    assert [(place["name"], place["country"]) for place in places] == [("Crete", "GR"), ("Upper Nowhere", None)]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("depart_on", "05/06/2027"),
        ("depart_on", "31 Feb 2027"),
        ("depart_on", "12 May 0027"),
        ("travel_month", "spring"),
        ("nights", "2 or 3"),
        ("nights", "-2"),
        ("nights", "9999999"),
        ("hotel_stars", "6"),
        ("child_ages", "4, 44"),
        ("child_ages", "six months"),
        ("budget", "a lot"),
        ("budget", "3000 or 4000 EUR"),
        ("budget", "0 EUR"),
        ("interests", "beach, crime"),
        ("board", "champagne"),
        ("contact_phone", "12"),
        ("contact_name", "x" * 201),
        ("destinations", ",".join(f"place {number}" for number in range(30))),
        ("origin", "x" * 200),
    ],
)
def test_typing_that_is_no_value_is_refused_in_words(field, typed) -> None:
    with pytest.raises(InvalidInput) as caught:
        facts.parse_field(field, typed)
    assert str(caught.value).endswith(".")
