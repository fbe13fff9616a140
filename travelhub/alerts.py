"""A mail to ALERT_RECIPIENTS when something breaks: what, where, and the ids to find it in the log; nothing else."""

import hashlib
import logging
from typing import Any

from django.conf import settings

EVERY = 15 * 60  # seconds between two mails about the same event, counted over all processes by the cache


class AlertHandler(logging.Handler):
    """Log records of level ERROR and above. A failing mail server must not fail the work that logged."""

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ALERT_RECIPIENTS:
            return
        event: dict[str, Any] = record.msg if isinstance(record.msg, dict) else {"event": record.getMessage()}
        try:
            _send(record.name, event)
        except Exception:
            self.handleError(record)


def _send(logger: str, event: dict[str, Any]) -> None:
    from django.core.cache import cache
    from django.core.mail import mail_admins

    from travelhub.logs import without_private

    safe = without_private({key: item for key, item in event.items() if not key.startswith("_")})
    title = " ".join(str(safe.get("event") or logger).split())[:80]
    if not cache.add(f"alert-{hashlib.sha256(f'{logger} {title}'.encode()).hexdigest()}", 1, EVERY):
        return
    lines = [f"{key}: {item}" for key, item in safe.items()]
    lines.append(f"\n{settings.PUBLIC_URL} runs travelhub {settings.VERSION}. More of the same is in the log; ")
    lines.append(f"the next mail about it comes in {EVERY // 60} minutes at the earliest.")
    mail_admins(f"travelhub: {title}", "\n".join(lines))
