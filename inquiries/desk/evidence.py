"""The words that prove the trip data, lit in their text: text and spans in, escaped HTML out. Pure, no Django.

Offsets are code points into the canonical text. Spans may overlap, touch and repeat: the text is cut at every border,
so that the marks never cross, and each span's id stands where it starts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'()]+[^\s<>\"'().,;:!?]")
_MANY_LINES = re.compile(r"\n[ \t\r]*\n(?:[ \t\r]*\n)+")


@dataclass(frozen=True)
class Span:
    """`anchor` is the id of the mark and the href of the quote in the card."""

    start: int
    end: int
    anchor: str


def anchor(message: int, start: int, end: int, part: str = "text") -> str:
    """The same words have the same id, whichever fact they prove: `ev-7-12-40`, `ev-7-subject-0-5`."""
    return f"ev-{message}-{start}-{end}" if part == "text" else f"ev-{message}-{part}-{start}-{end}"


def spans(message: int, evidence: Iterable[Any], part: str = "text") -> list[Span]:
    """The spans in one part of one message; `evidence` is the facts' JSON, so what has not its form is left out."""
    found = {}
    for item in evidence:
        place = _place(item)
        if place is not None and item.get("message") == message and item.get("part", "text") == part:
            name = anchor(message, *place, part)
            found[name] = Span(*place, name)
    return list(found.values())


def _place(item: Any) -> tuple[int, int] | None:
    if not isinstance(item, dict):
        return None
    start, end = item.get("start"), item.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
        return start, end
    return None


def render(text: str, marks: Iterable[Span], *, start: int = 0, end: int | None = None) -> str:
    """HTML of `text[start:end]` with its marks. A span that reaches over the border is cut there."""
    stop = len(text) if end is None else min(end, len(text))
    inside = [span for span in marks if span.start < stop and span.end > start]
    borders = {start, stop}
    for span in inside:
        borders.update((max(span.start, start), min(span.end, stop)))
    named: set[str] = set()
    return "".join(
        _piece(text[a:b], [s for s in inside if s.start < b and s.end > a], named) for a, b in pairwise(sorted(borders))
    )


def _piece(text: str, covering: list[Span], named: set[str]) -> str:
    """One stretch between two borders. A span's id is given once, at its first stretch."""
    if not covering:
        return _plain(text)
    anchors = [span.anchor for span in sorted(covering, key=lambda span: span.start - span.end)]
    new = [name for name in anchors if name not in named]
    named.update(new)
    attributes = f' id="{escape(new[0])}"' if new else ""
    if anchors != new[:1]:  # more than the one that its id says
        attributes += f' data-ev="{escape(" ".join(anchors))}"'
    others = "".join(f'<span id="{escape(name)}"></span>' for name in new[1:])
    return f'<mark class="hub-ev"{attributes}>{others}{escape(text)}</mark>'


def _plain(text: str) -> str:
    """Escaped, with web addresses as links and never more than one empty line."""
    text = _MANY_LINES.sub("\n\n", text)
    pieces, at = [], 0
    for match in _WEB_ADDRESS.finditer(text):
        address = escape(match.group())
        pieces.append(escape(text[at : match.start()]))
        pieces.append(
            f'<a class="hub-link" href="{address}" target="_blank" rel="noopener noreferrer nofollow">{address}</a>'
        )
        at = match.end()
    pieces.append(escape(text[at:]))
    return "".join(pieces)
