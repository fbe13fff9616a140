"""One call to WhatsApp's Cloud API: the only module that knows its address and our token.

Nothing is repeated in here, but for a token that was replaced a moment ago; a refusal is a WorkError in plain words.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings

from inquiries import credentials, http_client
from inquiries.errors import WorkError
from messaging import vendor_errors
from messaging.answer_schemas import ErrorAnswer
from messaging.wire import Wire


def base() -> str:
    return f"{settings.WHATSAPP_BASE_URL}/{settings.WHATSAPP_API_VERSION}"


def url(*steps: str) -> str:
    return "/".join([base(), *(quote(step, safe="") for step in steps)])


def bearer() -> dict[str, str]:
    """The header with the token, for hosts of Meta's only."""
    return _bearer(credentials.current("WHATSAPP_TOKEN"))


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def harmless(method: str, url: str, *, itself_as: str = "", **arguments: Any) -> requests.Response:
    """A call that may be repeated: a lost answer is only a failed attempt. `itself_as`: a parameter for the token."""

    def call(token: str) -> requests.Response:
        named = {"params": {itself_as: token}} if itself_as else {}
        return _session().request(method, url, headers=_bearer(token), **arguments, **named)

    try:
        return _with_token(call, sends=False)
    except WorkError as error:
        raise repeatable(error) from error


def post(url: str, *, headers: Mapping[str, str], json: Mapping[str, Any]) -> requests.Response:
    """A call that sends: where its answer is lost, so is whether it went out."""
    return _with_token(lambda token: _session().post(url, headers={**headers, **_bearer(token)}, json=json), sends=True)


def _with_token(call: Callable[[str], requests.Response], *, sends: bool) -> requests.Response:
    """The call with our token, and once more where it was replaced a moment ago: with a refused one nothing is done."""
    used = credentials.current("WHATSAPP_TOKEN")
    try:
        return _accepted(call(used), sends=sends)
    except WorkError as error:
        if error.code not in vendor_errors.TOKEN_REFUSED:
            raise
        other = credentials.current("WHATSAPP_TOKEN", refused=used)
        if other == used:
            raise
    return _accepted(call(other), sends=sends)


def repeatable(error: WorkError) -> WorkError:
    """Of a call that may be repeated: a lost answer is only a failed attempt."""
    return WorkError(error.message, permanent=error.permanent, retry_after=error.retry_after, code=error.code)


def _accepted(response: requests.Response, *, sends: bool) -> requests.Response:
    """The response of a call that went well. Raises WorkError by Meta's code, else by the HTTP status."""
    if response.status_code == 200:
        return response
    wait = http_client.retry_after(response.headers)
    problem = _error_answer(response)
    if problem is not None and problem.code:
        raise vendor_errors.work_error(problem.code, problem.details, status=response.status_code, retry_after=wait)
    status = response.status_code
    raise WorkError(
        f"WhatsApp answered with HTTP {status} and no reason.",
        permanent=status < 500 and status != 429,
        retry_after=wait,
        code=str(status),
        # 503 comes from a gate that let nothing in; behind another 5xx the message may have been taken.
        outcome_unknown=sends and status >= 500 and status != 503,
    )


def _error_answer(response: requests.Response) -> ErrorAnswer | None:
    try:
        return ErrorAnswer.model_validate(response.json()["error"])
    except (ValueError, KeyError, TypeError):  # an HTML page of a gateway; pydantic's error is a ValueError
        return None


def read[T: Wire](schema: type[T], response: requests.Response) -> T:
    try:
        return schema.model_validate(response.json())
    except ValueError as error:
        raise WorkError("WhatsApp's answer was not readable.", code="bad_answer") from error


@cache
def _session() -> http_client.NamedSession:
    return http_client.session("WhatsApp", timeout=(3.05, 15.0))
