"""The columns of an inquiry that lists are drawn from say what its rows say, after whatever happened in whatever order.

Random sequences of what customers, staff, vendors and workers do; after each step every column is computed anew from
messages, files and events, in the plainest way, and compared.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

import pytest
from django.utils import timezone

from inquiries import attachments, hours, receipts, replies, standing, workflow
from inquiries.desk import again
from inquiries.envelope import Address, Inbound, InboundFile, Receipt, Sender, Sent
from inquiries.errors import InvalidInput, WorkError
from inquiries.intake import receive
from inquiries.models import AnswerTarget, Attachment, Contact, Event, Identity, Inquiry, Message, User
from inquiries.work import delivery, processing
from tests.factories import UserFactory, inbound
from tests.inquiries import engines
from tests.inquiries.engines import saying
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db

type Reported = Literal["SENT", "DELIVERED", "READ", "PERMANENTLY_FAILED"]

STEPS = 40
ACCOUNTS = ["106540352242922", "106540352242999"]
SEEDS = range(6)
SILENT = {"auto_reply", "bulk", "own", "flood"}
NO_WORDS = {"reaction", "edit", "revoke"}
NO_ANSWER = {"DRAFT", "CANCELLED", "PERMANENTLY_FAILED"}


class Life:
    """One customer's days, as the dice fall."""

    def __init__(self, seed: int, office: PostOffice, script: engines.Scripts) -> None:
        self.dice = random.Random(seed)
        self.office, self.script = office, script
        self.actor: User = UserFactory.create()
        self.mails: list[str] = []
        self.done: list[str] = []
        self.changes: list[datetime] = []  # of the number

    def step(self) -> None:
        act = self.dice.choice(ACTS)
        self.done.append(act.__name__)
        try:
            act(self)
        except InvalidInput:
            self.done[-1] += " (refused)"

    def moment(self) -> datetime:
        """Mostly now; sometimes it was on its way for long."""
        late = self.dice.choice([0, 0, 0, 1, 30, 60 * 30])
        return timezone.now() - timedelta(minutes=late)

    def since_the_change(self) -> datetime:
        """A moment in which the customer's number of today was theirs."""
        return max([self.moment(), *self.changes])

    def account(self) -> tuple[Address, Address]:
        """What the customer has on WhatsApp now: a user id, and a number that is shown or not."""
        number = len(self.changes)
        return Address(kind="bsuid", value=f"GB.{number}"), Address(kind="wa_id", value=f"4477009009{19 + number}")

    def shown(self) -> tuple[Address, ...]:
        user_id, number = self.account()
        return self.dice.choice([(user_id, number), (user_id,), (number,)])

    def one_of[T](self, rows: list[T]) -> T:
        if not rows:
            raise InvalidInput("There is none.")
        return self.dice.choice(rows)


def _take_in(life: Life, envelope: Inbound) -> None:
    message = receive(envelope).message
    if message.message_id:
        life.mails.append(message.message_id)


def mail_comes_in(life: Life) -> None:
    number = len(life.done)
    referred = (life.dice.choice(life.mails),) if life.mails and life.dice.random() < 0.8 else ()
    files = (InboundFile(filename="a.pdf", content=b"a"), InboundFile(content=b"b", inline=True))
    reason = life.dice.choice(["", "", "", "auto_reply", "bounce", "bulk"])
    _take_in(
        life,
        inbound(
            message_id=f"m{number}@post.example",
            references=referred,
            sent_at=life.moment(),
            parked_reason=reason,
            files=life.dice.choice([(), files]),
            email="mailer-daemon@post.example" if reason == "bounce" else "anna.berg@post.example",
        ),
    )


def whatsapp_comes_in(life: Life) -> None:
    files = (InboundFile(filename="photo.jpg", remote_id="1003"), InboundFile(filename="lost.jpg"))
    kind = life.dice.choice(["text", "text", "image", "system", "reaction", "edit", "revoke"])
    sent = inbound(
        channel="whatsapp",
        sender=Sender(addresses=life.shown(), name="Anna Berg"),
        account=life.dice.choice(ACCOUNTS),
        kind=kind,
        sent_at=life.since_the_change(),
        files=files if kind == "image" else (),
    )
    _take_in(life, sent)


def number_changes(life: Life) -> None:
    """Meta tells of it soon or late; the customer may have written from the new number by then."""
    before, told = life.account(), life.since_the_change()
    life.changes.append(told)
    if life.dice.random() < 0.5:
        whatsapp_comes_in(life)
    _take_in(
        life,
        inbound(
            channel="whatsapp",
            sender=Sender(addresses=before),
            account=ACCOUNTS[0],
            kind="system",
            sent_at=told,
            moved_to=life.account(),
        ),
    )


def answer_typed_on_the_phone(life: Life) -> None:
    kind = life.dice.choice(["text", "text", "reaction", "revoke"])
    sender = Sender(addresses=life.shown())
    sent = inbound(channel="whatsapp", sender=sender, account=ACCOUNTS[0], kind=kind, outgoing=True)
    _take_in(life, replace(sent, sent_at=life.moment()))


def answer_typed_elsewhere(life: Life) -> None:
    referred = (life.one_of(life.mails),)
    _take_in(life, inbound(references=referred, sent_at=life.moment(), outgoing=True))


def worker_reads(life: Life) -> None:
    message = life.one_of(list(Message.objects.filter(state="RECEIVED")))
    outcomes = [
        saying(nights=7),
        engines.failing(WorkError("Broken", permanent=True)),
        engines.failing(WorkError("Later")),
    ]
    life.script["rules"] = [life.dice.choice(outcomes)]
    _make_due(Message, message.pk)
    processing.process(message.pk)


def worker_fetches(life: Life) -> None:
    row = life.one_of(list(Attachment.objects.filter(state="PENDING")))
    life.office.bytes_of = _raising(life.dice.choice([None, WorkError("Gone", permanent=True), WorkError("Later")]))
    _make_due(Attachment, row.pk)
    attachments.fetch(row.pk)


def _raising(error: WorkError | None) -> Callable[[str], bytes]:
    def fetch(remote_id: str) -> bytes:
        if error:
            raise error
        return remote_id.encode()

    return fetch


def worker_sends(life: Life) -> None:
    row = life.one_of(list(Message.objects.filter(state="QUEUED")))
    error = life.dice.choice([None, None, WorkError("No", permanent=True), WorkError("?", outcome_unknown=True)])

    def answer(outbound: object) -> Sent:
        if error:
            raise error
        return Sent(external_id=f"vendor-{row.key}", message_id=f"{row.key}@halden.example")

    life.office.answer = answer
    _make_due(Message, row.pk)
    delivery.deliver(row.pk)


def _make_due(model: type[Message] | type[Attachment], pk: int) -> None:
    model._default_manager.filter(pk=pk).update(due_at=timezone.now())


def staff_answer(life: Life) -> None:
    inquiry = life.one_of(list(Inquiry.objects.all()))
    text = ("Good news.", "We'll call you within two days.", "I'll answer within three days.")[len(life.done) % 3]
    replies.queue(inquiry, author=life.actor, channel=life.dice.choice(["email", "whatsapp"]), text=text)


def staff_note(life: Life) -> None:
    replies.add_note(life.one_of(list(Inquiry.objects.all())), author=life.actor, text="They like the sea.")


def staff_retry(life: Life) -> None:
    rows = [*Message.objects.unsettled(), *Attachment.objects.failed()]
    again.retry(life.one_of(rows), actor=life.actor)


def staff_settle(life: Life) -> None:
    row = life.one_of(list(Message.objects.filter(state="UNCONFIRMED")))
    replies.settle_by_hand(row, actor=life.actor, arrived=life.dice.random() < 0.5)


def staff_move(life: Life) -> None:
    status = life.dice.choice(["OPEN", "QUOTED", "BOOKED", "LOST", "CLOSED"])
    reason = "Too dear" if status == "LOST" else ""
    workflow.set_status(life.one_of(list(Inquiry.objects.all())), status, actor=life.actor, lost_reason=reason)


def staff_unpark(life: Life) -> None:
    workflow.unpark(life.one_of(list(Inquiry.objects.exclude(parked_reason=""))), actor=life.actor)


def staff_snooze(life: Life) -> None:
    until = timezone.now() + timedelta(hours=life.dice.choice([2, 30, 24 * 9]))
    inquiry = life.one_of(list(Inquiry.objects.filter(status__in=Inquiry.ACTIVE)))
    workflow.snooze(inquiry, life.dice.choice([until, None]), actor=life.actor)


def staff_want_a_reminder(life: Life) -> None:
    inquiry = life.one_of(list(Inquiry.objects.all()))
    if inquiry.remind_at and life.dice.random() < 0.5:
        workflow.take_reminder_off(inquiry, actor=life.actor)
    at = timezone.now() + timedelta(hours=life.dice.choice([3, 50]))
    workflow.remind(inquiry, at, actor=life.actor, if_silent=life.dice.random() < 0.5)


def vendor_reports(life: Life) -> None:
    row = life.one_of(list(Message.objects.filter(direction="OUT").exclude(external_id=None)))
    states: list[Reported] = ["SENT", "DELIVERED", "READ", "PERMANENTLY_FAILED"]
    state = life.dice.choice(states)
    receipts.apply(
        Receipt(channel=row.channel, external_id=row.external_id or "", state=state, at=timezone.now(), key=row.key)
    )


ACTS: list[Callable[[Life], None]] = [
    *[mail_comes_in, whatsapp_comes_in] * 3,
    *[worker_reads, worker_fetches, worker_sends, staff_answer] * 2,
    answer_typed_elsewhere,
    answer_typed_on_the_phone,
    number_changes,
    staff_note,
    staff_retry,
    staff_settle,
    staff_move,
    staff_snooze,
    staff_want_a_reminder,
    staff_unpark,
    vendor_reports,
]


def by_the_rows(inquiry: Inquiry) -> dict[str, object]:
    """The columns, the plain way."""
    # One that is tried again keeps its place in lists, though it is shown further down.
    tried = Event.objects.filter(inquiry=inquiry, kind="retried", message__direction="OUT")
    places = dict(tried.values_list("message_id", "message__created_at"))
    spoken = sorted(inquiry.messages.exclude(channel="note"), key=lambda row: (places.get(row.pk, row.sent_at), row.pk))
    # A bounce tells of the reply before it, which is what lists show, and WhatsApp's own words are nobody's; but for
    # what an inquiry begins with.
    first = min(row.pk for row in spoken)
    shown = [row for row in spoken if (row.automatic != "bounce" and row.kind != "system") or row.pk == first]
    files = Attachment.objects.filter(message__inquiry=inquiry)
    return {
        "has_email": any(row.channel == "email" for row in spoken),
        "has_whatsapp": any(row.channel == "whatsapp" for row in spoken),
        "file_count": files.filter(inline=False).count(),
        "failed_count": sum(row.state in {"PERMANENTLY_FAILED", "UNCONFIRMED"} for row in spoken)
        + files.filter(state="PERMANENTLY_FAILED").count(),
        "window_closes_at": _window(inquiry, spoken),
        **({} if shown[-1].pk in places else {"last_message_at": shown[-1].sent_at}),
        "last_message_direction": shown[-1].direction,
        "last_message_text": standing.preview(shown[-1]),
        "needs_reply_since": _waits_since(inquiry, spoken),
        "promise_due_at": None if inquiry.status in {"LOST", "CLOSED"} else _promised(spoken),
    }


def check_target(inquiry: Inquiry, case: object) -> None:
    """Who waits has an answer after as many open hours as the account that they wrote to says."""
    since, due = inquiry.needs_reply_since, inquiry.target_at
    assert (since is None) == (due is None), case
    if since is None or due is None:
        return
    first = inquiry.messages.filter(direction="IN", sent_at=since).earliest("pk")
    wanted = (2 if first.account == ACCOUNTS[1] else 4) if inquiry.status == "NEW" else 9
    assert hours.of(first.account).open_seconds(since, due) == pytest.approx(wanted * 3600), case


def check_rest(inquiry: Inquiry, case: object) -> None:
    """Nothing rests longer than until what falls due first, and what is over calls by its reminder alone."""
    until, now = inquiry.snoozed_until, timezone.now()
    calls = [at for at in (inquiry.promise_due_at, inquiry.remind_at) if at and at > now]
    assert until is None or not calls or until <= min(calls), case
    if inquiry.status in {"LOST", "CLOSED"} and inquiry.needs_reply_since is None and not inquiry.failed_count:
        assert (until, inquiry.answer_by) == (None, inquiry.remind_at), case


def _promised(spoken: list[Message]) -> datetime | None:
    """Until when the first of what we said is to be done, of what went out."""
    heard = [row for row in spoken if row.state in {"SENT", "DELIVERED", "READ", "SANDBOXED"}]
    due = [promise.due_at for row in heard for promise in row.promises.all() if promise.state == "OPEN"]
    return min(due, default=None)


def _window(inquiry: Inquiry, spoken: list[Message]) -> datetime | None:
    """A day after what they last wrote from an address that is still theirs, to the number of ours spoken with here."""
    chat = [row for row in spoken if row.channel == "whatsapp"]
    if not chat:
        return None
    here = [row for row in chat if row.direction == "IN"] or chat
    account = max(here, key=lambda row: (row.sent_at, row.pk)).account
    rows = Message.objects.filter(contact=inquiry.contact, channel="whatsapp", direction="IN", account=account)
    times = [
        row.sent_at
        for row in rows.exclude(kind__in=[*NO_WORDS, "system"]).select_related("identity")
        if row.identity and row.identity.former_at is None
    ]
    return max(times) + timedelta(hours=24) if times else None


def _waits_since(inquiry: Inquiry, spoken: list[Message]) -> datetime | None:
    if inquiry.parked_reason or inquiry.status == "CLOSED":
        return None
    answers = [
        row for row in spoken if row.direction == "OUT" and row.state not in NO_ANSWER and row.kind not in NO_WORDS
    ]
    closed = _closed_at(inquiry)
    waiting = [
        row.sent_at
        for row in spoken
        if row.direction == "IN"
        and row.automatic not in SILENT
        and row.kind != "system"
        and not (closed and row.created_at <= closed)
        and not any(
            row.created_at <= answer.created_at if answer.author_id else row.sent_at <= answer.sent_at
            for answer in answers
        )
    ]
    return min(waiting, default=None)


def _closed_at(inquiry: Inquiry) -> datetime | None:
    """When it was last closed or lost: what was there by then is dealt with, unless a person took that back."""
    closed = None
    for event in Event.objects.filter(inquiry=inquiry, kind="status").order_by("pk"):
        if event.data["to"] in {"LOST", "CLOSED"}:
            closed = event.created_at
        elif event.actor_id is not None:
            closed = None
    return closed


@pytest.mark.parametrize("seed", SEEDS)
def test_list_columns_say_what_the_rows_say(seed: int, settings, post_office: PostOffice) -> None:
    settings.WORK_MAX_ATTEMPTS = 2
    contact = Contact.objects.create(name="Anna Berg")
    known = (("email", "anna.berg@post.example"), ("wa_id", "447700900919"), ("bsuid", "GB.0"))
    for kind, value in known:
        Identity.objects.create(contact=contact, kind=kind, value=value, display=value)
    AnswerTarget.objects.create(account=ACCOUNTS[1], first_hours=2)
    with engines.scripted(settings) as script:
        life = Life(seed, post_office, script)
        for _ in range(STEPS):
            life.step()
            for inquiry in Inquiry.objects.all():
                wanted = by_the_rows(inquiry)
                assert {name: getattr(inquiry, name) for name in wanted} == wanted, life.done
                check_target(inquiry, life.done)
                check_rest(inquiry, life.done)
                offered = next(route for route in replies.routes(inquiry) if route.channel == "whatsapp")
                if inquiry.has_whatsapp:
                    assert offered.closes_at == inquiry.window_closes_at, life.done
                    assert offered.identity is not None, life.done
                    assert offered.identity.former_at is None, life.done
            numbers = Identity.objects.exclude(kind="email")
            assert set(numbers.values_list("contact", flat=True)) == {contact.pk}, life.done
