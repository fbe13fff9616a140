"""Times, sizes and languages in the words of the inquiry page. Pure but for the reader's zone and language."""

from datetime import datetime, timedelta

from django.conf.locale import LANG_INFO
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from inquiries.extraction import senders
from inquiries.extraction.rules import gazetteer
from inquiries.models import Inquiry


def day(when: datetime, now: datetime | None = None) -> str:
    """`Today, Tuesday 24 November` for a separator; the year only where it is another one."""
    local, today = timezone.localtime(when).date(), timezone.localtime(now or timezone.now()).date()
    year = local.year != today.year
    words = date_format(local, pgettext("date format", "l j F Y") if year else pgettext("date format", "l j F"))
    if local == today:
        return _("Today, %(day)s") % {"day": words}
    return _("Yesterday, %(day)s") % {"day": words} if (today - local).days == 1 else words


def left(until: datetime, now: datetime | None = None) -> str:
    """What is left of a window: `22 h 39`, `48 min`, `shut`."""
    minutes = int((until - (now or timezone.now())) / timedelta(minutes=1))
    if minutes < 1:
        return _("shut")
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{minutes:02}"}


def size(count: int | None) -> str:
    """Bytes as people say them."""
    if count is None:
        return ""
    if count < 1000:
        return _("%(count)s B") % {"count": count}
    if count < 1_000_000:
        return _("%(count)s kB") % {"count": f"{count / 1000:.0f}"}
    return _("%(count)s MB") % {"count": number_format(f"{count / 1_000_000:.1f}")}


def language(code: str) -> str:
    """Name of a language code; the code itself where Django does not know it."""
    info = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.lower().split("-")[0])
    return _(info["name"]) if info and "name" in info else code  # a message of Django's own catalogues


def first_name(name: str) -> str:
    """How the page speaks of a person in passing; a firm or an unknown sender keeps the whole name."""
    return name.split(maxsplit=1)[0] if name.strip() else _("the sender")


def country(number: str) -> str:
    """Whose country code a number (E.164) has: Spain. Empty where that is not known."""
    return gazetteer.country_names().get(senders.country(phone=number), "")


def window(inquiry: Inquiry, now: datetime | None = None) -> tuple[str, str, float] | None:
    """WhatsApp's 24 hours: words, tone and the share that is left; None where there is no window."""
    if inquiry.window_closes_at is None:
        return None
    remaining = inquiry.window_closes_at - (now or timezone.now())
    share = max(0.0, min(1.0, remaining / timedelta(hours=24)))
    calm = share == 0 or remaining > timedelta(hours=6)
    tone = "mute" if calm else "soon" if remaining > timedelta(hours=2) else "now"
    return left(inquiry.window_closes_at, now), tone, share


# When people hear that a window closes: minutes that are left, and what they hear.
_TOLD = (
    (15, gettext_lazy("WhatsApp closes in less than 15 minutes.")),
    (60, gettext_lazy("WhatsApp closes in less than 1 hour.")),
    (120, gettext_lazy("WhatsApp closes in less than 2 hours.")),
)


def told(inquiry: Inquiry, now: datetime | None = None) -> str:
    """The step that a window has reached: "15", "60", "120", "0" once it is shut, "" before."""
    if inquiry.window_closes_at is None:
        return ""
    minutes = int((inquiry.window_closes_at - (now or timezone.now())) / timedelta(minutes=1))
    if minutes < 1:
        return "0"
    return next((str(step) for step, _said in _TOLD if minutes <= step), "")


def telling(step: str) -> str:
    """A step as a sentence for those who listen to the page."""
    if step == "0":
        return _("WhatsApp has closed.")
    return next((str(said) for at, said in _TOLD if str(at) == step), "")
