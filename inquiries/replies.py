"""What staff say: replies on either channel, notes, and what happens to a reply that did not get through.

A reply is a row QUEUED and due in a moment (held.py); work/delivery.py sends it. Nothing here talks to a vendor.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from inquiries import (
    answer_times,
    channels,
    drafts,
    held,
    promise_rows,
    recipients,
    resting,
    saved_words,
    search,
    standing,
    timeline,
    windows,
)
from inquiries.attachments import Kept, add_kept, keep
from inquiries.doorbell import ring
from inquiries.envelope import OutboundFile, clean
from inquiries.errors import InvalidInput
from inquiries.held import Composing
from inquiries.models import Event, Identity, Inquiry, Message, User
from inquiries.recipients import Addressed

logger = structlog.get_logger(__name__)

# Addresses that a channel can send to, the best first: not every WhatsApp message may go to a user id.
ADDRESS_KINDS: dict[str, Sequence[str]] = {"email": ("email",), "whatsapp": windows.KINDS}
WINDOW_SHUT = gettext_noop("WhatsApp's 24 hours are over.")
NEVER_WROTE = gettext_noop("They have not written to this number of ours.")
_SUBJECT_LIMIT = 250
_REPLY_PREFIX = re.compile(r"(re|aw|sv|antw|ref|res|rif|vs)\s*:", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Route:
    """A way to answer. `open` False: `reason` says in words for people why not now."""

    channel: str
    label: str
    address: str = ""
    open: bool = False
    reason: str = ""
    closes_at: datetime | None = None
    identity: Identity | None = None
    account: str = ""
    answers: Message | None = None  # the mail that a reply continues, or the message that it quotes


def routes(inquiry: Inquiry, *, last: Mapping[str, Message] | None = None) -> list[Route]:
    """What the composer can offer, one per channel of settings.CHANNELS, in that order.

    `last`: the last message of a person on each channel, where the caller knows them (last_among).
    """
    identities = windows.of_contact(inquiry.contact)
    known = _last(inquiry) if last is None else last
    return [_route(inquiry, channel, known.get(channel), identities) for channel in settings.CHANNELS]


def last_among(shown: Iterable[Message], inquiry: Inquiry, *, whole: bool) -> dict[str, Message] | None:
    """The last message of a person on each channel, out of the newest of a conversation: a page has loaded them
    anyway. `whole`: they are all there are. None where one may stand further up."""
    found: dict[str, Message] = {}
    for row in sorted(shown, key=lambda row: (row.sent_at, row.pk)):
        if windows.is_inbound(row):
            found[row.channel] = row
    there = {"email": inquiry.has_email, "whatsapp": inquiry.has_whatsapp}
    if not whole and any(channel not in found and there.get(channel, True) for channel in settings.CHANNELS):
        return None
    for row in found.values():
        if row.identity is not None and row.identity.contact_id == inquiry.contact_id:
            row.identity.contact = inquiry.contact
    return found


def _last(inquiry: Inquiry) -> dict[str, Message]:
    newest = [windows.inbound(channel, Q(inquiry=inquiry)).values("pk")[:1] for channel in settings.CHANNELS]
    # One query for all. Without the inquiry said once more PostgreSQL reads every message there is.
    rows = Message.objects.filter(reduce(or_, (Q(pk__in=pk) for pk in newest)), inquiry=inquiry)
    return {row.channel: row for row in _with_place(rows)}


def queue(  # noqa: PLR0913  one verb for all that a reply may carry
    inquiry: Inquiry,
    *,
    author: User,
    channel: str,
    text: str,
    attachments: Sequence[OutboundFile] = (),
    subject: str = "",
    addressed: Addressed | None = None,
    quotes: Message | None = None,
    asked: Sequence[Mapping[str, Any]] = (),
    composing: Composing | None = None,
) -> Message:
    """Send `text` to the contact: due once it can be taken back no more. InvalidInput, in words for people, where it
    cannot go.

    A channel that takes one file a message makes several messages of it, each a row with a tick, an error and a retry
    of its own; they leave in order. The first one is given back, which has the words.
    `addressed`: of mail, who gets it and which mail of this inquiry it answers, else who wrote the last one. Whether
    somebody new among them is meant has been asked by then (recipients.change). `quotes`: of a chat, the message of
    this inquiry that stands above it on the customer's phone. `asked`: what of the trip it asks for (asking.items),
    so that a short answer is understood. `composing`: by which it goes out once, after what the page has not shown was
    read (Overtaken), at a later time; its draft goes with it.
    """
    text = clean(text).strip()
    told = composing or Composing()
    repeat = held.repeat_of(author, told.word, text)
    if repeat is not None:
        return repeat
    _check_text(channel, text, attachments)
    chosen = addressed or Addressed()
    if chosen.to:
        recipients.check_chosen(chosen.to, chosen.cc)
    parts = [(words, keep(files)) for words, files in channels.get(channel).divide(text, attachments)]
    with transaction.atomic():
        locked = standing.lock(inquiry.pk)  # a second press of the same button waits here for the first
        repeat = held.repeat_of(author, told.word, text)
        if repeat is not None:
            return repeat
        held.check_known(locked, author=author, known=told.known)
        route = _quoting(answering(_open_route(locked, channel), chosen.answers), locked, quotes)
        if told.send_at is not None:
            held.check_time(told.send_at, channel=channel, closes_at=route.closes_at)
        letter = _letter(locked, route, author, text)
        letter.subject = _subject(locked, route, subject)
        letter.asked = [dict(item) for item in asked]
        letter.composed = told.word
        held.hold(letter, told.send_at)
        written = _write_parts(letter, route, parts, chosen)
        _count_in(locked, written, route)
        drafts.use(locked, author=author, channel=channel, text=text, version=told.version, files=told.files)
        first = written[0][0]
        timeline.record(Event.Kind.REPLY, inquiry=locked, actor=author, message=first, channel=channel)
    logger.info("reply_queued", message=first.pk, inquiry=inquiry.pk, channel=channel, parts=len(parts))
    return first


def check_quoted(quotes: Message, *, inquiry: Inquiry, route: Route) -> None:
    """InvalidInput, in words for people, where a message cannot be shown above an answer on this way."""
    if route.channel != Message.Channel.WHATSAPP or quotes.channel != route.channel:
        raise InvalidInput(_("Only a WhatsApp message can be quoted, and only in WhatsApp."))
    if quotes.inquiry_id != inquiry.pk:
        raise InvalidInput(_("The message to quote is not in this conversation."))
    if not quotes.external_id or quotes.state == Message.State.SANDBOXED:
        raise InvalidInput(_("The message to quote is not at WhatsApp yet. Quote another one, or none."))
    if quotes.account != route.account:
        raise InvalidInput(_("The message to quote was written to another of our numbers. Quote another one, or none."))


def queue_special(  # noqa: PLR0913  one verb for all that only a channel has
    inquiry: Inquiry,
    *,
    author: User,
    channel: str,
    kind: str,
    text: str,
    shape: Mapping[str, Any],
    attachments: Sequence[OutboundFile] = (),
    about: Message | None = None,
    any_time: bool = False,
    answers: bool = True,
) -> Message:
    """Send what is more than text and only this channel has: a template, a reaction. InvalidInput where it cannot go.

    `text`: how people read it. `shape`: what the channel makes of it; the core hands it on unread. `about`: the message
    of this inquiry that it answers or is about. `any_time`: it goes outside WhatsApp's window too. `answers` False: the
    customer still waits for an answer, and the list stays as it is.
    """
    files = keep(attachments)
    with transaction.atomic():
        locked = standing.lock(inquiry.pk)
        route = _open_route(locked, channel, any_time=any_time)
        letter = _letter(locked, route, author, clean(text).strip())
        letter.kind, letter.shape, letter.reply_to = kind, dict(shape), about
        message = _insert(letter, route, files, Addressed())
        if answers:
            _count_in(locked, [(message, len(files))], route)
        timeline.record(Event.Kind.REPLY, inquiry=locked, actor=author, message=message, channel=channel)
        ring("inquiries.deliver_message", message.pk)
    logger.info("special_queued", message=message.pk, inquiry=inquiry.pk, channel=channel, kind=kind)
    return message


def queue_automatic(inquiry: Inquiry, *, channel: str, text: str, subject: str) -> Message:
    """Send what no person wrote, marked as such. It answers nothing: status, needs-reply and the list stay as they are.

    InvalidInput, in words for people, where it cannot go.
    """
    with transaction.atomic():
        locked = standing.lock(inquiry.pk)
        route = _open_route(locked, channel)
        letter = _letter(locked, route, None, text)
        letter.subject = _subject(locked, route, subject)
        letter.automatic = Inquiry.Parked.AUTO_REPLY
        message = _insert(letter, route, (), Addressed())
        ring("inquiries.deliver_message", message.pk)
    logger.info("automatic_queued", message=message.pk, inquiry=inquiry.pk, channel=channel)
    return message


def answering(route: Route, answers: Message | None) -> Route:
    """The same way, for an answer to that mail: in its thread, from the mailbox that it came to."""
    if answers is None or route.channel != Message.Channel.EMAIL or answers.channel != route.channel:
        return route
    who = answers.identity or route.identity
    address = who.display if who else route.address
    return replace(route, answers=answers, identity=who, account=answers.account or route.account, address=address)


def answerable(inquiry: Inquiry, pk: str) -> Message | None:
    """The mail of a person in this inquiry by the number that a page gave; None where there is none such."""
    if not pk.isdecimal():
        return None
    return _with_place(windows.inbound(Message.Channel.EMAIL, Q(inquiry=inquiry, pk=int(pk)))).first()


def add_note(inquiry: Inquiry, *, author: User, text: str, composing: Composing | None = None) -> Message:
    """A note among staff in the conversation. It is never sent and does not count as an answer. `composing`: as for a
    reply, by which it is kept once and its draft goes."""
    text = clean(text).strip()
    if not text:
        raise InvalidInput(_("Write something first."))
    told = composing or Composing()
    with transaction.atomic():
        if told.word:
            standing.lock(inquiry.pk)
        repeat = held.repeat_of(author, told.word, text)
        if repeat is not None:
            return repeat
        message = _note(inquiry, author, text, told.word)
        drafts.use(inquiry, author=author, channel=message.channel, text=text, version=told.version, files=())
    return message


def _note(inquiry: Inquiry, author: User, text: str, word: str) -> Message:
    message = Message(
        inquiry=inquiry,
        author=author,
        channel=Message.Channel.NOTE,
        direction=Message.Direction.OUT,
        state=Message.State.SENT,
        kind="note",
        sent_at=timezone.now(),
        text=text,
        composed=word,
    )
    message.search_text = search.message_document(message)
    message.save(force_insert=True)
    return message


def retry(message: Message, *, actor: User) -> None:
    """Another round for a message that failed for good, or whose outcome nobody knows. InvalidInput where it cannot."""
    if message.is_out:
        _check_window(message)
        start, task = Message.State.QUEUED, "inquiries.deliver_message"
    else:
        start, task = Message.State.RECEIVED, "inquiries.process_message"
    now = timezone.now()
    again: dict[str, object] = {"state": start, "due_at": now, "attempts": 0, "last_error": "", "error_code": ""}
    again |= {"hold_until": None, "scheduled": False}
    if message.is_out:
        again["sent_at"] = now
    if message.is_out and message.channel == Message.Channel.WHATSAPP:
        again["external_id"] = None  # of the try that failed: what is told of the next one is not to be taken for it
    with transaction.atomic():
        # Somebody else may have pressed it a moment ago, or a late receipt have settled it: then nothing matches.
        if not Message.objects.filter(pk=message.pk).unsettled().update(**again):
            raise InvalidInput(_("This message does not need another try any more."))
        standing.recount_failures(message.inquiry_id)
        standing.settle_needs_reply(message.inquiry_id)
        timeline.record(Event.Kind.RETRIED, inquiry=message.inquiry, actor=actor, message=message)
        ring(task, message.pk)
    logger.info("message_retried", message=message.pk, inquiry=message.inquiry_id)


def settle_by_hand(message: Message, *, actor: User, arrived: bool) -> None:
    """A person says what became of a send whose outcome nobody knew. Not arrived: it failed, and can be retried."""
    state = Message.State.SENT if arrived else Message.State.PERMANENTLY_FAILED
    error = "" if arrived else f"{actor} says that it did not arrive."
    with transaction.atomic():
        rows = Message.objects.filter(pk=message.pk, state=Message.State.UNCONFIRMED)
        if not rows.update(state=state, due_at=None, last_error=error):
            raise InvalidInput(_("The outcome of this message is known by now."))
        standing.recount_failures(message.inquiry_id)
        standing.settle_needs_reply(message.inquiry_id)
        promise_rows.hear(message)
        answer_times.hear(message)
        timeline.record(Event.Kind.RETRIED, inquiry=message.inquiry, actor=actor, message=message, arrived=arrived)


def _check_text(channel: str, text: str, files: Sequence[OutboundFile]) -> None:
    if channel not in settings.CHANNELS:
        raise InvalidInput(_("Choose how to send it."))
    if not text and not files:
        raise InvalidInput(_("Write something first."))
    empty = saved_words.used(text)
    if empty:
        raise InvalidInput(
            _("Fill in %(blanks)s first, or take it out.") % {"blanks": ", ".join(f"{{{name}}}" for name in empty)}
        )
    if sum(file.size for file in files) > settings.UPLOAD_MAX_BYTES:
        raise InvalidInput(
            _("The files are too large: %(limit)s MB at most together.") % {"limit": settings.UPLOAD_MAX_BYTES // 2**20}
        )


def _open_route(inquiry: Inquiry, channel: str, *, any_time: bool = False) -> Route:
    if inquiry.merged_into is not None:
        raise InvalidInput(
            _("This inquiry was merged into %(reference)s; answer there.")
            % {"reference": inquiry.merged_into.reference}
        )
    if inquiry.parked_reason:
        raise InvalidInput(_("This is parked. Make it an inquiry before you answer."))
    route = next(route for route in routes(inquiry) if route.channel == channel)
    if not route.open and not (any_time and route.identity is not None):
        raise InvalidInput(route.reason)
    return route


def _route(inquiry: Inquiry, channel: str, last: Message | None, identities: Sequence[Identity]) -> Route:
    """`last`: the last message of a person in the inquiry on this channel."""
    label = str(Message.Channel(channel).label)
    identity = windows.address(last, identities, ADDRESS_KINDS[channel])
    if identity is None:
        return Route(
            channel=channel, label=label, reason=_("No address for %(channel)s is known.") % {"channel": label}
        )
    route = Route(channel=channel, label=label, address=identity.display, open=True, identity=identity)
    if channel == Message.Channel.WHATSAPP:
        route = replace(route, account=windows.account_of(inquiry, last, identity))
        return _with_window(route, inquiry, identity, last, identities)
    before = last or windows.inbound(channel, Q(identity=identity)).first()
    return replace(route, account=before.account if before else "", answers=last)


def _with_place(rows: QuerySet[Message]) -> QuerySet[Message]:
    """With who wrote, and `spoken_at`: when that contact last wrote to this account, in whatever inquiry."""
    same = {"contact": OuterRef("identity__contact"), "channel": OuterRef("channel"), "account": OuterRef("account")}
    spoken = windows.counted(Message.objects.filter(direction=Message.Direction.IN, **same)).order_by()
    at = Subquery(spoken.values("account").annotate(at=Max("sent_at")).values("at"))
    return (
        rows.select_related("identity__contact")
        .annotate(spoken_at=at)
        .defer("text", "quoted_text", "html", "search_text")
    )


def _with_window(
    route: Route, inquiry: Inquiry, identity: Identity, last: Message | None, identities: Sequence[Identity]
) -> Route:
    """WhatsApp delivers free text for 24 hours after the customer's last message to this number of ours."""
    at: datetime | None
    if last is not None and not hasattr(last, "spoken_at"):
        closes_at = inquiry.window_closes_at  # of last_among: the column is this very way's (windows.of)
    elif last is not None and identity in identities and windows.is_one_account(identities):
        at = last.spoken_at  # of _with_place
        closes_at = at + standing.WHATSAPP_WINDOW if at else None
    else:
        closes_at = windows.closes_at(identity, route.account, identities)
    if closes_at is not None and closes_at - windows.MARGIN > timezone.now():
        return replace(route, closes_at=closes_at)
    return replace(route, closes_at=closes_at, open=False, reason=_shut(closes_at, identity, identities))


def _shut(closes_at: datetime | None, identity: Identity, identities: Sequence[Identity]) -> str:
    """Why not, and the way out."""
    name = identity.contact.name.split(maxsplit=1)
    why = _(WINDOW_SHUT if closes_at else NEVER_WROTE)
    words = _("Only a template reaches %(name)s there.")
    if any(row.kind == Identity.Kind.EMAIL for row in identities):
        words = _("Only a template reaches %(name)s there, or write mail.")
    return f"{why} {words % {'name': name[0] if name else pgettext('people', 'them')}}"


def _check_window(message: Message) -> None:
    if message.channel != Message.Channel.WHATSAPP or message.kind in windows.ANY_TIME_KINDS:
        return
    route = next(route for route in routes(message.inquiry) if route.channel == message.channel)
    if not route.open:
        raise InvalidInput(route.reason)


def answer_subject(subject: str) -> str:
    """The subject of an answer to a mail with this one: `Re:` before it once, in whatever language it already is."""
    subject = " ".join(subject.split()) or "Your inquiry"
    return subject if _REPLY_PREFIX.match(subject) else f"Re: {subject}"


def _subject(inquiry: Inquiry, route: Route, subject: str) -> str:
    """Of a mail, with our reference, by which an answer is found whatever the customer's mail program drops."""
    if route.channel != Message.Channel.EMAIL:
        return ""
    subject = " ".join(clean(subject, _SUBJECT_LIMIT).split())
    if not subject:
        subject = answer_subject(route.answers.subject) if route.answers else " ".join(inquiry.subject.split())
        subject = subject or "Your inquiry"
    if inquiry.reference.lower() in subject.lower():
        return subject[:_SUBJECT_LIMIT]
    return f"{subject[: _SUBJECT_LIMIT - 15]} [{inquiry.reference}]"


def _letter(inquiry: Inquiry, route: Route, author: User | None, text: str) -> Message:
    now = timezone.now()
    return Message(
        inquiry=inquiry,
        contact=route.identity.contact if route.identity else inquiry.contact,
        identity=route.identity,
        author=author,
        channel=route.channel,
        direction=Message.Direction.OUT,
        state=Message.State.QUEUED,
        due_at=now,
        account=route.account,
        reply_to=route.answers,
        sent_at=now,
        text=text,
    )


def _insert(letter: Message, route: Route, files: Sequence[Kept], chosen: Addressed) -> Message:
    if letter.channel == Message.Channel.EMAIL:
        to = chosen.to or recipients.propose(route.answers, route.identity).to
        letter.to, letter.cc = recipients.dump(to), recipients.dump(chosen.cc)
        if route.identity and route.identity.value not in map(recipients.key, (*to, *chosen.cc)):
            letter.identity = None  # somebody else gets it
    letter.search_text = search.message_document(letter, (file.filename for file in files))
    letter.save(force_insert=True)
    add_kept(letter, files)
    return letter


def _write_parts(
    letter: Message, route: Route, parts: Sequence[tuple[str, Sequence[Kept]]], chosen: Addressed
) -> list[tuple[Message, int]]:
    """The rows of a reply with the number of files of each; what it answers stands at the first one alone."""
    written: list[tuple[Message, int]] = []
    for number, (text, files) in enumerate(parts):
        row = copy(letter) if written else letter
        row.part = number
        row.pk, row.text, row.reply_to = None, text, None if written else letter.reply_to
        message = _insert(row, route, files, chosen)
        held.ring_in_time(message)
        written.append((message, len(files)))
    return written


def _quoting(route: Route, inquiry: Inquiry, quotes: Message | None) -> Route:
    if quotes is None:
        return route
    check_quoted(quotes, inquiry=inquiry, route=route)
    return replace(route, answers=quotes)


def _count_in(inquiry: Inquiry, written: Sequence[tuple[Message, int]], route: Route) -> None:
    """Bring the list's columns up to new messages, each given with the number of its files."""
    for message, files in written:
        if message.scheduled:  # nothing is said before its time; the list shows it then
            inquiry.file_count += files
        else:
            standing.moved(inquiry, message, files=files)
    if route.channel == Message.Channel.WHATSAPP:
        inquiry.window_closes_at = route.closes_at
    inquiry.unread = False
    inquiry.not_sent = ""
    inquiry.scheduled_at = standing.scheduled_at(inquiry.pk) if written[0][0].scheduled else inquiry.scheduled_at
    if inquiry.status == Inquiry.Status.NEW:
        timeline.record(
            Event.Kind.STATUS,
            inquiry=inquiry,
            actor=written[0][0].author,
            message=written[0][0],  # by which a reply that is taken back finds it
            change=(inquiry.status, Inquiry.Status.OPEN),
        )
        inquiry.status = Inquiry.Status.OPEN
    standing.wait_since(inquiry, None)  # comes back if the answer fails for good
    resting.answered(inquiry, actor=written[0][0].author, message=written[0][0])
    inquiry.save(update_fields=[*standing.MOVED, *resting.COLUMNS, "status", "not_sent", "scheduled_at"])
