"""Addresses in one canonical form, so that the same person compares equal however an address was written."""

import re
from contextlib import suppress
from email.utils import parseaddr

import phonenumbers

EMAIL_LIMIT = 320  # characters; RFC 3696's longest address, and the column's width

_EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"().]{2,}")
_NOT_A_DIGIT = re.compile(r"\D")


def normalise(kind: str, value: str) -> str:
    """The key of an address: `kind` is email, wa_id or bsuid. Empty where nothing of an address is left."""
    if kind == "email":
        return _email(value)
    if kind == "wa_id":
        return _wa_id(value)
    return value.strip()[:EMAIL_LIMIT]


def is_email(text: str) -> bool:
    """Whether `text` is one bare address (no display name) that mail could be sent to."""
    return len(text) <= EMAIL_LIMIT and _EMAIL.fullmatch(text.strip()) is not None


def to_e164(text: str, region: str) -> str | None:
    """A telephone number as +441632960983, or None. `region`: where a number without country code is (GB)."""
    try:
        number = phonenumbers.parse(text[:80], region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def forms(value: str) -> list[str]:
    """All forms in which a normalised WhatsApp number may be written, its key first: with and without the extra digit.

    Only for search: what is sent to is the form that WhatsApp itself uses.
    """
    if value.startswith("55") and len(value) == 13 and value[4] == "9" and value[5] in "6789":
        return [value, f"{value[:4]}{value[5:]}"]
    if value.startswith("549") and len(value) == 13:
        return [value, f"54{value[3:]}"]
    if value.startswith("52") and len(value) == 12:
        return [value, f"521{value[2:]}"]
    return [value]


def show(kind: str, value: str) -> str:
    """An address as people read it: a WhatsApp number as +44 7700 900417, anything else as it is."""
    return show_phone(f"+{value}") if kind == "wa_id" and value.isdecimal() else value


def show_phone(text: str) -> str:
    """A number in E.164 in groups: +44 7700 900417. What is no number stays as it is."""
    try:
        number = phonenumbers.parse(text[:80])
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _email(value: str) -> str:
    value = value.strip()
    if "<" in value:
        value = parseaddr(value)[1] or value
    local, at, domain = value.removeprefix("mailto:").strip("<> ").lower().rpartition("@")
    domain = domain.rstrip(".")
    with suppress(UnicodeError):  # no valid domain: keep it as it came, it is still a key
        domain = domain.encode("idna").decode("ascii")  # münchen.example and xn--mnchen-3ya.example are one domain
    return f"{local}{at}{domain}"[:EMAIL_LIMIT]


def _wa_id(value: str) -> str:
    """Digits with the country code; Brazil's and Argentina's mobile numbers always with their extra 9, Mexico's never
    with the 1 that mobile numbers had until 2019.

    WhatsApp leaves the 9 out for accounts older than the 9, and keeps the 1 for those of its time. Brazil's landlines
    start with 2 to 5 and have none: adding it there would make a stranger's mobile number of a landline.
    """
    digits = _NOT_A_DIGIT.sub("", value).lstrip("0")
    if digits.startswith("55") and len(digits) == 12 and digits[4] in "6789":
        return f"{digits[:4]}9{digits[4:]}"
    if digits.startswith("54") and len(digits) == 12 and digits[2] != "9":
        return f"549{digits[2:]}"
    if digits.startswith("521") and len(digits) == 13:
        return f"52{digits[3:]}"
    return digits[:EMAIL_LIMIT]
