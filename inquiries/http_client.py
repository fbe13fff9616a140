"""The one way out over HTTP: no client without a name and a timeout, one log line a call, one kind of error.

Vendors' modules (mailsync/graph_calls.py, messaging/cloud_calls.py) build their session here. Nothing is repeated here:
a row that is due does that (inquiries/due.py).
"""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NewConnectionError

from inquiries import outgoing
from inquiries.errors import WorkError

TIMEOUT = (3.05, 20.0)  # seconds to connect, seconds between two bytes
MAX_BYTES = 10 * 1024 * 1024
CHUNK = 64 * 1024
RETRY_AFTER_CAP = timedelta(hours=24)  # a vendor's broken clock must not put work off for a year
# RFC 9110 9.2.2: what may have happened without an answer may be repeated only for these.
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


class NamedSession(requests.Session):
    """A requests session with a name for the log, a timeout on every call and a limit on every body."""

    def __init__(self, name: str, *, timeout: tuple[float, float], max_bytes: int, follow_redirects: bool) -> None:
        if not name or not all(timeout):
            raise ValueError("An HTTP session needs a name and a timeout.")
        super().__init__()
        self.name = name
        self.timeout = timeout
        self.max_bytes = max_bytes
        self.follow_redirects = follow_redirects

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """As requests' own; an address that is none raises WorkError as well."""
        try:
            return super().request(method, url, *args, **kwargs)
        except requests.RequestException as error:  # raised while the request was built: `send` maps its own
            raise as_work_error(error, name=self.name, method=str(method)) from error

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send once, read the body up to the limit, log one line.

        With `stream=True` the caller reads the body itself by `read_body`. Raises WorkError: permanent where the body
        is too large or the address is wrong, `outcome_unknown` where a call that changes something got no answer.
        """
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = self.timeout
        if not self.follow_redirects:
            kwargs["allow_redirects"] = False
        streamed = kwargs.pop("stream", False)
        started = time.monotonic()
        status, failure = None, ""
        try:
            response = super().send(request, stream=True, **kwargs)
            status = response.status_code
            if not streamed:
                response._content = read_body(response, self.max_bytes)
            return response
        except requests.RequestException as error:
            meant = as_work_error(error, name=self.name, method=request.method or "")
            failure = meant.code
            raise meant from error
        except WorkError as error:
            failure = error.code
            raise
        finally:
            outgoing.note(
                self.name,
                method=request.method or "",
                seconds=time.monotonic() - started,
                status=status,
                error=failure,
                host=urlsplit(request.url or "").hostname,
            )


def session(
    name: str,
    *,
    timeout: tuple[float, float] = TIMEOUT,
    max_bytes: int = MAX_BYTES,
    follow_redirects: bool = False,
) -> NamedSession:
    """A session for one vendor. `timeout`: (connect, read) in seconds. `max_bytes`: of one answer, unpacked.

    Redirects are off: an API that redirects is a surprise, and a bearer must not travel. Private CAs come from
    REQUESTS_CA_BUNDLE, proxies from the environment, as requests does.
    """
    return NamedSession(name, timeout=timeout, max_bytes=max_bytes, follow_redirects=follow_redirects)


def as_sent(url: str) -> str:
    """An address as requests will send it; "" for one that it would not send.

    Whoever looks at the host of a stranger's address must look at this one: a backslash ends the host for requests,
    and is a part of it for urlsplit.
    """
    try:
        return requests.Request("GET", url).prepare().url or ""
    except (requests.RequestException, ValueError):
        return ""


def read_body(response: requests.Response, limit: int) -> bytes:
    """The whole body, but never more than `limit` bytes. Raises WorkError: permanent when larger, else retryable."""
    body = bytearray()
    name, method = urlsplit(response.url).hostname or "", response.request.method or ""
    try:
        for chunk in response.iter_content(CHUNK):
            body += chunk
            if len(body) > limit:
                raise WorkError(
                    f"{name} answered with more than {limit} bytes.", permanent=True, code="answer_too_large"
                )
    except requests.RequestException as error:
        raise as_work_error(error, name=name, method=method) from error
    finally:
        response.close()
    return bytes(body)


def as_work_error(error: requests.RequestException, *, name: str, method: str) -> WorkError:
    """What a network failure means for the work behind the call."""
    if isinstance(error, ValueError):  # InvalidURL, MissingSchema and the like: nothing was sent
        return WorkError(f"{name}: the address is not one.", permanent=True, code="bad_address")
    if _never_sent(error):
        return WorkError(f"{name} could not be reached ({_plain(error)}).", code="unreachable")
    unknown = method.upper() not in IDEMPOTENT
    return WorkError(f"{name} gave no whole answer ({_plain(error)}).", code="no_answer", outcome_unknown=unknown)


def _never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return True
    cause = error.args[0] if error.args else None  # requests wraps urllib3's MaxRetryError, which holds the reason
    return isinstance(getattr(cause, "reason", None), NewConnectionError)


def _plain(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted"
    if isinstance(error, requests.Timeout):
        return "timed out"
    return "connection refused or no such host" if _never_sent(error) else "connection lost"


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> timedelta | None:
    """The vendor's Retry-After, in its seconds or its date form (RFC 9110 10.2.3); None where there is none."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    try:
        wait = timedelta(seconds=float(value))
    except (ValueError, OverflowError):
        wait = _until(value, now or datetime.now(UTC))
    return min(max(wait, timedelta(0)), RETRY_AFTER_CAP)


def _until(value: str, now: datetime) -> timedelta:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError):
        return timedelta(0)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
