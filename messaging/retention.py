"""How long webhook bodies are kept: they hold customers' words, which stand in the conversation anyway.

A body that was taken in is emptied after WEBHOOK_KEEP_DAYS. Its row, with the hash by which a repeat is known, stays at
least as long as Meta repeats. What failed is kept for the person who has to look.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview (retries for 7 days)
"""

from collections.abc import Iterator
from datetime import timedelta

import structlog
from django.conf import settings
from django.utils import timezone

from inquiries.due import DueQuerySet
from messaging.models import WebhookEvent

logger = structlog.get_logger(__name__)

EVERY = timedelta(hours=1)
REPEATED_FOR = timedelta(days=8)  # Meta's week, and a day for clocks and queues
_SLICE = 500  # rows changed by one statement
_SLICES = 200  # of one run; the next one goes on


def forget() -> tuple[int, int]:
    """Empty and delete what is old; how many bodies and rows. WEBHOOK_KEEP_DAYS 0: nothing is ever forgotten."""
    keep = timedelta(days=settings.WEBHOOK_KEEP_DAYS)
    if not keep:
        return 0, 0
    # Rows first: where both are due, nothing is written that goes anyway. Django reads what it deletes: only keys.
    rows = sum(_events(keys).only("pk").delete()[0] for keys in _old(max(keep, REPEATED_FOR)))
    bodies = sum(_events(keys).update(body=b"") for keys in _old(keep, with_body=True))
    if rows or bodies:
        logger.info("webhooks_forgotten", bodies=bodies, rows=rows)
    return bodies, rows


def _events(keys: list[int]) -> DueQuerySet[WebhookEvent]:
    return WebhookEvent.objects.filter(pk__in=keys)


def _old(age: timedelta, *, with_body: bool = False) -> Iterator[list[int]]:
    """Keys of processed rows, the oldest first, a slice at a time; the caller changes them, or would get them again."""
    rows: DueQuerySet[WebhookEvent] = WebhookEvent.objects.filter(
        state=WebhookEvent.State.PROCESSED, received_at__lt=timezone.now() - age
    )
    if with_body:
        rows = rows.exclude(body=b"")
    last = 0
    for _ in range(_SLICES):
        keys = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_SLICE])
        if not keys:
            return
        last = keys[-1]
        yield keys
