"""What the models have cost today, and the daily limit (OPENAI_DAILY_LIMIT_USD)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import IntegerField, Sum, Value
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inquiries import agency_days
from inquiries.errors import WorkError
from inquiries.models import Assist, Extraction


def spent_today() -> Decimal:
    """US dollars since midnight of the agency's zone, by the rows that are kept; of known cost alone."""
    read, assisted = _paid(Extraction, 0), _paid(Assist, 1)
    return sum((cost for _, cost in read.union(assisted, all=True) if cost), Decimal(0))


def _paid(model: type[Any], number: int) -> Any:
    """(number, sum) of one table, so that both are asked for at once; None: nothing was paid."""
    rows = model.objects.filter(created_at__gte=_midnight(), cost__gt=0).order_by()
    return rows.values_list(Value(number, output_field=IntegerField())).annotate(paid=Sum("cost"))


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
    words = _("Today's limit for OpenAI, $%(limit)s, is used up (OPENAI_DAILY_LIMIT_USD).")
    return words % {"limit": number_format(limit, 2, force_grouping=True)}


def _midnight() -> datetime:
    return agency_days.midnight(agency_days.today())
