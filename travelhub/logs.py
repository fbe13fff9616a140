"""Structured logs: one line an event, JSON for machines and colours for a terminal, and never anybody's words.

Ids are bound by whoever knows them: request and user by RequestLogMiddleware, task by Celery's signals (below), message
and inquiry by the code that works on them. `drop_private` is the net under all of it.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from inquiries import care

# Keys that would hold a customer's words, addresses or a secret. A caller should not pass them; if one does, they go.
PRIVATE = frozenset(
    [
        "text",
        "body",
        "html",
        "subject",
        "quote",
        "content",
        "raw",
        "payload",
        "answer",
        "params",
        "headers",
        "cookies",
        "address",
        "addresses",
        "email",
        "recipient",
        "recipients",
        "phone",
        "wa_id",
        "sender",
        "username",
        "token",
        "secret",
        "password",
        "authorization",
        "signature",
        "dsn",
    ]
)
SECRET_ENDINGS = ("_token", "_secret", "_password", "_key", "_dsn", "_signature", "_address", "_text", "_body")
_ADDRESS = re.compile(r"[\w.+'%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+\d[\d\s().-]{6,}\d")
# Without a plus: with the 0 of a long-distance call, or a whole number in digits alone, as WhatsApp writes them.
_BARE = re.compile(r"(?<![\w.:/+-])(?:\(?0\d[\d\s()./-]{6,14}\d|[1-9]\d{9,12})(?![\w:]|[.-]\d)")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


def mask(text: str) -> str:
    """Free text (an exception, a library's message) without mail addresses and without numbers of phones, cards,
    accounts and passports."""
    text = _PHONE.sub("[phone]", _ADDRESS.sub("[address]", care.masked(text, tail=False)))
    return _BARE.sub(lambda found: found[0] if _DATE.match(found[0]) else "[phone]", text)


def is_private(key: str) -> bool:
    key = key.lower()
    return key in PRIVATE or key.endswith(SECRET_ENDINGS)


def without_private(value: Any) -> Any:
    """The value with private keys gone at every depth and addresses masked in what is left."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: without_private(item) for key, item in value.items() if not is_private(str(key))}
    if isinstance(value, list | tuple):
        return [without_private(item) for item in value]
    if isinstance(value, BaseException):
        return type(value).__name__
    return value


def drop_private(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    # Keys with an underscore in front are structlog's own (the record), needed until the line is rendered.
    own = {key: event[key] for key in event if key.startswith("_")}
    public: EventDict = without_private({key: item for key, item in event.items() if key not in own})
    return {**public, **own}


def to_sentry(_logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Errors that were caught and logged reach Sentry too, where it runs."""
    if method in {"error", "exception", "critical"}:
        from travelhub import sentry

        sentry.capture(event.get("exc_info"))
    return event


def level_for(argv: Sequence[str]) -> str:
    """The level of a process that was started by these words, where LOG_LEVEL says nothing.

    INFO of what serves and works; of a command of manage.py WARNING: whoever runs one reads its own summary, and beside
    it only what needs a person.
    """
    by_hand = Path(argv[0]).name == "manage.py" and "runserver" not in argv[1:2]
    return "WARNING" if by_hand else "INFO"


def configure(*, level: str, form: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING. `form`: "json", "console", or "" for what stderr is."""
    json = form == "json" or (form != "console" and not sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if not structlog.is_configured():  # once: loggers keep the list of processors that they met first
        structlog.configure(
            processors=[
                structlog.stdlib.filter_by_level,
                *shared,
                structlog.stdlib.PositionalArgumentsFormatter(),
                to_sentry,
                structlog.processors.format_exc_info,
                structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
            ],
            logger_factory=structlog.stdlib.LoggerFactory(),
            wrapper_class=structlog.stdlib.BoundLogger,
            cache_logger_on_first_use=True,
        )
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, structlog.processors.format_exc_info],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, drop_private, renderer],
    }
    return _dict_config(formatter, level=level)


def _dict_config(formatter: dict[str, Any], *, level: str) -> dict[str, Any]:
    quiet = ("celery.worker.strategy", "celery.app.trace", "celery.beat", "django_celery_beat", "urllib3", "httpx2")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "alert": {"class": "travelhub.alerts.AlertHandler", "level": "ERROR"},
        },
        "root": {"handlers": ["stderr", "alert"], "level": level},
        "loggers": {
            # Django's own handlers would print each failed request once more and mail its form data to ADMINS.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"handlers": [], "level": "CRITICAL", "propagate": True},
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},  # whole addresses, with queries
            # What they say of a task, django-structlog says in one line with its ids.
            **{name: {"level": "WARNING"} for name in quiet},
            "celery.app.trace": {"level": "CRITICAL"},
            "kombu.connection": {"level": "ERROR"},  # it misses a host name that a broker of files does not have
        },
    }
