"""WhatsApp's templates in the admin: Meta's words read-only, what staff say of them, and a button to fetch them now."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from inquiries import languages
from inquiries.admin_filters import word
from inquiries.admin_rows import RowAdmin, Tones
from messaging import template_form, template_words, templates, templates_sync
from messaging.models import WhatsAppNumber, WhatsAppTemplate

_SOURCES = (
    ("", _("nothing: it is written each time")),
    ("first_name", _("the contact's first name")),
    ("full_name", _("the contact's whole name")),
    ("destinations", _("where they want to go")),
    ("dates", _("their dates, from and to")),
    ("depart_on", _("the day of departure")),
    ("return_on", _("the day of return")),
    ("nights", _("the number of nights")),
    ("travellers", _("the number of travellers")),
    ("adults", _("the number of adults")),
    ("children", _("the number of children")),
    ("origin", _("where they start")),
    ("budget", _("their budget")),
    ("reference", _("the inquiry's reference")),
    ("agency", _("our agency's name")),
    ("agent", _("the name of who sends it")),
)
_TONES = Tones(approved="success", rejected="danger", disabled="danger", paused="warning", gone="warning")


class BlanksForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Two fields for each blank: what it is called and what fills it."""

    class Meta:
        model = WhatsAppTemplate
        fields = ["title"]

    def save(self, commit: bool = True) -> Any:
        said = {}
        for spot in templates.read(self.instance).spots:
            if _field("label", spot) in self.cleaned_data:
                label = self.cleaned_data[_field("label", spot)].strip()
                said[spot.key] = {"label": label, "source": self.cleaned_data[_field("source", spot)]}
        self.instance.blanks = said
        return super().save(commit)


def _field(what: str, spot: template_form.Spot) -> str:
    return f"{what} {spot.key}"


def _is_of_button(spot: template_form.Spot) -> bool:
    return spot.key.startswith("button.")


def _named(spot: template_form.Spot) -> str:
    """The blank as Meta writes it, and where it is: header and body both begin with {{1}}."""
    if _is_of_button(spot):
        return _("%(blank)s of “%(button)s”") % {"blank": "{{1}}", "button": spot.before}
    blank = f"{{{{{spot.name}}}}}"
    return _("%(blank)s of the header") % {"blank": blank} if spot.key.startswith("header.") else blank


def _form_of(row: WhatsAppTemplate | None) -> type[BlanksForm]:
    fields: dict[str, forms.Field] = {}
    for spot in templates.read(row).spots if row else ():
        blank = templates.blank(row, spot)  # type: ignore[arg-type]  # there is a row where there are spots
        hint = _("Like “%(example)s”") % {"example": spot.example} if spot.example else ""
        fields[_field("label", spot)] = forms.CharField(
            label=_("%(named)s is called") % {"named": _named(spot)},
            initial=blank.label,
            required=False,
            max_length=60,
            widget=UnfoldAdminTextInputWidget(),
            help_text=hint,
        )
        fields[_field("source", spot)] = forms.ChoiceField(
            label=_("%(named)s is filled from") % {"named": _named(spot)},
            initial=blank.source,
            required=False,
            choices=_SOURCES,
            widget=UnfoldAdminSelectWidget(),
        )
    return type("BlanksForm", (BlanksForm,), fields)


@admin.register(WhatsAppTemplate)
class WhatsAppTemplateAdmin(RowAdmin):
    """What Meta says cannot be changed here; templates are written in Meta's WhatsApp Manager."""

    list_display = ["__str__", "language", "state_shown", "category", "quality", "name", "synced_at"]
    list_filter = [word("status", _("status")), word("language", _("language")), word("category", _("category"))]
    list_before_template = "admin/messaging/whatsapptemplate/fetch.html"
    search_fields = ["name", "title"]
    defer_in_lists = ("blanks",)
    ordering = ["name", "language"]
    view_on_site = False

    @display(description=_("Status"), ordering="status", label=_TONES)
    def state_shown(self, row: WhatsAppTemplate) -> tuple[str, str]:
        if row.removed_at:
            return "gone", str(_("not at Meta any more"))
        words = str(template_words.state(row.status).words)
        if templates.read(row).problem:
            words = _("%(state)s, but cannot be sent from here") % {"state": words}
        return row.status.lower(), words

    @display(description=_("As people see it"))
    def as_seen(self, row: WhatsAppTemplate) -> SafeString:
        form = templates.read(row)
        names = {spot.key: f"{{{{{1 if _is_of_button(spot) else spot.name}}}}}" for spot in form.spots}
        parts = (
            f"[{form.media}]" if form.media else "",
            template_form.shown(form.header, names),
            template_form.shown(form.body, names),
            form.footer,
            *(f"[{template_form.shown(button.parts, names)}]" for button in form.buttons),
            languages.shown(form.problem),
        )
        lines = [line for part in parts if part for line in part.splitlines()]
        return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)) or format_html("–")

    def get_form(self, request: HttpRequest, obj: WhatsAppTemplate | None = None, change: bool = False, **kwargs: Any):  # type: ignore[no-untyped-def]
        return super().get_form(request, obj, change, **({"form": _form_of(obj)} | kwargs))

    def get_fieldsets(self, _request: HttpRequest, obj: WhatsAppTemplate | None = None) -> Any:
        spots = templates.read(obj).spots if obj else ()
        blanks = tuple((_field("label", spot), _field("source", spot)) for spot in spots)
        meta = ("name", "language", ("status", "reason"), ("category", "quality"), "synced_at", "removed_at")
        return (
            (None, {"fields": ("title", "as_seen")}),
            *(((_("Blanks"), {"fields": blanks}),) if blanks else ()),
            (_("At Meta"), {"fields": (*meta, "business_account_id", "parameter_format", "components")}),
        )

    def get_readonly_fields(self, _request: HttpRequest, _row: WhatsAppTemplate | None = None) -> list[str]:
        kept = {"id", "title", "blanks", "status_at"}
        return ["as_seen", *(field.name for field in WhatsAppTemplate._meta.fields if field.name not in kept)]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False  # Meta has to approve it first

    def has_delete_permission(self, _request: HttpRequest, _row: WhatsAppTemplate | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        fetch = path("fetch/", self.admin_site.admin_view(self.fetch), name="messaging_whatsapptemplate_fetch")
        return [fetch, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        numbers = WhatsAppNumber.objects.filter(enabled=True).exclude(templates_error="").order_by("pk")
        problems = {row.templates_error: None for row in numbers}
        context = (extra_context or {}) | {"template_problems": list(problems)}
        response: HttpResponse = super().changelist_view(request, context)
        return response

    def fetch(self, request: HttpRequest) -> HttpResponse:
        """The button: fetch them from Meta now and say what came of it."""
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        outcomes = templates_sync.sync()
        for outcome in outcomes:
            (messages.error if outcome.error else messages.success)(request, str(outcome))
        if not outcomes:
            messages.error(request, _("No enabled WhatsApp number has a business account id. Give it one first."))
        return redirect("admin:messaging_whatsapptemplate_changelist")
