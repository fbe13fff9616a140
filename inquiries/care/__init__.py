"""Numbers that are nobody's business at a desk: cards, bank accounts, passports. Pure, no Django.

`find(text)` says where they stand; `masked(text)` is the text with them covered, character for character, so that
every offset into it still holds. `Message.text` itself never changes: it is covered when it is shown, logged or sent
away. docs/security.md says where.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from inquiries.care import cards, ibans, papers
from inquiries.care.found import Found, apart
from inquiries.said import gettext_noop

DOT = "•"
WORDS = {
    "card": gettext_noop("card number"),
    "cvv": gettext_noop("card security code"),
    "expiry": gettext_noop("card expiry date"),
    "iban": gettext_noop("IBAN"),
    "passport": gettext_noop("passport or ID number"),
}
_TAIL = {"card": 4, "iban": 4}  # characters that stay, so that people can tell two cards apart
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=512)
def find(text: str) -> tuple[Found, ...]:
    """Everything in `text` that is to be covered, in order, none over another."""
    if not _DIGIT.search(text):
        return ()
    accounts = ibans.find(text)
    found = apart([*accounts, *papers.lines(text), *cards.find(text), *papers.named(text)])
    plain = [item for item in found if item.kind == "card"]
    return tuple(apart([*found, *cards.beside(text, plain)]))


def masked(text: str, *, tail: bool = True, fill: str = DOT) -> str:
    """`text` in the same length with each letter and digit of what `find` finds covered by `fill`.

    `tail`: the last four of a card or an account stay: "•••• •••• •••• 4242".
    """
    found = find(text)
    if not found:
        return text
    pieces, at = [], 0
    for start, end, kind in found:
        pieces += [text[at:start], _covered(text[start:end], _TAIL.get(kind, 0) if tail else 0, fill)]
        at = end
    return "".join([*pieces, text[at:]])


def kinds(*texts: str) -> list[str]:
    """What is in the texts, in words for people, each once: ["card number", "IBAN"]."""
    return list(dict.fromkeys(WORDS[item.kind] for text in texts for item in find(text)))


def deep[T](value: T, *, tail: bool = True) -> T:
    """`masked` for every text inside a value of lists, mappings and dataclasses; anything else stays as it is."""
    covered: T = _deep(value, tail)
    return covered


def _deep(value: Any, tail: bool) -> Any:
    if isinstance(value, str):
        return masked(value, tail=tail)
    if isinstance(value, Mapping):
        return {_deep(key, tail): _deep(item, tail) for key, item in value.items()}
    if isinstance(value, list):
        return [_deep(item, tail) for item in value]
    if isinstance(value, tuple):
        items = [_deep(item, tail) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _deep(getattr(value, field.name), tail) for field in fields(value) if field.init}
        return replace(value, **changed)
    return value


def _covered(number: str, tail: int, fill: str) -> str:
    seen = sum(character.isalnum() for character in number) - tail
    pieces = []
    for character in number:
        hide = (character.isalnum() or character == "<") and seen > 0
        seen -= character.isalnum()
        pieces.append(fill if hide else character)
    return "".join(pieces)


__all__ = ["DOT", "WORDS", "Found", "deep", "find", "kinds", "masked"]
