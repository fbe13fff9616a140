"""Mail's rows in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.decorators import action, display

from inquiries.admin_filters import days, word
from inquiries.admin_rows import HEAVY, ReadOnlyAdmin, RowAdmin, StandingAdmin, Tones, link, state_column
from inquiries.doorbell import ring
from mailsync import health, mailboxes, subscriptions
from mailsync.models import EmailMessage, Mailbox, MailFolder, Subscription


def _fetch(request: HttpRequest, row: Mailbox) -> None:
    """What `manage.py sync_mailbox` does, by the worker: a long fetch must not hold the page."""
    if not mailboxes.ready():
        messages.warning(request, f"{row}: {_(health.SANDBOX)}")
    elif not row.enabled:
        messages.warning(request, _("%(mailbox)s is off. Switch it on first.") % {"mailbox": row})
    else:
        mailboxes.ring([row.pk])
        messages.success(request, _("%(mailbox)s is fetched in a moment by the worker.") % {"mailbox": row})


def _check(request: HttpRequest, row: Mailbox) -> None:
    """What `manage.py doctor` asks Microsoft about it, here and now."""
    if not mailboxes.ready():
        messages.warning(request, f"{row}: {_(health.SANDBOX)}")
        return
    for line in health.probe(row):
        (messages.success if line.ok else messages.error)(request, f"{line.name}: {line.text}")


def _renew(request: HttpRequest, row: Mailbox) -> None:
    """Have Microsoft tell us of new mail from now on anew."""
    if not subscriptions.on():
        messages.warning(request, f"{row}: {_(subscriptions.OFF if mailboxes.ready() else health.SANDBOX)}")
        return
    subscriptions.ensure()
    held = list(Subscription.objects.filter(folder__mailbox=row, folder__mailbox__enabled=True))
    for subscription in held:
        subscriptions.try_now(subscription.pk)
    if held:
        said = _("%(mailbox)s: the worker asks Microsoft anew in a moment to tell us of new mail.")
        messages.success(request, said % {"mailbox": row})
    else:
        said = _("%(mailbox)s: no folder of it is fetched, so there is nothing to tell of.")
        messages.warning(request, said % {"mailbox": row})


class FolderInline(TabularInline):  # type: ignore[misc]  # Unfold is untyped
    model = MailFolder
    fields = ["name", "since", "last_synced_at", "resyncs"]
    readonly_fields = ["last_synced_at", "resyncs"]
    extra = 0


@admin.register(Mailbox)
class MailboxAdmin(StandingAdmin):
    list_display = ["address", "name", "state", "enabled", "acknowledge", "last_synced_at", "last_sent_at", "says"]
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
    change_form_outer_before_template = "admin/mailsync/mailbox/standing.html"

    acts = {"fetch": (_fetch, False), "check": (_check, False), "renew": (_renew, False)}

    def standing(self, _request: HttpRequest, row: Mailbox | None) -> dict[str, Any]:
        return {"mailbox": row, "line": health.health_of(row) if row else None, "tells": subscriptions.on()}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        folders = MailFolder.objects.defer("delta_link", "pass_link").select_related("subscription")
        return rows.prefetch_related(Prefetch("folders", folders))

    def save_related(self, request: HttpRequest, form: "ModelForm[Mailbox]", formsets: list[Any], change: bool) -> None:
        """A line of folders that was left as it stood, "inbox", counts as empty for Django; it was meant."""
        super().save_related(request, form, formsets, change)
        if not change and not form.instance.folders.exists():
            form.instance.folders.create(name="inbox")

    @display(
        description=_("State"),
        label=Tones(failing="danger", waiting="warning", well="success", off="info"),
    )
    def state(self, row: Mailbox) -> tuple[str, str]:
        if not row.enabled:
            return "off", str(_("Off"))
        if row.last_error:
            return "failing", str(_("Failing"))
        return ("well", str(_("Well"))) if row.last_synced_at else ("waiting", str(_("Waiting")))

    @display(description=_("In words"))
    def says(self, row: Mailbox) -> str:
        return Truncator(health.health_of(row).text).chars(180)

    @action(description=_("Fetch new mail now"), permissions=["view"])
    def fetch(self, request: HttpRequest, rows: QuerySet[Mailbox]) -> None:
        for row in rows:
            _fetch(request, row)


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
    search_fields = ["folder__mailbox__address", "folder__name"]
    defer_in_lists = ("folder__delta_link", "folder__pass_link")
    exclude = ["fingerprint"]
    actions = ["renew"]
    ordering = ["id"]
    state_shown = state_column(Tones(PERMANENTLY_FAILED="danger", ACTIVE="success"))

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
        return link(message.get_absolute_url(), _("Message %(id)s") % {"id": message.pk})

    @display(description=_("From"))
    def from_shown(self, row: EmailMessage) -> str:
        return _addresses(row.sender)

    @display(description=_("To"))
    def to_shown(self, row: EmailMessage) -> str:
        return _addresses(row.to)


def _addresses(people: list[dict[str, str]]) -> str:
    return ", ".join(person.get("address", "") for person in people)[:120]
