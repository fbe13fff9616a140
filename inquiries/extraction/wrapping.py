"""Strangers' words as data in a question to a model: between markers that nobody can know beforehand. Pure."""

import re
import secrets

# Letters that no screen shows and a model reads: tags (a whole alphabet of them), and turners of direction.
_UNSEEN = re.compile("[\U000e0000-\U000e007f\u202a-\u202e\u2066-\u2069]")


def seen(words: str) -> str:
    """What people see of the words."""
    return _UNSEEN.sub("", words)


def line(words: str) -> str:
    """A name or a subject is one line, whatever it holds."""
    return " ".join(seen(words).split())


def wrapped(name: str, text: str, *, holds: str = "") -> str:
    """`text` between two lines with a number that changes each time. `name`: what it is, and what it `holds`; `text`:
    seen() already."""
    mark = secrets.token_hex(6)
    return f"----- {name} {mark}{holds and f': {holds}'} -----\n{text}\n----- end of {name} {mark} -----"
