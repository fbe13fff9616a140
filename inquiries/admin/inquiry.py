"""Inquiries: the desk's list once more, with every column. Status and assignee move by the desk's own functions."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.views import ChangeList

from inquiries import care, search, workflow
from inquiries.admin.desk_filters import FILTERS, MERGED
from inquiries.admin.understanding import in_words
from inquiries.admin_filters import days
from inquiries.admin_rows import ReadOnlyInline, RowAdmin, Tones, link, staff
from inquiries.errors import InvalidInput
from inquiries.models import Destination, Fact, Inquiry, Message, User

STATUS_TONES = Tones(NEW="info", OPEN="primary", QUOTED="warning", BOOKED="success")
EDITABLE = ("status", "lost_reason", "assignee")


class MessageInline(ReadOnlyInline):
    model = Message
    fields = readonly_fields = ["channel", "direction", "state", "kind", "sent_at", "last_error"]
    ordering = ["-sent_at", "-id"]
    per_page = 20

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        queryset: QuerySet[Message] = super().get_queryset(request)
        return queryset.defer("text", "html", "quoted_text", "search_text")


class FactInline(ReadOnlyInline):
    model = Fact
    fields = readonly_fields = ["field", "known", "state", "source", "author", "created_at"]
    ordering = ["-id"]
    per_page = 20

    @display(description=_("Value"))
    def known(self, fact: Fact) -> str:
        return in_words(fact)


class DestinationInline(ReadOnlyInline):
    model = Destination
    fields = readonly_fields = ["name", "country"]


class InquiryForm(ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Says beside the field what workflow would refuse."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        before, status = self.initial.get("status"), cleaned.get("status")
        if before and status and status != before and status not in workflow.MOVES[before]:
            self.add_error("status", _("An inquiry that somebody has looked at is not new again."))
        if status == Inquiry.Status.LOST and not cleaned.get("lost_reason", "").strip():
            self.add_error("lost_reason", _("Say why it was lost."))
        return cleaned


class InquiryList(ChangeList):  # type: ignore[misc]  # Unfold is untyped
    @property
    def desk_query(self) -> str:
        """This list in the query of the desk's addresses; empty where the desk cannot show the same rows."""
        known = {"q", *(kind.parameter_name for kind in FILTERS)}
        asked = QueryDict(mutable=True)
        for name, values in self.filter_params.items():
            if name not in known and any(values):
                return ""
            asked.setlist(name, values)
        if self.query:
            asked["q"] = self.query
        asked["tab"] = asked.get("tab") or "all"
        asked["order"] = "newest"
        return "" if asked["tab"] == MERGED else asked.urlencode()


@admin.register(Inquiry)
class InquiryAdmin(RowAdmin):
    """Status and assignee can be changed here; the trip is edited on the desk, beside the words that prove it."""

    list_display = [
        "on_desk",
        "contact",
        "trip",
        "status_shown",
        "assignee",
        "channels",
        "last_message_at",
        "created_at",
    ]
    list_display_links = ["trip"]
    list_filter = [*FILTERS, days("created_at", _("created"))]
    list_before_template = "admin/inquiries/inquiry/list_links.html"
    list_select_related = ["contact", "assignee"]
    search_fields = ["search_text"]
    search_help_text = _("Reference, contact, address, subject, place")
    defer_in_lists = ("search_text", "contact__notes")
    inlines: ClassVar[list[Any]] = [MessageInline, FactInline, DestinationInline]
    actions = ["assign_to_me", "open", "book", "close", "unpark"]
    actions_detail = ["to_desk"]
    form = InquiryForm
    view_on_site = False
    fieldsets = (
        (None, {"fields": ("status", "assignee", "lost_reason", "contact", "subject_shown", "language", "kind")}),
        (
            _("Where it stands"),
            {
                "fields": (
                    ("last_message_at", "last_message_direction", "last_message_author"),
                    "last_words",
                    ("answer_by", "needs_reply_since", "target_at", "window_closes_at"),
                    ("promise_due_at", "snoozed_until"),
                    ("remind_at", "remind_if_silent", "reminder_by"),
                    ("has_email", "has_whatsapp", "unread"),
                    ("failed_count", "file_count", "parked_reason", "merged_into"),
                    "created_at",
                )
            },
        ),
        (
            _("The trip, as its facts say"),
            {
                "fields": (
                    "trip",
                    ("origin", "origin_country"),
                    ("depart_on", "return_on", "travel_month"),
                    ("nights", "flexible_days"),
                    ("travellers", "adults", "children", "child_ages"),
                    ("budget_amount", "budget_currency", "budget_per"),
                    ("rooms", "hotel_stars", "board"),
                    ("interests", "services"),
                    ("sure_count", "check_count", "missing_count"),
                )
            },
        ),
    )
    ordering = ["-last_message_at", "-id"]

    @action(description=_("Open on the desk"), icon="inbox")
    def to_desk(self, _request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect("inquiry", object_id)

    @display(description=_("On the desk"), ordering="id")
    def on_desk(self, inquiry: Inquiry) -> SafeString:
        return link(inquiry.get_absolute_url(), inquiry.reference)

    @display(description=_("Status"), ordering="status", label=STATUS_TONES)
    def status_shown(self, inquiry: Inquiry) -> tuple[str, str]:
        return inquiry.status, inquiry.get_status_display()

    @display(description=_("Channels"))
    def channels(self, inquiry: Inquiry) -> str:
        names = [(_("Mail"), inquiry.has_email), (_("WhatsApp"), inquiry.has_whatsapp)]
        return ", ".join(str(name) for name, has in names if has)

    def get_changelist(self, _request: HttpRequest, **_kwargs: Any) -> type[ChangeList]:
        return InquiryList

    def get_search_results(
        self, _request: HttpRequest, rows: QuerySet[Inquiry], words: str
    ) -> tuple[QuerySet[Inquiry], bool]:
        """The desk's own search: all words, also in the messages."""
        return (search.matching(rows, words) if words.strip() else rows), False

    def get_readonly_fields(self, _request: HttpRequest, _row: Inquiry | None = None) -> list[str]:
        columns = [field.name for field in Inquiry._meta.fields if field.editable]
        return [
            *(name for name in columns if name not in (*EDITABLE, "id")),
            *("created_at", "answer_by", "subject_shown", "last_words"),
        ]

    @display(description=_("Subject"))
    def subject_shown(self, inquiry: Inquiry) -> str:
        return care.masked(inquiry.subject)

    @display(description=_("Last message text"))
    def last_words(self, inquiry: Inquiry) -> str:
        return care.masked(inquiry.last_message_text)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False  # an inquiry begins with a message

    def has_delete_permission(self, _request: HttpRequest, _row: Inquiry | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Inquiry, form: InquiryForm, change: bool) -> None:  # noqa: ARG002
        """By the functions of the desk, which write down who did it, and not by saving columns."""
        if "assignee" in form.changed_data:
            workflow.assign(obj, obj.assignee, actor=staff(request))
        if {"status", "lost_reason"} & set(form.changed_data):
            reason = form.cleaned_data["lost_reason"]
            workflow.set_status(obj, form.cleaned_data["status"], actor=staff(request), lost_reason=reason)

    @action(description=_("Assign to me"), permissions=["change"])
    def assign_to_me(self, request: HttpRequest, rows: QuerySet[Inquiry]) -> None:
        me = staff(request)
        _each(request, rows, _assigned, lambda inquiry: workflow.assign(inquiry, me, actor=me))

    @action(description=_("Mark as open"), permissions=["change"])
    def open(self, request: HttpRequest, rows: QuerySet[Inquiry]) -> None:
        _move(request, rows, Inquiry.Status.OPEN)

    @action(description=_("Mark as booked"), permissions=["change"])
    def book(self, request: HttpRequest, rows: QuerySet[Inquiry]) -> None:
        _move(request, rows, Inquiry.Status.BOOKED)

    @action(description=_("Close"), permissions=["change"])
    def close(self, request: HttpRequest, rows: QuerySet[Inquiry]) -> None:
        _move(request, rows, Inquiry.Status.CLOSED)

    @action(description=_("Make an inquiry of parked mail"), permissions=["change"])
    def unpark(self, request: HttpRequest, rows: QuerySet[Inquiry]) -> None:
        me = staff(request)
        parked = rows.exclude(parked_reason="")
        _each(request, parked, _unparked, lambda inquiry: workflow.unpark(inquiry, actor=me))


def _assigned(count: int) -> str:
    return ngettext("%(count)d assigned to you.", "%(count)d assigned to you.", count) % {"count": count}


def _unparked(count: int) -> str:
    return ngettext("%(count)d no longer parked.", "%(count)d no longer parked.", count) % {"count": count}


def _move(request: HttpRequest, rows: QuerySet[Inquiry], status: Inquiry.Status) -> None:
    me: User = staff(request)

    def moved(count: int) -> str:
        words = ngettext("%(count)d now %(status)s.", "%(count)d now %(status)s.", count)
        return words % {"count": count, "status": str(status.label).lower()}

    _each(request, rows, moved, lambda inquiry: workflow.set_status(inquiry, status, actor=me))


def _each(request: HttpRequest, rows: QuerySet[Inquiry], said: Callable[[int], str], change: Any) -> None:
    """Do `change` to each row and say how many; what was refused is said once a reason."""
    done, refused = 0, set[str]()
    for inquiry in rows:
        try:
            change(inquiry)
            done += 1
        except InvalidInput as problem:
            refused.add(str(problem))
    if done:
        messages.success(request, said(done))
    for reason in sorted(refused):
        messages.error(request, reason)
