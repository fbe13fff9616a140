"""Passports and identity cards: the lines for machines (ICAO 9303), and numbers that are called a passport's.

Scans and copied text bring slips: spaces, small letters, « for two fillers, O for 0. Two right check digits of three
are proof enough.
"""

import re
from collections.abc import Iterator

from inquiries.care.found import Found

_FIELDS = {44: ((0, 9), (13, 19), (21, 27)), 36: ((0, 9), (13, 19), (21, 27))}  # number, birth, expiry in line two
_LINE = re.compile(r"^[ \t>|]*(?P<line>[A-Za-z0-9<«‹ \t]{14,140})[ \t|]*\r?$", re.MULTILINE)
_SLIPS = str.maketrans("OQDILZSBG", "000112586")
_WEIGHTS = (7, 3, 1)
_NAME_LINE = re.compile(r"[PIACV][A-Z<][A-Z]{3}[A-Z<]+")

_PAPER = (
    r"passports?(?: ?card)?|reise ?p(?:a|ä)ss\w*|pass-?(?:nr|nummer|no)|(?:personal)?ausweis\w*|passeports?|"
    r"carte (?:nationale )?d['’]identit(?:é|e)|cni|pasaportes?|dni|nie|documento de identidad|passaport[oie]|"
    r"carta d['’]identit(?:à|a)|bilhete de identidade|cart(?:ã|a)o de cidad(?:ã|a)o|paspoort\w*|"
    r"identiteits(?:kaart|bewijs)\w*|identity card|id[ -]?card|id (?:no|number|nr)"
)
_NAMED = re.compile(
    rf"\b(?:{_PAPER})\b(?P<gap>(?:[^\d.!?;\n]|(?<=[nN][orOR])\.|(?<=\W[nN])\.|(?<=[nN]um)\.|\n(?!\s*\n)){{0,40}}?)"
    r"(?<![\w/.-])(?P<number>\d{2,3}(?: \d{3}){2}|(?=(?:[A-Z]*\d){4})[A-Z]{1,3}[ -]?\d{5,9}[A-Z]?|"
    r"(?=(?:[A-Z]*\d){4})[A-Z0-9]{6,12})(?![\w]|[/.-]\d)",
    re.IGNORECASE,
)
_NAMES_FILE = re.compile(
    r"pass(?:port|eport|aport|aporto|poort)|pasaporte|paspoort|reisepass|ausweis|identit|(?:^|[^a-z])(?:id|cni|dni)"
    r"[-_ ]?(?:card|scan|copy|front|back|karte)|(?:credit|debit|kredit|bank)[-_ ]?(?:card|kart)|kreditkarte|"
    r"carte[-_ ]?(?:bancaire|bleue|de[-_ ]credit)|tarjeta[-_ ]?(?:de[-_ ])?cr|carta[-_ ]di[-_ ]credito|"
    r"cart[aã]o[-_ ]de[-_ ]cr|driving[-_ ]?licen[cs]e|f(?:ü|ue)hrerschein|(?:^|[^a-z])visa[-_ ]?(?:card|scan|copy)",
    re.IGNORECASE,
)


def is_paper(filename: str) -> bool:
    """Whether a file's name says that it is a passport, an identity card or a card to pay with."""
    return _NAMES_FILE.search(filename) is not None


def lines(text: str) -> list[Found]:
    """The lines for machines: passports (2 of 44), visas and cards (2 of 36), cards (3 of 30)."""
    if "<" not in text and "«" not in text and "‹" not in text:
        return []
    rows = [(match.start("line"), match.end("line"), _plain(match["line"])) for match in _LINE.finditer(text)]
    found = {}
    for at, (start, end, line) in enumerate(rows):
        below = rows[at + 1][2] if at + 1 < len(rows) else ""
        if _is_whole(line) or _is_second(line):
            found[at] = Found(start, end, "passport")
            if at and _NAME_LINE.match(rows[at - 1][2]):
                found[at - 1] = Found(*rows[at - 1][:2], "passport")
        elif _is_card(line, below):
            found |= {at + more: Found(*rows[at + more][:2], "passport") for more in range(3) if at + more < len(rows)}
    return list(found.values())


def named(text: str) -> list[Found]:
    """Numbers that the words before them call those of a passport or an identity card."""
    return [
        Found(*match.span("number"), "passport")
        for match in _NAMED.finditer(text)
        if not re.fullmatch(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}", match["number"])
    ]


def digit(field: str) -> int:
    """The check digit of a field: weights 7, 3, 1; a letter counts from A = 10, a filler nothing."""
    values = (0 if character == "<" else int(character, 36) for character in field)
    return sum(value * _WEIGHTS[position % 3] for position, value in enumerate(values)) % 10


def _plain(line: str) -> str:
    return re.sub(r"\s", "", line.replace("«", "<<").replace("‹", "<")).upper()


def _is_whole(line: str) -> bool:
    """All lines in one, as some readers copy them."""
    return any(_is_second(line[length:]) for length in _FIELDS if len(line) == 2 * length and line[0] in "PIACV")


def _is_second(line: str) -> bool:
    return any(_proofs(line, fields) >= 2 for length, fields in _FIELDS.items() if abs(len(line) - length) <= 2)


def _is_card(line: str, below: str) -> bool:
    """Line one and two of an identity card: the number in the one, birth and expiry in the other."""
    if not (28 <= len(line) <= 32 and 28 <= len(below) <= 32 and line[0] in "AIC"):
        return False
    return _proofs(line, ((5, 14),)) + _proofs(below, ((0, 6), (8, 14))) >= 2


def _proofs(line: str, fields: tuple[tuple[int, int], ...]) -> int:
    return sum(_holds(line[start:end], line[end : end + 1]) for start, end in fields)


def _holds(field: str, said: str) -> bool:
    if not re.search(r"\d", field) or not said:
        return False
    said = "0" if said == "<" else said.translate(_SLIPS)
    return any(said == str(digit(form)) for form in _readings(field))


def _readings(field: str) -> Iterator[str]:
    """As it stands, and with the letters that readers take for digits; a date (six places) is digits only."""
    if len(field) != 6:
        yield field
    yield field.translate(_SLIPS)
