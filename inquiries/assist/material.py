"""What a model is told of a conversation: only words that may leave the house, covered, as data between markers."""

import json
from collections.abc import Iterable, Sequence

from inquiries import agency_days, care, fact_words
from inquiries.envelope import ABOUT
from inquiries.extraction import leaving, wrapping
from inquiries.models import Fact, Inquiry, Message
from inquiries.standing import HEARD

MESSAGES = 12  # the last ones
EACH, TOGETHER = 4_000, 24_000  # characters
_PERSON = frozenset({Fact.Field.CONTACT_NAME, Fact.Field.CONTACT_PHONE})


def conversation(inquiry: Inquiry) -> list[Message]:
    """The last messages of both sides, the oldest first, each with its newest words in `text`.

    Without notes, machines' mail, what was not sent and what its sender took back.
    """
    rows = inquiry.messages.exclude(channel=Message.Channel.NOTE).exclude(kind__in=[*ABOUT, "system"])
    rows = rows.filter(automatic="").defer("html", "quoted_text", "search_text").select_related("author")
    found = [row for row in rows.order_by("-sent_at", "-pk")[: MESSAGES * 2] if not row.is_out or row.state in HEARD]
    about = Message.objects.filter(reply_to__in=found, kind__in=["edit", "revoke"]).order_by("sent_at", "pk")
    revoked, edits = set(), {}
    for row in about:
        if row.kind == "revoke":
            revoked.add(row.reply_to_id)
        else:
            edits[row.reply_to_id] = row
    kept = [row for row in found if row.pk not in revoked][:MESSAGES][::-1]
    for row in kept:
        edit = edits.get(row.pk)
        if edit is not None:
            row.text, row.signature_at = edit.text, edit.signature_at
    return kept


def newest_words(message: Message) -> str:
    """A message's own words, of an edited one the newest."""
    edit = message.answers.filter(kind="edit").order_by("-sent_at", "-pk").first()
    return (edit or message).own_words.strip()


def told(messages: Sequence[Message], *, customer: str) -> str:
    """The conversation between its markers."""
    pieces: list[str] = []
    customer = care.masked(customer, tail=False)
    left = TOGETHER
    for row in reversed(messages):  # the newest are kept whole where it is too long
        words = wrapping.seen(care.masked(row.own_words.strip(), tail=False)[: min(EACH, left)])
        who = f"agency, {row.author or 'a colleague'}" if row.is_out else f"customer, {customer or 'no name'}"
        subject = f", subject: {care.masked(row.subject, tail=False)}" if row.subject else ""
        pieces.append(f"[{wrapping.line(f'{who}, {row.channel}, {day(row)}{subject}')}]\n{words}")
        left -= len(words)
        if left <= 0:
            break
    return wrapping.wrapped("conversation", "\n\n".join(reversed(pieces)))


def known(facts: Iterable[Fact]) -> str:
    """{label: value in words} of what is current and may leave, as JSON: a customer's words cannot end it."""
    rows = [fact for fact in facts if fact.state == Fact.State.CURRENT and fact.field not in _PERSON]
    internal = leaving.from_notes(rows)
    rows = [fact for fact in rows if fact.pk not in internal]
    trip = {str(fact.get_field_display()): fact_words.display(fact.field, fact.value) for fact in rows}
    return json.dumps(care.deep({name: words for name, words in trip.items() if words}, tail=False), ensure_ascii=False)


def to_ask(facts: Sequence[Fact]) -> list[Fact]:
    """What questions are made from. Readings that only a note has are not among them: then it is asked plainly."""
    internal = leaving.from_notes(fact for fact in facts if fact.state == Fact.State.PROPOSED)
    return [fact for fact in facts if fact.pk not in internal]


def first_name(inquiry: Inquiry) -> str:
    """How they are greeted; empty: not by name."""
    return wrapping.line(care.masked(inquiry.contact.name, tail=False)).partition(" ")[0]


def day(message: Message) -> str:
    return f"{agency_days.local(message.sent_at):%a %Y-%m-%d %H:%M}"
