"""One worker's turn on a mailbox: its lease, its time, and what came of it."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from django.template.defaultfilters import pluralize

from inquiries.errors import WorkError
from mailsync import mailboxes
from mailsync.models import Mailbox


@dataclass(kw_only=True)
class Outcome:
    """What a round over a mailbox came to."""

    new: int = 0
    known: int = 0
    removed: int = 0
    older: int = 0
    dead: int = 0
    busy: bool = False  # somebody else works on it, it is switched off, or Microsoft asked us to wait
    unfinished: bool = False  # the time was up, or the bell rang meanwhile; the next round goes on from here
    error: WorkError | None = None

    def __str__(self) -> str:
        counts = {
            "new": self.new,
            "known": self.known,
            "gone from their folder": self.removed,
            "older than wanted": self.older,
            f"dead letter{pluralize(self.dead)}": self.dead,
        }
        return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing new"


class LeaseLostError(Exception):
    """We were too slow, and another worker has this mailbox now."""


@dataclass(kw_only=True)
class Turn:
    """`until`: monotonic seconds after which it ends between two pages. `places`: Graph's ids of folders by name."""

    mailbox: Mailbox
    holder: str
    until: float | None
    outcome: Outcome = field(default_factory=Outcome)
    rung_at: datetime | None = None  # the last ring before the last look
    places: dict[str, str] = field(default_factory=dict)

    def is_over(self) -> bool:
        return self.until is not None and time.monotonic() > self.until

    def keep(self, *, page: bool = False) -> None:
        """We live: move the lease on. Raises LeaseLostError. `page`: Microsoft has just given us one."""
        if not mailboxes.keep(self.mailbox.pk, self.holder, page=page):
            raise LeaseLostError
