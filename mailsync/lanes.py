"""How many calls to one mailbox are under way: four at most, over all processes, as Microsoft 365 allows.

Two belong to the sync, whose lease is `mailboxes.take`; one to the reply that is being sent, whose lease is here; one
is left for a look by hand (doctor, a replay). Leases on the row, since a semaphore of one process would not be seen by
the next. https://learn.microsoft.com/en-us/graph/throttling-limits
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from inquiries.errors import WorkError
from mailsync.models import Mailbox

FETCHING = 2  # threads of a sync
_PATIENCE = 45.0  # seconds a reply waits for the one before it, before it counts as an attempt
_LOOK_EVERY = 0.1
_LATER = timedelta(seconds=20)


@contextmanager
def sending(mailbox: Mailbox) -> Iterator[None]:
    """The one lane for replies of this mailbox. Raises WorkError where it stays taken for too long.

    A sender that was killed leaves its lease behind, which then runs out like that of any row of work.
    """
    holder = uuid4().hex
    deadline = time.monotonic() + _PATIENCE
    while not _take(mailbox.pk, holder):
        if time.monotonic() > deadline:
            words = "Another reply from this mailbox is being sent; this one comes after it."
            raise WorkError(words, retry_after=_LATER, code="lane")
        time.sleep(_LOOK_EVERY)
    try:
        yield
    finally:
        rows = Mailbox.objects.filter(pk=mailbox.pk, sending_holder=holder)
        rows.update(sending_until=None, sending_holder="")


def _take(pk: int, holder: str) -> bool:
    """True when won; another sender loses here, since its UPDATE matches no row."""
    now = timezone.now()
    free = Q(sending_until=None) | Q(sending_until__lte=now)
    until = now + settings.WORK_LEASE
    return Mailbox.objects.filter(free, pk=pk).update(sending_until=until, sending_holder=holder) == 1
