"""Taking in what is due, whichever body was rung for: posts come faster than rings, and a ring may be lost.

Each row is claimed alone, as everywhere: of a worker that dies one row waits for its lease, and a body that kills its
worker takes no neighbour with it.
"""

import threading
import time

from inquiries.doorbell import ring_now
from messaging import events, ingest
from messaging.models import WebhookEvent

_AT_ONCE = 2  # turns in one process; its other threads stay free for replies and files
_TURN = 5.0  # seconds, then other tasks that wait in the broker come first
_SLICE = 50  # keys read at once

_turns = threading.BoundedSemaphore(_AT_ONCE)
_rung = threading.Event()


def take_in(pk: int) -> None:
    """Take in `pk` with all else that is due; at once where nobody is at it, else whoever is at it looks again."""
    _rung.set()
    # Looked at again after each turn: a row that was written while a turn ended has set it and found no place.
    while _rung.is_set() and _turns.acquire(blocking=False):
        try:
            _rung.clear()
            unfinished = _turn(until=time.monotonic() + _TURN)
        finally:
            _turns.release()
        if unfinished:
            ring_now(events.TASK, pk)
            return


def _turn(*, until: float) -> bool:
    """True: the time was over before the work was."""
    while keys := _due():
        won = 0
        for key in keys:
            won += ingest.ingest_event(key)
            if time.monotonic() > until:
                return True
        if not won:
            break  # others are at all of them
    return False


def _due() -> list[int]:
    rows = WebhookEvent.objects.due().filter(state=WebhookEvent.State.RECEIVED)
    return list(rows.values_list("pk", flat=True)[:_SLICE])
