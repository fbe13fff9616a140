"""What acknowledgments say, which were sent, and why others were not."""

from django.contrib import admin
from django.utils.safestring import SafeString
from unfold.decorators import display

from inquiries.admin_filters import days, word
from inquiries.admin_rows import ReadOnlyAdmin, RowAdmin, link
from inquiries.models import Acknowledgment, AcknowledgmentText, EarlyReport


@admin.register(AcknowledgmentText)
class AcknowledgmentTextAdmin(RowAdmin):
    list_display = ["language", "mailbox", "subject", "enabled"]
    list_filter = ["enabled"]
    list_filter_submit = False
    search_fields = ["language", "account", "subject"]
    fields = ["language", "account", "enabled", "subject", "text"]

    @display(description="Mailbox", ordering="account")
    def mailbox(self, row: AcknowledgmentText) -> str:
        return row.account or "All"


@admin.register(Acknowledgment)
class AcknowledgmentAdmin(ReadOnlyAdmin):
    list_display = ["on_desk", "state_shown", "address", "reason", "created_at"]
    list_filter = ["state", days("created_at", "planned")]
    list_select_related = ["inquiry"]
    search_fields = ["=address", "=inquiry__id"]
    defer_in_lists = ("inquiry__search_text",)
    ordering = ["-id"]

    @display(description="Inquiry")
    def on_desk(self, row: Acknowledgment) -> SafeString:
        return link(row.inquiry.get_absolute_url(), row.inquiry.reference)

    @display(
        description="State",
        label={"WAITING": "warning", "SENT": "success", "SKIPPED": "info", "PERMANENTLY_FAILED": "danger"},
    )
    def state_shown(self, row: Acknowledgment) -> tuple[str, str]:
        return row.state, row.get_state_display()


@admin.register(EarlyReport)
class EarlyReportAdmin(ReadOnlyAdmin):
    """Bounces and statuses of what is not (yet) known as ours."""

    list_display = ["__str__", "channel", "state", "recipient", "code", "at", "created_at"]
    list_filter = [word("code", "code"), days("created_at", "came in")]
    search_fields = ["=message_id", "=external_id", "=recipient"]
    ordering = ["-id"]
