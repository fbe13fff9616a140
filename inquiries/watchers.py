"""Which colleagues have a conversation open, and who of them is writing: so that two do not answer at once.

Kept in the shared cache alone, told by the page's own poll, and gone by itself a moment after somebody has left. It
only says so; it never locks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import User

STAYS = 30  # seconds after the last sign of life; a page asks every ten
_WRITES = timedelta(seconds=30)  # after the last letters


@dataclass(frozen=True, order=True)
class Watcher:
    """A colleague. `writes`: what, in words ("a reply", "a note"); empty: only looking."""

    pk: int
    name: str
    initials: str
    writes: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split(maxsplit=1)[0]


def look(pk: int, user: User) -> None:
    """`user` has the inquiry `pk` open now."""
    there = cache.get(_key(pk, user.pk)) or {}
    _put(pk, user, there.get("writes", ""), there.get("until"))


def write(pk: int, user: User, what: str) -> None:
    """`user` is writing there now: "a reply" or "a note"; "" once what was written is gone."""
    _put(pk, user, what, (timezone.now() + _WRITES).isoformat() if what else None)


def others(pk: int, viewer: User) -> list[Watcher]:
    """Everybody else who has the inquiry open, those who write first."""
    known = [user for user in cache.get(_who(pk)) or () if user != viewer.pk]
    found = cache.get_many([_key(pk, user) for user in known]).values() if known else ()
    now = timezone.now().isoformat()
    rows = [
        Watcher(
            pk=row["pk"],
            name=row["name"],
            initials=row["initials"],
            writes=_(row["writes"]) if row["writes"] and (row["until"] or "") > now else "",
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: (not row.writes, row.pk))


def stamp(watchers: Sequence[Watcher]) -> str:
    """Changes whenever what the page shows of them does."""
    return ",".join(f"{row.pk}{'w' if row.writes else ''}" for row in watchers)


def _put(pk: int, user: User, writes: str, until: str | None) -> None:
    row = {"pk": user.pk, "name": str(user), "initials": user.initials, "writes": writes, "until": until}
    cache.set(_key(pk, user.pk), row, STAYS)
    # The list of names is written only when somebody comes: two who come at once may lose one of them, who is back
    # with their next sign of life.
    who = cache.get(_who(pk)) or ()
    if user.pk not in who:
        cache.set(_who(pk), (*who[-30:], user.pk), 60 * 60)


def _key(pk: int, user: int) -> str:
    return f"watchers:{pk}:{user}"


def _who(pk: int) -> str:
    return f"watchers:{pk}"
