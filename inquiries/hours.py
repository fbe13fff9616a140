"""When somebody is there: the opening hours of an account of ours, for acknowledgments, alarms and targets. A door.

What can be asked of a Week stands in week.py: `is_open`, `open_seconds`, `opens_at`.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from inquiries import tables
from inquiries.models import OpeningHours
from inquiries.week import Week


def of(account: str) -> Week:
    """The hours of a mailbox (its address) or a number (its phone number id), else the agency's."""
    return of_each([account])[account]


def of_each(accounts: Collection[str]) -> Mapping[str, Week]:
    """The same for several accounts, by one query."""
    wanted = {account: account.lower() for account in accounts}
    rows = {row.account: row for row in OpeningHours.objects.filter(account__in=["", *wanted.values()])}
    common = rows.get("") or OpeningHours()  # a row that is gone counts as it was laid
    return {account: rows.get(key, common).as_week() for account, key in wanted.items()}


def ensure_default(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Lay the agency's row, once: what staff changed stays. Run after every migrate."""
    if tables.complete(OpeningHours, using=using):
        OpeningHours.objects.using(using).get_or_create(account="")
