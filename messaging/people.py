"""Who a WhatsApp message is from, and what it says about that: pure.

The business-scoped user id comes first; the number may be hidden, and is then absent or empty.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

import re
from dataclasses import dataclass

from inquiries.envelope import Address
from messaging.schemas import Card, Message

# Old and new names of one thing: the customer has another number, or (with a hidden one) another user id.
_CHANGES = {"user_changed_number", "customer_changed_number", "user_changed_user_id"}
_ASKED_FOR = {"contact_request", "request_contact_info"}  # a card that the button sent: it is the customer's own
_FROM_TO = re.compile(r"\bfrom \+?(\d{6,20}) to \+?(\d{6,20})\b")
_TEL = re.compile(r"^TEL(?:[^:\n]*?\bwaid=(\d{6,20}))?[^:\n]*:(.+)$", re.MULTILINE | re.IGNORECASE)
_NOT_A_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the customer was known by and is known by now. `former` empty: the message does not say whom it is about."""

    former: tuple[Address, ...]
    now: tuple[Address, ...]


def addresses(number: str, user_id: str, *, parent: str = "") -> tuple[Address, ...]:
    found = (Address(kind="bsuid", value=user_id, parent=parent),) if user_id else ()
    return (*found, Address(kind="wa_id", value=number)) if number else found


def changed(message: Message) -> Change | None:
    """The change that a system message tells of; None for any other message, and where no new address is given."""
    part = message.system
    if part is None or part.type not in _CHANGES:
        return None
    number, user_id = part.wa_id or part.new_wa_id, part.user_id
    said = _FROM_TO.search(part.body)
    if said and not number:
        number = said[2]
    old_id = part.previous_user_id or message.from_user_id
    old_number = message.sender or (said[1] if said else "")
    if old_number == number and said:
        old_number = said[1]
    now = addresses(number, user_id, parent=part.parent_user_id)
    former = addresses(
        old_number if old_number != number else "",
        old_id if old_id != user_id else "",
        parent=part.previous_parent_user_id or message.from_parent_user_id,
    )
    return Change(former=former, now=now) if now else None


def shared(message: Message) -> tuple[Address, ...]:
    """The number that the customer gave as their own, by the button that asks for it; any other card is anybody's."""
    cards = [card for card in message.contacts or [] if card.origin in _ASKED_FOR]
    number = _number(cards[0]) if len(cards) == 1 else ""
    return addresses(number, "")


def _number(card: Card) -> str:
    for line in card.phones:
        if line.wa_id:
            return line.wa_id
    written = [line.phone for line in card.phones]
    for waid, text in _TEL.findall(card.vcard):
        if waid:
            return str(waid)
        written.append(text)
    return next((_NOT_A_DIGIT.sub("", text) for text in written if text.strip().startswith("+")), "")
