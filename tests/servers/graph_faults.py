"""Faults by rate, and what a throttling server keeps account of: refusals, calls that came too early, calls at once.

A seed makes a run repeatable as far as threads allow.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.servers.graph import Call, Fault, Graph, RefusalError

CONCURRENT = 4  # of one app to one mailbox, https://learn.microsoft.com/en-us/graph/throttling-limits
# A call that was on its way when the refusal went out cannot know of it, however long it takes: of the two at a time
# that a fetch makes (mailsync.fetching) that is one. It is counted apart.
ON_THEIR_WAY = 1

_KINDS = {
    "429": 8,
    "429 with a date": 2,
    "500": 20,
    "503": 20,
    "502": 10,
    "reset": 20,
    "cut": 15,
    "token expired": 5,
}


@dataclass
class Meter:
    """What the calls to the mailbox came to. `early`: made before a Retry-After was over, by "METHOD path"."""

    calls: int = 0
    refusals: int = 0
    crossed: int = 0
    early: list[str] = field(default_factory=list)
    most: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    _now: int = 0
    _since_shut: int = 0
    _shut_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def under_way(self, call: Call) -> Iterator[None]:
        """Around each call. Raises RefusalError as Graph does while its wait is not over, or for a fifth at once."""
        now = time.time()
        with self._lock:
            self.calls += 1
            self._now += 1
            self.most = max(self.most, self._now)
            left = self._shut_until - now
            if left > 0:
                self._since_shut += 1
                if self._since_shut > ON_THEIR_WAY:
                    self.early.append(str(call))
                else:
                    self.crossed += 1
            over = self._now > CONCURRENT
        try:
            if left > 0:
                raise RefusalError(429, "ApplicationThrottled", Retry_After=str(int(left) + 1))
            if over:
                raise RefusalError(429, "ApplicationThrottled", "over its MailboxConcurrency limit")
            yield
        finally:
            with self._lock:
                self._now -= 1

    def refuse(self, seconds: int, *, as_date: bool = False) -> RefusalError:
        """A refusal with its wait, which counts from now on; in the form of a date its instant has whole seconds."""
        now = time.time()
        until = float(int(now) + seconds + 1) if as_date else now + seconds
        value = format_datetime(datetime.fromtimestamp(until, UTC), usegmt=True) if as_date else str(seconds)
        with self._lock:
            self.refusals += 1
            self._since_shut, self._shut_until = 0, max(self._shut_until, until)
        return RefusalError(429, "ApplicationThrottled", Retry_After=value)


@dataclass
class Chaos:
    """On `rate` of the calls something goes wrong. `wait`: seconds of a Retry-After. `latency`: of each call."""

    graph: Graph
    rate: float
    seed: int = 1
    wait: int = 1
    latency: float = 0.0
    meter: Meter = field(default_factory=Meter)
    kinds: dict[str, int] = field(default_factory=lambda: dict(_KINDS))

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.lock = threading.Lock()

    def fault(self, call: Call) -> Fault | None:
        time.sleep(self.latency)
        with self.lock:
            if self.random.random() >= self.rate:
                return None
            kind = self.random.choices(list(self.kinds), weights=list(self.kinds.values()))[0]
        self.meter.faults[kind] += 1
        match kind:
            case "429":
                return Fault(refusal=self.meter.refuse(self.wait))
            case "429 with a date":
                return Fault(refusal=self.meter.refuse(self.wait, as_date=True))
            case "500":
                return Fault(refusal=RefusalError(500, "ErrorInternalServerError"))
            case "503":
                return Fault(refusal=RefusalError(503, "ServiceUnavailable"))
            case "502":
                return Fault(page=502)
            case "reset":
                return Fault(lost=True, taken=True)
            case "cut":
                return Fault(cut=True)
        self.graph.expire()
        return None
