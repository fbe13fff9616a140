"""Counts for tabs and navigation: many in one statement, each cut off at LIMIT, so that none of them counts a table."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from inquiries.models import DeadLetter, Message
from inquiries.work.sweeper import due_models

LIMIT = 1000


def capped_counts(querysets: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each queryset has, at most LIMIT, by one statement of sub-selects."""
    if not querysets:
        return {}
    columns: list[str] = []
    params: list[Any] = []
    for queryset in querysets.values():
        inner = queryset.order_by().values("pk")[:LIMIT]
        try:
            sql, values = inner.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:  # Django knows without asking: a filter that nothing can match
            columns.append("0")
            continue
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) capped)")  # noqa: S608  # Django's own SQL
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", params)
        return dict(zip(querysets, cursor.fetchone(), strict=True))


def needs_person() -> dict[str, QuerySet[Any]]:
    """What the work page lists: what failed for good, sends of unknown outcome, inputs no parser could take."""
    failed = {f"failed_{model._meta.verbose_name_plural}": _failed(model) for model in due_models()}
    return failed | {"dead_letters": DeadLetter.objects.filter(state=DeadLetter.State.WAITING)}


def _failed(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = Message.objects.unsettled() if model is Message else model.objects.failed()
    return rows


def with_work(counts: dict[str, int]) -> dict[str, int]:
    """The counts with `work`, the number beside Work in the navigation."""
    work = sum(count for name, count in counts.items() if name.startswith("failed_"))
    return counts | {"work": work + counts["dead_letters"]}
