"""The desk's filters in the admin: the same names in the address, applied by the same filter set.

So the address of a change list works on the desk and for the export as well, and a file equals the screen.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, MultipleDropdownFilter, TextFilter

from inquiries.admin_filters import DayForm
from inquiries.desk import tabs
from inquiries.desk.filters import InquiryFilter
from inquiries.desk.words import within
from inquiries.models import Inquiry

type Rows = QuerySet[Inquiry]

MERGED = "merged"


class TabFilter(DropdownFilter):  # type: ignore[misc]  # Unfold is untyped
    """A tab of the queue. Without one: all that are not merged away, as in the queue's tab All."""

    title = _("tab of the queue")
    parameter_name = "tab"

    def lookups(self, *_args: Any) -> list[tuple[str, Any]]:
        shown = [(tab.key, str(tab.label)) for tab in tabs.TABS if tab.key != "all"]
        return [*shown, (MERGED, _("Merged into another"))]

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        if self.value() == MERGED:
            return rows.exclude(merged_into=None)
        tab = tabs.BY_KEY.get(self.value() or "", tabs.BY_KEY["all"])
        return tab.rows(rows.filter(merged_into=None), request.user, timezone.now())


class _Desk(admin.SimpleListFilter):
    """Applies one filter of the desk's set; a value that makes no sense narrows nothing there or here."""

    def lookups(self, *_args: Any) -> Any:
        choices = InquiryFilter.base_filters[self.parameter_name].extra.get("choices", ())
        return choices() if callable(choices) else choices

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        asked = QueryDict(mutable=True)
        name = str(self.parameter_name)
        asked.setlist(name, request.GET.getlist(name))
        narrowed: Rows = InquiryFilter(asked, queryset=rows, user=request.user).qs
        return narrowed


class _Choice(_Desk, DropdownFilter):  # type: ignore[misc]
    pass


class _Several(_Desk, MultipleDropdownFilter):  # type: ignore[misc]
    pass


class _Words(_Desk, TextFilter):  # type: ignore[misc]
    pass


class _Day(_Desk):
    template = "unfold/filters/filters_date_range.html"

    def has_output(self) -> bool:
        return True

    def choices(self, _changelist: ChangeList) -> Iterator[Any]:
        name = str(self.parameter_name)
        yield {"form": DayForm({name: str(self.title)}, data={name: self.value()})}


def _of(kind: type[Any], name: str) -> type[Any]:
    label = InquiryFilter.base_filters[name].label
    title = lazy(lambda: within(str(label)), str)()
    return type(kind.__name__, (kind,), {"parameter_name": name, "title": title})


FILTERS: list[Any] = [
    TabFilter,
    _of(_Several, "status"),
    _of(_Choice, "channel"),
    _of(_Choice, "assignee"),
    _of(_Choice, "needs_reply"),
    _of(_Choice, "language"),
    _of(_Words, "destination"),
    _of(_Words, "who"),
    _of(_Day, "since"),
    _of(_Day, "until"),
    _of(_Day, "departs_from"),
    _of(_Day, "departs_to"),
    _of(_Choice, "parked"),
    _of(_Day, "came_from"),
    _of(_Day, "came_to"),
]
