"""The blanks of saved replies: which there are, what a text uses, and filling them. Pure.

A blank that nobody could fill stays in the text as it is, `{budget}`, and such a text is not sent (replies.py).
"""

import re
from collections.abc import Mapping

from inquiries.said import gettext_noop

# By name, what people read in the editor. desk/template_values.py knows where each comes from.
BLANKS: dict[str, str] = {
    "first_name": gettext_noop("First name"),
    "full_name": gettext_noop("Whole name"),
    "destinations": gettext_noop("Destinations"),
    "dates": gettext_noop("Dates of the trip"),
    "depart_on": gettext_noop("First day"),
    "return_on": gettext_noop("Last day"),
    "nights": gettext_noop("Nights"),
    "travellers": gettext_noop("Travellers"),
    "adults": gettext_noop("Adults"),
    "children": gettext_noop("Children"),
    "origin": gettext_noop("Where they start"),
    "budget": gettext_noop("Budget"),
    "agent": gettext_noop("Your first name"),
    "agency": gettext_noop("Name of the agency"),
    "reference": gettext_noop("Our reference"),
}
_BRACED = re.compile(r"\{([^{}\n]*)\}")


def unknown(text: str) -> list[str]:
    """What stands in braces and is no blank, each once, as it is written: ["{firstname}"]."""
    return list(dict.fromkeys(found[0] for found in _BRACED.finditer(text) if found[1] not in BLANKS))


def used(text: str) -> list[str]:
    """Names of the blanks in the text, each once, in its order."""
    return list(dict.fromkeys(found[1] for found in _BRACED.finditer(text) if found[1] in BLANKS))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled; one without a value stays. A value is never looked through for blanks."""
    return _BRACED.sub(lambda found: values.get(found[1]) or found[0], text)
