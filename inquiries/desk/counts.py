"""Counts for tabs and navigation: many in one statement, each cut off at LIMIT, so that none of them counts a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from inquiries.due import due_models
from inquiries.models import DeadLetter, Message

LIMIT = 1000


def capped_counts(querysets: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each queryset has, at most LIMIT, by one statement of sub-selects."""
    return capped_counts_and(querysets, {})[0]


def capped_counts_and[K](
    querysets: Mapping[str, QuerySet[Any]], also: Mapping[K, QuerySet[Any, Any]]
) -> tuple[dict[str, int], dict[K, Any]]:
    """The counts, and by the same statement the one value that each of `also` selects."""
    inner = [queryset.order_by().values("pk")[:LIMIT] for queryset in querysets.values()]
    columns = [_column(queryset, "(SELECT COUNT(*) FROM ({}) capped)", "0") for queryset in inner]
    columns += [_column(queryset, "({})", "NULL") for queryset in also.values()]
    if not columns:
        return {}, {}
    with connection.cursor() as cursor:
        params = [value for _, values in columns for value in values]
        cursor.execute(f"SELECT {', '.join(sql for sql, _ in columns)}", params)
        found: Sequence[Any] = cursor.fetchone() or ()
    counted = len(querysets)
    return dict(zip(querysets, found, strict=False)), dict(zip(also, found[counted:], strict=False))


def _column(queryset: QuerySet[Any, Any], template: str, nothing: str) -> tuple[str, Sequence[Any]]:
    """A sub-select and its parameters."""
    try:
        sql, values = queryset.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # Django knows without asking: a filter that nothing can match
        return nothing, ()
    return template.format(sql), values


def needs_person() -> dict[str, QuerySet[Any]]:
    """What the work page lists: what failed for good, sends of unknown outcome, inputs no parser could take."""
    failed = {f"failed_{model._meta.model_name}s": _failed(model) for model in due_models()}
    return failed | {"dead_letters": DeadLetter.objects.filter(state=DeadLetter.State.WAITING)}


def _failed(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = Message.objects.unsettled() if model is Message else model.objects.failed()
    return rows


def with_work(counts: dict[str, int]) -> dict[str, int]:
    """The counts with `work`, the number beside Work in the navigation."""
    work = sum(count for name, count in counts.items() if name.startswith("failed_"))
    return counts | {"work": work + counts["dead_letters"]}
