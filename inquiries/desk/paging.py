"""Paging by key: a page starts after a row and not at a number, so it costs the same anywhere and stays put when rows
come in above it.

An order is one column and the id. Rows without a value that counts (NULL, or before the order's `floor`) follow after
those with one, the newest id first, so that an index serves each part; a page that spans both asks twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import GeneratedField, Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

_BETWEEN = "_"  # value and id in a key; no value of a time or date holds it


@dataclass(frozen=True)
class Order:
    """`column` (a time or date) ascending or descending, then the id the same way.

    `floor(now)`: smaller values do not count, as departures that are over.
    """

    key: str
    label: Promise
    column: str
    descending: bool = False
    nullable: bool = True
    floor: Callable[[datetime], Any] | None = None


@dataclass(frozen=True)
class Page[M: Model]:
    """`before` and `after` are the keys of the neighbouring pages; empty where there is none."""

    rows: list[M]
    before: str
    after: str


@dataclass(frozen=True)
class _Position:
    """A row's place: `counts` says in which part, the one with values or the one without."""

    pk: int
    value: Any
    counts: bool


@dataclass(frozen=True)
class _Part[M: Model]:
    """The rows with a value that counts, or those without."""

    queryset: QuerySet[M]
    column: str
    descending: bool
    counts: bool

    def rows(self, beyond: _Position | None, *, backwards: bool = False) -> QuerySet[M]:
        """The part in its order, whole or beyond a position."""
        descending = self.descending != backwards
        than = "lt" if descending else "gt"
        rows = self.queryset
        if beyond and self.counts:
            # As good as a comparison of pairs for an index: a range on the column, and a filter for its ties.
            tie = Q(**{f"{self.column}__{than}": beyond.value}) | Q(**{f"pk__{than}": beyond.pk})
            rows = rows.filter(tie, **{f"{self.column}__{than}e": beyond.value})
        elif beyond:
            rows = rows.filter(**{f"pk__{than}": beyond.pk})
        sign = "-" if descending else ""
        return rows.order_by(*([f"{sign}{self.column}"] if self.counts else []), f"{sign}pk")


def page[M: Model](
    queryset: QuerySet[M],
    order: Order,
    *,
    size: int,
    now: datetime,
    after: str = "",
    before: str = "",
    last: bool = False,
) -> Page[M]:
    """A page after or before a key, the last one, or the first. A key that makes no sense counts as none."""
    if last:
        rows = _take(queryset, order, now, None, size + 1, backwards=True)
        return _page(rows[:size][::-1], order, before=len(rows) > size, after=False)
    end = _position(queryset, order, before, now)
    if end:
        rows = _take(queryset, order, now, end, size + 1, backwards=True)
        if len(rows) > size:
            return _page(rows[:size][::-1], order, before=True, after=True)
        # So near to the top that this is the first page; shown whole.
    start = None if end else _position(queryset, order, after, now)
    rows = _take(queryset, order, now, start, size + 1, backwards=False)
    if start and not rows:  # what came after has gone since
        return page(queryset, order, size=size, now=now, last=True)
    return _page(rows[:size], order, before=start is not None, after=len(rows) > size)


def beyond[M: Model](
    queryset: QuerySet[M], order: Order, row: M, *, size: int, now: datetime, back: bool = False
) -> list[M]:
    """Up to `size` rows after a row, or before it with the nearest first. The row may have left the list since.

    Without the value that the list is ordered by it has no place any more: then from the list's beginning (its end).
    """
    value = getattr(row, order.column)
    counts = value is not None and not (order.floor and value < order.floor(now))
    lost = not counts and not (order.nullable and queryset.filter(pk=row.pk).exists())
    position = None if lost else _Position(row.pk, value, counts)
    return _take(queryset.exclude(pk=row.pk), order, now, position, size, backwards=back)


def keys[M: Model](queryset: QuerySet[M], order: Order, *, now: datetime) -> list[int]:
    """The primary keys of all rows, in their order. Asked for at once: between a query for each part a row that moves
    from the later one to the earlier would be in neither."""
    values = dict(queryset.order_by().values_list("pk", order.column))
    floor = order.floor(now) if order.floor else None
    counting = [pk for pk, value in values.items() if value is not None and (floor is None or value >= floor)]
    counting.sort(key=lambda pk: (values[pk], pk), reverse=order.descending)
    return [*counting, *sorted(values.keys() - set(counting), reverse=True)]


def _parts[M: Model](queryset: QuerySet[M], order: Order, now: datetime) -> list[_Part[M]]:
    if not order.nullable:
        return [_Part(queryset, order.column, order.descending, counts=True)]
    counting, rest = Q(**{f"{order.column}__isnull": False}), Q(**{f"{order.column}__isnull": True})
    if order.floor:
        counting = Q(**{f"{order.column}__gte": order.floor(now)})
        rest |= Q(**{f"{order.column}__lt": order.floor(now)})
    return [
        _Part(queryset.filter(counting), order.column, order.descending, counts=True),
        _Part(queryset.filter(rest), order.column, True, counts=False),
    ]


def _take[M: Model](
    queryset: QuerySet[M], order: Order, now: datetime, beyond: _Position | None, size: int, *, backwards: bool
) -> list[M]:
    """Up to `size` rows beyond a position, going on in the next part where one is used up."""
    rows: list[M] = []
    parts = _parts(queryset, order, now)
    for part in reversed(parts) if backwards else parts:
        if len(rows) >= size or (beyond and _lies_behind(part, beyond, backwards)):
            continue
        position = beyond if beyond and beyond.counts == part.counts else None
        rows += part.rows(position, backwards=backwards)[: size - len(rows)]
    return rows


def _lies_behind(part: _Part[Any], beyond: _Position, backwards: bool) -> bool:
    """Whether all of the part comes before the position in the direction of reading."""
    return part.counts not in {beyond.counts, backwards}


def _page[M: Model](rows: list[M], order: Order, *, before: bool, after: bool) -> Page[M]:
    if not rows:
        return Page([], "", "")
    return Page(rows, _key(rows[0], order) if before else "", _key(rows[-1], order) if after else "")


def _key(row: Model, order: Order) -> str:
    value = getattr(row, order.column)
    return f"{value.isoformat() if value else ''}{_BETWEEN}{row.pk}"


def _position(queryset: QuerySet[Any], order: Order, key: str, now: datetime) -> _Position | None:
    text, _, pk = key.rpartition(_BETWEEN)
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    if not text:
        return _Position(int(pk), None, counts=False) if order.nullable else None
    field: Any = queryset.model._meta.get_field(order.column)
    kind: Any = field.output_field if isinstance(field, GeneratedField) else field
    try:
        value = kind.to_python(text)
        if isinstance(value, datetime):
            value = None if timezone.is_naive(value) else value.astimezone(UTC)
    except (ValidationError, OverflowError):  # OverflowError: a time that UTC does not reach
        return None
    if value is None:
        return None
    return _Position(int(pk), value, counts=not order.floor or value >= order.floor(now))
