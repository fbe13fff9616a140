"""How fast one may send by Meta's API, to one person and from one number, as its pages and partners tell."""

import threading
import time
from collections import deque
from dataclasses import dataclass, field


@dataclass
class Limits:
    """`pair_burst`: so many messages to one person at once, then one each `pair_every` seconds. `throughput`: messages
    in a second from the number."""

    pair_burst: int = 45
    pair_every: float = 6.0
    throughput: int = 80
    left: dict[str, tuple[float, float]] = field(default_factory=dict)  # recipient: tokens, and when that was counted
    lately: deque[float] = field(default_factory=deque)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def refusal(self, recipient: str) -> tuple[int, str] | None:
        """Meta's code and words where this message is too many; else it is counted."""
        with self.lock:
            now = time.monotonic()
            while self.lately and self.lately[0] <= now - 1:
                self.lately.popleft()
            if len(self.lately) >= self.throughput:
                return 130429, "Cloud API message throughput has been reached."
            tokens, then = self.left.get(recipient, (float(self.pair_burst), now))
            tokens = min(self.pair_burst, tokens + (now - then) / self.pair_every)
            if tokens < 1:
                self.left[recipient] = tokens, now
                return 131056, "(Business Account, Consumer Account) pair rate limit hit"
            self.left[recipient] = tokens - 1, now
            self.lately.append(now)
            return None
