"""By when a person should answer: one column that the database computes, so that nobody can forget to keep it.

The first answer is due 4 hours after the customer wrote, a later one after 24; in any case before WhatsApp's window
closes and 3 days before departure. A message that failed is due since it was last touched. Without anything to
answer, the end of a snooze is what calls. NULL: nothing is asked of us.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, When
from django.db.models.functions import Coalesce, Least
from django.db.models.sql.compiler import SQLCompiler

FIRST_ANSWER_HOURS = 4
ANSWER_HOURS = 24
DEPARTURE_DAYS = 3


class Moved(models.Func):
    """A time or date moved by a fixed span, as a time: `Moved("depart_on", "-3 days")`.

    Written so that PostgreSQL takes it for immutable, which a generated column must be: arithmetic on a time with
    zone depends on the session's zone, arithmetic in UTC does not.
    """

    arity = 1

    def __init__(self, column: str, by: str) -> None:
        super().__init__(F(column), output_field=models.DateTimeField())
        self.column, self.by = column, by

    def __repr__(self) -> str:
        return f"Moved({self.by})"

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return "inquiries.models.urgency.Moved", (self.column, self.by), {}

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:  # noqa: ARG002
        sql, params = compiler.compile(self.source_expressions[0])
        plain = f"({sql})::timestamp" if self._is_date else f"timezone('UTC', {sql})"
        return f"timezone('UTC', {plain} + interval '{self.by}')", params

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002  # Django calls it with these names
        **extra_context: Any,  # noqa: ARG002
    ) -> tuple[str, Any]:
        sql, params = compiler.compile(self.source_expressions[0])
        # As Django writes a time, without a fraction that is zero: a page's key is compared with it as text.
        moved = f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {sql}, '{self.by}')"
        return f"replace({moved} || '000', '.000000', '')", params

    @property
    def _is_date(self) -> bool:
        return not isinstance(self.source_expressions[0].output_field, models.DateTimeField)


def answer_by() -> Case:
    """The expression of Inquiry.answer_by."""
    due = Case(
        When(status="NEW", then=Moved("needs_reply_since", f"+{FIRST_ANSWER_HOURS} hours")),
        default=Moved("needs_reply_since", f"+{ANSWER_HOURS} hours"),
    )
    departure = Moved("depart_on", f"-{DEPARTURE_DAYS} days")
    return Case(
        When(failed_count__gt=0, then=F("last_message_at")),
        When(needs_reply_since=None, then=F("snoozed_until")),
        # SQLite's least of a NULL is NULL, so each part that may be missing stands in for itself.
        default=Least(due, Coalesce(F("window_closes_at"), due), Coalesce(departure, due)),
        output_field=models.DateTimeField(),
    )
