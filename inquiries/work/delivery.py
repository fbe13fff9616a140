"""Sending: claim the row, build what the channel needs, call it outside any transaction, write down what it said.

A send that died on the way is not repeated by itself: the vendor is asked where it can be, else a person is.
"""

from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from inquiries import (
    answer_times,
    attachments,
    channels,
    held,
    promise_rows,
    receipts,
    recipients,
    standing,
    ties,
    timeline,
    turns,
    windows,
)
from inquiries.due import backoff
from inquiries.envelope import Address, IdentityKind, Outbound, OutboundFile, Quoted, Sent
from inquiries.errors import WorkError, unexpected
from inquiries.models import Event, Message, ThreadKey

logger = structlog.get_logger(__name__)

State = Message.State
_SETTLE_AFTER = timedelta(minutes=1)  # what went out is seen in the sent folder, or reported, by then
_NOBODY_KNOWS = "Sending was interrupted; nobody can tell whether it went out."
_TAKEN_AWAY = (State.QUEUED, State.UNCONFIRMED)


def deliver(pk: int) -> None:
    """Send one queued message; a ring for a missing row, or one that is not due or not queued, does nothing."""
    message = Message.objects.select_related("identity").filter(pk=pk, state=State.QUEUED).first()
    if message is None or held.waits(message) or _waits_for_an_earlier(message) or not _take(message):
        return
    with bound_contextvars(message=pk, inquiry=message.inquiry_id, attempt=message.attempts + 1):
        _deliver(message)


def _deliver(message: Message) -> None:
    pk = message.pk
    if message.last_error:  # of the attempt before: should this one end without a word, it is not its reason
        Message.objects.filter(pk=pk, state=State.SENDING).update(last_error="", error_code="")
    late = windows.too_late(message)
    if late:
        _failed(message, WorkError(late, permanent=True, code="too_late"))
        return
    try:
        outbound = build(pk)
    except Exception as error:  # nothing has been sent yet, so it may be tried again
        logger.exception("outbound_broke", message=pk)
        _failed(message, unexpected(error))
        return
    try:
        sent = channels.get(message.channel).send(outbound)
    except WorkError as error:
        _failed(message, error)
    except Exception as error:  # it may break on the vendor's answer, when the message is out already
        logger.exception("send_broke", message=pk)
        _unknown(message, unexpected(error))
    else:
        _sent(message, sent)


def _take(message: Message) -> bool:
    """Claim it. One that a person had scheduled is off where WhatsApp has shut by now, else the list shows it."""
    its_time = message.scheduled and not message.attempts
    if its_time and held.shut_by_now(message):
        return False
    if not Message.objects.claim(message.pk, state=State.QUEUED, to=State.SENDING):
        return False
    if its_time:
        held.leaves(message)
    return True


def settle(pk: int) -> None:
    """A send whose worker never came back, or whose answer got lost: ask the channel, else hand it to a person."""
    if not Message.objects.claim(pk, state=State.SENDING):
        return
    message = Message.objects.get(pk=pk)
    with bound_contextvars(message=pk, inquiry=message.inquiry_id, attempt=message.attempts):
        _settle(message)


def _settle(message: Message) -> None:
    pk = message.pk
    try:
        sent = channels.get(message.channel).settle(build(pk))
    except WorkError as error:
        _ask_later(message, error)
    except Exception as error:
        logger.exception("settle_broke", message=pk)
        _ask_later(message, unexpected(error))
    else:
        if sent is None:
            _unconfirmed(message, WorkError(message.last_error or _NOBODY_KNOWS, code=message.error_code))
        else:
            _sent(message, sent)


def build(pk: int) -> Outbound:
    """All that the channel needs to send the message, read from the rows and the stored files."""
    rows = Message.objects.select_related("identity", "contact", "author", "reply_to__identity", "reply_to__contact")
    message = rows.get(pk=pk)
    answers = message.reply_to
    return Outbound(
        key=message.key,
        account=message.account,
        recipients=recipients.load(message.to) or _identity(message),
        cc=recipients.load(message.cc),
        recipient_name=message.contact.name if message.contact else "",
        subject=message.subject,
        text=message.text,
        author_name=str(message.author) if message.author else "",
        reply_to=(answers.external_id or "") if answers else "",
        message_id=answers.message_id if answers else "",
        references=_references(answers) if answers else (),
        quoted=_quoted(answers) if answers else None,
        draft_id=message.draft_id,
        automatic=bool(message.automatic),
        kind=message.kind,
        shape=message.shape,
        files=tuple(
            OutboundFile(
                filename=row.filename,
                content_type=row.content_type,
                opener=partial(attachments.open_blob, row.blob),
                stored_size=attachments.size_of(row.blob),  # FileNotFoundError before anything goes out
            )
            for row in message.attachments.all()
        ),
    )


def _identity(message: Message) -> tuple[Address, ...]:
    """Where it goes: to what stands for the address now, where the customer has changed it since."""
    who = ties.current(message.identity) if message.identity else None
    return (Address(kind=_kind(who.kind), value=who.display),) if who else ()


def _quoted(message: Message) -> Quoted:
    return Quoted(
        author=message.contact.name if message.contact else "",
        address=message.identity.display if message.identity else "",
        sent_at=message.sent_at,
        text="\n\n".join(filter(None, (message.text.strip(), message.quoted_text.strip()))),
    )


def _kind(kind: str) -> IdentityKind:
    return "email" if kind == "email" else "wa_id" if kind == "wa_id" else "bsuid"


def _references(message: Message) -> tuple[str, ...]:
    """What the answered mail referred to, in its order (its thread keys were written so)."""
    keys = message.thread_keys.filter(key__startswith="mid:").order_by("pk").values_list("key", flat=True)
    own = f"mid:{message.message_id}"
    return tuple(key.removeprefix("mid:") for key in keys if key != own)


def _waits_for_an_earlier(message: Message) -> bool:
    """Messages to one person keep their order: this one's time comes after the one before it."""
    due_at = turns.waits_until(message)
    if due_at is None:
        return False
    Message.objects.filter(pk=message.pk, state=State.QUEUED).update(due_at=due_at)
    return True


def _sent(message: Message, sent: Sent) -> None:
    with transaction.atomic():
        state = State.SANDBOXED if sent.sandboxed else State.SENT
        # A receipt may have moved it up already, by our callback data: its state stays then. One that took longer than
        # its lease was given to a person, who may even have asked for another try: it went out, so that is off.
        row = Message.objects.filter(pk=message.pk)
        columns: dict[str, Any] = {"state": state, "due_at": None, "last_error": ""}
        if not row.filter(state=State.SENDING).update(**columns) and row.filter(state__in=_TAKEN_AWAY).update(
            **columns
        ):
            standing.recount_failures(message.inquiry_id)
        named = {"message_id": sent.message_id} if sent.message_id else {}  # the draft may have named it before
        row.update(error_code="", **named)
        _name(message, sent.external_id)
        keys = [f"mid:{sent.message_id}"] if sent.message_id else []
        keys += [f"conv:{sent.thread_key}"] if sent.thread_key else []
        ThreadKey.objects.bulk_create((ThreadKey(message=message, key=key) for key in keys), ignore_conflicts=True)
        receipts.settle_early(message.pk)
        promise_rows.hear(message)
        answer_times.hear(message)
        turns.pass_on(message)
    logger.info("message_sent", message=message.pk, inquiry=message.inquiry_id, sandboxed=sent.sandboxed)


def _name(message: Message, external_id: str) -> None:
    """Note the vendor's id. The sent folder may have been read in between and hold it: then the two are flagged."""
    if not external_id:
        return
    try:
        with transaction.atomic():
            Message.objects.filter(pk=message.pk).update(external_id=external_id)
    except IntegrityError:
        twin = Message.objects.filter(channel=message.channel, external_id=external_id).first()
        Message.objects.filter(pk=message.pk).update(possible_duplicate_of=twin)


def _failed(message: Message, error: WorkError) -> None:
    if error.outcome_unknown:
        _unknown(message, error)
        return
    with transaction.atomic():
        # A receipt may have told in the meantime that it went out: then it is not SENDING any more and nothing failed.
        mine = Message.objects.filter(pk=message.pk, state=State.SENDING)
        if not mine.update(error_code=error.code[:60]):
            return
        final = mine.fail(message.pk, error, state=State.QUEUED)
        if final:
            _needs_person(message, error)
            turns.pass_on(message)
    logger.warning("send_failed", message=message.pk, inquiry=message.inquiry_id, code=error.code, final=final)


def _unknown(message: Message, error: WorkError) -> None:
    """Where it may be known later, a person is asked after that: the message stays as it is until then."""
    if not channels.get(message.channel).can_settle:
        _unconfirmed(message, error)
        return
    columns: dict[str, Any] = {"last_error": error.message[:2000], "error_code": error.code[:60]}
    due_at = timezone.now() + (error.retry_after or _SETTLE_AFTER)
    Message.objects.filter(pk=message.pk, state=State.SENDING).update(due_at=due_at, **columns)
    logger.warning("send_unknown", message=message.pk, inquiry=message.inquiry_id, code=error.code)


def _unconfirmed(message: Message, error: WorkError) -> None:
    with transaction.atomic():
        mine = Message.objects.filter(pk=message.pk, state=State.SENDING)
        columns: dict[str, Any] = {"last_error": error.message[:2000], "error_code": error.code[:60]}
        if not mine.update(state=State.UNCONFIRMED, due_at=None, **columns):
            return
        _needs_person(message, error)
        turns.pass_on(message)
    logger.warning("send_unconfirmed", message=message.pk, inquiry=message.inquiry_id, code=error.code)


def _ask_later(message: Message, error: WorkError) -> None:
    """The vendor could not be asked: try again, and after the last time let a person decide."""
    attempts = max(message.attempts - 1, 0) if error.postponed else message.attempts
    if error.permanent or (attempts >= settings.WORK_MAX_ATTEMPTS and not error.postponed):
        _unconfirmed(message, error)
        return
    due_at = timezone.now() + (error.retry_after or backoff(attempts))
    mine = Message.objects.filter(pk=message.pk, state=State.SENDING)
    mine.update(due_at=due_at, attempts=attempts, last_error=error.message[:2000], error_code=error.code[:60])


def _needs_person(message: Message, error: WorkError) -> None:
    standing.recount_failures(message.inquiry_id)
    standing.settle_needs_reply(message.inquiry_id)
    timeline.record(Event.Kind.FAILED, inquiry=message.inquiry, message=message, code=error.code)
