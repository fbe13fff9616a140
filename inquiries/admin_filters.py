"""Filters that any change list may use."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from unfold.contrib.filters.admin import TextFilter
from unfold.widgets import INPUT_CLASSES

from inquiries.agency_days import midnight


def parse_day(text: str) -> date | None:
    """A day as a date field sends it; None for what makes no sense."""
    try:
        return parse_date(text)
    except ValueError:  # well formed, but no such day
        return None


class DayForm(forms.Form):
    """Date fields by name and label; their values are shown as they were sent."""

    def __init__(self, fields: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, label in fields.items():
            attrs = {"type": "date", "aria-label": label, "title": label, "class": " ".join(INPUT_CLASSES)}
            self.fields[name] = forms.DateField(label=label, required=False, widget=forms.DateInput(attrs=attrs))


class DaysFilter(admin.SimpleListFilter):
    """From a day to the end of another. Unfold's own compares with times that have no zone."""

    template = "unfold/filters/filters_date_range.html"
    column = ""

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        self.parameter_name = f"{self.column}_from"
        super().__init__(request, params, model, model_admin)
        if self.parameter_until in params:
            self.used_parameters[self.parameter_until] = params.pop(self.parameter_until)[-1]

    @property
    def parameter_until(self) -> str:
        return f"{self.column}_to"

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter_name, self.parameter_until]

    def has_output(self) -> bool:
        return True

    def lookups(self, *_args: Any) -> list[Any]:
        return []

    def queryset(self, _request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        since = parse_day(self.used_parameters.get(str(self.parameter_name)) or "")
        until = parse_day(self.used_parameters.get(self.parameter_until) or "")
        if since:
            rows = rows.filter(**{f"{self.column}__gte": midnight(since)})
        if until:
            rows = rows.filter(**{f"{self.column}__lt": midnight(until, days=1)})
        return rows

    def choices(self, _changelist: ChangeList) -> Iterator[Any]:
        fields = {
            str(self.parameter_name): _("%(title)s: from") % {"title": self.title},
            self.parameter_until: _("%(title)s: to") % {"title": self.title},
        }
        yield {"form": DayForm(fields, data=self.used_parameters)}


class WordFilter(TextFilter):  # type: ignore[misc]  # Unfold is untyped
    """Rows whose column is exactly the typed word. Django's own filter would read the whole table for its choices."""

    def queryset(self, _request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        word = (self.value() or "").strip()
        return rows.filter(**{str(self.parameter_name): word}) if word else rows


def word(column: str, title: Any) -> type[WordFilter]:
    """A WordFilter of a column: `list_filter = [word("kind", "kind")]`."""
    return type("Word", (WordFilter,), {"parameter_name": column, "title": title})


def days(column: str, title: Any) -> type[DaysFilter]:
    """A DaysFilter of a column with a time: `list_filter = [days("sent_at", "sent")]`."""
    return type("Days", (DaysFilter,), {"column": column, "title": title})
