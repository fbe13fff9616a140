"""The inquiry before and after one in a tab of the queue, in the queue's own order."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils import timezone

from inquiries.desk import tabs
from inquiries.desk.counts import LIMIT
from inquiries.models import Inquiry, User

DEFAULT_TAB = "to_answer"

type Rows = QuerySet[Inquiry]


def find(inquiry: Inquiry, *, tab: str, back: bool, user: User) -> int | None:
    """Its pk, or None at the end of the list. An inquiry that has left the tab still knows where it stood."""
    chosen, rows = _tab(tab, user)
    parts = _beyond(rows, chosen, inquiry, back)
    found = (part.exclude(pk=inquiry.pk).values_list("pk", flat=True).first() for part in parts)
    return next((pk for pk in found if pk is not None), None)


def place_rows(inquiry: Inquiry, *, tab: str, user: User) -> dict[str, Rows]:
    """What `place` counts: the tab, the inquiry in it, and the rows above it."""
    chosen, rows = _tab(tab, user)
    above = {f"above_{number}": part for number, part in enumerate(_beyond(rows, chosen, inquiry, back=True))}
    return {"in_tab": rows, "in_place": rows.filter(pk=inquiry.pk), **above}


def place(counts: Mapping[str, int]) -> str:
    """ "4 of 24"; empty for an inquiry that has left the tab, or stands further down than is counted."""
    above = sum(count for name, count in counts.items() if name.startswith("above_"))
    if not counts["in_place"] or above >= LIMIT:
        return ""
    return f"{above + 1} of {counts['in_tab']}{'+' if counts['in_tab'] == LIMIT else ''}"


def _tab(key: str, user: User) -> tuple[tabs.Tab, Rows]:
    chosen = tabs.BY_KEY.get(key) or tabs.BY_KEY[DEFAULT_TAB]
    return chosen, tabs.rows(chosen.key, user=user, now=timezone.now())


def _beyond(rows: Rows, tab: tabs.Tab, at: Inquiry, back: bool) -> list[Rows]:
    if tab.order != "urgent":
        return [_newest(rows, at, back)]
    return _dated(rows, at, back) if at.answer_by is not None else _undated(rows, at, back)


def _newest(rows: Rows, at: Inquiry, back: bool) -> Rows:
    if back:
        above = Q(last_message_at__gt=at.last_message_at) | Q(last_message_at=at.last_message_at, pk__gt=at.pk)
        return rows.filter(above).order_by("last_message_at", "pk")
    below = Q(last_message_at__lt=at.last_message_at) | Q(last_message_at=at.last_message_at, pk__lt=at.pk)
    return rows.filter(below).order_by("-last_message_at", "-pk")


def _dated(rows: Rows, at: Inquiry, back: bool) -> list[Rows]:
    """The soonest first; what nothing is due for follows, the newest id first (paging.py)."""
    due = at.answer_by
    if back:
        return [rows.filter(Q(answer_by__lt=due) | Q(answer_by=due, pk__lt=at.pk)).order_by("-answer_by", "-pk")]
    later = rows.filter(Q(answer_by__gt=due) | Q(answer_by=due, pk__gt=at.pk)).order_by("answer_by", "pk")
    return [later, rows.filter(answer_by=None).order_by("-pk")]


def _undated(rows: Rows, at: Inquiry, back: bool) -> list[Rows]:
    dated, undated = rows.filter(answer_by__isnull=False), rows.filter(answer_by=None)
    if back:
        return [undated.filter(pk__gt=at.pk).order_by("pk"), dated.order_by("-answer_by", "-pk")]
    if rows.filter(pk=at.pk).exists():
        return [undated.filter(pk__lt=at.pk).order_by("-pk")]
    # Just answered, it has left the list: on to the most urgent one.
    return [dated.order_by("answer_by", "pk"), undated.order_by("-pk")]
