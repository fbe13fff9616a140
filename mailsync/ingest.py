"""From a mail's bytes to a message with its mail details. Parse pure, then commit: both rows or neither.

Everything may be done twice: `external_id` is unique in the channel, so a lost worker costs a repeat and nothing else.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from inquiries import dead_letters, intake, receipts
from inquiries.envelope import Inbound, Receipt, clean
from inquiries.intake import Received
from mailsync import bounce_words, mime
from mailsync.mime_headers import Mailbox as Box
from mailsync.models import EmailMessage, Mailbox

logger = structlog.get_logger(__name__)

CHANNEL = "email"
_ACKNOWLEDGED_WITHIN = timedelta(hours=1)  # of its arrival
_ADDRESSES_KEPT = 200  # of one field, in the details; the original has them all


def take_in(
    raw: bytes,
    *,
    account: str,
    external_id: str,
    received_at: datetime | None = None,
    thread_key: str = "",
    outgoing: bool = False,
    size: int | None = None,
) -> Received:
    """The message of one mail, once. `account`: our mailbox it lies in; `thread_key`: the vendor's conversation.

    `outgoing`: it lies among the mails that were sent. `size`: given where the mail is too large to fetch and `raw` is
    only its header; the bytes of the whole. Bytes that are no mail become a message with a problem in plain words. What
    the database or the disk refuses is raised.
    """
    inbound = mime.parse(
        raw,
        account=account,
        external_id=external_id,
        limits=limits(),
        own_addresses=own_addresses(),
        received_at=received_at,
        outgoing=outgoing,
        header_only=size is not None,
    )
    acknowledge = inbound.acknowledge and _acknowledges(account, received_at)
    inbound = intake.prepared(replace(inbound, thread_key=thread_key, acknowledge=acknowledge))
    size = len(raw) if size is None else size
    report = _report(inbound, raw)
    if report is None:
        return _keep(inbound, mime.details(raw), size=size)
    with transaction.atomic():
        meant = receipts.reported_on(report)
        inbound = replace(inbound, references=tuple(dict.fromkeys((*inbound.references, *filter(None, [meant])))))
        received = _keep(inbound, mime.details(raw), size=size)
        if received.created:
            receipts.apply(replace(report, told_by=received.message.pk))
    return received


def take_in_or_bury(
    raw: bytes,
    *,
    account: str,
    external_id: str,
    received_at: datetime | None = None,
    thread_key: str = "",
    outgoing: bool = False,
    size: int | None = None,
) -> Received | None:
    """As `take_in`, but a mail that breaks us becomes a dead letter (None), so that it holds up no other.

    A database or a disk that is away is raised: that is no fault of the mail.
    """
    try:
        return take_in(
            raw,
            account=account,
            external_id=external_id,
            received_at=received_at,
            thread_key=thread_key,
            outgoing=outgoing,
            size=size,
        )
    except (OperationalError, InterfaceError, OSError):
        raise
    except Exception as error:
        logger.exception("mail_broke", external_id=external_id[:100])
        words = f"This mail could not be taken in ({type(error).__name__}); the log has the details."
        dead_letters.keep(source=CHANNEL, account=account, external_id=external_id, raw=raw, error=words)
        return None


def limits() -> mime.Limits:
    return mime.Limits(size=settings.MAIL_MAX_BYTES, parts=settings.MAIL_MAX_PARTS, nesting=settings.MAIL_MAX_NESTING)


def own_addresses() -> tuple[str, ...]:
    """All mailboxes of ours, also those that are switched off: what they sent is still ours."""
    return tuple(Mailbox.objects.values_list("address", flat=True))


def _acknowledges(account: str, received_at: datetime | None) -> bool:
    """Whether the mailbox is set to it and the mail has just come in: neither an import nor a first sync writes."""
    if received_at is None or timezone.now() - received_at > _ACKNOWLEDGED_WITHIN:
        return False
    return Mailbox.objects.filter(address__iexact=account, acknowledge=True).exists()


def _report(inbound: Inbound, raw: bytes) -> Receipt | None:
    """What a bounce says of a mail of ours, for the receipts' door; None where it is none, or names no mail at all."""
    if inbound.parked_reason != "bounce":
        return None
    bounce = mime.bounce(raw, limits=limits())
    failed = [report for report in bounce.reports if report.action == "failed"]
    if not failed:
        return None
    code, words = bounce_words.explain(failed[0])
    others = ", ".join(report.recipient for report in failed[1:6])
    return Receipt(
        channel=CHANNEL,
        external_id="",
        state="PERMANENTLY_FAILED",
        at=inbound.sent_at,
        error=f"{words} The same with {others}." if others else words,
        code=code,
        message_id=bounce.message_id,
        recipient=failed[0].recipient,
        account=inbound.account,
        subject=bounce.subject,
    )


def _keep(inbound: Inbound, details: mime.Details, *, size: int) -> Received:
    with transaction.atomic():
        received = intake.receive(inbound)
        if received.created:
            EmailMessage.objects.create(message=received.message, **_columns(inbound, details, size))
        elif inbound.outgoing:
            # A reply of ours, seen again in the sent folder: only now is known how it went out.
            EmailMessage.objects.get_or_create(message=received.message, defaults=_columns(inbound, details, size))
    return received


def _columns(inbound: Inbound, details: mime.Details, size: int) -> dict[str, object]:
    return {
        "mailbox": inbound.account,
        "sender": _people(details.sender),
        "to": _people(details.to),
        "cc": _people(details.cc),
        "bcc": _people(details.bcc),
        "reply_to": _people(details.reply_to),
        "headers": {name: clean(value, 500) for name, value in details.fields},
        "size": size,
    }


def _people(boxes: Iterable[Box]) -> list[dict[str, str]]:
    return [{"address": clean(box.address, 320), "name": clean(box.name, 200)} for box in boxes][:_ADDRESSES_KEPT]
