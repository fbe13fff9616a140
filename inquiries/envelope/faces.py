"""What a channel knows of a message beside its text, for the conversation."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Lead:
    """What brought somebody to write: an advertisement or a post. `link`: its address, http or https, or empty.

    `media`: "image", "video" or empty. Pictures of it are never loaded.
    """

    source: str
    headline: str = ""
    text: str = ""
    link: str = ""
    media: str = ""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place on the map. `latitude`, `longitude`: decimal degrees, both or neither."""

    name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Card:
    """Somebody's contact card."""

    name: str = ""
    organisation: str = ""
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """`price`: of one, as it came, with its currency; empty where none was given."""

    product: str
    quantity: str
    price: str = ""


@dataclass(frozen=True, kw_only=True)
class Order:
    """`total`: of all lines, one for each currency; empty where a price is missing."""

    lines: tuple[OrderLine, ...]
    total: str = ""


@dataclass(frozen=True, kw_only=True)
class Face:
    """What a channel knows of a message beside its text, for the conversation. Empty fields are not drawn.

    `skip`: so many characters at the start of the text only say in brackets what is drawn better from here; where
    something in them is a proof they are shown all the same. `event`: words of a line between the messages, for what
    nobody said. `pressed`: the text is a button or a list row that was chosen ("button", "list"). `fields`: of a form,
    name and answer. `unknown`: what kind it was, where the channel cannot hand over what it says. `forwarded`:
    "often" where it went through many hands.
    """

    skip: int = 0
    event: str = ""
    forwarded: Literal["", "once", "often"] = ""
    lead: Lead | None = None
    product: str = ""
    spot: Spot | None = None
    cards: tuple[Card, ...] = ()
    pressed: Literal["", "button", "list"] = ""
    fields: tuple[tuple[str, str], ...] = ()
    order: Order | None = None
    unknown: str = ""
