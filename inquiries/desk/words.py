"""Times, spans and names in the short words that rows are made of. Pure: nothing here touches the database."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

NOW_WITHIN = timedelta(hours=2)  # "Answer now": a window or a promise ends within this
FAR = 300  # days: beyond them a day and a month without a year are taken for the wrong one


def midnight(now: datetime) -> datetime:
    """The end of today in the reader's time zone, and never so early that "today" is over before "now" is."""
    local = timezone.localtime(now)
    end = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(end, now + NOW_WITHIN)


def short_time(moment: datetime, *, now: datetime) -> str:
    """ "08:40" today, "Mon" in the last six days, "20 Nov" this year, else "20 Nov 2025"; in the reader's time zone."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    days = (today - local.date()).days
    if days == 0:
        return hour(local)
    if 0 < days < 7:
        return date_format(local, pgettext("date format", "D"))
    return day(local, year=local.year != today.year)


def hour(moment: datetime) -> str:
    """ "08:40"; in the reader's time zone."""
    return date_format(timezone.localtime(moment), pgettext("date format", "H:i"))


def day(date: date, *, year: bool = True) -> str:
    """ "20 Nov 2025", "20 Nov"; of a time the day where it was made local."""
    return date_format(date, pgettext("date format", "j M Y") if year else pgettext("date format", "j M"))


def clock(moment: datetime, *, now: datetime) -> str:
    """A moment with its time: "14:40" today, "tomorrow 09:55", "Fri 09:00" within six days, "20 Nov 09:00",
    and with its year where another 20 November could be meant."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    days = (local.date() - today).days
    if days == 0:
        return hour(local)
    if days == 1:
        return _("tomorrow %(hour)s") % {"hour": hour(local)}
    if days == -1:
        return _("yesterday %(hour)s") % {"hour": hour(local)}
    if abs(days) > FAR:
        return date_format(local, pgettext("date format", "j M Y H:i"))
    near = abs(days) < 7
    return date_format(local, pgettext("date format", "D H:i") if near else pgettext("date format", "j M H:i"))


def span(length: timedelta) -> str:
    """A span to two digits of use: "48 min", "1 h 35", "22 h", "3 days"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 10 and rest:
        return _("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{rest:02}"}
    if hours < 48:
        return _("%(hours)s h") % {"hours": hours}
    return ngettext("%(days)s day", "%(days)s days", hours // 24) % {"days": hours // 24}


def grouped(number: int) -> str:
    """ "12,345"."""
    return number_format(number, force_grouping=True)


def within(label: str) -> str:
    """A label in the middle of a sentence: in small letters, but for languages that write it as it is (German)."""
    return label.lower() if pgettext("letters of a label within a sentence", "small") == "small" else label
