"""Microsoft Graph's mail, a function a call: what is read and what is written (graph_calls.py makes the call).

Subscriptions are in graph_subscriptions.py, the pieces of a large file in graph_uploads.py.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO

import requests

from inquiries import http_client
from inquiries.envelope import OutboundFile
from inquiries.errors import WorkError
from mailsync import graph_errors
from mailsync.graph_calls import HEAD_LIMIT, Gate, call, read, url
from mailsync.graph_schemas import DeltaPage, Draft, FileLines, Folder, Item, UploadSession

PAGE_SIZE = 50
DIRECT_LIMIT = 3 * 1000 * 1000  # bytes; a larger file needs an upload session (outlook-large-attachments)
_ITEM_FIELDS = "id,receivedDateTime,conversationId,isDraft"
_DRAFT_FIELDS = "id,internetMessageId,conversationId,isDraft,body"


# --- reading


def folder(address: str, name: str) -> Folder:
    """A folder of the mailbox by its well-known name or id: proves that both are there and may be read."""
    link = url(address, "mailFolders", name) + "?$select=id,displayName"
    return read(Folder, call("GET", link))


def clock_skew(address: str, name: str) -> timedelta | None:
    """How far our clock is ahead of Microsoft's, by the Date of an answer; None where it has none."""
    response = call("GET", url(address, "mailFolders", name) + "?$select=id")
    try:
        theirs = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return datetime.now(UTC) - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))


def first_page(address: str, name: str) -> DeltaPage:
    """The first page of everything in a folder; its links lead on. Raises WorkError."""
    first = url(address, "mailFolders", name, "messages", "delta") + f"?$select={_ITEM_FIELDS}"
    return page(first, address=address)


def page(link: str, *, address: str = "") -> DeltaPage:
    """The page behind a nextLink or deltaLink. Raises WorkError; code RESYNC: the link is worn out, begin anew."""
    response = call("GET", link, prefer=f"odata.maxpagesize={PAGE_SIZE}", delta=True, mailbox=address)
    found = read(DeltaPage, response)
    if not found.next_link and not found.delta_link:
        raise WorkError("Microsoft 365 sent a page that leads nowhere. It is tried again.", code="no_link")
    return found


def mime(address: str, message_id: str, *, limit: int) -> bytes:
    """The mail as it was received. Raises WorkError; code "answer_too_large": more than `limit` bytes."""
    response = call("GET", url(address, "messages", message_id, "$value"), stream=True)
    return http_client.read_body(response, limit)


def item(address: str, message_id: str) -> Item | None:
    """A message as a line of a page would tell of it, with the id of the folder it lies in now; None: it is gone."""
    try:
        return read(Item, call("GET", url(address, "messages", message_id) + f"?$select={_ITEM_FIELDS},parentFolderId"))
    except WorkError as error:
        if error.code == graph_errors.GONE:
            return None
        raise


def mime_into(file: BinaryIO, address: str, message_id: str, *, limit: int, gate: Gate) -> None:
    """The mail as it was received, written to `file` piece by piece. Raises WorkError as `mime` does.

    For threads that have no database: `gate` stands for the look at the mailbox's row, which their caller has taken,
    and the wait of a refusal is for the caller to note (mailboxes.hold_back).
    """
    response = call("GET", url(address, "messages", message_id, "$value"), stream=True, gate=gate)
    size = 0
    try:
        for chunk in response.iter_content(http_client.CHUNK):
            size += len(chunk)
            if size > limit:
                raise WorkError(f"The mail has more than {limit} bytes.", permanent=True, code="answer_too_large")
            file.write(chunk)
    except requests.RequestException as error:
        raise http_client.as_work_error(error, name="Microsoft Graph", method="GET") from error
    finally:
        response.close()


def mime_head(address: str, message_id: str) -> tuple[bytes, int]:
    """The header of a mail, up to HEAD_LIMIT bytes, and the size of the whole (0: not told), which is not fetched."""
    response = call("GET", url(address, "messages", message_id, "$value"), stream=True)
    head = b""
    try:
        for chunk in response.iter_content(http_client.CHUNK):
            head += chunk
            if b"\r\n\r\n" in head or b"\n\n" in head or len(head) >= HEAD_LIMIT:
                break
    except requests.RequestException as error:
        raise http_client.as_work_error(error, name="Microsoft Graph", method="GET") from error
    finally:
        response.close()
    end = min((at for at in (head.find(b"\r\n\r\n"), head.find(b"\n\n")) if at >= 0), default=HEAD_LIMIT)
    length = response.headers.get("Content-Length", "")
    return head[:end] + b"\r\n\r\n", int(length) if length.isdecimal() else 0


# --- writing


def create_reply(address: str, message_id: str) -> Draft:
    """A draft that answers a mail of this mailbox, with the thread's headers, as Graph alone can set them."""
    return read(Draft, call("POST", url(address, "messages", message_id, "createReply"), status=201))


def create_draft(address: str, fields: Mapping[str, Any]) -> Draft:
    return read(Draft, call("POST", url(address, "messages"), json=dict(fields), status=201))


def update_draft(address: str, draft_id: str, fields: Mapping[str, Any]) -> Draft:
    return read(Draft, call("PATCH", url(address, "messages", draft_id), json=dict(fields)))


def draft(address: str, draft_id: str) -> Draft | None:
    """The draft, or the mail it became; None: there is no such item any more."""
    try:
        return read(Draft, call("GET", url(address, "messages", draft_id) + f"?$select={_DRAFT_FIELDS}"))
    except WorkError as error:
        if error.code == graph_errors.GONE:
            return None
        raise


def files(address: str, draft_id: str) -> list[str]:
    """Names of the files that a draft has already; the pictures inside the quoted mail are none."""
    link = url(address, "messages", draft_id, "attachments") + "?$select=id,name,isInline&$top=100"
    return [line.name for line in read(FileLines, call("GET", link)).files if not line.is_inline]


def add_file(address: str, draft_id: str, file: OutboundFile) -> None:
    """Attach a file of less than DIRECT_LIMIT bytes to a draft; a larger one goes by `begin_upload`."""
    payload = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": file.filename,
        "contentType": file.content_type,
        "contentBytes": b64encode(file.read()).decode(),
    }
    call("POST", url(address, "messages", draft_id, "attachments"), json=payload, status=201)


def begin_upload(address: str, draft_id: str, *, name: str, content_type: str, size: int) -> UploadSession:
    """A session by which a file of DIRECT_LIMIT bytes or more is attached to a draft (graph_uploads.py goes on).

    https://learn.microsoft.com/en-us/graph/outlook-large-attachments
    """
    item = {"attachmentType": "file", "name": name, "contentType": content_type, "size": size}
    link = url(address, "messages", draft_id, "attachments", "createUploadSession")
    return read(UploadSession, call("POST", link, json={"AttachmentItem": item}, status=201))


def send_draft(address: str, draft_id: str) -> None:
    """Send it. WorkError with `outcome_unknown` where it may have gone out; a 202 means accepted, not delivered."""
    call("POST", url(address, "messages", draft_id, "send"), status=202, sends=True)


def recipients(addresses: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Graph's form of (address, name) pairs."""
    return [{"emailAddress": {"address": address, **({"name": name} if name else {})}} for address, name in addresses]
