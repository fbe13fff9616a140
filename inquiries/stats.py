"""How much there is, what waits and what failed: for `counts`, the work page, health and metrics.

All of it is read from the rows, and generic over the classes of work, so that a channel's rows appear without a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, IntegerField, Max, Min, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from inquiries.due import PERMANENTLY_FAILED, Due, due_models
from inquiries.models import DeadLetter, Inquiry, Message

_LOOKED_AT = 2000  # failed rows grouped by cause; beyond that the counts are in counts()
_WAITING = 500  # rows looked at for what mends itself
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
    outbound: bool = False  # a message of ours
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
    for model in due_models():
        if model is not Message:
            result[_label(model).replace(" ", "_")] = _by(_rows(model).order_by(), "state")
    result["dead_letters"] = _by(DeadLetter.objects.order_by(), "state")
    return result


def oldest_due() -> list[Waiting]:
    """For each class of work and each state with a task: what is due now."""
    now = timezone.now()
    models = due_models()
    due = [
        _rows(model).filter(due_at__lte=now).order_by().values_list(_number(which), "state")
        for which, model in enumerate(models)
    ]
    rows = _together([part.annotate(Count("pk"), Min("due_at")) for part in due])
    found = {(which, state): (count, oldest) for which, state, count, oldest in rows}
    return [
        Waiting(
            model=model,
            label=_label(model),
            state=state,
            task=task,
            count=found.get((which, state), (0, None))[0],
            oldest=found.get((which, state), (0, None))[1],
        )
        for which, model in enumerate(models)
        for state, task in model.TASKS.items()
    ]


def tried_again() -> list[tuple[type[Due], dict[str, Any]]]:
    """Rows that failed and wait for their next try, the soonest first, 500 of each class at most."""
    models = due_models()
    waiting = [
        _first(_rows(model).filter(due_at__isnull=False).exclude(last_error="").order_by("due_at"), _WAITING)
        for model in models
    ]
    names = ("pk", "state", "last_error", "due_at")
    rows = _together([part.values_list(_number(which), *names) for which, part in enumerate(waiting)])
    found = [(models[which], dict(zip(names, row, strict=True))) for which, *row in rows]
    return sorted(found, key=lambda one: (one[1]["due_at"], one[1]["pk"]))


def retrying() -> list[tuple[str, int, int]]:
    """For each class of work: its label, how many rows failed and are tried again, and the most attempts of one."""
    models = due_models()
    waiting = [
        _rows(model).filter(due_at__isnull=False).exclude(last_error="").order_by().values_list(_number(which))
        for which, model in enumerate(models)
    ]
    rows = _together([part.annotate(Count("pk"), Max("attempts")) for part in waiting])
    found = {which: (count, most or 0) for which, count, most in rows}
    return [(_label(model), *found.get(which, (0, 0))) for which, model in enumerate(models)]


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
    """Row by row, class after class, the newest first."""
    models: list[type[Any]] = [*due_models(), DeadLetter]
    rows = _together([_unsettled(which, model) for which, model in enumerate(models)])
    for which, pk, state, cause, code, at, direction in sorted(rows, key=lambda row: (row[0], -row[1])):
        yield Failure(
            model=models[which],
            label=_label(models[which]),
            state=state,
            code=code,
            cause=cause,
            newest=at,
            outbound=direction == Message.Direction.OUT,
            rows=[pk],
        )


def _unsettled(which: int, model: type[Any]) -> Any:
    rows = model._default_manager.order_by("-pk")
    unknown = Cast(Value(None), DateTimeField())
    nothing = Value("", output_field=TextField())
    if model is DeadLetter:
        letters = _first(rows.filter(state=DeadLetter.State.WAITING), _LOOKED_AT)
        return letters.values_list(_number(which), "pk", "state", "error", nothing, "created_at", nothing)
    if model is Message:
        messages = _first(rows.filter(state__in=[PERMANENTLY_FAILED, Message.State.UNCONFIRMED]), _LOOKED_AT)
        names = ("pk", "state", "last_error", "error_code", "sent_at", "direction")
        return messages.values_list(_number(which), *names)
    failed = _first(rows.filter(state__in=[PERMANENTLY_FAILED]), _LOOKED_AT)
    return failed.values_list(_number(which), "pk", "state", "last_error", nothing, unknown, nothing)


def _together(parts: list[Any]) -> Any:
    """The rows of several tables by one statement."""
    first, *rest = parts
    return first.union(*rest, all=True)


def _first(rows: Any, count: int) -> Any:
    """The first rows as a part of a union, where SQLite takes no LIMIT of its own."""
    return rows.model._default_manager.filter(pk__in=rows.values("pk")[:count]).order_by()


def _number(which: int) -> Value:
    """The class of a row of a union, by its place in the list of classes."""
    return Value(which, output_field=IntegerField())


def _rows(model: type[Due]) -> Any:
    return model._default_manager.all()


def _label(model: type[Any]) -> str:
    return str(model._meta.verbose_name_plural)


def _by(rows: Any, column: str) -> dict[str, int]:
    return dict(rows.values_list(column).annotate(rows=Count("pk")).order_by(column))
