"""Each decision of a person about a value is a case: what was read, what is right, and by which version it was read."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from inquiries import corrections, evaluation, facts, regrouping
from inquiries.evaluation import Scope
from inquiries.extraction.document import Value
from inquiries.models import Correction, Fact, Inquiry
from tests.factories import InquiryFactory, UserFactory
from tests.inquiries import engines
from tests.inquiries.engines import Scripts, arrive, read, saying, span

pytestmark = pytest.mark.django_db


@pytest.fixture
def script(settings) -> Iterator[Scripts]:
    with engines.scripted(settings) as scripts:
        yield scripts


@pytest.fixture
def inquiry(script: Scripts) -> Inquiry:
    """Seven nights for two were read out of its only message."""
    inquiry = InquiryFactory.create()
    script["rules"] = [saying(nights=(7, "7 nights"), adults=(2, "two"))]
    read(arrive(inquiry, "We two want 7 nights on Crete."))
    return inquiry


@pytest.fixture
def actor():
    return UserFactory.create()


def cases(inquiry: Inquiry) -> list[tuple[str, str, Any, Any]]:
    rows = Correction.objects.filter(inquiry=inquiry, latest=True).order_by("field", "pk")
    return list(rows.values_list("field", "kind", "predicted", "corrected"))


def test_another_value_is_a_wrong_one_with_all_that_tells_who_read_it(inquiry, actor) -> None:
    facts.set_value(inquiry, "nights", 10, actor=actor)
    row = Correction.objects.get()
    assert cases(inquiry) == [("nights", "wrong", 7, 10)]
    assert (row.engine, row.version, row.channel, row.language) == ("rules", "test", "email", "en")
    assert (row.message, row.author, row.about.value) == (inquiry.messages.get(), actor, 7)


def test_the_same_value_confirms_and_none_says_invented_and_a_new_one_was_missing(inquiry, actor) -> None:
    facts.set_value(inquiry, "nights", 7, actor=actor)
    facts.set_value(inquiry, "adults", None, actor=actor)
    facts.set_value(inquiry, "rooms", 1, actor=actor)
    assert cases(inquiry) == [
        ("adults", "invented", 2, None), ("nights", "confirmed", 7, 7), ("rooms", "missing", None, 1),
    ]  # fmt: skip
    assert Correction.objects.get(field="rooms").message == inquiry.messages.get()


def test_the_last_word_counts_and_the_earlier_ones_are_kept(inquiry, actor) -> None:
    for value in (10, 12, 7):
        facts.set_value(inquiry, "nights", value, actor=actor)
    assert cases(inquiry) == [("nights", "confirmed", 7, 7)]
    assert Correction.objects.count() == 3
    facts.set_value(inquiry, "rooms", 1, actor=actor)
    facts.set_value(inquiry, "rooms", 2, actor=actor)
    assert ("rooms", "missing", None, 2) in cases(inquiry)
    facts.set_value(inquiry, "rooms", None, actor=actor)
    assert cases(inquiry) == [("nights", "confirmed", 7, 7)]


def test_a_decision_that_is_rolled_back_leaves_no_case(inquiry, actor) -> None:
    with transaction.atomic():
        facts.set_value(inquiry, "nights", 10, actor=actor)
        transaction.set_rollback(True)
    assert cases(inquiry) == []


def test_a_proposal_taken_or_refused(script, inquiry, actor) -> None:
    script["rules"] = [saying("followup", nights=(9, "9 nights"), adults=(3, "3"))]
    later = read(arrive(inquiry, "Make it 9 nights and 3 of us"))
    facts.accept(inquiry.facts.get(field="nights", state="PROPOSED"), actor=actor)
    facts.reject(inquiry.facts.get(field="adults", state="PROPOSED"), actor=actor)
    assert cases(inquiry) == [("adults", "wrong", 3, 2), ("nights", "confirmed", 9, 9)]
    assert {row.message for row in Correction.objects.all()} == {later}


@pytest.mark.parametrize(("position", "kind"), [(0, "confirmed"), (1, "wrong")])
def test_the_likeliest_reading_is_what_was_predicted(script, actor, position, kind) -> None:
    inquiry, text = InquiryFactory.create(), "on 03/04/2027"
    days = ("2027-04-03", "2027-03-04")
    script["rules"] = [saying(depart_on=Value(days[0], (span(text, "03/04/2027"),), days))]
    read(arrive(inquiry, text))
    fact = inquiry.facts.get(field="depart_on", state="PROPOSED")
    facts.choose(fact, position, actor=actor)
    assert cases(inquiry) == [("depart_on", kind, days[0], days[position])]
    facts.set_value(inquiry, "depart_on", days[0], actor=actor)  # thought better of: about the same prediction
    assert cases(inquiry) == [("depart_on", "confirmed", days[0], days[0])]


def test_a_value_that_was_worked_out_is_judged_by_the_run_that_it_follows_from(script, actor) -> None:
    inquiry = InquiryFactory.create()
    script["rules"] = [saying(depart_on=("2027-05-03", "3 May"), nights=(7, "7 nights"))]
    read(arrive(inquiry, "From 3 May for 7 nights"))
    facts.set_value(inquiry, "return_on", "2027-05-11", actor=actor)
    assert cases(inquiry) == [("return_on", "wrong", "2027-05-10", "2027-05-11")]
    assert Correction.objects.get().version == "test"


def test_figures(inquiry, actor) -> None:
    facts.set_value(inquiry, "nights", 10, actor=actor)
    facts.set_value(inquiry, "rooms", 1, actor=actor)
    total = evaluation.total(Scope())
    assert (total.shown, total.judged, total.open, total.wrong, total.missing) == (2, 1, 1, 1, 1)
    assert (total.edit_rate, total.score) == (0.5, 0.0)
    facts.set_value(inquiry, "adults", 2, actor=actor)
    lines = {line.key: line for line in evaluation.figures(Scope(), by="field")}
    assert (lines["adults"].confirmed, lines["adults"].score, lines["nights"].score) == (1, 1.0, 0.0)
    assert evaluation.total(Scope()).score == pytest.approx(2 / 5)
    assert evaluation.total(Scope(field="adults")).shown == 1
    assert evaluation.total(Scope(version="another")).shown == 0


@pytest.mark.parametrize("by", evaluation.DIMENSIONS)
def test_each_number_is_as_long_as_its_list_in_every_dimension(inquiry, actor, by) -> None:
    facts.set_value(inquiry, "nights", 10, actor=actor)
    for line in evaluation.figures(Scope(), by=by):
        only: dict[str, Any] = {by: line.key}
        scope = Scope(**only)
        assert evaluation.judged(scope).exclude(kind="missing").count() == line.judged
        assert evaluation.unjudged(scope).count() == line.open


def test_what_a_person_set_is_no_prediction_of_an_engine(inquiry, actor) -> None:
    facts.set_value(inquiry, "rooms", 1, actor=actor)
    assert not [item for item in corrections.of_field(inquiry, "rooms") if item.fact is not None]
    assert not evaluation.unjudged(Scope()).filter(source=Fact.Source.HUMAN).exists()


def test_to_vouch_for_the_card_confirms_each_value_on_it(inquiry, actor) -> None:
    assert facts.confirm(inquiry, actor=actor) == 2
    assert cases(inquiry) == [("adults", "confirmed", 2, 2), ("nights", "confirmed", 7, 7)]
    facts.set_value(inquiry, "nights", 10, actor=actor)  # thought better of: the same value was read wrong after all
    assert cases(inquiry) == [("adults", "confirmed", 2, 2), ("nights", "wrong", 7, 10)]


def test_what_was_decided_goes_with_the_value_to_the_trip_that_it_is_joined_to(script, inquiry, actor) -> None:
    facts.confirm(inquiry, actor=actor)
    other = InquiryFactory.create(contact=inquiry.contact)
    script["rules"] = [saying(nights=(9, "9 nights"))]
    read(arrive(other, "Make it 9 nights"))
    facts.confirm(other, actor=actor)
    regrouping.join_trips(inquiry, other, actor=actor)

    moved = other.facts.get(field="nights", state="PROPOSED")
    assert facts.accept(moved, actor=actor)
    assert list(moved.corrections.order_by("pk").values_list("inquiry", "latest")) == [
        (inquiry.pk, False), (other.pk, True),
    ]  # fmt: skip
    facts.set_value(other, "adults", 3, actor=actor)
    assert ("adults", "wrong", 2, 3) in cases(other)
    assert not cases(inquiry)
