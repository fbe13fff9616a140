"""What the engines read and what is held to be true."""

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from unfold.decorators import display

from inquiries import care, fact_words
from inquiries.admin_filters import days, word
from inquiries.admin_rows import ReadOnlyAdmin, Tones, link, state_column
from inquiries.models import Destination, Extraction, Fact

STATE_TONES = Tones(CURRENT="success", PROPOSED="warning", REJECTED="danger")


@admin.register(Fact)
class FactAdmin(ReadOnlyAdmin):
    """One field of one inquiry. It is changed on the inquiry's page, where the words that prove it are seen."""

    list_display = ["field", "shown", "state_shown", "source", "proof", "inquiry_link", "author", "created_at"]
    list_display_links = ["field"]
    list_filter = ["state", "source", "field", days("created_at", _("created"))]
    list_select_related = ["inquiry", "author"]
    search_fields = ["=inquiry__id", "inquiry__contact__name"]
    search_help_text = _("Number of the inquiry, or the contact's name")
    defer_in_lists = ("options", "inquiry__search_text")
    ordering = ["-id"]
    state_shown = state_column(STATE_TONES)

    @display(description=_("Value"))
    def shown(self, fact: Fact) -> str:
        return _short(in_words(fact))

    @display(description=_("Proof"))
    def proof(self, fact: Fact) -> str:
        quotes = [str(item.get("quote", "")) for item in fact.evidence if isinstance(item, dict)]
        return _short(" … ".join(quotes)) if quotes else "" if fact.verified else str(_("unverified"))

    @display(description=_("Inquiry"), ordering="inquiry")
    def inquiry_link(self, fact: Fact) -> SafeString:
        return link(fact.inquiry.get_absolute_url(), fact.inquiry.reference)


@admin.register(Extraction)
class ExtractionAdmin(ReadOnlyAdmin):
    list_display = ["engine", "version", "kind", "message_link", "outcome", "tokens", "price", "duration", "created_at"]
    list_filter = [
        word("engine", _("engine")),
        word("kind", _("kind")),
        word("language", _("language")),
        days("created_at", _("created")),
    ]
    list_select_related = ["message__inquiry"]
    search_fields = ["=message__id"]
    search_help_text = _("Number of the message")
    defer_in_lists = (
        "answer",
        *(f"message__{column}" for column in ("text", "html", "quoted_text", "search_text")),
        "message__inquiry__search_text",
    )
    ordering = ["-id"]

    @display(description=_("Message"), ordering="message")
    def message_link(self, run: Extraction) -> SafeString:
        return link(run.message.get_absolute_url(), _("Message %(id)s") % {"id": run.message_id})

    @display(description=_("Outcome"), label=Tones(failed="danger", read="success"))
    def outcome(self, run: Extraction) -> tuple[str, str]:
        return ("failed", _short(run.error)) if run.error else ("read", pgettext("by an engine", "Read"))

    @display(description=_("Tokens in, out"))
    def tokens(self, run: Extraction) -> str:
        return f"{run.tokens_in}, {run.tokens_out}" if run.tokens_in or run.tokens_out else ""

    @display(description=_("Cost"), ordering="cost")
    def price(self, run: Extraction) -> str:
        return str(_("not known")) if run.cost is None else f"${run.cost:.6f}" if run.cost else ""

    @display(description=_("Took"), ordering="duration_ms")
    def duration(self, run: Extraction) -> str:
        return _("%(count)s ms") % {"count": run.duration_ms}


@admin.register(Destination)
class DestinationAdmin(ReadOnlyAdmin):
    list_display = ["name", "country", "position", "inquiry_link"]
    list_filter = [word("country", _("country"))]
    list_select_related = ["inquiry"]
    search_fields = ["name"]
    defer_in_lists = ("inquiry__search_text",)
    ordering = ["-id"]

    @display(description=_("Inquiry"), ordering="inquiry")
    def inquiry_link(self, destination: Destination) -> SafeString:
        return link(destination.inquiry.get_absolute_url(), destination.inquiry.reference)


def in_words(fact: Fact) -> str:
    """As the desk says it; a value of a shape that no reader makes any more stands as it is kept."""
    try:
        return fact_words.display(fact.field, care.deep(fact.value))
    except (KeyError, TypeError, ValueError):
        return str(care.deep(fact.value))


def _short(value: Any, limit: int = 60) -> str:
    words = " ".join(str("" if value is None else value).split())
    return words if len(words) <= limit else f"{words[: limit - 1]}…"
