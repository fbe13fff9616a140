"""A WhatsApp Cloud API of ours on loopback, over TLS: keeps to Meta's forms and refuses what Meta refuses.

`faults` makes the next calls go wrong, one each: an error of Meta's, a page of a gateway, an answer that gets lost.
`statuses` tells what became of what was taken (cloud_statuses.py), `limits` how fast one may send (cloud_limits.py).
"""

import contextlib
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers import cloud_api_templates as templates
from tests.servers import tls
from tests.servers.cloud_limits import Limits
from tests.servers.cloud_statuses import Statuses
from tests.servers.refusals import RefusalError

TOKEN = "system-user-token"
NUMBER_ID = "106540352242922"
BUSINESS_ACCOUNT = "102290129340398"
ACCOUNT_ID = BUSINESS_ACCOUNT
APP_ID = "670843887433847"
SCOPES = ["whatsapp_business_management", "whatsapp_business_messaging", "public_profile"]
VERSION = "v25.0"
_MB = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {  # what may be uploaded: the message that takes it, and its bytes at most
    **dict.fromkeys(("image/jpeg", "image/png"), ("image", 5 * _MB)),
    **dict.fromkeys(("video/mp4", "video/3gpp"), ("video", 16 * _MB)),
    **dict.fromkeys(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), ("audio", 16 * _MB)),
    **dict.fromkeys(
        (
            "text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint", f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet", f"{_OFFICE}.presentationml.presentation",
        ),
        ("document", 100 * _MB),
    ),
}  # fmt: skip
_CAPTION = 1024

Json = dict[str, Any]
NUMBER: Json = {
    "display_phone_number": "+44 7700 900500",
    "verified_name": "Halden Travel",
    "quality_rating": "GREEN",
    "status": "CONNECTED",
    "whatsapp_business_manager_messaging_limit": "TIER_2K",
}


@dataclass
class Fault:
    """`refusal`: Meta's error. `page`: status of an HTML page. `taken`: the call is done all the same.

    `hang`: seconds until the answer. `lost`: the connection closes without an answer. `body`: sent with a 200.
    """

    refusal: RefusalError | None = None
    page: int = 0
    taken: bool = False
    hang: float = 0
    lost: bool = False
    body: bytes | None = None


@dataclass
class Call:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    json: Json


@dataclass
class CloudApi:
    url: str = ""
    calls: list[Call] = field(default_factory=list)
    messages: list[Json] = field(default_factory=list)  # accepted payloads, in order
    read: list[str] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)  # of those, the ones that came with the indicator
    uploads: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)  # id: name, type, bytes
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # what customers sent: id: type, bytes
    links: dict[str, str] = field(default_factory=dict)  # media id: another address than our own
    expired: int = 0  # so many of the next files are gone from their address
    pages: int = 0  # so many of the next files are an HTML page
    closed: set[str] = field(default_factory=set)  # recipients who have not written for 24 hours
    templates: list[Json] = field(default_factory=list)  # of the business account, as Meta lists them
    page_size: int = 2  # templates on a page
    status_of_templates: str = "accepted"  # what the answer to one says
    numbers: dict[str, Json] = field(default_factory=lambda: {NUMBER_ID: dict(NUMBER)})  # ours, by their id
    subscribed: list[str] = field(default_factory=lambda: [APP_ID])  # apps that get the webhooks of ACCOUNT_ID
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))  # of the token
    expires_at: int = 0
    refused_fields: set[str] = field(default_factory=set)  # that this version of the API does not have
    faults: deque[Fault] = field(default_factory=deque)
    limits: Limits = field(default_factory=Limits)
    statuses: Statuses | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    bearers: list[tuple[str, str]] = field(default_factory=list)  # path, Authorization: who was shown the token

    def sent(self) -> list[Json]:
        return [{key: value for key, value in message.items() if key != "id"} for message in self.messages]

    def fault_for(self, call: Call) -> Fault | None:
        """What goes wrong with this call; None: nothing."""
        return self.faults.popleft() if self.faults else None

    # The calls

    def send(self, call: Call) -> Json:
        payload = call.json
        if payload.get("messaging_product") != "whatsapp":
            raise RefusalError(100, "The parameter messaging_product is required.")
        if payload.get("status") == "read":
            indicator = payload.get("typing_indicator")
            if indicator not in (None, {"type": "text"}):
                raise RefusalError(100, "Invalid parameter: typing_indicator.")
            self.read.append(payload["message_id"])
            self.typing += [payload["message_id"]] if indicator else []
            return {"success": True}
        recipient = payload.get("to") or payload.get("recipient")
        if not recipient:
            raise RefusalError(100, "The parameter to is required.")
        self._check(payload)
        if recipient in self.closed and payload["type"] != "template":
            raise RefusalError(
                131047, "Message failed to send because more than 24 hours have passed since the customer replied."
            )
        too_many = self.limits.refusal(recipient)
        if too_many is not None:
            raise RefusalError(*too_many)
        return self._take(payload, recipient)

    def _take(self, payload: Json, recipient: str) -> Json:
        with self.lock:
            external_id = f"wamid.sent{len(self.messages) + 1}"
            message = {"id": external_id, **payload}
            self.messages.append(message)
        if self.statuses is not None:
            self.statuses.of(message)
        contact = {"input": recipient, "wa_id": recipient}
        taken = {"id": external_id}
        if payload["type"] == "template":
            taken["message_status"] = self.status_of_templates
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [taken]}

    def list_templates(self, call: Call) -> Json:
        """A page of them; the cursor is the number of the first on the next, and only a full page has one."""
        if "components" not in call.query.get("fields", [""])[0]:
            raise RefusalError(100, "(#100) fields has to name what is wanted.")
        start = int(call.query.get("after", ["0"])[0])
        stop = start + self.page_size
        paging: Json = {"cursors": {"before": str(start), "after": str(stop)}}
        if stop < len(self.templates):
            paging["next"] = f"{self.url}{call.path}?after={stop}"
        return {"data": self.templates[start:stop], "paging": paging}

    def _check(self, payload: Json) -> None:
        kind = payload.get("type")
        part = payload.get(kind or "")
        if not isinstance(part, dict):
            raise RefusalError(100, f"Invalid parameter: type {kind!r}.")
        if len(payload.get("biz_opaque_callback_data", "")) > 512:
            raise RefusalError(100, "biz_opaque_callback_data is too long.")
        if kind == "text" and not 1 <= len(part.get("body", "")) <= 4096:
            raise RefusalError(100, "Param text['body'] must be at most 4096 characters long.")
        if kind == "reaction" and not (part.get("message_id") and isinstance(part.get("emoji"), str)):
            raise RefusalError(100, "The parameters reaction['message_id'] and reaction['emoji'] are required.")
        if kind == "template":
            templates.check(part, self.templates, self.uploads)
        if kind in {"image", "video", "audio", "document"}:
            self._check_media(str(kind), part)

    def _check_media(self, kind: str, part: Json) -> None:
        if part.get("id") not in self.uploads:
            raise RefusalError(131009, "Media id is not known.")
        if TYPES[self.uploads[part["id"]][1]][0] != kind:
            raise RefusalError(131053, f"Media upload error: it is no {kind}.")
        if "caption" in part and (kind == "audio" or not 1 <= len(part["caption"] or "") <= _CAPTION):
            raise RefusalError(100, "Invalid caption.")

    def upload(self, content_type: str, raw: bytes) -> Json:
        form = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + raw)
        parts = {part.get_param("name", header="Content-Disposition"): part for part in form.iter_parts()}
        if not {"messaging_product", "type", "file"} <= set(parts):
            raise RefusalError(100, "The parameters messaging_product, type and file are required.")
        given = parts["type"].get_content().strip().split(";")[0]
        if given not in TYPES:
            raise RefusalError(100, f"Param file must be a file with one of the following types, not {given}.")
        file = parts["file"]
        content = bytes(file.get_payload(decode=True) or b"")
        if not 0 < len(content) <= TYPES[given][1]:
            raise RefusalError(131053, f"Media upload error: {len(content)} bytes.")
        with self.lock:
            media_id = f"88{len(self.uploads) + 1:04}"
            self.uploads[media_id] = (file.get_filename() or "", given, content)
        return {"id": media_id}

    def number(self, number_id: str, fields: list[str]) -> Json:
        for name in fields:
            if name in self.refused_fields:
                raise RefusalError(100, f"Tried accessing nonexisting field ({name})")
        known = self.numbers[number_id]
        return {"id": number_id} | {name: known[name] for name in fields if name in known}

    def subscriptions(self, call: Call, account: str) -> Json:
        if "whatsapp_business_management" not in self.scopes:
            raise RefusalError(200, "Permissions error", status=403)
        if account != ACCOUNT_ID:
            raise RefusalError(100, f"Unsupported get request. Object with ID '{account}' does not exist.")
        if call.method == "POST":
            self.subscribed.append(APP_ID)
            return {"success": True}
        data = [{"id": app, "name": "An app", "link": "https://www.facebook.com/games/"} for app in self.subscribed]
        return {"data": [{"whatsapp_business_api_data": app} for app in data]}

    def inspect(self, call: Call) -> Json:
        if call.query.get("input_token") != [TOKEN]:
            raise RefusalError(100, "Invalid parameter: input_token.")
        token = {"app_id": APP_ID, "type": "SYSTEM_USER", "application": "travelhub", "is_valid": True}
        return {"data": {**token, "expires_at": self.expires_at, "scopes": self.scopes}}

    def look_up(self, media_id: str) -> Json:
        if media_id not in self.media:
            raise RefusalError(100, f"Unsupported get request. Object with ID '{media_id}' does not exist.")
        content_type, content = self.media[media_id]
        return {
            "messaging_product": "whatsapp",
            "url": self.links.get(media_id) or f"{self.url}/files/{media_id}",
            "mime_type": content_type,
            "sha256": sha256(content).hexdigest(),
            "file_size": len(content),
            "id": media_id,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: CloudApi

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        content_type = self.headers.get("Content-Type", "")
        payload = json.loads(raw) if content_type.startswith("application/json") else {}
        call = Call(self.command, parts.path, parse_qs(parts.query), dict(self.headers), payload)
        self.state.calls.append(call)
        self.state.bearers.append((parts.path, self.headers.get("Authorization", "")))
        if parts.path.startswith(("/files/", "/moved/", "/away/", "/circle/")):
            self._file(parts.path)
            return
        fault = self.state.fault_for(call)
        if fault is None:
            self._answer(lambda: self._route(call, content_type, raw))
        else:
            self._fail(fault, lambda: self._route(call, content_type, raw))

    def _route(self, call: Call, content_type: str, raw: bytes) -> Json:
        if call.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise RefusalError(190, "Error validating access token: the session is invalid.", status=401)
        version, _, rest = call.path.lstrip("/").partition("/")
        if version != VERSION:
            raise RefusalError(2635, "You are calling a deprecated version.")
        if call.method == "GET" and rest == f"{BUSINESS_ACCOUNT}/message_templates":
            return self.state.list_templates(call)
        if call.method == "GET" and rest.endswith("/message_templates"):
            raise RefusalError(100, f"Object with ID '{rest.partition('/')[0]}' does not exist.")
        if rest.endswith("/subscribed_apps"):
            return self.state.subscriptions(call, rest.partition("/")[0])
        if call.method == "GET":
            return self._read(call, rest)
        number, _, what = rest.partition("/")
        if number in self.state.numbers and what == "messages":
            return self.state.send(call)
        if number in self.state.numbers and what == "media":
            return self.state.upload(content_type, raw)
        raise RefusalError(33, "Object does not exist, or cannot be loaded due to missing permissions.")

    def _read(self, call: Call, rest: str) -> Json:
        if rest == "debug_token":
            return self.state.inspect(call)
        if rest in self.state.numbers:
            return self.state.number(rest, call.query.get("fields", [""])[0].split(","))
        return self.state.look_up(rest)

    def _answer(self, work: Callable[[], Json]) -> None:
        try:
            self._write(200, json.dumps(work()).encode())
        except RefusalError as refusal:
            self._write(refusal.status, json.dumps(refusal.answer()).encode(), **refusal.headers)

    def _fail(self, fault: Fault, work: Callable[[], Json]) -> None:
        if fault.taken:
            with contextlib.suppress(RefusalError):  # then it is not taken
                work()
        time.sleep(fault.hang)
        if fault.lost:
            self.close_connection = True
        elif fault.page:
            self._write(fault.page, b"<html>gateway</html>", content_type="text/html")
        elif fault.body is not None:
            self._write(200, fault.body)
        elif fault.refusal:
            self._write(fault.refusal.status, json.dumps(fault.refusal.answer()).encode(), **fault.refusal.headers)
        else:
            self._answer(work)

    def _file(self, path: str) -> None:
        media_id = path.rpartition("/")[2]
        if path.startswith("/moved/"):
            self._write(302, b"", Location=f"/files/{media_id}")
        elif path.startswith("/away/"):
            self._write(302, b"", Location=f"{self.state.url.replace('127.0.0.1', 'localhost')}/files/{media_id}")
        elif path.startswith("/circle/"):
            self._write(302, b"", Location=path)
        elif self.state.expired:
            self.state.expired -= 1
            self._write(404, b"gone", content_type="text/plain")
        elif self.state.pages:
            self.state.pages -= 1
            self._write(200, b"<html>strange browser</html>", content_type="text/html; charset=utf-8")
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._write(401, b"no token", content_type="text/plain")
        else:
            content_type, content = self.state.media[media_id]
            self._write(200, content, content_type=content_type)

    def _write(self, status: int, body: bytes, *, content_type: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the standard library's name
        """Quiet."""


@contextmanager
def serving() -> Iterator[tuple[CloudApi, Path]]:
    """Gives the server's state and the file of the CA that signed its certificate."""
    state = CloudApi()
    with tls.serving(_Handler, state=state) as (url, pem):
        state.url = url
        yield state, pem
