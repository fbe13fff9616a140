"""How a WhatsApp message looks beside its text: read from what Meta sent, each time it is shown.

What is read here was kept when the message came, so that a better face is one for old messages too.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from inquiries.addresses import show
from inquiries.envelope import Face, Lead, Order, OrderLine, Spot
from messaging import cards, contents
from messaging.contents import Content
from messaging.schemas import LocationPart, MediaPart, Message, OrderItem, OrderPart, Referral, SystemPart

_LINES = 100
_PLAIN = Face()
_LEADS = {"ad": gettext_lazy("an advertisement"), "post": gettext_lazy("a post")}
_SYSTEM = {
    "user_changed_user_id": gettext_lazy("WhatsApp gave this person a new user id"),
    "customer_identity_changed": gettext_lazy("Their security code changed: a new phone, or WhatsApp installed anew"),
}


def read(payload: Mapping[str, Any]) -> Face | None:
    """The face of a message from its payload; None where its text says all there is."""
    try:
        message = Message.model_validate(payload)
        content = contents.read(message)
    except ValidationError:
        return None
    face = replace(_said(message, content), **_beside(message))
    return None if face == _PLAIN else face


def _beside(message: Message) -> dict[str, Any]:
    """What may come with a message of any type."""
    context = message.context
    product = context.referred_product if context else None
    return {
        "forwarded": _forwarded(message),
        "product": product.product_retailer_id[:200] if product else "",
        "lead": _lead(message.referral),
    }


def _forwarded(message: Message) -> Literal["", "once", "often"]:
    if message.context is None:
        return ""
    return "often" if message.context.frequently_forwarded else "once" if message.context.forwarded else ""


def _lead(raw: Mapping[str, Any]) -> Lead | None:
    if not raw:
        return None
    try:
        found = Referral.model_validate(raw)
    except ValidationError:
        return None
    link = found.source_url if found.source_url.lower().startswith(("https://", "http://")) else ""
    return Lead(
        source=str(_LEADS.get(found.source_type, _LEADS["ad"])),
        headline=found.headline[:300],
        text=found.body[:1000],
        link=link[:1000],
        media=found.media_type if found.media_type in {"image", "video"} else "",
    )


def _said(message: Message, content: Content) -> Face:
    everything = len(content.text)
    if content.unknown:
        return Face(unknown=content.unknown, skip=everything)
    reader = _READERS.get(content.kind)
    return reader(message, content, everything) if reader else _PLAIN


def _media(message: Message, _content: Content, everything: int) -> Face:
    """Without a caption the file itself says all; one that Meta did not hand over is named."""
    part: MediaPart | None = getattr(message, message.type, None)
    return Face(skip=everything if part and part.id and not part.caption else 0)


def _location(message: Message, _content: Content, everything: int) -> Face:
    return Face(spot=_spot(message.location), skip=everything) if message.location else _PLAIN


def _contacts(message: Message, _content: Content, everything: int) -> Face:
    found = tuple(cards.read(card) for card in (message.contacts or [])[:50])
    return Face(cards=found, skip=everything if found else 0)


def _ordered(message: Message, content: Content, everything: int) -> Face:
    first, _, own = content.text.partition("\n")
    found = _order(message.order) if message.order else None
    return Face(order=found, skip=len(first) + 1 if own else everything)


def _system(message: Message, _content: Content, everything: int) -> Face:
    return Face(event=_event(message.system), skip=everything) if message.system else _PLAIN


def _welcome(_message: Message, _content: Content, everything: int) -> Face:
    return Face(event=_("Opened the chat for the first time"), skip=everything)


def _button(_message: Message, _content: Content, _everything: int) -> Face:
    return Face(pressed="button")


def _row(_message: Message, _content: Content, _everything: int) -> Face:
    return Face(pressed="list")


def _form(message: Message, _content: Content, everything: int) -> Face:
    reply = message.interactive.nfm_reply if message.interactive else None
    fields = contents.answers(reply) if reply else []
    if not fields:
        return Face(unknown="form", skip=everything)
    return Face(fields=tuple((contents.answer_name(name), value) for name, value in fields), skip=everything)


def _spot(part: LocationPart) -> Spot:
    latitude, longitude = _degrees(part.latitude, 90), _degrees(part.longitude, 180)
    known = latitude is not None and longitude is not None
    return Spot(
        name=part.name[:300],
        address=part.address[:500],
        latitude=latitude if known else None,
        longitude=longitude if known else None,
    )


def _degrees(text: str, most: int) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return round(found, 6) if -most <= found <= most else None


def _order(part: OrderPart) -> Order:
    items = part.product_items[:_LINES]
    lines = [
        OrderLine(
            product=item.product_retailer_id,
            quantity=item.quantity or "1",
            price=_price(item),
        )
        for item in items
    ]
    return Order(lines=tuple(lines), total=_total(items))


def _price(item: OrderItem) -> str:
    try:
        return _money(Decimal(item.item_price), item.currency) if item.item_price else ""
    except InvalidOperation:
        return f"{item.item_price[:40]} {item.currency}".strip()


def _money(amount: Decimal, currency: str) -> str:
    """`1,200 EUR`, `30.50 EUR`; a stranger's number may be endless or none at all."""
    if not amount.is_finite() or abs(amount) >= 10**15:
        raise InvalidOperation
    return (
        f"{amount:,.0f} {currency}".strip() if amount == amount.to_integral() else f"{amount:,.2f} {currency}".strip()
    )


def _total(items: list[OrderItem]) -> str:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    try:
        for item in items:
            sums[item.currency] += Decimal(item.item_price) * Decimal(item.quantity or "1")
        return " + ".join(_money(total, currency) for currency, total in sums.items())
    except InvalidOperation:
        return ""


def _event(part: SystemPart) -> str:
    number = part.wa_id or part.new_wa_id
    if part.type in {"user_changed_number", "customer_changed_number"} and number:
        return _("Changed their WhatsApp number, now %(number)s") % {
            "number": show("wa_id", number.removeprefix("+"))[:40]
        }
    if part.type in _SYSTEM:
        return str(_SYSTEM[part.type])
    return (part.body or part.type.replace("_", " ") or _("A note of WhatsApp's"))[:300]


_READERS: dict[str, Callable[[Message, Content, int], Face]] = {
    **dict.fromkeys(("image", "video", "audio", "voice", "document", "sticker"), _media),
    "location": _location,
    "contacts": _contacts,
    "order": _ordered,
    "system": _system,
    "request_welcome": _welcome,
    "button": _button,
    "button_reply": _button,
    "list_reply": _row,
    "nfm_reply": _form,
}
