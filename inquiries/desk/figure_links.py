"""From a number to the list of exactly its rows: the queue's address with the page's filters, its days and one more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from inquiries.desk.periods import Period

# What the figures set themselves: on their own page it would be set twice.
SET_BY_LINKS = (
    "came_by",
    "answered",
    "answered_by",
    "answered_from",
    "answered_to",
    "quoted",
    "month",
    "lost",
    "place",
)
OWN = ("tab", "order", "filter", "after", "before", "last", "period", "parked", "came_from", "came_to", *SET_BY_LINKS)


def filters_of(params: QueryDict) -> QueryDict:
    """The page's filters without its days."""
    kept = params.copy()
    for name in OWN:
        kept.pop(name, None)
    return kept


@dataclass(frozen=True)
class Links:
    """`filters`: of the page, as filters_of gives them."""

    filters: QueryDict
    period: Period

    def came(self, *, first: date | None = None, last: date | None = None, tab: str = "all", **more: Any) -> str:
        """What came in in the period, or from one of its days to another."""
        days = {"came_from": first or self.period.first, "came_to": last or self.period.last}
        return self._list(tab, {**days, **more})

    def answered(self, **more: Any) -> str:
        """What was answered in the period, whenever it came in."""
        return self._list("all", {"answered_from": self.period.first, "answered_to": self.period.last, **more})

    def _list(self, tab: str, more: dict[str, Any]) -> str:
        params = self.filters.copy()
        params["tab"], params["parked"] = tab, "no"
        for name, value in more.items():
            params[name] = str(value)
        return f"{reverse('queue')}?{params.urlencode()}"
