"""One action on the inquiries picked in the queue, each through the same door as on its own page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inquiries import blocking, hours, workflow
from inquiries.desk import snoozing
from inquiries.desk.filters import ME, NOBODY
from inquiries.desk.words import clock, within
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, User

CHUNK = 50  # rows of one transaction

# LOST asks for a reason, so it is set on the inquiry's own page; NEW is never set by hand.
STATUSES = [
    (status.value, status.label)
    for status in (Inquiry.Status.OPEN, Inquiry.Status.QUOTED, Inquiry.Status.BOOKED, Inquiry.Status.CLOSED)
]


ON_DAY = "day:"
SNOOZES = [
    ("tomorrow", gettext_lazy("Next working morning")),
    ("3d", gettext_lazy("In 3 days")),
    ("monday", gettext_lazy("Next week")),
    ("wake", gettext_lazy("Wake now")),
]
_DAYS: dict[str, Callable[[date], int]] = {
    "tomorrow": lambda _today: 1,
    "3d": lambda _today: 3,
    "monday": lambda today: 7 - today.weekday(),
}


def snoozes(now: datetime) -> list[tuple[str, str | Promise]]:
    """The buttons of the menu, with no look at the opening hours: those are asked when one is pressed."""
    return [("soon", snoozing.soon(now).label), *SNOOZES]


def snooze_words(key: str) -> str:
    """ "next working morning", "until 2027-05-01"."""
    label = dict(snoozes(timezone.now())).get(key)
    return within(str(label)) if label else _("until %(day)s") % {"day": key.removeprefix(ON_DAY)}


def change_of(data: Mapping[str, str], *, actor: User) -> Callable[[Inquiry], None]:
    """What the pressed button asks for: `assignee`, `status`, `snooze`, `park` ("in" or "out"), `read` or `block`.

    InvalidInput where it makes no sense.
    """
    if "assignee" in data:
        user = person(data["assignee"], actor)
        return lambda inquiry: workflow.assign(inquiry, user, actor=actor)
    if data.get("status") in dict(STATUSES):
        return lambda inquiry: workflow.set_status(inquiry, data["status"], actor=actor)
    if data.get("snooze"):
        until = _until(data["snooze"], timezone.now())
        return lambda inquiry: workflow.snooze(inquiry, until, actor=actor)
    if data.get("park") in ("in", "out"):
        park = workflow.park if data["park"] == "in" else workflow.unpark
        return lambda inquiry: park(inquiry, actor=actor)
    if "read" in data:
        return workflow.mark_read
    if "block" in data:
        return lambda inquiry: blocking.block(inquiry.contact, actor=actor, inquiry=inquiry)
    raise InvalidInput(_("Choose what to do with them."))


def _until(key: str, now: datetime) -> datetime | None:
    """When they come back: on the morning of a day on which somebody is there; None: now.

    `key`: of a button, or ON_DAY with a day such as 2027-05-01.
    """
    today = timezone.localdate(now)
    if key == "wake":
        return None
    if key == "soon":
        return snoozing.soon(now).at
    if key.startswith(ON_DAY):
        day = snoozing.day_to_come(key.removeprefix(ON_DAY), today=today)
    elif key in _DAYS:
        day = today + timedelta(days=_DAYS[key](today))
    else:
        raise InvalidInput(_("Choose what to do with them."))
    return snoozing.morning(day, hours.of(""))


def told(snooze: str, pks: Sequence[int], changed: int) -> str:
    """What was done, in words; of a `snooze` also when they come back, which a promise may make sooner."""
    words = ngettext("%(count)s inquiry changed.", "%(count)s inquiries changed.", changed) % {"count": changed}
    if snooze in ("", "wake"):
        return words
    now = timezone.now()
    rows = Inquiry.objects.filter(pk__in=pks, snoozed_until__gt=now).order_by("snoozed_until")
    times = dict.fromkeys(clock(row.snoozed_until, now=now) for row in rows.only("snoozed_until") if row.snoozed_until)
    return f"{words} {_('Back %(times)s.') % {'times': ', '.join(times)}}"


def act(
    change: Callable[[Inquiry], None], inquiries: Iterable[Inquiry], *, chunk_size: int = CHUNK
) -> tuple[int, list[str]]:
    """How many were changed, and in words what could not be.

    In chunks, since each commit waits for the disk; ordered, so that no two acts wait for each other's rows. What takes
    locks beside the inquiry's comes one by one.
    """
    changed, refused = 0, list[str]()
    for chunk in batched(sorted(inquiries, key=lambda inquiry: inquiry.pk), chunk_size):
        with transaction.atomic():
            for inquiry in chunk:
                try:
                    change(inquiry)
                    changed += 1
                except InvalidInput as error:
                    refused.append(f"{inquiry.reference}: {error}")
    return changed, refused


def person(value: str, actor: User) -> User | None:
    """Whom a button names: a key, "me", or "none" for nobody. InvalidInput where there is no such person."""
    if value == NOBODY:
        return None
    if value == ME:
        return actor
    user = (
        User.objects.filter(pk=value, is_active=True).first()
        if value.isascii() and value.isdigit() and len(value) < 19
        else None
    )
    if user is None:
        raise InvalidInput(_("Choose somebody who can sign in."))
    return user
