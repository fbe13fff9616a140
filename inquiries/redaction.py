"""Names, addresses and numbers of a customer out of a text, so that a case can be worked with elsewhere. Pure.

What it knows of the person goes everywhere; addresses, telephone and card numbers by their form. It cannot know what
else a text tells of somebody (a street, an illness, the name of a child): a person looks before a file is given away.
"""

import re
from collections.abc import Collection

from inquiries import care

NAME, EMAIL, PHONE = "Robin Sample", "robin@redacted.example", "+442079460958"  # a number reserved for fiction
_FIRST, _LAST = NAME.split()
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|00|\(?0)[\d(][\d\s()/.-]{6,}\d")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_SHORTEST_PHONE = 9  # digits


class Redactor:
    """Replaces what it was told of one person, and what looks like an address or a number."""

    def __init__(self, *, names: Collection[str], known: Collection[str]) -> None:
        """`known`: addresses, numbers and user names as the channel has them."""
        whole = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
        self._whole = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE) for name in whole]
        parts = [(word, position) for name in whole for position, word in enumerate(name.split())]
        # Shorter ones are words of their own in some language ("de", "An"); our own names stay as they are.
        words = {word: position for word, position in parts if len(word) > 2 and word not in {_FIRST, _LAST}}
        self._words = [
            (re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE), _LAST if position else _FIRST)
            for word, position in words.items()
        ]
        self._known = sorted({item for item in known if len(item) > 3}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for item in self._known:
            text = text.replace(item, EMAIL if "@" in item else PHONE.removeprefix("+"))
        text = _MAIL.sub(EMAIL, text)
        text = _IBAN.sub("(account)", text)
        text = _PHONE.sub(_number, text)
        text = _CARD.sub(_number, text)
        for pattern in self._whole:
            text = pattern.sub(NAME, text)
        for pattern, word in self._words:
            text = pattern.sub(word, text)
        return care.masked(text, tail=False)  # what is left: passports, and what stands beside a card


def _number(match: re.Match[str]) -> str:
    said = match[0]
    if _DATE.search(said) or sum(letter.isdigit() for letter in said) < _SHORTEST_PHONE:
        return said
    return PHONE
