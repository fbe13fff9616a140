"""Whether an engine is asked at all: a circuit in the shared cache, so that all processes know of it at once.

It opens after failures in a row, or at once where the vendor says that only time or a person can help. While it is open
nobody asks. Then one message, and only one, tries (half open): if it is read the circuit is closed for all, else it
stays open for twice as long. The cache may be lost at any time: then the next message asks, and learns it anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.core.cache import cache as shared
from django.utils import timezone

from inquiries.errors import WorkError
from inquiries.extraction.document import ReadingError

logger = structlog.get_logger(__name__)

OUR_FAULT = "unexpected"  # the code of an error that is no vendor's
FAILURES = 5  # in a row, of whatever message
FIRST_PAUSE = timedelta(minutes=1)  # doubled with each probe that fails
LONGEST_PAUSE = timedelta(hours=1)
_PROBE_LEASE = timedelta(seconds=150)  # two calls and their time-outs; a probe that was killed is forgotten after it
_REMEMBERED = timedelta(hours=24)
_SHORTLY = timedelta(seconds=20)


@dataclass(frozen=True, kw_only=True)
class Open:
    """An engine that is not asked. `words`: why. `since` and `until`: aware; from `until` on one message tries.
    `mend`: only a person can (a key, a quota, a model)."""

    words: str
    since: datetime
    until: datetime
    pause: timedelta
    mend: bool = False


def state(engine: str) -> Open | None:
    """None: closed, the engine is asked. Also where the cache is away: then each message finds out by itself."""
    try:
        found = shared.get(_key(engine, "open"))
    except Exception:  # as said
        logger.warning("circuit_not_known", engine=engine)
        return None
    return found if isinstance(found, Open) else None


def refusal(engine: str) -> WorkError | None:
    """Why this message shall not ask the engine; None where it may, be it as the one probe.

    Whoever may ask says afterwards how it went: `succeeded`, or `learn` with the error.
    """
    standing = state(engine)
    if standing is None:
        return None
    left = standing.until - timezone.now()
    if left <= timedelta(0):
        if _wins_probe(engine):
            return None
        left = _SHORTLY  # a colleague is trying right now
    return WorkError(standing.words, retry_after=left, postponed=True, code="engine_paused")


def learn(engine: str, error: WorkError) -> None:
    """What a failure says about the engine: one that answers, but cannot take this message, is well; a fault of ours or
    a request that it will not have says nothing."""
    if error.code == OUR_FAULT or (error.permanent and not isinstance(error, ReadingError)):
        released(engine)
    elif error.permanent:
        succeeded(engine)
    else:
        failed(engine, error)


def succeeded(engine: str) -> None:
    """It answered: the circuit is closed and the count starts anew."""
    try:
        was_open = shared.get(_key(engine, "open")) is not None
        shared.delete_many([_key(engine, part) for part in ("open", "failures", "probe")])
    except Exception:  # as above
        return
    if was_open:
        logger.info("circuit_closed", engine=engine)


def failed(engine: str, error: WorkError) -> None:
    """It did not answer. An `error.retry_after` opens at once and for so long; else the fifth in a row opens it."""
    try:
        standing = state(engine)
        if error.retry_after:
            _open(engine, error.message, standing, error.retry_after, mend=error.postponed)
        elif standing is not None:
            _open(engine, error.message, standing, standing.pause * 2)
        elif _count(engine) >= FAILURES:
            _open(engine, error.message, None, FIRST_PAUSE)
    except Exception:
        logger.warning("circuit_not_kept", engine=engine)


def released(engine: str) -> None:
    """The probe told nothing about the engine (a fault of ours, a message that it cannot take): the next one tries."""
    try:
        shared.delete(_key(engine, "probe"))
    except Exception:
        logger.warning("circuit_not_kept", engine=engine)


def _open(engine: str, words: str, before: Open | None, pause: timedelta, *, mend: bool = False) -> None:
    now, pause = timezone.now(), max(min(pause, LONGEST_PAUSE), timedelta(seconds=1))
    row = Open(words=words, since=before.since if before else now, until=now + pause, pause=pause, mend=mend)
    shared.set(_key(engine, "open"), row, timeout=_REMEMBERED.total_seconds())
    shared.delete_many([_key(engine, "failures"), _key(engine, "probe")])
    logger.warning("circuit_open", engine=engine, until=row.until.isoformat(), why=words)


def _count(engine: str) -> int:
    """One more failure; kept for an hour, so that one a day never adds up."""
    key = _key(engine, "failures")
    shared.add(key, 0, timeout=LONGEST_PAUSE.total_seconds())
    try:
        return int(shared.incr(key))
    except ValueError:  # it ran out between the two calls
        return 1


def _wins_probe(engine: str) -> bool:
    """One of all processes: whoever adds the key first (a cache of files may let a second one by; it does no harm)."""
    try:
        return bool(shared.add(_key(engine, "probe"), 1, timeout=_PROBE_LEASE.total_seconds()))
    except Exception:
        return True


def _key(engine: str, part: str) -> str:
    return f"engine-{engine}-{part}"
