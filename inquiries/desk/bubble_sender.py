"""The line above a mail or a chat: who it came from or went to, with what it proves lit."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from inquiries import addresses
from inquiries.desk import evidence
from inquiries.models import Message


def line(message: Message, contact: str, proofs: Sequence[Any], *, named: bool) -> SafeString:
    """Name and address as one line, with what it proves lit. Engines count in the name or the number alone. Of a chat
    nothing where it proves nothing, unless it has to be `named`."""
    if message.is_out and message.to:
        return marked(listed(message.to), ())
    address = message.identity.words if message.identity and message.identity.kind != "bsuid" else ""
    said = f"{contact} {address}".strip() if message.channel == Message.Channel.WHATSAPP else address or contact
    marks = []
    for item in proofs:
        found = evidence.spans(message.pk, [item], "sender")
        if found and message.identity and message.identity.kind == "bsuid":
            address = addresses.show_phone(str(item.get("quote", "")))  # a user id is no use to people
            said = f"{contact} {address}" if address.startswith("+") and address not in said else said
        quote = _as_shown(str(item.get("quote", "")), address) if found else ""
        at = said.find(quote)
        if quote and at >= 0:
            marks.append(evidence.Span(at, at + len(quote), found[0].anchor))
    return marked(said, marks) if marks or named or message.channel == Message.Channel.EMAIL else SafeString("")


def listed(column: Sequence[Mapping[str, str]]) -> str:
    return ", ".join(row["address"] for row in column)


def _as_shown(quote: str, address: str) -> str:
    """A number as the line has it: engines quote its bare digits."""
    bare = quote.removeprefix("+")
    return address if bare.isdecimal() and bare == re.sub(r"\D", "", address) else quote


def marked(text: str, marks: Sequence[evidence.Span]) -> SafeString:
    return mark_safe(evidence.render(text, marks))  # escaped by render
