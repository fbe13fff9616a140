"""Two people press at once, or a message comes in meanwhile: one of them wins, and nothing lands where nobody looks."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import OperationalError

from inquiries import regrouping, suggestion_answers
from inquiries.envelope import Address, Sender
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Contact, Fact, Inquiry, Message, Regrouping, Suggestion
from inquiries.work import processing
from tests.factories import UserFactory, inbound
from tests.inquiries.test_intake_races import together

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "447700900582"


def chat(text: str = "Crete, 4 May 2027 for 7 nights") -> Any:
    return inbound(wa_id=NUMBER, text=text, sender=Sender(addresses=(Address(kind="wa_id", value=NUMBER),), name="Dan"))


def pair() -> tuple[Inquiry, Inquiry, Suggestion]:
    made = []
    for envelope in (inbound(text="Crete, 3 to 10 May 2027, 2 adults"), chat()):
        message = receive(envelope).message
        processing.process(message.pk)
        made.append(message.inquiry)
    Suggestion.objects.all().delete()
    return made[0], made[1], Suggestion.objects.create(kind="same_person", one=made[0], other=made[1])


def test_two_agents_join_at_once() -> None:
    here, other, row = pair()
    actors = UserFactory.create(), UserFactory.create()
    won = together(
        lambda: suggestion_answers.accept(row, here, actor=actors[0], person=True, trip=True),
        lambda: suggestion_answers.accept(row, other, actor=actors[1], person=True, trip=True),
    )
    assert sorted(won) == [False, True]
    assert Regrouping.objects.count() == 2
    assert Inquiry.objects.exclude(merged_into=None).count() == 1
    assert Contact.objects.exclude(joined_into=None).count() == 1


def test_two_agents_join_each_into_the_other_by_hand() -> None:
    here, other, _ = pair()
    actor = UserFactory.create()

    def join(source: Inquiry, target: Inquiry) -> bool:
        with suppress(InvalidInput):
            regrouping.join_trips(source, target, actor=actor)
            return True
        return False

    assert sorted(together(lambda: join(here, other), lambda: join(other, here))) == [False, True]
    assert Inquiry.objects.exclude(merged_into=None).count() == 1
    assert not Message.objects.exclude(inquiry__merged_into=None).exists()


def test_two_agents_undo_at_once() -> None:
    here, other, _ = pair()
    actor = UserFactory.create()
    act = regrouping.join_trips(other, here, actor=actor)
    undo = lambda: suggestion_answers.take_back(Regrouping.objects.get(pk=act.pk), actor=actor)  # noqa: E731
    assert sorted(together(undo, undo)) == [False, True]
    assert other.messages.count() == here.messages.count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_a_message_that_comes_in_meanwhile_is_in_a_trip_that_is_there(turn: int) -> None:
    here, other, _ = pair()
    actor = UserFactory.create()

    def arrive() -> None:
        for _ in range(20):  # as the doors do: a deadlock or a busy file is tried again
            with suppress(OperationalError):
                processing.process(receive(envelope).message.pk)
                return

    def join() -> None:
        for _ in range(20):
            with suppress(OperationalError):
                regrouping.join_trips(other, here, actor=actor)
                return

    envelope = chat(f"We are 5 adults now {turn}")
    together(arrive, join)
    message = Message.objects.get(external_id=envelope.external_id)
    assert message.inquiry_id == here.pk
    assert not Fact.objects.filter(message=message).exclude(inquiry=here).exists()
    assert Inquiry.objects.filter(pk=here.pk, has_whatsapp=True).exists()
