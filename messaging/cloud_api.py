"""WhatsApp's Cloud API over heyoo: the only module that knows its addresses and its token.

heyoo builds and posts; everything else is ours, since it has no timeouts, raises nothing, logs recipients and knows
API versions of 2022. Its one seam is the name `requests` in its module, which is set once to `_Transport`.
https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec, module_from_spec
from types import MappingProxyType, ModuleType
from typing import Any
from urllib.parse import quote

import requests
import structlog
from django.conf import settings
from pydantic import ValidationError

from inquiries import credentials, http_client
from inquiries.envelope import Address, OutboundFile
from inquiries.errors import WorkError
from messaging import vendor_errors
from messaging.schemas import (
    Done,
    ErrorAnswer,
    MediaAnswer,
    NumberAnswer,
    SendAnswer,
    SubscribedApps,
    TokenAnswer,
    TokenData,
    UploadAnswer,
    Wire,
)
from messaging.template_schemas import TemplateAnswer, TemplatesAnswer

# What heyoo's builders have no argument for; the transport adds it to the JSON that they post.
_added: ContextVar[Mapping[str, Any]] = ContextVar("added_to_heyoo_json", default=MappingProxyType({}))
_GONE = {"33", "100", "131009"}  # of a media look-up: no such object
_HTTP_GONE = {"404", "410"}
_MOST_PAGES = 100  # of templates, a hundred each; Meta allows some thousands
_TEMPLATE_FIELDS = "id,name,language,status,category,parameter_format,rejected_reason,quality_score,components"

logger = structlog.get_logger(__name__)
MEDIA_GONE = "The file is no longer at Meta, which keeps it for 7 days. Ask the customer to send it again."
_NUMBER_OLD_FIELDS = "display_phone_number,verified_name,quality_rating"
_NUMBER_FIELDS = f"{_NUMBER_OLD_FIELDS},status,whatsapp_business_manager_messaging_limit"


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


def send_reaction(emoji: str, *, account: str, to: Address, key: str, target: str) -> str:
    """Set our reaction to the message `target`, or take it back with an empty `emoji`; gives WhatsApp's id of it.

    Raises WorkError. A repeat does no harm: there is one of ours on a message, so no outcome stays unknown.
    """
    part = {"type": "reaction", "reaction": {"message_id": target, "emoji": emoji}}
    try:
        return _send_part(_api(account), part, to=to, key=key, reply_to="")
    except WorkError as error:
        raise _repeatable(error) from error


def send_template(template: Mapping[str, Any], *, account: str, to: Address, key: str) -> str:
    """Send a template, also outside the 24 hours; gives WhatsApp's id of the message. Raises WorkError.

    `template`: {"name", "language": {"code"}, "components"}, as Meta takes it.
    """
    return _send_part(_api(account), {"type": "template", "template": dict(template)}, to=to, key=key, reply_to="")


def templates(business_account: str) -> list[TemplateAnswer]:
    """All templates of a business account, in every language and state. Raises WorkError; a repeat does no harm."""
    url = f"{_base()}/{quote(business_account, safe='')}/message_templates"
    found: list[TemplateAnswer] = []
    after = ""
    for _ in range(_MOST_PAGES):
        query = {"fields": _TEMPLATE_FIELDS, "limit": "100"} | ({"after": after} if after else {})
        page = _read(TemplatesAnswer, _harmless("GET", url, params=query))
        readable = page.templates()
        if len(readable) < len(page.data):
            logger.warning("templates_unreadable", count=len(page.data) - len(readable))
        found += readable
        if not page.after or page.after == after:
            return found
        after = page.after
    raise WorkError(f"Meta's list of templates has no end after {_MOST_PAGES} pages.", code="endless")


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


def mark_read(external_id: str, *, account: str, typing: bool = False) -> None:
    """Show the customer that their message, and the ones before it, were read. Raises WorkError.

    `typing`: also that somebody writes an answer, for 25 seconds or until it is there.
    """
    api = _api(account)
    try:
        with _adding({"typing_indicator": {"type": "text"}} if typing else {}):
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
            raise WorkError(MEDIA_GONE, permanent=True, code=error.code) from error
        raise
    return _read(MediaAnswer, response)


def number(account: str) -> NumberAnswer:
    """One of our numbers as Meta knows it: proves that token, permission and id go together. Raises WorkError."""
    url = f"{_base()}/{quote(account, safe='')}"
    try:
        return _read(NumberAnswer, _harmless("GET", url, params={"fields": _NUMBER_FIELDS}))
    except WorkError as error:
        if error.code != "100":
            raise _about_number(error, account) from error
    # 100 is the answer to a wrong id, and to a field that this version of the API does not have.
    try:
        return _read(NumberAnswer, _harmless("GET", url, params={"fields": _NUMBER_OLD_FIELDS}))
    except WorkError as error:
        raise _about_number(error, account) from error


def _about_number(error: WorkError, account: str) -> WorkError:
    if error.code not in {"33", "100"}:
        return error
    words = (
        f"Meta does not know the phone number id {account}, or our token may not see it. Compare it with WhatsApp, "
        f"API Setup, and give the system user this WhatsApp account. (WhatsApp {error.code})"
    )
    return WorkError(words, permanent=True, code=error.code)


def subscribed_apps(business_account: str) -> list[str]:
    """The ids of the apps that get the webhooks of an account of ours. Raises WorkError."""
    return _read(SubscribedApps, _harmless("GET", _subscriptions(business_account))).ids


def subscribe_app(business_account: str) -> None:
    """Have the webhooks of an account come to the app of our token; a repeat does no harm. Raises WorkError."""
    if not _read(Done, _harmless("POST", _subscriptions(business_account))).success:
        raise WorkError("Meta did not subscribe our app and gave no reason.", permanent=True, code="not_subscribed")


def _subscriptions(business_account: str) -> str:
    return f"{_base()}/{quote(business_account, safe='')}/subscribed_apps"


def token() -> TokenData:
    """What our token is: of which app, with which permissions, until when. Raises WorkError.

    https://developers.facebook.com/docs/whatsapp/permissions
    """
    try:
        response = _harmless("GET", f"{_base()}/debug_token", itself_as="input_token")
    except WorkError as error:
        # Meta wants the token in the address: nothing that holds the address may get into a traceback.
        problem = _repeatable(error)
    else:
        return _read(TokenAnswer, response).data
    raise problem


def bearer() -> dict[str, str]:
    """The header with the token, for hosts of Meta's only."""
    return _bearer(credentials.current("WHATSAPP_TOKEN"))


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


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
        taken = SendAnswer.model_validate(answer).messages[0]
    except ValidationError as error:
        # Accepted, but under which id? Its status will tell, by our callback data.
        raise WorkError(
            "WhatsApp took the message without saying its id.", code="no_id", outcome_unknown=True
        ) from error
    if taken.message_status == "paused":  # of templates: a 200 that sends nothing
        raise vendor_errors.work_error("132015", "", status=400)
    return taken.id


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
        payload = {**json, **_added.get()}
        return _with_token(
            lambda token: _session().post(url, headers={**headers, **_bearer(token)}, json=payload), sends=True
        )


@cache
def _session() -> http_client.NamedSession:
    return http_client.session("WhatsApp", timeout=(3.05, 15.0))


def _harmless(method: str, url: str, *, itself_as: str = "", **arguments: Any) -> requests.Response:
    """A call that may be repeated: a lost answer is only a failed attempt. `itself_as`: a parameter for the token."""

    def call(token: str) -> requests.Response:
        named = {"params": {itself_as: token}} if itself_as else {}
        return _session().request(method, url, headers=_bearer(token), **arguments, **named)

    try:
        return _with_token(call, sends=False)
    except WorkError as error:
        raise _repeatable(error) from error


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
    api = _heyoo().WhatsApp(token=credentials.current("WHATSAPP_TOKEN"), phone_number_id=account)
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
