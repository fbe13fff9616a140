"""Texts that a vendor has approved, with blanks to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inquiries.said import gettext_noop

# What a blank of a template may be filled from, and what people call it. The desk knows the values, channels choose.
BLANK_SOURCES: Mapping[str, str] = {
    "first_name": gettext_noop("Name"),
    "full_name": gettext_noop("Full name"),
    "destinations": gettext_noop("Trip"),
    "dates": gettext_noop("Dates"),
    "depart_on": gettext_noop("Departure"),
    "return_on": gettext_noop("Return"),
    "nights": gettext_noop("Nights"),
    "travellers": gettext_noop("Travellers"),
    "adults": gettext_noop("Adults"),
    "children": gettext_noop("Children"),
    "origin": gettext_noop("From"),
    "budget": gettext_noop("Budget"),
    "reference": gettext_noop("Reference"),
    "agency": gettext_noop("Agency"),
    "agent": gettext_noop("Your name"),
}


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A place of a template that is filled in for each message.

    `key`: unique in the template. `source`: one of BLANK_SOURCES, or empty where only a person knows. `example`: how
    it was filled when the template was approved. `limit`: characters.
    """

    key: str
    label: str
    source: str = ""
    example: str = ""
    limit: int = 1024


type Piece = str | Blank


@dataclass(frozen=True, kw_only=True)
class Template:
    """A text that the vendor has approved, for when free text does not reach people.

    `key`: the channel's own, for `Channel.fill`. `language`: "es" or "pt-BR". `status`: in words. `usable` False:
    `reason` says why it cannot be sent. `header`, `body`, `footer`, `buttons`: as people see them, with blanks among
    the words. `file`: what its header shows and somebody has to give: image, video, document, or nothing; `accepts`:
    the types of file that it may be.
    """

    key: str
    title: str
    language: str
    status: str
    usable: bool
    reason: str = ""
    header: tuple[Piece, ...] = ()
    body: tuple[Piece, ...] = ()
    footer: str = ""
    buttons: tuple[tuple[Piece, ...], ...] = ()
    file: str = ""
    accepts: tuple[str, ...] = ()

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """Each once, in the order of reading."""
        pieces = (*self.header, *self.body, *(piece for button in self.buttons for piece in button))
        return tuple({piece.key: piece for piece in pieces if isinstance(piece, Blank)}.values())


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A template with its blanks filled: `text` as people read it, `shape` as its channel sends it.

    `shape["shown"]` is the one part that others read: {"header", "body", "footer", "buttons": [...]}, words all.
    """

    text: str
    shape: Mapping[str, Any]
