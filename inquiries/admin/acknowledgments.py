"""What acknowledgments say, which were sent, and why others were not."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from unfold.decorators import display

from inquiries.admin.hours import choose
from inquiries.admin_filters import days, word
from inquiries.admin_rows import ReadOnlyAdmin, RowAdmin, Tones, link, state_column
from inquiries.models import Acknowledgment, AcknowledgmentText, EarlyReport


class AcknowledgmentTextForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "account" in self.fields:  # not there for those who may only look
            self.fields["account"] = choose(self.instance.account, everywhere=str(_("All of them")))


@admin.register(AcknowledgmentText)
class AcknowledgmentTextAdmin(RowAdmin):
    form = AcknowledgmentTextForm
    list_display = ["language", "channel", "hours", "whose", "says", "enabled"]
    list_filter = ["channel", "closed", "enabled"]
    list_filter_submit = False
    search_fields = ["language", "account", "subject", "text"]
    fields = [("channel", "language"), ("closed", "account"), "enabled", "subject", "text"]
    ordering = ["language", "channel", "closed", "account"]

    def has_delete_permission(self, request: HttpRequest, row: Model | None = None) -> bool:
        """A shipped one would come back with the next update: it is switched off instead."""
        shipped = isinstance(row, AcknowledgmentText) and not row.account
        return not shipped and bool(super().has_delete_permission(request, row))

    @display(description=_("Hours"), ordering="closed", label=Tones(open="success", closed="info"))
    def hours(self, row: AcknowledgmentText) -> tuple[str, str]:
        if row.closed:
            return "closed", pgettext("opening hours", "Closed")
        return "open", pgettext("opening hours", "Open")

    @display(description=_("For"), ordering="account")
    def whose(self, row: AcknowledgmentText) -> str:
        return row.account or str(_("All"))

    @display(description=_("Says"))
    def says(self, row: AcknowledgmentText) -> str:
        return Truncator(" ".join(row.text.split())).chars(90)


@admin.register(Acknowledgment)
class AcknowledgmentAdmin(ReadOnlyAdmin):
    list_display = ["on_desk", "state_shown", "address", "reason", "created_at"]
    list_filter = ["state", days("created_at", _("planned"))]
    list_select_related = ["inquiry"]
    search_fields = ["=address", "=inquiry__id"]
    defer_in_lists = ("inquiry__search_text",)
    ordering = ["-id"]
    state_shown = state_column(Tones(WAITING="warning", SENT="success", SKIPPED="info", PERMANENTLY_FAILED="danger"))

    @display(description=_("Inquiry"))
    def on_desk(self, row: Acknowledgment) -> SafeString:
        return link(row.inquiry.get_absolute_url(), row.inquiry.reference)


@admin.register(EarlyReport)
class EarlyReportAdmin(ReadOnlyAdmin):
    """Bounces and statuses of what is not (yet) known as ours."""

    list_display = ["__str__", "channel", "state", "recipient", "code", "at", "created_at"]
    list_filter = [word("code", _("code")), days("created_at", _("came in"))]
    search_fields = ["=message_id", "=external_id", "=recipient"]
    ordering = ["-id"]
