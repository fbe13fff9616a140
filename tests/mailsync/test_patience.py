"""Waits, tries and threads of a fetch: what Microsoft asks for is kept by everybody, and never too much is asked."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inquiries.errors import WorkError
from inquiries.models import DeadLetter, Message
from mailsync import fetching, graph, graph_subscriptions, mailboxes, sync
from mailsync.models import EmailMessage, Mailbox
from tests.mailsync.letters import letter
from tests.servers.graph import ADDRESS, Call, Fault, Graph, RefusalError
from tests.servers.graph_faults import Chaos

pytestmark = pytest.mark.django_db


def fill(microsoft: Graph, count: int) -> None:
    for number in range(1, count + 1):
        microsoft.receive(letter(number, subject=f"Trip {number}", sender=f"Guest <guest{number}@post.example>"))


class Pairs(Chaos):
    """No mail is given before another one is asked for beside it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.both = threading.Barrier(2, timeout=30)

    def fault(self, call: Call) -> Fault | None:
        if call.path.endswith("/$value"):
            self.both.wait()
        return super().fault(call)


def subjects() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


# How much is asked


def test_an_idle_mailbox_costs_one_call(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 2)
    sync.run(mailbox.pk)
    for _ in range(3):
        before = len(microsoft.calls)
        assert str(sync.run(mailbox.pk)) == "nothing new"
        [call] = microsoft.calls[before:]
        assert call.path.endswith("/messages/delta")


def test_mails_are_fetched_two_at_a_time_and_come_in_their_order(microsoft: Graph, mailbox: Mailbox):
    chaos = microsoft.chaos = Pairs(microsoft, rate=0)
    fill(microsoft, 8)
    assert sync.run(mailbox.pk).new == 8
    assert chaos.meter.most == fetching.FETCHING == 2
    assert subjects() == [f"Trip {number}" for number in range(1, 9)]


def test_a_large_mail_is_whole(microsoft: Graph, mailbox: Mailbox):
    mail = microsoft.receive(letter(1, padding=2_000_000))
    sync.run(mailbox.pk)
    assert Message.objects.get().email.size == len(mail.raw)
    assert Message.objects.get().attachments.get().size == 2_000_000


# Waits


def test_a_short_wait_is_waited_for_in_the_round(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 4)
    microsoft.faults.append(
        Fault(on="2%2Ba%3D/$value", refusal=RefusalError(429, "ApplicationThrottled", Retry_After="1"))
    )
    started = time.monotonic()
    assert sync.run(mailbox.pk).new == 4
    assert time.monotonic() - started >= 1
    mailbox.refresh_from_db()
    assert mailbox.blocked_until is not None  # every process saw it
    assert mailbox.blocked_until <= timezone.now()


def test_a_wait_on_the_row_keeps_every_call_back(microsoft: Graph, mailbox: Mailbox):
    Mailbox.objects.update(blocked_until=timezone.now() + timedelta(seconds=90))
    for call in (
        lambda: graph.folder(ADDRESS, "inbox"),
        lambda: graph.draft("DESK@halden.example", "AAk"),
        lambda: graph.page(f"{microsoft.url}/v1.0/users/desk%40halden.example/mailFolders('inbox')/messages/delta"),
        lambda: graph_subscriptions.all_of_app(ADDRESS),
    ):
        with pytest.raises(WorkError) as caught:
            call()
        assert caught.value.code == mailboxes.WAITING
        assert caught.value.retry_after is not None
    assert not [call for call in microsoft.calls if call.path.startswith("/v1.0")]


def test_a_refused_send_keeps_the_fetches_back(microsoft: Graph, mailbox: Mailbox):
    microsoft.faults.append(Fault(on="/messages", refusal=RefusalError(429, "TooManyRequests", Retry_After="60")))
    with pytest.raises(WorkError):
        graph.create_draft(ADDRESS, {"subject": "x"})
    assert sync.run(mailbox.pk).busy
    assert microsoft.count("delta") == 0


def test_a_token_that_runs_out_between_two_threads_is_asked_for_once(microsoft: Graph, mailbox: Mailbox):
    microsoft.chaos = Chaos(microsoft, rate=0, latency=0.02)
    fill(microsoft, 6)
    sync.run(mailbox.pk)
    microsoft.expire()
    microsoft.forget()
    Message.objects.all().delete()
    assert sync.run(mailbox.pk).new == 6
    assert microsoft.tokens == ["token-1", "expired", "token-3"]


# Moves


def test_a_mail_that_went_and_came_back_before_we_saw_it_is_not_lost(microsoft: Graph, mailbox: Mailbox):
    """Immutable ids: delta tells of the going alone (microsoft-graph-docs 21752)."""
    sync.run(mailbox.pk)
    mail = microsoft.receive(letter(1), conversation="conv-4")
    microsoft.log["inbox"][-1] = ("trap", mail.id)
    assert sync.run(mailbox.pk).new == 1
    assert Message.objects.get().thread_keys.filter(key="conv:conv-4").exists()


def test_a_mail_that_left_before_we_saw_it_is_left_alone(microsoft: Graph, mailbox: Mailbox):
    sync.run(mailbox.pk)
    mail = microsoft.receive(letter(1))
    microsoft.move(mail, "archive")
    del microsoft.log["inbox"][-2]
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.error) == (0, None)
    assert not Message.objects.exists()


def test_an_old_mail_that_somebody_reads_stays_old(microsoft: Graph, mailbox: Mailbox):
    """A line of changes does not say when the mail came; it was before the day from which we read."""
    mailbox.folders.update(since=timezone.now() - timedelta(days=1))
    old = microsoft.receive(letter(1), received="2020-01-01T00:00:00Z")
    sync.run(mailbox.pk)
    microsoft.touch(old)
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.older) == (0, 1)
    assert microsoft.count("$value") == 0


# Now and then, everything


def test_once_a_week_all_of_it_is_compared_beside_the_delta(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 9)
    never_told = microsoft.log["inbox"].pop(4)
    sync.run(mailbox.pk)
    assert Message.objects.count() == 8
    microsoft.log["inbox"].append(never_told)
    mailbox.folders.update(delta_link=mailbox.folders.get().delta_link.replace(".8.8", ".9.9"))

    sync.run(mailbox.pk)
    assert Message.objects.count() == 8  # delta is silent about it
    mailbox.folders.update(passed_at=timezone.now() - timedelta(days=8))
    microsoft.page_size = 2
    before = microsoft.count("delta")
    for _ in range(3):
        microsoft.receive(letter(100 + microsoft.count(""), sender=f"New <new{microsoft.count('')}@post.example>"))
        assert sync.run(mailbox.pk).error is None
    assert Message.objects.count() == 9 + 3
    folder = mailbox.folders.get()
    assert folder.pass_link == ""
    assert folder.passed_at is not None
    assert folder.passed_at > timezone.now() - timedelta(minutes=1)
    assert microsoft.count("delta") > before + 3
    settled = microsoft.count("delta")
    sync.run(mailbox.pk)
    assert microsoft.count("delta") == settled + 1


def test_a_place_lost_in_that_pass_disturbs_nothing(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 3)
    sync.run(mailbox.pk)
    mailbox.folders.update(
        passed_at=timezone.now() - timedelta(days=8),
        pass_link=f"{microsoft.url}/v1.0/users/{ADDRESS}/mailFolders('inbox')/messages/delta?$skiptoken=0.1.3",
    )
    outcome = sync.run(mailbox.pk)
    folder = mailbox.folders.get()
    assert (outcome.error, folder.pass_link, folder.resyncs) == (None, "", 0)
    sync.run(mailbox.pk)
    folder.refresh_from_db()
    assert folder.passed_at > timezone.now() - timedelta(minutes=1)


# Lanes


@pytest.mark.django_db(transaction=True)
def test_replies_of_one_mailbox_go_one_after_the_other(mailbox: Mailbox):
    from django.db import connection

    busy, most = 0, 0

    def send() -> None:
        nonlocal busy, most
        try:
            with mailboxes.turn(mailbox):
                busy += 1
                most = max(most, busy)
                time.sleep(0.05)
                busy -= 1
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    mailbox.refresh_from_db()
    assert mailbox.send_until is None


def test_a_dead_senders_lane_is_free_again(mailbox: Mailbox):
    Mailbox.objects.update(send_until=timezone.now() - timedelta(seconds=1), send_holder="dead")
    with mailboxes.turn(mailbox):
        assert Mailbox.objects.get().send_holder != "dead"


# All together: the short form of `python -m tests.faults.mail_sync`


def test_a_hundred_mails_through_a_microsoft_at_its_worst(microsoft: Graph, mailbox: Mailbox, settings):
    chaos = microsoft.chaos = Chaos(microsoft, rate=0.2, seed=7)
    chaos.kinds = {kind: weight for kind, weight in chaos.kinds.items() if "date" not in kind} | {"429": 2}
    microsoft.page_size = 20
    fill(microsoft, 100)
    for turn in range(60):
        outcome = sync.run(mailbox.pk, budget=timedelta(0))
        if turn == 2:
            microsoft.forget()
        if not (outcome.error or outcome.unfinished or outcome.busy):
            break
    names: list[Any] = list(Message.objects.values_list("external_id", flat=True))
    assert sorted(names) == sorted(f"{ADDRESS}:{key}" for key in microsoft.mails)
    assert EmailMessage.objects.count() == 100
    assert not DeadLetter.objects.exists()
    assert sum(chaos.meter.faults.values()) > 10
    assert (chaos.meter.early, chaos.meter.most <= 4) == ([], True)
    assert mailbox.folders.get().resyncs >= 1
