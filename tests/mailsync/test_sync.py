"""A mailbox is read by delta: every mail becomes a message once, whatever goes wrong on the way."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from inquiries import channels, dead_letters
from inquiries.models import DeadLetter, Inquiry, Message
from mailsync import mailboxes, sync
from mailsync.models import EmailMessage, Mailbox
from tests.mailsync.letters import letter
from tests.servers.graph import Fault, Graph, RefusalError

pytestmark = pytest.mark.django_db


def folder(mailbox: Mailbox) -> Any:
    return mailbox.folders.get()


def texts() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def fill(microsoft: Graph, count: int) -> None:
    for number in range(1, count + 1):
        microsoft.receive(letter(number, subject=f"Trip {number}", sender=f"Guest <guest{number}@post.example>"))


# The usual way


def test_two_pages_become_rows_and_a_second_round_asks_once(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 3)
    microsoft.page_size = 2
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.error, str(outcome)) == (3, None, "3 new")
    assert texts() == ["Trip 1", "Trip 2", "Trip 3"]
    assert "$deltatoken" in folder(mailbox).delta_link
    mailbox.refresh_from_db()
    assert mailbox.last_synced_at is not None
    assert mailbox.lease_until is None

    before = len(microsoft.calls)
    assert str(sync.run(mailbox.pk)) == "nothing new"
    assert len(microsoft.calls) == before + 1
    assert Message.objects.count() == 3


def test_a_message_knows_its_mail(microsoft: Graph, mailbox: Mailbox):
    mail = microsoft.receive(letter(), conversation="conv-7", received="2026-05-04T08:00:03Z")
    sync.run(mailbox.pk)
    message = Message.objects.get()
    assert message.external_id == f"desk@halden.example:{mail.id}"
    assert message.account == "desk@halden.example"
    assert message.message_id == "mail-1@post.example"
    assert set(message.thread_keys.values_list("key", flat=True)) == {"mid:mail-1@post.example", "conv:conv-7"}
    detail = message.email
    assert detail.to == [{"address": "desk@halden.example", "name": "Halden Travel"}]
    assert detail.size == len(mail.raw)


def test_every_call_asks_for_immutable_ids(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 2)
    sync.run(mailbox.pk)
    calls = [call for call in microsoft.calls if call.path.startswith("/v1.0")]
    assert len(calls) == 3
    assert all('IdType="ImmutableId"' in call.headers["Prefer"] for call in calls)
    assert "odata.maxpagesize=50" in calls[0].headers["Prefer"]
    assert calls[0].query["$select"] == ["id,receivedDateTime,conversationId,isDraft"]


def test_new_changed_and_removed_mails_of_a_later_round(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 2)
    sync.run(mailbox.pk)
    first, second = microsoft.mails.values()
    microsoft.touch(first)
    microsoft.move(second, "archive")
    microsoft.receive(letter(3, subject="Trip 3"))
    fetched = microsoft.count("$value")
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.known, outcome.removed) == (1, 1, 1)
    assert microsoft.count("$value") == fetched + 1
    gone = EmailMessage.objects.exclude(removed_at=None)
    assert [row.message.external_id for row in gone] == [f"desk@halden.example:{second.id}"]
    assert Message.objects.count() == 3

    microsoft.move(second, "inbox")
    sync.run(mailbox.pk)
    assert not gone.all().exists()
    assert Message.objects.count() == 3


def test_an_empty_page_leads_on(microsoft: Graph, mailbox: Mailbox):
    mailbox.folders.update(name="archive")
    fill(microsoft, 1)
    [mail] = microsoft.mails.values()
    microsoft.log["archive"] += [("gone", "AAkElse"), ("there", mail.id)]
    mail.folder = "archive"
    microsoft.page_size = 1
    assert sync.run(mailbox.pk).new == 1


def test_mail_before_the_start_is_left_alone(microsoft: Graph, mailbox: Mailbox):
    mailbox.folders.update(since=datetime(2026, 5, 1, tzinfo=UTC))
    microsoft.receive(letter(1, subject="Old"), received="2026-04-30T23:59:59Z")
    microsoft.receive(letter(2, subject="New"), received="2026-05-01T00:00:00Z")
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.older) == (1, 1)
    assert texts() == ["New"]


# What Microsoft does


@pytest.mark.parametrize(
    ("status", "code"), [(410, "SyncStateNotFound"), (410, ""), (400, "syncStateNotFound"), (404, "resyncRequired")]
)
def test_a_forgotten_place_is_read_anew_and_doubles_nothing(microsoft: Graph, mailbox: Mailbox, status: int, code: str):
    fill(microsoft, 3)
    sync.run(mailbox.pk)
    microsoft.receive(letter(4, subject="Trip 4"))
    microsoft.faults.append(Fault(on="delta", refusal=RefusalError(status, code)))
    fetched = microsoft.count("$value")
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.known, outcome.error) == (1, 3, None)
    assert microsoft.count("$value") == fetched + 1
    assert Message.objects.count() == 4
    assert folder(mailbox).resyncs == 1


def test_a_place_forgotten_in_the_middle_of_a_round(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 4)
    microsoft.page_size = 2
    assert sync.run(mailbox.pk, budget=timedelta(0)).unfinished
    assert "$skiptoken" in folder(mailbox).delta_link
    microsoft.forget()
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.known, outcome.error) == (2, 2, None)
    assert Message.objects.count() == 4


def test_a_place_forgotten_again_and_again_is_a_fault(microsoft: Graph, mailbox: Mailbox):
    microsoft.faults.append(Fault(on="delta", refusal=RefusalError(410, "SyncStateNotFound"), times=9))
    outcome = sync.run(mailbox.pk)
    assert outcome.error is not None
    assert microsoft.count("delta") == 2
    mailbox.refresh_from_db()
    assert "lost our place" in mailbox.last_error


def test_an_expired_token_is_replaced_once(microsoft: Graph, mailbox: Mailbox):
    sync.run(mailbox.pk)
    microsoft.expire()
    fill(microsoft, 1)
    assert sync.run(mailbox.pk).new == 1
    assert microsoft.tokens == ["token-1", "expired", "token-3"]


def test_retry_after_stands_on_the_row_and_is_kept(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 1)
    throttled = RefusalError(429, "ApplicationThrottled", Retry_After="120")
    microsoft.faults.append(Fault(on="$value", refusal=throttled))
    outcome = sync.run(mailbox.pk)
    assert outcome.error is not None
    mailbox.refresh_from_db()
    assert mailbox.blocked_until is not None
    left = mailbox.blocked_until - timezone.now()
    assert timedelta(seconds=110) < left <= timedelta(seconds=120)
    assert "Too many calls" in mailbox.last_error

    calls = len(microsoft.calls)
    assert sync.run(mailbox.pk).busy
    assert mailboxes.waiting() == []
    assert len(microsoft.calls) == calls

    Mailbox.objects.update(blocked_until=timezone.now())
    assert sync.run(mailbox.pk).new == 1
    mailbox.refresh_from_db()
    assert (mailbox.last_error, mailbox.failing_since) == ("", None)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(on="$value", refusal=RefusalError(503, "ServiceUnavailable")),
        Fault(on="$value", page=502),
        Fault(on="$value", lost=True),
        Fault(on="$value", cut=True),
        Fault(on="delta", cut=True),
        Fault(on="delta", refusal=RefusalError(500, "ErrorInternalServerError")),
    ],
    ids=["503", "gateway", "lost", "cut mail", "cut page", "500"],
)
def test_a_passing_fault_costs_nothing(microsoft: Graph, mailbox: Mailbox, fault: Fault):
    fill(microsoft, 2)
    microsoft.faults.append(fault)
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.error) == (2, None)
    assert texts() == ["Trip 1", "Trip 2"]


def test_a_mail_deleted_meanwhile_is_no_fault(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 2)
    microsoft.faults.append(Fault(on="$value", refusal=RefusalError(404, "ErrorItemNotFound")))
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.removed, outcome.error) == (1, 1, None)


def test_a_link_to_another_host_gets_no_token(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 2)
    microsoft.page_size = 1
    microsoft.next_link = f"{microsoft.url.replace('127.0.0.1', 'localhost')}/v1.0/users/x/messages/delta?$skiptoken=1"
    outcome = sync.run(mailbox.pk)
    assert outcome.error is not None
    assert "localhost" in outcome.error.message
    assert not any("localhost" in call.headers["Host"] for call in microsoft.calls)
    assert Message.objects.count() == 1


# One bad mail never blocks the next


def test_a_mail_that_microsoft_never_gives_waits_for_a_person(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 3)
    microsoft.faults.append(
        Fault(on="2%2Ba%3D/$value", refusal=RefusalError(500, "ErrorInternalServerError"), times=99)
    )
    for _ in range(2):
        outcome = sync.run(mailbox.pk)
        assert outcome.error is not None
        assert texts() == ["Trip 1", "Trip 3"]
    assert (sync.run(mailbox.pk).dead, DeadLetter.objects.count()) == (1, 1)
    mailbox.refresh_from_db()
    assert mailbox.last_error == ""

    microsoft.faults.clear()
    assert dead_letters.replay(DeadLetter.objects.get().pk)
    assert texts() == ["Trip 1", "Trip 3", "Trip 2"]


def test_a_mail_that_is_refused_for_good_goes_at_once(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 2)
    microsoft.faults.append(Fault(on="$value", refusal=RefusalError(400, "ErrorInvalidIdMalformed")))
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.dead, outcome.error) == (1, 1, None)


def test_an_outage_buries_no_mail(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 6)
    microsoft.faults.append(Fault(on="$value", refusal=RefusalError(500, "ErrorInternalServerError"), times=999))
    for _ in range(3):
        assert sync.run(mailbox.pk).error is not None
    assert not DeadLetter.objects.exists()
    microsoft.faults.clear()
    assert sync.run(mailbox.pk).new == 6


def test_a_folder_that_is_gone_does_not_stop_the_others(microsoft: Graph, mailbox: Mailbox):
    mailbox.folders.update(name="was-deleted")
    mailbox.folders.create(name="inbox")
    fill(microsoft, 1)
    outcome = sync.run(mailbox.pk)
    assert outcome.new == 1
    mailbox.refresh_from_db()
    assert "no such folder" in mailbox.last_error
    assert "was-deleted" in mailbox.last_error


def test_a_mail_over_the_limit_is_a_message_all_the_same(microsoft: Graph, mailbox: Mailbox, settings):
    settings.MAIL_MAX_BYTES = 100_000
    mail = microsoft.receive(letter(1, subject="With a film", padding=200_000))
    microsoft.receive(letter(2, subject="Trip 2"))
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.error) == (2, None)
    large = Message.objects.get(subject="With a film")
    assert large.problem
    assert large.contact is not None
    assert large.contact.name == "Anna Berg"
    assert large.email.size == len(mail.raw)


def test_bytes_that_are_no_mail_are_a_message_with_a_problem(microsoft: Graph, mailbox: Mailbox):
    microsoft.receive(b"\x00\x01\x02 no mail at all \xff")
    microsoft.receive(letter(2, subject="Trip 2"))
    assert sync.run(mailbox.pk).new == 2
    assert Message.objects.exclude(problem="").count() == 1


# Several workers


def test_two_workers_exclude_each_other(microsoft: Graph, mailbox: Mailbox):
    holder = mailboxes.take(mailbox.pk)
    assert holder
    assert mailboxes.take(mailbox.pk) == ""
    assert sync.run(mailbox.pk).busy
    assert microsoft.calls == []
    mailboxes.leave(mailbox.pk, holder)
    assert not sync.run(mailbox.pk).busy


def test_a_dead_workers_lease_runs_out(microsoft: Graph, mailbox: Mailbox):
    holder = mailboxes.take(mailbox.pk)
    Mailbox.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    fill(microsoft, 1)
    assert sync.run(mailbox.pk).new == 1
    assert not mailboxes.keep(mailbox.pk, holder)


def test_a_long_first_round_goes_on_where_it_was(microsoft: Graph, mailbox: Mailbox):
    fill(microsoft, 3)
    microsoft.page_size = 1
    outcome = sync.run(mailbox.pk, budget=timedelta(0))
    assert (outcome.new, outcome.unfinished) == (1, True)
    mailbox.refresh_from_db()
    assert (mailbox.last_synced_at, mailbox.lease_until) == (None, None)
    assert sync.run(mailbox.pk).new == 2


def test_switched_off_and_without_credentials_nothing_is_called(microsoft: Graph, mailbox: Mailbox, settings):
    Mailbox.objects.update(enabled=False)
    assert sync.run(mailbox.pk).busy
    Mailbox.objects.update(enabled=True)
    settings.GRAPH_CLIENT_ID = ""
    assert sync.run(mailbox.pk).busy
    assert microsoft.calls == []


def test_a_dead_letter_with_its_bytes_comes_in_by_the_channel(microsoft: Graph, mailbox: Mailbox):
    mail = microsoft.receive(letter(), conversation="conv-9")
    name = f"desk@halden.example:{mail.id}"
    channels.get("email").replay(mail.raw, account="desk@halden.example", external_id=name)
    assert Message.objects.get().thread_keys.filter(key="conv:conv-9").exists()
    assert sync.run(mailbox.pk).known == 1
    assert Inquiry.objects.count() == 1
