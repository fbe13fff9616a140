"""Keeping a webhook body: one insert, the same bytes once, and a ring when it is committed."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone

from inquiries.doorbell import Bell
from messaging.models import WebhookEvent

TASK = WebhookEvent.TASKS[WebhookEvent.State.RECEIVED]

_bell = Bell(TASK)
# By hand, since Django would open a transaction around it, and read the key with a second statement: this is the one
# statement that an agency's busiest minute waits for. PostgreSQL and SQLite speak it alike.
_INSERT = """
    INSERT INTO messaging_webhookevent
        (body, sha256, size, state, received_at, due_at, attempts, summary, last_error)
    VALUES (%s, %s, %s, %s, %s, %s, %s, '', '')
    ON CONFLICT (sha256) DO NOTHING
    RETURNING id
"""


def keep(body: bytes) -> bool:
    """Store a body as it came and ring for it; False where the very same bytes are here already."""
    pk = _insert(body)
    if pk is not None:
        _bell.ring(pk)
    return pk is not None


def keep_claimed(body: bytes, *, lease: timedelta) -> int | None:
    """Store a body that the caller works on itself: no ring, and no worker takes it within the lease. None: known."""
    return _insert(body, lease=lease)


def _insert(body: bytes, lease: timedelta | None = None) -> int | None:
    """The key of the new row; None for Meta's repeat, or where another web process is faster with the same bytes."""
    values = _values(body, lease)
    # Instead of asking the kept connection before each insert whether it is alive (Django's health check is a round
    # trip): where it died, the same again on a new one. Twice does no harm, the bytes are stored once.
    connection.health_check_done = True  # type: ignore[attr-defined]  # of all database backends of Django's
    try:
        return _execute(values)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _execute(values)


def _values(body: bytes, lease: timedelta | None) -> list[Any]:
    now = timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    return [
        body,
        hashlib.sha256(body).hexdigest(),
        len(body),
        WebhookEvent.State.RECEIVED.value,
        adapt(now),
        adapt(now + (lease or timedelta(0))),
        1 if lease else 0,
    ]


def _execute(values: list[Any]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    return int(row[0]) if row else None
