"""The tree of a mail: which parts are its text, and which are files. Pure; every part ends up in one of the two.

alternative: one text in several dresses. related: a page and its pictures. mixed: texts and files in a row. signed:
the content and its signature. report: a note, a machine part, the mail it is about. message/rfc822 stays whole, as a
file, and its words are read too.
"""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.message import Message
from email.parser import BytesParser
from io import BytesIO
from typing import Any

from inquiries.envelope import InboundFile
from mailsync import mime_headers
from mailsync.mime_charsets import decode_transfer_base64, to_text, undeclared

_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,68}?)[ \t]*\r?$(?=\s+content-)", re.MULTILINE | re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|div|p|table|meta)\b", re.IGNORECASE)
_ENCRYPTED = frozenset({"application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})

LOSSY = "Some letters of this mail could not be read; the original is kept."
ENCRYPTED = "This mail is encrypted; only the sender's other words, if any, could be read."
SEALED = "This mail is wrapped in its signature (S/MIME) and could not be opened; it is kept as a file."
WINMAIL = "Outlook packed parts of this mail into winmail.dat, which is kept as a file."
TOO_MANY_PARTS = "This mail has more parts than are read; the rest is in the original."
TOO_DEEP = "This mail is nested too deeply; the inner parts are kept as a file."


@dataclass(frozen=True, kw_only=True)
class Nested:
    """A mail inside the mail, read no further here."""

    message: Message
    is_report: bool  # the returned mail of a bounce, which nobody wrote to us


@dataclass(kw_only=True)
class Body:
    """What the walk through the tree found, in the order of the mail."""

    # One entry a text that people read: (plain, html), either may be empty.
    texts: list[tuple[str, str]] = field(default_factory=list)
    files: list[InboundFile] = field(default_factory=list)
    nested: list[Nested] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    parts: int = 0

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def read(message: Message, *, max_parts: int, max_nesting: int) -> Body:
    """Walk the tree once. Nothing is dropped but the other dresses of a text that is already there."""
    body = Body()
    _walk(message, body, max_parts, max_nesting, parent="")
    return body


def _walk(part: Message, body: Body, max_parts: int, depth: int, *, parent: str) -> None:
    body.parts += 1
    if body.parts > max_parts:
        body.note(TOO_MANY_PARTS)
        return
    kind = part.get_content_type()
    body.types.add(kind)
    if depth <= 0 and part.is_multipart():
        body.note(TOO_DEEP)
        body.files.append(_file(as_bytes(part), part, fallback="nested.eml", content_type="message/rfc822"))
    elif kind in {"message/rfc822", "message/global"}:
        _keep_nested(part, body, parent=parent)
    elif part.get_content_maintype() == "multipart" and part.is_multipart():
        if kind == "multipart/alternative":
            _alternative(part, body, max_parts, depth)
        else:
            for child in _children(part):
                _walk(child, body, max_parts, depth - 1, parent=kind)
    elif part.get_content_maintype() == "multipart" and (found := _with_own_boundary(part)) is not None:
        _walk(found, body, max_parts, depth - 1, parent=parent)
    else:
        _leaf(part, body, parent=parent)


def _with_own_boundary(part: Message) -> Message | None:
    """A multipart whose header names the wrong boundary, read by the one that its content shows."""
    content, _rest = payload_bytes(part)
    match = _BOUNDARY.search(content)
    if match is None:
        return None
    boundary = match[1].decode("latin-1").replace("\\", "\\\\").replace('"', '\\"')
    head = f'Content-Type: {part.get_content_type()}; boundary="{boundary}"\r\n\r\n'.encode("latin-1", "replace")
    found = BytesParser(policy=mime_headers.POLICY).parsebytes(head + content)
    return found if found.is_multipart() else None


def _children(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    return (child for child in payload if isinstance(child, Message)) if isinstance(payload, list) else iter(())


def _alternative(part: Message, body: Body, max_parts: int, depth: int) -> None:
    """Read every dress on its own, then keep one text: the plain and the HTML of the same words."""
    inner = Body(parts=body.parts)
    for child in _children(part):
        _walk(child, inner, max_parts, depth - 1, parent="multipart/alternative")
    plain = "\n\n".join(text for text, _html in inner.texts if text.strip())
    html = "\n".join(html for _text, html in inner.texts if html.strip())
    if plain or html:
        body.texts.append((plain, html))
    body.files += inner.files
    body.nested += inner.nested
    body.types |= inner.types
    body.parts = inner.parts
    for problem in inner.problems:
        body.note(problem)


def _keep_nested(part: Message, body: Body, *, parent: str) -> None:
    inner = next(_children(part), None)
    content = as_bytes(inner) if inner is not None else payload_bytes(part)[0]
    name = mime_headers.filename(part)
    if not name and inner is not None:
        subject = re.sub(r"[^\w\- ]+", " ", mime_headers.field(inner, "Subject")).strip()[:80]
        name = f"{subject}.eml" if subject else ""
    body.files.append(_file(content, part, fallback="message.eml", content_type="message/rfc822", name=name))
    if inner is not None:
        body.nested.append(Nested(message=inner, is_report=parent == "multipart/report"))


def _leaf(part: Message, body: Body, *, parent: str) -> None:
    kind = part.get_content_type()
    if part.is_multipart():  # message/delivery-status and other message/* parts, which the library takes apart
        body.files.append(_file(_flattened(part), part, fallback="report.txt", content_type=kind))
        return
    if _is_text(part, parent=parent):
        _take_text(part, body)
        return
    if kind == "text/x-amp-html" and parent == "multipart/alternative":
        return  # Google's own dress of the same words
    content, _rest = payload_bytes(part)
    body.files.append(_file(content, part))
    if kind in _ENCRYPTED:
        body.note(SEALED if mime_headers.parameter(part, "smime-type").lower() == "signed-data" else ENCRYPTED)
    if kind in _TNEF or mime_headers.filename(part).lower() == "winmail.dat":
        body.note(WINMAIL)


def _is_text(part: Message, *, parent: str) -> bool:
    """Whether a part is words to read, and not a file that happens to be text."""
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart":
        return True  # a multipart without parts: its boundary is wrong, what stands in it are words
    if kind not in {"text/plain", "text/html", "text/enriched", "text/richtext"}:
        return False
    if str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment"):
        return False
    return not mime_headers.filename(part) or parent in {"", "multipart/alternative"}


def _take_text(part: Message, body: Body) -> None:
    data, footer = payload_bytes(part)
    encoding = _transfer_encoding(part)
    if encoding not in {"base64", "quoted-printable"}:
        data = undeclared(data)
    charset = mime_headers.parameter(part, "charset")
    is_html = part.get_content_type() == "text/html"
    if is_html and not charset and (match := _META_CHARSET.search(data[:4000])):
        charset = match[1].decode("ascii")
    decoded = to_text(data, charset)
    if decoded.lossy:
        body.note(LOSSY)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if footer:
        text = f"{text}\n\n{footer}" if not is_html else text
    if is_html or _LOOKS_LIKE_HTML.match(text):
        body.texts.append(("", text))
    elif part.get_content_type() in {"text/enriched", "text/richtext"}:
        body.texts.append((re.sub(r"<[^<>]{1,200}>", "", text), ""))
    elif mime_headers.parameter(part, "format").lower() == "flowed":
        body.texts.append((unflow(text, delete_space=mime_headers.parameter(part, "delsp").lower() == "yes"), ""))
    else:
        body.texts.append((text, ""))


def _transfer_encoding(part: Message) -> str:
    return str(part.get("Content-Transfer-Encoding") or "").split(";")[0].strip(" \t\"'").lower()


def payload_bytes(part: Message) -> tuple[bytes, str]:
    """(bytes, rest): a leaf's content with its transfer encoding undone, and words that followed the base64 of it."""
    if _transfer_encoding(part) == "base64":
        payload = part.get_payload()
        return decode_transfer_base64(payload) if isinstance(payload, str) else (b"", "")
    data = part.get_payload(decode=True)
    return (data, "") if isinstance(data, bytes) else (b"", "")


def _file(content: bytes, part: Message, *, fallback: str = "", content_type: str = "", name: str = "") -> InboundFile:
    kind = content_type or part.get_content_type()
    name = name or mime_headers.filename(part) or fallback or f"file{mimetypes.guess_extension(kind) or '.bin'}"
    content_id = str(part.get("Content-ID") or "").strip().strip("<>").strip()
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    inline = not disposition.startswith("attachment") and bool(content_id or disposition.startswith("inline"))
    if content_id and part.get_content_maintype() == "image" and disposition.startswith("attachment"):
        inline = False
    return InboundFile(
        filename=name,
        content_type=kind,
        content=content,
        content_id=content_id,
        inline=inline and part.get_content_maintype() == "image",
        size=len(content),
    )


class _Writer(BytesGenerator):
    """The library's, which fails on the letters that it has itself decoded in a multipart without parts."""

    def __init__(self, out: BytesIO) -> None:
        super().__init__(out, mangle_from_=False, maxheaderlen=0)
        self._out = out

    def clone(self, fp: Any) -> "_Writer":
        return _Writer(fp)

    def write(self, s: str) -> None:
        self._out.write(s.encode("utf-8", "surrogateescape"))


def as_bytes(message: Message) -> bytes:
    """A part with its header as bytes again, letter by letter as far as the library can."""
    out = BytesIO()
    _Writer(out).flatten(message)
    return out.getvalue()


def _flattened(part: Message) -> bytes:
    """The content of a message/* part that the library has parsed, without the part's own header."""
    return b"\n".join(as_bytes(child) for child in _children(part)).strip() + b"\n"


def unflow(text: str, *, delete_space: bool = False) -> str:
    """format=flowed (RFC 3676): soft line ends joined, stuffed spaces off, quotes kept as they are nested."""
    out: list[list[str]] = []  # pieces of each line: to join them as they come would take the square of their number
    open_depth = -1  # depth of the paragraph that the last line left open
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:]
        words = words.removeprefix(" ")
        flowed = words.endswith(" ") and words != "-- "
        if flowed and delete_space:
            words = words[:-1]
        if open_depth == depth and words != "-- ":
            out[-1].append(words)
        else:
            out.append([f"{'>' * depth} {words}" if depth else words])
        open_depth = depth if flowed else -1
    joined = ("".join(pieces) for pieces in out)
    return "\n".join(line if line == "-- " else line.rstrip() for line in joined)
