"""Where an answer is written: the channels it can go on, what stands in it at first, and whom it goes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import channels, drafts, replies
from inquiries.desk import (
    addressing,
    asking_page,
    assist_page,
    bubble_states,
    conversation,
    later,
    person,
    quote,
    snoozing,
    wording,
    words,
)
from inquiries.desk.bubbles import Bubble
from inquiries.desk.forms_inquiry import ReplyForm
from inquiries.desk.http import DeskRequest, number
from inquiries.models import Draft, Fact, Inquiry, Message


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


def choices(inquiry: Inquiry, thread: conversation.Thread | None = None, *, may_chat: bool = True) -> list[Choice]:
    """`thread`: the newest of the conversation, where it is loaded: then nothing of it is asked for again. `may_chat`:
    as of replies.routes."""
    last = replies.last_among(thread.loaded, inquiry) if thread else None
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
        for route in replies.routes(inquiry, last=last, may_chat=may_chat)
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


def context(
    request: DeskRequest,
    inquiry: Inquiry,
    thread: conversation.Thread,
    form: ReplyForm | None = None,
    *,
    known: Sequence[Fact] = (),
    may_chat: bool = True,
) -> dict[str, Any]:
    """`thread`: the conversation as shown, whose last inbound message says on which channel to answer. `may_chat`: as
    of replies.routes."""
    offered = choices(inquiry, thread, may_chat=may_chat)
    mail = addressing.fields(request, inquiry, [choice.route for choice in offered], form, thread=thread)
    strip = quote.asked(request, inquiry, form, loaded=thread.loaded)
    first = _first_channel(request, offered, thread, to_mail=bool(mail and mail.pointed), to_chat=bool(strip))
    first, initial = _first_words(request, inquiry, usable_channels(offered), known, channel=first)
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


def _first_channel(
    request: DeskRequest, offered: Sequence[Choice], thread: conversation.Thread, *, to_mail: bool, to_chat: bool
) -> str:
    """The one on which they wrote last, unless the address says otherwise. `to_mail`, `to_chat`: it names a message."""
    usable = usable_channels(offered)
    templated = [choice.route.channel for choice in offered if choice.template_only]
    if (by := request.GET.get("by", "")) in [*usable, *templated]:
        return by  # how an inquiry began that was opened here
    if to_chat or (request.GET.get("ask") == "number" and Message.Channel.WHATSAPP in usable):
        return Message.Channel.WHATSAPP
    if to_mail:
        return Message.Channel.EMAIL
    inbound = [item.message for item in thread.items if isinstance(item, Bubble) and not item.message.is_out]
    last = inbound[-1].channel if inbound else ""
    return last if last in usable else [*usable, *templated, Message.Channel.NOTE][0]


def _first_words(
    request: DeskRequest, inquiry: Inquiry, usable: Sequence[str], known: Sequence[Fact], *, channel: str
) -> tuple[str, dict[str, Any]]:
    """What the address asks to be put into the box, and the channel that goes with it, else `channel`."""
    if prefilled := assist_page.prefill(request, inquiry):
        return prefilled[0] or channel, prefilled[1]
    if Message.Channel.EMAIL in usable and (again := _written(inquiry, request.GET.get("again", ""))):
        return Message.Channel.EMAIL, {"text": again}
    asked = request.GET.get("ask")
    if asked == "missing" and (question := asking_page.ready(inquiry, list(known))):
        return question.channel or channel, {"text": question.text, "asked": question.fields}
    return channel, {"text": person.asking(inquiry)} if asked == "number" else {}


def _written(inquiry: Inquiry, given: str) -> str:
    """The words of a chat message that did not arrive, to go out as a mail; empty where there is none."""
    if (pk := number(given)) is None:
        return ""
    lost = inquiry.messages.select_related("inquiry").filter(pk=pk).first()
    return lost.text if lost and bubble_states.may_go_by_mail(lost) else ""
