"""Another round for any row that failed for good, of whatever kind; for the work page and the admin."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from inquiries import replies, standing, timeline
from inquiries.doorbell import ring
from inquiries.due import Due
from inquiries.errors import InvalidInput
from inquiries.models import Attachment, Event, Message, User


def retry(row: Due, *, actor: User) -> None:
    """Make the row due now, with its attempts back at none. InvalidInput, in words for people, where that cannot be."""
    if isinstance(row, Message):
        replies.retry(row, actor=actor)
        return
    # The first state of a row is the one that its first task looks for.
    state, task = next(iter(row.TASKS.items()))
    with transaction.atomic():
        if not _restarted(row, state):
            raise InvalidInput(_("It does not need another try any more."))
        if isinstance(row, Attachment):
            inquiry = row.message.inquiry
            standing.recount_failures(inquiry.pk)
            timeline.record(Event.Kind.RETRIED, inquiry=inquiry, actor=actor, message=row.message, file=row.pk)
        ring(task, row.pk)


def _restarted(row: Due, state: str) -> bool:
    try:
        with transaction.atomic():
            return bool(type(row).objects.restart(row.pk, state=state))  # type: ignore[attr-defined]  # each Due has DueQuerySet
    except IntegrityError:  # somebody asked for the same anew, and that is being written
        return False


def retry_all(rows: Iterable[Due], *, actor: User) -> tuple[int, list[str]]:
    """Retry each row; how many were taken, and what was said of the others, each sentence once."""
    taken, refused = 0, dict[str, None]()
    for row in rows:
        try:
            retry(row, actor=actor)
            taken += 1
        except InvalidInput as problem:
            refused[str(problem)] = None
    return taken, list(refused)
