"""What is cut off a mail before the library reads it: it has no limits of its own. Pure.

A mail of a few megabytes can hold a million parts or header fields, and the library makes an object of each.
"""

import re

HEADER_LIMIT = 256 * 1024  # bytes of the mail's own header that are read
_BOUNDARY = re.compile(rb"boundary[ \t]*=[ \t]*\"?([^\"\r\n;]{1,100})", re.IGNORECASE)
_MANY_BOUNDARIES = 200

LONG_HEADER = "The header of this mail is longer than is read; the original is kept whole."


def has_long_header(raw: bytes) -> bool:
    """Whether the header does not end where headers end."""
    start = raw[: HEADER_LIMIT + 4]
    return len(raw) > HEADER_LIMIT and not re.search(rb"\n\r?\n|\r\r", start)


def within_parts(raw: bytes, *, most: int) -> bytes:
    """`raw`, cut off behind the mark of its part number `most`."""
    names = {match[1].rstrip() for match, _ in zip(_BOUNDARY.finditer(raw), range(_MANY_BOUNDARIES), strict=False)}
    if sum(raw.count(b"--" + name) for name in names) <= most:
        return raw
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    marks = re.compile(rb"^--(?:" + b"|".join(longest_first) + b")", re.MULTILINE)
    for number, match in enumerate(marks.finditer(raw)):
        if number >= most:
            return raw[: match.start()]
    return raw
