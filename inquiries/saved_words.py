"""The blanks of saved replies: which there are, what a text uses, and filling them. Pure.

A blank that nobody could fill stays in the text as it is, `{budget}`, and such a text is not sent (replies.py).
"""

import re
from collections.abc import Mapping

# desk/saved.py says what people read in the editor; desk/template_values.py knows where each comes from.
BLANKS = (
    "first_name",
    "full_name",
    "destinations",
    "dates",
    "depart_on",
    "return_on",
    "nights",
    "travellers",
    "adults",
    "children",
    "origin",
    "budget",
    "agent",
    "agency",
    "reference",
)
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
