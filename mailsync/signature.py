"""The signature of a mailbox: plain text with names in braces that are filled in when a mail goes out. Pure."""

import re

KNOWN = ("agent", "agency", "mailbox")
_NAME = re.compile(r"\{(\w+)\}")


def names(text: str) -> list[str]:
    """What stands in braces."""
    return _NAME.findall(text)


def filled(text: str, *, agent: str, agency: str, mailbox: str) -> str:
    """A line whose names are all empty is left out: an automatic answer has no agent."""
    values = {"agent": agent.strip(), "agency": agency.strip(), "mailbox": mailbox.strip()}
    lines = []
    for line in text.strip().splitlines():
        found = _NAME.findall(line)
        if found and not any(values.get(name, "") for name in found):
            continue
        lines.append(_NAME.sub(lambda match: values.get(match[1], match[0]), line).rstrip())
    return "\n".join(lines).strip()
