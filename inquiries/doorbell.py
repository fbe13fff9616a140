"""Celery is only the doorbell: ring after writing a due row. A lost ring costs nothing, the sweeper rings again."""

import threading
import time
from typing import Any

import structlog
from celery import current_app
from django.db import transaction

logger = structlog.get_logger(__name__)

_PAUSE = 0.05  # seconds between two rings of one task by one process, where many rows are written


def ring(task: str, pk: int, *, after: float = 0) -> None:
    """Ask for `task` (its registered name) to look at the row `pk`, once the transaction has committed.

    `after`: seconds until the row is due, where those are few. Whatever is due later is the sweeper's.
    """
    transaction.on_commit(lambda: ring_now(task, pk, after=after))


def ring_now(task: str, pk: int, *, after: float = 0) -> bool:
    """Ring without waiting for a commit: for rows that are committed already. False: the broker does not answer."""
    try:
        current_app.send_task(task, args=[pk], retry=False, countdown=after or None)
    except Exception as error:  # any broker failure: the row is safe, so work goes on when the sweeper rings
        logger.warning("doorbell_silent", task=task, pk=pk, error=type(error).__name__)
        return False
    return True


def queue_of(task: str) -> str:
    """Where rings for `task` wait (settings.CELERY_TASK_ROUTES)."""
    route = current_app.conf.task_routes.get(task) or {}
    return str(route.get("queue", current_app.conf.task_default_queue))


def waiting(*, patience: int = 2) -> dict[str, int]:
    """How many rings wait in each queue of the broker; empty where it does not answer within `patience` seconds.

    A queue that the broker says nothing of (Redis knows no empty one) has 0.
    """
    names = [queue.name for queue in current_app.conf.task_queues or ()]
    try:
        with current_app.connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, timeout=patience, interval_start=0)
            return {name: _length(connection.default_channel, name) for name in names}
    except Exception as error:  # any broker failure
        logger.debug("broker_says_nothing", error=type(error).__name__)
        return {}


def _length(channel: Any, name: str) -> int:
    try:
        return int(channel.queue_declare(queue=name, passive=True).message_count)
    except Exception:  # each transport has its own word for a queue that is not there
        return 0


class Bell:
    """For a task that takes every due row and not only the one it is rung for: many rows, few rings.

    The first ring goes out at once; those of the next moment are one, for the last row of them. A thread of its own
    rings, so that whoever writes rows (a webhook) never waits for the broker.
    """

    def __init__(self, task: str, *, pause: float = _PAUSE) -> None:
        self.task, self.pause = task, pause
        self._last: int | None = None
        self._wanted, self._starting = threading.Event(), threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self, pk: int) -> None:
        """Like the function of this name: once the transaction has committed, or now where there is none."""
        transaction.on_commit(lambda: self._ask(pk))

    def _ask(self, pk: int) -> None:
        self._last = pk
        self._wanted.set()
        if self._thread is None or not self._thread.is_alive():  # the first one, or the first after a fork
            with self._starting:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._run, name=f"bell {self.task}", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()  # before the row is read: one that comes now is rung for in the next round
            if self._last is not None:
                ring_now(self.task, self._last)
            time.sleep(self.pause)
