"""The other side of Graph's upload sessions: a file's bytes go by pieces to an address that Graph gave us.

That address is on a host of its own and is allowed by itself, so no bearer goes there.
https://learn.microsoft.com/en-us/graph/outlook-large-attachments
"""

from functools import cache
from urllib.parse import urlsplit

import requests
import structlog

from inquiries import http_client
from inquiries.errors import WorkError
from mailsync import graph_errors
from mailsync.graph_schemas import RefusedAnswer, UploadSession

logger = structlog.get_logger(__name__)

PIECE = 10 * 320 * 1024  # bytes: a multiple of 320 KiB, below Outlook's 4 MB
LOST = "session_lost"  # it ran out, or does not know what we mean: begin a new one
_TIMEOUT = (3.05, 60.0)
_GONE = {400, 401, 403, 404, 405, 409, 410, 412, 416}


def put(url: str, piece: bytes, *, start: int, size: int) -> int | None:
    """Send the bytes from `start` on; gives the place where the next ones go, None where the file is complete.

    Raises WorkError; code LOST: the session is of no use any more.
    """
    span = f"bytes {start}-{start + len(piece) - 1}/{size}"
    headers = {"Content-Range": span, "Content-Type": "application/octet-stream"}
    response = _call("PUT", url, headers=headers, data=piece)
    if response.status_code == 201:
        return None
    if response.status_code not in {200, 202}:
        raise _refused(response)
    place = _session_of(response).next_byte
    return start + len(piece) if place is None else place


def place(url: str) -> int | None:
    """Where the session wants to go on. None: it does not say, which is no fault, since Outlook need not answer this.

    Raises WorkError; code LOST where the session is gone.
    """
    response = _call("GET", url)
    if response.status_code == 200:
        return _session_of(response).next_byte
    if response.status_code in {404, 410}:
        raise _refused(response)
    if response.status_code in _GONE:
        response.close()
        return None
    raise _refused(response)


def _call(method: str, url: str, **arguments: object) -> requests.Response:
    if urlsplit(url).scheme != "https":
        raise WorkError("Microsoft 365 gave an upload address without encryption.", permanent=True, code="host")
    # Without an `auth` of our own requests would look for a password in a .netrc file.
    return _http().request(method, url, auth=_nobody, **arguments)


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _session_of(response: requests.Response) -> UploadSession:
    try:
        return UploadSession.model_validate_json(response.content or b"{}")
    except ValueError as error:
        raise WorkError("Microsoft 365's answer was not readable. It is tried again.", code="bad_answer") from error


def _refused(response: requests.Response) -> WorkError:
    status, wait = response.status_code, http_client.retry_after(response.headers)
    try:
        code = RefusedAnswer.model_validate_json(response.content).error.code
    except ValueError:
        code = ""
    logger.warning("upload_refused", status=status, code=code[:80])
    if status in _GONE and code.lower() != "errorattachmentsizelimitexceeded":
        words = f"Microsoft 365 does not go on with the upload of a file; it begins anew. [{code or status}]"
        return WorkError(words, code=LOST)
    return graph_errors.work_error(code, status=status, retry_after=wait)


@cache
def _http() -> http_client.NamedSession:
    return http_client.session("Microsoft upload", timeout=_TIMEOUT)
