"""Passports and cards are not kept for ever: their files go some time after the trip's end or its loss.

The row stays and says so, and so does the history. The bytes go when no other row needs them; with them goes the mail
as it came, which has the file in it. Exports go a week after they were made.
"""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from inquiries import agency_days, attachments
from inquiries.errors import WorkError
from inquiries.models import Attachment, Event, Export, Inquiry, Message

logger = structlog.get_logger(__name__)

_ASK_AGAIN = timedelta(hours=1)  # a storage that does not answer
BATCH = 200  # rows read at a time
BATCHES = 25  # of one run; what is left goes on the next day
_State = Attachment.State


def expire(now: datetime | None = None) -> int:
    """Let go of the sensitive files whose time is over; gives how many. Safe to run twice at once and to stop."""
    now = now or timezone.now()
    done = 0
    for _ in range(BATCHES):
        pks = list(_over(now).order_by("pk").values_list("pk", flat=True)[:BATCH])
        done += sum(_expire(pk) for pk in pks)
        if len(pks) < BATCH:
            break
    left = Attachment.objects.filter(state=_State.EXPIRED).exclude(blob="").order_by("pk")
    for pk in list(left.values_list("pk", flat=True)[: BATCH * BATCHES]):
        _release(pk)
    if done:
        logger.info("sensitive_files_expired", count=done)
    return done


def _over(now: datetime) -> QuerySet[Attachment]:
    """Sensitive files of trips that ended, or that came to nothing, long enough ago."""
    border = now - timedelta(days=settings.SENSITIVE_KEEP_DAYS)
    day = agency_days.local(border).date()
    moves = Event.objects.filter(inquiry=OuterRef("message__inquiry"), kind=Event.Kind.STATUS).order_by("-pk")
    stored = Attachment.objects.filter(sensitive=True, state=_State.STORED)
    rows = stored.annotate(moved_at=Subquery(moves.values("created_at")[:1]))
    gone = Q(message__inquiry__status__in=[Inquiry.Status.LOST, Inquiry.Status.CLOSED])
    since = Q(moved_at__lt=border) | Q(moved_at=None, message__inquiry__last_message_at__lt=border)
    trip = Q(message__inquiry__return_on__lt=day)
    trip |= Q(message__inquiry__return_on=None, message__inquiry__depart_on__lt=day)
    return rows.filter(trip | (gone & since))


def _expire(pk: int) -> bool:
    """False where another run was faster: its UPDATE took the row out of its state."""
    with transaction.atomic():
        if not Attachment.objects.filter(pk=pk, state=_State.STORED).update(state=_State.EXPIRED):
            return False
        row = Attachment.objects.select_related("message").get(pk=pk)
        Event.objects.create(
            inquiry_id=row.message.inquiry_id,
            message=row.message,
            kind=Event.Kind.EXPIRED,
            data={"file": str(row), "days": settings.SENSITIVE_KEEP_DAYS},
        )
    return True


def _release(pk: int) -> None:
    """Take the bytes off the disk; the name of what could not be taken yet stays in the row for the next run."""
    row = Attachment.objects.select_related("message").get(pk=pk)
    if row.message.raw and attachments.drop(row.message.raw):
        Message.objects.filter(pk=row.message_id).update(raw="")
    if attachments.drop(row.blob):
        Attachment.objects.filter(pk=pk).update(blob="")


def expire_export(pk: int) -> None:
    """Let go of the file of an export whose time is over; the row says that there was one. A ring for any other does
    nothing."""
    if not Export.objects.claim(pk, state=Export.State.DONE):
        return
    name = Export.objects.values_list("file", flat=True).get(pk=pk)
    try:
        default_storage.delete(name)
    except Exception as error:  # the storage's own, whichever it is: never given up, or the file would stay for ever
        logger.exception("export_kept", export=pk)
        words = f"The file could not be deleted yet ({type(error).__name__})."
        away = WorkError(words, postponed=True, retry_after=_ASK_AGAIN)
        Export.objects.fail(pk, away, state=Export.State.DONE)
        return
    Export.objects.finish(pk, state=Export.State.EXPIRED, file="")
