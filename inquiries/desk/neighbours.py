"""The inquiry before and after one in a tab of the queue, in the queue's own order."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from inquiries.desk import tabs
from inquiries.models import Inquiry, User

DEFAULT_TAB = "to_answer"


def find(inquiry: Inquiry, *, tab: str, back: bool, user: User) -> int | None:
    """Its pk, or None at the end of the list. An inquiry that has left the tab still knows where it stood."""
    chosen = tabs.BY_KEY.get(tab) or tabs.BY_KEY[DEFAULT_TAB]
    rows = tabs.rows(chosen.key, user=user, now=timezone.now()).exclude(pk=inquiry.pk)
    found = _urgent(rows, inquiry, back) if chosen.order == "urgent" else _newest(rows, inquiry, back)
    return found.values_list("pk", flat=True).first()


def _newest(rows: QuerySet[Inquiry], at: Inquiry, back: bool) -> QuerySet[Inquiry]:
    if back:
        above = Q(last_message_at__gt=at.last_message_at) | Q(last_message_at=at.last_message_at, pk__gt=at.pk)
        return rows.filter(above).order_by("last_message_at", "pk")
    below = Q(last_message_at__lt=at.last_message_at) | Q(last_message_at=at.last_message_at, pk__lt=at.pk)
    return rows.filter(below).order_by("-last_message_at", "-pk")


def _urgent(rows: QuerySet[Inquiry], at: Inquiry, back: bool) -> QuerySet[Inquiry]:
    """The soonest first, rows that nothing is due for last."""
    due = at.answer_by
    if due is None:
        # An answered one has left the list: forward is its top. Back, from the rows without a date, is their end.
        if back:
            return rows.filter(answer_by__isnull=False).order_by("-answer_by", "-pk")
        return rows.order_by("answer_by", "pk")
    if back:
        return rows.filter(Q(answer_by__lt=due) | Q(answer_by=due, pk__lt=at.pk)).order_by("-answer_by", "-pk")
    later = rows.filter(Q(answer_by__gt=due) | Q(answer_by=due, pk__gt=at.pk)).order_by("answer_by", "pk")
    return later if later.exists() else rows.filter(answer_by=None).order_by("pk")
