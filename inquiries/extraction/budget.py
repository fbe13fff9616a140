"""What the models have cost today, and the daily limit (OPENAI_DAILY_LIMIT_USD)."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from inquiries.errors import WorkError
from inquiries.models import Extraction


def spent_today() -> Decimal:
    """US dollars since midnight of the agency's zone, by the runs that are kept; of known cost alone."""
    paid = Extraction.objects.filter(created_at__gte=_midnight(), cost__gt=0)
    return paid.aggregate(sum=Sum("cost"))["sum"] or Decimal(0)


def refusal() -> WorkError | None:
    """Why nothing is to be spent any more today; None where it may.

    Calls under way are not in the sum: with n workers the limit is passed by n calls at most.
    """
    limit = settings.OPENAI_DAILY_LIMIT_USD
    if not limit or spent_today() < limit:
        return None
    left = _midnight() + timedelta(days=1) - timezone.now()
    return WorkError(words(limit), retry_after=max(left, timedelta(seconds=1)), postponed=True, code="daily_limit")


def words(limit: Decimal) -> str:
    return f"Today's limit for OpenAI, ${limit:,.2f}, is used up (OPENAI_DAILY_LIMIT_USD)."


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
