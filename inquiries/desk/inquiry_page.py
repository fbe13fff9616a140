"""What the inquiry page and its parts are drawn from. Each function gives one part's context and nothing else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import channels, drafts, hours, notices, replies, resting, watchers
from inquiries.desk import (
    addressing,
    asking_page,
    assist_page,
    context,
    conversation,
    later,
    neighbours,
    person,
    quote,
    snoozing,
    trip_card,
    trip_stamp,
    wording,
    words,
)
from inquiries.desk.bubbles import Bubble
from inquiries.desk.forms_inquiry import ReplyForm
from inquiries.desk.http import DeskRequest, number
from inquiries.desk.listing import kept
from inquiries.models import Draft, Fact, Inquiry, Message

# What closes an inquiry without a trip: value, words and key (views_closing.py).
OUTCOMES = (
    ("duplicate", gettext_lazy("Closed: duplicate"), "d"),
    ("spam", gettext_lazy("Closed: spam, and block them"), "s"),
    ("closed", gettext_lazy("Closed"), "c"),
)
RING = 37.7  # the circumference of the ring's circle, radius 6


def find(pk: int) -> Inquiry:
    """The inquiry with what every part of its page asks for; `other_count` is how many more its contact has."""
    others = Inquiry.objects.filter(contact=OuterRef("contact")).exclude(pk=OuterRef("pk")).order_by()
    rows = Inquiry.objects.select_related("contact", "assignee").defer("search_text")
    counted = others.values("contact").annotate(n=Count("pk")).values("n")
    found: Inquiry = get_object_or_404(rows.annotate(other_count=Coalesce(Subquery(counted), 0)), pk=pk)
    return found


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
    known = facts(inquiry)
    back_to = number(request.GET.get("to", ""))
    steps = conversation.ALL_STEPS if "steps" in request.GET else conversation.STEPS
    thread = conversation.newest(inquiry, viewer=request.user, facts=known, back_to=back_to, steps=steps)
    watchers.look(inquiry.pk, request.user)
    top = head(request, inquiry)
    return {
        **top,
        **brief(inquiry, known),
        **trip_card.context(inquiry, known, viewer=request.user),
        **composer(request, inquiry, thread, form, known=known),
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
    """Whether it is put aside, by the row alone; `later`, `follow_ups`: what the menu offers, once it is opened."""
    now, until, remind = timezone.now(), inquiry.snoozed_until, inquiry.remind_at
    return {
        "soon": snoozing.soon(now),
        "later": lambda: snoozing.later(now, hours.of("")),
        "follow_ups": lambda: snoozing.follow_ups(now, hours.of("")),
        "snoozed": until is not None and until > now,
        "woken": until is not None and until <= now and inquiry.needs_reply_since is None,
        "snoozed_before": resting.before_what(inquiry),
        "promise_open": inquiry.promise_due_at is not None and inquiry.promise_due_at > now,
        "reminded": remind is not None and remind <= now,
    }


def brief(inquiry: Inquiry, known: Sequence[Fact]) -> dict[str, Any]:
    return {
        "brief": trip_card.brief(inquiry, known),
        "doubt": trip_card.first_doubt(known),
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


@dataclass(frozen=True)
class Choice:
    """One channel in the composer. `sandboxed`: what is sent is laid in the outbox folder instead. `templates`: it has
    texts that go also where free text does not; `closed`: since when it does not, in words."""

    route: replies.Route
    icon: str
    left: str
    sandboxed: bool
    to: str
    name: str = ""  # how the page speaks of who gets it
    templates: bool = False
    closed: str = ""

    @property
    def subject(self) -> str:
        """What an answer is called unless somebody writes another subject."""
        return replies.answer_subject(self.route.answers.subject) if self.route.answers else ""

    @property
    def template_only(self) -> bool:
        return self.templates and not self.route.open


def choices(inquiry: Inquiry, thread: conversation.Thread | None = None) -> list[Choice]:
    """`thread`: the newest of the conversation, where it is loaded: then nothing of it is asked for again."""
    shown = replies.last_among(thread.messages, inquiry, whole=thread.earlier is None) if thread else None
    icons = {"email": "mail", "whatsapp": "wa"}
    return [
        Choice(
            route=route,
            icon=icons.get(route.channel, "send"),
            left=_left(route),
            sandboxed=bool(route.address) and not channels.get(route.channel).ready(),
            templates=route.identity is not None and channels.get(route.channel).has_templates,
            closed=words.clock(route.closes_at, now=timezone.now()) if route.closes_at else "",
            to=person.called(route.identity, inquiry.contact) if route.channel != Message.Channel.EMAIL else "",
            # Who wrote last may be somebody who was joined to this contact's trip.
            name=wording.first_name((route.identity.contact if route.identity else inquiry.contact).name),
        )
        for route in replies.routes(inquiry, last=shown)
    ]


def _left(route: replies.Route) -> str:
    """What stands beside the channel's name: the time left, or that it is shut; nothing where it has no window."""
    if route.closes_at:
        return wording.left(route.closes_at)
    return _("shut") if route.channel == Message.Channel.WHATSAPP and route.identity else ""


def usable_channels(offered: Sequence[Choice]) -> list[str]:
    return [choice.route.channel for choice in offered if choice.route.open]


def sendable(inquiry: Inquiry, offered: Sequence[Choice]) -> dict[str, Any]:
    """What of the composer changes with time: how long each channel is open, and which can be sent on."""
    usable = usable_channels(offered)
    return {
        "choices": offered,
        "open_channels": " ".join([*usable, Message.Channel.NOTE]),
        "later_channels": " ".join(usable),
        "mail_open": Message.Channel.EMAIL in usable,
        "first_name": wording.first_name(inquiry.contact.name),
    }


def composer(
    request: DeskRequest,
    inquiry: Inquiry,
    thread: conversation.Thread,
    form: ReplyForm | None = None,
    *,
    known: Sequence[Fact] = (),
) -> dict[str, Any]:
    """`thread`: the conversation as shown, whose last inbound message says on which channel to answer."""
    offered = choices(inquiry, thread)
    usable = usable_channels(offered)
    inbound = [item.message for item in thread.items if isinstance(item, Bubble) and not item.message.is_out]
    last = inbound[-1].channel if inbound else ""
    templated = [choice.route.channel for choice in offered if choice.template_only]
    first = last if last in usable else [*usable, *templated, Message.Channel.NOTE][0]
    mail = addressing.fields(request, inquiry, [choice.route for choice in offered], form, thread=thread)
    if mail and mail.pointed:
        first = Message.Channel.EMAIL
    strip = quote.asked(request, inquiry, form)
    asks = request.GET.get("ask") == "number"
    if strip or (asks and Message.Channel.WHATSAPP in usable):
        first = Message.Channel.WHATSAPP
    if (by := request.GET.get("by", "")) in [*usable, *templated]:
        first = by  # how an inquiry began that was opened here
    initial = {"text": person.asking(inquiry)} if asks else {}
    if request.GET.get("ask") == "missing" and (question := asking_page.ready(inquiry, list(known))):
        first, initial = question.channel or first, {"text": question.text, "asked": question.fields}
    if prefilled := assist_page.prefill(request, inquiry):
        first, initial = prefilled[0] or first, prefilled[1]
    draft = None
    if form is None and (kind := request.GET.get("draft", "")) in Draft.Kind.values:  # without scripts
        draft = drafts.find(inquiry, request.user, kind)
    if draft is not None:
        first, initial = draft.channel, {"text": draft.text, "subject": draft.subject, "asked": draft.asked}
    channel = form["channel"].value() if form else first
    return {
        **sendable(inquiry, offered),
        "channel": channel,
        "written_to": next((choice.name for choice in offered if choice.route.channel == channel), ""),
        "quote": strip,
        "mail": mail,
        "reminders": snoozing.FOLLOW_UPS,
        "form": form or ReplyForm(initial=initial),
        "draft": draft,
        "times": later.times(timezone.now()) if "later" in request.GET else (),  # without scripts
        "files": list(draft.files.all()) if draft else [],
        "word": (form and form.data.get("word")) or (draft.composed if draft else drafts.new_word()),
        "limit": settings.UPLOAD_MAX_BYTES,
    }


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
