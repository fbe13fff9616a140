"""Templates from Meta: all pages are read first, then written in one transaction.

Nothing is deleted: what Meta lists no more is marked. A status that Meta's webhook told while the pages were being read
is newer than theirs and stays.
https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.doorbell import ring
from inquiries.envelope import clean
from inquiries.errors import WorkError
from messaging import template_words
from messaging.foreign import tame
from messaging.models import WhatsAppNumber, WhatsAppTemplate
from messaging.parsed import TemplateChange
from messaging.template_schemas import TemplateAnswer

logger = structlog.get_logger(__name__)

_REFUSED = {"3", "10", "33", "100", "131005", *map(str, range(200, 300))}
_TOLD = ("status", "reason")
_LISTED = ("category", "quality", "parameter_format", "components", "synced_at", "removed_at")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one business account. `error`: in words for people; empty where all went well."""

    account: str
    new: int = 0
    listed: int = 0
    gone: int = 0
    error: str = ""

    def __str__(self) -> str:
        if self.error:
            return _("Business account %(account)s: %(error)s") % {"account": self.account, "error": self.error}
        words = ngettext(
            "Business account %(account)s: %(count)d template, %(new)d new, %(gone)d gone.",
            "Business account %(account)s: %(count)d templates, %(new)d new, %(gone)d gone.",
            self.listed,
        )
        return words % {"account": self.account, "count": self.listed, "new": self.new, "gone": self.gone}


def sync(number: int | None = None) -> list[Outcome]:
    """Fetch the templates of every business account we have a number in, or of that number's alone. Never raises."""
    rows = WhatsAppNumber.objects.filter(enabled=True).exclude(business_account_id="")
    if number is not None:
        rows = rows.filter(pk=number)
    accounts = rows.order_by("business_account_id").values_list("business_account_id", flat=True).distinct()
    return [_sync_account(account) for account in accounts]


def keep(account: str, answers: Iterable[TemplateAnswer], *, asked_at: datetime) -> Outcome:
    """Write down all templates of a business account as Meta listed them after `asked_at`."""
    now = timezone.now()
    listed = {(clean(answer.name, 512), clean(answer.language, 20)): answer for answer in answers}
    with transaction.atomic():
        rows = WhatsAppTemplate.objects.filter(business_account_id=account)
        known = {(row.name, row.language): row for row in rows.select_for_update()}
        for key, answer in listed.items():
            _write(known.get(key), _row(account, key, answer, now=now), asked_at=asked_at)
        missing = [row.pk for key, row in known.items() if key not in listed and row.removed_at is None]
        gone = rows.filter(pk__in=missing).exclude(status_at__gte=asked_at).update(removed_at=now)
        WhatsAppNumber.objects.filter(business_account_id=account).update(templates_synced_at=now, templates_error="")
    return Outcome(account=account, new=len(listed.keys() - known.keys()), listed=len(listed), gone=gone)


def apply(change: TemplateChange) -> None:
    """What Meta's webhook says of one template, unless something newer is known. A new one is fetched."""
    status = template_words.after(change.event)
    rows = WhatsAppTemplate.objects.filter(
        business_account_id=change.account, name=change.name, language=change.language
    )
    columns: dict[str, Any] = {"status": status, "status_at": change.at, "reason": template_words.reason(change.reason)}
    # Bodies may come late and in any order.
    older = Q(status_at=None) | Q(status_at__lte=change.at)
    rows.filter(older).update(**columns, removed_at=change.at if status == "DELETED" else None)
    if status == "APPROVED" or not rows.exists():  # its words may be new, too
        ring_for(change.account)
    logger.info("template_status", name=change.name[:100], language=change.language[:20], status=status)


def ring_for(account: str) -> None:
    """Ask for one business account's templates to be fetched soon, where we have a number in it."""
    pk = WhatsAppNumber.objects.filter(business_account_id=account, enabled=True).values_list("pk", flat=True).first()
    if pk is not None:
        ring("messaging.sync_templates", pk)


def _sync_account(account: str) -> Outcome:
    from messaging import cloud_api

    asked_at = timezone.now()
    try:
        if not settings.WHATSAPP_TOKEN:
            raise WorkError("Without WHATSAPP_TOKEN nothing can be fetched from Meta.", permanent=True, code="sandbox")
        outcome = keep(account, cloud_api.templates(account), asked_at=asked_at)
    except WorkError as error:
        words = _words(error)
        WhatsAppNumber.objects.filter(business_account_id=account).update(templates_error=words[:500])
        logger.warning("templates_not_fetched", account=account[:100], code=error.code)
        return Outcome(account=account, error=words)
    logger.info("templates_fetched", account=account[:100], listed=outcome.listed, new=outcome.new, gone=outcome.gone)
    return outcome


def _words(error: WorkError) -> str:
    """Of a listing: the usual words speak of a message."""
    if error.code in _REFUSED:
        return (
            "Meta does not know this business account, or our token may not see it. Check its id, and give the system "
            f"user whatsapp_business_management. (WhatsApp {error.code})"
        )
    return error.message


def _row(account: str, key: tuple[str, str], answer: TemplateAnswer, *, now: datetime) -> WhatsAppTemplate:
    quality = answer.quality_score.score if answer.quality_score else ""
    return WhatsAppTemplate(
        business_account_id=account,
        name=key[0],
        language=key[1],
        status=clean(answer.status.upper(), 40),
        reason=template_words.reason(clean(answer.rejected_reason)),
        category=clean(answer.category, 40),
        quality=clean(quality, 20),
        parameter_format=clean(answer.parameter_format.upper(), 20),
        components=tame(answer.components, characters=5_000, items=200),
        synced_at=now,
    )


def _write(known: WhatsAppTemplate | None, listed: WhatsAppTemplate, *, asked_at: datetime) -> None:
    if known is None:
        # Another round may have made it a moment ago: then this one brings it up to date.
        WhatsAppTemplate.objects.bulk_create(
            [listed],
            update_conflicts=True,
            unique_fields=["business_account_id", "name", "language"],
            update_fields=[*_LISTED, *_TOLD],
        )
        return
    listed.pk = known.pk
    told_since = known.status_at is not None and known.status_at >= asked_at
    listed.save(force_update=True, update_fields=_LISTED if told_since else (*_LISTED, *_TOLD))
