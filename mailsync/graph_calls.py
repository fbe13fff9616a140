"""One call to Microsoft Graph: the only module that knows its address (graph_token.py alone knows MSAL).

Nothing is repeated in here but after a refused token; a refusal is a WorkError in plain words. Before each call the
mailbox's row is looked at: a wait that Microsoft asked for is kept by all processes. Ids are immutable ones, so that a
mail keeps its id when somebody moves it.
https://learn.microsoft.com/en-us/graph/outlook-immutable-id
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from uuid import uuid4

import requests
import structlog
from django.conf import settings

from inquiries import http_client
from inquiries.errors import WorkError
from mailsync import graph_errors, graph_token, mailboxes
from mailsync.graph_schemas import RefusedAnswer, Wire

logger = structlog.get_logger(__name__)

HEAD_LIMIT = 256 * 1024  # bytes of a header that is read of a mail too large to fetch
_IMMUTABLE = 'IdType="ImmutableId"'
_USER = re.compile(r"/users/([^/?(]+)/")
_TIMEOUT = (3.05, 30.0)

type Gate = Callable[[], None]  # raises WorkError where no call may be made now


def root(*steps: str) -> str:
    return "/".join([settings.GRAPH_BASE_URL.rstrip("/"), *(quote(step, safe="") for step in steps)])


def url(address: str, *path: str) -> str:
    """Ids may hold "/" and "+", so each step is quoted; "$value" and "@" are Graph's own."""
    steps = ("users", address, *path)
    return "/".join([settings.GRAPH_BASE_URL.rstrip("/"), *(quote(step, safe="$@") for step in steps)])


def call(  # noqa: PLR0913  the one place where all of a call meets
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
    _check_host(url)
    mailbox = mailbox or _mailbox_of(url)
    check = gate or (lambda: mailboxes.check_open(mailbox))
    # Microsoft finds a call by it, and the log says which was refused.
    # https://learn.microsoft.com/en-us/graph/best-practices-concept#reliability-and-support
    headers = {"Prefer": ", ".join(filter(None, [_IMMUTABLE, prefer])), "client-request-id": str(uuid4())}
    arguments: dict[str, Any] = {"stream": stream, **({"json": json} if json is not None else {})}
    if json is None and method == "POST":
        arguments["data"] = b""  # Graph wants a length, even of nothing
    try:
        response = _answered(method, url, headers, arguments, check)
    except WorkError as error:
        raise error if sends else _harmless(error) from error
    if response.status_code != status:
        refusal = _refused(response, headers["client-request-id"], delta=delta, sends=sends)
        if gate is None:
            mailboxes.hold_back(mailbox, refusal)
        raise refusal
    return response


def _answered(
    method: str, url: str, headers: dict[str, str], arguments: dict[str, Any], check: Gate
) -> requests.Response:
    def once(token: str) -> requests.Response:
        check()
        return _session().request(method, url, headers=headers | {"Authorization": f"Bearer {token}"}, **arguments)

    token = graph_token.get()
    response = once(token)
    if response.status_code == 401:
        response.close()
        response = once(graph_token.renew(token))
    return response


def _mailbox_of(url: str) -> str:
    found = _USER.search(urlsplit(url).path)
    return unquote(found[1]) if found else ""


def _harmless(error: WorkError) -> WorkError:
    """Of a call that reaches nobody, such as one about a draft: a lost answer is only a failed attempt."""
    return WorkError(
        error.message,
        permanent=error.permanent,
        retry_after=error.retry_after,
        code=error.code,
        postponed=error.postponed,
    )


def _check_host(url: str) -> None:
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


def read[T: Wire](schema: type[T], response: requests.Response) -> T:
    try:
        return schema.model_validate_json(response.content)
    except ValueError as error:  # cut short, or a page of a gateway; pydantic's error is a ValueError
        raise WorkError("Microsoft 365's answer was not readable. It is tried again.", code="bad_answer") from error


@cache
def _session() -> http_client.NamedSession:
    return http_client.session("Microsoft Graph", timeout=_TIMEOUT)
