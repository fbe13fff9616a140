"""By when a person should answer: one column that the database computes, so that nobody can forget to keep it.

A customer who waits is answered by the end of the target (targets.py), in any case before WhatsApp's window closes and
3 days before departure. What we promised and what somebody wants to be reminded of are due at their own time. A message
that failed is due since it was last touched. Without anything to answer, the end of a snooze calls as well. NULL:
nothing is asked of us.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, When
from django.db.models.functions import Coalesce, Least
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    from inquiries.models.inquiries import Inquiry

# By the clock, for a row whose target nobody has counted: one from before there were targets.
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


def target(inquiry: "Inquiry") -> datetime | None:
    """By when who waits for us is to have an answer, whatever else is due; None: nobody waits."""
    since = inquiry.needs_reply_since
    if since is None:
        return None
    by_clock = FIRST_ANSWER_HOURS if inquiry.status == "NEW" else ANSWER_HOURS
    return inquiry.target_at or since + timedelta(hours=by_clock)


def answer_by() -> Case:
    """The expression of Inquiry.answer_by."""
    by_clock = Case(
        When(status="NEW", then=Moved("needs_reply_since", f"+{FIRST_ANSWER_HOURS} hours")),
        default=Moved("needs_reply_since", f"+{ANSWER_HOURS} hours"),
    )
    due = Coalesce(F("target_at"), by_clock)
    departure = Moved("depart_on", f"-{DEPARTURE_DAYS} days")
    ours = (F("promise_due_at"), F("remind_at"))
    return Case(
        When(failed_count__gt=0, then=F("last_message_at")),
        When(needs_reply_since=None, then=_first(*ours, F("snoozed_until"))),
        default=Least(due, *(Coalesce(part, due) for part in (F("window_closes_at"), departure, *ours))),
        output_field=models.DateTimeField(),
    )


def _first(*parts: F) -> Least:
    """The least of what is there. SQLite's least of a NULL is NULL, so the others stand in for what is missing."""
    return Least(*(Coalesce(*parts[at:], *parts[:at]) for at in range(len(parts))))
