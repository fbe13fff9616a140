"""What the figures of waiting times are made of. The page for people is on the desk, under Figures."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from inquiries.admin_filters import days
from inquiries.admin_rows import ReadOnlyAdmin, link
from inquiries.models import Answer


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ["inquiry_link", "author", "asked_at", "answered_at", "minutes", "open_minutes", "first"]
    list_filter = ["first", days("answered_at", _("answered"))]
    list_select_related = ["inquiry", "author"]
    search_fields = ["=inquiry__id"]
    search_help_text = _("Number of the inquiry")
    defer_in_lists = ("inquiry__search_text",)
    ordering = ["-id"]

    @display(description=_("Inquiry"), ordering="inquiry")
    def inquiry_link(self, row: Answer) -> SafeString:
        return link(f"{row.inquiry.get_absolute_url()}#m-{row.message_id}", row.inquiry.reference)

    @display(description=_("Minutes"))
    def minutes(self, row: Answer) -> int:
        return row.seconds // 60

    @display(description=_("Minutes of opening hours"))
    def open_minutes(self, row: Answer) -> int:
        return row.open_seconds // 60
