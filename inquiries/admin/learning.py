"""What staff corrected, and the jobs that read again. The pages for people are on the desk, under Reading."""

from django.contrib import admin
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from inquiries.admin_filters import days, word
from inquiries.admin_rows import ReadOnlyAdmin, Tones, link, state_column
from inquiries.fact_words import display as shown
from inquiries.models import Correction, Rerun, RerunChange

KIND_TONES = Tones(confirmed="success", wrong="warning", invented="danger", missing="info")
STATE_TONES = Tones(RUNNING="info", DONE="success", CANCELLED="warning", PERMANENTLY_FAILED="danger")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["field", "kind_shown", "read", "right", "version", "inquiry_link", "author", "latest", "created_at"]
    list_filter = [
        "kind",
        "field",
        "latest",
        word("engine", _("engine")),
        word("version", _("version")),
        word("channel", _("channel")),
        word("language", _("language")),
        days("created_at", _("decided")),
    ]
    list_select_related = ["inquiry", "author"]
    search_fields = ["=inquiry__id"]
    search_help_text = _("Number of the inquiry")
    defer_in_lists = ("inquiry__search_text",)
    ordering = ["-id"]

    @display(description=_("Decision"), ordering="kind", label=KIND_TONES)
    def kind_shown(self, row: Correction) -> tuple[str, str]:
        return row.kind, row.get_kind_display()

    @display(description=_("Was read as"))
    def read(self, row: Correction) -> str:
        return shown(row.field, row.predicted)

    @display(description=_("Is"))
    def right(self, row: Correction) -> str:
        return shown(row.field, row.corrected)

    @display(description=_("Inquiry"), ordering="inquiry")
    def inquiry_link(self, row: Correction) -> SafeString:
        return link(row.inquiry.get_absolute_url(), row.inquiry.reference)


@admin.register(Rerun)
class RerunAdmin(ReadOnlyAdmin):
    list_display = [
        "job", "state_shown", "dry", "engine", "version", "done", "total", "changed", "failed", "actor", "created_at",
    ]  # fmt: skip
    list_filter = ["state", "dry", days("created_at", _("asked for"))]
    list_select_related = ["actor"]
    search_fields = ["=id"]
    search_help_text = _("Number of the job")
    ordering = ["-id"]
    state_shown = state_column(STATE_TONES)

    @display(description=_("Job"), ordering="id")
    def job(self, row: Rerun) -> SafeString:
        return link(reverse("reading_job", args=[row.pk]), str(row))


@admin.register(RerunChange)
class RerunChangeAdmin(ReadOnlyAdmin):
    list_display = ["field", "was", "now", "proposed", "was_read_by", "rerun", "message_link"]
    list_filter = ["field", "proposed"]
    list_select_related = ["rerun", "message__inquiry"]
    search_fields = ["=rerun__id"]
    search_help_text = _("Number of the job")
    defer_in_lists = (
        *(f"message__{column}" for column in ("text", "html", "quoted_text", "search_text")),
        "message__inquiry__search_text",
    )
    ordering = ["-id"]

    @display(description=_("Before"))
    def was(self, row: RerunChange) -> str:
        return shown(row.field, row.before)

    @display(description=_("After"))
    def now(self, row: RerunChange) -> str:
        return shown(row.field, row.after)

    @display(description=_("Message"), ordering="message")
    def message_link(self, row: RerunChange) -> SafeString:
        return link(row.message.get_absolute_url(), _("Message %(id)s") % {"id": row.message_id})
