"""Celery is only the doorbell: ring after writing a due row. A lost ring costs nothing, the sweeper rings again."""

import structlog
from celery import current_app
from django.db import transaction

logger = structlog.get_logger(__name__)


def ring(task: str, pk: int) -> None:
    """Ask for `task` (its registered name) to look at the row `pk`, once the transaction has committed."""
    transaction.on_commit(lambda: ring_now(task, pk))


def ring_now(task: str, pk: int) -> bool:
    """Ring without waiting for a commit: for rows that are committed already. False: the broker does not answer."""
    try:
        current_app.send_task(task, args=[pk], retry=False)
    except Exception as error:  # any broker failure: the row is safe, so work goes on when the sweeper rings
        logger.warning("doorbell_silent", task=task, pk=pk, error=type(error).__name__)
        return False
    return True
