"""The country a sender probably writes from: decides what "$" is, whose national numbers these are, and 05/06."""

from collections.abc import Mapping
from datetime import timedelta

from inquiries.extraction.document import Document

# Hours from UTC at which a language is spoken elsewhere than in its first country; the half-open range [low, high).
_BY_OFFSET: Mapping[str, tuple[tuple[float, float, str], ...]] = {
    "en": ((-10, -3, "US"), (5.5, 5.75, "IN"), (8, 11.5, "AU"), (12, 13.5, "NZ")),
    "es": ((-8, -5.5, "MX"), (-5, -4.5, "CO"), (-3.5, -2, "AR")),
    "pt": ((-5, -1.5, "BR"),),
    "fr": ((-8, -3, "CA"),),
}
_FIRST = {"en": "GB", "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "pt": "PT", "nl": "NL"}


def country(document: Document, language: str) -> str:
    """ISO 3166 alpha-2, "" where nothing tells. The number a message came from says it best."""
    return of_phone(document.sender_phone) or document.country or _by_clock(document, language)


def of_phone(number: str) -> str:
    if not number.startswith("+"):
        return ""
    import phonenumbers  # its tables are large: on first use

    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(number[:40]))
    except phonenumbers.NumberParseException:
        return ""
    return found if found and found.isalpha() else ""


def _by_clock(document: Document, language: str) -> str:
    """Mail carries the sender's own zone; UTC says nothing."""
    offset = (document.sent_at.utcoffset() or timedelta()).total_seconds() / 3600
    elsewhere = (name for low, high, name in _BY_OFFSET.get(language, ()) if low <= offset < high)
    return next(elsewhere, _FIRST.get(language, ""))
