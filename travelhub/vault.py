"""HashiCorp Vault, or OpenBao, which speaks the same protocol: one log-in, one path of a KV v2 engine, read as a whole.

Knows nothing of our settings (vault_settings.py does). The token is renewed when two thirds of its life are over, by
whoever reads next; where that is refused, the log-in is done anew. hvac is imported only where there is one.
https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

TIMEOUT = 4.0  # seconds to connect, and between two bytes: a page may be waiting
_LIFE = 2 / 3  # of a token, until it is renewed
_LOOK = "Check VAULT_PATH, VAULT_NAMESPACE and VAULT_MOUNT, which must be a KV engine of version 2."


class VaultError(Exception):
    """Words for people. `away`: nothing is wrong with our log-in, the server cannot be asked just now."""

    def __init__(self, words: str, *, away: bool = False) -> None:
        super().__init__(words)
        self.away = away


@dataclass(frozen=True)
class Lease:
    """Of a token: seconds that it lives, 0 for ever, and whether it may be renewed."""

    seconds: int
    renewable: bool


class LogIn(Protocol):
    @property
    def named(self) -> str:
        """The variables that it goes by, for words."""

    def __call__(self, client: Any) -> Lease:
        """Give the hvac client a token. Raises hvac's errors."""


@dataclass(frozen=True)
class Token:
    """A token that somebody else made. `value` is asked each time, since an agent may write another into its file."""

    value: Callable[[], str]
    named: str = "VAULT_TOKEN"

    def __call__(self, client: Any) -> Lease:
        from hvac.exceptions import Forbidden

        client.token = self.value()
        try:
            data = client.auth.token.lookup_self()["data"]
        except Forbidden:  # a policy may leave that out; whether the token is good, the reading tells
            return Lease(0, False)
        return Lease(int(data.get("ttl") or 0), bool(data.get("renewable")))


@dataclass(frozen=True)
class AppRole:
    role_id: str
    secret_id: Callable[[], str]
    mount: str
    named: str = "VAULT_ROLE_ID and VAULT_SECRET_ID"

    def __call__(self, client: Any) -> Lease:
        # "" and not None: hvac would look for a token of its own in ~/.vault-token.
        client.token = ""
        return _lease(client.auth.approle.login(self.role_id, self.secret_id(), mount_point=self.mount))


@dataclass(frozen=True)
class Kubernetes:
    """`jwt`: the service account's token, asked each time, since Kubernetes replaces it every hour."""

    role: str
    jwt: Callable[[], str]
    mount: str
    named: str = "VAULT_KUBERNETES_ROLE and the service account's token"

    def __call__(self, client: Any) -> Lease:
        client.token = ""
        return _lease(client.auth.kubernetes.login(self.role, self.jwt(), mount_point=self.mount))


class Vault:
    """`read()` gives all values of the path. Safe to share between threads."""

    def __init__(
        self,
        address: str,
        *,
        log_in: LogIn,
        mount: str,
        path: str,
        namespace: str = "",
        timeout: float = TIMEOUT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        import hvac

        self.address, self.mount, self.path = address, mount, path
        self._log_in, self._timeout, self._clock = log_in, timeout, clock
        # verify=True: a private CA comes from REQUESTS_CA_BUNDLE, as for every other client of ours.
        self._client = hvac.Client(address, "", verify=True, timeout=timeout, namespace=namespace or None)
        self._lock = threading.Lock()
        self._lease: Lease | None = None
        self._renew_at = 0.0

    @property
    def place(self) -> str:
        return f"{self.mount}/{self.path} of {self.address}"

    def read(self) -> dict[str, str]:
        """The newest version of the path, one text a key. Raises VaultError."""
        with self._lock:
            try:
                fresh = self._tend()
                return _texts(self._values(may_log_in=not fresh), self.place)
            except Exception as error:  # hvac's, of requests, and what it makes of an answer that is no JSON
                raise self._in_words(error) from error

    def _values(self, *, may_log_in: bool) -> dict[str, Any]:
        from hvac.exceptions import Forbidden

        kv = self._client.secrets.kv.v2
        try:
            answer = kv.read_secret_version(self.path, mount_point=self.mount, raise_on_deleted_version=True)
        except Forbidden:
            if not may_log_in:
                raise
            self._enter()  # the token was revoked before its end
            return self._values(may_log_in=False)
        return dict(answer["data"]["data"])

    def _tend(self) -> bool:
        """See that there is a token that still lives; True where it was made just now."""
        if self._lease is None:
            self._enter()
            return True
        if not self._lease.seconds or self._clock() < self._renew_at:
            return False
        if self._lease.renewable and self._renewed():
            return False
        self._enter()
        return True

    def _enter(self) -> None:
        from hvac.exceptions import Forbidden, InvalidRequest, Unauthorized

        self._lease = None
        try:
            self._keep(self._log_in(self._client))
        except (Forbidden, InvalidRequest, Unauthorized) as error:
            raise VaultError(f"Vault at {self.address} does not accept {self._log_in.named}.") from error

    def _renewed(self) -> bool:
        """False where Vault refuses, or gives much less than before: then the token's last day has come."""
        from hvac.exceptions import Forbidden, InvalidRequest

        before = self._lease
        try:
            self._keep(_lease(self._client.auth.token.renew_self()))
        except (Forbidden, InvalidRequest):
            return False
        return before is None or self._lease is None or self._lease.seconds * 2 >= before.seconds

    def _keep(self, lease: Lease) -> None:
        self._lease = lease
        self._renew_at = self._clock() + lease.seconds * _LIFE

    def _in_words(self, error: Exception) -> VaultError:
        import requests
        from hvac import exceptions

        if isinstance(error, VaultError):
            return error
        at = f"Vault at {self.address}"
        # The first that fits; requests' own errors are OSErrors too.
        table: list[tuple[type[Exception], str, bool]] = [
            (exceptions.Forbidden, f"Vault does not let us read {self.place}. {self._needs}", False),
            (exceptions.InvalidPath, f"Vault has nothing at {self.place}. {_LOOK}", False),
            (exceptions.InvalidRequest, f"Vault does not understand what we want of {self.place}. {_LOOK}", False),
            (exceptions.VaultDown, f"{at} is sealed or not ready (HTTP 503).", True),
            (exceptions.VaultError, f"{at} answered with an error of its own.", True),
            (requests.exceptions.SSLError, f"The certificate of {at} is not trusted: see REQUESTS_CA_BUNDLE.", False),
            (requests.Timeout, f"{at} gave no answer within {self._timeout:g} seconds.", True),
            (OSError, f"{at} could not be reached.", True),
        ]
        found = next(((words, away) for kind, words, away in table if isinstance(error, kind)), None)
        words, away = found or (f"The answer of {at} was not readable.", True)
        return VaultError(words, away=away)

    @property
    def _needs(self) -> str:
        return f"The policy needs read on {self.mount}/data/{self.path}; or the token has ended ({self._log_in.named})."


def _lease(answer: dict[str, Any]) -> Lease:
    auth = answer["auth"]
    return Lease(int(auth["lease_duration"]), bool(auth["renewable"]))


def _texts(values: dict[str, Any], place: str) -> dict[str, str]:
    for name, value in values.items():
        if not isinstance(value, str):
            raise VaultError(f"{name} at {place} is not text. Write it there as a string.")
    return {name: value.rstrip("\r\n") for name, value in values.items()}
