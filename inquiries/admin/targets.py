"""Answer targets: one row for the agency, more where a mailbox or number promises its customers something else."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from inquiries import targets
from inquiries.admin.hours import AccountAdmin, choose
from inquiries.desk.words import clock
from inquiries.models import AnswerTarget


class AnswerTargetForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Whose is chosen, not typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "account" in self.fields:  # not there for those who may only look, nor on the agency's own row
            self.fields["account"] = choose(self.instance.account, everywhere=str(_("The agency")))


@admin.register(AnswerTarget)
class AnswerTargetAdmin(AccountAdmin):
    """By these the queue says what to answer first, and what is late."""

    form = AnswerTargetForm
    list_display = ["whose", "first", "later", "counted", "means"]
    search_fields = ["account"]
    fieldsets = ((None, {"fields": ("account", "first_hours", "later_hours", "in_opening_hours", "means")}),)
    ordering = ["account"]

    @display(description=_("First answer within"), ordering="first_hours")
    def first(self, row: AnswerTarget) -> str:
        return _("%(hours)s h") % {"hours": localize(row.first_hours.normalize())}

    @display(description=_("Later answers within"), ordering="later_hours")
    def later(self, row: AnswerTarget) -> str:
        return _("%(hours)s h") % {"hours": localize(row.later_hours.normalize())}

    @display(description=_("Counted"))
    def counted(self, row: AnswerTarget) -> str:
        return str(_("in opening hours") if row.in_opening_hours else _("round the clock"))

    @display(description=_("Who writes now"))
    def means(self, row: AnswerTarget) -> str:
        """Says in one line whether what was entered means what was meant."""
        now = timezone.now()
        clocked = targets.Clock(row, targets.clocks([row.account])[row.account].week)
        first, later = (clock(clocked.due(now, first=first), now=now) for first in (True, False))
        words = _("For the first time: answered by %(first)s. Again: by %(later)s.")
        return words % {"first": first, "later": later}
