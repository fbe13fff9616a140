"""What the desk's templates draw with: icons, avatars, short times, query strings."""

from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inquiries import care, recipients
from inquiries.desk import wording
from inquiries.desk.words import grouped, short_time
from inquiries.envelope import Address
from inquiries.models import User

register = template.Library()
register.filter(grouped)


@register.filter
def covered(text: str) -> str:
    """A text with the numbers of cards, accounts and passports in it covered (care.py)."""
    return care.masked(text)


@register.filter
def sized(count: int) -> str:
    """A size in bytes as people say it: "1.2 MB"."""
    return wording.size(count)


@register.filter
def recipient(address: Address) -> str:
    """An address as a field of recipients takes it: `Anna Berg <anna@post.example>`."""
    return recipients.written([address])


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of icons.css. With a label it is an image with that name, else decoration.

    `{% icon "mail" %}`, `{% icon "wa" "WhatsApp" %}`, `{% icon "x" size="s" %}` (14 instead of 16 px).
    """
    return _icon(name, str(label), " hub-i--s" if size == "s" else "")  # a label of a template is lazy, which is no key


register.simple_tag(icon, name="sign")


@cache
def _icon(name: str, label: str, extra: str) -> SafeString:
    said = format_html(' role="img" aria-label="{}"', label) if label else ""
    return format_html('<i class="hub-i i-{}{}"{}></i>', name, extra, said)


@register.simple_tag
def avatar(user: User | None, size: str = "") -> SafeString:
    """A person's initials in a circle; a dashed one for nobody. `size`: "l" large, "s" small."""
    extra = f" hub-av--{size}" if size else ""
    if user is None:
        return format_html('<abbr class="hub-av hub-av--none{}" title="{}">–</abbr>', extra, _("Unassigned"))
    return format_html('<abbr class="hub-av{}" title="{}">{}</abbr>', extra, user, user.initials)


@register.filter
def ago(moment: datetime | None) -> str:
    """The shortest words for a past time: "08:40" today, "Mon" this week, "20 Nov" this year, "20 Nov 2025"."""
    return short_time(moment, now=timezone.now()) if moment else ""


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """`ago` as a <time> element with the whole date in its title, in the reader's time zone."""
    if moment is None:
        return SafeString("")
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, pgettext("date format", "D j M Y, H:i")),
        ago(moment),
    )


@register.filter
def capped(number: int) -> str:
    """A count that was cut off at 1000 in the database: "999+"."""
    return "999+" if number >= 1000 else str(number)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's query string with some parameters set, or removed where the value is empty: "?tab=mine&q=crete".

    The page's position (after, before, last) is dropped: another list starts at its first page.
    """
    params = context["request"].GET.copy()
    for name in ("after", "before", "last"):
        params.pop(name, None)
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}" if params else "?"
