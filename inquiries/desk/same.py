"""The card "Same trip?": who it may be and why, what was put together lately, and its way back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import care, suggestions
from inquiries.desk.words import short_time
from inquiries.models import Inquiry, Message, Regrouping, Suggestion

_SHOWN = 3
_LATELY = timedelta(days=30)  # how long the way back stands on the card


@dataclass(frozen=True)
class Ask:
    """One question. `reasons`: (words, number of the message that says so in this inquiry, or 0)."""

    suggestion: Suggestion
    other: Inquiry
    title: str
    about: str
    reasons: list[tuple[str, int]]
    one_person: bool

    @property
    def is_which(self) -> bool:
        return self.suggestion.kind == Suggestion.Kind.WHICH

    @property
    def is_person(self) -> bool:
        return not self.one_person and self.suggestion.kind == Suggestion.Kind.PERSON


@dataclass(frozen=True)
class Done:
    """What was put together or apart, in words."""

    act: Regrouping
    words: str


def context(inquiry: Inquiry) -> dict[str, Any]:
    rows = suggestions.open_ones(inquiry).select_related("one__contact", "other__contact")
    found = list(rows.defer("one__search_text", "other__search_text")[:_SHOWN])
    here = _here(inquiry, found)
    return {"asks": [_ask(inquiry, row, here) for row in found], "done": _done(inquiry)}


def _here(inquiry: Inquiry, rows: list[Suggestion]) -> set[int]:
    named = [pk for row in rows for reason in row.reasons for pk in reason["messages"]]
    return set(inquiry.messages.filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def _ask(inquiry: Inquiry, row: Suggestion, here: set[int]) -> Ask:
    other = row.other if row.one_id == inquiry.pk else row.one
    one_person = other.contact_id == inquiry.contact_id
    kind = row.kind if not (one_person and row.kind == Suggestion.Kind.PERSON) else Suggestion.Kind.TRIP
    who = str(other.contact) if not one_person else other.reference
    return Ask(
        suggestion=row,
        other=other,
        title=f"{Suggestion.Kind(kind).label} {who}",
        about=_about(other),
        reasons=[(reason["words"], next((pk for pk in reason["messages"] if pk in here), 0)) for reason in row.reasons],
        one_person=one_person,
    )


def _about(other: Inquiry) -> str:
    channels = [name for name, has in ((_("mail"), other.has_email), (_("WhatsApp"), other.has_whatsapp)) if has]
    both = (
        _("%(first)s and %(second)s") % {"first": channels[0], "second": channels[1]}
        if channels[1:]
        else "".join(channels)
    )
    when = short_time(other.last_message_at, now=timezone.now())
    return ", ".join(filter(None, [other.trip or care.masked(other.subject), both, when]))


def _done(inquiry: Inquiry) -> list[Done]:
    """One line a click: what a suggestion did twice is undone at once, so it stands there once."""
    rows = Regrouping.objects.filter(Q(source=inquiry) | Q(target=inquiry), undone_at=None)
    rows = rows.filter(created_at__gt=timezone.now() - _LATELY).select_related("actor", "source", "target")
    seen: set[int] = set()
    found = []
    for act in rows.defer("data", "source__search_text", "target__search_text").order_by("-pk")[: _SHOWN * 2]:
        if act.suggestion_id in seen:
            continue
        if act.suggestion_id:
            seen.add(act.suggestion_id)
        found.append(Done(act, _words(inquiry, act)))
    return found[:_SHOWN]


def _words(inquiry: Inquiry, act: Regrouping) -> str:
    other = act.source if act.target_id == inquiry.pk else act.target
    mine = act.target_id == inquiry.pk
    words = {
        Regrouping.Kind.TRIP: _("%(reference)s was joined to this trip"),
        Regrouping.Kind.MESSAGES: _("Messages came from %(reference)s") if mine else _("Moved to %(reference)s"),
        Regrouping.Kind.PERSON: _("Said to be the same person as in %(reference)s"),
    }
    return words[Regrouping.Kind(act.kind)] % {"reference": other.reference}


def to_move(inquiry: Inquiry) -> list[Message]:
    """The newest messages, from which some may be moved to another trip."""
    rows = inquiry.messages.exclude(channel=Message.Channel.NOTE).defer("html", "quoted_text", "search_text")
    return list(rows.order_by("-sent_at", "-pk")[:40])
