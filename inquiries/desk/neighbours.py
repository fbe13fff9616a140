"""What stands before and after an inquiry in a list of the queue, in the list's own order."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.desk import paging, tabs
from inquiries.desk.counts import LIMIT
from inquiries.desk.listing import Listing
from inquiries.desk.rows import COLUMNS
from inquiries.models import Inquiry, User

DEFAULT_TAB = "to_answer"
AROUND, ABOVE = 30, 6  # rows beside an open inquiry, and how many of them above it

type Rows = QuerySet[Inquiry]


def find(inquiry: Inquiry, *, shown: Listing, back: bool) -> int | None:
    """The pk of the next one of a list (or the previous), or None at its end."""
    found = paging.beyond(shown.rows.only("pk"), shown.order, inquiry, size=1, now=shown.now, back=back)
    return found[0].pk if found else None


def around(inquiry: Inquiry, *, shown: Listing) -> list[Inquiry]:
    """The rows of the list about an inquiry, and itself among them, also where it has left the list."""
    rows = shown.rows.select_related("contact", "assignee").only(*COLUMNS)
    above = paging.beyond(rows, shown.order, inquiry, size=ABOVE, now=shown.now, back=True)
    below = paging.beyond(rows, shown.order, inquiry, size=AROUND - len(above), now=shown.now)
    if {row.pk for row in above} & {row.pk for row in below}:  # it has no place any more, and the list is short
        above = []
    return [*reversed(above), inquiry, *below]


def place_rows(inquiry: Inquiry, *, tab: str, user: User) -> dict[str, Rows]:
    """What `place` counts: the tab, the inquiry in it, and the rows above it."""
    chosen, rows = _tab(tab, user)
    above = {f"above_{number}": part for number, part in enumerate(_above(rows, chosen, inquiry))}
    return {"in_tab": rows, "in_place": rows.filter(pk=inquiry.pk), **above}


def place(counts: Mapping[str, int]) -> str:
    """ "4 of 24"; empty for an inquiry that has left the tab, or stands further down than is counted."""
    above = sum(count for name, count in counts.items() if name.startswith("above_"))
    if not counts["in_place"] or above >= LIMIT:
        return ""
    return _("%(place)s of %(all)s") % {
        "place": above + 1,
        "all": f"{counts['in_tab']}{'+' if counts['in_tab'] == LIMIT else ''}",
    }


def _tab(key: str, user: User) -> tuple[tabs.Tab, Rows]:
    chosen = tabs.BY_KEY.get(key) or tabs.BY_KEY[DEFAULT_TAB]
    return chosen, tabs.rows(chosen.key, user=user, now=timezone.now())


def _above(rows: Rows, tab: tabs.Tab, at: Inquiry) -> list[Rows]:
    if tab.order != "urgent":
        return [rows.filter(Q(last_message_at__gt=at.last_message_at) | _tie("last_message_at", at, "pk__gt"))]
    if at.answer_by is not None:
        return [rows.filter(Q(answer_by__lt=at.answer_by) | _tie("answer_by", at, "pk__lt"))]
    return [rows.filter(answer_by=None, pk__gt=at.pk), rows.filter(answer_by__isnull=False)]


def _tie(column: str, at: Inquiry, pk: str) -> Q:
    return Q(**{column: getattr(at, column), pk: at.pk})
