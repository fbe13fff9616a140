"""When somebody is there: the opening hours of an account of ours, for acknowledgments, alarms and targets. A door.

What can be asked of a Week stands in week.py: `is_open`, `open_seconds`, `opens_at`.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from inquiries import json_lists, tables
from inquiries.models import OpeningHours
from inquiries.week import Week


def of(account: str) -> Week:
    """The hours of a mailbox (its address) or a number (its phone number id), else the agency's."""
    return of_each([account])[account]


def of_each(accounts: Collection[str]) -> Mapping[str, Week]:
    """The same for several accounts, by one query."""
    keys = ["", *(account.lower() for account in accounts)]
    return _weeks(accounts, OpeningHours.objects.filter(account__in=keys))


def every() -> QuerySet[Any, Any]:
    """All hours as one value, for a statement that asks for more: what `read` takes."""
    return json_lists.whole(OpeningHours.objects.all())


def read(accounts: Collection[str], text: str | None) -> Mapping[str, Week]:
    """The same as `of_each`, by what `every` has found."""
    return _weeks(accounts, json_lists.read(OpeningHours, text))


def _weeks(accounts: Collection[str], found: Iterable[OpeningHours]) -> Mapping[str, Week]:
    rows = {row.account: row for row in found}
    common = rows.get("") or OpeningHours()  # a row that is gone counts as it was laid
    return {account: rows.get(account.lower(), common).as_week() for account in accounts}


def ensure_default(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Lay the agency's row, once: what staff changed stays. Run after every migrate."""
    if tables.complete(OpeningHours, using=using):
        OpeningHours.objects.using(using).get_or_create(account="")
