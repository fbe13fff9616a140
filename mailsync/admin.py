"""Mail's rows in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.decorators import action, display

from inquiries.admin_filters import days, word
from inquiries.admin_rows import ReadOnlyAdmin, RowAdmin, link
from inquiries.doorbell import ring
from mailsync import subscriptions
from mailsync.models import EmailMessage, Mailbox, MailFolder, Subscription

HEAVY = ("text", "quoted_text", "html", "search_text")


class FolderInline(TabularInline):  # type: ignore[misc]  # Unfold is untyped
    model = MailFolder
    fields = ["name", "since", "last_synced_at", "resyncs"]
    readonly_fields = ["last_synced_at", "resyncs"]
    extra = 0


@admin.register(Mailbox)
class MailboxAdmin(RowAdmin):
    list_display = ["address", "name", "state", "enabled", "acknowledge", "last_synced_at", "last_sent_at", "error"]
    list_filter = ["enabled", "acknowledge"]
    list_filter_submit = False
    search_fields = ["address", "name"]
    readonly_fields = [
        "last_synced_at",
        "last_sent_at",
        "last_error",
        "failing_since",
        "blocked_until",
        "lease_until",
        "last_page_at",
        "alarmed_at",
        "send_until",
        "created_at",
    ]
    inlines = [FolderInline]
    actions = ["fetch"]

    def save_model(self, _request: HttpRequest, obj: Mailbox, form: "ModelForm[Mailbox]", change: bool) -> None:
        """Only what was edited: leases and waits move on while somebody looks at the form."""
        obj.save(update_fields=form.changed_data if change else None)

    def save_related(self, request: HttpRequest, form: "ModelForm[Mailbox]", formsets: list[Any], change: bool) -> None:
        """A line of folders that was left as it stood, "inbox", counts as empty for Django; it was meant."""
        super().save_related(request, form, formsets, change)
        if not change and not form.instance.folders.exists():
            form.instance.folders.create(name="inbox")

    @display(
        description=_("State"), label={"failing": "danger", "waiting": "warning", "well": "success", "off": "info"}
    )
    def state(self, row: Mailbox) -> tuple[str, str]:
        if not row.enabled:
            return "off", str(_("Off"))
        if row.last_error:
            return "failing", str(_("Failing"))
        return ("well", str(_("Well"))) if row.last_synced_at else ("waiting", str(_("Waiting")))

    @display(description=_("Last error"))
    def error(self, row: Mailbox) -> str:
        return row.last_error[:80]

    @action(description=_("Fetch new mail now"), permissions=["view"])
    def fetch(self, request: HttpRequest, rows: QuerySet[Mailbox]) -> None:
        pks = list(rows.filter(enabled=True).values_list("pk", flat=True))
        for pk in pks:
            ring("mailsync.sync_mailbox", pk)
        self.message_user(
            request,
            ngettext(
                "%(count)d fetched in a moment by the worker.", "%(count)d fetched in a moment by the worker.", len(pks)
            )
            % {"count": len(pks)},
        )


@admin.register(MailFolder)
class MailFolderAdmin(RowAdmin):
    list_display = ["mailbox", "name", "since", "last_synced_at", "passed_at", "stuck_rounds", "resyncs"]
    list_filter = ["mailbox"]
    list_filter_submit = False
    list_select_related = ["mailbox"]
    search_fields = ["mailbox__address", "name"]
    readonly_fields = ["last_synced_at", "passed_at", "stuck_rounds", "resyncs"]
    defer_in_lists = ("delta_link", "pass_link")
    actions = ["read_anew"]

    @action(description=_("Read everything anew (nothing comes twice)"), permissions=["change"])
    def read_anew(self, request: HttpRequest, rows: QuerySet[MailFolder]) -> None:
        mailboxes = set(rows.values_list("mailbox", flat=True))
        done = rows.update(delta_link="", stuck_rounds=0)
        for pk in mailboxes:
            ring("mailsync.sync_mailbox", pk)
        self.message_user(
            request,
            ngettext("%(count)d read from their start.", "%(count)d read from their start.", done) % {"count": done},
        )


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    """Microsoft's notifications of new mail, one row a folder."""

    list_display = ["folder", "state_shown", "expires_at", "last_notified_at", "due_at", "attempts", "error"]
    list_filter = ["state"]
    list_select_related = ["folder__mailbox"]
    exclude = ["fingerprint"]
    actions = ["renew"]
    ordering = ["id"]

    @display(description=_("State"), ordering="state", label={"PERMANENTLY_FAILED": "danger", "ACTIVE": "success"})
    def state_shown(self, row: Subscription) -> tuple[str, str]:
        return row.state, row.get_state_display()

    @display(description=_("Last error"))
    def error(self, row: Subscription) -> str:
        return row.last_error[:80]

    @action(description=_("Renew now"), permissions=["view"])
    def renew(self, request: HttpRequest, rows: QuerySet[Subscription]) -> None:
        pks = list(rows.values_list("pk", flat=True))
        for pk in pks:
            subscriptions.try_now(pk)
        self.message_user(
            request,
            ngettext(
                "%(count)d renewed in a moment by the worker.", "%(count)d renewed in a moment by the worker.", len(pks)
            )
            % {"count": len(pks)},
        )


@admin.register(EmailMessage)
class EmailMessageAdmin(ReadOnlyAdmin):
    """What only mail knows of a message."""

    list_display = ["message_link", "from_shown", "to_shown", "mailbox", "size", "removed_at"]
    list_filter = [word("mailbox", _("mailbox")), days("message__sent_at", _("sent"))]
    list_select_related = ["message__inquiry"]
    search_fields = ["=message__id", "=message__message_id", "=message__external_id"]
    search_help_text = _("Number of the message, its Message-ID or Graph's id")
    defer_in_lists = ("headers", "message__inquiry__search_text", *(f"message__{name}" for name in HEAVY))
    ordering = ["-message"]

    @display(description=_("Message"))
    def message_link(self, row: EmailMessage) -> SafeString:
        message: Any = row.message
        return link(f"{message.inquiry.get_absolute_url()}#m{message.pk}", _("Message %(id)s") % {"id": message.pk})

    @display(description=_("From"))
    def from_shown(self, row: EmailMessage) -> str:
        return _addresses(row.sender)

    @display(description=_("To"))
    def to_shown(self, row: EmailMessage) -> str:
        return _addresses(row.to)


def _addresses(people: list[dict[str, str]]) -> str:
    return ", ".join(person.get("address", "") for person in people)[:120]
