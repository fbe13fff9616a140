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

from tests.servers import tls
from tests.servers.cloud_limits import Limits
from tests.servers.cloud_statuses import Statuses

TOKEN = "system-user-token"
NUMBER_ID = "106540352242922"
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
    faults: deque[Fault] = field(default_factory=deque)
    limits: Limits = field(default_factory=Limits)
    statuses: Statuses | None = None
    check_template: Callable[[Json], object] | None = None  # raises RefusalError where a template's part is wrong
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
            self.read.append(payload["message_id"])
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
        if kind == "reaction" and not (part.get("message_id") and isinstance(part.get("emoji"), str)):
            raise RefusalError(100, "The parameters reaction['message_id'] and reaction['emoji'] are required.")
        if kind in {"image", "video", "audio", "document"}:
            self._check_media(str(kind), part)
        if kind == "template" and self.check_template is not None:
            self.check_template(part)

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
        if call.method == "GET" and rest == NUMBER_ID:
            return {
                "id": NUMBER_ID,
                "display_phone_number": "+44 7700 900500",
                "verified_name": "Halden Travel",
                "quality_rating": "GREEN",
            }
        if call.method == "GET":
            return self.state.look_up(rest)
        if rest == f"{NUMBER_ID}/messages":
            return self.state.send(call)
        if rest == f"{NUMBER_ID}/media":
            return self.state.upload(content_type, raw)
        raise RefusalError(33, "Object does not exist, or cannot be loaded due to missing permissions.")

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
