"""Not too many failed look-ups of files: after 20 in an hour Meta's file host is said to refuse all for half an hour.

Counted in the cache, in steps of ten minutes for each of our numbers, so that all workers share one count; to lose it
costs nothing but the brake. https://docs.360dialog.com (partner note; Meta documents no figure)
"""

from datetime import timedelta
from urllib.parse import quote

from django.core.cache import cache
from django.utils import timezone

from inquiries.errors import WorkError

LIMIT = 15  # calls under way when it is reached may still fail
_STEP = timedelta(minutes=10)
_STEPS = 6  # an hour


def check(account: str) -> None:
    """Raises WorkError, postponed, while there were too many failures within the last hour."""
    if sum(cache.get_many(_keys(account)).values()) < LIMIT:
        return
    words = f"{LIMIT} files could not be fetched from Meta within an hour; asking on would close its file host to us."
    raise WorkError(words, postponed=True, retry_after=_STEP, code="brake")


def failed(account: str) -> None:
    """Count one failed call."""
    key = _keys(account)[0]
    cache.add(key, 0, timeout=int((_STEP * (_STEPS + 1)).total_seconds()))
    cache.incr(key)


def _keys(account: str) -> list[str]:
    """The newest step first."""
    step = int(timezone.now().timestamp() // _STEP.total_seconds())
    return [f"whatsapp-media-failed:{quote(account, safe='')[:150]}:{step - back}" for back in range(_STEPS)]
