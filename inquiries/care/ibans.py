"""IBANs (ISO 13616): country, two check digits, and the country's own account number in the form it has there."""

import re

from inquiries.care.found import Found

# The account's own part as the registry has it: n digits, a letters, c either. https://www.swift.com/standards/iban
_REGISTRY = """
AD 8n12c AE 19n AL 8n16c AT 16n AZ 4a20c BA 16n BE 12n BG 4a6n8c BH 4a14c BR 23n1a1c BY 4c4n16c CH 5n12c CR 18n
CY 8n16c CZ 20n DE 18n DK 14n DO 4c20n EE 16n EG 25n ES 20n FI 14n FO 14n FR 10n11c2n GB 4a14n GE 2a16n GI 4a15c
GL 14n GR 7n16c GT 4c20c HR 17n HU 24n IE 4a14n IL 19n IQ 4a15n IS 22n IT 1a10n12c JO 4a4n18c KW 4a22c KZ 3n13c
LB 4n20c LC 4a24c LI 5n12c LT 16n LU 3n13c LV 4a13c LY 21n MC 10n11c2n MD 2c18c ME 18n MK 3n10c2n MR 23n MT 4a5n18c
MU 4a19n3a NL 4a10n NO 11n PK 4a16c PL 24n PS 4a21c PT 21n QA 4a21c RO 4a16c RS 18n SA 2n18c SC 4a20n3a SE 20n
SI 15n SK 20n SM 1a10n12c ST 21n SV 4a20n TL 19n TN 20n TR 6n16c UA 6n19c VA 18n VG 4a16n XK 16n
"""
_COUNTRIES = _REGISTRY.split()
_CLASSES = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


def _form(code: str) -> re.Pattern[str]:
    return re.compile("".join(f"{_CLASSES[kind]}{{{count}}}" for count, kind in re.findall(r"(\d+)([nac])", code)))


def _length(code: str) -> int:
    return 4 + sum(map(int, re.findall(r"\d+", code)))


FORMS = {country: (_length(code), _form(code)) for country, code in zip(_COUNTRIES[::2], _COUNTRIES[1::2], strict=True)}
_START = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[ \t\u00a0.-]?(?=[0-9][ ]?[0-9])")
_BETWEEN = re.compile(r"[ \t\u00a0\u2000-\u200b\u202f.\u2010-\u2015-]{0,3}(?:\r?\n(?:>[ \t]?)*)?[ \t]*")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def find(text: str) -> list[Found]:
    """IBANs in any grouping, also over a line's end; capitals or not."""
    found, past = [], 0
    for match in _START.finditer(text):
        country = FORMS.get(match[1].upper())
        end = _end(text, match.start(), *country) if country and match.start() >= past else None
        if end is not None:
            found.append(Found(match.start(), end, "iban"))
            past = end
    return found


def checks(number: str) -> bool:
    """Whether an IBAN without spaces, in capitals, has right check digits (mod 97)."""
    return int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97 == 1


def _end(text: str, start: int, length: int, form: re.Pattern[str]) -> int | None:
    """Where the account that may begin at `start` ends; None where it is none."""
    number, at = "", start
    while len(number) < length:
        character = text[at : at + 1].upper()
        if character not in _LETTERS:
            between = _BETWEEN.match(text, at)
            at = between.end() if between and number else at
            character = text[at : at + 1].upper()
            if character not in _LETTERS:
                return None
        number, at = number + character, at + 1
    if text[at : at + 1].isalnum():
        return None
    return at if form.fullmatch(number[4:]) and number[2:4].isdigit() and checks(number) else None
