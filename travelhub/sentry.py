"""Errors to Sentry (or anything that speaks its protocol), only with SENTRY_DSN; the SDK is not even imported without.

What leaves: the exception with its code lines, the release, ids. What never does: request bodies, query strings,
cookies, local variables, addresses. https://docs.sentry.io/platforms/python/data-management/sensitive-data/
"""

import sys
from typing import Any

import structlog

_IDS = ("request_id", "task_id", "task", "message", "inquiry")


def start(*, dsn: str, release: str, environment: str) -> None:
    """Send errors to `dsn` from now on. `environment`: the host that people know this installation by.

    The SDK's own switch for personal data (send_default_pii) is off by default, and deprecated where it is named.
    """
    import sentry_sdk
    from sentry_sdk.integrations.celery import CeleryIntegration
    from sentry_sdk.integrations.django import DjangoIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=environment,
        max_request_body_size="never",
        include_local_variables=False,  # a parser's locals are the customer's words
        max_breadcrumbs=0,
        traces_sample_rate=0,
        before_send=scrub,  # type: ignore[arg-type]  # their Event is a TypedDict of hundreds of keys
        auto_enabling_integrations=False,  # they import whatever is installed, OpenAI's SDK among it
        integrations=[
            DjangoIntegration(middleware_spans=False, signals_spans=False),
            CeleryIntegration(),
            LoggingIntegration(level=None, event_level=None),  # ours is logs.to_sentry
        ],
    )


def capture(exc_info: Any) -> None:
    """Send a caught exception; nothing happens where Sentry does not run or there is no exception."""
    sdk = sys.modules.get("sentry_sdk")
    if sdk is None:
        return
    error = sys.exc_info()[1] if exc_info is True else exc_info[1] if isinstance(exc_info, tuple) else exc_info
    if isinstance(error, BaseException):
        sdk.capture_exception(error)


def scrub(event: dict[str, Any], _hint: dict[str, Any]) -> dict[str, Any]:
    """Sentry's `before_send`: keep where and what broke, drop on whom."""
    from travelhub.logs import mask

    bound = structlog.contextvars.get_contextvars()
    request = event.get("request", {})
    event["request"] = {"method": request.get("method", ""), "url": str(request.get("url", "")).partition("?")[0]}
    event["user"] = {"id": bound["user_id"]} if bound.get("user_id") else {}
    event["tags"] = dict(event.get("tags") or {}) | {key: str(bound[key]) for key in _IDS if key in bound}
    event.pop("extra", None)
    event.pop("server_name", None)
    event["contexts"] = {
        key: event.get("contexts", {})[key] for key in ("trace", "runtime") if key in event.get("contexts", {})
    }
    for value in event.get("exception", {}).get("values", []):
        value["value"] = mask(str(value.get("value", "")))
    if "logentry" in event:
        event["logentry"] = {"message": mask(str(event["logentry"].get("message", "")))}
    return event
