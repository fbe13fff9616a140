"""Contact cards as customers share them, with the fields of Meta's or as a vCard: pure."""

import re

from inquiries.envelope import Card
from messaging import schemas

_LINE = re.compile(r"^(?:\w+\.)?(FN|TEL|EMAIL|ORG)(?:;[^:\r\n]*)?:(.+?)\s*$", re.MULTILINE | re.IGNORECASE)
_LINES = 100  # numbers and addresses of one card


def read(card: schemas.Card) -> Card:
    """The card in the core's words; a field that Meta left out is taken from the vCard."""
    written = _vcard(card.vcard)
    org = card.org
    return Card(
        name=_name(card.name) or "".join(written["FN"][:1]),
        organisation=", ".join(word for word in (org.title, org.department, org.company) if word)
        if org
        else ", ".join(written["ORG"][:1]),
        phones=tuple([phone.phone or phone.wa_id for phone in card.phones][:_LINES] or written["TEL"][:_LINES]),
        mails=tuple([mail.email for mail in card.emails][:_LINES] or written["EMAIL"][:_LINES]),
    )


def line(card: Card) -> str:
    """A card as one line of a message's text."""
    parts = [card.name, *card.phones, *card.mails]
    return " ".join(["[Contact]", ", ".join(part for part in parts if part)]).strip()


def _name(name: schemas.CardName | None) -> str:
    return (name.formatted_name or f"{name.first_name} {name.last_name}".strip()) if name else ""


def _vcard(text: str) -> dict[str, list[str]]:
    """Names, numbers, mail addresses and organisations of a vCard (RFC 6350), as they stand in it."""
    found: dict[str, list[str]] = {"FN": [], "TEL": [], "EMAIL": [], "ORG": []}
    for kind, value in _LINE.findall(text):
        found[kind.upper()].append(value.removeprefix("tel:").replace("\\,", ",").replace(";", ", ").strip(", "))
    return found
