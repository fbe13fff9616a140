"""Files: bytes are stored once per content hash, a row exists before its bytes do.

A failed download never loses the message: the row says what is wrong and can be tried again.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, BinaryIO

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inquiries import care, channels, sniff, standing
from inquiries.blobs import Blobs, Disk, StorageError, age, checked
from inquiries.bucket import Bucket
from inquiries.care import papers
from inquiries.doorbell import ring
from inquiries.envelope import Inbound, InboundFile, OutboundFile
from inquiries.errors import InvalidInput, WorkError, unexpected
from inquiries.models import Attachment, DraftFile, Message, SavedReplyFile

logger = structlog.get_logger(__name__)

_FRESH = 60 * 60  # seconds in which the row of stored bytes is surely written
_READ_LIMIT = 1_000_000  # bytes of a text file that are looked through


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file that goes out, already stored: storing takes its time, which no transaction should wait for."""

    filename: str
    content_type: str
    blob: str
    sha256: str
    size: int


def store(content: bytes) -> tuple[str, str]:
    """Keep `content` and give its storage name and SHA-256 (hex). The same bytes again cost nothing.

    Raises OSError. It may take its time, where files are in a bucket: not in a transaction.
    """
    name, sha256, _size = store_file(io.BytesIO(content))
    return name, sha256


def store_file(file: BinaryIO) -> tuple[str, str, int]:
    """As `store`, from an open file and by the piece: storage name, SHA-256 (hex) and size in bytes."""
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any binary file will do
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    name = f"blobs/{sha256[:2]}/{sha256}"
    _blobs().keep(name, file, size=size)
    return name, sha256, size


def laid(envelope: Inbound) -> Inbound:
    """The envelope with its bytes stored. What has been stored already is left alone."""
    raw_blob = envelope.raw_blob or (store(envelope.raw)[0] if envelope.raw is not None else "")
    return replace(envelope, raw_blob=raw_blob, files=tuple(_laid(file) for file in envelope.files))


def _laid(file: InboundFile) -> InboundFile:
    return file if file.blob or file.content is None else replace(file, blob=store(file.content)[0])


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
    try:
        if age(_blobs().stored_at(name)) < _FRESH:
            return False
        _blobs().delete(name)
    except FileNotFoundError:
        logger.info("blob_gone_already")
    return True


def open_blob(name: str) -> BinaryIO:
    """The stored bytes as a file, for streaming. FileNotFoundError where they are gone; else OSError with words."""
    return _blobs().open(checked(name))


def size_of(name: str) -> int:
    """Bytes, as they are stored. FileNotFoundError where they are gone."""
    return _blobs().size(checked(name))


def read(name: str) -> bytes:
    """The stored bytes. FileNotFoundError where they are gone."""
    with open_blob(name) as file:
        return file.read()


def probe() -> str:
    """How the place of the files is, after really using it, in words. Raises OSError, with words if it is known why."""
    return _blobs().probe()


def add_files(message: Message, files: Sequence[InboundFile]) -> list[Attachment]:
    """Make the rows of a message's files; what the channel only named is fetched by a later job."""
    rows = Attachment.objects.bulk_create(_row(message, position, file) for position, file in enumerate(files))
    for row in rows:
        if row.state == Attachment.State.PENDING:
            ring("inquiries.fetch_attachment", row.pk)
    return rows


def keep(files: Sequence[OutboundFile]) -> list[Kept]:
    """Store the files of an answer, before the transaction that makes their rows. InvalidInput where they cannot be."""
    kept = []
    for file in files:
        try:
            with file.open() as source:
                blob, sha256, size = store_file(source)
        except StorageError as error:
            raise InvalidInput(f"{file.filename} could not be stored, so nothing was sent. {error}") from error
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
    except StorageError as error:
        _failed(attachment, WorkError(str(error), code="storage"))
    except Exception as error:
        logger.exception("attachment_fetch_broke", attachment=pk, message=attachment.message_id)
        _failed(attachment, unexpected(error))
    else:
        stored: dict[str, Any] = {"blob": blob, "sha256": sha256, "size": len(content)}
        stored["content_type"] = _type(attachment, content)
        if _is_sensitive(attachment, content):  # else it stays as it is by now: its sender may have said it meanwhile
            stored["sensitive"] = True
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
        row.blob = _laid(file).blob
        row.sha256 = row.blob.rpartition("/")[2]  # files are named by it
        row.size = len(file.content)
        row.sensitive = _is_sensitive(row, file.content)
    elif file.remote_id:
        row.due_at = timezone.now()
        row.sensitive = papers.is_paper(file.filename)
    else:
        row.state = Attachment.State.PERMANENTLY_FAILED
        row.last_error = "The channel named this file, but gave no way to get it."
    return row


def _blobs() -> Blobs:
    return Bucket() if settings.S3_BUCKET else Disk()
