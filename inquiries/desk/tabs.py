"""The tabs of the queue: which rows each of them holds. Waiting, snoozed and the rest are derived, never stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inquiries.desk.words import midnight
from inquiries.models import Inquiry, User

type Rows = QuerySet[Inquiry]


@dataclass(frozen=True)
class Tab:
    """`rows` narrows the inquiries that are not merged away. `order`: what the tab is sorted by unless asked.

    `filled`: a column that each of its rows has.
    """

    key: str
    label: Promise
    rows: Callable[[Rows, User | AnonymousUser, datetime], Rows]
    order: str = "newest"
    filled: str = ""
    tone: str = ""
    empty: Promise = _("Nothing here.")  # noqa: RUF009  # a text, and never changed


def _awake(now: datetime) -> Q:
    return Q(snoozed_until=None) | Q(snoozed_until__lte=now)


def _called(now: datetime) -> Q:
    """A customer waits, or something of ours is due: a promise from its day on, a reminder and a snooze at their time.

    With the columns that the indexes carry, so that to count stays cheap.
    """
    return Q(needs_reply_since__isnull=False) | Q(answer_by__lte=now) | Q(promise_due_at__lt=midnight(now))


def _request() -> Q:
    """An engine's guess that something is no request only sorts it into its own tab."""
    return ~Q(kind=Inquiry.Kind.OTHER)


def _active(rows: Rows) -> Rows:
    return rows.filter(parked_reason="", status__in=Inquiry.ACTIVE)


def _to_answer(rows: Rows, _user: User | AnonymousUser, now: datetime) -> Rows:
    """Whoever waits for us, also about a trip that is booked, or one that seemed lost, and what we said we would do."""
    rows = rows.filter(parked_reason="").exclude(status=Inquiry.Status.CLOSED)
    return rows.filter(_awake(now), _request(), _called(now), answer_by__isnull=False)


def _mine(rows: Rows, user: User | AnonymousUser, now: datetime) -> Rows:
    return _active(rows).filter(_awake(now), assignee=user.pk)


def _unassigned(rows: Rows, _user: User | AnonymousUser, now: datetime) -> Rows:
    return _active(rows).filter(_awake(now), _request(), assignee=None)


def _waiting(rows: Rows, _user: User | AnonymousUser, now: datetime) -> Rows:
    later = Q(answer_by__gt=now) & (Q(promise_due_at=None) | Q(promise_due_at__gte=midnight(now)))
    return _active(rows).filter(_awake(now), _request(), Q(answer_by=None) | later, needs_reply_since=None)


def _snoozed(rows: Rows, _user: User | AnonymousUser, now: datetime) -> Rows:
    return _active(rows).filter(snoozed_until__gt=now)


def _maybe(rows: Rows, _user: User | AnonymousUser, _now: datetime) -> Rows:
    return _active(rows).filter(kind=Inquiry.Kind.OTHER)


def _parked(rows: Rows, _user: User | AnonymousUser, _now: datetime) -> Rows:
    return rows.exclude(parked_reason="")


def _suggested(rows: Rows, _user: User | AnonymousUser, _now: datetime) -> Rows:
    return rows.filter(suggested_count__gt=0)


def _failed(rows: Rows, _user: User | AnonymousUser, _now: datetime) -> Rows:
    return rows.filter(failed_count__gt=0)


def _promised(rows: Rows, _user: User | AnonymousUser, _now: datetime) -> Rows:
    """What we said that we would do, also where it is snoozed: a promise runs on."""
    return _active(rows).filter(promise_due_at__isnull=False)


def _all(rows: Rows, _user: User | AnonymousUser, _now: datetime) -> Rows:
    return rows


TABS = (
    Tab(
        "to_answer", _("To answer"), _to_answer, order="urgent", filled="answer_by", empty=_("Everybody has an answer.")
    ),
    Tab("mine", _("Mine"), _mine, order="urgent", empty=_("Nothing is assigned to you.")),
    Tab("unassigned", _("Unassigned"), _unassigned, order="urgent", empty=_("Every open inquiry has somebody.")),
    Tab("waiting", _("Waiting"), _waiting, empty=_("No customer owes you an answer.")),
    Tab(
        "promised",
        _("Promised"),
        _promised,
        order="promised",
        filled="promise_due_at",
        empty=_("Every promise is kept."),
    ),
    Tab("snoozed", _("Snoozed"), _snoozed, empty=_("Nothing is snoozed.")),
    Tab("maybe", _("Maybe not a request"), _maybe, empty=_("Nothing looks like it is no request.")),
    Tab("parked", _("Parked mail"), _parked, empty=_("No newsletters, no automatic answers.")),
    Tab("same", _("Same trip?"), _suggested, tone="soon", empty=_("Nothing seems to belong together.")),
    Tab("failed", _("Failed"), _failed, tone="now", empty=_("Every message went through.")),
    Tab("all", _("All"), _all, empty=_("No inquiries yet.")),
)
BY_KEY = {tab.key: tab for tab in TABS}


def rows(key: str, *, user: User | AnonymousUser, now: datetime) -> Rows:
    """The rows of a tab; KeyError for a tab that does not exist."""
    return BY_KEY[key].rows(Inquiry.objects.filter(merged_into=None), user, now)
