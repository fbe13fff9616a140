"""What the inquiry page and its parts are drawn from. Each function gives one part's context and nothing else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from inquiries import asking, hours, notices, resting, watchers, windows
from inquiries.desk import composer, context, conversation, neighbours, snoozing, trip_card, trip_stamp, wording
from inquiries.desk.forms_inquiry import ReplyForm
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.listing import kept
from inquiries.envelope import ABOUT
from inquiries.models import Fact, Identity, Inquiry, Message

# What closes an inquiry without a trip: value, words and key (views_closing.py).
OUTCOMES = (
    ("duplicate", gettext_lazy("Closed: duplicate"), "d"),
    ("spam", gettext_lazy("Closed: spam, and block them"), "s"),
    ("closed", gettext_lazy("Closed"), "c"),
)
RING = 37.7  # the circumference of the ring's circle, radius 6


def _with_all() -> QuerySet[Inquiry]:
    others = Inquiry.objects.filter(contact=OuterRef("contact")).exclude(pk=OuterRef("pk")).order_by()
    counted = others.values("contact").annotate(n=Count("pk")).values("n")
    about = Message.objects.filter(reply_to__inquiry=OuterRef("pk"), kind__in=ABOUT)
    chat = Identity.objects.filter(contact=OuterRef("contact"), kind__in=windows.KINDS)
    rows = Inquiry.objects.select_related("contact", "assignee").defer("search_text")
    return rows.annotate(
        other_count=Coalesce(Subquery(counted), 0), said_about=Exists(about), has_chat_address=Exists(chat)
    )


_ROWS = _with_all()  # built once, for every page


def find(pk: int) -> Inquiry:
    """The inquiry with what every part of its page asks for; `other_count` is how many more its contact has,
    `said_about` whether there are reactions, edits or deletions of its messages, `has_chat_address` whether the contact
    has or had an address on WhatsApp."""
    return get_object_or_404(_ROWS, pk=pk)


def facts(inquiry: Inquiry) -> list[Fact]:
    """What is known or proposed now, with where it comes from."""
    rows = inquiry.facts.filter(state__in=[Fact.State.CURRENT, Fact.State.PROPOSED])
    rows = rows.select_related("author", "message").only(
        *("inquiry", "field", "value", "evidence", "options", "source", "state", "created_at", "extraction"),
        *("author__first_name", "author__last_name", "author__username"),
        *("message__channel", "message__sent_at"),
    )
    return list(rows.order_by("pk"))


def whole(request: DeskRequest, inquiry: Inquiry, *, form: ReplyForm | None = None) -> dict[str, Any]:
    """`inquiry` comes from find."""
    known = facts(inquiry)
    back_to = number(request.GET.get("to", ""))
    steps = conversation.ALL_STEPS if "steps" in request.GET else conversation.STEPS
    said_about, may_chat = inquiry.said_about, inquiry.has_chat_address  # type: ignore[attr-defined]  # of find
    thread = conversation.newest(
        inquiry, viewer=request.user, facts=known, back_to=back_to, steps=steps, said_about=said_about
    )
    watchers.look(inquiry.pk, request.user)
    top = head(request, inquiry)
    return {
        **top,
        **brief(inquiry, known),
        **trip_card.context(inquiry, known, viewer=request.user),
        **composer.context(request, inquiry, thread, form, known=known, may_chat=may_chat),
        "thread": thread,
        "items": thread.items,
        "live": live_address(inquiry, known, thread, watchers.stamp(top["here"])),
        "known": thread.newest,
    }


def head(request: DeskRequest, inquiry: Inquiry) -> dict[str, Any]:
    of_list = kept(request.GET)
    tab = request.GET.get("tab", "")
    # In a filtered list a place is not worth the statements that its filters may need.
    plain = of_list == kept(QueryDict(urlencode({"tab": tab})))
    rows = neighbours.place_rows(inquiry, tab=tab, user=request.user) if plain else {}
    told = notices.about(request.user, inquiry)
    wanted = {**rows, "told_here": told}
    counts: Any = SimpleLazyObject(lambda: context.counted(request, wanted))  # the frame's too, asked once
    return {
        "counts": counts,
        "place": lambda: neighbours.place(counts) if plain else "",
        "here": watchers.others(inquiry.pk, request.user),
        "inquiry": inquiry,
        "contact": inquiry.contact,
        "language_words": wording.language(inquiry.language or inquiry.contact.language),
        "statuses": [status for status in Inquiry.Status if status != Inquiry.Status.NEW],
        "in_tab": in_tab(request),
        **rest(inquiry),
    }


def in_tab(request: DeskRequest) -> str:
    """The list that the page is read in, as the query of its links."""
    of_list = kept(request.GET)
    return f"?{of_list}" if of_list else ""


def rest(inquiry: Inquiry) -> dict[str, Any]:
    """Whether it is put aside, by the row alone; `later`, `follow_ups`, `longest`: what the menu offers, once it is
    opened. `longest`: when any snooze ends that goes beyond a promise."""
    now, until, remind, promise = timezone.now(), inquiry.snoozed_until, inquiry.remind_at, inquiry.promise_due_at
    return {
        "soon": snoozing.soon(now),
        "later": lambda: snoozing.later(now, hours.of("")),
        "follow_ups": lambda: snoozing.follow_ups(now, hours.of("")),
        "snoozed": until is not None and until > now,
        "woken": until is not None and until <= now and inquiry.needs_reply_since is None,
        "snoozed_before": resting.before_what(inquiry),
        "longest": lambda: resting.ahead_of(promise, now) if promise is not None and promise > now else None,
        "reminded": remind is not None and remind <= now,
    }


def brief(inquiry: Inquiry, known: Sequence[Fact]) -> dict[str, Any]:
    return {
        "brief": trip_card.brief(inquiry, known),
        "doubt": trip_card.first_doubt(known) if asking.may_ask(inquiry) else None,
        "window": window(inquiry),
        "inquiry": inquiry,
    }


@dataclass(frozen=True)
class Window:
    """WhatsApp's 24 hours as a chip: words, tone, and the dash of the ring."""

    words: str
    tone: str
    dash: str


def window(inquiry: Inquiry) -> Window | None:
    found = wording.window(inquiry)
    if found is None:
        return None
    words, tone, share = found
    return Window(words, tone, f"{share * RING:.1f} {RING}")


def live_address(inquiry: Inquiry, known: Sequence[Fact], thread: conversation.Thread, here: str) -> str:
    """Where the page stands, as the query of its next question."""
    chip = window(inquiry)
    return urlencode(
        {
            "after": thread.newest,
            "event": thread.newest_event,
            "seen": thread.watched,
            "day": thread.last_day,
            "trip": trip_stamp.of(inquiry, known),
            "left": chip.words if chip else "",
            "told": wording.told(inquiry),
            "here": here,
        }
    )


def part(
    request: DeskRequest, partial: str, row: Inquiry, /, *, anchor: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A part of the page by itself; without scripts on a page of its own that leads back to `anchor`."""
    whole = {"inquiry": row, "contact": row.contact, "partial": partial, "anchor": anchor, **context}
    return render(request, partial if request.htmx else "inquiries/part.html", whole, status=status)
