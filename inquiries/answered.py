"""Which message of ours answered which wait of a customer: told from the times of a conversation alone. Pure.

A wait begins with the first words that nobody has answered yet, and ends with our next answer; what we add after that
answers nothing. Who closes an inquiry, or loses it, has dealt with all that was there by then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Said:
    """A message of a person, theirs or ours. `author`: who of the staff wrote it on the desk, None for any other."""

    pk: int
    ours: bool
    at: datetime  # when it was sent
    arrived_at: datetime  # when it was here
    author: int | None = None
    channel: str = ""
    account: str = ""


def waits(conversation: Iterable[Said], closings: Sequence[datetime] = ()) -> list[tuple[Said, Said]]:
    """Each wait that ended: what was asked first, and the answer. `conversation` in the order of `at`.

    An answer typed elsewhere ends what was sent before it. One that was written on the desk ends only what had arrived
    by then: its author could not see a message that came in late.
    """
    found: list[tuple[Said, Said]] = []
    waiting: list[Said] = []
    for said in conversation:
        if not said.ours:
            waiting.append(said)
            continue
        closed = max((at for at in closings if at <= said.arrived_at), default=None)
        waiting = [ask for ask in waiting if closed is None or ask.arrived_at > closed]
        seen = [ask for ask in waiting if said.author is None or ask.arrived_at <= said.arrived_at]
        if seen:
            found.append((seen[0], said))
            waiting = [ask for ask in waiting if ask not in seen]
    return found
