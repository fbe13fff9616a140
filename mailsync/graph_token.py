"""The app's own token for Graph, by MSAL's client credentials: one application object a process, which caches it.

Built on first use, since MSAL's constructor calls the sign-in host. Instance discovery is off: the operator names the
authority, and it may be any, where discovery would ask the public cloud about it.
https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

import json
import re
import threading
from base64 import urlsafe_b64decode
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
import structlog
from django.conf import settings

from inquiries import credentials, http_client
from inquiries.errors import WorkError
from mailsync import graph_errors

logger = structlog.get_logger(__name__)

_NAMES = ("GRAPH_CLIENT_SECRET", "GRAPH_CLIENT_CERTIFICATE")
_REFUSED = {"invalid_client", "unauthorized_client"}  # of OAuth: it is the credential that is wrong

_lock = threading.RLock()
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


class _Credential(NamedTuple):
    secret: str
    certificate: str


def get() -> str:
    """A bearer that is still good, from the cache or anew. Raises WorkError in plain words."""
    with _lock:  # of two threads that find the cache empty one asks
        used = _credential()
        answer = _answer(used)
        if str(answer.get("error")) in _REFUSED:
            other = _replaced(used)
            answer = answer if other == used else _answer(other)
        if "access_token" not in answer:
            raise graph_errors.sign_in_error(str(answer.get("error", "")), str(answer.get("error_description", "")))
        return str(answer["access_token"])


def _credential() -> _Credential:
    return _Credential(*(credentials.current(name) for name in _NAMES))


def _replaced(used: _Credential) -> _Credential:
    """Secret or certificate may have been replaced a moment ago."""
    return _Credential(*(credentials.current(name, refused=value) for name, value in zip(_NAMES, used, strict=True)))


def _answer(credential: _Credential) -> dict[str, Any]:
    """MSAL's answer, from its cache or from the sign-in host: a token, or why there is none. Raises WorkError."""
    from msal.exceptions import MsalError

    try:
        answer: dict[str, Any] = _application(credential).acquire_token_for_client(scopes=[scope()])
    except WorkError as error:
        raise WorkError(
            error.message, permanent=error.permanent, retry_after=error.retry_after, code=error.code
        ) from error
    except (MsalError, requests.RequestException, RuntimeError) as error:  # MSAL on a 5xx of the sign-in host
        # For a minute MSAL would give this same answer again without asking; when to ask is ours to say (due.py).
        _build.cache_clear()
        raise WorkError("Microsoft's sign-in host had a fault. It is tried again.", code="sign_in") from error
    except ValueError as error:  # MSAL on a 4xx or nonsense of discovery, and on a certificate that is none
        raise WorkError(
            "Microsoft's sign-in does not know this tenant, or the certificate cannot be read. Check GRAPH_AUTHORITY, "
            "GRAPH_TENANT_ID and GRAPH_CLIENT_CERTIFICATE.",
            permanent=True,
            code="sign_in",
        ) from error
    except Exception as error:
        # MSAL notes what it was refused with and sends it along with its next call; an answer of a form that it does
        # not know (a gateway's) breaks that note, and the application object for good. A new one starts without it.
        logger.exception("sign_in_broke")
        _build.cache_clear()
        raise WorkError("Microsoft's sign-in could not be asked. It is tried again.", code="sign_in") from error
    return answer


def renew(refused: str) -> str:
    """Another one, since Graph has refused this. Where a second thread was refused too, the first has it already."""
    with _lock:
        token = get()
        if token != refused:
            return token
        _application(_credential()).remove_tokens_for_client()
        return get()


def roles() -> list[str] | None:
    """The app roles that the token names; None where it cannot be read, since to us it is opaque by contract."""
    parts = get().split(".")
    try:
        claims = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        found = claims.get("roles", [])
    except (IndexError, ValueError, AttributeError):
        return None
    return [str(role) for role in found] if isinstance(found, list) else None


def scope() -> str:
    """The resource is the Graph host itself; national clouds have their own."""
    parts = urlsplit(settings.GRAPH_BASE_URL)
    return f"{parts.scheme}://{parts.netloc}/.default"


def _application(credential: _Credential) -> Any:
    return _build(
        f"{settings.GRAPH_AUTHORITY.rstrip('/')}/{settings.GRAPH_TENANT_ID}",
        settings.GRAPH_CLIENT_ID,
        credential.secret,
        credential.certificate,
    )


@lru_cache(maxsize=1)
def _build(authority: str, client_id: str, secret: str, certificate: str) -> Any:
    import msal

    return msal.ConfidentialClientApplication(
        client_id,
        authority=authority,
        client_credential=_from_pem(certificate) if certificate else secret,
        instance_discovery=False,
        http_client=_session(),
    )


def _session() -> http_client.NamedSession:
    made = http_client.session("Microsoft sign-in")
    made.hooks["response"].append(_check_throttled)
    return made


def _check_throttled(response: requests.Response, *_args: object, **_options: object) -> None:
    """MSAL takes any 4xx for a wrong tenant or secret; this one passes."""
    if response.status_code == 429:
        raise WorkError(
            "Microsoft's sign-in host asked us to wait. It is tried again.",
            retry_after=http_client.retry_after(response.headers),
            code=graph_errors.THROTTLED,
        )


def _from_pem(pem: str) -> dict[str, str]:
    """Key and certificate out of one PEM text, in the form that MSAL takes."""
    key, certificate = _KEY.search(pem), _CERTIFICATE.search(pem)
    if key is None or certificate is None:
        raise WorkError(
            "GRAPH_CLIENT_CERTIFICATE must hold a private key and its certificate, both as PEM.",
            permanent=True,
            code="certificate",
        )
    return {"private_key": key[0], "public_certificate": certificate[0]}
