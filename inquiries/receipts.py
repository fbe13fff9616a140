"""Delivery reports on what we sent. States only move up the ladder of Message.RANK, in whatever order reports come.

A bounce is one too. It may come before our send could note the Message-ID by which it names our mail, and WhatsApp's
"read" before the echo of what was typed on the phone: then it is kept as an EarlyReport, and applied when what it is
about is here.
"""

import re
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from inquiries import addresses, answer_times, promise_rows, recounting, standing, timeline, turns
from inquiries.doorbell import ring
from inquiries.envelope import Receipt, clean
from inquiries.models import EarlyReport, Event, Message, ThreadKey

logger = structlog.get_logger(__name__)

_KEY = re.compile(r"th-(\d{1,18})")
_REPLY_PREFIX = re.compile(r"^(?:\s*\w{1,6}\s*:)+\s*")
_BOUNCES_WITHIN = timedelta(days=6)  # servers try for five days at most before they give up (RFC 5321, 4.5.4.1)
_EARLY_KEPT = timedelta(days=7)
FORGET_EVERY = timedelta(hours=1)
_RUNG_AT_ONCE = 50  # the sweeper rings for the others

State = Message.State
_OURS = Message.objects.filter(direction=Message.Direction.OUT).only(
    "pk", "inquiry_id", "channel", "identity_id", "state", "external_id", "message_id", "subject"
)
# From where a report may move a message. "Failed" after "delivered" is another device of the same person; "delivered"
# after "failed" proves that it arrived. A message that waits for another attempt and did go out is not sent again.
_FROM: dict[str, tuple[str, ...]] = {
    "SENT": (State.QUEUED, State.SENDING, State.UNCONFIRMED),
    "DELIVERED": (State.QUEUED, State.SENDING, State.UNCONFIRMED, State.SENT, State.PERMANENTLY_FAILED),
    "READ": (State.QUEUED, State.SENDING, State.UNCONFIRMED, State.SENT, State.DELIVERED, State.PERMANENTLY_FAILED),
    "PERMANENTLY_FAILED": (State.SENDING, State.UNCONFIRMED, State.SENT),
}
_WELL = (State.SENT, State.DELIVERED, State.READ)  # nobody counts these or has to look at them
_ARRIVED = {"DELIVERED", "READ"}
_SLICE = 1000  # rows deleted at once
_HOLDS_OTHERS = {State.QUEUED, State.SENDING}


def apply(receipt: Receipt) -> bool:
    """Take a report in. False: no message of ours is meant (yet); True: it is, whether or not that was news.

    A report may overtake the vendor's answer to our send. Then the message is found by our own key (callback data), and
    what the report says stays when the answer is stored.
    """
    if _step_up(receipt):
        return True
    with transaction.atomic():
        message = _find(receipt)
        if message is not None:
            _move(message, receipt)
            return True
        if not _keep_early(receipt):
            return False
    # What it is about may have been stored since we looked, by somebody who looked before we had kept this. Of two who
    # each write and then look, one sees the other.
    message = _find(receipt)
    if message is not None:
        settle_early(message.pk)
    return message is not None


def _step_up(receipt: Receipt) -> bool:
    """The usual report in one statement and without a lock: nothing is wrong with the message, before or after.

    False: nothing done; it is unknown by this id, or one that needs the long way.
    """
    if not receipt.external_id or receipt.state == State.PERMANENTLY_FAILED or receipt.told_by is not None:
        return False
    rows = Message.objects.filter(channel=receipt.channel, external_id=receipt.external_id)
    rows = rows.filter(direction=Message.Direction.OUT, state__in=_WELL)
    lower = [state for state in _FROM[receipt.state] if state in _WELL]
    if not lower:  # "sent": our call was answered already
        return rows.exists()
    state = Case(When(state__in=lower, then=Value(receipt.state)), default=F("state"))
    return rows.update(state=state, **_times(receipt)) == 1


def _move(message: Message, receipt: Receipt) -> None:
    # Locked and read again: what is counted goes by the state that this report finds, not by an older one.
    message = _OURS.select_for_update(no_key=True).get(pk=message.pk)
    if _is_of_an_earlier_try(message, receipt):
        logger.info("receipt_of_an_earlier_try", message=message.pk, inquiry=message.inquiry_id)
        return
    moved = _apply(message, receipt)
    if not moved and message.state == State.QUEUED and receipt.state == State.PERMANENTLY_FAILED and receipt.message_id:
        _keep_early(receipt)  # it went out, which we do not know yet: the next attempt finds out
    logger.info("receipt_applied", message=message.pk, inquiry=message.inquiry_id, state=receipt.state, moved=moved)


def _is_of_an_earlier_try(message: Message, receipt: Receipt) -> bool:
    """A failure told late, of a try that was followed by another: each has an id of its own, and our key is the same.

    That an earlier one arrived is no such thing: then it has arrived.
    """
    failed = receipt.state == State.PERMANENTLY_FAILED
    return failed and bool(receipt.external_id and message.external_id) and receipt.external_id != message.external_id


def settle_early(pk: int) -> bool:
    """Apply what was reported on a message of ours before it had its id, or was here; True where there was something.

    Called after the message is committed, or else by whoever looks again after that.
    """
    with transaction.atomic():
        message = _OURS.select_for_update(no_key=True).get(pk=pk)
        named = Q(message_id=message.message_id) if message.message_id else Q()
        named |= Q(external_id=message.external_id) if message.external_id else Q()
        if not named:
            return False
        rows = EarlyReport.objects.filter(named, channel=message.channel).order_by("pk")
        reports = list(rows)
        for row in reports:
            _apply(message, row.receipt())
        rows.delete()
    return bool(reports)


def reported_on(receipt: Receipt) -> str:
    """The Message-ID of the message of ours that is meant, or "": so that the report finds its conversation."""
    message = _find(receipt)
    return message.message_id if message is not None else ""


def note_draft(key: str, *, draft_id: str, message_id: str = "") -> bool:
    """Remember what an attempt left at the vendor before it goes on (a Graph draft), so that a crash can be settled.

    `key` is Outbound.key; the next Outbound and settle() carry it as `draft_id`. `message_id`: of RFC 5322, where the
    vendor has given it one already: the answer to a send whose own answer got lost finds its way by it.
    """
    columns: dict[str, Any] = {"draft_id": clean(draft_id, 500)}
    message_id = clean(message_id, 500)
    with transaction.atomic():
        noted = _outgoing(key).update(**columns | ({"message_id": message_id} if message_id else {})) == 1
        if noted and message_id:
            pk = _outgoing(key).values_list("pk", flat=True).get()
            ThreadKey.objects.get_or_create(message_id=pk, key=f"mid:{message_id}")
    return noted


def still_sending(key: str) -> bool:
    """Put the end of a send's lease off, between two steps of a long one. False: it is not under way any more."""
    rows = _outgoing(key).filter(state=State.SENDING)
    return rows.update(due_at=timezone.now() + settings.WORK_LEASE) == 1


def _outgoing(key: str) -> QuerySet[Message]:
    match = _KEY.fullmatch(key)
    return Message.objects.filter(pk=int(match[1]) if match else 0, direction=Message.Direction.OUT)


def _find(receipt: Receipt) -> Message | None:
    ours = _OURS.filter(channel=receipt.channel).exclude(state=State.SANDBOXED)
    if receipt.external_id:
        message = ours.filter(external_id=receipt.external_id).first()
        if message is not None:
            return message
    key = _KEY.fullmatch(receipt.key)
    if key is None:
        return _find_mail(receipt, ours)
    message = ours.filter(pk=int(key[1])).first()
    if message is not None and message.external_id is None and receipt.external_id:
        Message.objects.filter(pk=message.pk, external_id=None).update(external_id=receipt.external_id)
    return message


def _find_mail(receipt: Receipt, ours: QuerySet[Message]) -> Message | None:
    """By the Message-ID; a report that names none means the last mail to that address, of that subject if it says.

    Never by the address where a Message-ID is named that is none of ours: that mail was typed elsewhere.
    """
    if receipt.message_id:
        return ours.filter(message_id=receipt.message_id).order_by("-pk").first()
    if not receipt.recipient:
        return None
    mine = Q(account="") | Q(account__iexact=receipt.account)
    address = addresses.normalise("email", receipt.recipient)
    rows = ours.filter(mine, identity__kind="email", identity__value=address, state__in=_FROM["PERMANENTLY_FAILED"])
    # A minute for clocks that differ.
    rows = rows.filter(sent_at__range=(receipt.at - _BOUNCES_WITHIN, receipt.at + timedelta(minutes=1)))
    latest = list(rows.order_by("-sent_at", "-pk")[:20])
    subject = _bare(receipt.subject)
    if subject:
        return next((row for row in latest if _bare(row.subject) == subject), None)
    return latest[0] if latest else None


def _bare(subject: str) -> str:
    return " ".join(_REPLY_PREFIX.sub("", subject).split()).lower()


def forget_early() -> int:
    """Delete old reports on what was never ours, or typed elsewhere without an echo; how many they were."""
    old = EarlyReport.objects.filter(created_at__lt=timezone.now() - _EARLY_KEPT).order_by("pk")
    gone = 0
    while keys := list(old.values_list("pk", flat=True)[:_SLICE]):
        gone += EarlyReport.objects.filter(pk__in=keys).delete()[0]
    return gone


def _keep_early(receipt: Receipt) -> bool:
    """False: it names nothing by which it could be found again."""
    if not (receipt.message_id or receipt.external_id):
        return False
    EarlyReport.objects.create(
        channel=receipt.channel,
        external_id=clean(receipt.external_id, 500),
        message_id=clean(receipt.message_id, 500),
        state=receipt.state,
        at=receipt.at,
        recipient=clean(receipt.recipient, 320),
        error=clean(receipt.error, 2000),
        code=clean(receipt.code, 60),
        told_by_id=receipt.told_by,
    )
    return True


def _apply(message: Message, receipt: Receipt) -> bool:
    if times := _times(receipt):
        Message.objects.filter(pk=message.pk).update(**times)
    rows = Message.objects.filter(_may_move(receipt), pk=message.pk)
    moved = rows.update(**_columns(message, receipt)) == 1
    if receipt.told_by is not None:
        Message.objects.filter(pk=receipt.told_by, reply_to=None).update(reply_to=message)
    if moved:
        _count(message, receipt)
        if message.state in _HOLDS_OTHERS:
            turns.pass_on(message)
    return moved


def _may_move(receipt: Receipt) -> Q:
    may = Q(state__in=_FROM[receipt.state])
    if receipt.state in _ARRIVED:  # also of what a person has left as undelivered (second_tries.py)
        went_out = Q(attempts__gt=0) | Q(author=None)
        may |= Q(state=State.CANCELLED) & went_out & ~Q(kind="reaction")
    return may


def _times(receipt: Receipt) -> dict[str, Any]:
    """Whoever has read it has got it: "delivered" may be left out, or come last."""
    times: dict[str, Any] = {}
    if receipt.state in _ARRIVED:
        times["delivered_at"] = Coalesce(F("delivered_at"), receipt.at)
    if receipt.state == "READ":
        times["read_at"] = Coalesce(F("read_at"), receipt.at)
    return times


def _columns(message: Message, receipt: Receipt) -> dict[str, Any]:
    columns = {
        "state": receipt.state,
        "due_at": None,
        "last_error": clean(_words(message, receipt), 2000),
        "error_code": clean(receipt.code, 60),
    }
    if receipt.state == State.PERMANENTLY_FAILED:
        # What went out and came back is no draft any more: another try begins anew instead of finding it sent.
        columns["draft_id"] = ""
    return columns


def _words(message: Message, receipt: Receipt) -> str:
    """With the address, where it is not the one that the message is shown to go to."""
    if not receipt.recipient or message.identity is None:
        return receipt.error
    same = addresses.normalise("email", receipt.recipient) == message.identity.value
    return receipt.error if same else f"To {receipt.recipient}: {receipt.error}"


def _count(message: Message, receipt: Receipt) -> None:
    """What people see of it: a message that failed or was thought to have failed."""
    failed = receipt.state == State.PERMANENTLY_FAILED
    promise_rows.hear(message)
    answer_times.hear(message)
    if message.state == State.CANCELLED:
        recounting.recount(standing.lock(message.inquiry_id))
        return
    if not failed and message.state not in {State.UNCONFIRMED, State.PERMANENTLY_FAILED}:
        return
    standing.recount_failures(message.inquiry_id)
    standing.settle_needs_reply(message.inquiry_id)
    if failed:
        timeline.record(Event.Kind.FAILED, inquiry=message.inquiry, message=message, code=receipt.code)


def resume(channel: str, account: str) -> int:
    """The vendor takes what this account of ours sends again: what waits there for another try is due now. How many."""
    rows = Message.objects.filter(channel=channel, account=account, state=State.QUEUED, due_at__isnull=False)
    rows = rows.filter(Q(hold_until=None) | Q(hold_until__lte=timezone.now()))  # the others wait for their own time
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        Message.objects.filter(pk__in=pks, state=State.QUEUED).update(due_at=timezone.now())
        for pk in pks[:_RUNG_AT_ONCE]:
            ring("inquiries.deliver_message", pk)
    return len(pks)
