"""Rings for every due row that nobody has rung for, or whose ring was lost: the safety net below the doorbell."""

from collections.abc import Callable, Iterator
from typing import Any

import structlog
from celery import current_app
from django.utils import timezone

from inquiries.doorbell import queue_of, ring_now, waiting
from inquiries.due import Due, due_models
from inquiries.models import Heartbeat

logger = structlog.get_logger(__name__)

ROWS = 200  # rung for at most, for each class of row and sweep
RINGING = 500  # rings that wait in a queue of the broker already: above it more only lengthen the line

Row = tuple[type[Due], int, str]  # class, primary key, state


def sweep() -> int:
    """Ring for what is due; the number of rings. One query for each class of row."""
    full = {queue for queue, length in waiting().items() if length > RINGING}
    if full:
        logger.info("sweep_stood_back", queues=sorted(full))
    rung = 0
    for model, pk, state in _due(rows=ROWS):
        task = model.TASKS[state]
        if queue_of(task) in full:
            continue
        if not ring_now(task, pk):
            break  # no broker: each further ring would wait for its timeout
        rung += 1
    if rung:
        logger.info("sweep_rang", rows=rung)
    return rung


def run(report: Callable[[str], object] | None = None) -> int:
    """Do all due work in this process, until nothing is due now; the number of pieces done.

    What waits for a later time (a backoff) is left alone. A row that is still due in the same state after its turn is
    not taken twice, or this would never end.
    """
    current_app.loader.import_default_modules()  # the tasks of every app, as a worker has them
    done = 0
    held: set[Row] = set()
    while todo := [row for row in _due(rows=None) if row not in held]:
        for row in todo:
            _do(*row)
            done += 1
            if report is not None:
                report(f"{row[0].TASKS[row[2]]} {row[1]}")
        held |= set(todo) & set(_due(rows=None))
    return done


def beat(*, by_beat: bool) -> None:
    """Signs of life, visible to the web processes: this worker's, and beat's where beat asked for the sweep."""
    names = [Heartbeat.Name.WORKER, *([Heartbeat.Name.BEAT] if by_beat else [])]
    for name in names:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def _due(*, rows: int | None) -> Iterator[Row]:
    now = timezone.now()
    for model in due_models():
        manager: Any = model._default_manager
        due = manager.due(now).filter(state__in=list(model.TASKS)).values_list("pk", "state")[:rows]
        yield from [(model, pk, state) for pk, state in due]


def _do(model: type[Due], pk: int, state: str) -> None:
    name = model.TASKS[state]
    try:
        current_app.tasks[name](pk)
    except Exception:
        logger.exception("sweep_task_broke", task=name, pk=pk)
