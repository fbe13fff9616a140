"""What was suggested, what people answered, and what they put together or apart."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from inquiries.admin_filters import days
from inquiries.admin_rows import HEAVY, ReadOnlyAdmin, link
from inquiries.models import Inquiry, Mention, Regrouping, Suggestion


def _inquiry(row: Inquiry) -> SafeString:
    return link(row.get_absolute_url(), row.reference)


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    """It is answered on the inquiry's page, where its reasons are read in their messages."""

    list_display = ["kind", "one_link", "other_link", "why", "state", "decided_by", "created_at"]
    list_display_links = ["kind"]
    list_filter = ["state", "kind", days("created_at", _("created"))]
    list_select_related = ["one", "other", "decided_by"]
    search_fields = ["=one__id", "=other__id"]
    search_help_text = _("Number of an inquiry")
    defer_in_lists = ("one__search_text", "other__search_text")
    ordering = ["-id"]

    @display(description=_("Inquiry"))
    def one_link(self, row: Suggestion) -> SafeString:
        return _inquiry(row.one)

    @display(description=_("And"))
    def other_link(self, row: Suggestion) -> SafeString:
        return _inquiry(row.other)

    @display(description=_("Why"))
    def why(self, row: Suggestion) -> str:
        return "; ".join(str(reason["words"]) for reason in row.reasons)[:200]


@admin.register(Regrouping)
class RegroupingAdmin(ReadOnlyAdmin):
    list_display = ["kind", "source_link", "target_link", "actor", "created_at", "undone_by", "undone_at"]
    list_display_links = ["kind"]
    list_filter = ["kind", days("created_at", _("done")), days("undone_at", _("undone"))]
    list_select_related = ["source", "target", "actor", "undone_by"]
    search_fields = ["=source__id", "=target__id"]
    search_help_text = _("Number of an inquiry")
    defer_in_lists = ("data", "source__search_text", "target__search_text")
    ordering = ["-id"]

    @display(description=_("From"))
    def source_link(self, row: Regrouping) -> SafeString:
        return _inquiry(row.source)

    @display(description=_("To"))
    def target_link(self, row: Regrouping) -> SafeString:
        return _inquiry(row.target)


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    list_display = ["kind", "value", "message_link"]
    list_filter = ["kind"]
    list_select_related = ["message"]
    defer_in_lists = tuple(f"message__{column}" for column in HEAVY)
    search_fields = ["=value", "=message__id"]
    search_help_text = _("An address as it is kept, or the number of a message")
    ordering = ["-id"]

    @display(description=_("Message"), ordering="message")
    def message_link(self, row: Mention) -> SafeString:
        return link(row.message.get_absolute_url(), _("Message %(id)s") % {"id": row.message_id})
