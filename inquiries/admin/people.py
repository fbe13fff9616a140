"""Contacts with the addresses they really wrote from, and the staff."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from inquiries.admin_rows import ReadOnlyAdmin, ReadOnlyInline, RowAdmin, link
from inquiries.models import Contact, Identity, Inquiry, User


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
    list_display = ["__str__", "home", "language", "phone", "blocked", "last_inquiry", "created_at"]
    list_filter = ["blocked", "language", ["created_at", RangeDateTimeFilter]]
    search_fields = ["name", "identities__value", "phone"]
    search_help_text = "Name, mail address or phone number"
    fields = ["name", "language", "phone", "home", "notes", "blocked", "username", "created_at"]
    readonly_fields = ["username", "created_at"]
    inlines = [IdentityInline, InquiryInline]
    defer_in_lists = ("notes",)
    ordering = ["-id"]

    @display(description="On the desk")
    def last_inquiry(self, contact: Contact) -> SafeString:
        from django.urls import reverse

        return link(f"{reverse('queue')}?contact={contact.pk}", "Inquiries")

    def has_delete_permission(self, _request: HttpRequest, _row: Contact | None = None) -> bool:
        return False  # a contact leaves with its messages and files, which is more than this page could undo


@admin.register(Identity)
class IdentityAdmin(ReadOnlyAdmin):
    list_display = ["display", "kind", "contact", "last_inbound_at", "created_at"]
    list_filter = ["kind", ["last_inbound_at", RangeDateTimeFilter]]
    list_select_related = ["contact"]
    search_fields = ["value", "contact__name"]
    defer_in_lists = ("contact__notes",)
    ordering = ["-id"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin, RowAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "full_name", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    list_filter_submit = False
    ordering = ["username"]

    def get_queryset(self, request: HttpRequest):  # type: ignore[no-untyped-def]  # two bases, two stubs
        return super().get_queryset(request).prefetch_related("groups")

    @display(description="Name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @display(description="Roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or ("superuser" if user.is_superuser else "none")
