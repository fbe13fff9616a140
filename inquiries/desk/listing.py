"""Which list a request asks for: tab, filters and order, read once for the page, its refresh and the export."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.desk.filters import InquiryFilter
from inquiries.desk.orders import ORDERS
from inquiries.desk.paging import Order
from inquiries.desk.tabs import BY_KEY, Rows, Tab, rows
from inquiries.desk.words import day
from inquiries.models import User

# What the address may hold beside the filters. A position is left behind when the list changes.
POSITION = ("after", "before", "last")
# What makes a list what it is, in the order in which an address names it.
KEPT = ("tab", "order", *InquiryFilter.base_filters)
# Beside them: an open panel, the place of the news, and what an export asks for.
KNOWN = frozenset({*KEPT, *POSITION, "filter", "seen", "pk", "format"})


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Listing:
    """`params` is the query string of the page; what it names and does not exist falls back to the default."""

    params: QueryDict
    user: User | AnonymousUser
    now: datetime

    @cached_property
    def tab(self) -> Tab:
        return BY_KEY.get(self.params.get("tab", ""), BY_KEY["to_answer"])

    @cached_property
    def order(self) -> Order:
        asked = ORDERS.get(self.params.get("order", ""), ORDERS[self.tab.order])
        # Asked twice for rows that have the column, a planner takes them for few and sorts them all.
        return replace(asked, nullable=False) if asked.column == self.tab.filled else asked

    @cached_property
    def filter(self) -> Any:
        """The bound filter set; its `form.errors` say which values made no sense and were left out."""
        return InquiryFilter(self.params, queryset=self.tab_rows, user=self.user)

    @property
    def tab_rows(self) -> Rows:
        return rows(self.tab.key, user=self.user, now=self.now)

    @cached_property
    def rows(self) -> Rows:
        filtered: Rows = self.filter.qs
        return filtered

    @cached_property
    def chips(self) -> list[Chip]:
        form = self.filter.form
        form.is_valid()  # fills cleaned_data with what made sense, whatever else did not
        return [
            Chip(str(form.fields[name].label), _words(form.fields[name], value), self._without(name))
            for name, value in form.cleaned_data.items()
            if value and name != "q"
        ]

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.params.get("q", "").strip()

    @property
    def filtered(self) -> bool:
        return bool(self.chips or self.words)

    @property
    def clean(self) -> str:
        """The query without what it asks for and does not exist."""
        params = QueryDict(self.kept, mutable=True)
        for name, known in (("tab", BY_KEY), ("order", ORDERS)):
            if params.get(name, "") not in known:
                params.pop(name, None)
        return params.urlencode()

    @cached_property
    def kept(self) -> str:
        """The query of this list without the page in it: what a saved view keeps, and a link to share says."""
        return kept(self.params)

    @cached_property
    def trail(self) -> str:
        """What a row's link carries, so that the inquiry knows its list. The filters come in by live.js: on every row
        they would be a part of the page's weight."""
        return f"?tab={self.tab.key}" if "tab" in self.params else ""

    @property
    def odd(self) -> list[str]:
        """What the address asks for and does not exist, in words; the list is without it."""
        asked = {name: self.params.get(name, "")[:40] for name in ("tab", "order")}
        words = []
        if asked["tab"] and asked["tab"] not in BY_KEY:
            known = {"asked": asked["tab"], "tab": self.tab.label}
            words.append(_("There is no tab “%(asked)s”, so this is %(tab)s.") % known)
        if asked["order"] and asked["order"] not in ORDERS:
            words.append(_("There is no order “%(asked)s”.") % {"asked": asked["order"]})
        odd = sorted(set(self.params) - KNOWN)[:3]
        words.extend(_("There is no filter “%(asked)s”.") % {"asked": name[:40]} for name in odd)
        return words

    @property
    def is_whole(self) -> bool:
        """Whether all that the address asks for was understood: else more is listed than somebody may think."""
        return not self.odd and self.filter.form.is_valid()

    @property
    def panel_fields(self) -> list[Any]:
        """The fields of the filter panel that are drawn one like another; search and status have their own place."""
        return [field for field in self.filter.form.visible_fields() if field.name not in {"q", "status"}]

    @property
    def here(self) -> str:
        """The query of this very page, position and all, as its refresh asks for it; "" for the bare queue."""
        params = self.params.copy()
        for gone in ("filter", "seen"):
            params.pop(gone, None)
        return f"?{params.urlencode()}" if params else ""

    def hidden(self, *, panel: bool) -> list[tuple[str, str]]:
        """What a form beside the list must carry along: tab and order, and the filters unless it shows them itself."""
        drawn = {field.name for field in self.filter.form.visible_fields()} if panel else set()
        shown = {"q", *POSITION, "filter"} | drawn
        return [(name, value) for name, values in self.params.lists() if name not in shown for value in values if value]

    def _without(self, name: str) -> str:
        params = self.params.copy()
        for gone in (name, *POSITION):
            params.pop(gone, None)
        return f"?{params.urlencode()}"


def kept(params: QueryDict) -> str:
    """Tab, order and filters of an address, always in the same order."""
    query = QueryDict(mutable=True)
    for name in KEPT:
        values = [value for value in params.getlist(name) if value.strip()]
        if values:
            query.setlist(name, values)
    return query.urlencode()


def tidied(params: QueryDict) -> QueryDict | None:
    """The query without the fields that a form left empty, which is what people share; None where it is tidy."""
    tidy = QueryDict(mutable=True)
    for name, values in params.lists():
        kept = [value for value in values if value.strip()]
        if kept:
            tidy.setlist(name, kept)
    return tidy if len(tidy.urlencode()) < len(params.urlencode()) else None


def listing(params: QueryDict, user: User | AnonymousUser) -> Listing:
    return Listing(params, user, timezone.now())


def _words(field: Any, value: Any) -> str:
    """A cleaned value as its chip shows it."""
    if isinstance(value, date):
        return day(value)
    values = value if isinstance(value, list) else [value]
    choices = getattr(field, "choices", ()) if isinstance(value, list | str) else ()
    labels = {str(key): str(label) for key, label in choices}
    return ", ".join(labels.get(str(item), str(item)) for item in values)
