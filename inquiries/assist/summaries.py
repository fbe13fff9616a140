"""Summaries for who takes an inquiry over: by OpenAI, else composed from the rows."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from inquiries import agency_days, asking, care, fact_words, projection
from inquiries.assist import material, writing
from inquiries.assist.writing import Written
from inquiries.extraction import wrapping
from inquiries.models import Assist, Fact, Inquiry, Message, Promise
from inquiries.standing import HEARD

PROMPT = "summary-1"
_QUOTED = 220  # characters of a last message
F = Fact.Field
_LABELS = dict(F.choices)
_NEEDS_LABEL = frozenset({F.ORIGIN, F.DEPART_ON, F.RETURN_ON, F.PASSPORT, F.LICENCE})  # the others say what they are


def write(row: Assist, known: Sequence[Fact]) -> Written:
    """By OpenAI, in the desk's language. Notes are not in it, nor what only they say: they never
    leave the house."""
    inquiry = row.inquiry
    facts = [
        f"Today: {agency_days.local():%A %Y-%m-%d %H:%M}",
        f"Language of the summary: {writing.language_name(row.language)}",
        f"Agency: {settings.AGENCY_NAME}",
        f"Status: {inquiry.get_status_display()}, with {inquiry.assignee or 'nobody yet'}",
        f"known: {material.known(known)}",
        f"missing: {json.dumps(_missing(inquiry, known), ensure_ascii=False)}",
        f"promised: {json.dumps(care.deep(_promised(inquiry), tail=False), ensure_ascii=False)}",
    ]
    told = material.told(material.conversation(inquiry), customer=wrapping.line(inquiry.contact.name))
    return writing.write(PROMPT, "\n".join([*facts, told]))


def template(inquiry: Inquiry, known: Sequence[Fact]) -> str:
    """Trip, what is sure and open, the last word of each side, promises, the next step; a line each."""
    lines = [
        f"Trip: {inquiry.trip or inquiry.subject or 'nothing is known of it yet'}.",
        *_sure_and_open(inquiry, known),
        *_last_words(inquiry),
        *([f"Promised: {'; '.join(promised)}."] if (promised := _promised(inquiry)) else []),
        *_not_delivered(inquiry),
        *_last_note(inquiry),
        f"Next: {_next(inquiry, known)}",
    ]
    return "\n".join(lines)


def _missing(inquiry: Inquiry, known: Sequence[Fact]) -> list[str]:
    current = {fact.field: fact for fact in known if fact.state == Fact.State.CURRENT}
    return [str(_LABELS[name]).lower() for name in projection.missing(current)] if inquiry.missing_count else []


def _sure_and_open(inquiry: Inquiry, known: Sequence[Fact]) -> list[str]:
    current = {fact.field: fact for fact in known if fact.state == Fact.State.CURRENT and fact.value not in (None, [])}
    told = [fact for name, fact in current.items() if name not in _told_elsewhere(current)]
    proposed = dict.fromkeys(fact.field for fact in known if fact.state == Fact.State.PROPOSED)
    lines = {
        "Sure": [_words(fact) for fact in told if fact.verified],
        "To check": [_words(fact) for fact in told if not fact.verified],
        "Unclear": [str(_LABELS[name]).lower() for name in proposed if name not in current],
        "Changes that nobody has accepted": [str(_LABELS[name]).lower() for name in proposed if name in current],
        "Missing": _missing(inquiry, known),
    }
    return [f"{name}: {', '.join(words)}." for name, words in lines.items() if words]


def _told_elsewhere(current: Mapping[str, Fact]) -> set[str]:
    """What stands on the contact, or follows from what is said anyway."""
    follows = {F.TRAVEL_MONTH: F.DEPART_ON, F.TRAVELLERS: F.ADULTS}
    return {F.CONTACT_NAME, F.CONTACT_PHONE} | {name for name, other in follows.items() if other in current}


def _words(fact: Fact) -> str:
    words = fact_words.display(fact.field, fact.value)
    return f"{fact.get_field_display().lower()} {words}" if fact.field in _NEEDS_LABEL else words


def _last_words(inquiry: Inquiry) -> list[str]:
    """The last message of each side, in the order in which they were said."""
    said = material.conversation(inquiry)
    last = {row.is_out: row for row in said}
    rows = sorted(last.values(), key=lambda row: (row.sent_at, row.pk))
    return [f"{_who(row, inquiry)}, {_at(row.sent_at)}: {_quote(row)}" for row in rows]


def _who(row: Message, inquiry: Inquiry) -> str:
    return f"{row.author or 'We'} wrote" if row.is_out else f"{inquiry.contact.name or 'The customer'} wrote"


def _at(moment: datetime) -> str:
    local = agency_days.local(moment)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def _quote(row: Message) -> str:
    words = " ".join(row.own_words.split()) or row.subject or "(no words)"
    return f"“{words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + '…'}”"


def _not_delivered(inquiry: Inquiry) -> list[str]:
    return ["Not delivered: something of ours, see the conversation."] if inquiry.failed_count else []


def _last_note(inquiry: Inquiry) -> list[str]:
    note = inquiry.messages.filter(channel=Message.Channel.NOTE).select_related("author").last()
    return [f"Last note, {note.author or 'a colleague'}, {_at(note.sent_at)}: {_quote(note)}"] if note else []


def _promised(inquiry: Inquiry) -> list[str]:
    rows = Promise.objects.filter(message__inquiry=inquiry, state=Promise.State.OPEN, message__state__in=HEARD)
    found = rows.select_related("message").order_by("due_at", "pk")
    now = timezone.now()
    return [
        f"“{' '.join(row.message.text[row.start : row.end].split())}”, "
        f"{'was due' if row.due_at <= now else 'due'} {_at(row.due_at)}"
        for row in found
    ]


def _next(inquiry: Inquiry, known: Sequence[Fact]) -> str:
    if inquiry.parked_reason or inquiry.status in {Inquiry.Status.LOST, Inquiry.Status.CLOSED}:
        return "nothing, it is over."
    steps = []
    if inquiry.needs_reply_since:
        steps.append(f"answer, they wait since {_at(inquiry.needs_reply_since)}")
    if inquiry.missing_count or any(fact.state == Fact.State.PROPOSED for fact in known):
        names = [str(_LABELS[name]).lower() for name in asking.open_fields(known)]
        steps += [f"ask for {', '.join(names)}"] if names else []
    if inquiry.promise_due_at:
        steps.append("keep what was promised")
    if not steps:
        booked = inquiry.status == Inquiry.Status.BOOKED
        steps.append("nothing, it is booked" if booked else "wait for the customer, or remind them")
    return f"{'; '.join(steps)}."
