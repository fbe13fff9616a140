"""What the ready question says, language by language."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from inquiries.admin_rows import RowAdmin
from inquiries.models import QuestionText
from inquiries.question_words import SHIPPED


@admin.register(QuestionText)
class QuestionTextAdmin(RowAdmin):
    list_display = ["language", "key", "text"]
    list_filter = ["language", "key"]
    list_filter_submit = False
    search_fields = ["language", "text"]
    fields = [("language", "key"), "text"]
    ordering = ["language", "key"]

    def has_delete_permission(self, request: HttpRequest, row: Model | None = None) -> bool:
        """A shipped one would come back with the next update: it is changed instead."""
        shipped = isinstance(row, QuestionText) and row.key in SHIPPED.get(row.language, {})
        return not shipped and bool(super().has_delete_permission(request, row))
