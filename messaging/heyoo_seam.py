"""heyoo, as far as we use it: it builds what is posted, and everything else is ours.

It has no timeouts, raises nothing, logs recipients and knows API versions of 2022. Its one seam is the name `requests`
in its module, which is set once to `_Transport` (docs/decisions/0005-heyoo-behind-a-transport.md).
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

import requests

from inquiries import credentials
from inquiries.errors import WorkError
from messaging import cloud_calls

# What heyoo's builders have no argument for; the transport adds it to the JSON that they post.
_added: ContextVar[Mapping[str, Any]] = ContextVar("added_to_heyoo_json", default=MappingProxyType({}))


def of_number(account: str) -> Any:
    """heyoo's object for one of our numbers, with the address and version of the settings in all three places."""
    api = _heyoo().WhatsApp(token=credentials.current("WHATSAPP_TOKEN"), phone_number_id=account)
    api.base_url = api.v15_base_url = cloud_calls.base()
    api.url = cloud_calls.url(account, "messages")
    return api


def asked(call: Callable[[], Any]) -> Any:
    """The answer to a call of heyoo's. Raises WorkError."""
    try:
        return call()
    except requests.JSONDecodeError as error:
        raise WorkError(
            "WhatsApp's answer was not readable; the message may have gone out.",
            code="bad_answer",
            outcome_unknown=True,
        ) from error


@contextmanager
def adding(fields: Mapping[str, Any]) -> Iterator[None]:
    """Fields for which heyoo's builders have no argument."""
    before = _added.set(fields)
    try:
        yield
    finally:
        _added.reset(before)


class _Transport:
    """Stands where heyoo's module has `requests`: timeouts, one session, and an exception for each refusal."""

    def post(self, url: str, *, headers: Mapping[str, str], json: Mapping[str, Any]) -> requests.Response:
        return cloud_calls.post(url, headers=headers, json={**json, **_added.get()})


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
