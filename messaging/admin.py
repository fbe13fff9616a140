"""WhatsApp's rows in the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from inquiries.admin_filters import days, word
from inquiries.admin_rows import HEAVY, ReadOnlyAdmin, Tones, link, state_column
from inquiries.doorbell import ring
from messaging.admin_templates import WhatsAppTemplateAdmin
from messaging.models import RecipientPause, Signal, WebhookEvent, WhatsAppMessage
from messaging.numbers_admin import WhatsAppNumberAdmin

__all__ = ["WebhookEventAdmin", "WhatsAppMessageAdmin", "WhatsAppNumberAdmin", "WhatsAppTemplateAdmin"]


@admin.register(RecipientPause)
class RecipientPauseAdmin(ReadOnlyAdmin):
    """People to whom Meta takes no more from us for the moment."""

    list_display = ["number", "until", "times"]
    list_filter = [days("until", _("until"))]
    search_fields = ["=number"]


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnlyAdmin):
    """A body as Meta sent it. It holds customers' words and numbers, so its bytes are for managers."""

    list_display = ["id", "state_shown", "summary", "size", "attempts", "error", "body_link", "received_at"]
    list_filter = ["state", days("received_at", _("received"))]
    search_fields = ["=id", "=sha256"]
    search_help_text = _("Number, or the SHA-256 of the body")
    defer_in_lists = ("body",)
    exclude = ["body"]
    readonly_fields = ["body_link"]
    actions = ["retry"]
    ordering = ["-id"]
    state_shown = state_column(Tones(PERMANENTLY_FAILED="danger", RECEIVED="warning"))

    @display(description=_("Last error"))
    def error(self, event: WebhookEvent) -> str:
        return event.last_error[:80]

    @display(description=_("The body itself"))
    def body_link(self, event: WebhookEvent) -> SafeString:
        return link(reverse("admin:messaging_webhookevent_body", args=[event.pk]), _("Download"))

    def get_urls(self) -> list[URLPattern]:
        body = path("<int:pk>/body/", self.admin_site.admin_view(self.body), name="messaging_webhookevent_body")
        return [body, *super().get_urls()]

    def body(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes that were signed, as a download."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        event = get_object_or_404(WebhookEvent, pk=pk)
        if not event.body:
            words = _("This body was taken in and is kept no longer (WEBHOOK_KEEP_DAYS).")
            return HttpResponse(words, "text/plain", 410)
        name = f'attachment; filename="webhook-{event.pk}.json"'
        return HttpResponse(bytes(event.body), "application/octet-stream", headers={"Content-Disposition": name})

    @action(description=_("Read those that failed again"), permissions=["view"])
    def retry(self, request: HttpRequest, rows: QuerySet[WebhookEvent]) -> None:
        done = 0
        for pk in rows.values_list("pk", flat=True):
            if WebhookEvent.objects.restart(pk, state=WebhookEvent.State.RECEIVED):
                ring("messaging.ingest_event", pk)
                done += 1
        self.message_user(request, ngettext("%(count)d read again.", "%(count)d read again.", done) % {"count": done})


@admin.register(Signal)
class SignalAdmin(ReadOnlyAdmin):
    """Which messages customers were shown as read, and where they saw somebody type."""

    list_display = ["message_link", "kind", "state_shown", "asked_at", "attempts", "last_error"]
    list_filter = ["kind", "state", days("asked_at", _("asked"))]
    list_select_related = ["message__inquiry"]
    search_fields = ["=message__id"]
    search_help_text = _("Number of the message")
    defer_in_lists = ("message__inquiry__search_text", *(f"message__{name}" for name in HEAVY))
    ordering = ["-id"]
    state_shown = state_column(Tones(PERMANENTLY_FAILED="danger", WAITING="warning"))

    @display(description=_("Message"))
    def message_link(self, signal: Signal) -> SafeString:
        message: Any = signal.message
        return link(message.get_absolute_url(), _("Message %(id)s") % {"id": message.pk})


@admin.register(WhatsAppMessage)
class WhatsAppMessageAdmin(ReadOnlyAdmin):
    """What only WhatsApp knows of a message."""

    list_display = ["message_link", "type", "event", "forwarded", "emoji", "edited_at", "revoked_at"]
    list_filter = [word("type", _("type")), "forwarded"]
    list_select_related = ["message__inquiry", "event"]
    search_fields = ["=message__id", "=context_id", "=target_id"]
    search_help_text = _("Number of the message, or an id of Meta's")
    defer_in_lists = (
        "payload",
        "event__body",
        "message__inquiry__search_text",
        *(f"message__{name}" for name in HEAVY),
    )
    ordering = ["-message"]

    @display(description=_("Message"))
    def message_link(self, row: WhatsAppMessage) -> SafeString:
        message: Any = row.message
        return link(message.get_absolute_url(), _("Message %(id)s") % {"id": message.pk})
