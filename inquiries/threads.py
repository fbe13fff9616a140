"""Which inquiry does a message belong to?

Mail: our own Message-IDs in its references, the vendor's conversation, our reference in the subject, a thread key
shared with an earlier message, the contact's single open inquiry. WhatsApp: the message it quotes, else the open
inquiry last spoken in on that number. None of these: a new inquiry.

A stranger must not get into a conversation by guessing: what can be guessed (a reference like TH-123) or collides (the
vendor may put two mails with one subject into one conversation) counts only for somebody who is known there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Max, Q

from inquiries.envelope import Inbound
from inquiries.models import Contact, Inquiry, Message, ThreadKey

_REFERENCE = re.compile(r"\bTH-(\d{1,9})\b", re.IGNORECASE)
MERGES = 20  # how many merges in a row are followed; more would be a circle
_ROWS = 200  # thread keys looked at; a longer conversation is found by its newest
_BY_THREAD_ONLY = ("bulk", "bounce")  # a mailer daemon writes about everybody's mail
_BODIES = ("text", "quoted_text", "html", "search_text")  # not read to find a place


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message goes; `inquiry` None: into a new one."""

    inquiry: Inquiry | None = None
    answers: Message | None = None  # the message it replies to
    duplicate_of: Message | None = None  # an earlier message with the same Message-ID


def find(envelope: Inbound, contact: Contact, *, blocked: bool = False) -> Place:
    """The place of `envelope`, written by `contact`; `blocked`: its address is, if not the contact.

    Bulk mail, bounces and blocked senders get in by a thread only.
    """
    place = _by_mail(envelope, contact) if envelope.channel == Message.Channel.EMAIL else _by_quote(envelope)
    blocked = blocked or contact.blocked
    if blocked and not (place.inquiry and is_active(place.inquiry)):
        return replace(place, inquiry=None)
    if place.inquiry is None and not blocked and envelope.parked_reason not in _BY_THREAD_ONLY:
        return replace(place, inquiry=_open_one(envelope, contact))
    return place


def keys(envelope: Inbound) -> list[str]:
    """The thread keys of a message: what it refers to, the oldest first, then its own id, then the conversation."""
    ids = [f"mid:{reference}" for reference in envelope.references if reference]
    if envelope.message_id:
        ids.append(f"mid:{envelope.message_id}")
    if envelope.thread_key:
        ids.append(f"conv:{envelope.thread_key}")
    return list(dict.fromkeys(ids))


def is_active(inquiry: Inquiry) -> bool:
    """The same as InquiryQuerySet.active, for a row at hand."""
    return not inquiry.parked_reason and inquiry.merged_into_id is None and inquiry.status in Inquiry.ACTIVE


def _by_mail(envelope: Inbound, contact: Contact) -> Place:
    shared = _sharing(keys(envelope))
    messages = [row.message for row in shared]
    copy = next((row for row in messages if envelope.message_id and row.message_id == envelope.message_id), None)
    referred = _newest(row for row in messages if row.message_id and row.message_id in envelope.references)
    ours = _newest(row for row in messages if row.is_out and row.message_id in envelope.references)
    hit = ours or _in_conversation(envelope, contact, shared)
    inquiry = hit.inquiry if hit else _by_reference(envelope.subject, contact)
    if inquiry is None:
        hit = referred or _related(envelope, contact, shared)
        inquiry = hit.inquiry if hit else None
    return Place(inquiry=_merged(inquiry), answers=ours or referred, duplicate_of=copy)


def _sharing(wanted: list[str]) -> list[ThreadKey]:
    """The rows that share a key, the newest first, each with its message and inquiry: one query for all rules."""
    if not wanted:
        return []
    rows = ThreadKey.objects.filter(key__in=wanted).select_related("message__inquiry__merged_into")
    return list(rows.defer(*(f"message__{name}" for name in _BODIES)).order_by("-message_id")[:_ROWS])


def _in_conversation(envelope: Inbound, contact: Contact, shared: list[ThreadKey]) -> Message | None:
    """An earlier message of the vendor's conversation.

    Exchange also groups by subject alone: two strangers who fill in one web form would meet. So it counts for the same
    contact, or for a reply, which carries references.
    """
    key = f"conv:{envelope.thread_key}"
    return _newest(
        row.message
        for row in shared
        if row.key == key and (envelope.references or row.message.contact_id == contact.pk)
    )


def _by_reference(subject: str, contact: Contact) -> Inquiry | None:
    """Our reference in the subject, for somebody who is known on that inquiry."""
    numbers = [int(number) for number in _REFERENCE.findall(subject)]
    if not numbers:
        return None
    known = Q(contact=contact) | Q(messages__contact=contact)
    return Inquiry.objects.filter(known, pk__in=numbers).select_related("merged_into").order_by("-pk").first()


def _related(envelope: Inbound, contact: Contact, shared: list[ThreadKey]) -> Message | None:
    """A message of the same contact that shares a key, or anybody's that refers to this one: it came too early."""
    own = f"mid:{envelope.message_id}"
    return _newest(
        row.message
        for row in shared
        if row.message.contact_id == contact.pk or (row.key == own and row.message.message_id != envelope.message_id)
    )


def _by_quote(envelope: Inbound) -> Place:
    if not envelope.reply_to:
        return Place()
    quoted = (
        Message.objects.filter(channel=envelope.channel, external_id=envelope.reply_to)
        .select_related("inquiry__merged_into")
        .defer(*_BODIES)
        .first()
    )
    if quoted is None:
        return Place()
    return Place(inquiry=_merged(quoted.inquiry), answers=quoted)


def _open_one(envelope: Inbound, contact: Contact) -> Inquiry | None:
    """Its key alone: whoever adds to it reads it anew, locked."""
    mine = Inquiry.objects.active().only("pk")
    if envelope.channel == Message.Channel.EMAIL:
        single = list(mine.filter(contact=contact)[:2])
        return single[0] if len(single) == 1 else None
    spoken = mine.filter(
        messages__channel=envelope.channel, messages__account=envelope.account, messages__contact=contact
    )
    return spoken.annotate(spoken=Max("messages__sent_at")).order_by("-spoken", "-pk").first()


def _merged(inquiry: Inquiry | None) -> Inquiry | None:
    """The inquiry itself, or the one it was merged into."""
    for _ in range(MERGES):
        if inquiry is None or inquiry.merged_into is None:
            break
        inquiry = inquiry.merged_into
    return inquiry


def _newest(messages: Iterable[Message]) -> Message | None:
    return max(messages, key=lambda row: (row.sent_at, row.pk), default=None)
