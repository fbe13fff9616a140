"""Contacts with the addresses they really wrote from."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.decorators import display

from inquiries import workflow
from inquiries.admin_filters import days, word
from inquiries.admin_rows import ReadOnlyAdmin, ReadOnlyInline, RowAdmin, link
from inquiries.models import Contact, Identity, Inquiry


class IdentityInline(ReadOnlyInline):
    model = Identity
    fields = readonly_fields = ["kind", "display", "last_inbound_at", "created_at"]
    verbose_name_plural = "Addresses"


class InquiryInline(ReadOnlyInline):
    model = Inquiry
    fields = readonly_fields = ["desk", "status", "trip", "assignee", "last_message_at"]
    ordering = ["-last_message_at"]
    per_page = 20

    @display(description="Inquiry")
    def desk(self, inquiry: Inquiry) -> SafeString:
        return link(inquiry.get_absolute_url(), inquiry.reference)


@admin.register(Contact)
class ContactAdmin(RowAdmin):
    list_display = ["__str__", "home", "language", "phone", "blocked", "on_desk", "created_at"]
    list_filter = ["blocked", word("language", "language"), days("created_at", "created")]
    search_fields = ["name", "identities__value", "phone"]
    search_help_text = "Name, mail address or phone number"
    fields = ["name", "language", "phone", "home", "notes", "blocked", "username", "created_at"]
    readonly_fields = ["username", "created_at"]
    inlines = [IdentityInline, InquiryInline]
    defer_in_lists = ("notes",)
    ordering = ["-id"]

    @display(description="On the desk")
    def on_desk(self, contact: Contact) -> SafeString:
        return link(f"{reverse('queue')}?tab=all&contact={contact.pk}", "Inquiries")

    def save_model(self, request: HttpRequest, obj: Contact, form: Any, change: bool) -> None:
        if change:
            workflow.change_contact(obj, fields=form.changed_data)
        else:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, _request: HttpRequest, _row: Contact | None = None) -> bool:
        return False  # a contact leaves with its messages and files, which is more than this page could undo


@admin.register(Identity)
class IdentityAdmin(ReadOnlyAdmin):
    list_display = ["display", "kind", "contact", "last_inbound_at", "created_at"]
    list_filter = ["kind", days("last_inbound_at", "last wrote")]
    list_select_related = ["contact"]
    search_fields = ["value", "contact__name"]
    defer_in_lists = ("contact__notes",)
    ordering = ["-id"]
