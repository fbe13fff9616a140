"""Which country a sender's address speaks for. Pure."""

import phonenumbers

# Country codes of the net that the whole world uses.
_EVERYBODYS = frozenset({"IO", "CO", "ME", "TV", "AI", "TO", "CC", "LY", "FM", "WS", "LA", "SH", "GG", "BZ", "AM"})


def country(*, phone: str = "", email: str = "") -> str:
    """ISO 3166 alpha-2 by the number (E.164), else by the ending of the mail address; empty where neither tells."""
    return _of_phone(phone) or _of_email(email)


def _of_phone(phone: str) -> str:
    try:
        number = phonenumbers.parse(phone[:40]) if phone else None
    except phonenumbers.NumberParseException:
        return ""
    if number is None or not number.country_code:
        return ""
    # A number that no network has given out still has its country code.
    found = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code
    )
    return found if found in phonenumbers.SUPPORTED_REGIONS else ""


def _of_email(email: str) -> str:
    ending = email.rpartition(".")[2].upper()
    code = "GB" if ending == "UK" else ending
    return code if code in phonenumbers.SUPPORTED_REGIONS and code not in _EVERYBODYS else ""
