"""Files: bytes are stored once per content hash, a row exists before its bytes do.

A failed download never loses the message: the row says what is wrong and can be tried again.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db import transaction
from django.utils import timezone
from django.utils._os import safe_join

from inquiries import care, channels, sniff, standing
from inquiries.care import papers
from inquiries.doorbell import ring
from inquiries.envelope import InboundFile, OutboundFile
from inquiries.errors import WorkError, unexpected
from inquiries.models import Attachment, DraftFile, Message, SavedReplyFile

logger = structlog.get_logger(__name__)

_FRESH = 60 * 60  # seconds in which the row of stored bytes is surely written
_READ_LIMIT = 1_000_000  # bytes of a text file that are looked through
_PIECE = 256 * 1024  # bytes of a large file that are in memory at once


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file that goes out, already stored: storing takes its time, which no transaction should wait for."""

    filename: str
    content_type: str
    blob: str
    sha256: str
    size: int


def store(content: bytes) -> tuple[str, str]:
    """Keep `content` and give its storage name and SHA-256 (hex). The same bytes again cost nothing."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"blobs/{sha256[:2]}/{sha256}"
    path = _path(name)
    # The size is looked at because a power cut may leave an empty file under a name that promises its content.
    if not path.exists() or path.stat().st_size != len(content):
        _write(path, content)
    else:
        os.utime(path)  # drop() leaves alone what somebody is just about to name in a row
    return name, sha256


def store_file(file: BinaryIO) -> tuple[str, str, int]:
    """As `store`, from an open file and by the piece: storage name, SHA-256 (hex) and size in bytes."""
    folder = _path("blobs/new")
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".draft-")
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as copy:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += copy.write(piece)
        sha256 = digest.hexdigest()
        name = f"blobs/{sha256[:2]}/{sha256}"
        path = _path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.chmod(draft, 0o640)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return name, sha256, size


def drop(name: str) -> bool:
    """Delete stored bytes unless a row still needs them; False where they were stored so lately that a row may be on
    its way: ask again later."""
    kept = Attachment.objects.filter(blob=name).exclude(state=Attachment.State.EXPIRED)
    if SavedReplyFile.objects.filter(blob=name).exists():
        return True
    if DraftFile.objects.filter(blob=name).exclude(draft=None).exists():
        return True
    if kept.exists() or Message.objects.filter(raw=name).exclude(attachments__state=Attachment.State.EXPIRED).exists():
        return True
    path = _path(name)
    try:
        if time.time() - path.stat().st_mtime < _FRESH:
            return False
        path.unlink()
    except FileNotFoundError:
        logger.info("blob_gone_already")
    return True


def blob_path(name: str) -> Path:
    """Where the stored bytes are on this disk, for whoever streams them."""
    return _path(name)


def open_blob(name: str) -> BinaryIO:
    """The stored bytes as a file, for streaming. FileNotFoundError where they are gone."""
    return _path(name).open("rb")


def read(name: str) -> bytes:
    """The stored bytes. FileNotFoundError where they are gone."""
    return _path(name).read_bytes()


def add_files(message: Message, files: Sequence[InboundFile]) -> list[Attachment]:
    """Make the rows of a message's files; what the channel only named is fetched by a later job."""
    rows = Attachment.objects.bulk_create(_row(message, position, file) for position, file in enumerate(files))
    for row in rows:
        if row.state == Attachment.State.PENDING:
            ring("inquiries.fetch_attachment", row.pk)
    return rows


def keep(files: Sequence[OutboundFile]) -> list[Kept]:
    """Store the files of an answer, before the transaction that makes their rows."""
    kept = []
    for file in files:
        with file.open() as source:
            blob, sha256, size = store_file(source)
        # The row takes what an inbound file's would: no NUL, no endless name.
        named = InboundFile(filename=file.filename, content_type=file.content_type or "application/octet-stream")
        row = Kept(filename=named.filename, content_type=named.content_type, blob=blob, sha256=sha256, size=size)
        kept.append(row)
    return kept


def add_kept(message: Message, files: Sequence[Kept]) -> list[Attachment]:
    """Make the rows of an answer's files."""
    stored = Attachment.State.STORED
    return Attachment.objects.bulk_create(
        Attachment(
            message=message, position=position, state=stored, sensitive=papers.is_paper(file.filename), **asdict(file)
        )
        for position, file in enumerate(files)
    )


def fetch(pk: int) -> None:
    """Get the bytes of one attachment from its channel; a ring for a missing or settled row does nothing."""
    if not Attachment.objects.claim(pk, state=Attachment.State.PENDING):
        return
    attachment = Attachment.objects.select_related("message").get(pk=pk)
    try:
        content = _fetch(attachment)
        blob, sha256 = store(content)
    except WorkError as error:
        _failed(attachment, error)
    except Exception as error:
        logger.exception("attachment_fetch_broke", attachment=pk, message=attachment.message_id)
        _failed(attachment, unexpected(error))
    else:
        stored: dict[str, Any] = {"blob": blob, "sha256": sha256, "size": len(content)}
        stored["content_type"] = _type(attachment, content)
        stored["sensitive"] = attachment.sensitive or _is_sensitive(attachment, content)
        Attachment.objects.finish(pk, state=Attachment.State.STORED, **stored)
        standing.recount_failures(attachment.message.inquiry_id)
        logger.info("attachment_stored", attachment=pk, message=attachment.message_id, size=len(content))


def _fetch(attachment: Attachment) -> bytes:
    if attachment.attempts > settings.WORK_MAX_ATTEMPTS:
        raise WorkError("Gave up: earlier attempts ended without a word.", permanent=True)
    message = attachment.message
    channel = channels.get(message.channel)
    content = channel.fetch(attachment.remote_id, account=message.account, sent_at=message.sent_at)
    if attachment.size is not None and attachment.size != len(content):
        raise WorkError(f"The file has {len(content)} bytes, but {attachment.size} were announced.")
    if attachment.sha256 and attachment.sha256.lower() != hashlib.sha256(content).hexdigest():
        raise WorkError("The file is not the one that was announced: its checksum differs.")
    return content


def _is_sensitive(attachment: Attachment, content: bytes) -> bool:
    """By its name, or by what a text file says: a passport's lines, the number of a card."""
    if papers.is_paper(attachment.filename):
        return True
    texts = attachment.content_type.startswith("text/") and len(content) <= _READ_LIMIT
    return texts and any(item.kind in {"card", "passport"} for item in care.find(content.decode(errors="replace")))


def _type(attachment: Attachment, content: bytes) -> str:
    """What a browser would show is what its bytes say; of anything else the sender's word is kept."""
    declared = attachment.content_type.split(";")[0].strip().lower()
    found = sniff.true_type(declared, content[: sniff.HEAD])
    return attachment.content_type if found == declared else found


def _failed(attachment: Attachment, error: WorkError) -> None:
    with transaction.atomic():  # a worker killed in between must not leave a failure that nobody counts
        gone = Attachment.objects.fail(attachment.pk, error, state=Attachment.State.PENDING)
        if gone:
            standing.recount_failures(attachment.message.inquiry_id)
    logger.warning("attachment_failed", attachment=attachment.pk, message=attachment.message_id, final=gone)


def _row(message: Message, position: int, file: InboundFile) -> Attachment:
    row = Attachment(
        message=message,
        position=position,
        filename=file.filename,
        content_type=file.content_type or "application/octet-stream",
        content_id=file.content_id,
        inline=file.inline,
        remote_id=file.remote_id,
        sha256=file.sha256,
        size=file.size,
    )
    if file.content is not None:
        row.state = Attachment.State.STORED
        row.blob, row.sha256 = store(file.content)
        row.size = len(file.content)
        row.sensitive = _is_sensitive(row, file.content)
    elif file.remote_id:
        row.due_at = timezone.now()
        row.sensitive = papers.is_paper(file.filename)
    else:
        row.state = Attachment.State.PERMANENTLY_FAILED
        row.last_error = "The channel named this file, but gave no way to get it."
    return row


def _path(name: str) -> Path:
    if not name.startswith("blobs/"):
        raise SuspiciousFileOperation(f"{name!r} is no name of a stored file")
    return Path(safe_join(str(settings.MEDIA_ROOT), name))


def _write(path: Path, content: bytes) -> None:
    """Under a temporary name first: a process killed while it writes must not leave half a file that looks whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(draft, 0o640)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
