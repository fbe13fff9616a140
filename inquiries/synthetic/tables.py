"""What the database needs for so many rows at once: their keys, their own times, and its planner told."""

import contextlib
from collections.abc import Iterator

from django.db import connection, models

from inquiries.models import Contact, Event, Extraction, Fact, Identity, Inquiry


def keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that nobody else will get: from the sequence, and on SQLite by being its one writer."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [model._meta.db_table, count])
            return [row[0] for row in cursor.fetchall()]
        last = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
        return list(range(last + 1, last + count + 1))


@contextlib.contextmanager
def own_times() -> Iterator[None]:
    """Rows keep the time they are given, where else the database's clock would write its own."""
    kept = [
        field
        for model in (Contact, Identity, Inquiry, Event, Extraction, Fact)
        for field in model._meta.fields
        if getattr(field, "auto_now_add", False)
    ]
    for field in kept:
        field.auto_now_add = False  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for field in kept:
            field.auto_now_add = True  # type: ignore[attr-defined]


def tidy() -> None:
    """Tell the planner what is in the tables now; a search index is only fast once its waiting list is worked in."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
