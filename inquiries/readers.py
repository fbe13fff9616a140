"""Whose zone and language words are written in: a person's own, else the agency's."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.utils import timezone, translation

from inquiries.models import User

_AREAS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


def zone(person: User) -> ZoneInfo | None:
    """None: as the agency. A name that this machine does not know any more counts as none."""
    try:
        return ZoneInfo(person.time_zone) if person.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def language(person: User) -> str:
    """Empty: not chosen, or not shipped any more."""
    return person.language if person.language in dict(settings.LANGUAGES) else ""


@cache  # reads a folder of hundreds of files
def zones() -> list[str]:
    """Those of places. The others are old names of them, or offsets that know no summer time."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(_AREAS))]


@contextmanager
def reading(person: User) -> Iterator[None]:
    """For what is written to somebody who is not here, such as a mail."""
    with timezone.override(zone(person)), translation.override(language(person) or settings.LANGUAGE_CODE):
        yield
