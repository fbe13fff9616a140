"""Times, spans and names in the short words that rows are made of. Pure: nothing here touches the database."""

from datetime import datetime, timedelta

from django.utils import timezone

NOW_WITHIN = timedelta(hours=2)  # "Answer now": a window or a promise ends within this


def midnight(now: datetime) -> datetime:
    """The end of today in the desk's time zone, and never so early that "today" is over before "now" is."""
    local = timezone.localtime(now)
    end = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(end, now + NOW_WITHIN)


def short_time(moment: datetime, *, now: datetime) -> str:
    """ "08:40" today, "Mon" in the last six days, "20 Nov" this year, else "20 Nov 2025"; in the desk's time zone."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    days = (today - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if 0 < days < 7:
        return f"{local:%a}"
    return f"{local.day} {local:%b}" if local.year == today.year else f"{local.day} {local:%b %Y}"


def clock(moment: datetime, *, now: datetime) -> str:
    """A moment with its time: "14:40" today, "tomorrow 09:55", "Fri 09:00" within six days, "20 Nov 09:00"."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    days = (local.date() - today).days
    if days == 0:
        return f"{local:%H:%M}"
    if days in {1, -1}:
        return f"{'tomorrow' if days == 1 else 'yesterday'} {local:%H:%M}"
    return f"{local:%a %H:%M}" if abs(days) < 7 else f"{local.day} {local:%b %H:%M}"


def span(length: timedelta) -> str:
    """A span to two digits of use: "48 min", "1 h 35", "22 h", "3 days"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 10 and rest:
        return f"{hours} h {rest:02}"
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"


def plural(number: int, one: str, many: str = "") -> str:
    """ "1 file", "3 files"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
