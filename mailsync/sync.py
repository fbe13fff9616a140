"""From a mailbox's folders to messages, page by page, by Graph's delta.

A page's link is saved only after its mails are rows, so a lost worker costs a repeat and nothing else: every mail is
unique by its immutable id. Each has a transaction of its own, and one that cannot be fetched or read becomes a dead
letter, so that it never holds up the next.
https://learn.microsoft.com/en-us/graph/delta-query-messages
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypedDict

import structlog
from django.conf import settings
from django.utils import timezone

from inquiries import dead_letters
from inquiries.errors import WorkError, unexpected
from mailsync import graph, graph_errors, ingest, mailboxes
from mailsync.graph_ids import external_id
from mailsync.graph_schemas import DeltaPage, Item
from mailsync.models import EmailMessage, Mailbox, MailFolder

logger = structlog.get_logger(__name__)

SENT_ITEMS = "sentitems"
# About the mailbox or the network, not about the one mail: no other will fare better.
_GENERAL = {"unreachable", "sign_in", "certificate", "host", graph_errors.TOKEN, graph_errors.THROTTLED}
_OUTAGE = 5  # so many mails of one page that cannot be fetched are a fault of more than the mails
_STUCK_ROUNDS = 3
_PAUSE = 0.1  # seconds before a read is tried once more


@dataclass(kw_only=True)
class Outcome:
    """What a round over a mailbox came to."""

    new: int = 0
    known: int = 0
    removed: int = 0
    older: int = 0
    dead: int = 0
    busy: bool = False  # somebody else works on it, it is switched off, or Microsoft asked us to wait
    unfinished: bool = False  # the time was up; the next round goes on from here
    error: WorkError | None = None

    def __str__(self) -> str:
        counts = {
            "new": self.new,
            "known": self.known,
            "gone from their folder": self.removed,
            "older than wanted": self.older,
            "unreadable": self.dead,
        }
        return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing new"


@dataclass(kw_only=True)
class _Round:
    """One worker's turn on a mailbox. `until`: monotonic seconds after which it ends between two pages."""

    mailbox: Mailbox
    holder: str
    until: float | None
    outcome: Outcome = field(default_factory=Outcome)

    def is_over(self) -> bool:
        return self.until is not None and time.monotonic() > self.until


class _Place(TypedDict):
    """Where a mail lies and what Graph says of it, as ingest.py takes it."""

    account: str
    external_id: str
    received_at: datetime | None
    thread_key: str
    outgoing: bool


class _LeaseLostError(Exception):
    """We were too slow, and another worker has this mailbox now."""


def run(pk: int, *, budget: timedelta | None = None) -> Outcome:
    """Fetch what is new in a mailbox; a fault stands on its row afterwards. Never raises.

    `budget`: after which a turn ends between two pages; None: when all is read.
    """
    holder = mailboxes.take(pk) if mailboxes.ready() else ""
    if not holder:
        return Outcome(busy=True)
    turn = _Round(
        mailbox=Mailbox.objects.get(pk=pk),
        holder=holder,
        until=None if budget is None else time.monotonic() + budget.total_seconds(),
    )
    try:
        _read_folders(turn)
    except _LeaseLostError:
        logger.warning("mailbox_lease_lost", mailbox=pk)
        turn.outcome.busy = True
    except WorkError as error:
        turn.outcome.error = error
    except Exception as error:  # a database that went away, or a fault of ours: the next poll tries again
        logger.exception("sync_broke", mailbox=pk)
        turn.outcome.error = unexpected(error)
    _close(turn)
    return turn.outcome


def _close(turn: _Round) -> None:
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


def _read_folders(turn: _Round) -> None:
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
            if error.retry_after or error.code in _GENERAL or len(folders) == 1:
                raise
            first = first or WorkError(f"Folder {folder.name}: {error.message}", code=error.code)
    if first:
        raise first


def _read_or_begin_anew(turn: _Round, folder: MailFolder) -> None:
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


def _read_folder(turn: _Round, folder: MailFolder) -> None:
    """From the place where we were to the end of the round; ends early where the time is up."""
    link, address = folder.delta_link, turn.mailbox.address
    while True:
        page = _again(partial(graph.page, link) if link else partial(graph.first_page, address, folder.name))
        _take_page(turn, folder, page)
        if not mailboxes.keep(turn.mailbox.pk, turn.holder):
            raise _LeaseLostError
        if page.next_link and page.next_link == link:
            raise WorkError("Microsoft 365 sends the same page again and again. It is tried again.", code="loop")
        link = page.next_link or page.delta_link
        folder.delta_link, folder.stuck_rounds = link, 0
        folder.last_synced_at = folder.last_synced_at if page.next_link else timezone.now()
        folder.save(update_fields=["delta_link", "stuck_rounds", "last_synced_at"])
        if not page.next_link:
            return
        if turn.is_over():
            turn.outcome.unfinished = True
            return


def _take_page(turn: _Round, folder: MailFolder, page: DeltaPage) -> None:
    address = turn.mailbox.address
    latest = _latest(page)
    _note_removed(turn, [external_id(address, item.id) for item in latest if item.removed is not None])
    items = {item.id: item for item in latest if item.removed is None and not item.is_draft}
    known = _known(address, items)
    turn.outcome.known += len(known)
    failed: list[tuple[Item, WorkError]] = []
    for item in (item for key, item in items.items() if key not in known):
        if folder.since and item.received_at and item.received_at < folder.since:
            turn.outcome.older += 1
            continue
        try:
            _take(turn, folder, item)
        except WorkError as error:
            failed.append((item, error))
            if error.retry_after or error.code in _GENERAL or len(failed) >= _OUTAGE:
                raise
        if not mailboxes.keep(turn.mailbox.pk, turn.holder):
            raise _LeaseLostError
    if failed:
        _bury(turn, folder, failed)


def _latest(page: DeltaPage) -> list[Item]:
    """Each item once, as its last line leaves it; a change holds only what changed, so the fuller line before stays."""
    found: dict[str, Item] = {}
    for item in page.items:
        before = found.get(item.id)
        fuller = before if before and item.removed is None and item.received_at is None else None
        found[item.id] = fuller.model_copy(update={"removed": None}) if fuller else item
    return list(found.values())


def _known(address: str, items: dict[str, Item]) -> set[str]:
    """Ids on this page that are rows already; one that came back into its folder is no longer marked as gone."""
    by_name = {external_id(address, key): key for key in items}
    rows = EmailMessage.objects.filter(message__channel="email", message__external_id__in=by_name)
    found = {by_name[name or ""] for name in rows.values_list("message__external_id", flat=True)}
    rows.exclude(removed_at=None).update(removed_at=None)
    return found


def _note_removed(turn: _Round, names: list[str]) -> None:
    """It left its folder, which is not to say that it is gone: nothing of ours is deleted."""
    rows = EmailMessage.objects.filter(message__channel="email", message__external_id__in=names, removed_at=None)
    turn.outcome.removed += rows.update(removed_at=timezone.now()) if names else 0


def _take(turn: _Round, folder: MailFolder, item: Item) -> None:
    """Fetch one mail and take it in. Raises WorkError where it could not be fetched."""
    address = turn.mailbox.address
    place = _Place(
        account=address,
        external_id=external_id(address, item.id),
        received_at=item.received_at,
        thread_key=item.conversation_id,
        outgoing=folder.name.lower() == SENT_ITEMS,
    )
    try:
        raw, size = _fetch(address, item.id)
    except WorkError as error:
        if error.code != graph_errors.GONE:
            raise
        turn.outcome.removed += 1  # deleted or moved while we read the page: delta will say so
        return
    received = ingest.take_in_or_bury(raw, size=size, **place)
    if received is None:
        turn.outcome.dead += 1
    elif received.created:
        turn.outcome.new += 1
    else:
        turn.outcome.known += 1


def _fetch(address: str, message_id: str) -> tuple[bytes, int | None]:
    """The bytes of a mail; of one that is too large its header, and the size of the whole. Raises WorkError."""
    try:
        return _again(partial(graph.mime, address, message_id, limit=settings.MAIL_MAX_BYTES)), None
    except WorkError as error:
        if error.code != "answer_too_large":
            raise
    head, size = _again(partial(graph.mime_head, address, message_id))
    return head, size or settings.MAIL_MAX_BYTES


def _bury(turn: _Round, folder: MailFolder, failed: list[tuple[Item, WorkError]]) -> None:
    """Mails that Microsoft would not give, on a page whose others came.

    The page is read again at the next poll, and the one after; then they wait for a person, and we go on. A dead letter
    without bytes is fetched anew when it is replayed (channel.py).
    """
    hopeless = all(error.permanent for _item, error in failed)
    if not hopeless and folder.stuck_rounds + 1 < _STUCK_ROUNDS:
        folder.stuck_rounds += 1
        folder.save(update_fields=["stuck_rounds"])
        raise failed[0][1]
    for item, error in failed:
        dead_letters.keep(
            source=ingest.CHANNEL,
            account=turn.mailbox.address,
            external_id=external_id(turn.mailbox.address, item.id),
            raw=b"",
            error=error.message,
        )
        turn.outcome.dead += 1


def _again[T](call: Callable[[], T]) -> T:
    """A read, and once more where it failed for a reason that may have passed; a wait that was asked for is kept."""
    try:
        return call()
    except WorkError as error:
        if error.permanent or error.retry_after or error.code == graph_errors.RESYNC:
            raise
    time.sleep(_PAUSE)
    return call()
