"""How much there is, what waits and what failed: for `counts`, the work page, health and metrics.

All of it is read from the rows, and generic over the classes of work, so that a channel's rows appear without a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, Min
from django.utils import timezone

from inquiries.due import PERMANENTLY_FAILED, Due
from inquiries.models import DeadLetter, Inquiry, Message

_LOOKED_AT = 2000  # failed rows grouped by cause; beyond that the counts are in counts()
_NAMED = 50  # rows named in each group
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Due rows of one class in one state: how many are due now, and since when the oldest is."""

    model: type[Due]
    label: str  # "messages"
    state: str
    task: str
    count: int
    oldest: datetime | None


@dataclass(kw_only=True)
class Failure:
    """Rows that need a person for one cause."""

    model: type[Any]
    label: str
    state: str
    code: str
    cause: str  # in plain words, of the newest row
    count: int = 0
    newest: datetime | None = None
    rows: list[int] = field(default_factory=list)  # primary keys, the newest first, 50 at most


def counts() -> dict[str, Any]:
    """One JSON object: inquiries by status (parked ones apart, by reason); messages by channel, direction and state;
    every other class of work, and dead letters, by state."""
    inquiries = Inquiry.objects.order_by()
    result: dict[str, Any] = {
        "inquiries": _by(inquiries.filter(parked_reason=""), "status"),
        "parked": _by(inquiries.exclude(parked_reason=""), "parked_reason"),
        "messages": {},
    }
    messages = Message.objects.order_by().values_list("channel", "direction", "state")
    for channel, direction, state, count in messages.annotate(rows=Count("pk")).order_by(
        "channel", "direction", "state"
    ):
        result["messages"].setdefault(channel, {}).setdefault(direction, {})[state] = count
    for model in _due_models():
        if model is not Message:
            result[_label(model).replace(" ", "_")] = _by(_rows(model).order_by(), "state")
    result["dead_letters"] = _by(DeadLetter.objects.order_by(), "state")
    return result


def oldest_due() -> list[Waiting]:
    """For each class of work and each state with a task: what is due now."""
    now = timezone.now()
    result = []
    for model in _due_models():
        due = _rows(model).filter(due_at__lte=now).order_by().values_list("state")
        found = {state: (count, oldest) for state, count, oldest in due.annotate(Count("pk"), Min("due_at"))}
        for state, task in model.TASKS.items():
            count, oldest = found.get(state, (0, None))
            result.append(Waiting(model=model, label=_label(model), state=state, task=task, count=count, oldest=oldest))
    return result


def failures() -> list[Failure]:
    """What needs a person, grouped by cause, the most frequent first."""
    groups: dict[tuple[str, ...], Failure] = {}
    for found in _failed():
        key = (found.label, found.state, found.code or _NUMBER.sub("#", found.cause))
        group = groups.setdefault(key, found)
        group.count += 1
        if len(group.rows) < _NAMED and group is not found:
            group.rows += found.rows
    return sorted(groups.values(), key=lambda group: -group.count)


def _failed() -> Iterator[Failure]:
    for model in _due_models():
        states = [PERMANENTLY_FAILED, *([Message.State.UNCONFIRMED] if model is Message else [])]
        names = ["pk", "state", "last_error"]
        names += ["error_code", "sent_at"] if model is Message else []
        for row in _rows(model).filter(state__in=states).order_by("-pk").values(*names)[:_LOOKED_AT]:
            yield Failure(
                model=model,
                label=_label(model),
                state=row["state"],
                code=row.get("error_code", ""),
                cause=row["last_error"],
                newest=row.get("sent_at"),
                rows=[row["pk"]],
            )
    letters = DeadLetter.objects.filter(state=DeadLetter.State.WAITING).order_by("-pk")[:_LOOKED_AT]
    for letter in letters:
        yield Failure(
            model=DeadLetter,
            label=_label(DeadLetter),
            state=letter.state,
            code="",
            cause=letter.error,
            newest=letter.created_at,
            rows=[letter.pk],
        )


def _due_models() -> list[type[Due]]:
    return [model for model in apps.get_models() if issubclass(model, Due)]


def _rows(model: type[Due]) -> Any:
    return model._default_manager.all()


def _label(model: type[Any]) -> str:
    return str(model._meta.verbose_name_plural)


def _by(rows: Any, column: str) -> dict[str, int]:
    return dict(rows.values_list(column).annotate(rows=Count("pk")).order_by(column))
