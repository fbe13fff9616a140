"""Large files by upload session, in pieces, so that memory stays flat and what was uploaded is not sent again.

How far a session got is kept in the cache, not in a row: its address is a key to the draft, it lives for hours, and to
lose it costs no more than a new session. A file is attached when its last piece is there, so half of one never is.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.core.cache import cache

from inquiries.envelope import OutboundFile
from inquiries.errors import WorkError
from mailsync import graph, graph_errors, graph_uploads
from mailsync.graph_schemas import UploadSession

logger = structlog.get_logger(__name__)

_KEPT_FOR = timedelta(hours=6)  # where Microsoft does not say until when; longer than all attempts of a send
_MARGIN = timedelta(minutes=1)


@dataclass(frozen=True)
class _Place:
    """How far a session got, as the cache has it."""

    url: str
    at: int
    expires_at: datetime


def attach(address: str, draft_id: str, file: OutboundFile, *, position: int, step: Callable[[], None]) -> None:
    """Attach `file`, going on where an earlier attempt stopped. `step` is called before each piece; it may raise.

    Raises WorkError: the next attempt goes on from there. A file that Microsoft wants in one go is attached directly.
    """
    name = _name(draft_id, position, file.size)
    found = _resumed(name) or _begun(address, draft_id, file)
    if found is None:
        graph.add_file(address, draft_id, file)
        return
    try:
        _upload(name, found, file, step)
    except WorkError as error:
        if error.code == graph_uploads.LOST:
            cache.delete(name)
        raise
    cache.delete(name)


def _upload(name: str, found: _Place, file: OutboundFile, step: Callable[[], None]) -> None:
    size, at, expires_at = file.size, found.at, found.expires_at
    with file.open() as source:
        while True:
            _keep(name, _Place(found.url, at, expires_at))
            step()
            source.seek(at)
            after = graph_uploads.put(found.url, source.read(graph_uploads.PIECE), start=at, size=size)
            if after is None:
                logger.info("file_uploaded", size=size)
                return
            if not at < after < size:
                raise WorkError("The upload of a file got lost; it begins anew.", code=graph_uploads.LOST)
            # Each piece puts the end of the session off.
            at, expires_at = after, max(expires_at, datetime.now(UTC) + timedelta(minutes=10))


def _resumed(name: str) -> _Place | None:
    """The session of an earlier attempt at the place where Microsoft wants it to go on, if it still takes it."""
    kept: _Place | None = cache.get(name)
    if kept is None:
        return None
    try:
        at = graph_uploads.place(kept.url)
    except WorkError as error:
        if error.code != graph_uploads.LOST:
            raise
        cache.delete(name)
        return None
    logger.info("upload_resumed", at=kept.at if at is None else at)
    return _Place(kept.url, kept.at if at is None else at, kept.expires_at)


def _begun(address: str, draft_id: str, file: OutboundFile) -> _Place | None:
    """A new session; None where the file is too small for one by Microsoft's own count."""
    try:
        begun = graph.begin_upload(
            address, draft_id, name=file.filename, content_type=file.content_type, size=file.size
        )
    except WorkError as error:
        if error.code == graph_errors.TOO_SMALL:
            return None
        raise
    if not begun.upload_url:
        raise WorkError("Microsoft 365 gave no address to upload to. It is tried again.", code="bad_answer")
    return _Place(begun.upload_url, begun.next_byte or 0, _end(begun))


def _end(begun: UploadSession) -> datetime:
    if begun.expires_at is None:
        return datetime.now(UTC) + _KEPT_FOR
    return begun.expires_at if begun.expires_at.tzinfo else begun.expires_at.replace(tzinfo=UTC)


def _keep(name: str, place: _Place) -> None:
    left = place.expires_at - datetime.now(UTC) - _MARGIN
    if left > timedelta(0):
        cache.set(name, place, timeout=left.total_seconds())
    else:
        cache.delete(name)


def _name(draft_id: str, position: int, size: int) -> str:
    """Ids of Graph hold what not every cache takes in a key."""
    return "upload:" + hashlib.sha256(f"{draft_id}|{position}|{size}".encode()).hexdigest()
