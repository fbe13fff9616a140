"""The one place where OpenAI (or a server that speaks its protocol) is called, and what its refusals mean.

Nothing is repeated in here (`max_retries=0`): the next engine reads, or the row that is due comes back.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from inquiries import credentials, http_client, outgoing
from inquiries.errors import WorkError

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

TIMEOUT = 60.0  # seconds for an answer; a model that thinks takes half of it
CONNECT_TIMEOUT = 5.0
OUT_OF_ORDER = timedelta(minutes=10)  # how long nobody is asked after a refusal that only a person can cure

# Of a 429: money is used up, waiting does not help (wire: error codes guide).
_QUOTA = frozenset(
    {
        "insufficient_quota",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
    }
)
_TO_MEND = {
    401: "OpenAI does not accept OPENAI_API_KEY.",
    403: "OpenAI does not let this key in: a country, a project or a model is not allowed.",
    404: "OpenAI does not know the model {model} ({setting}).",
}


def ask[T](call: Callable[["OpenAI"], T], *, method: str = "POST", setting: str = "OPENAI_MODEL") -> T:
    """One call; `setting` names the model that is asked. Raises WorkError, told apart by what can be done about it:

    `postponed`: the account, key or model is wrong, for every message, until a person mends it (`retry_after`: when to
    look again). `retry_after` alone: OpenAI asks for patience. `permanent`: it does not take this request, ever.
    Neither: it is away or broken.
    """
    import openai

    started, status, request_id, failure = time.monotonic(), None, None, ""
    try:
        answer = _with_key(call)
    except openai.APIStatusError as error:
        status, request_id = error.status_code, error.request_id
        raise _refused(error, setting) from error
    except openai.APITimeoutError as error:
        failure = "timeout"
        raise WorkError(f"OpenAI gave no answer within {TIMEOUT:.0f} seconds.", code="timeout") from error
    except openai.APIConnectionError as error:
        failure = "unreachable"
        raise WorkError("OpenAI could not be reached.", code="unreachable") from error
    except (openai.OpenAIError, ValueError) as error:
        failure = "unreadable"
        raise WorkError("OpenAI's answer was not readable.", code="unreadable") from error
    else:
        status, request_id = 200, getattr(answer, "_request_id", None)
    finally:
        seconds = time.monotonic() - started
        outgoing.note("OpenAI", method=method, seconds=seconds, status=status, error=failure, vendor_request=request_id)
    return answer


def _with_key[T](call: Callable[["OpenAI"], T]) -> T:
    """Once more where the key has been replaced a moment ago: with a refused one nothing was read or paid."""
    import openai

    key = credentials.current("OPENAI_API_KEY")
    try:
        return call(_client(key, settings.OPENAI_BASE_URL, TIMEOUT))
    except openai.AuthenticationError:
        other = credentials.current("OPENAI_API_KEY", refused=key)
        if other == key:
            raise
        return call(_client(other, settings.OPENAI_BASE_URL, TIMEOUT))


def is_openai_itself() -> bool:
    """Whether calls go to the vendor, and not to a server of somebody else's that speaks its protocol."""
    return settings.OPENAI_BASE_URL.startswith("https://api.openai.com/")


@lru_cache(maxsize=2)  # that of a key that was replaced may still be in use
def _client(key: str, base_url: str, timeout: float) -> "OpenAI":
    """One client a process, for its open connections. A private CA comes from SSL_CERT_FILE."""
    import openai

    limits = openai.Timeout(timeout, connect=CONNECT_TIMEOUT)
    return openai.OpenAI(api_key=key, base_url=base_url, max_retries=0, timeout=limits)


def _refused(error: "APIStatusError", setting: str) -> WorkError:
    status, code = error.status_code, error.code or error.type or str(error.status_code)
    if status == 429 and (error.code in _QUOTA or error.type in _QUOTA):
        return _out_of_order("OpenAI's quota is used up. Add credit or raise the limit at OpenAI.", code)
    if status == 429:
        return WorkError("OpenAI asks us to slow down.", retry_after=_wait(error), code=code)
    if status in {401, 403, 404} and (status != 403 or _says_why(error)):
        return _out_of_order(_TO_MEND[status].format(model=getattr(settings, setting), setting=setting), code)
    if status >= 500 or status in {408, 409}:
        return WorkError(f"OpenAI has a problem of its own (HTTP {status}).", retry_after=_wait(error), code=code)
    return WorkError(f"OpenAI did not take the request ({code}).", permanent=True, code=code)


def _out_of_order(words: str, code: str) -> WorkError:
    """Wrong for every message alike, so none of them is to blame: they wait, and the next engine reads meanwhile."""
    return WorkError(words, retry_after=OUT_OF_ORDER, postponed=True, code=code)


def _says_why(error: "APIStatusError") -> bool:
    """A page of a firewall before OpenAI has taken offence at one text; that must not stop all the others."""
    return bool(error.code or error.type)


def _wait(error: "APIStatusError") -> timedelta | None:
    """retry-after-ms (OpenAI's own), else Retry-After."""
    milliseconds = error.response.headers.get("retry-after-ms", "")
    if milliseconds.isdecimal():
        return min(timedelta(milliseconds=int(milliseconds[:12])), http_client.RETRY_AFTER_CAP)
    return http_client.retry_after({"Retry-After": error.response.headers.get("retry-after", "")})
