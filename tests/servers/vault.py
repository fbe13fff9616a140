"""A Vault of ours on loopback, over TLS: one KV v2 engine, tokens with a life, AppRole and Kubernetes log-in.

Answers in the forms of Vault's HTTP API (https://developer.hashicorp.com/vault/api-docs), refusing what it refuses.
`clock` is moved by hand, so that no test waits for a token to end.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests.servers import tls

ROLE_ID, SECRET_ID = "role-of-the-desk", "secret-id-of-the-tests"
KUBERNETES_ROLE, SERVICE_ACCOUNT = "desk", "jwt.of.the-tests"

Json = dict[str, Any]


@dataclass
class Lease:
    ends: float
    ttl: int
    renewable: bool = True


@dataclass
class Vault:
    url: str = ""
    values: dict[str, Json] = field(default_factory=dict)  # by "mount/path"
    namespace: str = ""
    tokens: dict[str, Lease] = field(default_factory=dict)
    ttl: int = 3600
    clock: float = 0.0
    sealed: bool = False
    renews: bool = True  # False: as at the end of a token's longest life
    hang: float = 0.0
    page: str = ""  # of a proxy, in place of an answer
    policy: set[str] = field(default_factory=lambda: {"kv", "lookup-self", "renew-self"})
    calls: list[str] = field(default_factory=list)
    made: int = 0

    def new_token(self, *, ttl: int | None = None, renewable: bool = True) -> str:
        self.made += 1
        token = f"hvs.tests-{self.made}"
        seconds = self.ttl if ttl is None else ttl
        self.tokens[token] = Lease(self.clock + seconds if seconds else float("inf"), seconds, renewable)
        return token


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 64 * 1024  # head and body in one packet, or each answer waits for an acknowledgment
    state: Vault

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        path = self.path.partition("?")[0].removeprefix("/v1/")
        self.state.calls.append(path)
        time.sleep(self.state.hang)
        if self.state.page:
            self._write(200, self.state.page)
        elif self.state.sealed:
            self._refuse(503, "Vault is sealed")
        elif self.headers.get("X-Vault-Namespace", "") != self.state.namespace:
            self._refuse(403, "permission denied")
        elif path.endswith("/login"):
            self._log_in(path, body)
        else:
            self._with_token(path)

    def _log_in(self, path: str, body: Json) -> None:
        good = {
            "auth/approle/login": {"role_id": ROLE_ID, "secret_id": SECRET_ID},
            "auth/kubernetes/login": {"role": KUBERNETES_ROLE, "jwt": SERVICE_ACCOUNT},
        }
        if path not in good:
            self._refuse(403, "permission denied")
        elif body != good[path]:
            kubernetes = "kubernetes" in path
            self._refuse(403 if kubernetes else 400, "permission denied" if kubernetes else "invalid role or secret ID")
        else:
            self._auth(self.state.new_token())

    def _with_token(self, path: str) -> None:
        state, token = self.state, self.headers.get("X-Vault-Token", "")
        lease = state.tokens.get(token)
        last = path.rpartition("/")[2]
        may = last if path.startswith("auth/token/") else "kv"
        if lease is None or lease.ends <= state.clock or may not in state.policy:
            self._refuse(403, "permission denied")
        elif path == "auth/token/lookup-self":
            left = 0 if lease.ttl == 0 else int(lease.ends - state.clock)
            self._write(200, {"data": {"ttl": left, "renewable": lease.renewable, "policies": ["default", "desk"]}})
        elif path == "auth/token/renew-self":
            self._renew(token, lease)
        else:
            self._read(path)

    def _renew(self, token: str, lease: Lease) -> None:
        if not lease.renewable or not self.state.renews:
            self._refuse(400, "lease is not renewable")
            return
        lease.ends = self.state.clock + lease.ttl
        self._auth(token)

    def _read(self, path: str) -> None:
        mount, _data, name = path.partition("/data/")
        found = self.state.values.get(f"{mount}/{name}")
        if found is None:
            self._write(404, {"errors": []})
            return
        self._write(200, {"data": {"data": found, "metadata": {"version": 1, "destroyed": False, "deletion_time": ""}}})

    def _auth(self, token: str) -> None:
        lease = self.state.tokens[token]
        auth = {"client_token": token, "lease_duration": lease.ttl, "renewable": lease.renewable, "policies": ["desk"]}
        self._write(200, {"auth": auth})

    def _refuse(self, status: int, words: str) -> None:
        self._write(status, {"errors": [words]})

    def _write(self, status: int, body: Json | str) -> None:
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the standard library's name
        """Quiet."""


@contextmanager
def serving() -> Iterator[tuple[Vault, Path]]:
    """Gives the server's state and the file of the CA that signed its certificate."""
    state = Vault()
    with tls.serving(_Handler, state=state) as (url, pem):
        state.url = url
        yield state, pem
