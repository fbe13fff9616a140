"""An alarm on a row of ours, turned on and off once: by mail, whatever number of processes looks. A door for channels.

The row has `alarmed_at`, which decides who writes; where the mail could not be sent, the next look tries again.
"""

from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Model

logger = structlog.get_logger(__name__)


def turn(row: Model, *, to: datetime | None, title: str, text: str) -> None:
    """Set `alarmed_at` to `to` (None: it is over) and write to ALERT_RECIPIENTS.

    Another process that looks now loses here: its UPDATE matches no row.
    """
    rows: Any = type(row)._default_manager.filter(pk=row.pk)
    before: datetime | None = row.alarmed_at  # type: ignore[attr-defined]  # what such rows have in common
    if not rows.filter(alarmed_at=before).update(alarmed_at=to):
        return
    kind = str(row._meta.model_name)
    logger.warning("alarm", row=f"{kind} {row.pk}", on=to is not None)
    try:
        _write(f"travelhub: {row}: {title}", f"{text}\n\n{settings.PUBLIC_URL}/work/\n")
    except Exception as error:  # a mail server that is away: the next look tries again
        logger.warning("alarm_not_sent", row=f"{kind} {row.pk}", error=type(error).__name__)
        rows.filter(alarmed_at=to).update(alarmed_at=before)


def _write(title: str, text: str) -> None:
    if settings.ALERT_RECIPIENTS:
        send_mail(title, text, settings.DEFAULT_FROM_EMAIL, settings.ALERT_RECIPIENTS)
