"""What the sample inbox consists of, read from data/manifest.toml: messages by age, then what staff did.

What staff answered came on weekdays, and so did the answer: within opening hours, however early `make run` is.
"""

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from travelhub.demo.redating import Clock, ago, redate, zone

DATA = Path(__file__).parent / "data"
MEDIA = DATA / "media"  # files of WhatsApp messages, by media id


@dataclass(frozen=True, kw_only=True)
class Item:
    """One file that came in. `kind`: mail, sent (a mail of ours from the Sent folder) or webhook.

    `ago`: how long, or when, as redating.ago reads it.
    """

    kind: str
    file: str
    ago: str
    language: str = "en"
    season: str = ""
    zone: str = "+0000"

    @property
    def name(self) -> str:
        return self.file.partition(".")[0]

    def sent_at(self, now: datetime) -> datetime:
        return ago(self.ago, now).astimezone(zone(self.zone))

    def raw(self, now: datetime) -> bytes:
        """The wire form, dated around `now` (aware, in the agency's zone)."""
        clock = Clock(now=now, sent=self.sent_at(now), language=self.language, season=self.season)
        if self.kind == "webhook":
            tree = json.loads(redate((DATA / "whatsapp" / self.file).read_text("utf-8"), clock))
            return json.dumps(tree, separators=(",", ":")).encode("ascii")  # as Meta writes it: \u for all that is not
        template = (DATA / "mail" / self.file).read_bytes().decode("utf-8", "surrogateescape")
        return redate(template, clock).encode("utf-8", "surrogateescape")  # bytes of other charsets stay what they are


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something staff did: `do` names it (acts.py), `on` is the contact whose newest inquiry is meant."""

    do: str
    by: str
    on: str
    to: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A customer whose two addresses the agency knows from an earlier trip."""

    name: str
    email: str
    wa_id: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    items: tuple[Item, ...]
    acts: tuple[Act, ...]
    known: tuple[Known, ...]


def read() -> Manifest:
    tree = tomllib.loads((DATA / "manifest.toml").read_text("utf-8"))
    return Manifest(
        items=tuple(_item(row) for row in tree["item"]),
        acts=tuple(Act(**row) for row in tree["act"]),
        known=tuple(Known(**row) for row in tree["known"]),
    )


def _item(row: dict[str, Any]) -> Item:
    kind = next(kind for kind in ("mail", "sent", "webhook") if kind in row)
    file = row.pop(kind)
    return Item(kind=kind, file=file, **row)
