"""The door for everything that comes in: an envelope becomes a message on the right inquiry, once.

The unique constraint on (channel, external_id) decides; whoever loses the insert finds the row of the winner. The whole
of it is one transaction, safe inside a caller's, and the work that follows is rung for when it commits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from inquiries import (
    arrivals,
    assignment,
    attachments,
    contacts,
    floods,
    held,
    papers_sent,
    promise_rows,
    search,
    standing,
    threads,
    timeline,
    windows,
)
from inquiries.doorbell import ring
from inquiries.envelope import Inbound
from inquiries.models import Acknowledgment, Contact, Event, Identity, Inquiry, Message, ThreadKey

logger = structlog.get_logger(__name__)

_ACKNOWLEDGE_AFTER = timedelta(
    seconds=45
)  # so that it has been read by then: its language, and whether it is a request


@dataclass(frozen=True, kw_only=True)
class Received:
    message: Message
    created: bool  # False: it was here already, and nothing was changed


def receive(envelope: Inbound) -> Received:
    """Take a message in. Call it as often as you like: the same one is stored once.

    A channel that hangs a detail row on the message does so in a transaction around this call, when `created`.
    ValueError where the envelope has no external id, since all such messages would be taken for one.
    """
    if not envelope.external_id:
        raise ValueError("an inbound message needs an external id")
    known = _known(envelope)  # repeats are common and leave here, without using up a reference number
    if known is not None:
        return Received(message=known, created=False)
    envelope = attachments.laid(envelope)
    try:
        with transaction.atomic():
            message = _take_in(envelope)
    except IntegrityError:
        known = _known(envelope)  # another worker was faster with the same message
        if known is None:
            raise
        return Received(message=known, created=False)
    return Received(message=message, created=True)


def prepared(envelope: Inbound) -> Inbound:
    """The envelope with its bytes stored, for a caller that opens a transaction around `receive`: a bucket may take its
    time. Nothing is stored for a message that is here already."""
    if envelope.raw is None and all(file.content is None for file in envelope.files):
        return envelope
    return envelope if _known(envelope) is not None else attachments.laid(envelope)


def tie(message: Message, *, early: Collection[int]) -> None:
    """Messages that answer this one, or say something about it, and came before it: from now on they hang on it.

    Called in the transaction of `receive`, whose lock on the contact keeps a second worker from missing one.
    """
    if early:
        Message.objects.filter(pk__in=early, reply_to=None).exclude(pk=message.pk).update(reply_to=message)


def _known(envelope: Inbound) -> Message | None:
    same = Q(external_id=envelope.external_id)
    if envelope.outgoing:
        # Our own reply, seen again in the sent folder before our send could note what the vendor calls it.
        same |= Q(draft_id=envelope.external_id, direction=Message.Direction.OUT)
        if envelope.message_id:
            same |= Q(message_id=envelope.message_id, direction=Message.Direction.OUT)
    # Its key first: mostly there is none, and a whole message is a long statement to ask that with.
    pk = Message.objects.filter(same, channel=envelope.channel).order_by("pk").values_list("pk", flat=True).first()
    if pk is not None:
        return Message.objects.get(pk=pk)
    return _sent_before(envelope) if envelope.outgoing else None


def _sent_before(envelope: Inbound) -> Message | None:
    """Our own reply that came back and was sent anew since, by the Message-ID of the time before."""
    if not envelope.message_id:
        return None
    written_here = Message.objects.exclude(author=None).filter(direction=Message.Direction.OUT)
    return written_here.filter(thread_keys__key=f"mid:{envelope.message_id}").order_by("pk").first()


def _take_in(envelope: Inbound) -> Message:
    sent_at = min(envelope.sent_at, timezone.now())  # a wrong clock must not pin a message to the top for ever
    who = contacts.resolve(
        envelope.sender,
        at=sent_at,
        language="" if envelope.outgoing else envelope.language,
        moved_to=envelope.moved_to,
        shared=envelope.shared,
    )
    contact, identity = who.contact, who.identity
    blocked = not envelope.outgoing and contacts.is_blocked(contact, envelope.sender)
    envelope = floods.marked(envelope, identity)
    place = threads.find(envelope, contact, blocked=blocked)
    found = place.inquiry or floods.home(envelope, contact)
    is_new = found is None
    inquiry = _new_inquiry(envelope, contact, sent_at, blocked=blocked) if found is None else _lock(found)
    message = _insert(envelope, inquiry, contact, identity, place, sent_at=sent_at)
    ThreadKey.objects.bulk_create(ThreadKey(message=message, key=key) for key in threads.keys(envelope))
    files = attachments.add_files(message, envelope.files)
    papers_sent.mark(message, files)
    _note_contact_made(identity, message)
    _tell(who, inquiry, message)
    arrivals.settle(inquiry, message, files, is_new=is_new, blocked=blocked)
    held.call_off(inquiry, message)
    promise_rows.hear(message)
    if not envelope.outgoing:
        ring("inquiries.process_message", message.pk)
    if is_new and envelope.acknowledge:
        _plan_acknowledgment(inquiry, message)
    assignment.on_inbound(inquiry, message)
    logger.info(
        "message_received",
        message=message.pk,
        inquiry=inquiry.pk,
        channel=message.channel,
        kind=message.kind,
        new_inquiry=is_new,
        parked=inquiry.parked_reason,
        files=len(envelope.files),
    )
    return message


def _lock(found: Inquiry) -> Inquiry:
    """The inquiry that was found, or the one that a person has joined it to while we waited for the lock."""
    row = standing.lock(found.pk)
    for _ in range(threads.MERGES):
        if row.merged_into_id is None:
            break
        row = standing.lock(row.merged_into_id)
    return row


def _new_inquiry(envelope: Inbound, contact: Contact, sent_at: datetime, *, blocked: bool) -> Inquiry:
    parked: str = "blocked" if blocked else envelope.parked_reason
    if envelope.outgoing and parked != "own":  # of what we sent, only what we wrote to ourselves
        parked = ""
    inquiry = Inquiry.objects.create(
        contact=contact,
        status=Inquiry.Status.OPEN if envelope.outgoing else Inquiry.Status.NEW,
        parked_reason=parked,
        last_message_at=sent_at,
        came_at=sent_at,
        came_by=envelope.channel,
        unread=not envelope.outgoing,
    )
    timeline.record(Event.Kind.CREATED, inquiry=inquiry, channel=envelope.channel, parked=parked)
    return inquiry


def _insert(
    envelope: Inbound,
    inquiry: Inquiry,
    contact: Contact,
    identity: Identity | None,
    place: threads.Place,
    *,
    sent_at: datetime,
) -> Message:
    outgoing = envelope.outgoing
    message = Message(
        inquiry=inquiry,
        contact=contact,
        identity=identity,
        channel=envelope.channel,
        direction=Message.Direction.OUT if outgoing else Message.Direction.IN,
        state=Message.State.SENT if outgoing else Message.State.RECEIVED,
        due_at=None if outgoing else timezone.now(),
        kind=envelope.kind or "text",
        automatic=envelope.parked_reason,
        external_id=envelope.external_id,
        account=envelope.account,
        message_id=envelope.message_id,
        reply_to=place.answers,
        sent_at=sent_at,
        subject=envelope.subject,
        text=envelope.text,
        signature_at=envelope.signature_at,
        quoted_text=envelope.quoted_text,
        html=envelope.html,
        language=envelope.language,
        problem=envelope.problem,
        raw=envelope.raw_blob,
        possible_duplicate_of=place.duplicate_of,
    )
    message.search_text = search.message_document(message, (file.filename for file in envelope.files))
    message.save(force_insert=True)
    return message


def _plan_acknowledgment(inquiry: Inquiry, message: Message) -> None:
    """The row is made with the inquiry, so there is one at most; work/acknowledging.py decides when it is due."""
    if inquiry.parked_reason or message.identity is None:
        return
    due_at = timezone.now() + _ACKNOWLEDGE_AFTER
    Acknowledgment.objects.create(inquiry=inquiry, answers=message, address=message.identity.value, due_at=due_at)


def _tell(who: contacts.Who, inquiry: Inquiry, message: Message) -> None:
    """What was learned about the sender, as lines of the conversation; of a number that went to another also in theirs.

    Other conversations of theirs are found by the new addresses too.
    """
    for finding in who.findings:
        timeline.record(Event.Kind.CONTACT, inquiry=inquiry, message=message, **finding)
        if finding["link"] == "passed":
            loser = Contact.objects.get(pk=finding["contact"])
            theirs = loser.inquiries.order_by("-last_message_at", "-pk").first()
            lost = {"link": "lost", "number": finding["number"], "contact": who.contact.pk, "name": str(who.contact)}
            timeline.record(Event.Kind.CONTACT, inquiry=theirs, **lost)
            windows.settle(loser)
    if who.findings:
        for row in Inquiry.objects.filter(contact=who.contact).exclude(pk=inquiry.pk).select_related("contact"):
            Inquiry.objects.filter(pk=row.pk).update(search_text=search.document(row))


def _note_contact_made(identity: Identity | None, message: Message) -> None:
    if identity is None or message.is_out:
        return
    if identity.last_inbound_at is None or identity.last_inbound_at < message.sent_at:
        identity.last_inbound_at = message.sent_at
        identity.save(update_fields=["last_inbound_at"])
