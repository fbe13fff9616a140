"""By when a customer is to have an answer: the targets of a mailbox or number, counted in its opening hours.

Kept on the inquiry (`target_at`), so that the database puts the queue in order by it. Who writes down since when
somebody waits does so by standing.wait_since, which asks here; an edit of hours or targets counts all anew.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F

from inquiries import hours, tables
from inquiries.models import AnswerTarget, Inquiry, Message, OpeningHours
from inquiries.week import Week

logger = structlog.get_logger(__name__)

BATCH = 200  # inquiries locked at a time


@dataclass(frozen=True)
class Clock:
    """The targets of one account with the hours that they are counted in."""

    target: AnswerTarget
    week: Week

    def due(self, since: datetime, *, first: bool) -> datetime:
        """`since`: when they wrote, aware. `first`: nobody has looked at the inquiry yet."""
        within = self.target.within(first=first)
        return self.week.after(since, within) if self.target.in_opening_hours else since + within


def clocks(accounts: Collection[str]) -> Mapping[str, Clock]:
    """By account of ours, by two queries; what has no targets or hours of its own has the agency's."""
    weeks = hours.of_each(accounts)
    rows = {row.account: row for row in AnswerTarget.objects.filter(account__in=["", *map(str.lower, accounts)])}
    common = rows.get("") or AnswerTarget()  # a row that is gone counts as it was laid
    return {account: Clock(rows.get(account.lower(), common), weeks[account]) for account in accounts}


def common() -> AnswerTarget:
    """The agency's own; a row that is gone counts as it was laid."""
    return AnswerTarget.objects.filter(account="").first() or AnswerTarget()


def settle(inquiry: Inquiry, account: str | None = None) -> None:
    """Bring `target_at` up to `needs_reply_since` and the status, in memory, by the account that was written to."""
    since = inquiry.needs_reply_since
    if since is None:
        inquiry.target_at = None
        return
    if account is None:
        waiting = inquiry.messages.filter(direction=Message.Direction.IN, sent_at=since).order_by("pk")
        account = waiting.values_list("account", flat=True).first() or ""
    inquiry.target_at = _due(inquiry, clocks([account])[account])


def recompute() -> int:
    """Count the targets of all who wait anew, after hours or targets were edited; how many have moved.

    Ends: one pass in the order of the numbers. Who begins to wait meanwhile is counted by intake, by the same rows.
    """
    changed = last = 0
    while True:
        with transaction.atomic():
            rows = Inquiry.objects.select_for_update(no_key=True).filter(needs_reply_since__isnull=False, pk__gt=last)
            batch = list(rows.only("status", "needs_reply_since", "target_at").order_by("pk")[:BATCH])
            if not batch:
                break
            changed, last = changed + _recompute(batch), batch[-1].pk
    if changed:
        logger.info("targets_recomputed", changed=changed)
    return changed


def _recompute(batch: Collection[Inquiry]) -> int:
    waiting = Message.objects.filter(inquiry__in=batch, direction=Message.Direction.IN)
    waiting = waiting.filter(sent_at=F("inquiry__needs_reply_since")).order_by("-pk")
    accounts = dict(waiting.values_list("inquiry_id", "account"))  # of several at once the first one counts
    known = clocks({"", *accounts.values()})
    moved = []
    for row in batch:
        due = _due(row, known[accounts.get(row.pk, "")])
        if due != row.target_at:
            row.target_at = due
            moved.append(row)
    Inquiry.objects.bulk_update(moved, ["target_at"])
    return len(moved)


def _due(inquiry: Inquiry, clock: Clock) -> datetime | None:
    since = inquiry.needs_reply_since
    return clock.due(since, first=inquiry.status == Inquiry.Status.NEW) if since else None


def ensure_default(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Lay the agency's row, once, and count by it what waits already. Run after every migrate."""
    if not all(tables.complete(model, using=using) for model in (AnswerTarget, OpeningHours, Inquiry)):
        return
    _row, laid = AnswerTarget.objects.using(using).get_or_create(account="")
    if laid and using == DEFAULT_DB_ALIAS:
        recompute()
