"""What staff say: replies on either channel, notes, and what happens to a reply that did not get through.

A reply is a row QUEUED and due in a moment (held.py); work/delivery.py sends it. Nothing here talks to a vendor. Which
ways are open is said by routes.py, the rows are made by reply_rows.py, and second_tries.py sends once more.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import channels, drafts, held, recipients, reply_rows, saved_words, search, standing, timeline
from inquiries.attachments import Kept, keep
from inquiries.doorbell import ring
from inquiries.envelope import OutboundFile, clean
from inquiries.errors import InvalidInput
from inquiries.held import Composing
from inquiries.models import Event, Inquiry, Message, User
from inquiries.recipients import Addressed
from inquiries.reply_rows import answer_subject
from inquiries.routes import (
    NEVER_WROTE,
    WINDOW_SHUT,
    Route,
    answerable,
    answering,
    check_quoted,
    is_answerable,
    last_among,
    last_pks,
    open_route,
    quoting,
    routes,
)
from inquiries.second_tries import leave, retry, settle_by_hand

logger = structlog.get_logger(__name__)


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
    repeat = held.repeat_of(author, told.word, text, told.files)
    if repeat is not None:
        return repeat
    chosen = addressed or Addressed()
    _check(channel, text, attachments, chosen)
    parts = [(words, keep(files)) for words, files in channels.get(channel).divide(text, attachments)]
    with transaction.atomic():
        locked = standing.lock(inquiry.pk)  # a second press of the same button waits here for the first
        repeat = held.repeat_of(author, told.word, text, told.files)
        if repeat is not None:
            return repeat
        if told.word:
            held.check_scheduled(locked, author=author, text=text)
        route = _way(locked, channel, chosen, quotes, told, author=author)
        letter = reply_rows.new_letter(locked, route, author, text, subject=subject, asked=asked, word=told.word)
        first = _lay(letter, route, parts, chosen, told, author=author)
    logger.info("reply_queued", message=first.pk, inquiry=inquiry.pk, channel=channel, parts=len(parts))
    return first


def _way(
    inquiry: Inquiry, channel: str, chosen: Addressed, quotes: Message | None, told: Composing, *, author: User
) -> Route:
    """The way that a reply of a locked inquiry takes, now or at its time. InvalidInput where it may not leave so."""
    held.check_known(inquiry, author=author, known=told.known)
    route = quoting(answering(open_route(inquiry, channel), chosen.answers), inquiry, quotes)
    if told.send_at is not None:
        held.check_time(told.send_at, channel=channel, closes_at=route.closes_at)
    return route


def _lay(
    letter: Message,
    route: Route,
    parts: Sequence[tuple[str, Sequence[Kept]]],
    chosen: Addressed,
    told: Composing,
    *,
    author: User,
) -> Message:
    """The rows of a reply, the list that shows it, and the end of its draft. The first row is given back."""
    inquiry, whole = letter.inquiry, letter.text
    held.hold(letter, told.send_at)
    written = reply_rows.write_parts(letter, route, parts, chosen)
    reply_rows.count_in(inquiry, written, route)
    drafts.use(inquiry, author=author, channel=route.channel, text=whole, version=told.version, files=told.files)
    first = written[0][0]
    timeline.record(Event.Kind.REPLY, inquiry=inquiry, actor=author, message=first, channel=route.channel)
    return first


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
        route = open_route(locked, channel, any_time=any_time)
        letter = reply_rows.new_letter(locked, route, author, clean(text).strip())
        letter.kind, letter.shape, letter.reply_to = kind, dict(shape), about
        message = reply_rows.insert(letter, route, files, Addressed())
        if answers:
            reply_rows.count_in(locked, [(message, len(files))], route)
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
        route = open_route(locked, channel)
        letter = reply_rows.new_letter(locked, route, None, text, subject=subject)
        letter.automatic = Inquiry.Parked.AUTO_REPLY
        message = reply_rows.insert(letter, route, (), Addressed())
        ring("inquiries.deliver_message", message.pk)
    logger.info("automatic_queued", message=message.pk, inquiry=inquiry.pk, channel=channel)
    return message


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


def _check(channel: str, text: str, files: Sequence[OutboundFile], chosen: Addressed) -> None:
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
    if chosen.to:
        recipients.check_chosen(chosen.to, chosen.cc)


__all__ = [
    "NEVER_WROTE",
    "WINDOW_SHUT",
    "Route",
    "add_note",
    "answer_subject",
    "answerable",
    "answering",
    "check_quoted",
    "is_answerable",
    "last_among",
    "last_pks",
    "leave",
    "queue",
    "queue_automatic",
    "queue_special",
    "retry",
    "routes",
    "settle_by_hand",
]
