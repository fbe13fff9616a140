"""From a mailbox's folders to messages, page by page, by Graph's delta.

A page's link is saved only after its mails are rows, so a lost worker costs a repeat and nothing else: every mail is
unique by its immutable id. pages.py takes a page in, patience.py tries a read again, fetching.py fetches the mails.
https://learn.microsoft.com/en-us/graph/delta-query-messages
"""

import time
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.conf import settings
from django.utils import timezone

from inquiries.errors import WorkError, unexpected
from mailsync import full_pass, graph, graph_errors, mailboxes, pages
from mailsync.models import Mailbox, MailFolder
from mailsync.patience import again, rest
from mailsync.turn import LeaseLostError, Outcome, Turn

logger = structlog.get_logger(__name__)

SENT_ITEMS = pages.SENT_ITEMS
# Microsoft may ring before delta shows the mail: so many of MAIL_RETRY_PAUSE later we look again.
_LATE_NEWS = (8, 25)
_LOOKS = 10  # in one turn at most, however often it rings
_LISTEN = 0.2  # seconds between two looks at the bell


def run(pk: int, *, budget: timedelta | None = None) -> Outcome:
    """Fetch what is new in a mailbox; a fault stands on its row afterwards. Never raises.

    `budget`: after which a turn ends between two pages; None: when all is read.
    """
    holder = mailboxes.take(pk) if mailboxes.ready() else ""
    if not holder:
        return Outcome(busy=True)
    turn = Turn(
        mailbox=Mailbox.objects.get(pk=pk),
        holder=holder,
        until=None if budget is None else time.monotonic() + budget.total_seconds(),
    )
    try:
        _read(turn)
        _look_again(turn)
    except LeaseLostError:
        logger.warning("mailbox_lease_lost", mailbox=pk)
        turn.outcome.busy = True
    except WorkError as error:
        turn.outcome.error = error
    except Exception as error:  # a database that went away, or a fault of ours: the next poll tries again
        logger.exception("sync_broke", mailbox=pk)
        turn.outcome.error = unexpected(error)
    _close(turn)
    # After the lease is given back, so that a ring which found us busy is not lost.
    if not turn.outcome.error and not turn.outcome.busy and _answer_ring(turn):
        turn.outcome.unfinished = True
    return turn.outcome


def _read(turn: Turn) -> None:
    turn.rung_at = _rung_at(turn)
    _read_folders(turn)


def _look_again(turn: Turn) -> None:
    """The bell rang and there was nothing: the mail is on its way to delta. A ring meanwhile is answered at once."""
    looks = 0
    for _ in range(_LOOKS):
        if looks == len(_LATE_NEWS) or turn.outcome.new or turn.outcome.unfinished or turn.rung_at is None:
            return
        looks = 0 if _rang_within(turn, settings.MAIL_RETRY_PAUSE.total_seconds() * _LATE_NEWS[looks]) else looks + 1
        _read(turn)


def _rang_within(turn: Turn, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        rest(min(left, _LISTEN), turn.keep)
        if _rung_at(turn) != turn.rung_at:
            return True
    return False


def _rung_at(turn: Turn) -> datetime | None:
    return Mailbox.objects.filter(pk=turn.mailbox.pk).values_list("rung_at", flat=True).first()


def _answer_ring(turn: Turn) -> bool:
    """The ring that we came for is answered; True where another one came since, which found us busy."""
    rows = Mailbox.objects.filter(pk=turn.mailbox.pk)
    rows.filter(rung_at=turn.rung_at).update(rung_at=None)
    return rows.exclude(rung_at=None).exists()


def _close(turn: Turn) -> None:
    pk, outcome = turn.mailbox.pk, turn.outcome
    if outcome.error:
        mailboxes.hold_back(turn.mailbox.address, outcome.error)
        mailboxes.went_wrong(pk, outcome.error)
    elif not outcome.busy and not outcome.unfinished:
        mailboxes.went_well(pk)
    mailboxes.leave(pk, turn.holder)
    logger.info(
        "mailbox_read",
        mailbox=pk,
        new=outcome.new,
        dead=outcome.dead,
        unfinished=outcome.unfinished,
        failed=outcome.error is not None,
    )


def _read_folders(turn: Turn) -> None:
    folders = list(turn.mailbox.folders.order_by("pk"))
    if not folders:
        raise WorkError("No folder of this mailbox is read. Add one: manage.py add_mailbox ADDRESS --folder inbox.")
    first: WorkError | None = None
    for folder in folders:
        if turn.outcome.unfinished:
            break
        try:
            _read_or_begin_anew(turn, folder)
        except WorkError as error:
            if error.retry_after or error.code in pages.GENERAL or len(folders) == 1:
                raise
            first = first or WorkError(f"Folder {folder.name}: {error.message}", code=error.code)
    if first:
        raise first


def _read_or_begin_anew(turn: Turn, folder: MailFolder) -> None:
    try:
        _read_folder(turn, folder)
    except WorkError as error:
        if error.code != graph_errors.RESYNC:
            raise
        # Microsoft has lost our place: everything once more, and nothing twice, since all of it is known.
        logger.warning("folder_resync", mailbox=turn.mailbox.pk, folder=folder.pk)
        folder.delta_link, folder.resyncs = "", folder.resyncs + 1
        folder.save(update_fields=["delta_link", "resyncs"])
        _read_folder(turn, folder)


def _read_folder(turn: Turn, folder: MailFolder) -> None:
    """From the place where we were to the end of the round; ends early where the time is up."""
    link, address = folder.delta_link, turn.mailbox.address
    while True:
        call = partial(graph.page, link, address=address) if link else partial(graph.first_page, address, folder.name)
        page = again(call, keep=turn.keep)
        pages.take(turn, folder, page)
        turn.keep(page=True)
        if page.next_link and page.next_link == link:
            raise WorkError("Microsoft 365 sends the same page again and again. It is tried again.", code="loop")
        link = page.next_link or page.delta_link
        folder.delta_link, folder.stuck_rounds = link, 0
        folder.last_synced_at = folder.last_synced_at if page.next_link else timezone.now()
        folder.save(update_fields=["delta_link", "stuck_rounds", "last_synced_at"])
        if not page.next_link:
            full_pass.go_on(turn, folder)
            return
        if turn.is_over():
            turn.outcome.unfinished = True
            return
