"""Median and nine tenths of waiting times, by one statement that PostgreSQL and SQLite both understand.

By rank, without a value in between: the median of four is the second, and each is a time that somebody really waited.
CUME_DIST gives each row's share of the rows up to it; SQLite has no percentile_cont.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, F, QuerySet, Value, When

from inquiries.models import Inquiry

MEDIAN, NINE_TENTHS = 0.5, 0.9


@dataclass(frozen=True)
class Times:
    """Of some answers: how many, in how many inquiries, how many of these are booked; waiting times in seconds.

    `open_…`: within opening hours; the others by the clock. None where there is no answer.
    """

    answers: int = 0
    inquiries: int = 0
    booked: int = 0
    median: int | None = None
    p90: int | None = None
    open_median: int | None = None
    open_p90: int | None = None


def _share(column: str, share: str, of: float) -> str:
    return f"MIN(CASE WHEN {share} >= {of} THEN {column} END)"


_TIMES = ", ".join(
    [
        _share("seconds", "by_clock", MEDIAN),
        _share("seconds", "by_clock", NINE_TENTHS),
        _share("open_seconds", "by_hours", MEDIAN),
        _share("open_seconds", "by_hours", NINE_TENTHS),
    ]
)
_EACH_ONCE = "COUNT(*), COUNT(*), SUM(CASE WHEN booked THEN 1 ELSE 0 END)"
_SOME_OFTEN = "COUNT(*), SUM(CASE WHEN nth = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN nth = 1 AND booked THEN 1 ELSE 0 END)"
_NTH = "ROW_NUMBER() OVER (PARTITION BY bucket, inquiry_id) AS nth"  # COUNT(DISTINCT) twice would sort once more
_RANKED = (
    "SELECT answers.*, CUME_DIST() OVER (PARTITION BY bucket ORDER BY seconds) AS by_clock,"
    " CUME_DIST() OVER (PARTITION BY bucket ORDER BY open_seconds) AS by_hours, {} FROM ({}) answers"
)
_BOOKED = Case(When(status=Inquiry.Status.BOOKED, then=Value(True)), default=Value(False), output_field=BooleanField())


def times(rows: QuerySet[Inquiry], *, by: Any, firsts: bool) -> dict[Any, Times]:
    """The figures of each bucket. `rows`: inquiries, filtered by their answers, so that each comes once an answer.

    `by`: an expression that gives an answer's bucket. `firsts`: only first answers are asked for, one an inquiry.
    """
    answers = rows.order_by().annotate(bucket=by, booked=_BOOKED, inquiry_id=F("pk"))
    answers = answers.annotate(seconds=F("answers__seconds"), open_seconds=F("answers__open_seconds"))
    values = answers.values("bucket", "booked", "inquiry_id", "seconds", "open_seconds")
    try:
        sql, params = values.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # a filter that nothing can match
        return {}
    counts, nth = (_EACH_ONCE, "1 AS nth") if firsts else (_SOME_OFTEN, _NTH)
    with connection.cursor() as cursor:
        query = f"SELECT bucket, {counts}, {_TIMES} FROM ({_RANKED.format(nth, sql)}) ranked GROUP BY bucket"  # noqa: S608  # ours and Django's own SQL
        cursor.execute(query, params)
        return {bucket: Times(*rest) for bucket, *rest in cursor.fetchall()}
