"""What we promised and what became of it."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from inquiries.admin_filters import days
from inquiries.admin_rows import ReadOnlyAdmin, link
from inquiries.models import Promise


@admin.register(Promise)
class PromiseAdmin(ReadOnlyAdmin):
    """It is settled on the inquiry's page, where its words stand in their message."""

    list_display = ["what", "inquiry_link", "due_at", "state", "settled_by", "settled_at"]
    list_display_links = ["what"]
    list_filter = ["state", "what", days("due_at", _("due"))]
    list_select_related = ["message__inquiry", "settled_by"]
    search_fields = ["=message__inquiry__id"]
    search_help_text = _("Number of an inquiry")
    defer_in_lists = (
        "message__text",
        "message__html",
        "message__quoted_text",
        "message__search_text",
        "message__inquiry__search_text",
    )
    ordering = ["-id"]

    @display(description=_("Inquiry"))
    def inquiry_link(self, row: Promise) -> SafeString:
        return link(row.message.inquiry.get_absolute_url(), row.message.inquiry.reference)
