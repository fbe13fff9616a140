"""What a mail server says of a mail of ours: which one, to whom, and whether it failed, waits or arrived. Pure.

RFC 3464 where the report keeps to it; else the free text of exim, qmail and old gateways. A report that cannot be
understood stays a bounce without a cause: it never marks a mail as failed by a guess.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from itertools import islice
from typing import Literal

from mailsync import mime_body, mime_headers
from mailsync.mime_charsets import decode_transfer_base64, to_text

type Action = Literal["failed", "delayed", "delivered"]

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_MAIL_TYPES = frozenset({"message/rfc822", "message/global"})
_HEADER_TYPES = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
_ACTIONS: dict[str, Action] = {
    "failed": "failed",
    "delayed": "delayed",
    "delivered": "delivered",
    # It left for a server that reports nothing, or for the members of a list: gone out, which we knew.
    "relayed": "delayed",
    "expanded": "delayed",
}
_TEXT_LIMIT = 200_000  # characters of a free text that are looked at
_REPORTS = 50  # recipients of one report

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]{1,120}@[^\s<>,;:\"'()\[\]]{1,200}")
_MESSAGE_ID = re.compile(r"^[>\s]*Message-ID:\s*<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE)
_SUBJECT = re.compile(r"^[>\s]*Subject:[ \t]*(.{1,300})$", re.IGNORECASE | re.MULTILINE)
# Where the returned mail begins in a free text: qmail, exim, sendmail, Exchange, Courier.
_COPY_BELOW = re.compile(
    r"^[- ]*(?:below this line is a copy|this is a copy of|the following is a copy|original message|transcript of)",
    re.IGNORECASE | re.MULTILINE,
)
# "<ben@post.example>:" and what is said below it (qmail), "  ben@post.example" and what is said below (exim).
_NAMED = re.compile(r"^[ \t]*<?([^\s<>,;:\"'()]{1,120}@[^\s<>,;:\"'()]{1,200}?)>?[ \t]*:?[ \t]*$", re.MULTILINE)
_NAMED_IN_LINE = re.compile(r"^[ \t]*<([^\s<>]{1,120}@[^\s<>]{1,200})>:[ \t]*(.*)$", re.MULTILINE)
_DELAYED = re.compile(
    r"\bdelay(?:ed)?\b|\bwarning\b|still being retried|will (?:be retried|keep trying|continue to try)"
    r"|no action is required|verzögert|retardé|retrasad|ritardat|atrasad|vertraagd",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is said of one recipient. `status`: RFC 3463's, such as 5.1.1. `detail`: the server's own words."""

    recipient: str = ""
    action: Action = "failed"
    status: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """`message_id`, `subject`: of the mail that is reported on, where the report says. `reports`: may be empty."""

    message_id: str = ""
    subject: str = ""
    reports: tuple[Report, ...] = ()

    @property
    def is_failure(self) -> bool:
        """Whether anybody did not get it. A report that names nobody is taken for one: so they are meant."""
        return not self.reports or any(report.action == "failed" for report in self.reports)


def read(message: Message) -> Bounce:
    """What a mail that is known for a bounce says. Never raises for odd content; unknown things stay empty."""
    text = _text(message)
    returned = _returned(message)
    message_id = _id_of(returned) or _first(_MESSAGE_ID, text)
    subject = mime_headers.field(returned, "Subject") if returned is not None else _first(_SUBJECT, _copy(text))
    reports = tuple(_by_fields(message))[:_REPORTS] or tuple(_by_text(message, text))[:_REPORTS]
    if not reports and message_id:  # it returns our mail and names nobody
        reports = (Report(action=_action_of(message, text), detail=" ".join(text.split())[:500]),)
    return Bounce(message_id=message_id, subject=subject, reports=reports)


def _walk(message: Message) -> Iterator[Message]:
    """The parts of the report itself, not those of the mail that it returns."""
    yield message
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        payload = message.get_payload()
        for part in payload if isinstance(payload, list) else []:
            if isinstance(part, Message):
                yield from _walk(part)


# --- RFC 3464


def _by_fields(message: Message) -> Iterator[Report]:
    for part in _walk(message):
        if part.get_content_type() in _STATUS_TYPES:
            for block in _blocks(part):
                if report := _report(block):
                    yield report


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields, parted by empty lines. The library takes them apart itself, but not out of base64."""
    raw = mime_body.as_bytes(part).replace(b"\r\n", b"\n")
    _head, _gap, content = raw.partition(b"\n\n")
    encoding = str(part.get("Content-Transfer-Encoding") or "").strip().lower()
    if encoding == "base64":
        content = decode_transfer_base64(content.decode("ascii", "replace"))[0]
    elif encoding == "quoted-printable":
        content = binascii.a2b_qp(content)
    for block in re.split(rb"\n[ \t]*\n", content.replace(b"\r\n", b"\n")):
        if block.strip():
            yield BytesParser(policy=mime_headers.POLICY).parsebytes(block.lstrip(b"\n"), headersonly=True)


def _report(block: Message) -> Report | None:
    """Of a group about one recipient; None for the group about the report itself."""
    named = mime_headers.field(block, "Original-Recipient") or mime_headers.field(block, "Final-Recipient")
    final = mime_headers.field(block, "Final-Recipient")
    if not named and block.get("Action") is None:
        return None
    action = mime_headers.field(block, "Action").lower().split(" ")[0].strip(" ;.")
    detail = re.sub(r"^\s*[\w-]{1,20}\s*;\s*", "", mime_headers.field(block, "Diagnostic-Code"))
    status = _first(_STATUS, mime_headers.field(block, "Status")) or _first(_STATUS, detail)
    if action not in _ACTIONS:
        action = "failed" if status.startswith("5") else "delayed"
    recipient = _address_in(named) or _address_in(final)
    return Report(recipient=recipient, action=_ACTIONS[action], status=status, detail=detail[:500])


def _address_in(value: str) -> str:
    """Of "rfc822;ben@post.example", "RFC822; <ben@post.example>" and their like."""
    match = _ADDRESS.search(value.partition(";")[2] or value)
    return match[0].removeprefix("mailto:") if match else ""


# --- the mail that is returned


def _returned(message: Message) -> Message | None:
    """Its header, whether the whole of it came back or the header alone, as a part or as a text."""
    for part in _walk(message):
        kind = part.get_content_type()
        if kind in _MAIL_TYPES:
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            if isinstance(inner, Message) and inner.get("Message-ID") is not None:
                return inner
            return _headers(_content(inner if isinstance(inner, Message) else part))
        if kind in _HEADER_TYPES:
            return _headers(_content(part))
    return None


def _content(part: Message) -> bytes:
    if part.is_multipart():  # message/*, which the library has taken apart
        return mime_body.as_bytes(part).replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return mime_body.payload_bytes(part)[0]


def _headers(raw: bytes) -> Message:
    if b":" not in raw[:200]:  # wrapped in base64, which RFC 2046 forbids
        raw = decode_transfer_base64(raw.decode("ascii", "replace"))[0] or raw
    return BytesParser(policy=mime_headers.POLICY).parsebytes(raw.lstrip(), headersonly=True)


def _id_of(message: Message | None) -> str:
    return next(iter(mime_headers.message_ids(message, "Message-ID")), "") if message is not None else ""


# --- free text


def _text(message: Message) -> str:
    """The words of the report that people read, and nothing of what is returned in a part of its own."""
    parts = [part for part in _walk(message) if part.get_content_type() == "text/plain"]
    texts = (to_text(mime_body.payload_bytes(part)[0], mime_headers.parameter(part, "charset")).text for part in parts)
    return "\n".join(texts).replace("\r\n", "\n")[:_TEXT_LIMIT]


def _copy(text: str) -> str:
    match = _COPY_BELOW.search(text)
    return text[match.end() :] if match else ""


def _by_text(message: Message, text: str) -> Iterator[Report]:
    """One report for each address that the text or X-Failed-Recipients names; the words below it are the cause."""
    match = _COPY_BELOW.search(text)
    said = text[: match.start()] if match else text
    action = _action_of(message, said)
    named: dict[str, str] = {}
    for found in islice(_NAMED_IN_LINE.finditer(said), _REPORTS):
        named.setdefault(found[1], f"{found[2]} {_below(said, found.end())}".strip())
    for found in islice(_NAMED.finditer(said), _REPORTS):
        named.setdefault(found[1], _below(said, found.end()))
    failed = _ADDRESS.findall(" ".join(str(value) for value in message.get_all("X-Failed-Recipients") or []))
    if failed:
        named = {address: named.get(address, "") for address in failed}
    whole = " ".join(said.split()) if len(named) == 1 else ""
    for address, below in named.items():
        detail = below or whole
        yield Report(recipient=address, action=action, status=_first(_STATUS, detail), detail=detail[:500])


def _action_of(message: Message, said: str) -> Action:
    """What failed for good is told as failed; a warning that it is still being tried is none."""
    if message.get("X-Failed-Recipients") is not None:
        return "failed"
    subject = mime_headers.field(message, "Subject")
    return "delayed" if _DELAYED.search(subject) or _DELAYED.search(said[:2000]) else "failed"


def _below(said: str, at: int) -> str:
    """The paragraph that follows, which names the cause, up to the next empty line or address."""
    lines: list[str] = []
    for line in said[at : at + 2000].lstrip("\n").split("\n"):
        if not line.strip() or _NAMED.match(line) or _NAMED_IN_LINE.match(line):
            break
        lines.append(line.strip())
    return " ".join(lines)[:500]


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1].strip() if match else ""
