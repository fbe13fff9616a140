"""WhatsApp's Cloud API over heyoo: the only module that knows its addresses and its token.

heyoo builds and posts; everything else is ours, since it has no timeouts, raises nothing, logs recipients and knows
API versions of 2022. Its one seam is the name `requests` in its module, which is set once to `_Transport`.
https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec, module_from_spec
from types import MappingProxyType, ModuleType
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings
from pydantic import ValidationError

from inquiries import http_client
from inquiries.envelope import Address, OutboundFile
from inquiries.errors import WorkError
from messaging import vendor_errors
from messaging.schemas import ErrorAnswer, MediaAnswer, NumberAnswer, SendAnswer, UploadAnswer, Wire

# What heyoo's builders have no argument for; the transport adds it to the JSON that they post.
_added: ContextVar[Mapping[str, Any]] = ContextVar("added_to_heyoo_json", default=MappingProxyType({}))
_GONE = {"33", "100", "131009"}  # of a media look-up: no such object
_HTTP_GONE = {"404", "410"}


def send_text(text: str, *, account: str, to: Address, key: str, reply_to: str = "") -> str:
    """Send a text of 1 to 4,096 characters and give WhatsApp's id of the message. Raises WorkError.

    `account`: our phone number id. `key`: our own id, which comes back in each status. `reply_to`: the message quoted.
    A 200 means accepted; whether it arrives is told by a status.
    """
    api = _api(account)
    if to.kind != "wa_id":
        part = {"type": "text", "text": {"body": text, "preview_url": False}}
        return _send_part(api, part, to=to, key=key, reply_to=reply_to)
    with _adding({"biz_opaque_callback_data": key}):
        if reply_to:
            answer = _asked(lambda: api.reply_to_message(reply_to, to.value, text, preview_url=False))
        else:
            answer = _asked(lambda: api.send_message(text, to.value, preview_url=False))
    return _message_id(answer)


def send_media(
    kind: str,
    media: Mapping[str, str],
    *,
    account: str,
    to: Address,
    key: str,
    reply_to: str = "",
) -> str:
    """Send an uploaded file; gives WhatsApp's id of the message. Raises WorkError.

    `kind`: image, video, audio or document. `media`: {"id", "caption", "filename"}, as the kind allows.
    """
    return _send_part(_api(account), {"type": kind, kind: dict(media)}, to=to, key=key, reply_to=reply_to)


def send_reaction(emoji: str, *, target: str, account: str, to: Address, key: str) -> str:
    """React to a message; gives WhatsApp's id of the reaction. Raises WorkError. `emoji`: "" takes it back."""
    part = {"type": "reaction", "reaction": {"message_id": target, "emoji": emoji}}
    return _send_part(_api(account), part, to=to, key=key, reply_to="")


def upload(file: OutboundFile, *, account: str) -> str:
    """Lay a file at Meta for 30 days and give its media id. Raises WorkError; a repeat does no harm.

    Not by heyoo, which reads a path, guesses the type by its ending and sends the path along.
    """
    response = _harmless(
        "POST",
        f"{_base()}/{quote(account, safe='')}/media",
        data={"messaging_product": "whatsapp", "type": file.content_type},
        files={"file": (file.filename, file.read(), file.content_type)},
    )
    return _read(UploadAnswer, response).id


def mark_read(external_id: str, *, account: str) -> None:
    """Show the customer that their message, and the ones before it, were read. Raises WorkError."""
    api = _api(account)
    try:
        _asked(lambda: api.mark_as_read(external_id))
    except WorkError as error:
        raise _repeatable(error) from error


def media_info(media_id: str, *, account: str) -> MediaAnswer:
    """Where the bytes of a media id are, for five minutes. Raises WorkError."""
    url = f"{_base()}/{quote(media_id, safe='')}"
    try:
        response = _harmless("GET", url, params={"phone_number_id": account} if account else None)
    except WorkError as error:
        if error.code in _GONE | _HTTP_GONE:
            raise WorkError(
                "The file is no longer at Meta, which keeps it for 7 days. Ask the customer to send it again.",
                permanent=True,
                code=error.code,
            ) from error
        raise
    return _read(MediaAnswer, response)


def number(account: str) -> NumberAnswer:
    """One of our numbers as Meta knows it: proves that token, permission and id go together. Raises WorkError."""
    fields = {"fields": "display_phone_number,verified_name,quality_rating"}
    return _read(NumberAnswer, _harmless("GET", f"{_base()}/{quote(account, safe='')}", params=fields))


def bearer() -> dict[str, str]:
    """The header with the token, for hosts of Meta's only."""
    return {"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}"}


def _base() -> str:
    return f"{settings.WHATSAPP_BASE_URL}/{settings.WHATSAPP_API_VERSION}"


def _send_part(api: Any, part: dict[str, Any], *, to: Address, key: str, reply_to: str) -> str:
    """heyoo's builders drop file names and know neither user ids nor replies with a file: a payload of our own."""
    payload = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **({"to": to.value} if to.kind == "wa_id" else {"recipient": to.value}),
        **({"context": {"message_id": reply_to}} if reply_to else {}),
        **part,
        "biz_opaque_callback_data": key,
    }
    return _message_id(_asked(lambda: api.send_custom_json(payload)))


def _message_id(answer: Any) -> str:
    try:
        return SendAnswer.model_validate(answer).messages[0].id
    except ValidationError as error:
        # Accepted, but under which id? Its status will tell, by our callback data.
        raise WorkError(
            "WhatsApp took the message without saying its id.", code="no_id", outcome_unknown=True
        ) from error


def _asked(call: Any) -> Any:
    try:
        return call()
    except requests.JSONDecodeError as error:
        raise WorkError(
            "WhatsApp's answer was not readable; the message may have gone out.",
            code="bad_answer",
            outcome_unknown=True,
        ) from error


@contextmanager
def _adding(fields: Mapping[str, Any]) -> Iterator[None]:
    token = _added.set(fields)
    try:
        yield
    finally:
        _added.reset(token)


class _Transport:
    """Stands where heyoo's module has `requests`: timeouts, one session, and an exception for each refusal."""

    def post(self, url: str, *, headers: Mapping[str, str], json: Mapping[str, Any]) -> requests.Response:
        response = _session().post(url, headers=headers, json={**json, **_added.get()})
        return _accepted(response, sends=True)


@cache
def _session() -> http_client.NamedSession:
    return http_client.session("WhatsApp", timeout=(3.05, 15.0))


def _harmless(method: str, url: str, **arguments: Any) -> requests.Response:
    """A call that may be repeated: a lost answer is only a failed attempt."""
    try:
        return _accepted(_session().request(method, url, headers=bearer(), **arguments), sends=False)
    except WorkError as error:
        raise _repeatable(error) from error


def _repeatable(error: WorkError) -> WorkError:
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


def _read[T: Wire](schema: type[T], response: requests.Response) -> T:
    try:
        return schema.model_validate(response.json())
    except ValueError as error:
        raise WorkError("WhatsApp's answer was not readable.", code="bad_answer") from error


def _api(account: str) -> Any:
    """heyoo's object for one of our numbers, with the address and version of the settings in all three places."""
    api = _heyoo().WhatsApp(token=settings.WHATSAPP_TOKEN, phone_number_id=account)
    api.base_url = api.v15_base_url = _base()
    api.url = f"{_base()}/{quote(account, safe='')}/messages"
    return api


@cache
def _heyoo() -> Any:
    """The module heyoo, with our transport in it and its log switched off, which holds people's numbers."""
    module: Any = _load_heyoo()
    module.requests = _Transport()
    module.logging = logging.Logger("heyoo", level=sys.maxsize)  # no parent and no handler: nothing gets out
    return module


def _load_heyoo() -> ModuleType:
    """heyoo compiled without docstrings: one of them holds lone surrogates, which Python 3.13 refuses to import.

    https://github.com/Neurotech-HQ/heyoo/issues/110
    """
    spec = find_spec("heyoo")
    if spec is None or not isinstance(spec.loader, SourceFileLoader) or spec.origin is None:
        raise ImportError("heyoo is not installed")
    module = module_from_spec(spec)
    source = spec.loader.get_source("heyoo") or ""
    code = compile(source, spec.origin, "exec", dont_inherit=True, optimize=2)
    exec(code, module.__dict__)  # noqa: S102  the installed package itself, as the import system would do
    return module
