"""Opening hours: one row for the agency, more where a mailbox or number keeps others."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from inquiries import channels, readers, targets, week
from inquiries.admin_rows import RowAdmin
from inquiries.desk.words import clock
from inquiries.models import OpeningHours


def account_choices(kept: str, *, everywhere: str) -> list[tuple[str, str]]:
    """Our mailboxes and numbers to choose from, `everywhere` first; `kept` stays, though it is none any more."""
    names = channels.accounts()
    choices = [("", everywhere), *((account.lower(), f"{label} ({account})") for account, label in names.items())]
    return choices if kept in dict(choices) else [*choices, (kept, kept)]


def choose(kept: str, *, everywhere: str, label: str | None = None) -> forms.ChoiceField:
    """The field that offers them."""
    choices = account_choices(kept, everywhere=everywhere)
    return forms.ChoiceField(choices=choices, required=False, label=label or _("For"), widget=UnfoldAdminSelectWidget())


def _zones(kept: str) -> list[tuple[str, str]]:
    own = _("The desk's own (%(zone)s)") % {"zone": settings.TIME_ZONE}
    found = [("", own), *((name, name) for name in readers.zones())]
    return found if kept in dict(found) else [*found, (kept, kept)]


class OpeningHoursForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Whose and where are chosen, not typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "account" in self.fields:  # not there for those who may only look, nor on the agency's own row
            self.fields["account"] = choose(self.instance.account, everywhere=str(_("The agency")))
        if "time_zone" in self.fields:
            choices = _zones(self.instance.time_zone)
            self.fields["time_zone"] = forms.ChoiceField(
                choices=choices, required=False, label=_("Time zone"), widget=UnfoldAdminSelectWidget()
            )


class AccountAdmin(RowAdmin):
    """Rows of which one is the agency's, for good, and others are of a mailbox or number that differs from it.

    Deadlines hang on them: after each edit those who wait are counted anew.
    """

    readonly_fields: ClassVar[list[str]] = ["means"]

    def get_readonly_fields(self, request: HttpRequest, row: Model | None = None) -> list[str]:
        fields = list(super().get_readonly_fields(request, row))
        return ["whose" if name == "account" else name for name in fields] + (["whose"] if _is_agency(row) else [])

    def get_fieldsets(self, request: HttpRequest, row: Model | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, row)
        if not _is_agency(row):
            return fieldsets
        (title, first), *others = fieldsets
        names = tuple("whose" if name == "account" else name for name in first["fields"])
        return [(title, first | {"fields": names}), *others]

    def has_delete_permission(self, request: HttpRequest, row: Model | None = None) -> bool:
        """Not the agency's: everything counts by it."""
        return not _is_agency(row) and bool(super().has_delete_permission(request, row))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(targets.recompute)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        transaction.on_commit(targets.recompute)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset.exclude(account=""))
        transaction.on_commit(targets.recompute)

    @display(description=_("For"), ordering="account")
    def whose(self, row: Any) -> str:
        return channels.accounts().get(row.account, row.account) or str(_("The agency"))


def _is_agency(row: Any) -> bool:
    return row is not None and row.pk is not None and not row.account


@admin.register(OpeningHours)
class OpeningHoursAdmin(AccountAdmin):
    """Acknowledgments say when you open again; alarms and targets count open hours only."""

    form = OpeningHoursForm
    list_display = ["whose", "now", "hours", "days_off_shown", "zone"]
    search_fields = ["account"]
    fieldsets = (
        (None, {"fields": ("account", "time_zone", "means")}),
        (
            _("Week"),
            {
                "fields": week.DAYS,
                "description": _(
                    "From when to when somebody answers: 09:00-18:00, or 09:00-12:30, 14:00-18:00. "
                    "Empty: closed that day."
                ),
            },
        ),
        (_("Days off"), {"fields": ("days_off",)}),
    )
    ordering = ["account"]

    @display(description=_("Now"), label={"open": "success", "closed": "info"})
    def now(self, row: OpeningHours) -> tuple[str, str]:
        now = timezone.now()
        return "open" if row.as_week().opens_at(now) == now else "closed", self.means(row).rstrip(".")

    @display(description=_("Now"))
    def means(self, row: OpeningHours) -> str:
        """Says in one line whether what was entered means what was meant."""
        now = timezone.now()
        opens = row.as_week().opens_at(now)
        if opens == now:
            return str(_("Open."))
        return _("Closed until %(when)s.") % {"when": clock(opens, now=now)} if opens else str(_("Closed."))

    @display(description=_("Week"))
    def hours(self, row: OpeningHours) -> str:
        """ "Mon-Fri 09:00-18:00, Sat 10:00-14:00"."""
        groups: list[tuple[str, str, str]] = []  # first day, last day, hours
        for name in week.DAYS:
            day, said = str(WEEKDAYS_ABBR[week.DAYS.index(name)]), getattr(row, name)
            if groups and groups[-1][2] == said:
                groups[-1] = (groups[-1][0], day, said)
            else:
                groups.append((day, day, said))
        shown = (f"{first if first == last else f'{first}-{last}'} {said}" for first, last, said in groups if said)
        return "; ".join(shown) or str(_("Never"))

    @display(description=_("Days off"))
    def days_off_shown(self, row: OpeningHours) -> str:
        return str(len(row.as_week().off) or "")

    @display(description=_("Time zone"))
    def zone(self, row: OpeningHours) -> str:
        return row.time_zone or settings.TIME_ZONE
