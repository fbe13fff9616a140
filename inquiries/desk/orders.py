"""The orders of the queue. Each has an index that ends in the id (models/inquiries.py)."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.desk.paging import Order


def _today(now: datetime) -> date:
    return timezone.localtime(now).date()


URGENT = Order("urgent", _("Most urgent first"), "answer_by")
NEWEST = Order("newest", _("Newest first"), "last_message_at", descending=True, nullable=False)
WAITING = Order("waiting", _("Longest waiting first"), "needs_reply_since")
WINDOW = Order("window", _("WhatsApp closes first"), "window_closes_at", floor=lambda now: now)
DEPARTURE = Order("departure", _("Departs first"), "depart_on", floor=_today)
PROMISED = Order("promised", _("Promised first"), "promise_due_at")

ORDERS = {order.key: order for order in (URGENT, NEWEST, WAITING, WINDOW, DEPARTURE, PROMISED)}
