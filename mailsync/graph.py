"""Microsoft Graph's mail: the only module that knows its addresses (graph_token.py alone knows MSAL).

Every function is one call (and one more after a refused token). Nothing is repeated in here; a refusal is a WorkError
in plain words. Before each call the mailbox's row is looked at: a wait that Microsoft asked for is kept by all
processes. Ids are immutable ones, so that a mail keeps its id when somebody moves it.
https://learn.microsoft.com/en-us/graph/outlook-immutable-id
"""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, BinaryIO
from urllib.parse import quote, unquote, urlsplit
from uuid import uuid4

import requests
import structlog
from django.conf import settings

from inquiries import http_client
from inquiries.envelope import OutboundFile
from inquiries.errors import WorkError
from mailsync import graph_errors, graph_token, mailboxes
from mailsync.graph_schemas import (
    DeltaPage,
    Draft,
    FileLines,
    Folder,
    Item,
    RefusedAnswer,
    RemoteSubscription,
    SubscriptionLines,
    UploadSession,
    Wire,
)

logger = structlog.get_logger(__name__)

PAGE_SIZE = 50
HEAD_LIMIT = 256 * 1024  # bytes of a header that is read of a mail too large to fetch
DIRECT_LIMIT = 3 * 1000 * 1000  # bytes; a larger file needs an upload session (outlook-large-attachments)
_IMMUTABLE = 'IdType="ImmutableId"'
_ITEM_FIELDS = "id,receivedDateTime,conversationId,isDraft"
_DRAFT_FIELDS = "id,internetMessageId,conversationId,isDraft,body"
_USER = re.compile(r"/users/([^/?(]+)/")
_TIMEOUT = (3.05, 30.0)

type Gate = Callable[[], None]  # raises WorkError where no call may be made now


# --- reading


def folder(address: str, name: str) -> Folder:
    """A folder of the mailbox by its well-known name or id: proves that both are there and may be read."""
    url = _url(address, "mailFolders", name) + "?$select=id,displayName"
    return _read(Folder, _call("GET", url))


def clock_skew(address: str, name: str) -> timedelta | None:
    """How far our clock is ahead of Microsoft's, by the Date of an answer; None where it has none."""
    response = _call("GET", _url(address, "mailFolders", name) + "?$select=id")
    try:
        theirs = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return datetime.now(UTC) - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))


def first_page(address: str, name: str) -> DeltaPage:
    """The first page of everything in a folder; its links lead on. Raises WorkError."""
    first = _url(address, "mailFolders", name, "messages", "delta") + f"?$select={_ITEM_FIELDS}"
    return page(first, address=address)


def page(link: str, *, address: str = "") -> DeltaPage:
    """The page behind a nextLink or deltaLink. Raises WorkError; code RESYNC: the link is worn out, begin anew."""
    response = _call("GET", link, prefer=f"odata.maxpagesize={PAGE_SIZE}", delta=True, mailbox=address)
    found = _read(DeltaPage, response)
    if not found.next_link and not found.delta_link:
        raise WorkError("Microsoft 365 sent a page that leads nowhere. It is tried again.", code="no_link")
    return found


def mime(address: str, message_id: str, *, limit: int) -> bytes:
    """The mail as it was received. Raises WorkError; code "answer_too_large": more than `limit` bytes."""
    response = _call("GET", _url(address, "messages", message_id, "$value"), stream=True)
    return http_client.read_body(response, limit)


def item(address: str, message_id: str) -> Item | None:
    """A message as a line of a page would tell of it, with the id of the folder it lies in now; None: it is gone."""
    try:
        return _read(
            Item, _call("GET", _url(address, "messages", message_id) + f"?$select={_ITEM_FIELDS},parentFolderId")
        )
    except WorkError as error:
        if error.code == graph_errors.GONE:
            return None
        raise


def mime_into(file: BinaryIO, address: str, message_id: str, *, limit: int, gate: Gate) -> None:
    """The mail as it was received, written to `file` piece by piece. Raises WorkError as `mime` does.

    For threads that have no database: `gate` stands for the look at the mailbox's row, which their caller has taken,
    and the wait of a refusal is for the caller to note (mailboxes.hold_back).
    """
    response = _call("GET", _url(address, "messages", message_id, "$value"), stream=True, gate=gate)
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
    response = _call("GET", _url(address, "messages", message_id, "$value"), stream=True)
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
    return _read(Draft, _call("POST", _url(address, "messages", message_id, "createReply"), status=201))


def create_draft(address: str, fields: Mapping[str, Any]) -> Draft:
    return _read(Draft, _call("POST", _url(address, "messages"), json=dict(fields), status=201))


def update_draft(address: str, draft_id: str, fields: Mapping[str, Any]) -> Draft:
    return _read(Draft, _call("PATCH", _url(address, "messages", draft_id), json=dict(fields)))


def draft(address: str, draft_id: str) -> Draft | None:
    """The draft, or the mail it became; None: there is no such item any more."""
    try:
        return _read(Draft, _call("GET", _url(address, "messages", draft_id) + f"?$select={_DRAFT_FIELDS}"))
    except WorkError as error:
        if error.code == graph_errors.GONE:
            return None
        raise


def files(address: str, draft_id: str) -> list[str]:
    """Names of the files that a draft has already; the pictures inside the quoted mail are none."""
    url = _url(address, "messages", draft_id, "attachments") + "?$select=id,name,isInline&$top=100"
    return [line.name for line in _read(FileLines, _call("GET", url)).files if not line.is_inline]


def add_file(address: str, draft_id: str, file: OutboundFile) -> None:
    """Attach a file of less than DIRECT_LIMIT bytes to a draft; a larger one goes by `begin_upload`."""
    payload = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": file.filename,
        "contentType": file.content_type,
        "contentBytes": b64encode(file.read()).decode(),
    }
    _call("POST", _url(address, "messages", draft_id, "attachments"), json=payload, status=201)


def begin_upload(address: str, draft_id: str, *, name: str, content_type: str, size: int) -> UploadSession:
    """A session by which a file of DIRECT_LIMIT bytes or more is attached to a draft (graph_uploads.py goes on).

    https://learn.microsoft.com/en-us/graph/outlook-large-attachments
    """
    item = {"attachmentType": "file", "name": name, "contentType": content_type, "size": size}
    url = _url(address, "messages", draft_id, "attachments", "createUploadSession")
    return _read(UploadSession, _call("POST", url, json={"AttachmentItem": item}, status=201))


def send_draft(address: str, draft_id: str) -> None:
    """Send it. WorkError with `outcome_unknown` where it may have gone out; a 202 means accepted, not delivered."""
    _call("POST", _url(address, "messages", draft_id, "send"), status=202, sends=True)


def recipients(addresses: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Graph's form of (address, name) pairs."""
    return [{"emailAddress": {"address": address, **({"name": name} if name else {})}} for address, name in addresses]


# --- subscriptions: the resource names the mailbox, the address does not


def subscriptions(mailbox: str) -> list[RemoteSubscription]:
    """All of this app, over all mailboxes; the pages are few. `mailbox`: whose wait is kept."""
    found: list[RemoteSubscription] = []
    link = _root("subscriptions")
    for _ in range(20):
        lines = _read(SubscriptionLines, _call("GET", link, mailbox=mailbox))
        found += lines.subscriptions
        link = lines.next_link
        if not link:
            break
    return found


def subscription(mailbox: str, remote_id: str) -> RemoteSubscription | None:
    """None: there is none of this id (any more)."""
    try:
        return _read(RemoteSubscription, _call("GET", _root("subscriptions", remote_id), mailbox=mailbox))
    except WorkError as error:
        if error.code in graph_errors.NO_SUBSCRIPTION:
            return None
        raise


def subscribe(mailbox: str, folder: str, *, url: str, secret: str, until: datetime) -> RemoteSubscription:
    """Ask to be told of new mail. Microsoft calls `url` before it answers, so another process must be there for it."""
    fields = {
        "changeType": "created",
        "notificationUrl": url,
        "lifecycleNotificationUrl": url,
        "resource": subscription_resource(mailbox, folder),
        "expirationDateTime": _moment(until),
        "clientState": secret,
    }
    return _read(RemoteSubscription, _call("POST", _root("subscriptions"), json=fields, status=201, mailbox=mailbox))


def subscription_resource(mailbox: str, folder: str) -> str:
    return f"users/{mailbox}/mailFolders('{folder}')/messages"


def renew_subscription(mailbox: str, remote_id: str, *, until: datetime) -> RemoteSubscription | None:
    """None: it is gone, and a new one has to be made. Also answers a reauthorizationRequired."""
    fields = {"expirationDateTime": _moment(until)}
    try:
        response = _call("PATCH", _root("subscriptions", remote_id), json=fields, mailbox=mailbox)
        return _read(RemoteSubscription, response)
    except WorkError as error:
        if error.code in graph_errors.NO_SUBSCRIPTION:
            return None
        raise


def unsubscribe(mailbox: str, remote_id: str) -> None:
    """End it; one that is gone already is as well."""
    try:
        _call("DELETE", _root("subscriptions", remote_id), status=204, mailbox=mailbox)
    except WorkError as error:
        if error.code not in graph_errors.NO_SUBSCRIPTION:
            raise


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- the call itself


def _root(*steps: str) -> str:
    return "/".join([settings.GRAPH_BASE_URL.rstrip("/"), *(quote(step, safe="") for step in steps)])


def _url(address: str, *path: str) -> str:
    """Ids may hold "/" and "+", so each step is quoted; "$value" and "@" are Graph's own."""
    steps = ("users", address, *path)
    return "/".join([settings.GRAPH_BASE_URL.rstrip("/"), *(quote(step, safe="$@") for step in steps)])


def _call(  # noqa: PLR0913  the one place where all of a call meets
    method: str,
    url: str,
    *,
    status: int = 200,
    json: Mapping[str, Any] | None = None,
    prefer: str = "",
    stream: bool = False,
    delta: bool = False,
    sends: bool = False,
    mailbox: str = "",
    gate: Gate | None = None,
) -> requests.Response:
    """One call; after a 401 one more with a fresh token. Raises WorkError for any other status than `status`.

    `mailbox`: whose wait is kept, where the address does not name it. `gate`: see `mime_into`.
    """
    check_host(url)
    mailbox = mailbox or _mailbox_of(url)
    check = gate or (lambda: mailboxes.check_open(mailbox))
    # Microsoft finds a call by it, and the log says which was refused.
    # https://learn.microsoft.com/en-us/graph/best-practices-concept#reliability-and-support
    headers = {"Prefer": ", ".join(filter(None, [_IMMUTABLE, prefer])), "client-request-id": str(uuid4())}
    arguments: dict[str, Any] = {"stream": stream, **({"json": json} if json is not None else {})}
    if json is None and method == "POST":
        arguments["data"] = b""  # Graph wants a length, even of nothing
    try:
        token = graph_token.get()
        check()
        response = _once(method, url, token, headers, arguments)
        if response.status_code == 401:
            response.close()
            token = graph_token.renew(token)
            check()
            response = _once(method, url, token, headers, arguments)
    except WorkError as error:
        raise error if sends else harmless(error) from error
    if response.status_code != status:
        refusal = _refused(response, headers["client-request-id"], delta=delta, sends=sends)
        if gate is None:
            mailboxes.hold_back(mailbox, refusal)
        raise refusal
    return response


def _once(method: str, url: str, token: str, headers: dict[str, str], arguments: dict[str, Any]) -> requests.Response:
    return _session().request(method, url, headers=headers | {"Authorization": f"Bearer {token}"}, **arguments)


def _mailbox_of(url: str) -> str:
    found = _USER.search(urlsplit(url).path)
    return unquote(found[1]) if found else ""


def harmless(error: WorkError) -> WorkError:
    """Of a call that reaches nobody, such as one about a draft: a lost answer is only a failed attempt."""
    return WorkError(
        error.message,
        permanent=error.permanent,
        retry_after=error.retry_after,
        code=error.code,
        postponed=error.postponed,
    )


def check_host(url: str) -> None:
    """The links of an answer are followed as given, but the bearer goes to the configured host only."""
    origin = _origin(http_client.as_sent(url))
    if origin != _origin(settings.GRAPH_BASE_URL):
        raise WorkError(
            f"Microsoft 365 sent us to {(origin[1] or 'no host')[:100]}, which is not the host of "
            "GRAPH_BASE_URL; nothing was sent there.",
            permanent=True,
            code="host",
        )


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return "", None, None


def _refused(response: requests.Response, our_id: str, *, delta: bool, sends: bool) -> WorkError:
    wait = http_client.retry_after(response.headers)
    status = response.status_code
    try:
        code = RefusedAnswer.model_validate_json(http_client.read_body(response, HEAD_LIMIT)).error.code
    except (ValueError, WorkError):  # a page of a gateway, cut short, or nothing at all
        code = ""
    logger.warning(
        "graph_refused",
        status=status,
        code=code[:80],
        wait=None if wait is None else round(wait.total_seconds()),
        graph_request_id=response.headers.get("request-id", "")[:60],
        client_request_id=our_id,
    )
    return graph_errors.work_error(code, status=status, retry_after=wait, delta=delta, sends=sends)


def _read[T: Wire](schema: type[T], response: requests.Response) -> T:
    try:
        return schema.model_validate_json(response.content)
    except ValueError as error:  # cut short, or a page of a gateway; pydantic's error is a ValueError
        raise WorkError("Microsoft 365's answer was not readable. It is tried again.", code="bad_answer") from error


@cache
def _session() -> http_client.NamedSession:
    return http_client.session("Microsoft Graph", timeout=_TIMEOUT)
