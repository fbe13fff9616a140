"""Who did what, and what could not be read."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from inquiries import attachments, dead_letters
from inquiries.admin_filters import days
from inquiries.admin_rows import ReadOnlyAdmin, Tones, link, state_column
from inquiries.blobs import StorageError
from inquiries.models import DeadLetter, Event, Heartbeat


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "kind", "actor", "inquiry_link", "data"]
    list_filter = ["kind", days("created_at", _("created"))]
    list_select_related = ["inquiry", "actor"]
    search_fields = ["=inquiry__id", "actor__username"]
    search_help_text = _("Number of the inquiry, or a user name")
    defer_in_lists = ("inquiry__search_text",)
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Whose sign-in has how many locks is for those who look after sign-ins."""
        events = super().get_queryset(request)
        may = request.user.has_perm("inquiries.change_user")
        return events if may else events.exclude(kind=Event.Kind.ACCOUNT)

    @display(description=_("Inquiry"), ordering="inquiry")
    def inquiry_link(self, event: Event) -> SafeString | str:
        return link(event.inquiry.get_absolute_url(), event.inquiry.reference) if event.inquiry else ""


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    """An input that no parser could take. Its bytes are for managers: they may hold anything."""

    list_display = ["__str__", "source", "account", "state_shown", "size", "error_short", "raw_link", "created_at"]
    list_filter = ["state", "source", days("created_at", _("created"))]
    search_fields = ["external_id", "account"]
    actions = ["replay", "mark_handled"]
    exclude = ["raw"]
    readonly_fields = ["raw_link"]
    ordering = ["-id"]
    state_shown = state_column(Tones(WAITING="danger", REPLAYED="success"))

    @display(description=_("Error"))
    def error_short(self, letter: DeadLetter) -> str:
        return letter.error[:100]

    @display(description=_("The input itself"))
    def raw_link(self, letter: DeadLetter) -> SafeString:
        return link(reverse("admin:inquiries_deadletter_raw", args=[letter.pk]), _("Download"))

    def get_urls(self) -> list[URLPattern]:
        raw = path("<int:pk>/raw/", self.admin_site.admin_view(self.raw), name="inquiries_deadletter_raw")
        return [raw, *super().get_urls()]

    def raw(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The bytes as they came, as a download that no browser tries to show."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        letter = get_object_or_404(DeadLetter, pk=pk)
        try:
            file = attachments.open_blob(letter.raw)
        except FileNotFoundError as error:
            raise Http404(_("The file is not there any more.")) from error
        except StorageError as error:
            return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
        name = f"dead-letter-{letter.pk}.bin"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")

    @action(description=_("Replay: put them through their channel again"), permissions=["settle"])
    def replay(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        results = [dead_letters.replay(pk) for pk in letters.values_list("pk", flat=True)]
        if taken := sum(results):
            messages.success(
                request, ngettext("%(count)d taken this time.", "%(count)d taken this time.", taken) % {"count": taken}
            )
        if left := len(results) - taken:
            messages.warning(
                request,
                ngettext(
                    "%(count)d still cannot be read and wait here on.",
                    "%(count)d still cannot be read and wait here on.",
                    left,
                )
                % {"count": left},
            )

    @action(description=_("Mark as handled"), permissions=["settle"])
    def mark_handled(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        done = sum(dead_letters.handle(pk) for pk in letters.values_list("pk", flat=True))
        messages.success(
            request, ngettext("%(count)d marked as handled.", "%(count)d marked as handled.", done) % {"count": done}
        )

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("inquiries.view_deadletter"))


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "at"]
