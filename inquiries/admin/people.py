"""Contacts with the addresses they really wrote from."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from inquiries import blocking, workflow
from inquiries.addresses import show_phone
from inquiries.admin_filters import days, word
from inquiries.admin_rows import ReadOnlyAdmin, ReadOnlyInline, RowAdmin, link, staff
from inquiries.errors import InvalidInput
from inquiries.models import BlockedSender, Contact, Identity, Inquiry


class IdentityInline(ReadOnlyInline):
    model = Identity
    fields = readonly_fields = ["kind", "words", "parent", "confirmed", "former_at", "last_inbound_at", "created_at"]
    verbose_name_plural = _("Addresses")

    @display(description=_("Address"))
    def words(self, identity: Identity) -> str:
        return identity.words


class InquiryInline(ReadOnlyInline):
    model = Inquiry
    fields = readonly_fields = ["desk", "status", "trip", "assignee", "last_message_at"]
    ordering = ["-last_message_at"]
    per_page = 20

    @display(description=_("Inquiry"))
    def desk(self, inquiry: Inquiry) -> SafeString:
        return link(inquiry.get_absolute_url(), inquiry.reference)


@admin.register(Contact)
class ContactAdmin(RowAdmin):
    list_display = ["__str__", "home", "language", "telephone", "blocked", "on_desk", "created_at"]
    list_filter = ["blocked", word("language", _("language")), days("created_at", _("created"))]
    search_fields = ["name", "username", "identities__value", "phone"]
    search_help_text = _("Name, user name, mail address or phone number")
    fields = ["name", "language", "phone", "home", "notes", "blocked", "username", "joined_into", "created_at"]
    readonly_fields = ["username", "joined_into", "created_at"]
    inlines = [IdentityInline, InquiryInline]
    defer_in_lists = ("notes",)
    ordering = ["-id"]
    actions = ["block", "unblock"]

    def save_model(self, request: HttpRequest, obj: Contact, form: "forms.ModelForm[Contact]", change: bool) -> None:
        """The tick of "blocked" does what the desk's button does: with an event, and with the inquiries."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        workflow.change_contact(obj, fields=[name for name in form.changed_data if name != "blocked"])
        if "blocked" in form.changed_data:
            (blocking.block if obj.blocked else blocking.unblock)(obj, actor=staff(request))

    @action(description=_("Block: park what they write"), permissions=["change"])
    def block(self, request: HttpRequest, rows: QuerySet[Contact]) -> None:
        for contact in (chosen := list(rows)):
            blocking.block(contact, actor=staff(request))
        self.message_user(
            request,
            ngettext(
                "%(count)d blocked. What they write is parked; unblock them to undo it.",
                "%(count)d blocked. What they write is parked; unblock them to undo it.",
                len(chosen),
            )
            % {"count": len(chosen)},
        )

    @action(description=_("Unblock"), permissions=["change"])
    def unblock(self, request: HttpRequest, rows: QuerySet[Contact]) -> None:
        for contact in (chosen := list(rows)):
            blocking.unblock(contact, actor=staff(request))
        self.message_user(
            request, ngettext("%(count)d unblocked.", "%(count)d unblocked.", len(chosen)) % {"count": len(chosen)}
        )

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return _inquiries_of(obj) if obj is not None else None

    @display(description=_("Phone"), ordering="phone")
    def telephone(self, contact: Contact) -> str:
        return show_phone(contact.phone)

    @display(description=_("On the desk"))
    def on_desk(self, contact: Contact) -> SafeString:
        return link(_inquiries_of(contact), _("Inquiries"))

    def has_delete_permission(self, _request: HttpRequest, _row: Contact | None = None) -> bool:
        return False  # a contact leaves with its messages and files, which is more than this page could undo


def _inquiries_of(contact: Contact) -> str:
    return f"{reverse('queue')}?tab=all&contact={contact.pk}"


@admin.register(Identity)
class IdentityAdmin(ReadOnlyAdmin):
    list_display = ["words", "kind", "contact", "last_inbound_at", "former_at", "created_at"]
    list_filter = ["kind", days("last_inbound_at", _("last wrote"))]
    list_select_related = ["contact"]
    search_fields = ["value", "contact__name"]
    defer_in_lists = ("contact__notes",)
    ordering = ["-id"]

    @display(description=_("Address"), ordering="display")
    def words(self, identity: Identity) -> str:
        return identity.words


class BlockedSenderForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    def clean_value(self) -> str:
        try:
            return blocking.check_sender(self.cleaned_data["value"])
        except InvalidInput as problem:
            raise ValidationError(str(problem)) from problem


@admin.register(BlockedSender)
class BlockedSenderAdmin(RowAdmin):
    """Addresses and domains. Made and deleted by the desk's own functions, so that both park and bring back."""

    form = BlockedSenderForm
    list_display = ["value", "reach", "reason", "created_by", "created_at"]
    list_filter = [days("created_at", _("blocked"))]
    list_select_related = ["created_by"]
    search_fields = ["value", "reason"]
    fields = ["value", "reason", "created_by", "created_at"]

    @display(description=_("Reach"))
    def reach(self, row: BlockedSender) -> str:
        return str(_("Everybody of the domain") if row.is_domain else _("This address"))

    def get_readonly_fields(self, _request: HttpRequest, obj: BlockedSender | None = None) -> list[str]:
        fixed = ["created_by", "created_at"]
        return ["value", *fixed] if obj else fixed

    def save_model(
        self, request: HttpRequest, obj: BlockedSender, form: "forms.ModelForm[BlockedSender]", change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        row = blocking.block_sender(obj.value, actor=staff(request), reason=obj.reason)
        obj.pk, obj.created_by, obj.created_at = row.pk, row.created_by, row.created_at
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: BlockedSender) -> None:
        blocking.unblock_sender(obj, actor=staff(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            blocking.unblock_sender(row, actor=staff(request))
