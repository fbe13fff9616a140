"""What a machine wrote for staff who asked for it, and what it cost."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from inquiries.admin_filters import days, word
from inquiries.admin_rows import ReadOnlyAdmin, Tones, link, state_column
from inquiries.models import Assist

STATE_TONES = Tones(WAITING="info", DONE="success", REFUSED="warning", PERMANENTLY_FAILED="danger")


@admin.register(Assist)
class AssistAdmin(ReadOnlyAdmin):
    """It is asked for and used on the inquiry's page."""

    list_display = ["kind", "inquiry_link", "state_shown", "engine", "version", "cost", "requested_by", "created_at"]
    list_display_links = ["kind"]
    list_filter = ["state", "kind", "engine", word("version", _("version")), days("created_at", _("asked for"))]
    list_select_related = ["inquiry", "requested_by"]
    search_fields = ["=inquiry__id"]
    search_help_text = _("Number of an inquiry")
    defer_in_lists = ("text", "source", "inquiry__search_text")
    ordering = ["-id"]
    state_shown = state_column(STATE_TONES)

    @display(description=_("Inquiry"), ordering="inquiry")
    def inquiry_link(self, row: Assist) -> SafeString:
        return link(row.inquiry.get_absolute_url(), row.inquiry.reference)
