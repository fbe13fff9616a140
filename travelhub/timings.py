"""How long requests and tasks take, as histograms of all processes (metrics_files.py)."""

import time
from typing import Any

from celery.signals import task_failure, task_prerun, task_success
from prometheus_client import Histogram

REQUESTS = Histogram(
    "travelhub_http_request_seconds",
    "Requests by the name of the page and the code of the answer",
    ["view", "code"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
TASKS = Histogram(
    "travelhub_task_seconds",
    "Tasks of the workers; a piece of work that failed and is tried again is a task that succeeded",
    ["task", "outcome"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300),
)


def request_ended(view: str, *, code: int, seconds: float) -> None:
    """`view`: the name of the address, "" for one that there is not."""
    REQUESTS.labels(view, str(code)).observe(seconds)


@task_prerun.connect
def _started(task: Any, **_: Any) -> None:
    task.request.travelhub_started = time.monotonic()


@task_success.connect
def _succeeded(sender: Any, **_: Any) -> None:
    _ended(sender, "succeeded")


@task_failure.connect
def _failed(sender: Any, **_: Any) -> None:
    _ended(sender, "failed")


def _ended(task: Any, outcome: str) -> None:
    started = getattr(task.request, "travelhub_started", None)
    if started is not None:  # a task that was refused before it began has none
        TASKS.labels(task.name, outcome).observe(time.monotonic() - started)
