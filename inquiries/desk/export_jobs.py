"""Exports that take their time: asked for by a person, written by the worker, kept for a week.

The list is read when its turn comes, by the address that was asked for, with the eyes of whoever asked. A worker that
dies leaves a row whose lease runs out: the next one begins anew and takes away what was left in the storage.
"""

import secrets
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import batched
from tempfile import TemporaryFile
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import timeline
from inquiries.desk import exports, paging
from inquiries.desk.http import number
from inquiries.desk.listing import Listing, listing
from inquiries.desk.tabs import Rows
from inquiries.desk.words import grouped
from inquiries.doorbell import ring
from inquiries.errors import InvalidInput, WorkError, unexpected
from inquiries.models import Event, Export, Inquiry, User
from inquiries.readers import reading

logger = structlog.get_logger(__name__)

AT_ONCE = 5000  # rows that somebody can wait for; a longer list is a job
KEEP = timedelta(days=7)
_TELL_EVERY = 1.0  # seconds between two notes of how far it is
State = Export.State


class _Stopped(Exception):  # noqa: N818  # no fault
    """It was cancelled, or is another worker's by now."""


def picked(shown: Listing) -> Rows:
    """The listing's rows, or those of them that are named by `pk`."""
    pks = [key for pk in shown.params.getlist("pk") if (key := number(pk)) is not None]
    return shown.rows.filter(pk__in=pks) if pks else shown.rows


def count(rows: Rows) -> int:
    return Inquiry.objects.filter(pk__in=rows.order_by().values("pk")).count()


def stream(shown: Listing, columns: Sequence[exports.Column]) -> Iterator[Inquiry]:
    """The rows of the file: those of the list when it began, in its order, read while they are written.

    Nothing is open between two chunks: SQLite refuses a write to whoever is still reading what has changed meanwhile.
    """
    rows = exports.with_columns(Inquiry.objects.all(), columns)
    for some in batched(paging.keys(picked(shown), shown.order, now=shown.now), exports.CHUNK):
        found = rows.in_bulk(some)
        yield from (found[pk] for pk in some if pk in found)


def record(
    shown: Listing, *, actor: User, kind: str, columns: Sequence[exports.Column], rows: int, **more: Any
) -> None:
    """Who took what. The filter is kept as it was asked for, without a choice of single rows."""
    asked = {name: values for name, values in shown.params.lists() if name not in {"pk", "format"}}
    keys = [column.key for column in columns]
    timeline.record(
        Event.Kind.EXPORTED,
        actor=actor,
        format=kind,
        tab=shown.tab.key,
        filter=asked,
        rows=rows,
        columns=keys if len(keys) < len(exports.COLUMNS) else [],
        **more,
    )


def ask(shown: Listing, *, actor: User, kind: str, columns: Sequence[exports.Column]) -> Export:
    """Have the list written by the worker. InvalidInput where no file of that kind holds it."""
    rows = count(picked(shown))
    check_size(rows, kind)
    with transaction.atomic():
        job = Export.objects.create(
            actor=actor,
            query=shown.params.urlencode(),
            format=kind,
            columns=[column.key for column in columns],
            total=rows,
            due_at=timezone.now(),
        )
        record(shown, actor=actor, kind=kind, columns=columns, rows=rows, export=job.pk)
        ring(Export.TASKS[State.RUNNING], job.pk)
    logger.info("export_asked", export=job.pk, rows=rows, format=kind)
    return job


def check_size(rows: int, kind: str) -> None:
    if kind == Export.Format.XLSX and rows > exports.MOST_ROWS:
        said = _("An Excel sheet holds %(most)s rows and this list has %(rows)s. Choose CSV.")
        raise InvalidInput(said % {"most": grouped(exports.MOST_ROWS), "rows": grouped(rows)})


def cancel(job: Export) -> bool:
    """Stop it, whoever is at it. False where it is over already."""
    rows = Export.objects.filter(pk=job.pk, state=State.RUNNING)
    if not rows.update(state=State.CANCELLED, due_at=None, finished_at=timezone.now()):
        return False
    _drop(job)
    return True


def write(pk: int) -> None:
    """Write the file of an export that is due; a ring for any other does nothing."""
    if not Export.objects.claim(pk, state=State.RUNNING):
        return
    job = Export.objects.select_related("actor").get(pk=pk)
    try:
        if job.attempts > settings.WORK_MAX_ATTEMPTS:
            raise WorkError("Gave up: earlier attempts ended without a word.", permanent=True)
        _drop(job)
        _write(job)
    except _Stopped:
        logger.info("export_stopped", export=pk)
    except Exception as error:
        logger.exception("export_broke", export=pk)
        _fail(job, error if isinstance(error, WorkError) else unexpected(error))


def _write(job: Export) -> None:
    if not (job.actor.is_active and job.actor.has_perm("inquiries.export_inquiries")):
        raise WorkError(f"{job.actor} may not export any more.", permanent=True)
    columns = exports.chosen(job.columns)
    # What is due today hangs on where who asked is.
    with reading(job.actor), TemporaryFile() as file:
        shown = listing(QueryDict(job.query), job.actor)
        rows = _counted(job, stream(shown, columns))
        if job.format == Export.Format.XLSX:
            exports.write_workbook(file, rows, columns)
        else:
            exports.write_csv(file, rows, columns)
        size = file.tell()
        file.seek(0)
        _store(job, file, size)


def _counted(job: Export, rows: Iterator[Inquiry]) -> Iterator[Inquiry]:
    """The rows as they come, with a note now and then of how many they were, which also puts the lease off."""
    told = time.monotonic()
    for row in rows:
        yield row
        job.done += 1
        if time.monotonic() - told > _TELL_EVERY:
            told = time.monotonic()
            _note(job, done=job.done)


def _store(job: Export, file: IO[bytes], size: int) -> None:
    """The name first: whatever happens to this process, the row knows what lies in the storage."""
    job.file = f"exports/{secrets.token_hex(16)}.{job.format}"
    _note(job, done=job.done, file=job.file)
    default_storage.save(job.file, File(file))
    now = timezone.now()
    try:
        _note(
            job,
            state=State.DONE,
            due_at=now + KEEP,
            finished_at=now,
            size=size,
            total=job.done,
            attempts=0,
            last_error="",
        )
    except _Stopped:
        default_storage.delete(job.file)
        raise
    logger.info("export_done", export=job.pk, rows=job.done, size=size)


def _mine(job: Export) -> QuerySet[Export]:
    """The row while nobody else has it: the next worker's claim counts another attempt."""
    return Export.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _note(job: Export, **columns: Any) -> None:
    if not _mine(job).update(**{"due_at": timezone.now() + settings.WORK_LEASE, **columns}):
        raise _Stopped


def _fail(job: Export, error: WorkError) -> None:
    if _mine(job).exists():
        Export.objects.fail(job.pk, error, state=State.RUNNING)


def _drop(job: Export) -> None:
    """What an attempt that died, or was cancelled, left in the storage."""
    if job.file:
        default_storage.delete(job.file)
        Export.objects.filter(pk=job.pk, file=job.file).update(file="")
        job.file = ""
    job.done = 0
