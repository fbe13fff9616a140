"""The words of a mail and of the mails inside it: what is new, what is old, what is handed on. Pure."""

from dataclasses import dataclass, replace
from email.message import Message

from inquiries.envelope import TEXT_LIMIT, InboundFile
from mailsync import mime_body, mime_headers, mime_quotes, mime_text
from mailsync.mime_addresses import Ours

LONG_TEXT = "The text of this mail is longer than is shown; the rest is in the original."


@dataclass(frozen=True, kw_only=True)
class Words:
    """`own`, `quoted` as in Inbound, `whole` before they were told apart. `files`: those of mails inside the mail.

    `forwarded`: the From line of what is handed on, in the text or as a mail inside the mail.
    """

    own: str
    quoted: str
    whole: str
    is_forward: bool
    files: tuple[InboundFile, ...]
    forwarded: str = ""


@dataclass(frozen=True, kw_only=True)
class _Forward:
    sender: str
    text: str
    files: tuple[InboundFile, ...]


def find(body: mime_body.Body, *, subject: str, ours: Ours, max_parts: int, max_nesting: int) -> Words:
    """Mails that came as files are read too: a stranger's words count as the writer's, ours never do."""
    whole = _text(body)
    if len(whole) > TEXT_LIMIT:
        body.note(LONG_TEXT)
        whole = whole[:TEXT_LIMIT]
    split = mime_quotes.split(whole, subject=subject, is_own=ours.holds)
    forwards = _forwards(body, max_parts, max_nesting)
    foreign = [forward for forward in forwards if not ours.holds(forward.sender)]
    old = [forward for forward in forwards if ours.holds(forward.sender)]
    return Words(
        own="\n\n".join(filter(None, [split.own, *(forward.text for forward in foreign)])),
        quoted="\n\n".join(filter(None, [split.quoted, *(forward.text for forward in old)])),
        whole=whole,
        is_forward=split.is_forward or bool(foreign),
        files=tuple(file for forward in foreign for file in forward.files),
        forwarded=split.sender or next((forward.sender for forward in foreign), ""),
    )


def _text(body: mime_body.Body) -> str:
    return "\n\n".join(filter(None, (mime_text.best_text(plain, markup) for plain, markup in body.texts)))


def _forwards(body: mime_body.Body, max_parts: int, depth: int) -> list[_Forward]:
    """The mails inside a mail, the outer ones first; not the one that a bounce returns, which nobody wrote to us."""
    found: list[_Forward] = []
    for nested in body.nested if depth > 0 else ():
        if not nested.is_report:
            inner = mime_body.read(nested.message, max_parts=max_parts, max_nesting=depth - 1)
            found += [_forward(nested.message, inner), *_forwards(inner, max_parts, depth - 1)]
    return found


def _forward(message: Message, body: mime_body.Body) -> _Forward:
    """Introduced as mail programs introduce a forward."""
    fields = [(name, mime_headers.field(message, name)) for name in ("From", "Date", "Subject", "To")]
    head = "\n".join(f"{name}: {value}" for name, value in fields if value)
    text = f"---------- Forwarded message ----------\n{head}\n\n{_text(body)[:TEXT_LIMIT]}".strip()
    # Its pictures stand in no page that is shown, so they are files like any other.
    files = tuple(replace(file, inline=False) for file in body.files)
    return _Forward(sender=fields[0][1], text=text, files=files)
