"""A mail's bytes as an envelope. Pure: no Django, no network, and it never raises, whatever the bytes are.

What cannot be read becomes an envelope with the raw bytes kept and a note in plain words. mime_headers.py reads fields,
mime_body.py the tree, mime_text.py HTML, mime_words.py, mime_quotes.py and mime_signature.py find the new words,
mime_people.py and mime_forms.py say who wrote, mime_rules.py tells people from machines, mime_bounce.py reads delivery
reports.
"""

import html
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser

import structlog

from inquiries.envelope import Address, Inbound, InboundFile, ParkedReason, Sender
from mailsync import mime_body, mime_bounce, mime_bounds, mime_headers, mime_people, mime_rules, mime_text, mime_words
from mailsync.mime_addresses import Ours
from mailsync.mime_bounce import Bounce
from mailsync.mime_bounds import HEADER_LIMIT
from mailsync.mime_charsets import to_text
from mailsync.mime_headers import Mailbox
from mailsync.mime_people import People
from mailsync.mime_signature import signature_at

TOO_LARGE = "This mail is larger than is read; only its header was. The original is kept whole."
NOT_FETCHED = "This mail is larger than is fetched; only its header was. The whole of it is in the mailbox."
NOT_A_MAIL = "These bytes are no e-mail; they are kept as they came."
UNREADABLE = "This mail could not be read; it is kept as it came."
NO_SENDER = "The mail does not say who sent it."
NO_RECIPIENT = "The mail does not say whom it was sent to."
logger = structlog.get_logger(__name__)

_KNOWN_FIELDS = ("From", "To", "Subject", "Date", "Message-ID", "Received", "Content-Type", "MIME-Version", "Reply-To")
_FIELDS_OF_A_MAIL = 2  # a letter may begin with "Subject: ..." as well
_DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_FIELDS_OF_INTEREST = (
    "Auto-Submitted",
    "Precedence",
    "List-Id",
    "List-Unsubscribe",
    "X-Auto-Response-Suppress",
    "Return-Path",
    "X-Failed-Recipients",
    "X-Mailer",
    "User-Agent",
    "Importance",
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of a mail is read: `size` in bytes, `parts` and `nesting` as counts. The original is kept anyway."""

    size: int = 50 * 1024 * 1024
    parts: int = 500
    nesting: int = 20


@dataclass(frozen=True, kw_only=True)
class Details:
    """What the envelope has no place for: every address with its part in the mail, and fields that tell about it."""

    sender: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()
    delivered_to: tuple[Mailbox, ...] = ()  # what mail servers on the way noted, the last one first
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known of a mail beside its bytes; see `parse`."""

    account: str
    external_id: str
    limits: Limits
    own_addresses: tuple[str, ...]
    received_at: datetime | None
    outgoing: bool
    header_only: bool


def parse(
    raw: bytes,
    *,
    account: str,
    external_id: str,
    limits: Limits,
    own_addresses: tuple[str, ...] = (),
    received_at: datetime | None = None,
    outgoing: bool = False,
    header_only: bool = False,
) -> Inbound:
    """The envelope of one mail. `account`: our mailbox it came to; `own_addresses`: all of ours.

    `received_at`: when it arrived, where known; else its Received field, else now. It stands in for a Date that is
    missing or absurd. `outgoing`: it lay among the mails that we sent. `header_only`: `raw` is but the header of a mail
    that was too large to fetch.
    """
    known = _Known(
        account=account,
        external_id=external_id,
        limits=limits,
        own_addresses=own_addresses,
        received_at=received_at,
        outgoing=outgoing,
        header_only=header_only,
    )
    try:
        return _read(raw, known)
    except Exception as error:  # any failure of ours or the library's: the bytes matter more than their meaning
        # Its kind and place only: the message of an error may quote the mail.
        at = traceback.extract_tb(error.__traceback__)[-1]
        logger.warning(
            "mail_unreadable", error=type(error).__name__, at=f"{at.filename.rpartition('/')[2]}:{at.lineno}"
        )
        return _unread(raw, known, received_at or datetime.now(UTC), UNREADABLE)


def is_mail(raw: bytes) -> bool:
    """Whether bytes (or their beginning) look like a mail: they start with fields that mails have."""
    try:
        message = _message(raw, header_only=True)
        return sum(message.get(name) is not None for name in _KNOWN_FIELDS) >= _FIELDS_OF_A_MAIL
    except Exception:  # as in parse: what breaks the reader of a header is none
        return False


def details(raw: bytes) -> Details:
    """The addresses and telling fields of a mail; empty ones where they cannot be read."""
    try:
        message = _message(raw[:HEADER_LIMIT], header_only=True)
        values = ((name, mime_headers.field(message, name)[:500]) for name in _FIELDS_OF_INTEREST)
        return Details(
            sender=mime_headers.mailboxes(message, "From"),
            reply_to=mime_headers.mailboxes(message, "Reply-To"),
            to=mime_headers.mailboxes(message, "To"),
            cc=mime_headers.mailboxes(message, "Cc"),
            bcc=mime_headers.mailboxes(message, "Bcc"),
            delivered_to=tuple(box for name in _DELIVERED for box in mime_headers.mailboxes(message, name)),
            fields=tuple((name, value) for name, value in values if value),
        )
    except Exception:  # as above: details are never worth a mail
        return Details()


def bounce(raw: bytes, *, limits: Limits) -> Bounce:
    """What a mail that is known for a bounce says of a mail of ours; empty where it cannot be read."""
    try:
        return mime_bounce.read(_bounded(raw[: limits.size], limits))
    except Exception:  # as in parse: the mail itself is kept
        return Bounce()


def _bounded(raw: bytes, limits: Limits) -> Message:
    # Twice the limit: each part of a nested mail has a mark to begin with and its container one to end with.
    return _message(mime_bounds.within_parts(raw, most=2 * limits.parts + 2))


def _message(raw: bytes, *, header_only: bool = False) -> Message:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:  # saved by an editor as UTF-16
        raw = raw.decode("utf-16", "replace").encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    return BytesParser(policy=mime_headers.POLICY).parsebytes(raw, headersonly=header_only)


def _read(raw: bytes, known: _Known) -> Inbound:
    size_problem = _size_problem(raw, known)
    message = _message(raw[:HEADER_LIMIT], header_only=True) if size_problem else _bounded(raw, known.limits)
    arrived = known.received_at or mime_headers.received_time(message) or datetime.now(UTC)
    if not any(message.get(name) for name in _KNOWN_FIELDS):
        return _unread(raw, known, arrived, NOT_A_MAIL)
    ours = _ours(message, known)
    body = mime_body.Body(problems=[size_problem]) if size_problem else _body(message, known.limits)
    subject = mime_headers.field(message, "Subject")
    words = mime_words.find(
        body, subject=subject, ours=ours, max_parts=known.limits.parts, max_nesting=known.limits.nesting
    )
    people = mime_people.find(message, text=words.whole, ours=ours, outgoing=known.outgoing, forwarded=words.forwarded)
    if people.writer is None:
        body.note(NO_RECIPIENT if people.outgoing else NO_SENDER)
    reason = _parked_reason(message, people, body, ours)
    report = mime_bounce.read(message) if reason == "bounce" else Bounce()
    return Inbound(
        channel="email",
        external_id=known.external_id,
        account=known.account,
        sender=_sender(people.writer),
        sent_at=mime_headers.sent_time(message, received_at=arrived),
        subject=subject,
        text=words.own,
        quoted_text=words.quoted,
        signature_at=None if words.is_forward else signature_at(words.own, name=people.signed_name),
        html=_markup(body),
        message_id=next(iter(mime_headers.message_ids(message, "Message-ID")), ""),
        references=_references(message, report),
        files=(*body.files, *words.files),
        parked_reason=_settled_reason(reason, report),
        problem=" ".join(body.problems),
        raw=raw,
        raw_content_type="message/rfc822",
        outgoing=people.outgoing,
        acknowledge=not (reason or people.outgoing or people.handed_on)
        and mime_rules.may_be_acknowledged(message, sender=people.header_sender, writer=people.writer, ours=ours),
    )


def _size_problem(raw: bytes, known: _Known) -> str:
    """Why only the header is read; empty where the whole mail is."""
    if known.header_only:
        return NOT_FETCHED
    if len(raw) > known.limits.size:
        return TOO_LARGE
    return mime_bounds.LONG_HEADER if mime_bounds.has_long_header(raw) else ""


def _ours(message: Message, known: _Known) -> Ours:
    """Our addresses; where none is known (an import), the mail came to the one it is addressed to."""
    if known.account or known.own_addresses:
        return Ours.of((*known.own_addresses, known.account))
    return Ours.of(box.address for box in mime_headers.mailboxes(message, "To"))


def _references(message: Message, report: Bounce) -> tuple[str, ...]:
    """What it answers, the last one nearest; a bounce answers the mail that came back, wherever it names it."""
    ids = [mime_headers.message_ids(message, name) for name in ("References", "In-Reply-To")]
    returned = [report.message_id] if report.message_id else []
    return tuple(dict.fromkeys([item for found in ids for item in found] + returned))


def _settled_reason(reason: ParkedReason, report: Bounce) -> ParkedReason:
    """A report that a mail is late, or has arrived, is a machine's word like any other, and no failure."""
    return "auto_reply" if reason == "bounce" and not report.is_failure else reason


def _parked_reason(message: Message, people: People, body: mime_body.Body, ours: Ours) -> ParkedReason:
    if mime_rules.is_own(message, sender=people.header_sender, writer=people.writer, ours=ours):
        return "own"
    if people.outgoing:
        return "auto_reply" if mime_rules.is_automatic(message) else ""
    return mime_rules.parked_reason(
        message, sender=people.header_sender, types=body.types, ours=ours, from_form=people.from_form
    )


def _body(message: Message, limits: Limits) -> mime_body.Body:
    return mime_body.read(message, max_parts=limits.parts, max_nesting=limits.nesting)


def _sender(writer: Mailbox | None) -> Sender:
    if writer is None:
        return Sender(addresses=())
    return Sender(addresses=(Address(kind="email", value=writer.address),), name=writer.name)


def _markup(body: mime_body.Body) -> str:
    """The HTML dress as it came; passages that had none stand in it as plain text. Empty where nothing was HTML."""
    if not any(markup.strip() for _plain, markup in body.texts):
        return ""
    return "\n".join(markup or f"<pre>{html.escape(plain)}</pre>" for plain, markup in body.texts)


def _unread(raw: bytes, known: _Known, arrived: datetime, problem: str) -> Inbound:
    """Bytes that are no mail, or that broke the reader: kept, and shown as text where they are text."""
    text = to_text(raw[:HEADER_LIMIT], "").text
    readable = text and sum(char.isprintable() or char.isspace() for char in text) >= 0.95 * len(text)
    writer = next(iter(details(raw).sender), None)
    return Inbound(
        channel="email",
        external_id=known.external_id,
        account=known.account,
        sender=_sender(writer),
        sent_at=arrived,
        text=mime_text.tidy(text.replace("\r\n", "\n")) if readable else "",
        files=(InboundFile(filename="original.eml", content=raw, size=len(raw)),),
        problem=problem,
        raw=raw,
        outgoing=known.outgoing,
    )
