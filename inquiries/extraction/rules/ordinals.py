"""Ordinals: days as people speak them ("may seventh"), weekends counted off within a month."""

import re

NTH: dict[int, tuple[str, ...]] = {
    1: ("first", "1st", "erste", "ersten", "erstes", "1.", "premier", "1er", "primer", "primo", "primeiro", "eerste",
        "1e", "1o"),
    2: ("second", "2nd", "zweite", "zweiten", "zweites", "2.", "deuxieme", "2eme", "2e", "second", "segundo",
        "secondo", "tweede", "2o"),
    3: ("third", "3rd", "dritte", "dritten", "drittes", "3.", "troisieme", "3eme", "3e", "tercer", "terzo",
        "terceiro", "derde", "3o"),
    4: ("fourth", "4th", "vierte", "vierten", "viertes", "4.", "quatrieme", "4eme", "4e", "cuarto", "quarto",
    "vierde",
        "4o"),
    -1: ("last", "letzte", "letzten", "letztes", "dernier", "ultimo", "laatste"),
}  # fmt: skip
_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
ORDINALS = {word: number for number, word in enumerate([*_UNITS, *_TEENS, "twentieth"], start=1)}
ORDINALS |= {f"twenty {word}": number for number, word in enumerate(_UNITS, start=21)}
ORDINALS |= {"thirtieth": 30, "thirty first": 31}
ORDINAL_WORD = (
    "(?P<word>"
    + "|".join(word.replace(" ", r"[\s-]+") for word in sorted(ORDINALS, key=len, reverse=True))
    + r")(?!\w)"
)
NTH_WORD = "(?:" + "|".join(re.escape(word) for words in NTH.values() for word in words) + ")"
WEEKEND = r"(?:week-?\s?ends?|wochenende|fin de semana|finde|fine settimana|fim de semana|fds|weekeinde)"


def value(word: str) -> int:
    """The day that `ORDINAL_WORD` matched."""
    return ORDINALS[" ".join(word.replace("-", " ").split())]
