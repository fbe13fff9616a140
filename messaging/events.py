"""Keeping a webhook body: one insert, the same bytes once, and a ring when it is committed."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from inquiries import doorbell
from messaging.models import WebhookEvent

TASK = WebhookEvent.TASKS[WebhookEvent.State.RECEIVED]


def keep(body: bytes) -> bool:
    """Store a body as it came and ring for it; False where the very same bytes are here already."""
    with transaction.atomic():
        pk = _insert(body)
        if pk is not None:
            doorbell.ring(TASK, pk)
    return pk is not None


def keep_claimed(body: bytes, *, lease: timedelta) -> int | None:
    """Store a body that the caller works on itself: no ring, and no worker takes it within the lease. None: known."""
    return _insert(body, lease=lease)


def _insert(body: bytes, lease: timedelta | None = None) -> int | None:
    event = WebhookEvent(
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
        due_at=timezone.now() + (lease or timedelta(0)),
        attempts=1 if lease else 0,
    )
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        return None  # Meta's repeat, or another web process with the same one at the same time: the constraint decides
    return event.pk
