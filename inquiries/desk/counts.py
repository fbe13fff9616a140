"""Counts for tabs and navigation: many in one statement, each cut off at LIMIT, so that none of them counts a table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from inquiries.due import due_models
from inquiries.models import DeadLetter, Message

LIMIT = 1000

type Column = tuple[str, Sequence[Any]]  # a sub-select and its parameters
type Wanted = Mapping[str, QuerySet[Any] | Column]


def capped_counts(wanted: Wanted) -> dict[str, int]:
    """How many rows each has, at most LIMIT, by one statement of sub-selects."""
    return capped_counts_and(wanted, {})[0]


def capped_counts_and[K](wanted: Wanted, also: Mapping[K, QuerySet[Any, Any]]) -> tuple[dict[str, int], dict[K, Any]]:
    """The counts, and by the same statement the one value that each of `also` selects."""
    columns = [_capped(rows) if isinstance(rows, QuerySet) else rows for rows in wanted.values()]
    columns += [_column(queryset, "({})", "NULL") for queryset in also.values()]
    if not columns:
        return {}, {}
    with connection.cursor() as cursor:
        params = [value for _, values in columns for value in values]
        cursor.execute(f"SELECT {', '.join(sql for sql, _ in columns)}", params)
        found: Sequence[Any] = cursor.fetchone() or ()
    counted = len(wanted)
    return dict(zip(wanted, found, strict=False)), dict(zip(also, found[counted:], strict=False))


def _capped(queryset: QuerySet[Any]) -> Column:
    return _column(queryset.order_by().values("pk")[:LIMIT], "(SELECT COUNT(*) FROM ({}) capped)", "0")


def _column(queryset: QuerySet[Any, Any], template: str, nothing: str) -> Column:
    try:
        sql, values = queryset.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # Django knows without asking: a filter that nothing can match
        return nothing, ()
    return template.format(sql), values


@cache
def needs_person() -> dict[str, Column]:
    """What the work page lists: what failed for good, sends of unknown outcome, inputs no parser could take. Every page
    counts it, by words that are always the same: they are put together once."""
    failed = {f"failed_{model._meta.model_name}s": _failed(model) for model in due_models()}
    failed["dead_letters"] = DeadLetter.objects.filter(state=DeadLetter.State.WAITING)
    return {name: _capped(rows) for name, rows in failed.items()}


def _failed(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = Message.objects.unsettled() if model is Message else model.objects.failed()
    return rows


def with_work(counts: dict[str, int]) -> dict[str, int]:
    """The counts with `work`, the number beside Work in the navigation."""
    work = sum(count for name, count in counts.items() if name.startswith("failed_"))
    return counts | {"work": work + counts["dead_letters"]}
