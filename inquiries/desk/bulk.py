"""One action on the inquiries picked in the queue, each through the same door as on its own page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inquiries import blocking, hours, notices, workflow
from inquiries.desk import snoozing
from inquiries.desk.filters import ME, NOBODY
from inquiries.desk.words import clock, within
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, Notice, User

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


def people() -> list[tuple[str, str, str]]:
    """Whom the menu offers: value, name, and that they are away."""
    rows = User.objects.filter(is_active=True).order_by("first_name", "last_name", "username")
    return [(ME, _("Me"), ""), (NOBODY, _("Nobody"), ""), *((str(row.pk), str(row), _away(row)) for row in rows)]


def _away(user: User) -> str:
    if not user.is_away():
        return ""
    if not user.away_until:
        return _("away")
    return _("away until %(when)s") % {"when": clock(user.away_until, now=timezone.now())}


def snoozes(now: datetime) -> list[tuple[str, str | Promise]]:
    """The buttons of the menu, with no look at the opening hours: those are asked when one is pressed."""
    return [("soon", snoozing.soon(now).label), *SNOOZES]


def snooze_words(key: str) -> str:
    """ "next working morning", "until 2027-05-01"."""
    label = dict(snoozes(timezone.now())).get(key)
    return within(str(label)) if label else _("until %(day)s") % {"day": key.removeprefix(ON_DAY)}


@dataclass(frozen=True)
class Change:
    """What is done to `each` inquiry, and what once they are `done`, in the transaction of each chunk of them."""

    each: Callable[[Inquiry], object]
    done: Callable[[], None] = lambda: None


class _Handover:
    """Inquiries that a person is given at once: they are told of all of them together, not of each."""

    def __init__(self, user: User, actor: User) -> None:
        self.user, self.actor = user, actor
        self.given: list[Inquiry] = []
        self.notice: Notice | None = None

    def give(self, inquiry: Inquiry) -> None:
        if workflow.assign(inquiry, self.user, actor=self.actor, tell=False):
            self.given.append(inquiry)

    def tell(self) -> None:
        self.notice = notices.tell_of_many(self.user, self.given, by=self.actor, before=self.notice)
        self.given = []


def change_of(data: Mapping[str, str], *, actor: User) -> Change:
    """What the pressed button asks for: `assignee`, `status`, `snooze`, `park` ("in" or "out"), `read` or `block`.

    InvalidInput where it makes no sense.
    """
    if "assignee" in data:
        return _assigned(person(data["assignee"], actor), actor)
    if data.get("status") in dict(STATUSES):
        return Change(lambda inquiry: workflow.set_status(inquiry, data["status"], actor=actor))
    if data.get("snooze"):
        until = _until(data["snooze"], timezone.now())
        return Change(lambda inquiry: workflow.snooze(inquiry, until, actor=actor))
    if data.get("park") in ("in", "out"):
        park = workflow.park if data["park"] == "in" else workflow.unpark
        return Change(lambda inquiry: park(inquiry, actor=actor))
    if "read" in data:
        return Change(workflow.mark_read)
    if "block" in data:
        return Change(lambda inquiry: blocking.block(inquiry.contact, actor=actor, inquiry=inquiry))
    raise InvalidInput(_("Choose what to do with them."))


def _assigned(user: User | None, actor: User) -> Change:
    if user is None:
        return Change(lambda inquiry: workflow.assign(inquiry, None, actor=actor))
    handover = _Handover(user, actor)
    return Change(handover.give, handover.tell)


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


def act(change: Change, inquiries: Iterable[Inquiry], *, chunk_size: int = CHUNK) -> tuple[int, list[str]]:
    """How many were changed, and in words what could not be.

    In chunks, since each commit waits for the disk; ordered, so that no two acts wait for each other's rows. What takes
    locks beside the inquiry's comes one by one.
    """
    changed, refused = 0, list[str]()
    for chunk in batched(sorted(inquiries, key=lambda inquiry: inquiry.pk), chunk_size):
        with transaction.atomic():
            for inquiry in chunk:
                try:
                    change.each(inquiry)
                    changed += 1
                except InvalidInput as error:
                    refused.append(f"{inquiry.reference}: {error}")
            change.done()
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
