"""The rows that a reply becomes, and what the list shows of it from then on."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.utils import timezone

from inquiries import held, recipients, resting, search, standing, timeline
from inquiries.attachments import Kept, add_kept
from inquiries.envelope import clean
from inquiries.models import Event, Inquiry, Message, User
from inquiries.recipients import Addressed
from inquiries.routes import Route

_SUBJECT_LIMIT = 250
_REPLY_PREFIX = re.compile(r"(re|aw|sv|antw|ref|res|rif|vs)\s*:", re.IGNORECASE)


def answer_subject(subject: str) -> str:
    """The subject of an answer to a mail with this one: `Re:` before it once, in whatever language it already is."""
    subject = " ".join(subject.split()) or "Your inquiry"
    return subject if _REPLY_PREFIX.match(subject) else f"Re: {subject}"


def _subject(inquiry: Inquiry, route: Route, subject: str) -> str:
    """Of a mail, with our reference, by which an answer is found whatever the customer's mail program drops."""
    if route.channel != Message.Channel.EMAIL:
        return ""
    subject = " ".join(clean(subject, _SUBJECT_LIMIT).split())
    if not subject:
        subject = answer_subject(route.answers.subject) if route.answers else " ".join(inquiry.subject.split())
        subject = subject or "Your inquiry"
    if inquiry.reference.lower() in subject.lower():
        return subject[:_SUBJECT_LIMIT]
    return f"{subject[: _SUBJECT_LIMIT - 15]} [{inquiry.reference}]"


def new_letter(
    inquiry: Inquiry,
    route: Route,
    author: User | None,
    text: str,
    *,
    subject: str | None = None,
    asked: Sequence[Mapping[str, Any]] = (),
    word: str = "",
) -> Message:
    """Not inserted yet. `subject`: as somebody gave it, empty for the one that fits; None: there is none."""
    now = timezone.now()
    return Message(
        inquiry=inquiry,
        contact=route.identity.contact if route.identity else inquiry.contact,
        identity=route.identity,
        author=author,
        channel=route.channel,
        direction=Message.Direction.OUT,
        state=Message.State.QUEUED,
        due_at=now,
        account=route.account,
        reply_to=route.answers,
        sent_at=now,
        subject="" if subject is None else _subject(inquiry, route, subject),
        text=text,
        asked=[dict(item) for item in asked],
        composed=word,
    )


def insert(letter: Message, route: Route, files: Sequence[Kept], chosen: Addressed) -> Message:
    if letter.channel == Message.Channel.EMAIL:
        to = chosen.to or recipients.propose(route.answers, route.identity).to
        letter.to, letter.cc = recipients.dump(to), recipients.dump(chosen.cc)
        if route.identity and route.identity.value not in map(recipients.key, (*to, *chosen.cc)):
            letter.identity = None  # somebody else gets it
    letter.search_text = search.message_document(letter, (file.filename for file in files))
    letter.save(force_insert=True)
    add_kept(letter, files)
    return letter


def write_parts(
    letter: Message, route: Route, parts: Sequence[tuple[str, Sequence[Kept]]], chosen: Addressed
) -> list[tuple[Message, int]]:
    """The rows of a reply with the number of files of each; what it answers stands at the first one alone."""
    written: list[tuple[Message, int]] = []
    for number, (text, files) in enumerate(parts):
        row = copy(letter) if written else letter
        row.part = number
        row.pk, row.text, row.reply_to = None, text, None if written else letter.reply_to
        message = insert(row, route, files, chosen)
        held.ring_in_time(message)
        written.append((message, len(files)))
    return written


def count_in(inquiry: Inquiry, written: Sequence[tuple[Message, int]], route: Route) -> None:
    """Bring the list's columns up to new messages, each given with the number of its files."""
    for message, files in written:
        if message.scheduled:  # nothing is said before its time; the list shows it then
            inquiry.file_count += files
        else:
            standing.moved(inquiry, message, files=files)
    if route.channel == Message.Channel.WHATSAPP:
        inquiry.window_closes_at = route.closes_at
    inquiry.unread = False
    inquiry.not_sent = ""
    inquiry.scheduled_at = standing.scheduled_at(inquiry.pk) if written[0][0].scheduled else inquiry.scheduled_at
    if inquiry.status == Inquiry.Status.NEW:
        timeline.record(
            Event.Kind.STATUS,
            inquiry=inquiry,
            actor=written[0][0].author,
            message=written[0][0],  # by which a reply that is taken back finds it
            change=(inquiry.status, Inquiry.Status.OPEN),
        )
        inquiry.status = Inquiry.Status.OPEN
    standing.wait_since(inquiry, None)  # comes back if the answer fails for good
    resting.answered(inquiry, actor=written[0][0].author, message=written[0][0])
    inquiry.save(update_fields=[*standing.MOVED, *resting.COLUMNS, "status", "not_sent", "scheduled_at"])
