"""Send later: the times that the composer offers, and the one that a form names."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries.errors import InvalidInput

HOUR = 9
NO_TIME = gettext_lazy("Give a day and a time.")
NOT_PRESSED = gettext_lazy("There is a time to send it at. Press Schedule, or empty that field to send it now.")


@dataclass(frozen=True)
class Time:
    """`key` is what its button sends: a page may stand open over midnight."""

    key: str
    words: str
    at: datetime


def times(now: datetime) -> list[Time]:
    """The usual times to send, in the reader's zone."""
    local = timezone.localtime(now)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    found = [Time("tomorrow", _("Tomorrow"), morning + timedelta(days=1))]
    if local.weekday() != 6:  # on a Sunday tomorrow is that Monday
        found.append(Time("monday", _("Monday"), morning + timedelta(days=7 - local.weekday())))
    if local.hour < HOUR:
        found.insert(0, Time("today", _("Today"), morning))
    return found


def read(key: str, on: str) -> datetime | None:
    """The time that a form asks for; None: now. `on`: what its field of time says. InvalidInput where it is none."""
    if not key and on:  # Enter in the field of time presses the form's first button, which is Send
        raise InvalidInput(str(NOT_PRESSED))
    if not key:
        return None
    chosen = next((time.at for time in times(timezone.now()) if time.key == key), None)
    return chosen or read_field(on)


def read_field(on: str) -> datetime:
    """What a field of time (YYYY-MM-DDTHH:MM) says, in the reader's zone."""
    try:
        typed = parse_datetime(on)
    except ValueError:
        typed = None
    if typed is None:
        raise InvalidInput(str(NO_TIME))
    return timezone.make_aware(typed) if timezone.is_naive(typed) else typed
