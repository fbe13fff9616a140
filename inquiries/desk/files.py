"""Bytes to a browser, safely: names, types and parts of files that strangers sent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import care, sniff
from inquiries.desk import wording
from inquiries.models import Attachment, Message
from inquiries.sniff import SHOWN

LAYOUT_PICTURE = 20_000  # bytes; a smaller inline picture is a logo or a spacer
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
# No script, no form, no address of its own: also when somebody opens the file in a tab of its own.
FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'"
# Chromium's PDF viewer does not work in a sandbox; it runs no script of the file in our address.
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
SENSITIVE_KEY_AGE = 5 * 60  # seconds
PICTURE_KEY_AGE = 60 * 60  # seconds that a framed mail may still ask for its pictures
_NAMELESS = {"image": gettext_lazy("Picture"), "audio": gettext_lazy("Voice note"), "video": gettext_lazy("Video")}
_CHUNK = 256 * 1024
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\\\]")
_RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    """A file as its bubble shows it. `look`: picture, voice, audio, video or file; one without its bytes yet is a
    file."""

    row: Attachment
    look: str
    name: str
    size: str
    badge: str

    @property
    def guarded(self) -> bool:
        """Opened by a click that is noted, and never shown by itself."""
        return self.row.sensitive and self.row.state == Attachment.State.STORED

    @property
    def expired(self) -> bool:
        return self.row.state == Attachment.State.EXPIRED

    @property
    def waits(self) -> bool:
        return self.row.state == Attachment.State.PENDING

    @property
    def failed(self) -> bool:
        return self.row.state == Attachment.State.PERMANENTLY_FAILED


def of(message: Message) -> list[ShownFile]:
    """Those worth a line: the small pictures of a mail's signature and layout stay in its original."""
    return [
        shown(row)
        for row in message.attachments.all()
        if not (row.inline and row.content_id and is_picture(row) and (row.size or 0) < LAYOUT_PICTURE)
    ]


def fresh(found: Sequence[ShownFile], known: Sequence[ShownFile]) -> list[ShownFile]:
    """The files that are not there already: an edited caption comes with its picture once more."""
    have = {file.row.pk for file in known} | {file.row.sha256 for file in known if file.row.sha256}
    return [file for file in found if file.row.pk not in have and file.row.sha256 not in have]


def shown(row: Attachment) -> ShownFile:
    kind = bare_type(row)
    look = "file"
    if row.state == Attachment.State.STORED and kind in SHOWN and not row.sensitive:
        look = "picture" if kind in PICTURES else kind.split("/")[0] if kind[:5] in {"audio", "video"} else "file"
        if look == "audio" and row.message.kind == "voice":
            look = "voice"
    suffix = row.filename.rpartition(".")[2] if "." in row.filename else kind.partition("/")[2]
    nameless = _NAMELESS.get(kind.split("/")[0], gettext_lazy("File"))
    return ShownFile(
        row=row,
        look=look,
        name=care.masked(row.filename) or str(nameless),
        size=wording.size(row.size),
        badge=suffix.upper()[:4] or _("FILE"),
    )


def bare_type(attachment: Attachment) -> str:
    """`audio/ogg; codecs=opus` is `audio/ogg`."""
    return attachment.content_type.split(";")[0].strip().lower()


def is_picture(attachment: Attachment) -> bool:
    return bare_type(attachment) in PICTURES


def picture_address(attachment: Attachment) -> str:
    """An address with a key that ends: a sandboxed frame sends no cookies, so its pictures cannot use the session."""
    key = TimestampSigner(salt="framed-picture").sign(str(attachment.pk))
    return f"{reverse('framed_picture', args=[attachment.pk])}?key={key}"


def opening(attachment: Attachment, *, user: int) -> str:
    """The address of a sensitive file for one person, who has just said that they want to see it."""
    key = TimestampSigner(salt="sensitive-file").sign(f"{attachment.pk}-{user}")
    return f"{reverse('attachment', args=[attachment.pk])}?key={key}"


def opened(attachment: Attachment, key: str, *, user: int | None) -> bool:
    try:
        said = TimestampSigner(salt="sensitive-file").unsign(key, max_age=SENSITIVE_KEY_AGE)
    except BadSignature:
        return False
    return said == f"{attachment.pk}-{user}"


def key_fits(attachment_id: int, key: str) -> bool:
    try:
        return TimestampSigner(salt="framed-picture").unsign(key, max_age=PICTURE_KEY_AGE) == str(attachment_id)
    except BadSignature:
        return False


def answer(file: BinaryIO, *, size: int, attachment: Attachment, byte_range: str, save: bool) -> HttpResponseBase:
    """The file, or the part of it that a player asks for (RFC 9110, one range), with every lock that there is."""
    kind = sniff.true_type(bare_type(attachment), _head(file))
    shown = kind in SHOWN and not save
    place = _asked(byte_range, size)
    if place is None:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = place
    partial = bool(byte_range) and (start, end) != (0, size - 1)
    response = StreamingHttpResponse(
        _part(file, start, end),
        status=206 if partial else 200,
        content_type=kind if shown else "application/octet-stream",
    )
    if partial:
        response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    response.headers["Content-Length"] = str(end - start + 1)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = content_disposition_header(not shown, safe_name(attachment)) or "inline"
    lock(response, PDF_POLICY if shown and kind == "application/pdf" else FILE_POLICY)
    if attachment.sensitive:
        response.headers["Cache-Control"] = "no-store"
    return response


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(sniff.HEAD)


def safe_name(attachment: Attachment) -> str:
    """The file's name without what would end a header or leave a folder."""
    return _UNSAFE.sub("_", care.masked(attachment.filename)).strip(". ") or f"file-{attachment.pk}"


def lock(response: HttpResponseBase, policy: str) -> None:
    """Headers for everything a stranger wrote: its own policy instead of the desk's, no guessing, no shared cache."""
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'self'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Referrer-Policy"] = "no-referrer"


def _asked(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; the whole file where nothing or nothing readable is asked, None outside of it."""
    found = _RANGE.match(header.strip())
    if not found or found.groups() == ("", "") or size == 0:
        return 0, size - 1
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else None
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (start, end) if start <= end else None


def _part(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
