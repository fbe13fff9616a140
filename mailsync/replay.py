"""A dead letter of mail, once more through the door of every other mail."""

from inquiries.errors import WorkError
from mailsync import graph, ingest, mailboxes, sources
from mailsync.graph_ids import graph_id


def take_in(raw: bytes, *, account: str, external_id: str) -> None:
    """Raises WorkError where it is still no better. One without bytes is one that Microsoft would not give then."""
    message_id = graph_id(external_id, address=account) if account and mailboxes.ready() else ""
    raw = raw or _original(account, external_id)
    if not raw:
        raise WorkError("Its bytes were never fetched, and its mailbox is not within reach.", permanent=True)
    thread_key = _conversation(account, message_id) if message_id else ""
    ingest.take_in(raw, account=account, external_id=external_id, thread_key=thread_key)


def _original(account: str, external_id: str) -> bytes:
    found = (source.original(account, external_id) for source in sources.every())
    return next(filter(None, found), b"")


def _conversation(account: str, message_id: str) -> str:
    """Microsoft's thread of the mail; "" where it cannot be asked: the mail's own header tells nearly as much."""
    try:
        found = graph.draft(account, message_id)
    except WorkError:
        return ""
    return found.conversation_id if found else ""
