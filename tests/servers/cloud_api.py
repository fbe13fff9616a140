"""A WhatsApp Cloud API of ours on loopback, over TLS: keeps to Meta's forms and refuses what Meta refuses.

`faults` makes the next calls go wrong, one each: an error of Meta's, a page of a gateway, an answer that gets lost.
"""

import json
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

from tests.servers import tls

TOKEN = "system-user-token"
NUMBER_ID = "106540352242922"
ACCOUNT_ID = "102290129340398"
APP_ID = "670843887433847"
SCOPES = ["whatsapp_business_management", "whatsapp_business_messaging", "public_profile"]
VERSION = "v25.0"
TYPES = {
    "text/plain", "application/pdf", "image/jpeg", "image/png", "video/mp4", "video/3gpp",
    "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg",
}  # fmt: skip

Json = dict[str, Any]
NUMBER: Json = {
    "display_phone_number": "+44 7700 900500",
    "verified_name": "Halden Travel",
    "quality_rating": "GREEN",
    "status": "CONNECTED",
    "whatsapp_business_manager_messaging_limit": "TIER_2K",
}


class RefusalError(Exception):
    def __init__(self, code: int, details: str, *, status: int = 400, headers: dict[str, str] | None = None) -> None:
        super().__init__(details)
        self.code, self.details, self.status, self.headers = code, details, status, headers or {}

    def answer(self) -> Json:
        error = {"message": f"(#{self.code}) {self.details}", "type": "OAuthException", "code": self.code}
        data = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": {**error, "error_data": data, "fbtrace_id": "Az8"}}


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
    uploads: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)  # id: name, type, bytes
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # what customers sent: id: type, bytes
    links: dict[str, str] = field(default_factory=dict)  # media id: another address than our own
    expired: int = 0  # so many of the next files are gone from their address
    pages: int = 0  # so many of the next files are an HTML page
    closed: set[str] = field(default_factory=set)  # recipients who have not written for 24 hours
    numbers: dict[str, Json] = field(default_factory=lambda: {NUMBER_ID: dict(NUMBER)})  # ours, by their id
    subscribed: list[str] = field(default_factory=lambda: [APP_ID])  # apps that get the webhooks of ACCOUNT_ID
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))  # of the token
    expires_at: int = 0
    refused_fields: set[str] = field(default_factory=set)  # that this version of the API does not have
    faults: deque[Fault] = field(default_factory=deque)
    bearers: list[tuple[str, str]] = field(default_factory=list)  # path, Authorization: who was shown the token

    def sent(self) -> list[Json]:
        return [{key: value for key, value in message.items() if key != "id"} for message in self.messages]

    # The calls

    def send(self, call: Call) -> Json:
        payload = call.json
        if payload.get("messaging_product") != "whatsapp":
            raise RefusalError(100, "The parameter messaging_product is required.")
        if payload.get("status") == "read":
            self.read.append(payload["message_id"])
            return {"success": True}
        recipient = payload.get("to") or payload.get("recipient")
        if not recipient:
            raise RefusalError(100, "The parameter to is required.")
        self._check(payload)
        if recipient in self.closed:
            raise RefusalError(
                131047, "Message failed to send because more than 24 hours have passed since the customer replied."
            )
        external_id = f"wamid.sent{len(self.messages) + 1}"
        self.messages.append({"id": external_id, **payload})
        contact = {"input": recipient, "wa_id": recipient}
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": external_id}]}

    def _check(self, payload: Json) -> None:
        kind = payload.get("type")
        part = payload.get(kind or "")
        if not isinstance(part, dict):
            raise RefusalError(100, f"Invalid parameter: type {kind!r}.")
        if len(payload.get("biz_opaque_callback_data", "")) > 512:
            raise RefusalError(100, "biz_opaque_callback_data is too long.")
        if kind == "text" and not 1 <= len(part.get("body", "")) <= 4096:
            raise RefusalError(100, "Param text['body'] must be at most 4096 characters long.")
        if kind in {"image", "video", "audio", "document"}:
            if part.get("id") not in self.uploads:
                raise RefusalError(131009, "Media id is not known.")
            if "caption" in part and (kind == "audio" or part["caption"] is None):
                raise RefusalError(100, "Invalid caption.")

    def upload(self, content_type: str, raw: bytes) -> Json:
        form = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + raw)
        parts = {part.get_param("name", header="Content-Disposition"): part for part in form.iter_parts()}
        if not {"messaging_product", "type", "file"} <= set(parts):
            raise RefusalError(100, "The parameters messaging_product, type and file are required.")
        given = parts["type"].get_content().strip()
        if given.split(";")[0] not in TYPES:
            raise RefusalError(100, f"Param file must be a file with one of the following types, not {given}.")
        file = parts["file"]
        media_id = f"88{len(self.uploads) + 1:04}"
        self.uploads[media_id] = (file.get_filename() or "", file.get_content_type(), file.get_content())
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
        fault = self.state.faults.popleft() if self.state.faults else None
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
