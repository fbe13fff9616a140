"""Delivery reports on what we sent. States only move up the ladder of Message.RANK, in whatever order reports come."""

import re
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from inquiries import standing, timeline
from inquiries.envelope import Receipt, clean
from inquiries.models import Event, Message

logger = structlog.get_logger(__name__)

_KEY = re.compile(r"th-(\d{1,18})")

State = Message.State
_OURS = Message.objects.filter(direction=Message.Direction.OUT).only("pk", "inquiry_id", "state", "external_id")
# From where a report may move a message. "Failed" after "delivered" is another device of the same person; "delivered"
# after "failed" proves that it arrived. A message that waits for another attempt and did go out is not sent again.
_FROM: dict[str, tuple[str, ...]] = {
    "SENT": (State.QUEUED, State.SENDING, State.UNCONFIRMED),
    "DELIVERED": (State.QUEUED, State.SENDING, State.UNCONFIRMED, State.SENT, State.PERMANENTLY_FAILED),
    "READ": (
        State.QUEUED,
        State.SENDING,
        State.UNCONFIRMED,
        State.SENT,
        State.DELIVERED,
        State.PERMANENTLY_FAILED,
    ),
    "PERMANENTLY_FAILED": (State.SENDING, State.UNCONFIRMED, State.SENT),
}


def apply(receipt: Receipt) -> bool:
    """Take a report in. False: no message of ours is meant (yet); True: it is, whether or not that was news.

    A report may overtake the vendor's answer to our send. Then the message is found by our own key (callback data), and
    what the report says stays when the answer is stored.
    """
    with transaction.atomic():
        message = _find(receipt)
        if message is None:
            return False
        # Locked and read again: what is counted below goes by the state that this report finds, not by an older one.
        message = _OURS.select_for_update(no_key=True).get(pk=message.pk)
        _note_times(message, receipt)
        moved = Message.objects.filter(pk=message.pk, state__in=_FROM[receipt.state]).update(**_columns(receipt))
        if moved:
            _count(message, receipt)
    logger.info(
        "receipt_applied", message=message.pk, inquiry=message.inquiry_id, state=receipt.state, moved=bool(moved)
    )
    return True


def note_draft(key: str, *, draft_id: str) -> bool:
    """Remember what an attempt left at the vendor before it goes on (a Graph draft), so that a crash can be settled.

    `key` is Outbound.key; the next Outbound and settle() carry it as `draft_id`.
    """
    match = _KEY.fullmatch(key)
    rows = Message.objects.filter(pk=int(match[1]) if match else 0, direction=Message.Direction.OUT)
    return rows.update(draft_id=clean(draft_id, 500)) == 1


def _find(receipt: Receipt) -> Message | None:
    ours = _OURS.filter(channel=receipt.channel)
    ours = ours.exclude(state=State.SANDBOXED)
    if receipt.external_id:
        message = ours.filter(external_id=receipt.external_id).first()
        if message is not None:
            return message
    key = _KEY.fullmatch(receipt.key)
    if key is None:
        return None
    message = ours.filter(pk=int(key[1])).first()
    if message is not None and message.external_id is None and receipt.external_id:
        Message.objects.filter(pk=message.pk, external_id=None).update(external_id=receipt.external_id)
    return message


def _note_times(message: Message, receipt: Receipt) -> None:
    """Whoever has read it has got it: "delivered" may be left out, or come last."""
    times: dict[str, Any] = {}
    if receipt.state in {"DELIVERED", "READ"}:
        times["delivered_at"] = Coalesce(F("delivered_at"), receipt.at)
    if receipt.state == "READ":
        times["read_at"] = Coalesce(F("read_at"), receipt.at)
    if times:
        Message.objects.filter(pk=message.pk).update(**times)


def _columns(receipt: Receipt) -> dict[str, Any]:
    return {
        "state": receipt.state,
        "due_at": None,
        "last_error": clean(receipt.error, 2000),
        "error_code": clean(receipt.code, 60),
    }


def _count(message: Message, receipt: Receipt) -> None:
    """What people see of it: a message that failed or was thought to have failed."""
    failed = receipt.state == State.PERMANENTLY_FAILED
    if not failed and message.state not in {State.UNCONFIRMED, State.PERMANENTLY_FAILED}:
        return
    standing.recount_failures(message.inquiry_id)
    standing.settle_needs_reply(message.inquiry_id)
    if failed:
        timeline.record(Event.Kind.FAILED, inquiry=message.inquiry, message=message, code=receipt.code)
