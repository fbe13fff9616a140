"""Asking Meta how a number of ours is, and writing the answer on its row: by the clock, or because a person asks.

Meta's calls change nothing there. What was found is for people (health.py), and turns alarms on (alarms.py).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from inquiries.errors import WorkError
from messaging import cloud_api
from messaging.answer_schemas import NumberAnswer, TokenData
from messaging.models import WhatsAppNumber

logger = structlog.get_logger(__name__)

SURE = 3  # failed checks in a row: a network that is away for five minutes is nobody's alarm
EVERY = timedelta(minutes=5)  # how often beat asks; a number that is well is asked about hourly
PERMISSIONS = ("whatsapp_business_messaging", "whatsapp_business_management")
_HOURLY = timedelta(minutes=57)  # a little less, so that beat's rounds do not make it 65 minutes
_AGAIN = timedelta(minutes=4)
_DEAD = {"BANNED", "DISCONNECTED", "DELETED", "MIGRATED"}  # nothing goes in or out


@dataclass(kw_only=True)
class Found:
    """What Meta says. `error`: why it could not be asked, or what is wrong, in plain words. `note`: of the rest."""

    number: NumberAnswer | None = None
    token: TokenData | None = None
    subscribed: bool | None = None
    error: str = ""
    permanent: bool = False
    notes: list[str] = field(default_factory=list)


def watch() -> None:
    """Asked for by beat: check each number whose time has come."""
    if not settings.WHATSAPP_TOKEN:
        return
    for row in WhatsAppNumber.objects.filter(enabled=True):
        if _take(row):
            check(row)


def _take(row: WhatsAppNumber) -> bool:
    """Another worker that was asked at the same time loses here: its UPDATE matches no row."""
    now = timezone.now()
    wait = _AGAIN if row.failed_checks else _HOURLY
    due = Q(checked_at=None) | Q(checked_at__lte=now - wait)
    return WhatsAppNumber.objects.filter(due, pk=row.pk).update(checked_at=now) == 1


def check(row: WhatsAppNumber) -> Found:
    """Ask Meta and keep the answer on the row. Never raises."""
    found = ask(row)
    columns: dict[str, Any] = {"checked_at": timezone.now(), "last_error": found.error[:2000]}
    columns["failed_checks"] = 0 if not found.error else SURE if found.permanent else min(row.failed_checks + 1, SURE)
    if found.number:
        columns |= {
            "quality": found.number.quality_rating[:20],
            "verified_name": found.number.verified_name[:200],
            "status": found.number.status[:40],
            "messaging_limit": found.number.whatsapp_business_manager_messaging_limit[:40],
            "display_number": row.display_number or found.number.display_phone_number[:32],
            "subscribed": found.subscribed,
        }
    if found.token:
        columns["token_ends_at"] = ends_at(found.token)
    WhatsAppNumber.objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
    logger.info("number_checked", number=row.pk, well=not found.error)
    return found


def ask(row: WhatsAppNumber) -> Found:
    """The answer alone; nothing is written. Never raises."""
    found = Found()
    try:
        found.number = cloud_api.number(row.phone_number_id)
    except WorkError as error:
        found.error, found.permanent = error.message, error.permanent
        return found
    try:
        found.token = cloud_api.token()
    except WorkError as error:
        found.notes.append(f"What the token may do could not be asked: {error.message}")
    _ask_for_subscription(row, found)
    found.error = _wrong(row, found)
    found.permanent = bool(found.error)
    return found


def _ask_for_subscription(row: WhatsAppNumber, found: Found) -> None:
    if not row.business_account_id:
        found.notes.append("Its business account id is not known yet, so nobody can ask whether our app is subscribed.")
        return
    try:
        apps = cloud_api.subscribed_apps(row.business_account_id)
    except WorkError as error:
        found.notes.append(f"Whether our app is subscribed could not be asked: {error.message}")
        return
    # Without knowing which app is ours, any that is subscribed counts.
    ours = found.token.app_id if found.token else ""
    found.subscribed = ours in apps if ours else bool(apps)


def _wrong(row: WhatsAppNumber, found: Found) -> str:
    if found.number and found.number.status in _DEAD:
        status = found.number.status.lower()
        return f"Meta shows this number as {status}: nothing goes in or out. Look in WhatsApp Manager."
    if found.subscribed is False:
        return (
            f"Our app is not subscribed to the webhooks of account {row.business_account_id}, so no message comes in. "
            "Admin, WhatsApp numbers, this number: Subscribe our app."
        )
    missing = [name for name in PERMISSIONS if found.token and found.token.scopes and name not in found.token.scopes]
    if missing:
        return f"Our token lacks {' and '.join(missing)}. Make a new WHATSAPP_TOKEN with both permissions."
    return ""


def ends_at(token: TokenData) -> datetime | None:
    """When a token ends; None for one of a system user that does not."""
    if token.expires_at <= 0:
        return None
    try:
        return datetime.fromtimestamp(token.expires_at, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def subscribe(row: WhatsAppNumber) -> None:
    """Have the account's webhooks come to our app, and look whether they do. Raises WorkError."""
    if not row.business_account_id:
        raise WorkError(
            "Enter the WhatsApp business account id of the number first.", permanent=True, code="no_account"
        )
    cloud_api.subscribe_app(row.business_account_id)
    check(row)
