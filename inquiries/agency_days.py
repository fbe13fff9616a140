"""Days as the agency counts them, whoever asks: figures, filters by day, files and what a worker does by the day.

A page's times are in its reader's zone (readers.py). What two people, or a page and a worker, must count alike is not.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def local(moment: datetime | None = None) -> datetime:
    """A moment, or now, in the agency's zone."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def today() -> date:
    return local().date()


def midnight(day: date, *, days: int = 0) -> datetime:
    """The start of a day, or of one so many days later. A year that no zone reaches counts as the nearest that does."""
    day = min(max(day, date(2, 1, 1)), date(9998, 12, 31)) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def elsewhere() -> bool:
    """Whether the reader's days are others than the agency's, so that a page has to say whose it means."""
    return timezone.get_current_timezone_name() != timezone.get_default_timezone_name()
