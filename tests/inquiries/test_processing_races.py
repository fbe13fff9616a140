"""Messages of one inquiry read at the same time, while more come in: nothing is lost, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from inquiries import facts
from inquiries.intake import receive
from inquiries.models import Fact, Inquiry, Message
from inquiries.work import processing
from tests.factories import UserFactory, inbound
from tests.inquiries import engines
from tests.inquiries.engines import saying

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGES = 4


def together(*jobs) -> None:
    start = Barrier(len(jobs))

    def work(job) -> None:
        try:
            start.wait(timeout=10)
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(work, job) for job in jobs]:
            future.result(timeout=30)


def test_every_value_has_one_current_row_however_many_workers_read(settings) -> None:
    with engines.scripted(settings) as script:
        script["rules"] = [saying(nights=7, contact_name="Anna Berg", services=["hotel"])]
        rows = [receive(inbound()).message.pk for _ in range(MESSAGES)]
        jobs = [lambda pk=pk: processing.process(pk) for pk in rows]
        together(*jobs, lambda: receive(inbound()))
    inquiry = Inquiry.objects.get()
    assert Message.objects.filter(state="PROCESSED").count() == MESSAGES
    assert inquiry.nights == 7
    for field in ("nights", "services", "contact_name"):
        states = list(inquiry.facts.filter(field=field).values_list("state", flat=True))
        assert sorted(states) == ["CURRENT", *["SUPERSEDED"] * (MESSAGES - 1)]


def test_a_person_and_a_worker_at_once_leave_the_persons_value(settings) -> None:
    actor = UserFactory.create()
    with engines.scripted(settings) as script:
        script["rules"] = [saying(nights=7)]
        message = receive(inbound()).message
        together(
            lambda: processing.process(message.pk),
            lambda: facts.set_value(message.inquiry, "nights", 10, actor=actor),
        )
    assert Fact.objects.get(field="nights", state="CURRENT").value == 10
    assert Inquiry.objects.get().nights == 10
