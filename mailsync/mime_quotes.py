"""The customer's own new words: where the old mail below begins. Pure.

Own rules come first: they know the reply styles of Outlook, Gmail, Apple, Thunderbird, GMX and Yahoo in seven
languages. quotequail is asked where they find nothing. When in doubt words are kept: a quote too much is read over,
a lost sentence is a lost customer.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailsync import mime_quote_marks as marks

WRAP = 3  # lines over which a mail program may have wrapped "On ... wrote:"
MARK_LINES = 10_000  # below that no mark is looked for: no letter is so long
QUOTEQUAIL_LIMIT = 100_000
_SHORT_QUOTE = 3  # marked lines
_DEVICES = ["iphone", "ipad", "android", "outlook", "samsung", "huawei", "gmx", "web.de", "protonmail"]


@dataclass(frozen=True, kw_only=True)
class Split:
    """`own`: the new words with their signature. `quoted`: the old mail. `is_forward`: old words belong to `own`.

    `sender`: who wrote what is handed on, as the forward's own lines say it.
    """

    own: str
    quoted: str = ""
    is_forward: bool = False
    sender: str = ""


@dataclass(frozen=True, kw_only=True)
class _Boundary:
    at: int  # first line of the old mail, its separators included
    content: int  # first line after the mark
    kind: str  # "attribution", "headers", "original", "forward", "quotequail"
    sender: str = ""  # of a header block


def split(text: str, *, subject: str = "", is_own: Callable[[str], bool] = lambda _address: False) -> Split:
    """Tell new words from old. `is_own` knows our addresses: what we wrote is never the customer's words."""
    lines = text.split("\n")
    boundary = _boundary(lines)
    if boundary is None:
        return _without_mark(lines, text)
    if _is_forward(boundary, lines, subject, is_own):
        return Split(own=_unquoted_tail(lines, boundary.at), is_forward=True, sender=boundary.sender)
    own = "\n".join(lines[: boundary.at]).strip()
    rest = lines[boundary.at :]
    if boundary.kind == "headers" and marks.SEE_BELOW.search(own):
        return Split(own=text.strip())
    skip = boundary.content - boundary.at
    if boundary.kind != "headers" and any(line.startswith(">") for line in rest[skip:]):
        return _around_marks(own, rest, skip, text)
    if not own and boundary.kind == "attribution":
        return Split(own=text.strip())  # a story that begins like a mark: words are not thrown away
    return Split(own=own, quoted="\n".join(rest).strip())


def _without_mark(lines: Sequence[str], text: str) -> Split:
    first = next((at for at, line in enumerate(lines) if line.startswith(">")), None)
    if first is None:
        return Split(own=text.strip())
    return _around_marks("\n".join(lines[:first]).strip(), lines[first:], 0, text)


def _around_marks(own: str, rest: Sequence[str], skip: int, text: str) -> Split:
    """Old words marked with ">". New ones below one long block are found; between several, or a short one, all is kept.

    A short block is a question that the words below it answer: without it they would mean nothing.
    """
    marked = [at for at, line in enumerate(rest) if at >= skip and line.startswith(">")]
    first, last = marked[0], marked[-1]
    if any(line.strip() and not line.startswith(">") for line in rest[first:last]):
        return Split(own=text.strip())
    if _is_footer(rest[last + 1 :]):
        return Split(own=own, quoted="\n".join(rest).strip())
    if len(marked) <= _SHORT_QUOTE:
        return Split(own=text.strip())
    new = "\n".join(rest[last + 1 :]).strip()
    return Split(own=f"{own}\n\n{new}".strip(), quoted="\n".join(rest[: last + 1]).strip())


def _is_footer(lines: Sequence[str]) -> bool:
    """Whether what stands below a quote is only a signature or a mailing list's footer."""
    words = [line for line in lines if line.strip()]
    if not words:
        return True
    first = words[0].strip()
    if first in {"--", "-- "} or marks.RULE_LINE.match(first):
        return True
    return len(words) <= 2 and any(mark in first.lower() for mark in (*_DEVICES, "yahoo mail"))


def _boundary(lines: Sequence[str]) -> _Boundary | None:
    """The first mark of an old mail, from above."""
    for at, line in enumerate(lines[:MARK_LINES]):
        if len(line) > marks.LINE_LIMIT or not line.strip():
            continue
        found = _forward_mark(lines, at) or _header_block(lines, at) or _attribution(lines, at) or _original(lines, at)
        if found:
            return found
    return _by_quotequail(lines)


def _forward_mark(lines: Sequence[str], at: int) -> _Boundary | None:
    if not marks.FORWARD_LINE.match(lines[at]):
        return None
    sender = next((marks.label(line)[1] for line in lines[at + 1 : at + 6] if marks.label(line)[0] == "from"), "")
    return _Boundary(at=at, content=at + 1, kind="forward", sender=sender)


def _original(lines: Sequence[str], at: int) -> _Boundary | None:
    if not marks.ORIGINAL_LINE.match(lines[at]):
        return None
    for below in range(at + 1, min(at + 4, len(lines))):
        if block := _header_block(lines, below):
            return _Boundary(at=at, content=block.content, kind="headers", sender=block.sender)
    return _Boundary(at=at, content=at + 1, kind="original")


def _attribution(lines: Sequence[str], at: int) -> _Boundary | None:
    if lines[at].startswith(">") and not _quote_starts(lines, at):
        return None
    for end in range(at, min(at + WRAP, len(lines))):
        if not lines[end].strip() or len(lines[end]) > marks.LINE_LIMIT:
            return None
        line = _joined(lines[at : end + 1])
        if not marks.is_attribution(line) and not (marks.names_writer(line) and _starts_mark(lines, at, end)):
            continue
        if marks.is_certain(line) or _is_marked_below(lines, end):
            return _Boundary(at=at, content=end + 1, kind="attribution")
    return None


def _joined(lines: Sequence[str]) -> str:
    return " ".join(line.strip(" >") for line in lines)


def _starts_mark(lines: Sequence[str], at: int, end: int) -> bool:
    """Lines above a mark that is whole without them are the customer's; its own time, visibly cut off, is not."""
    below = range(at + 1, end + 1)
    if not any(marks.names_writer(_joined(lines[start : end + 1])) for start in below):
        return True
    is_cut_off = lines[at].rstrip().endswith(",") or any(lines[line].lstrip(" (").startswith("<") for line in below)
    times = [line for line in range(at, end + 1) if marks.starts_with_time(lines[line])]
    return is_cut_off and times == [at]


def _is_marked_below(lines: Sequence[str], at: int) -> bool:
    below = (lines[line] for line in range(at + 1, len(lines)))
    return next((line for line in below if line.strip()), "").startswith(">")


def _quote_starts(lines: Sequence[str], at: int) -> bool:
    """A marked attribution counts only where nothing but marks stands above it (a forward of a whole thread)."""
    return all(not lines[above].strip() for above in range(at))


def _header_block(lines: Sequence[str], at: int) -> _Boundary | None:
    """Outlook's and GMX's mark: From, Sent, To, Subject in a row, in any order; a long list of people may wrap."""
    if not marks.label(lines[at])[0]:
        return None
    kinds: dict[str, str] = {}
    end, strange = at, 0
    while end < len(lines) and end - at < 14 and strange < 3:
        kind, value = marks.label(lines[end])
        if kind and kind not in kinds:
            kinds[kind] = value
            strange = 0
        elif not lines[end].strip() and {"from", "subject"} <= kinds.keys():
            break
        else:
            strange += 1
        end += 1
    if "from" not in kinds or len(kinds.keys() & {"from", "sent", "to", "subject"}) < 3:
        return None
    return _Boundary(at=_with_separator(lines, at), content=end, kind="headers", sender=kinds["from"])


def _with_separator(lines: Sequence[str], at: int) -> int:
    """The line of underscores or "Original Message" that Outlook draws above belongs to the old mail."""
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above >= 0 and (marks.RULE_LINE.match(lines[above]) or marks.ORIGINAL_LINE.match(lines[above])):
        return above
    return at


def _by_quotequail(lines: Sequence[str]) -> _Boundary | None:
    text = "\n".join(lines)
    if len(text) > QUOTEQUAIL_LIMIT or any(len(line) > 2000 for line in lines):
        return None
    import quotequail

    parts = quotequail.quote(text, limit=100_000, quote_intro_line=True)
    if len(parts) != 2 or not parts[1][1].strip():
        return None
    at = parts[0][1].count("\n") + 1
    if not parts[0][1] or at >= len(lines) or lines[at].startswith(">") or _is_story(lines, at):
        return None
    return _Boundary(at=at, content=at + 1, kind="quotequail")


def _is_story(lines: Sequence[str], at: int) -> bool:
    """Whether a line at which quotequail would cut heads words of the customer's own. It may go on in the next one."""
    end = at if lines[at].rstrip().endswith(":") else min(at + 1, len(lines) - 1)
    return marks.is_undated(_joined(lines[at : end + 1])) and not _is_marked_below(lines, end)


def _is_forward(boundary: _Boundary, lines: Sequence[str], subject: str, is_own: Callable[[str], bool]) -> bool:
    """Old words that the writer hands on count as theirs; our own words never do."""
    if boundary.kind == "forward":
        return not is_own(boundary.sender)
    if boundary.kind != "headers" or is_own(boundary.sender):
        return False
    if marks.is_forward_subject(subject):
        return True
    recipient = next(
        (value for kind, value in map(marks.label, lines[boundary.at : boundary.content]) if kind == "to"), ""
    )
    return not marks.is_reply_subject(subject) and "@" in boundary.sender and not is_own(recipient)


def _unquoted_tail(lines: Sequence[str], at: int) -> str:
    """The whole text of a forward; Apple and others mark the forwarded lines with ">", which goes away."""
    tail = list(lines[at:])
    words = [line for line in tail[1:] if line.strip()]
    if words and all(line.startswith(">") for line in words):
        tail = [re.sub(r"^> ?", "", line) for line in tail]
    return "\n".join([*lines[:at], *tail]).strip()
