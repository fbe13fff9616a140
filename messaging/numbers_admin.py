"""Our WhatsApp numbers in the admin: how each is, what is still to be done, and the means to do it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from inquiries.admin_rows import StandingAdmin, link
from inquiries.errors import WorkError
from messaging import checkup, health, numbers, setup, templates_sync
from messaging.models import WhatsAppNumber

# What each is called, and how it looks.
_STATES = {
    "sample": (_("Meta's sample"), "info"),
    "found": (_("Not ours yet"), "warning"),
    "off": (_("Off"), "info"),
    "sandbox": (_("Sandbox"), "info"),
    "person": (_("Needs a person"), "danger"),
    "paused": (_("Paused"), "danger"),
    "look": (_("Look"), "warning"),
    "not asked": (_("Not asked yet"), "info"),
    "well": (_("Well"), "success"),
}


def _messages(row: WhatsAppNumber) -> str:
    return f"{reverse('admin:inquiries_message_changelist')}?account={row.phone_number_id}"


def _state(row: WhatsAppNumber) -> str:
    """One of _STATES, the first that holds."""
    line = health.health_of(row)
    states = {
        "sample": row.found_at is not None and health.sample(row),
        "found": row.found_at is not None,
        "off": not row.enabled,
        "sandbox": line.text == str(_(health.SANDBOX)),
        "person": row.failed_checks >= checkup.SURE,
        "paused": row.paused_until is not None and row.paused_until > timezone.now(),
        "look": not line.ok,
        "not asked": row.checked_at is None,
    }
    return next((name for name, holds in states.items() if holds), "well")


def _check(request: HttpRequest, row: WhatsAppNumber) -> None:
    """Ask Meta here and now, and show what it says above the page."""
    if not health.ready():
        messages.warning(request, f"{row}: {_(health.SANDBOX)}")
        return
    found = checkup.check(row)
    line = health.line(row)
    (messages.success if line.ok else messages.error)(request, f"{row}: {line.text}")
    for note in found.notes:
        messages.warning(request, f"{row}: {note}")


def _resume(request: HttpRequest, row: WhatsAppNumber) -> None:
    waiting = numbers.resume(row)
    words = ngettext(
        "%(number)s sends again; %(count)d replies waited and are tried now.",
        "%(number)s sends again; %(count)d replies waited and are tried now.",
        waiting,
    )
    messages.success(request, words % {"number": row, "count": waiting})


def _subscribe(request: HttpRequest, row: WhatsAppNumber) -> None:
    try:
        checkup.subscribe(row)
    except WorkError as error:
        messages.error(request, f"{row}: {error.message}")
    else:
        words = _("%(number)s: Meta sends the webhooks of account %(account)s to our app.")
        messages.success(request, words % {"number": row, "account": row.business_account_id})


def _adopt(request: HttpRequest, row: WhatsAppNumber) -> None:
    if numbers.adopt(row.pk):
        row.refresh_from_db()
        messages.success(
            request, _("%(number)s is watched from now on. What came in is there already.") % {"number": row}
        )
        _check(request, row)


def _disown(request: HttpRequest, row: WhatsAppNumber) -> None:
    if numbers.disown(row.pk):
        messages.success(
            request, _("%(number)s stays switched off. Its messages are kept all the same.") % {"number": row}
        )


def _fetch_templates(request: HttpRequest, row: WhatsAppNumber) -> None:
    """What `manage.py sync_templates` does, for its account."""
    for outcome in templates_sync.sync(row.pk):
        (messages.error if outcome.error else messages.success)(request, str(outcome))


@admin.register(WhatsAppNumber)
class WhatsAppNumberAdmin(StandingAdmin):
    list_display = ["__str__", "state", "says", "number", "acknowledges", "conversations"]
    list_filter = ["enabled", "acknowledge"]
    list_filter_submit = False
    search_fields = ["name", "display_number", "phone_number_id"]
    fieldsets = (
        (None, {"fields": (("name", "phone_number_id"), ("display_number", "business_account_id"), "enabled")}),
        (_("What reads it"), {"fields": ("never_to_openai",)}),
        (_("What customers see"), {"fields": ("acknowledge", "read_receipts", "typing_indicator")}),
    )
    change_form_outer_before_template = "admin/messaging/whatsappnumber/standing.html"
    acts = {
        "check": (_check, False),
        "resume": (_resume, True),
        "subscribe": (_subscribe, True),
        "adopt": (_adopt, True),
        "disown": (_disown, True),
        "templates": (_fetch_templates, True),
    }
    actions = ["check_now", "send_again"]

    def save_model(
        self, request: HttpRequest, obj: WhatsAppNumber, form: "ModelForm[WhatsAppNumber]", change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if "business_account_id" in form.changed_data and obj.business_account_id:
            templates_sync.ring_for(obj.business_account_id)

    def response_add(self, request: HttpRequest, obj: WhatsAppNumber, post_url_continue: str | None = None) -> Any:
        """A new number is asked for at once, and its page says what is still to be done."""
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST or "_popup" in request.POST:
            return response
        _check(request, obj)
        return self.page_of(obj.pk)

    def standing(self, request: HttpRequest, row: WhatsAppNumber | None) -> dict[str, Any]:
        return {
            "number": row,
            "line": health.health_of(row) if row else None,
            "steps": setup.steps(row),
            "may_change": self.has_change_permission(request),
            "sends": bool(row and row.paused_until and row.paused_until > timezone.now()),
            "conversations": _messages(row) if row else "",
        }

    @display(description=_("State"), label={state: tone for state, (_words, tone) in _STATES.items()})
    def state(self, row: WhatsAppNumber) -> tuple[str, str]:
        state = _state(row)
        return state, str(_STATES[state][0])

    @display(description=_("In words"))
    def says(self, row: WhatsAppNumber) -> str:
        return Truncator(health.health_of(row).text).chars(180)

    @display(description=_("Number"), ordering="display_number")
    def number(self, row: WhatsAppNumber) -> str:
        return row.display_number if row.name else ""

    @display(description=_("Acknowledges"), ordering="acknowledge")
    def acknowledges(self, row: WhatsAppNumber) -> str:
        return str(_("Yes")) if row.acknowledge else ""

    @display(description=_("Conversations"))
    def conversations(self, row: WhatsAppNumber) -> SafeString:
        return link(_messages(row), _("Messages"))

    @action(description=_("Check now"), permissions=["view"])
    def check_now(self, request: HttpRequest, rows: QuerySet[WhatsAppNumber]) -> None:
        for row in rows:
            _check(request, row)

    @action(description=_("Send again now (ends a pause)"), permissions=["change"])
    def send_again(self, request: HttpRequest, rows: QuerySet[WhatsAppNumber]) -> None:
        for row in rows:
            _resume(request, row)
