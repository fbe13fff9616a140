"""How the team works together: who gets what comes in, what was told to whom, saved replies, reasons for a loss."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from inquiries import channels
from inquiries.admin.hours import choose
from inquiries.admin_filters import days
from inquiries.admin_rows import ReadOnlyAdmin, RowAdmin, link
from inquiries.models import AssignmentRule, LostReason, Notice, SavedReply, SavedReplyFile, User


class AssignmentRuleForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "account" in self.fields:  # not there for those who may only look, nor on the agency's own row
            self.fields["account"] = choose(self.instance.account, everywhere=str(_("The agency")))
        if "people" in self.fields:
            people: Any = self.fields["people"]
            people.queryset = User.objects.filter(is_active=True).order_by("first_name", "last_name", "username")


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(RowAdmin):
    """A row for a mailbox or number counts there instead of the agency's."""

    form = AssignmentRuleForm
    list_display = ["whose", "enabled", "who", "last"]
    list_select_related = ["last"]
    search_fields = ["account"]
    fields = ["account", "enabled", "people"]
    filter_horizontal = ["people"]
    ordering = ["account"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("people")

    def get_readonly_fields(self, request: HttpRequest, row: Model | None = None) -> list[str]:
        fields = list(super().get_readonly_fields(request, row))
        return [*fields, "whose"] if _is_agency(row) else fields

    def get_fields(self, request: HttpRequest, row: Model | None = None) -> list[str]:
        """The agency's row is the agency's for good."""
        fields = list(super().get_fields(request, row))
        return ["whose" if name == "account" else name for name in fields] if _is_agency(row) else fields

    def has_delete_permission(self, request: HttpRequest, row: Model | None = None) -> bool:
        """Not the agency's: it is switched off instead."""
        return not _is_agency(row) and bool(super().has_delete_permission(request, row))

    @display(description=_("For"), ordering="account")
    def whose(self, row: AssignmentRule) -> str:
        return channels.accounts().get(row.account, row.account) or str(_("The agency"))

    @display(description=_("In turn"))
    def who(self, row: AssignmentRule) -> str:
        return ", ".join(str(person) for person in row.people.all()) or str(_("Every agent"))


def _is_agency(row: Model | None) -> bool:
    return isinstance(row, AssignmentRule) and row.pk is not None and not row.account


@admin.register(LostReason)
class LostReasonAdmin(RowAdmin):
    """What is offered where an inquiry is lost; the words that were chosen before stay as they are."""

    list_display = ["text", "position"]
    search_fields = ["text"]
    fields = [("text", "position")]
    ordering = ["position", "id"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["kind", "person", "on_desk", "by", "state", "seen_at", "created_at"]
    list_filter = ["state", "kind", days("created_at", _("told"))]
    list_select_related = ["person", "by", "inquiry"]
    search_fields = ["=inquiry__id", "=person__username"]
    search_help_text = _("Number of an inquiry, or a user name")
    defer_in_lists = ("inquiry__search_text",)
    ordering = ["-id"]

    @display(description=_("Inquiry"))
    def on_desk(self, row: Notice) -> SafeString:
        more = f" and {len(row.others)} more" if row.others else ""
        return link(row.inquiry.get_absolute_url(), f"{row.inquiry.reference}{more}")


@admin.register(SavedReply)
class SavedReplyAdmin(ReadOnlyAdmin):
    """They are written at the desk, where blanks are chosen and checked."""

    list_display = ["title", "shortcut", "whose", "channel", "languages", "updated_at", "on_desk"]
    list_filter = ["channel"]
    list_select_related = ["owner"]
    search_fields = ["title", "shortcut"]
    ordering = ["title", "id"]

    @display(description=_("Whose"), ordering="owner")
    def whose(self, row: SavedReply) -> str:
        return str(row.owner) if row.owner else str(_("The team"))

    @display(description=_("Languages"))
    def languages(self, row: SavedReply) -> str:
        return ", ".join(sorted(row.texts))

    @display(description=_("At the desk"))
    def on_desk(self, row: SavedReply) -> SafeString | str:
        return link(reverse("saved_reply", args=[row.pk]), _("Edit")) if row.owner is None else ""


@admin.register(SavedReplyFile)
class SavedReplyFileAdmin(ReadOnlyAdmin):
    list_display = ["filename_shown", "reply", "language", "size", "created_at"]
    list_select_related = ["reply"]
    search_fields = ["filename", "reply__title"]
    ordering = ["-id"]

    @display(description=_("File"), ordering="filename")
    def filename_shown(self, row: SavedReplyFile) -> str:
        return Truncator(row.filename).chars(60)
