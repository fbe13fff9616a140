"""From a stored webhook body to messages, receipts and dead letters.

Each message has a transaction of its own, so that one that fails takes no neighbour with it. Everything may be done
twice: messages are unique by their id, receipts only move up, so a lost worker costs a repeat and nothing else.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.template.defaultfilters import pluralize
from django.utils import timezone

from inquiries import dead_letters, intake, receipts
from inquiries.envelope import Inbound, InboundFile
from inquiries.errors import WorkError, unexpected
from messaging import numbers, parsing, templates_sync
from messaging.foreign import digest
from messaging.models import WebhookEvent, WhatsAppMessage
from messaging.parsed import Batch, Details, Incoming

logger = structlog.get_logger(__name__)

_State = WebhookEvent.State
_CHANGES = {"edit": "edited_at", "revoke": "revoked_at"}
_ACKNOWLEDGED_WITHIN = timedelta(hours=1)
_NO_WORDS = {"reaction", "edit", "revoke", "system", "request_welcome"}  # nothing that a person asks us


@dataclass(kw_only=True)
class Outcome:
    """What became of one body."""

    new: int = 0
    known: int = 0
    receipts: int = 0
    templates: int = 0
    dead: int = 0
    ignored: int = 0
    error: WorkError | None = None

    def add(self, other: "Outcome") -> None:
        self.new += other.new
        self.known += other.known
        self.receipts += other.receipts
        self.templates += other.templates
        self.dead += other.dead
        self.ignored += other.ignored

    def __str__(self) -> str:
        counts = {
            "new": self.new,
            "known": self.known,
            f"status{pluralize(self.receipts, 'es')}": self.receipts,
            "about templates": self.templates,
            f"dead letter{pluralize(self.dead)}": self.dead,
            "ignored": self.ignored,
        }
        return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"


def ingest_event(pk: int) -> bool:
    """Work on one stored body; a ring for a missing, taken or finished one does nothing. True: it was ours to take."""
    if not WebhookEvent.objects.claim(pk, state=_State.RECEIVED):
        return False
    event = WebhookEvent.objects.get(pk=pk)
    if event.attempts > settings.WORK_MAX_ATTEMPTS:
        # The worker died with this body every time: a person has to look, before it takes the next one with it.
        WebhookEvent.objects.fail(
            pk, WorkError("Gave up: earlier attempts ended without a word.", permanent=True), state=_State.RECEIVED
        )
        return True
    ingest_claimed(event, live=True)
    return True


def ingest_claimed(event: WebhookEvent, *, live: bool, media: Path | None = None) -> Outcome:
    """Take in what a claimed body holds and settle its row.

    `live`: it came from Meta just now, so the number is alive. `media`: a folder with the bytes of its files, by media
    id; they are stored at once instead of fetched.
    """
    try:
        outcome = _take_in(bytes(event.body), event=event, live=live, media=media)
    except Exception as error:  # a database that went away, or a fault of ours: the row waits for its next attempt
        logger.exception("webhook_ingest_broke", webhook_event=event.pk)
        outcome = Outcome(error=unexpected(error))
    if outcome.error:
        final = WebhookEvent.objects.fail(event.pk, outcome.error, state=_State.RECEIVED)
        logger.warning("webhook_ingest_failed", webhook_event=event.pk, final=final)
    else:
        WebhookEvent.objects.finish(event.pk, state=_State.PROCESSED, summary=str(outcome)[:200])
        logger.info("webhook_ingested", webhook_event=event.pk, summary=str(outcome))
    return outcome


def replay(raw: bytes, *, external_id: str) -> None:
    """Take in a dead letter once more. Raises WorkError where it still cannot be read."""
    try:
        batch = parsing.parse(raw, received_at=timezone.now())
    except parsing.MalformedError as error:
        raise WorkError(str(error), permanent=True) from error
    if batch.unreadable:
        raise WorkError(batch.unreadable[0].error, permanent=True)
    outcome = _take_in_batch(batch, event=None, media=None)
    if outcome.error:
        raise outcome.error
    logger.info("dead_letter_taken_in", external_id=external_id[:100], summary=str(outcome))


def _take_in(body: bytes, *, event: WebhookEvent, live: bool, media: Path | None) -> Outcome:
    try:
        batch = parsing.parse(body, received_at=event.received_at)
    except parsing.MalformedError as error:
        # The dead letter is what waits for a person and can be replayed, so the event itself is done.
        dead_letters.keep(source=parsing.CHANNEL, account="", external_id=digest(body), raw=body, error=str(error))
        return Outcome(dead=1)
    if live:
        for phone_number_id, display_number in batch.accounts.items():
            owner = batch.owners.get(phone_number_id, "")
            numbers.heard(phone_number_id, display_number=display_number, business_account_id=owner)
    if batch.ignored:
        logger.info("webhook_parts_ignored", webhook_event=event.pk, reasons=sorted(set(batch.ignored))[:20])
    if live:
        _plan_acknowledgments(batch)
    return _take_in_batch(batch, event=event, media=media)


def _plan_acknowledgments(batch: Batch) -> None:
    """Mark what may be acknowledged: a person's first words, just now, to a number that is set to it.

    Neither an import nor a replay writes to anybody, nor does what Meta delivers after days.
    """
    if not batch.messages:
        return
    accounts, soonest = numbers.acknowledging(), timezone.now() - _ACKNOWLEDGED_WITHIN
    for index, item in enumerate(batch.messages):
        inbound, details = item.inbound, item.details
        words = not inbound.outgoing and inbound.kind not in _NO_WORDS and "group_id" not in details.payload
        if words and inbound.account in accounts and inbound.sent_at > soonest:
            batch.messages[index] = replace(item, inbound=replace(inbound, acknowledge=True))


def _take_in_batch(batch: Batch, *, event: WebhookEvent | None, media: Path | None) -> Outcome:
    outcome = Outcome(ignored=len(batch.ignored))
    for item in batch.messages:
        try:
            created = _keep(item, event=event, media=media)
        except Exception as error:
            outcome.error = _broke("whatsapp_message_broke", error, event)
            continue
        outcome.new += created
        outcome.known += not created
    for receipt in batch.receipts:
        try:
            receipts.apply(receipt)
        except Exception as error:
            outcome.error = _broke("whatsapp_status_broke", error, event)
            continue
        outcome.receipts += 1
    _take_in_templates(batch, outcome, event)
    for part in batch.unreadable:
        dead_letters.keep(
            source=parsing.CHANNEL,
            account=part.account,
            external_id=part.external_id,
            raw=part.raw,
            error=part.error,
        )
        outcome.dead += 1
    return outcome


def _take_in_templates(batch: Batch, outcome: Outcome, event: WebhookEvent | None) -> None:
    for change in batch.templates:
        try:
            templates_sync.apply(change)
        except Exception as error:
            outcome.error = _broke("whatsapp_template_broke", error, event)
            continue
        outcome.templates += 1


def _broke(what: str, error: Exception, event: WebhookEvent | None) -> WorkError:
    logger.exception(what, webhook_event=event.pk if event else None)
    return unexpected(error)


def _keep(item: Incoming, *, event: WebhookEvent | None, media: Path | None) -> bool:
    """The message with its detail row, both or neither. True: it was new."""
    inbound = intake.prepared(_with_files(item.inbound, media) if media else item.inbound)
    with transaction.atomic():
        received = intake.receive(inbound)
        if received.created:
            _keep_details(received.message, item.details, event=event)
            early = _early(inbound.external_id)
            intake.tie(received.message, early=early)
            if early or inbound.kind in _CHANGES:
                _mark_changed(inbound, target_id=item.details.target_id)
    if inbound.outgoing:
        receipts.settle_early(received.message.pk)  # its statuses may have been faster than the echo
    return received.created


def _keep_details(message: Any, details: Details, *, event: WebhookEvent | None) -> None:
    WhatsAppMessage.objects.create(
        message=message,
        event=event,
        type=details.type,
        payload=details.payload,
        context_id=details.context_id,
        forwarded=details.forwarded,
        referral=details.referral,
        emoji=details.emoji,
        target_id=details.target_id,
    )


def _early(external_id: str) -> list[int]:
    """Messages that answered this one, or said something about it, before it was here."""
    about = Q(target_id=external_id) | Q(context_id=external_id, target_id="")
    rows = WhatsAppMessage.objects.filter(about, message__channel=parsing.CHANNEL)
    return list(rows.values_list("pk", flat=True))


def _mark_changed(inbound: Inbound, *, target_id: str) -> None:
    """Note on a message when it was last edited and when deleted, whichever of them comes first."""
    changed_id = target_id if inbound.kind in _CHANGES else inbound.external_id
    rows = WhatsAppMessage.objects.filter(message__channel=parsing.CHANNEL)
    for kind, column in _CHANGES.items():
        about = rows.filter(target_id=changed_id, message__kind=kind)
        at = about.aggregate(at=Max("message__sent_at"))["at"]
        if changed_id and at:
            rows.filter(message__external_id=changed_id).update(**{column: at})


def _with_files(inbound: Inbound, media: Path) -> Inbound:
    return replace(inbound, files=tuple(_with_bytes(file, media) for file in inbound.files))


def _with_bytes(file: InboundFile, media: Path) -> InboundFile:
    """The same file with its bytes, where the folder has `<media id>.<ext>` (or no extension)."""
    found = next(
        (path for path in sorted(media.iterdir()) if path.is_file() and path.stem == file.remote_id), None
    )  # compared by name, never joined: the id is a stranger's text
    return replace(file, content=found.read_bytes(), sha256="") if found else file
