"""One page of a folder's delta, to rows: what is new is fetched and taken in, what left is noted, the rest is known.

Each mail has a transaction of its own; one that cannot be fetched or read becomes a dead letter, so that it never holds
up the next.
"""

from datetime import datetime
from functools import partial
from typing import TypedDict

from django.conf import settings
from django.utils import timezone

from inquiries import dead_letters
from inquiries.errors import WorkError
from mailsync import fetching, graph, graph_errors, ingest
from mailsync.graph_ids import external_id
from mailsync.graph_schemas import DeltaPage, Item
from mailsync.models import EmailMessage, MailFolder
from mailsync.patience import again
from mailsync.turn import Turn

SENT_ITEMS = "sentitems"
# About the mailbox or the network, not about the one mail: no other will fare better.
GENERAL = {"unreachable", "sign_in", "certificate", "host", graph_errors.TOKEN, graph_errors.THROTTLED}
_OUTAGE = 5  # so many mails of one page that cannot be fetched are a fault of more than the mails
_STUCK_ROUNDS = 3


class _Place(TypedDict):
    """Where a mail lies and what Graph says of it, as ingest.py takes it."""

    account: str
    external_id: str
    received_at: datetime | None
    thread_key: str
    outgoing: bool


def take(turn: Turn, folder: MailFolder, page: DeltaPage) -> None:
    """All of a page. Raises WorkError where it has to be read again, LeaseLostError where another works here now."""
    address = turn.mailbox.address
    latest = _latest(page)
    items = {item.id: item for item in latest if item.removed is None and not item.is_draft}
    items |= _came_back(turn, folder, [item.id for item in latest if item.removed is not None])
    known = _known(address, items)
    turn.outcome.known += len(known)
    wanted = [item for key, item in items.items() if key not in known]
    wanted = [
        item for item in map(partial(_whole, turn), wanted) if item is not None and not _is_older(turn, folder, item)
    ]
    failed: list[tuple[Item, WorkError]] = []
    for item, raw in fetching.fetch(address, wanted, limit=settings.MAIL_MAX_BYTES, keep=turn.keep):
        try:
            _take(turn, folder, item, raw)
        except WorkError as error:
            failed.append((item, error))
            if error.retry_after or error.code in GENERAL or len(failed) >= _OUTAGE:
                raise
        turn.keep()
    if failed:
        _bury(turn, folder, failed)


def _is_older(turn: Turn, folder: MailFolder, item: Item) -> bool:
    older = bool(folder.since and item.received_at and item.received_at < folder.since)
    turn.outcome.older += older
    return older


def _whole(turn: Turn, item: Item) -> Item | None:
    """A line of changes alone says neither when the mail came nor in which thread: that is asked for. None: gone."""
    if item.received_at is not None:
        return item
    found = again(partial(graph.item, turn.mailbox.address, item.id), keep=turn.keep)
    turn.outcome.removed += found is None
    return None if found is None or found.is_draft else found


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


def _came_back(turn: Turn, folder: MailFolder, ids: list[str]) -> dict[str, Item]:
    """What is said to have left, but lies here all the same.

    With immutable ids a mail that is moved away and back between two looks is told as removed, and never again. One
    that we have is kept whatever becomes of it; one that we never saw is looked for, or it would be lost.
    https://github.com/microsoftgraph/microsoft-graph-docs/issues/21752
    """
    if not ids:
        return {}
    address = turn.mailbox.address
    by_name = {external_id(address, key): key for key in ids}
    rows = EmailMessage.objects.filter(message__channel="email", message__external_id__in=by_name)
    seen = {by_name[name or ""] for name in rows.values_list("message__external_id", flat=True)}
    turn.outcome.removed += rows.filter(removed_at=None).update(removed_at=timezone.now())
    found: dict[str, Item] = {}
    for key in (key for key in ids if key not in seen):
        item = again(partial(graph.item, address, key), keep=turn.keep)
        if item is not None and not item.is_draft and item.folder_id == _place_of(turn, folder):
            found[key] = item
    return found


def _place_of(turn: Turn, folder: MailFolder) -> str:
    """Graph's id of the folder, asked for once a turn."""
    if folder.name not in turn.places:
        call = partial(graph.folder, turn.mailbox.address, folder.name)
        turn.places[folder.name] = again(call, keep=turn.keep).id
    return turn.places[folder.name]


def _take(turn: Turn, folder: MailFolder, item: Item, fetched: bytes | WorkError) -> None:
    """Take one mail in. Raises WorkError where it could not be fetched."""
    address = turn.mailbox.address
    place = _Place(
        account=address,
        external_id=external_id(address, item.id),
        received_at=item.received_at,
        thread_key=item.conversation_id,
        outgoing=folder.name.lower() == SENT_ITEMS,
    )
    try:
        raw, size = _bytes_of(turn, item, fetched)
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


def _bytes_of(turn: Turn, item: Item, fetched: bytes | WorkError) -> tuple[bytes, int | None]:
    """The bytes of a mail; of one that is too large its header, and the size of the whole. Raises WorkError."""
    if isinstance(fetched, bytes):
        return fetched, None
    if fetched.code != "answer_too_large":
        raise fetched
    head, size = again(partial(graph.mime_head, turn.mailbox.address, item.id), keep=turn.keep)
    return head, size or settings.MAIL_MAX_BYTES


def _bury(turn: Turn, folder: MailFolder, failed: list[tuple[Item, WorkError]]) -> None:
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
