"""A Microsoft Graph and its sign-in host of ours on loopback, over TLS: mail only, after the facts of the wire.

It keeps to Graph's forms and refuses what Graph refuses. `faults` makes coming calls go wrong, each once, the first
whose `on` is in the call's "METHOD path".
"""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from email.policy import default as policy
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from tests.servers import graph_uploads, tls
from tests.servers.graph_subscriptions import RefusedError, Subscriptions

TENANT, CLIENT_ID, SECRET = "84bd8158-halden", "0f2a-client", "the app's secret"
ADDRESS = "desk@halden.example"
DIRECT_LIMIT = 3 * 1024 * 1024
# What Graph puts into a draft that answers a mail.
QUOTED_KIND = "html"
QUOTED = (
    "<html><head><style>p {margin: 0}</style></head><body dir='ltr'>"
    "<div id='divRplyFwdMsg'><b>From:</b> Anna Berg</div><p>Ten days on Crete</p></body></html>"
)

Json = dict[str, Any]


class RefusalError(Exception):
    def __init__(self, status: int, code: str, message: str = "", **headers: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message or code, headers

    def body(self) -> bytes:
        inner = {"date": "2026-05-04T08:00:00", "request-id": "b7c0", "client-request-id": "b7c0"}
        return json.dumps({"error": {"code": self.code, "message": self.message, "innerError": inner}}).encode()


@dataclass
class Fault:
    """`on`: part of "METHOD path". `refusal`: Graph's error. `page`: status of a gateway's HTML page.

    `taken`: the call is done all the same. `hang`: seconds until the answer. `lost`: no answer. `cut`: half of the
    body. `times`: how often.
    """

    on: str = ""
    refusal: RefusalError | None = None
    page: int = 0
    taken: bool = False
    hang: float = 0
    lost: bool = False
    cut: bool = False
    times: int = 1


@dataclass
class Call:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    json: Json

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Mail:
    id: str
    folder: str
    raw: bytes = b""
    received: str = "2026-05-04T08:00:03Z"
    conversation: str = ""
    draft: bool = False
    fields: Json = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)

    @property
    def message_id(self) -> str:
        own = self.fields.get("internetMessageId")
        return str(own or BytesHeaderParser(policy=policy).parsebytes(self.raw)["Message-ID"] or "")

    def wire(self) -> Json:
        return {
            "@odata.etag": 'W/"C1"',
            "id": self.id,
            "receivedDateTime": self.received,
            "conversationId": self.conversation,
            "isDraft": self.draft,
            "parentFolderId": f"AAMk{self.folder}",
            **self.fields,
            "internetMessageId": self.message_id,
        }


@dataclass
class Graph:
    url: str = ""
    mails: dict[str, Mail] = field(default_factory=dict)
    log: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {"inbox": [], "archive": []})  # (what, id)
    sent: list[Mail] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)  # given out, in order
    assertions: list[str] = field(default_factory=list)
    page_size: int = 50
    generation: int = 1  # of the delta links; the older ones are forgotten
    roles: list[str] | None = None  # of the token; None: one that nobody can read
    clock_ahead: float = 0.0  # seconds of our clock before the client's
    next_link: str = ""  # said instead of our own
    chaos: Any = None  # faults by rate, and the account of them (graph_faults.py)
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    uploads: graph_uploads.Uploads = field(default_factory=graph_uploads.Uploads)

    # What tests do

    def receive(self, raw: bytes, *, folder: str = "inbox", received: str = "", conversation: str = "") -> Mail:
        number = len(self.mails) + 1
        mail = Mail(f"AAk/{number}+a=", folder, raw, conversation=conversation or f"conv-{number}")
        mail.received = received or mail.received
        self.mails[mail.id] = mail
        self.log[folder].append(("there", mail.id))
        return mail

    def touch(self, mail: Mail) -> None:
        """Somebody read it: it comes again, with the changed field alone."""
        self.log[mail.folder].append(("touched", mail.id))

    def move(self, mail: Mail, folder: str) -> None:
        self.log[mail.folder].append(("gone", mail.id))
        mail.folder = folder
        self.log[folder].append(("there", mail.id))

    def forget(self) -> None:
        """All delta links so far are worn out."""
        self.generation += 1

    def expire(self) -> None:
        self.tokens.append("expired")

    def new_token(self) -> str:
        name = f"token-{len(self.tokens) + 1}"
        if self.roles is None:
            return name
        claims = json.dumps({"aud": self.url, "roles": self.roles}).encode()
        return f"{name}.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.signature"

    def good_tokens(self) -> list[str]:
        """Each process has its own; those given out before the last `expire` are worn out."""
        worn = max((at for at, token in enumerate(self.tokens) if token == "expired"), default=-1)
        return self.tokens[worn + 1 :]

    def count(self, part: str) -> int:
        return sum(part in str(call) for call in self.calls)

    # The calls

    def delta(self, folder: str, query: dict[str, list[str]], base: str) -> Json:
        if folder not in self.log:
            raise RefusalError(404, "ErrorFolderNotFound")
        state = (
            query.get("$skiptoken") or query.get("$deltatoken") or [f"{self.generation}.0.{len(self.log[folder])}"]
        )[0]
        generation, start, end = (int(part) for part in state.split("."))
        if generation != self.generation:
            raise RefusalError(410, "SyncStateNotFound", "The sync state generation is not found; resync.")
        if "$deltatoken" in query:
            end = len(self.log[folder])
        lines = self.log[folder][start : min(start + self.page_size, end)]
        page: Json = {"value": [self._line(what, mail_id, folder) for what, mail_id in lines]}
        upto = start + len(lines)
        link = f"{base}/users/{quote(ADDRESS)}/mailFolders('{folder}')/messages/delta"
        if upto < end:
            page["@odata.nextLink"] = self.next_link or f"{link}?$skiptoken={self.generation}.{upto}.{end}"
        else:
            page["@odata.deltaLink"] = f"{link}?$deltatoken={self.generation}.{upto}.{upto}"
        return page

    def _line(self, what: str, mail_id: str, folder: str) -> Json:
        mail = self.mails.get(mail_id)
        # "trap": it lies here, but went and came back meanwhile; with immutable ids only the going is told.
        if what in {"gone", "trap"} or mail is None or mail.folder != folder:
            return {"id": mail_id, "@removed": {"reason": "deleted"}}
        return {"id": mail_id, "isRead": True} if what == "touched" else mail.wire()

    def new_draft(self, fields: Json, *, answers: Mail | None = None) -> Json:
        number = len(self.mails) + 1
        draft = Mail(f"AAkDraft/{number}=", "drafts", conversation=f"conv-{number}", draft=True)
        draft.fields = {
            "body": {"contentType": "text", "content": ""},
            **fields,
            "internetMessageId": f"<draft-{number}@prod.outlook.example>",
        }
        if answers is not None:
            draft.conversation = answers.conversation
            draft.fields["inReplyTo"] = answers.message_id
            draft.fields["body"] = {"contentType": QUOTED_KIND, "content": QUOTED}
            draft.fields["toRecipients"] = [{"emailAddress": {"address": "whoever-graph-thinks@post.example"}}]
        self.mails[draft.id] = draft
        return draft.wire()

    def change(self, draft: Mail, fields: Json) -> Json:
        if not draft.draft:
            raise RefusalError(400, "ErrorInvalidOperation", "The item is not a draft.")
        for line in fields.get("toRecipients", []):
            if "@" not in line["emailAddress"]["address"]:
                raise RefusalError(400, "ErrorInvalidRecipients")
        draft.fields |= fields
        return draft.wire()

    def attach(self, draft: Mail, payload: Json) -> Json:
        if payload.get("@odata.type") != "#microsoft.graph.fileAttachment":
            raise RefusalError(400, "BadRequest")
        if len(base64.b64decode(payload["contentBytes"], validate=True)) >= DIRECT_LIMIT:
            raise RefusalError(413, "ErrorMessageSizeExceeded")
        draft.files.append({"id": f"file-{len(draft.files)}", **payload})
        return draft.files[-1]

    def send(self, draft: Mail) -> None:
        if not draft.draft:
            raise RefusalError(400, "ErrorInvalidOperation", "The item is not a draft.")
        if not draft.fields.get("toRecipients"):
            raise RefusalError(400, "ErrorInvalidRecipients")
        draft.draft, draft.folder = False, "sentitems"
        self.sent.append(draft)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Graph

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PATCH(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        is_json = self.headers.get("Content-Type", "").startswith("application/json")
        call = Call(
            self.command, parts.path, parse_qs(parts.query), dict(self.headers), json.loads(raw) if is_json else {}
        )
        self.state.calls.append(call)
        chaos = self.state.chaos if parts.path.startswith("/v1.0/users/") else None
        try:
            with chaos.meter.under_way(call) if chaos else nullcontext():
                self._answer_with(call, raw, self._fault(call) or (chaos.fault(call) if chaos else None))
        except RefusalError as refusal:
            self._write(refusal.status, refusal.body(), headers=refusal.headers)

    def _fault(self, call: Call) -> Fault | None:
        fault = next((fault for fault in self.state.faults if fault.on in str(call)), None)
        if fault is not None:
            fault.times -= 1
            if not fault.times:
                self.state.faults.remove(fault)
        return fault

    def _answer_with(self, call: Call, raw: bytes, fault: Fault | None) -> None:
        status, body, kind = self._answer(call, raw, fault)
        self._write(status, body, kind=kind, cut=bool(fault and fault.cut))

    def _answer(self, call: Call, raw: bytes, fault: Fault | None) -> tuple[int, bytes, str]:
        answer = self._route(call, raw) if fault is None or fault.taken or not _fails(fault) else (200, b"", "")
        if fault is None:
            return answer
        time.sleep(fault.hang)
        if fault.refusal:
            raise fault.refusal
        if fault.page:
            return fault.page, b"<html>gateway</html>", "text/html"
        if fault.lost:
            self.close_connection = True
            raise ConnectionAbortedError
        return answer

    def _route(self, call: Call, raw: bytes) -> tuple[int, bytes, str]:
        if call.path.startswith(graph_uploads.PATH):
            return self.state.uploads.serve(call.method, call.path, call.headers, raw)
        if not call.path.startswith("/v1.0/"):
            return 200, json.dumps(self._sign_in(call, parse_qs(raw.decode()))).encode(), "application/json"
        if call.headers.get("Authorization", "").removeprefix("Bearer ") not in self.state.good_tokens():
            raise RefusalError(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
        steps = [unquote(step) for step in call.path.split("/")[2:]]
        if steps[0] == "subscriptions":
            return self._subscription(call, steps[1:])
        if steps[:1] != ["users"] or steps[1].lower() != ADDRESS:
            raise RefusalError(404, "ErrorInvalidUser", "The requested user is invalid.")
        status, found = self._mail(call, steps[2:])
        if isinstance(found, bytes):
            return status, found, "text/plain"
        return status, b"" if found is None else json.dumps(found).encode(), "application/json"

    def _subscription(self, call: Call, steps: list[str]) -> tuple[int, bytes, str]:
        try:
            status, found = self.state.subscriptions.answer(call.method, steps, call.json)
        except RefusedError as error:
            raise RefusalError(error.status, error.code, error.message) from error
        return status, b"" if found is None else json.dumps(found).encode(), "application/json"

    def _mail(self, call: Call, steps: list[str]) -> tuple[int, Json | bytes | None]:
        state = self.state
        match call.method, steps:
            case "GET", ["mailFolders", name]:
                if name.lower() not in state.log:
                    raise RefusalError(404, "ErrorFolderNotFound")
                return 200, {"id": f"AAMk{name}", "displayName": name.title()}
            case "GET", ["mailFolders", name, "messages", "delta"]:
                return 200, state.delta(name.lower(), call.query, f"{state.url}/v1.0")
            case "GET", [folder, "messages", "delta"] if folder.startswith("mailFolders('"):
                return 200, state.delta(folder[13:-2].lower(), call.query, f"{state.url}/v1.0")
            case "POST", ["messages"]:
                return 201, state.new_draft(call.json)
            case _, ["messages", mail_id, *rest] if mail_id in state.mails:
                return self._item(call, state.mails[mail_id], rest)
            case _, ["messages", *_]:
                raise RefusalError(404, "ErrorItemNotFound", "The specified object was not found in the store.")
        raise RefusalError(400, "RequestBroker--ParseUri", "Resource not found for the segment.")

    def _item(self, call: Call, mail: Mail, rest: list[str]) -> tuple[int, Json | bytes | None]:
        match call.method, rest:
            case "GET", []:
                return 200, mail.wire()
            case "GET", ["$value"]:
                return 200, mail.raw
            case "POST", ["createReply"]:
                return 201, self.state.new_draft({}, answers=mail)
            case "PATCH", []:
                return 200, self.state.change(mail, call.json)
            case "GET", ["attachments"]:
                return 200, {
                    "value": [
                        {"id": file["id"], "name": file["name"], "isInline": file.get("isInline", False)}
                        for file in mail.files
                    ]
                }
            case "POST", ["attachments"]:
                return 201, self.state.attach(mail, call.json)
            case "POST", ["attachments", "createUploadSession"] if mail.draft:
                return 201, self.state.uploads.begin(mail.files, call.json, self.state.url)
            case "POST", ["send"]:
                self.state.send(mail)
                return 202, None
        raise RefusalError(400, "RequestBroker--ParseUri", "Resource not found for the segment.")

    def _sign_in(self, call: Call, form: dict[str, list[str]]) -> Json:
        host = f"{self.state.url}/{TENANT}"
        if call.path == f"/{TENANT}/v2.0/.well-known/openid-configuration":
            return {
                "issuer": f"{host}/v2.0",
                "authorization_endpoint": f"{host}/oauth2/v2.0/authorize",
                "token_endpoint": f"{host}/oauth2/v2.0/token",
            }
        if call.path != f"/{TENANT}/oauth2/v2.0/token":
            raise RefusalError(404, "not_found")
        given = {name: values[0] for name, values in form.items()}
        if given.get("scope") != f"{self.state.url}/.default" or given.get("grant_type") != "client_credentials":
            raise _OAuthError("invalid_scope", "AADSTS1002012: The provided value for scope is not valid.")
        if "client_assertion" in given:
            self.state.assertions.append(given["client_assertion"])
        elif given.get("client_secret") != SECRET:
            raise _OAuthError("invalid_client", "AADSTS7000215: Invalid client secret provided.")
        self.state.tokens.append(self.state.new_token())
        token = self.state.tokens[-1]
        return {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": token}

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string((timestamp or time.time()) + self.state.clock_ahead)

    def _write(
        self,
        status: int,
        body: bytes,
        *,
        kind: str = "application/json",
        cut: bool = False,
        headers: Json | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("request-id", "b7c0")
        for name, value in (headers or {}).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = self.close_connection or cut

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the standard library's name
        """Quiet."""


class _OAuthError(RefusalError):
    def __init__(self, error: str, description: str) -> None:
        super().__init__(401, error, description)

    def body(self) -> bytes:
        return json.dumps({"error": self.code, "error_description": self.message, "error_codes": [7000215]}).encode()


def _fails(fault: Fault) -> bool:
    return bool(fault.refusal or fault.page or fault.lost)


@contextmanager
def serving() -> Iterator[tuple[Graph, Path]]:
    """Gives the server's state and the file of the CA that signed its certificate."""
    state = Graph()
    with tls.serving(_Handler, state=state) as (url, pem):
        state.url = url
        yield state, pem
