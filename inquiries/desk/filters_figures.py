"""What the figures count by, as filters, so that each number leads to a list of exactly its rows.

Only the days and the parked mail are fields that people see in the panel; the others are set by links, and show as
chips that can be taken away.
"""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inquiries.agency_days import midnight
from inquiries.models import Answer, Destination, Inquiry, Message, User

type Rows = QuerySet[Inquiry]

ELSEWHERE = "elsewhere"
OTHER_LANGUAGE = "other"
NO_MONTH = "none"
BY_HAND = _("By phone or visit")
CAME_BY = [(value, BY_HAND if value == Message.Channel.NOTE else label) for value, label in Message.Channel.choices]
DAYS = "%Y-%m-%d"


def answerers() -> list[tuple[str, str | Promise]]:
    """Whoever may have written an answer, also who has left since."""
    people = User.objects.order_by("first_name", "last_name", "username")
    return [(ELSEWHERE, _("On the phone or in a mail program")), *((str(user.pk), str(user)) for user in people)]


def _day() -> forms.DateInput:
    return forms.DateInput(format=DAYS, attrs={"type": "date", "class": "hub-field"})


def _set_by_a_link(label: Promise, **options: Any) -> dict[str, Any]:
    return {"label": label, "widget": forms.HiddenInput(), **options}


class InOrder(forms.Form):
    """Days from one to another: an end before its beginning is said, and left out, since nothing lies between."""

    PAIRS = (("came_from", "came_to"), ("since", "until"), ("departs_from", "departs_to"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for first, last in self.PAIRS:
            if data.get(first) and data.get(last) and data[last] < data[first]:
                self.add_error(last, _("This day is before the first one."))
        return data


class FiguresFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped for mypy
    """Beginning, answers, offers, loss and place of an inquiry. InquiryFilter has them beside its own."""

    came_from = filters.DateFilter(method="by_came_from", label=_("Came in from"), widget=_day())
    came_to = filters.DateFilter(method="by_came_to", label=_("Came in to"), widget=_day())
    parked = filters.ChoiceFilter(
        choices=[("no", _("Not parked")), *Inquiry.Parked.choices],
        method="by_parked",
        label=_("Parked"),
        empty_label=_("Either"),
        widget=forms.Select(attrs={"class": "hub-field"}),
    )
    came_by = filters.ChoiceFilter(**_set_by_a_link(_("Began by"), choices=CAME_BY))
    answered = filters.ChoiceFilter(
        **_set_by_a_link(_("Answered"), choices=[("yes", _("Yes")), ("no", _("Not yet"))], method="by_answered")
    )
    answered_by = filters.ChoiceFilter(**_set_by_a_link(_("Answered by"), choices=answerers, method="by_answers"))
    answered_from = filters.DateFilter(**_set_by_a_link(_("Answered from"), method="by_answers"))
    answered_to = filters.DateFilter(**_set_by_a_link(_("Answered to"), method="by_answers"))
    quoted = filters.ChoiceFilter(**_set_by_a_link(_("Quoted"), choices=[("yes", _("Yes"))], method="by_quoted"))
    month = filters.CharFilter(**_set_by_a_link(_("Month of travel"), method="by_month", max_length=7))
    lost = filters.CharFilter(**_set_by_a_link(_("Lost because"), field_name="lost_reason", max_length=200))
    place = filters.CharFilter(**_set_by_a_link(_("Place"), method="by_place", max_length=120))

    def filter_queryset(self, queryset: Rows) -> Rows:
        """The three about answers are one condition: somebody's answer, given in those days."""
        rows: Rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        answers = answers_of(asked.get("answered_by") or "", asked.get("answered_from"), asked.get("answered_to"))
        return rows if answers is None else rows.filter(Exists(answers.filter(inquiry=OuterRef("pk"))))

    def by_answers(self, rows: Rows, _name: str, _value: Any) -> Rows:
        return rows  # filter_queryset

    def by_came_from(self, rows: Rows, _name: str, day: date) -> Rows:
        return rows.filter(came_at__gte=midnight(day))

    def by_came_to(self, rows: Rows, _name: str, day: date) -> Rows:
        """To the end of that day."""
        return rows.filter(came_at__lt=midnight(day, days=1))

    def by_parked(self, rows: Rows, _name: str, reason: str) -> Rows:
        return rows.filter(parked_reason="" if reason == "no" else reason)

    def by_answered(self, rows: Rows, _name: str, answer: str) -> Rows:
        known = Exists(Answer.objects.filter(inquiry=OuterRef("pk"), first=True))
        return rows.filter(known if answer == "yes" else ~known)

    def by_quoted(self, rows: Rows, _name: str, _value: str) -> Rows:
        return rows.filter(quoted_at__isnull=False)

    def by_month(self, rows: Rows, _name: str, month: str) -> Rows:
        return rows.filter(travel_month="" if month == NO_MONTH else month)

    def by_place(self, rows: Rows, _name: str, place: str) -> Rows:
        return rows.filter(Exists(Destination.objects.filter(inquiry=OuterRef("pk"), name=place)))


def answers_of(who: str, first: date | None, last: date | None) -> QuerySet[Answer] | None:
    """Answers of one person (a key, or ELSEWHERE) from one day to another; None where nothing is asked."""
    asked = Q()
    if who:
        asked &= Q(author=None) if who == ELSEWHERE else Q(author=who)
    if first:
        asked &= Q(answered_at__gte=midnight(first))
    if last:
        asked &= Q(answered_at__lt=midnight(last, days=1))
    return Answer.objects.filter(asked) if asked else None
