"""Where a model's quote stands in a message: code points, tolerant of white space. Pure."""

import re

from inquiries.extraction.document import Document, Part, Span

_LONGEST = 1000  # characters of a quote
_ASIDE = " \t\r\n\"'“”„«»…"


def locate(document: Document, quote: str) -> Span | None:
    """The first place of the quote in the text, else in the subject, else in the sender's name; None: it is not there.

    Mails are wrapped and models mend that, so any white space equals any other; as a second choice so do capitals.
    """
    words = quote[:_LONGEST].strip(_ASIDE).split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    parts: tuple[tuple[Part, str], ...] = (
        ("text", document.text),
        ("subject", document.subject),
        ("sender", document.sender_name),
    )
    for flags in (0, re.IGNORECASE):
        for part, text in parts:
            match = re.search(_edged(words, pattern), text, flags)
            if match:
                return Span(part, match.start(), match.end(), match.group())
    return None


def _edged(words: list[str], pattern: str) -> str:
    """Whole words only: the quote "3" is not a part of "2023"."""
    before = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    after = r"(?!\w)" if re.search(r"\w$", words[-1]) else ""
    return f"{before}{pattern}{after}"
