"""The figures of a period, counted by the database: about the inquiries that came in then, and the answers given then.

What is parked or was joined to another inquiry counts nowhere. Every statement gives all groups of its kind at once.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import agency_days, targets
from inquiries.desk.filters import LANGUAGES
from inquiries.desk.filters_figures import ELSEWHERE, OTHER_LANGUAGE
from inquiries.desk.percentiles import Times, times
from inquiries.desk.periods import Period
from inquiries.models import Destination, Inquiry, User

type Rows = QuerySet[Inquiry]

NOW, BEFORE = 1, 0


@dataclass(frozen=True)
class Totals:
    """How many inquiries came in, and what became of them by now."""

    came: int = 0
    quoted: int = 0
    booked: int = 0
    lost: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Place:
    """A place and how often it was asked for, by month of travel ("2027-05", "" where none is known)."""

    name: str
    asked: int
    booked: int
    months: dict[str, int]


@dataclass(frozen=True)
class Person:
    """Who wrote answers: a user's key and name, or ELSEWHERE."""

    key: str
    name: str
    times: Times


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that the page draws. Each pair is of the period and of the one before it."""

    totals: tuple[Totals, Totals]
    first: tuple[Times, Times]  # first answers to what came in then
    every: Times  # answers given then
    came: dict[tuple[date, str], int]  # by first day of the slice and channel
    first_by: dict[date, Times]
    languages: list[tuple[str, int]]
    lost: list[tuple[str, int]]
    months: dict[str, int]
    places: list[Place]
    target: timedelta  # the agency's own, for a first answer
    people: list[Person] = field(default_factory=list)

    @property
    def unsold(self) -> list[Place]:
        """Asked for more than once, and never booked."""
        return [place for place in self.places if place.asked > 1 and not place.booked]


def count(rows: Rows, period: Period) -> Figures:
    """`rows`: the inquiries that count, of any day."""
    came = rows.filter(came_at__gte=period.start, came_at__lt=period.end).order_by()
    both = rows.filter(came_at__gte=period.before.start, came_at__lt=period.end).order_by()
    given = rows.filter(answers__answered_at__gte=period.start, answers__answered_at__lt=period.end)
    first = times(both.filter(answers__first=True), by=_which(period, "came_at"), firsts=True)
    every = times(given, by=Value(NOW), firsts=False)
    months, places = _demand(came)
    return Figures(
        totals=_totals(both, period),
        first=(first.get(NOW, Times()), first.get(BEFORE, Times())),
        every=every.get(NOW, Times()),
        came=_came(came, period),
        first_by=_first_by(came.filter(answers__first=True), period),
        languages=_languages(came),
        lost=_lost(came),
        months=months,
        places=places,
        target=targets.common().within(first=True),
        people=_people(times(given, by=F("answers__author_id"), firsts=False)),
    )


def _which(period: Period, column: str) -> Case:
    """Whether a time lies in the period or before it."""
    now = When(**{f"{column}__gte": period.start}, then=Value(NOW))
    return Case(now, default=Value(BEFORE), output_field=IntegerField())


def _totals(rows: Rows, period: Period) -> tuple[Totals, Totals]:
    counted: Any = rows.annotate(which=_which(period, "came_at")).values("which")
    counted = counted.annotate(
        came=Count("pk"),
        offered=Count("pk", filter=Q(quoted_at__isnull=False)),
        booked=Count("pk", filter=Q(status=Inquiry.Status.BOOKED)),
        lost=Count("pk", filter=Q(status=Inquiry.Status.LOST)),
        failed=Count("pk", filter=Q(failed_count__gt=0)),
    )
    lines = counted.values_list("which", "came", "offered", "booked", "lost", "failed")
    found = {which: Totals(*rest) for which, *rest in lines}
    return found.get(NOW, Totals()), found.get(BEFORE, Totals())


def _came(rows: Rows, period: Period) -> dict[tuple[date, str], int]:
    slices: Any = rows.annotate(slice=period.grain.by("came_at")).values("slice", "came_by").annotate(n=Count("pk"))
    found: Counter[tuple[date, str]] = Counter()
    for start, channel, number in slices.values_list("slice", "came_by", "n"):
        found[max(_day(start), period.first), channel] += number
    return dict(found)


def _first_by(rows: Rows, period: Period) -> dict[date, Times]:
    found = times(rows, by=period.grain.by("came_at"), firsts=True)
    return {max(_day(start), period.first): row for start, row in found.items()}


def _day(value: Any) -> date:
    """The start of a slice, which past Django's own reading of it SQLite gives as text and PostgreSQL as a time."""
    if isinstance(value, datetime):
        return (agency_days.local(value) if timezone.is_aware(value) else value).date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _languages(rows: Rows) -> list[tuple[str, int]]:
    """By language with all its regions, the most frequent first, and what the filter does not know last."""
    known, found = {code for code, _name in LANGUAGES}, Counter[str]()
    for code, number in rows.values("language").values_list("language", Count("pk")):
        base = code.partition("-")[0]
        found[base if base in known else OTHER_LANGUAGE] += number
    return sorted(found.items(), key=lambda one: (one[0] == OTHER_LANGUAGE, -one[1], one[0]))


def _lost(rows: Rows) -> list[tuple[str, int]]:
    lost = rows.filter(status=Inquiry.Status.LOST).exclude(lost_reason="").values("lost_reason")
    return sorted(lost.values_list("lost_reason", Count("pk")), key=lambda one: (-one[1], one[0]))


def _demand(rows: Rows) -> tuple[dict[str, int], list[Place]]:
    """Asks by month of travel, of all inquiries; and by place and month: one that names two places asks for both."""
    months: dict[str, int] = dict(rows.values("travel_month").values_list("travel_month", Count("pk")))
    found: dict[str, tuple[dict[str, int], list[int]]] = {}
    wanted = Destination.objects.filter(inquiry__in=rows.values("pk")).order_by()
    booked = Count("inquiry", distinct=True, filter=Q(inquiry__status=Inquiry.Status.BOOKED))
    cells = wanted.annotate(month=F("inquiry__travel_month")).values("name", "month")
    cells = cells.annotate(asked=Count("inquiry", distinct=True), won=booked)
    for name, month, asked, won in cells.values_list("name", "month", "asked", "won"):
        by_month, bookings = found.setdefault(name, ({}, []))
        by_month[month] = asked
        bookings.append(won)
    places = [Place(name, sum(by_month.values()), sum(won), by_month) for name, (by_month, won) in found.items()]
    return months, sorted(places, key=lambda place: (-place.asked, place.name))


def _people(found: dict[Any, Times]) -> list[Person]:
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=[key for key in found if key])}
    people = [
        Person(str(key), names[key], row) if key else Person(ELSEWHERE, _("On the phone or in a mail program"), row)
        for key, row in found.items()
    ]
    return sorted(people, key=lambda person: (-person.times.answers, person.name))
