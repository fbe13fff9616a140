"""Rows are the queue. Every piece of work is a row with a state and a time at which it is due.

To claim is a conditional UPDATE that moves `due_at` behind a lease; to finish sets the state and clears `due_at`; to
fail moves `due_at` by exponential backoff with jitter, or to the vendor's Retry-After, until the last attempt. This is
the only retry layer of the product. docs/data-model.md has the table: state, `due_at`, who moves it.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from inquiries.errors import WorkError

PERMANENTLY_FAILED = "PERMANENTLY_FAILED"
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def backoff(attempts: int) -> timedelta:
    """How long to wait after the n-th failed attempt: base * 2^(n-1), capped, plus or minus a quarter."""
    wait: timedelta = min(settings.WORK_BACKOFF_BASE * 2 ** max(attempts - 1, 0), settings.WORK_BACKOFF_CAP)
    # Jitter, so that a vendor's outage does not end in a stampede.
    return wait * random.uniform(0.75, 1.25)  # noqa: S311


class DueQuerySet[M: "Due"](models.QuerySet[M]):
    def due(self, now: datetime | None = None) -> Self:
        """Rows whose time has come, the oldest first."""
        return self.filter(due_at__lte=now or timezone.now()).order_by("due_at")

    def failed(self) -> Self:
        return self.filter(state=PERMANENTLY_FAILED)

    def claim(self, pk: int, *, state: str, to: str | None = None, lease: timedelta | None = None) -> bool:
        """Take one due row in `state`; True when this process won it.

        Another worker rung for the same row, or the sweeper's second ring, loses here: its UPDATE matches no row
        because `due_at` has moved behind the lease.
        """
        now = timezone.now()
        # Asked so that only the key can find it: PostgreSQL would like to use the index of the sweeper, and read all
        # rows that wait for every one that is claimed.
        rows: Any = self.filter(pk=pk, state=state).alias(due_or_never=Coalesce("due_at", Value(_NEVER)))
        won: int = rows.filter(due_or_never__lte=now).update(
            state=to or state, due_at=now + (lease or settings.WORK_LEASE), attempts=F("attempts") + 1
        )
        return won == 1

    def finish(self, pk: int, *, state: str, **columns: Any) -> bool:
        return self.filter(pk=pk).update(state=state, due_at=None, last_error="", **columns) == 1

    def fail(self, pk: int, error: WorkError, *, state: str) -> bool:
        """Record a failed attempt; True when it was the last one. `state` is where the next attempt starts from.

        One that was only postponed is given back: it may be put off as often as it takes. A row that is no work any
        more stays as it is: we were slower than our lease, and somebody else finished it.
        """
        rows = self.filter(pk=pk, due_at__isnull=False)
        attempts = rows.values_list("attempts", flat=True).first()
        if attempts is None:
            return False
        if error.postponed:
            attempts = max(attempts - 1, 0)
            rows.update(attempts=attempts)
        last = error.permanent or (attempts >= settings.WORK_MAX_ATTEMPTS and not error.postponed)
        wait = error.retry_after or backoff(attempts)
        moved = rows.update(
            state=PERMANENTLY_FAILED if last else state,
            due_at=None if last else timezone.now() + wait,
            last_error=error.message[:2000],
        )
        return last and moved == 1

    def restart(self, pk: int, *, state: str) -> bool:
        """A person asks for another round: True when the row had failed for good and is due again now."""
        return (
            self.filter(pk=pk, state=PERMANENTLY_FAILED).update(
                state=state, due_at=timezone.now(), attempts=0, last_error=""
            )
            == 1
        )


class Due(models.Model):
    """A row that is work. Subclasses add `state` (TextChoices with PERMANENTLY_FAILED) and name their tasks."""

    # Which task a due row in a state rings for, by name: {"RECEIVED": "inquiries.process_message"}.
    TASKS: ClassVar[dict[str, str]] = {}

    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True


def due_models() -> list[type[Due]]:
    """Every class of row that is work, of every app, without naming one."""
    return [model for model in apps.get_models() if issubclass(model, Due)]


def due_index(name: str) -> models.Index:
    """The sweeper's index: only rows that are still work are in it, so it stays small for ever."""
    return models.Index(fields=["due_at"], name=name, condition=models.Q(due_at__isnull=False))


def failed_index(name: str) -> models.Index:
    """The work page's index: only rows that failed for good are in it."""
    return models.Index(fields=["state"], name=name, condition=models.Q(state=PERMANENTLY_FAILED))
