"""Trying a read again within one round: what may have passed is tried soon, a short wait that was asked for is waited.

Only reads, and only here; a send, and whatever outlasts this, is tried again by its row (inquiries/due.py).
"""

import random
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings

from inquiries.errors import WorkError
from mailsync.graph_errors import GONE, RESYNC, THROTTLED

TRIES = 5
LONGEST_WAIT = timedelta(seconds=10)  # a longer Retry-After ends the round; the row keeps it
_WAITS = 20  # in a row, then it ends all the same
_SLICE = 1.0  # seconds between two signs of life while we wait
_THROTTLED = 20  # times the usual pause
_AFTER = 0.02  # a little later than was asked for: clocks differ

type Keep = Callable[[], None]  # says that we are alive; raises where somebody else has taken over


def again[T](call: Callable[[], T], *, keep: Keep) -> T:
    """The answer of a read. Raises its last WorkError when it is final, or was tried often enough."""
    tried = Tries(keep)
    while True:
        try:
            return call()
        except WorkError as error:
            if not tried.wait(error):
                raise


class Tries:
    """Of one read: how often it failed, and the pause after each."""

    def __init__(self, keep: Keep) -> None:
        self.keep, self.failed, self.waited = keep, 0, 0

    def wait(self, error: WorkError) -> bool:
        """Pause before the next try; False, at once, where there is to be none."""
        if error.retry_after is not None:
            self.waited += 1
            if error.retry_after > LONGEST_WAIT or self.waited > _WAITS:
                return False
            rest(error.retry_after.total_seconds() + _AFTER, self.keep)
            return True
        self.failed += 1
        if error.permanent or error.code in {RESYNC, GONE} or self.failed >= TRIES:
            return False
        rest(self._pause(error), self.keep)
        return True

    def _pause(self, error: WorkError) -> float:
        """Longer each time, with jitter; a throttling that names no wait wants more of it."""
        first: float = settings.MAIL_RETRY_PAUSE.total_seconds() * (_THROTTLED if error.code == THROTTLED else 1)
        return float(first * 2 ** (self.failed - 1)) * random.uniform(0.75, 1.25)  # noqa: S311


def rest(seconds: float, keep: Keep) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        keep()
        time.sleep(min(left, _SLICE))
