"""Reading messages anew, slice by slice. Each message is one transaction with the job's place in it.

So a job that was killed goes on after the last message that it had done, counts nothing twice, and what staff ask for
meanwhile gets its turn between two slices.
"""

import time
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from inquiries import doorbell, projection, recording, reruns, standing
from inquiries.due import backoff
from inquiries.errors import WorkError, unexpected
from inquiries.extraction import runs
from inquiries.extraction.document import Reading, ReadingError
from inquiries.models import Message, Rerun, RerunChange

logger = structlog.get_logger(__name__)

SLICE_MESSAGES, SLICE_SECONDS = 50, 5.0
State = Rerun.State


def read_again(pk: int) -> None:
    """One slice of a job; a ring for a missing or finished one, or one that another worker has, does nothing."""
    if not Rerun.objects.claim(pk, state=State.RUNNING):
        return
    job = Rerun.objects.get(pk=pk)
    if job.engine not in settings.EXTRACTION_ENGINES:
        gone = WorkError(f"The engine “{job.engine}” does not read here any more.", permanent=True)
        Rerun.objects.fail(pk, gone, state=State.RUNNING)
        return
    started = time.monotonic()
    for _ in range(SLICE_MESSAGES):
        message = (
            reruns.targets(job).filter(pk__gt=job.cursor).select_related("inquiry", "contact").order_by("pk").first()
        )
        if message is None:
            _finish(job)
            return
        if not _one(job, message):
            return
        if time.monotonic() - started > SLICE_SECONDS:
            break
    _yield(job)


def _one(job: Rerun, message: Any) -> bool:
    """Read one message. False: the job waits for its engine, was cancelled, or is another worker's by now."""
    reading, cost = None, 0.0
    try:
        if job.attempts > settings.WORK_MAX_ATTEMPTS:
            raise WorkError("Gave up: earlier attempts ended without a word.", permanent=True)
        reading = runs.read_by(message, job.engine)  # may call a vendor: outside any transaction
        cost = reading.cost or 0.0
    except WorkError as error:
        cost = (error.reading.cost or 0.0) if isinstance(error, ReadingError) else 0.0
        if not error.permanent and job.attempts < settings.WORK_MAX_ATTEMPTS:
            _wait(job, error)
            return False
        if error.retry_after:  # out of order for every message: a person has to see to it
            Rerun.objects.fail(job.pk, error, state=State.RUNNING)
            return False
        logger.warning("read_again_failed", rerun=job.pk, message=message.pk, code=error.code)
    return _settle(job, message, reading, cost)


def _settle(job: Rerun, message: Any, reading: Reading | None, cost: float) -> bool:
    try:
        return _take(job, message, reading, cost)
    except Exception as error:
        if reading is None:
            raise
        logger.exception("read_again_broke", rerun=job.pk, message=message.pk)
        Rerun.objects.filter(pk=job.pk).update(last_error=unexpected(error).message)
        return _take(job, message, None, cost)


def _take(job: Rerun, message: Any, reading: Reading | None, cost: float) -> bool:
    """What was read becomes facts, and the job moves on, together. None: it counts as failed."""
    changes: list[RerunChange] = []
    with transaction.atomic():
        if reading is not None:
            changes = _rehearse(message, reading) if job.dry else _record(message, reading)
        RerunChange.objects.bulk_create(_named(change, job, message) for change in changes)
        moved = Rerun.objects.filter(pk=job.pk, state=State.RUNNING, cursor=job.cursor).update(
            cursor=message.pk,
            done=F("done") + 1,
            changed=F("changed") + int(bool(changes)),
            failed=F("failed") + int(reading is None),
            cost=F("cost") + round(cost, 6),
            attempts=1,
            due_at=timezone.now() + settings.WORK_LEASE,
        )
        if not moved:  # cancelled, or our lease ran out and another worker is at it: its word counts, not ours
            transaction.set_rollback(True)
            return False
    job.cursor, job.attempts = message.pk, 1
    return True


def _record(message: Message, reading: Reading) -> list[RerunChange]:
    inquiry = standing.lock_home(message)  # a person may have moved it while it was read
    before = reruns.shown(inquiry)
    recording.record(runs.keep(message, reading), again=True)
    projection.project(inquiry)
    return reruns.differences(before, reruns.shown(inquiry))


def _rehearse(message: Message, reading: Reading) -> list[RerunChange]:
    """The same, put back: so a trial tells exactly what would come of it."""
    point = transaction.savepoint()
    try:
        inquiry = standing.lock_home(message)
        before = reruns.shown(inquiry)
        recording.record(runs.keep(message, reading), again=True)
        return reruns.differences(before, reruns.shown(inquiry))
    finally:
        transaction.savepoint_rollback(point)


def _named(change: RerunChange, job: Rerun, message: Any) -> RerunChange:
    change.rerun, change.message = job, message
    change.was_read_by = f"{message.was_engine or ''} {message.was_version or ''}".strip()
    return change


def _wait(job: Rerun, error: WorkError) -> None:
    """The same message again later. A pause that the engine is known to keep is no attempt of ours."""
    attempts = max(job.attempts - 1, 0) if error.code == "engine_paused" else job.attempts
    wait = error.retry_after or backoff(job.attempts)
    rows = Rerun.objects.filter(pk=job.pk, state=State.RUNNING, cursor=job.cursor)
    rows.update(due_at=timezone.now() + wait, attempts=attempts, last_error=error.message[:2000])


def _yield(job: Rerun) -> None:
    """Give the worker to whatever rings next, and come again behind it."""
    rows = Rerun.objects.filter(pk=job.pk, state=State.RUNNING, cursor=job.cursor)
    if rows.update(due_at=timezone.now(), attempts=0, last_error=""):
        doorbell.ring_now(reruns.TASK, job.pk)


def _finish(job: Rerun) -> None:
    rows = Rerun.objects.filter(pk=job.pk, state=State.RUNNING)
    if rows.update(state=State.DONE, due_at=None, finished_at=timezone.now()):
        logger.info("read_again_done", rerun=job.pk)
