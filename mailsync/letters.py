"""What a mail from here reads like: the words, the signature, the mail that is answered; as HTML and as plain text.

Where Microsoft has begun the answer, its draft holds the quoted original, with its pictures, and our words go above
it. Everywhere else (the sandbox, an answer to a mail that is in no mailbox) the original is quoted from its text.
"""

import re
from dataclasses import dataclass
from html import unescape

from django.utils import timezone
from django.utils.html import escape, strip_tags, urlize

from inquiries.envelope import Outbound, Quoted

QUOTED_LIMIT = 100_000  # characters of a history that are sent back to who wrote it
_FONT = "font-family:Aptos,Calibri,Arial,sans-serif;font-size:11pt"
_BAR = "margin:0 0 0 .6em;padding-left:.8em;border-left:2px solid #c8c8c8"
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_COMPARED = 300  # characters by which words are found again


@dataclass(frozen=True, kw_only=True)
class Letter:
    """`words`: what was written, and below it the signature."""

    key: str
    words: str
    quoted: Quoted | None = None

    def as_text(self) -> str:
        if self.quoted is None:
            return self.words
        marked = "\n".join(f"> {line}".rstrip() for line in _quoted_text(self.quoted).splitlines())
        return f"{self.words}\n\n{_attribution(self.quoted)}\n{marked}\n"

    def as_html(self) -> str:
        quoted = ""
        if self.quoted is not None:
            quoted = (
                f'<div style="{_FONT}"><p>{escape(_attribution(self.quoted))}</p>'
                f'<blockquote style="{_BAR}">{_lines(_quoted_text(self.quoted))}</blockquote></div>'
            )
        return f"<html><body>{self._words_html()}{quoted}</body></html>"

    def above_html(self, body: str) -> str:
        """Our words above what Microsoft has quoted."""
        start = _BODY.search(body)
        at = start.end() if start else 0
        return f"{body[:at]}{self._words_html()}<br>{body[at:]}"

    def above_text(self, body: str) -> str:
        return f"{self.words}\n\n{body.lstrip()}"

    def is_in(self, body: str) -> bool:
        """Whether an earlier attempt has written it there: by its mark, or where that got lost, by its first words."""
        if re.search(rf'\bid=["\']?(?:x_)*{re.escape(self.key)}["\'\s>]', body):
            return True
        start = _squeezed(self.words)[:_COMPARED]
        if _squeezed(body).startswith(start):
            return True
        opening = _BODY.search(body)
        shown = body[opening.end() :] if opening else body  # the head has a style sheet, which is text to strip_tags
        return _squeezed(unescape(strip_tags(shown))).startswith(start)

    def _words_html(self) -> str:
        return f'<div id="{self.key}" dir="auto" style="{_FONT}">{_lines(self.words)}</div>'


def letter(outbound: Outbound, *, closing: str) -> Letter:
    if outbound.automatic:  # its text is whole, and a machine's answer quotes nobody
        return Letter(key=outbound.key, words=outbound.text.strip())
    words = "\n\n".join(filter(None, (outbound.text.strip(), closing)))
    return Letter(key=outbound.key, words=words, quoted=outbound.quoted)


def _lines(text: str) -> str:
    """Plain text as HTML that looks the same everywhere: Outlook knows no pre-wrap."""
    html = urlize(text.replace("\r\n", "\n"), autoescape=True)
    return re.sub(r"  ", " &nbsp;", html).replace("\n", "<br>\n")


def _quoted_text(quoted: Quoted) -> str:
    return quoted.text[:QUOTED_LIMIT].strip()


def _attribution(quoted: Quoted) -> str:
    """In the form that mail programs, and mime_quotes.py, know where an old mail begins by."""
    at = timezone.localtime(quoted.sent_at)
    who = f"{quoted.author} <{quoted.address}>" if quoted.author and quoted.address else quoted.author or quoted.address
    return f"On {at:%a}, {at.day} {at:%b %Y} at {at:%H:%M}, {who or 'you'} wrote:"


def _squeezed(text: str) -> str:
    return "".join(text.split())
