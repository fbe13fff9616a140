"""Header fields of a mail as people wrote them: encoded words in every odd form, addresses, thread ids, dates.

Pure. The standard library keeps the headers as they came (its Compat32 policy); what it would refuse or garble is read
here with patience, since a mail whose header is wrong is still a customer's mail.
"""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from mailsync.mime_charsets import decode_transfer_base64, to_text

VALUE_LIMIT = 20_000  # characters of one field; the parameter parser of the library is quadratic
LIST_LIMIT = 100_000  # of a field that lists ids or addresses
_LONG_FIELDS = frozenset({"references", "to", "cc", "received"})
_MANY_ADDRESSES = 500

# Lazy text and no ban on spaces or "?" inside: senders break RFC 2047 in all of these ways.
# Everything has a bound: without one, a field that never ends takes the square of its length.
_WORD = re.compile(r"=\?([^?\s=]{1,40}?)(?:\*[^?\s]{0,20})?\?([bBqQ])\?(.{0,5000}?)\?=", re.DOTALL)
_WORDS = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?.{0,2000}?\?=")
_MESSAGE_ID = re.compile(r"<([^<>]{1,2000})>")
_IN_ANGLES = re.compile(r"^([^<]{0,2000})<([^<>@]{0,500}@[^<>]{0,500})>", re.DOTALL)
_BARE_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]{1,320}@[^\s<>,;:\"'()\[\]]{1,320}")
# One address of a list: commas and semicolons part them, but not inside quotes, brackets or comments.
_ITEM = re.compile(r"(?:\"(?:[^\"\\]|\\.){0,300}\"|<[^<>]{0,1000}>|\([^()]{0,300}\)|[^,;])+")
_RFC2231 = re.compile(r"^([A-Za-z0-9_.:-]{1,40})'[^']*'(.*)$", re.DOTALL)


class LenientPolicy(Compat32):
    """The library's raw policy, but reading a field gives unfolded text with its 8-bit letters decoded, cut short."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        limit = LIST_LIMIT if name.lower() in _LONG_FIELDS else VALUE_LIMIT
        return _unfold(value[:limit])


POLICY = LenientPolicy()


def _unfold(value: str) -> str:
    text = re.sub(r"\r\n|\r|\n", "", value)
    if text.isascii():
        return text
    return to_text(text.encode("utf-8", "surrogateescape"), "").text


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """One address of a header: `address` without brackets and lower-cased domain left alone, `name` decoded."""

    address: str
    name: str = ""


def decode_words(value: str) -> str:
    """Encoded words as text. Neighbours of one charset are joined as bytes first: a letter may be cut in two."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending, charset, position = b"", "", 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        if not _is_gap(between, first=not (pieces or pending)) or match[1].lower() != charset:
            pieces.append(to_text(pending, charset).text)
            pending = b""
        if not (between.isspace() and position):
            pieces.append(between)
        charset = match[1].lower()
        pending += _word_bytes(match[2], match[3])
        position = match.end()
    return "".join([*pieces, to_text(pending, charset).text, value[position:]])


def _is_gap(between: str, *, first: bool) -> bool:
    return not first and (not between or between.isspace())


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "bB":
        return decode_transfer_base64(text)[0]
    raw = text.replace("_", " ").encode("utf-8", "surrogateescape")
    return binascii.a2b_qp(raw)


def field(message: Message, name: str) -> str:
    """A text field, decoded, without folding and outer spaces; empty when absent."""
    return " ".join(decode_words(str(message.get(name) or "")).split())


def mailboxes(message: Message, name: str) -> tuple[Mailbox, ...]:
    """All addresses of the fields `name`, in order, each once."""
    found: dict[str, Mailbox] = {}
    for value in message.get_all(name) or []:
        for mailbox in _addresses(str(value)):
            found.setdefault(mailbox.address.lower(), mailbox)
    return tuple(found.values())[:_MANY_ADDRESSES]


def mailboxes_in(line: str) -> tuple[Mailbox, ...]:
    """The addresses of a line in a text, such as a forward's "From: *Anna Berg* [mailto:anna@berg.example]"."""
    plain = re.sub(r"\[(?:mailto:)?([^\[\]\s]{1,320}@[^\[\]\s]{1,320})\]", r"<\1>", line[:VALUE_LIMIT]).replace("*", "")
    return tuple(_addresses(plain))


def _addresses(value: str) -> list[Mailbox]:
    if any("<" in word and "@" in word for word in map(decode_words, _WORDS.findall(value))):
        value = decode_words(value)  # the address itself was put into an encoded word
    found, front = [], ""
    for item in _ITEM.findall(value[:LIST_LIMIT]):
        if "@" not in item:
            front += f"{item}, "  # "Aldous, Catherine <c@x>" without quotes: the name goes on behind the comma
            continue
        if mailbox := _address(front + item):
            found.append(mailbox)
        front = ""
    return found


def _address(item: str) -> Mailbox | None:
    """One "Name <address>", "address (Name)" or bare address."""
    if match := _IN_ANGLES.match(item):
        address, name = match[2], match[1]
    elif match := _BARE_ADDRESS.search(item):
        address = match[0]
        comment = re.search(r"\(([^()]*)\)", item)
        name = comment[1] if comment else ""
    else:
        return None
    return Mailbox(address=_tidy_address(address), name=_tidy_name(name, address))


def _tidy_address(address: str) -> str:
    """Without the spaces, quotes and mailto: that forms and old programs put in."""
    address = re.sub(r"\s+", "", address).strip("'\"<>")
    return address.removeprefix("mailto:")[:320]


def _tidy_name(name: str, address: str) -> str:
    name = " ".join(decode_words(name.strip().strip('"').replace('\\"', '"').replace("\\\\", "\\")).split())
    name = name.strip(" '\"<>")
    return "" if name.lower() == address.strip().lower() else name[:200]


def message_ids(message: Message, name: str) -> tuple[str, ...]:
    """The Message-IDs of a field without angle brackets, in order, each once."""
    value = str(message.get(name) or "")
    found = [item for item in (re.sub(r"\s+", "", item) for item in _MESSAGE_ID.findall(value)) if item]
    if not found:  # some programs leave the brackets out
        found = [item for item in re.split(r"[\s,]+", value) if "@" in item]
    return tuple(dict.fromkeys(found))


def parse_date(value: str) -> datetime | None:
    """An aware time, or None where the field is missing or no date."""
    try:
        moment = parsedate_to_datetime(value)
        # A time without a zone, or with "-0000", is taken as UTC.
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def received_time(message: Message) -> datetime | None:
    """When our own mail server took the mail: the date of the topmost Received field."""
    for value in (message.get_all("Received") or [])[:3]:
        if moment := parse_date(str(value).rpartition(";")[2].strip()):
            return moment
    return None


def sent_time(message: Message, *, received_at: datetime) -> datetime:
    """The sender's time, or `received_at` where the Date field is missing or absurd (before 1990, in the future)."""
    moment = parse_date(str(message.get("Date") or ""))
    if moment is None or moment.year < 1990:
        return received_at
    try:
        moment.astimezone(UTC)  # a database stores UTC; the sender's own zone is kept here: their "today" is in it
        return received_at if moment - received_at > timedelta(days=2) else moment
    except OverflowError:
        return received_at


def parameter(message: Message, name: str, header: str = "content-type") -> str:
    """A parameter of a structured field, with RFC 2231 continuations put together; empty when absent or broken."""
    try:
        value = message.get_param(name, "", header=header)
    except Exception:  # the library's parameter reader fails in several ways on broken continuations
        return ""
    if isinstance(value, tuple):
        charset, _language, text = value
        return to_text(str(text).encode("latin-1", "replace"), str(charset or "")).text
    return str(value or "")


def filename(message: Message) -> str:
    """The name of a part as its sender meant it: RFC 2231, encoded words, raw letters, or percent signs; no folders."""
    name = parameter(message, "filename", "content-disposition") or parameter(message, "name")
    name = decode_words(name)
    if match := _RFC2231.match(name):  # an extended value under a plain name, as some programs write
        name = to_text(unquote_to_bytes(match[2]), match[1]).text
    name = re.sub(r"[\x00-\x1f\x7f]+", " ", name).replace("\\", "/").rpartition("/")[2]
    return " ".join(name.split()).strip(" .\"'")[:255]
