"""Inquiries and what was said in them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from inquiries.admin_filters import days, word
from inquiries.admin_rows import HEAVY, ReadOnlyAdmin, ReadOnlyInline, Tones, link, say, staff, state_column
from inquiries.desk.again import retry_all
from inquiries.models import Attachment, Message, ThreadKey

NEED_A_PERSON = ("PERMANENTLY_FAILED", "UNCONFIRMED")
MESSAGE_TONES = Tones(
    PERMANENTLY_FAILED="danger",
    UNCONFIRMED="danger",
    RECEIVED="warning",
    QUEUED="warning",
    SENDING="warning",
    SANDBOXED="info",
    SENT="success",
    DELIVERED="success",
    READ="success",
)


class AttachmentInline(ReadOnlyInline):
    model = Attachment
    fields = readonly_fields = ["name", "content_type", "size", "state", "last_error"]

    @display(description=_("File name"))
    def name(self, attachment: Attachment) -> str:
        return str(attachment)


class ThreadKeyInline(ReadOnlyInline):
    model = ThreadKey
    fields = readonly_fields = ["key"]
    verbose_name_plural = _("Thread keys")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """One message. It never changes after it came in; replies are written on the desk."""

    list_display = [
        "id",
        "on_desk",
        "channel",
        "direction",
        "state_shown",
        "contact",
        "kind",
        "attempts",
        "error",
        "sent_at",
    ]
    list_filter = [
        "state",
        "channel",
        "direction",
        word("kind", _("kind")),
        word("account", _("account")),
        days("sent_at", _("sent")),
    ]
    list_select_related = ["inquiry", "contact"]
    search_fields = ["=id", "=external_id", "=message_id", "contact__name"]
    search_help_text = _("Number, the vendor's id, Message-ID, or the contact's name")
    defer_in_lists = (*HEAVY, "inquiry__search_text", "contact__notes")
    exclude = ["html", "raw"]
    inlines: ClassVar[list[Any]] = [AttachmentInline, ThreadKeyInline]
    actions = ["retry"]
    ordering = ["-id"]
    state_shown = state_column(MESSAGE_TONES)

    @display(description=_("On the desk"), ordering="inquiry")
    def on_desk(self, message: Message) -> SafeString:
        return link(message.get_absolute_url(), message.inquiry.reference)

    @display(description=_("Last error"))
    def error(self, message: Message) -> str:
        return message.last_error[:80]

    @action(description=_("Retry those that failed"), permissions=["retry"])
    def retry(self, request: HttpRequest, rows: QuerySet[Message]) -> None:
        say(request, *retry_all(rows.filter(state__in=NEED_A_PERSON), actor=staff(request)))

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("inquiries.add_message"))


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "content_type", "size", "state_shown", "message_link", "attempts", "error"]
    list_filter = ["state", "inline"]
    list_select_related = ["message__inquiry"]
    search_fields = ["filename", "=sha256", "=message__id"]
    search_help_text = _("File name, SHA-256, or the message's number")
    defer_in_lists = (*(f"message__{column}" for column in HEAVY), "message__inquiry__search_text")
    actions = ["fetch_again"]
    ordering = ["-id"]
    state_shown = state_column(Tones(PERMANENTLY_FAILED="danger", PENDING="warning"))

    @display(description=_("Message"), ordering="message")
    def message_link(self, attachment: Attachment) -> SafeString:
        message = attachment.message
        return link(message.get_absolute_url(), _("Message %(id)s") % {"id": message.pk})

    @display(description=_("Last error"))
    def error(self, attachment: Attachment) -> str:
        return attachment.last_error[:80]

    @action(description=_("Fetch those that failed again"), permissions=["retry"])
    def fetch_again(self, request: HttpRequest, rows: QuerySet[Attachment]) -> None:
        failed = rows.filter(state="PERMANENTLY_FAILED").select_related("message__inquiry")
        say(request, *retry_all(failed, actor=staff(request)))

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("inquiries.add_message"))


@admin.register(ThreadKey)
class ThreadKeyAdmin(ReadOnlyAdmin):
    list_display = ["key", "message_link"]
    list_select_related = ["message"]
    search_fields = ["=key", "=message__id"]
    search_help_text = _("A whole key, or the number of a message")
    defer_in_lists = tuple(f"message__{column}" for column in HEAVY)
    ordering = ["-id"]

    @display(description=_("Message"), ordering="message")
    def message_link(self, row: ThreadKey) -> SafeString:
        return link(row.message.get_absolute_url(), _("Message %(id)s") % {"id": row.message_id})
