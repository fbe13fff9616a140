"""WhatsApp's Cloud API, a function a call. To people it goes through heyoo (heyoo_seam.py), the rest straight.

https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

from collections.abc import Mapping
from typing import Any

import structlog
from pydantic import ValidationError

from inquiries.envelope import Address, OutboundFile
from inquiries.errors import WorkError
from messaging import heyoo_seam, vendor_errors
from messaging.answer_schemas import (
    Done,
    MediaAnswer,
    NumberAnswer,
    SendAnswer,
    SubscribedApps,
    TokenAnswer,
    TokenData,
    UploadAnswer,
)
from messaging.cloud_calls import harmless, read, repeatable, url
from messaging.template_schemas import TemplateAnswer, TemplatesAnswer

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
    if to.kind != "wa_id":
        part = {"type": "text", "text": {"body": text, "preview_url": False}}
        return _send_part(account, part, to=to, key=key, reply_to=reply_to)
    api = heyoo_seam.of_number(account)
    with heyoo_seam.adding({"biz_opaque_callback_data": key}):
        if reply_to:
            answer = heyoo_seam.asked(lambda: api.reply_to_message(reply_to, to.value, text, preview_url=False))
        else:
            answer = heyoo_seam.asked(lambda: api.send_message(text, to.value, preview_url=False))
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
    return _send_part(account, {"type": kind, kind: dict(media)}, to=to, key=key, reply_to=reply_to)


def send_reaction(emoji: str, *, account: str, to: Address, key: str, target: str) -> str:
    """Set our reaction to the message `target`, or take it back with an empty `emoji`; gives WhatsApp's id of it.

    Raises WorkError. A repeat does no harm: there is one of ours on a message, so no outcome stays unknown.
    """
    part = {"type": "reaction", "reaction": {"message_id": target, "emoji": emoji}}
    try:
        return _send_part(account, part, to=to, key=key, reply_to="")
    except WorkError as error:
        raise repeatable(error) from error


def send_template(template: Mapping[str, Any], *, account: str, to: Address, key: str) -> str:
    """Send a template, also outside the 24 hours; gives WhatsApp's id of the message. Raises WorkError.

    `template`: {"name", "language": {"code"}, "components"}, as Meta takes it.
    """
    return _send_part(account, {"type": "template", "template": dict(template)}, to=to, key=key, reply_to="")


def templates(business_account: str) -> list[TemplateAnswer]:
    """All templates of a business account, in every language and state. Raises WorkError; a repeat does no harm."""
    found: list[TemplateAnswer] = []
    after = ""
    for _ in range(_MOST_PAGES):
        query = {"fields": _TEMPLATE_FIELDS, "limit": "100"} | ({"after": after} if after else {})
        page = read(TemplatesAnswer, harmless("GET", url(business_account, "message_templates"), params=query))
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
    response = harmless(
        "POST",
        url(account, "media"),
        data={"messaging_product": "whatsapp", "type": file.content_type},
        files={"file": (file.filename, file.read(), file.content_type)},
    )
    return read(UploadAnswer, response).id


def mark_read(external_id: str, *, account: str, typing: bool = False) -> None:
    """Show the customer that their message, and the ones before it, were read. Raises WorkError.

    `typing`: also that somebody writes an answer, for 25 seconds or until it is there.
    """
    api = heyoo_seam.of_number(account)
    try:
        with heyoo_seam.adding({"typing_indicator": {"type": "text"}} if typing else {}):
            heyoo_seam.asked(lambda: api.mark_as_read(external_id))
    except WorkError as error:
        raise repeatable(error) from error


def media_info(media_id: str, *, account: str) -> MediaAnswer:
    """Where the bytes of a media id are, for five minutes. Raises WorkError."""
    try:
        response = harmless("GET", url(media_id), params={"phone_number_id": account} if account else None)
    except WorkError as error:
        if error.code in _GONE | _HTTP_GONE:
            raise WorkError(MEDIA_GONE, permanent=True, code=error.code) from error
        raise
    return read(MediaAnswer, response)


def number(account: str) -> NumberAnswer:
    """One of our numbers as Meta knows it: proves that token, permission and id go together. Raises WorkError."""
    try:
        return read(NumberAnswer, harmless("GET", url(account), params={"fields": _NUMBER_FIELDS}))
    except WorkError as error:
        if error.code != "100":
            raise _about_number(error, account) from error
    # 100 is the answer to a wrong id, and to a field that this version of the API does not have.
    try:
        return read(NumberAnswer, harmless("GET", url(account), params={"fields": _NUMBER_OLD_FIELDS}))
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
    return read(SubscribedApps, harmless("GET", url(business_account, "subscribed_apps"))).ids


def subscribe_app(business_account: str) -> None:
    """Have the webhooks of an account come to the app of our token; a repeat does no harm. Raises WorkError."""
    if not read(Done, harmless("POST", url(business_account, "subscribed_apps"))).success:
        raise WorkError("Meta did not subscribe our app and gave no reason.", permanent=True, code="not_subscribed")


def token() -> TokenData:
    """What our token is: of which app, with which permissions, until when. Raises WorkError.

    https://developers.facebook.com/docs/whatsapp/permissions
    """
    try:
        response = harmless("GET", url("debug_token"), itself_as="input_token")
    except WorkError as error:
        # Meta wants the token in the address: nothing that holds the address may get into a traceback.
        problem = repeatable(error)
    else:
        return read(TokenAnswer, response).data
    raise problem


def _send_part(account: str, part: dict[str, Any], *, to: Address, key: str, reply_to: str) -> str:
    """heyoo's builders drop file names and know neither user ids nor replies with a file: a payload of our own."""
    payload = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **({"to": to.value} if to.kind == "wa_id" else {"recipient": to.value}),
        **({"context": {"message_id": reply_to}} if reply_to else {}),
        **part,
        "biz_opaque_callback_data": key,
    }
    return _message_id(heyoo_seam.asked(lambda: heyoo_seam.of_number(account).send_custom_json(payload)))


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
