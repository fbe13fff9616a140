"""Undo of what was done to many inquiries at once: each is put back as it was, unless somebody changed it since.

What they were is kept in the cache, a person's last act alone and for ten minutes: it is a comfort, and the timeline
says whatever happened.
"""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.core.cache import cache
from django.db import transaction

from inquiries import standing, timeline
from inquiries.errors import InvalidInput
from inquiries.models import Event, Inquiry, User

KEPT_FOR = 600  # seconds
CHUNK = 50
# What each act changes: first the column that says whether it still stands, then what changes with it.
COLUMNS = {
    "assignee": ("assignee_id",),
    "status": ("status", "lost_reason", "needs_reply_since", "snoozed_until"),
    "park": ("parked_reason", "needs_reply_since"),
}
_OVER = {Inquiry.Status.LOST, Inquiry.Status.CLOSED}


def before(act: str, inquiries: Iterable[Inquiry]) -> dict[int, list[Any]]:
    """What the rows are before `act`, one of COLUMNS."""
    return {row.pk: [getattr(row, name) for name in COLUMNS[act]] for row in inquiries}


def keep(user: User, *, act: str, rows: dict[int, list[Any]]) -> bool:
    """Remember how to undo the act that was just done to `rows` (as `before` gave them). False: it changed nothing."""
    main = COLUMNS[act][0]
    now = dict(Inquiry.objects.filter(pk__in=rows).values_list("pk", main))
    changed = {pk: [now[pk], *values] for pk, values in rows.items() if pk in now and now[pk] != values[0]}
    if changed:
        cache.set(_key(user), {"act": act, "rows": changed}, KEPT_FOR)
    else:
        forget(user)
    return bool(changed)


def forget(user: User) -> None:
    """Another act was done since."""
    cache.delete(_key(user))


def put_back(user: User) -> tuple[int, int]:
    """Undo the person's last act. How many are as they were, and how many were changed since and stay as they are.

    InvalidInput where there is nothing to undo any more.
    """
    kept = cache.get(_key(user))
    # Two clicks on one button: only one of them finds it.
    if not kept or not cache.delete(_key(user)):
        raise InvalidInput("There is nothing to undo any more.")
    done = 0
    for chunk in batched(sorted(kept["rows"].items()), CHUNK):
        with transaction.atomic():  # one commit, as in the act itself
            done += sum(_restore(pk, kept["act"], after, was, user) for pk, (after, *was) in chunk)
    return done, len(kept["rows"]) - done


def _restore(pk: int, act: str, after: Any, was: list[Any], user: User) -> bool:
    main, *others = COLUMNS[act]
    with transaction.atomic():
        row = standing.lock(pk)
        if row.merged_into_id or getattr(row, main) != after:
            return False
        timeline.record(_KINDS[act], inquiry=row, actor=user, change=_change(act, row, was[0]), undone=True)
        changed = {main: was[0]}
        if act != "status" or after in _OVER:  # else nobody has touched them
            changed |= dict(zip(others, was[1:], strict=True))
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=[name.removesuffix("_id") for name in changed])
    return True


_KINDS = {"assignee": Event.Kind.ASSIGNED, "status": Event.Kind.STATUS, "park": Event.Kind.UNPARKED}


def _change(act: str, row: Inquiry, value: Any) -> tuple[str, str]:
    """From what to what, as the act itself records it."""
    if act != "assignee":
        return str(getattr(row, COLUMNS[act][0])), str(value)
    person = User.objects.filter(pk=value).first()
    return str(row.assignee or ""), str(person or "")


def _key(user: User) -> str:
    return f"undo:{user.pk}"


__all__ = ["COLUMNS", "before", "forget", "keep", "put_back"]
