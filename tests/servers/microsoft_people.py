"""Microsoft's sign-in host and the one call to Graph behind it, for people: authorize, token (with PKCE), /me.

As learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow says. `Host.who` sits at the keyboard.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.servers import tls

TENANT, OTHER_TENANT = "5b4f6a0e-0d1f-4c8f-9a53-0f8a4a3b7c11", "9d0e2f6c-7c53-4a41-8a8e-2f8f0c1f6d22"
CLIENT_ID, SECRET = "desk-app", "desk-secret"


@dataclass
class Host:
    url: str = ""
    who: dict[str, Any] = field(default_factory=dict)  # id, userPrincipalName, mail
    tenant: str = TENANT  # where the token comes from
    refusal: str = ""  # error= of the answer to the browser
    broken: str = ""  # "token" or "me": that answer is no JSON
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # code -> what was asked with it
    asked: list[str] = field(default_factory=list)  # paths

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent."""
        if query["client_id"] != CLIENT_ID or query["response_type"] != "code" or "openid" not in query["scope"]:
            raise ValueError(query)
        back = {"state": query["state"]}
        if self.refusal:
            return f"{query['redirect_uri']}?{urlencode({**back, 'error': self.refusal})}"
        code = f"code-{len(self.codes) + 1}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)  # good for one time
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        right = asked and (asked["code_challenge"], asked["redirect_uri"]) == (proof, form["redirect_uri"])
        if not right or (form["client_id"], form["client_secret"]) != (CLIENT_ID, SECRET):
            return 400, {"error": "invalid_grant", "error_description": "AADSTS70008: The code has expired."}
        claims = {"tid": self.tenant, "aud": CLIENT_ID, "oid": self.who["id"]}
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return 200, {
            "access_token": "person-token",
            "token_type": "Bearer",
            "expires_in": 3599,
            "id_token": f"x.{body}.y",
        }


class _Handler(BaseHTTPRequestHandler):
    host: Host

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.host.asked.append(parts.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == f"/{TENANT}/oauth2/v2.0/authorize":
            self._write(302, b"", Location=self.host.authorize(query))
        elif parts.path == f"/{TENANT}/v2.0/.well-known/openid-configuration":
            self._json(200, {"issuer": f"{self.host.url}/{TENANT}/v2.0"})
        elif parts.path == "/v1.0/me" and self.headers["Authorization"] == "Bearer person-token":
            wanted = query["$select"].split(",")
            self._json(200, {name: self.host.who.get(name) for name in wanted}, broken=self.host.broken == "me")
        else:
            self._json(404, {"error": {"code": "NotFound", "message": parts.path}})

    def do_POST(self) -> None:
        self.host.asked.append(self.path)
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(raw).items()}
        status, answer = self.host.token(form) if self.path == f"/{TENANT}/oauth2/v2.0/token" else (404, {})
        self._json(status, answer, broken=self.host.broken == "token")

    def _json(self, status: int, answer: Any, *, broken: bool = False) -> None:
        body = b"<html>gateway</html>" if broken else json.dumps(answer).encode()
        self._write(status, body, **{"Content-Type": "application/json; charset=utf-8"})

    def _write(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the standard library's name
        """Quiet."""


@contextmanager
def serving() -> Iterator[tuple[Host, Path]]:
    host = Host()
    with tls.serving(_Handler, host=host) as (url, certificate):
        host.url = url
        yield host, certificate
