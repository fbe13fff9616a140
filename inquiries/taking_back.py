"""Undo of what was done to inquiries at once: each is put back as it was, unless somebody changed it since.

What they were is kept in the cache, a person's last act alone and for ten minutes: it is a comfort, and the timeline
says whatever happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import blocking, held, resting, standing, timeline
from inquiries.errors import InvalidInput
from inquiries.models import Contact, Event, Inquiry, Message, User

KEPT_FOR = 600  # seconds
CHUNK = 50
# What each act changes, or puts an end to: first the column that says whether it still stands.
_WAIT = ("needs_reply_since", "target_at")
COLUMNS = {
    "assignee": ("assignee_id",),
    "status": ("status", "lost_reason", "quoted_at", *_WAIT, *resting.COLUMNS),
    "park": ("parked_reason", *_WAIT),
    "snooze": ("snoozed_until",),
}
_OVER = {Inquiry.Status.LOST, Inquiry.Status.CLOSED}
_ACT_TAKES = timedelta(seconds=30)


@dataclass(frozen=True)
class PutBack:
    """How many are as they were, and how many were changed since and stay as they are.

    `page`: the key of the inquiry on whose own page the act was done. `off`: how many scheduled replies that the act
    called off stay off.
    """

    done: int
    others: int
    page: int | None = None
    off: int = 0


def before(act: str, inquiries: Iterable[Inquiry]) -> dict[int, dict[str, Any]]:
    """What the rows are before `act`, one of COLUMNS."""
    return {row.pk: {name: getattr(row, name) for name in COLUMNS[act]} for row in inquiries}


def keep(
    user: User, *, act: str, rows: dict[int, dict[str, Any]], page: int | None = None, blocked: bool = False
) -> bool:
    """Remember how to undo the act that was just done to `rows` (as `before` gave them). False: it changed nothing.

    `page`: the inquiry on whose own page it was done. `blocked`: the act blocked its contact as well.
    """
    main = COLUMNS[act][0]
    now = dict(Inquiry.objects.filter(pk__in=rows).values_list("pk", main))
    changed = {pk: (now[pk], was) for pk, was in rows.items() if pk in now and now[pk] != was[main]}
    if changed:
        at = timezone.now() - _ACT_TAKES
        cache.set(_key(user), {"act": act, "rows": changed, "at": at, "page": page, "blocked": blocked}, KEPT_FOR)
    else:
        forget(user)
    return bool(changed)


def forget(user: User) -> None:
    """Another act was done since."""
    cache.delete(_key(user))


def put_back(user: User) -> PutBack:
    """Undo the person's last act. InvalidInput where there is nothing to undo any more."""
    kept = cache.get(_key(user))
    # Two clicks on one button: only one of them finds it.
    if not kept or not cache.delete(_key(user)):
        raise InvalidInput(_("There is nothing to undo any more."))
    done = list[int]()
    for chunk in batched(sorted(kept["rows"].items()), CHUNK):
        with transaction.atomic():  # one commit, as in the act itself
            done += [pk for pk, (after, was) in chunk if _restore(pk, kept, after, was, user)]
    touched = Q(inquiry__in=done)
    if done and kept["blocked"]:
        row = Inquiry.objects.select_related("contact").get(pk=kept["page"])
        blocking.unblock(row.contact, actor=user, inquiry=row)
        touched |= Q(inquiry__contact=row.contact)
    calls_off = kept["act"] == "park" or kept["blocked"]
    off = _schedule_again(touched, user, since=kept["at"]) if calls_off else 0
    return PutBack(len(done), len(kept["rows"]) - len(done), kept["page"], off)


def _schedule_again(touched: Q, user: User, *, since: datetime) -> int:
    """What the act called off waits for its time again. How many replies stay off."""
    rows = Event.objects.filter(touched, kind=Event.Kind.CALLED_OFF, actor=user, created_at__gt=since)
    rows = rows.exclude(message=None).select_related("message").order_by("pk")
    last = {row.message_id: row for row in rows}  # parked, put back and parked once more in a moment: the last time
    return sum(not _again(row, user) for row in reversed(last.values()))  # each gives back what it found


def _again(called_off: Event, user: User) -> bool:
    with transaction.atomic():
        # The contact first, then the inquiry, as intake locks them: nobody blocks the sender meanwhile.
        whose = Contact.objects.select_for_update(of=("self",), no_key=True)
        contact = whose.get(inquiries__messages=called_off.message_id)
        blocked = contact.blocked or bool(blocking.covering(contact))
        return held.schedule_again(called_off, actor=user, blocked=blocked)


def _restore(pk: int, kept: dict[str, Any], after: Any, was: dict[str, Any], user: User) -> bool:
    act = kept["act"]
    main = COLUMNS[act][0]
    with transaction.atomic():
        row = standing.lock(pk)
        if row.merged_into_id or getattr(row, main) != after:
            return False
        if act == "snooze" and after is None and _heard(row, since=kept["at"]):
            return False  # the customer wrote since it was woken: that is not put aside again
        reply = _moved_by(row, was[main]) if act == "status" else None
        timeline.record(_KINDS[act], inquiry=row, actor=user, message=reply, undone=True, **_told(act, row, was[main]))
        for name in _still_as_left(act, after, was):
            setattr(row, name, was[name])
        if act in ("status", "park"):
            _wait(row, was, since=kept["at"])
        row.save(update_fields=[*(name.removesuffix("_id") for name in COLUMNS[act]), "promise_due_at"])
    return True


def _moved_by(row: Inquiry, status: str) -> Message | None:
    """The reply that had brought it to that status before the act: taking it back still makes it new."""
    moves = row.events.filter(kind=Event.Kind.STATUS).select_related("message").order_by("-pk")
    return next((move.message for move in moves[1:2] if move.data.get("to") == status), None)


def _still_as_left(act: str, after: Any, was: dict[str, Any]) -> list[str]:
    """What is put back as it was; what the act did not touch may have changed since."""
    names = [name for name in COLUMNS[act] if name not in _WAIT]
    touched = act != "status" or after in _OVER or was["status"] in _OVER
    return names if touched else [name for name in names if name not in resting.COLUMNS]


def _wait(row: Inquiry, was: dict[str, Any], *, since: datetime) -> None:
    """Who waited waits again, unless something was said meanwhile: then all messages together tell."""
    said = row.messages.filter(created_at__gt=since).exclude(channel=Message.Channel.NOTE, direction="OUT")
    if not said.exists():
        row.needs_reply_since, row.target_at = was["needs_reply_since"], was["target_at"]
    elif row.status in _OVER:
        standing.wait_since(row, row.needs_reply_since)
    else:
        standing.wait_since(row, standing.needs_reply_since(row))
    row.promise_due_at = standing.promise_due_at(row)


def _heard(row: Inquiry, *, since: datetime) -> bool:
    return row.messages.filter(direction=Message.Direction.IN, created_at__gt=since).exists()


_KINDS = {
    "assignee": Event.Kind.ASSIGNED,
    "status": Event.Kind.STATUS,
    "park": Event.Kind.UNPARKED,
    "snooze": Event.Kind.SNOOZED,
}


def _told(act: str, row: Inquiry, value: Any) -> dict[str, Any]:
    """What the act itself records, of the way back."""
    if act == "snooze":
        return {"until": value.isoformat() if value else ""}
    return {"change": _change(act, row, value)}


def _change(act: str, row: Inquiry, value: Any) -> tuple[str, str]:
    """From what to what, as the act itself records it."""
    if act != "assignee":
        return str(getattr(row, COLUMNS[act][0])), str(value)
    person = User.objects.filter(pk=value).first()
    return str(row.assignee or ""), str(person or "")


def _key(user: User) -> str:
    return f"undo:{user.pk}"


__all__ = ["COLUMNS", "PutBack", "before", "forget", "keep", "put_back"]
