"""Exports as rows, for admins. The page for people is on the desk, under Exports."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from inquiries.admin_filters import days
from inquiries.admin_rows import ReadOnlyAdmin, Tones, link, state_column
from inquiries.models import Export

STATE_TONES = Tones(RUNNING="info", DONE="success", CANCELLED="warning", PERMANENTLY_FAILED="danger")


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ["job", "state_shown", "actor", "format", "done", "total", "created_at", "finished_at"]
    list_filter = ["state", "format", days("created_at", _("asked for"))]
    list_select_related = ["actor"]
    search_fields = ["=id"]
    search_help_text = _("Number of the export")
    ordering = ["-id"]
    state_shown = state_column(STATE_TONES)

    @display(description=_("Export"), ordering="id")
    def job(self, row: Export) -> SafeString:
        return link(row.get_absolute_url(), str(row))
