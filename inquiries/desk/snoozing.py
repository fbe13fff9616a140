"""When to have an inquiry back: the choices of the menus, by the day and in opening hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from inquiries import hours
from inquiries.errors import InvalidInput
from inquiries.week import Week

_MORNING = time(8)  # where somebody is there at night, a morning begins now
_NOON, _AFTERNOON = 12, 14  # hours
_SOON = timedelta(hours=3)
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Choice:
    label: str
    at: datetime


def soon(now: datetime) -> Choice:
    """The first choice, which needs no opening hours: whoever puts something off for hours means to be there."""
    local = timezone.localtime(now)
    if local.hour < _NOON:
        return Choice(_("This afternoon"), local.replace(hour=_AFTERNOON, minute=0, second=0, microsecond=0))
    return Choice(_("In 3 hours"), (local + _SOON).replace(second=0, microsecond=0))


def later(now: datetime, week: Week) -> list[Choice]:
    """Mornings on which somebody is there: the next one, next week's first, and a week from now."""
    today = timezone.localdate(now)
    wanted = (1, 7 - today.weekday(), 7)
    return list(_named((morning(today + timedelta(days=days), week) for days in wanted), now))


def follow_ups(now: datetime, week: Week) -> list[Choice]:
    """Mornings on which to look whether the customer has answered: the next one, two days after it, in a week."""
    today = timezone.localdate(now)
    first = morning(today + timedelta(days=1), week)
    days = (first.date() + timedelta(days=2), today + timedelta(days=7))
    return list(_named((first, *(morning(day, week) for day in days)), now))


FOLLOW_UPS = [  # of the composer
    ("1", gettext_lazy("tomorrow")),
    ("3", gettext_lazy("in 3 days")),
    ("7", gettext_lazy("in a week")),
    ("day", gettext_lazy("on the day")),
]


def follow_up(key: str, day: str) -> datetime | None:
    """What the composer's choice means; None: no reminder. InvalidInput, in words, where it makes no sense."""
    if not key:
        return None
    today = timezone.localdate()
    if key == "day":
        return morning(day_to_come(day, today=today), hours.of(""))
    if key not in dict(FOLLOW_UPS):
        raise InvalidInput(_("Choose when to be reminded."))
    return morning(today + timedelta(days=int(key)), hours.of(""))


def morning(day: date, week: Week) -> datetime:
    """When somebody is there on that day, or the next one on which anybody is; in the reader's zone."""
    start = timezone.make_aware(datetime.combine(day, _MORNING))
    return timezone.localtime(week.opens_at(start) or start)


def day_to_come(text: str, *, today: date) -> date:
    """What a date field was given. InvalidInput, in words, for what is no day, over, or more than a year ahead."""
    try:
        day = parse_date(text)
    except ValueError:  # well formed, but no such day
        day = None
    if day is None or not today < day <= today + YEAR:
        raise InvalidInput(_("Choose a day that is still to come, within a year."))
    return day


def _named(moments: Iterable[datetime], now: datetime) -> Iterator[Choice]:
    """Each moment once, with what people call it."""
    today = timezone.localdate(now)
    for at in dict.fromkeys(sorted(moments)):
        weekday = {"weekday": date_format(at, pgettext("date format", "l"))}
        yield Choice(_name((at.date() - today).days, early=at.hour < _NOON) % weekday, at)


def _name(days: int, *, early: bool) -> str:
    if days == 7:
        return _("In a week")
    if days == 1:
        return _("Tomorrow morning") if early else _("Tomorrow afternoon")
    if days < 7:
        return _("%(weekday)s morning") if early else _("%(weekday)s afternoon")
    return _("Next %(weekday)s morning") if early else _("Next %(weekday)s afternoon")
