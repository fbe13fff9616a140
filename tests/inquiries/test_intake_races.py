"""Several workers at once: one row each, on whatever database the suite runs on (SQLite file or PostgreSQL)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event

import pytest
from django.db import OperationalError, connections, transaction

from inquiries import contacts, replies, standing
from inquiries.envelope import Address, Inbound, Sender
from inquiries.intake import Received, receive
from inquiries.models import Contact, Identity, Inquiry, Message
from tests.factories import UserFactory, inbound

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4


def together[T](*jobs: Callable[[], T]) -> list[T]:
    """Run every job in a thread with a connection of its own, all from the same moment."""
    start = Barrier(len(jobs))

    def work(job: Callable[[], T]) -> T:
        try:
            start.wait(timeout=10)
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(work, job) for job in jobs]]


def test_the_same_message_by_several_workers_is_one_row() -> None:
    envelope = inbound(message_id="a@post.example")
    received = together(*[lambda: receive(envelope)] * WORKERS)

    assert sorted(result.created for result in received) == [False] * (WORKERS - 1) + [True]
    assert len({result.message.pk for result in received}) == 1
    assert (Message.objects.count(), Contact.objects.count(), Inquiry.objects.count()) == (1, 1, 1)


def test_first_messages_of_one_new_sender_make_one_contact_and_one_inquiry() -> None:
    envelopes = [inbound(wa_id="447700900919") for _ in range(WORKERS)]
    together(*[lambda envelope=envelope: receive(envelope) for envelope in envelopes])

    assert (Message.objects.count(), Contact.objects.count(), Identity.objects.count()) == (WORKERS, 1, 1)
    assert Inquiry.objects.count() == 1


def test_next_messages_of_a_known_sender_meet_in_one_inquiry() -> None:
    receive(inbound())
    Inquiry.objects.update(status="CLOSED")
    envelopes = [inbound() for _ in range(WORKERS)]
    together(*[lambda envelope=envelope: receive(envelope) for envelope in envelopes])

    assert Inquiry.objects.exclude(status="CLOSED").count() == 1
    assert Message.objects.count() == WORKERS + 1


def test_a_sender_with_two_addresses_in_two_orders_is_one_contact() -> None:
    number = Address(kind="wa_id", value="447700900919")
    bsuid = Address(kind="bsuid", value="GB.134912086")
    orders = [(number, bsuid), (bsuid, number)] * 2
    envelopes = [inbound(channel="whatsapp", sender=Sender(addresses=order)) for order in orders]
    together(*[lambda envelope=envelope: receive(envelope) for envelope in envelopes])

    assert (Contact.objects.count(), Identity.objects.count()) == (1, 2)


def test_a_person_with_user_id_number_and_both_at_once_ends_as_one_contact() -> None:
    """Each may come first or at the same time; what the vendor repeats after a deadlock is what the test repeats."""
    number, bsuid = Address(kind="wa_id", value="447700900919"), Address(kind="bsuid", value="GB.134912086")
    envelopes = [
        inbound(channel="whatsapp", sender=Sender(addresses=shown))
        for shown in ((bsuid,), (number,), (bsuid, number), (number, bsuid))
    ]

    def take_in(envelope: Inbound) -> Received:
        for _ in range(3):
            with suppress(OperationalError):
                return receive(envelope)
        return receive(envelope)

    together(*[lambda envelope=envelope: take_in(envelope) for envelope in envelopes])
    receive(inbound(channel="whatsapp", sender=Sender(addresses=(bsuid, number))))

    left = Contact.objects.get(joined_into=None)
    assert (left.identities.count(), left.messages.count()) == (2, 5)
    assert set(Inquiry.objects.values_list("contact", flat=True)) == {left.pk}


def test_a_message_that_waits_for_a_join_lands_on_the_joined_contact() -> None:
    """It was waiting for the contact that is empty by the time it gets it."""
    number, bsuid = Address(kind="wa_id", value="447700900919"), Address(kind="bsuid", value="GB.134912086")
    receive(inbound(channel="whatsapp", sender=Sender(addresses=(bsuid,))))
    receive(inbound(channel="whatsapp", sender=Sender(addresses=(number,))))
    joined, waiting = Event(), Event()

    def both() -> None:
        with transaction.atomic():
            receive(inbound(channel="whatsapp", sender=Sender(addresses=(bsuid, number))))
            joined.set()
            waiting.wait(timeout=1)

    def alone() -> None:
        joined.wait(timeout=10)
        receive(inbound(channel="whatsapp", sender=Sender(addresses=(number,))))
        waiting.set()

    together(both, alone)
    assert Contact.objects.get(joined_into=None).messages.count() == 4


def test_a_message_that_waits_while_its_user_id_is_learned_takes_no_number_away() -> None:
    """What it saw before it waited is the number alone; by then its contact has the user id as well."""
    number, bsuid = Address(kind="wa_id", value="447700900919"), Address(kind="bsuid", value="GB.134912086")
    receive(inbound(channel="whatsapp", sender=Sender(addresses=(number,))))
    learned, waiting = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            receive(inbound(channel="whatsapp", sender=Sender(addresses=(bsuid, number))))
            learned.set()
            waiting.wait(timeout=1)

    def second() -> None:
        learned.wait(timeout=10)
        receive(inbound(channel="whatsapp", sender=Sender(addresses=(bsuid, number))))
        waiting.set()

    together(first, second)
    assert (Contact.objects.count(), Identity.objects.count()) == (1, 2)
    assert not Identity.objects.exclude(former_at=None).exists()


def test_the_loser_inside_a_transaction_of_its_channel_can_go_on() -> None:
    envelope = inbound()

    def in_channel() -> Received:
        with transaction.atomic():
            result = receive(envelope)
            Contact.objects.count()  # the transaction is still usable
            return result

    received = together(in_channel, in_channel)
    assert sorted(result.created for result in received) == [False, True]


def test_a_reply_while_the_customer_writes_waits_for_nobody_who_waits_for_it() -> None:
    """Intake has the contact and wants the inquiry; a reply has the inquiry and its row points at the contact."""
    envelope = inbound()
    inquiry, author = receive(envelope).message.inquiry, UserFactory.create()
    contact_taken, answered = Event(), Event()

    def take_in() -> None:
        with transaction.atomic():
            contacts.resolve(envelope.sender)
            contact_taken.set()
            answered.wait(timeout=0.5)
            standing.lock(inquiry.pk)

    def reply() -> None:
        contact_taken.wait(timeout=10)
        replies.queue(inquiry, author=author, channel="email", text="Crete is lovely in May.")
        answered.set()

    together(take_in, reply)
    assert Message.objects.filter(direction="OUT").count() == 1
