"""Where an inquiry stands: the columns that list pages show, kept right by everything that touches a conversation.

Intake and replies move them forward on a locked row; what can go back (an answer that failed, an echo that came late)
is computed again from the messages, so that the order of arrival does not matter.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, Q

from inquiries import care, targets
from inquiries.models import Attachment, Event, Inquiry, Message, Promise

WHATSAPP_WINDOW = timedelta(hours=24)  # free text is delivered this long after the customer's last message

# An answer that was never meant to arrive, or did not.
_NO_ANSWER = (Message.State.DRAFT, Message.State.CANCELLED, Message.State.PERMANENTLY_FAILED)
# Machine mail in a thread never waits for an answer, but for a bounce: the customer did not get ours.
_NEEDS_NO_REPLY = (Inquiry.Parked.AUTO_REPLY, Inquiry.Parked.BULK, Inquiry.Parked.OWN, Inquiry.Parked.FLOOD)
_SILENT_KINDS = ("system",)  # "changed their number": WhatsApp's words, not the customer's
# Meta speaks of "messages" only; of these nobody has said that they count, so they do not.
OPENS_NO_WINDOW = (*_SILENT_KINDS, "reaction", "edit", "revoke", "request_welcome")
_ANSWERS_NOTHING = ("reaction", "edit", "revoke")  # of what was typed on the phone
HEARD = (Message.State.SENT, Message.State.DELIVERED, Message.State.READ, Message.State.SANDBOXED)  # went out
# What was taken back, or waits for a time that a person chose, was not said.
UNSAID = Q(state=Message.State.CANCELLED) | Q(state=Message.State.QUEUED, scheduled=True, attempts=0)
_OVER = (Inquiry.Status.LOST, Inquiry.Status.CLOSED)

MOVED = (
    "has_email",
    "has_whatsapp",
    "file_count",
    "last_message_at",
    "last_message_text",
    "last_message_direction",
    "last_message_author",
    "window_closes_at",
    "needs_reply_since",
    "target_at",
    "unread",
    "failed_count",
)


def lock(pk: int) -> Inquiry:
    """The inquiry, locked for the rest of the transaction (SQLite's transactions are one writer anyway).

    `no_key`: rows that point at a locked one can still be written. Without it a reply (has the inquiry, points at the
    contact) and intake (has the contact, wants the inquiry) would wait for each other.
    """
    return Inquiry.objects.select_for_update(no_key=True).get(pk=pk)


def lock_home(message: Message) -> Inquiry:
    """The locked inquiry of the message, which a person may have moved to another one while it was read."""
    while True:
        inquiry = lock(message.inquiry_id)
        message.refresh_from_db(fields=["inquiry"])
        if message.inquiry_id == inquiry.pk:
            message.inquiry = inquiry
            return inquiry


def home(pk: int) -> int:
    """The number of the inquiry that one leads to: its own, or that of the one it was joined to."""
    seen = {pk}
    while (into := Inquiry.objects.filter(pk=pk).values_list("merged_into", flat=True).first()) and into not in seen:
        seen.add(into)
        pk = into
    return pk


def moved(inquiry: Inquiry, message: Message, *, files: int = 0) -> bool:
    """Count a new message of the conversation in, in memory; the caller saves MOVED. True: it is the last one now.

    Messages may come out of order: the last one shown is the latest by its own clock. A bounce tells of the reply
    before it, which is what stands there with its failure, and WhatsApp's own words are nobody's.
    """
    told = message.automatic == Inquiry.Parked.BOUNCE or message.kind in _SILENT_KINDS
    newest = message.sent_at >= inquiry.last_message_at and not told
    last = not inquiry.last_message_direction or newest
    inquiry.has_email |= message.channel == Message.Channel.EMAIL
    inquiry.has_whatsapp |= message.channel == Message.Channel.WHATSAPP
    inquiry.file_count += files
    if last:
        inquiry.last_message_at = message.sent_at
        inquiry.last_message_text = preview(message)
        inquiry.last_message_direction = message.direction
        inquiry.last_message_author = author(message)
    return last


def author(message: Message) -> str:
    """Who of the staff said it: of what a customer said on the phone the customer did, whoever typed it."""
    return str(message.author)[:150] if message.author and message.is_out else ""


def waits_for_reply(message: Message) -> bool:
    """Whether a message that came in is one that people answer."""
    return not message.is_out and message.automatic not in _NEEDS_NO_REPLY and message.kind not in _SILENT_KINDS


def answers(message: Message) -> bool:
    """Whether a message of ours is an answer: words of a person, not a thumb or a correction, and no machine's."""
    return message.is_out and not message.automatic and message.kind not in _ANSWERS_NOTHING


def needs_reply_since(inquiry: Inquiry) -> datetime | None:
    """When the first inbound message without an answer was sent, from the messages themselves.

    Nothing waits in what is parked or closed. To close or lose an inquiry deals with all that was there by then.
    An answer typed elsewhere (an echo, no author) answers what was sent before it. One written on the desk answers
    only what had arrived by then: its author could not see a message that came in late.
    """
    if keeps_quiet(inquiry):
        return None
    # An acknowledgment is no answer: it was written before anybody had read a word.
    answers = inquiry.messages.filter(direction=Message.Direction.OUT, automatic="").exclude(
        channel=Message.Channel.NOTE
    )
    answers = answers.exclude(state__in=_NO_ANSWER).exclude(kind__in=_ANSWERS_NOTHING)
    last = answers.aggregate(echo=Max("sent_at", filter=Q(author=None)), desk=Max("created_at", filter=~Q(author=None)))
    waiting = inquiry.messages.filter(direction=Message.Direction.IN).exclude(automatic__in=_NEEDS_NO_REPLY)
    waiting = waiting.exclude(kind__in=_SILENT_KINDS)
    if last["echo"]:
        waiting = waiting.filter(sent_at__gt=last["echo"])
    if last["desk"]:
        waiting = waiting.filter(created_at__gt=last["desk"])
    closed = _closed_at(inquiry)
    if closed:
        waiting = waiting.filter(created_at__gt=closed)
    first: datetime | None = waiting.aggregate(first=Min("sent_at"))["first"]
    return first


def wait_since(inquiry: Inquiry, since: datetime | None, *, account: str | None = None) -> None:
    """Write down since when a customer waits, and by when that asks for an answer; in memory, the caller saves MOVED.

    Called after the status is set: a first answer is due sooner. `account`: the one written to, where it is at hand.
    """
    inquiry.needs_reply_since = since
    targets.settle(inquiry, account)


def keeps_quiet(inquiry: Inquiry) -> bool:
    return bool(inquiry.parked_reason) or inquiry.status == Inquiry.Status.CLOSED


def _closed_at(inquiry: Inquiry) -> datetime | None:
    """When it was last closed or lost. A person who takes that back wants to see again what waited."""
    closed: datetime | None = None
    moves = inquiry.events.filter(kind=Event.Kind.STATUS).order_by("pk")
    for data, actor, at in moves.values_list("data", "actor", "created_at"):
        if data.get("to") in _OVER:
            closed = at
        elif actor is not None:
            closed = None
    return closed


def promise_due_at(inquiry: Inquiry) -> datetime | None:
    """Until when the first open promise of an inquiry is to be kept; one that never arrived binds nobody.

    Nobody waits for what was promised about a trip that is lost or closed; reopened, it counts again.
    """
    if inquiry.status in _OVER:
        return None
    rows = Promise.objects.filter(message__inquiry=inquiry.pk, state=Promise.State.OPEN, message__state__in=HEARD)
    first: datetime | None = rows.aggregate(first=Min("due_at"))["first"]
    return first


def scheduled_at(pk: int) -> datetime | None:
    """When the first reply of an inquiry that waits for its time goes out."""
    rows = Message.objects.filter(inquiry=pk, state=Message.State.QUEUED, scheduled=True, attempts=0)
    first: datetime | None = rows.aggregate(first=Min("hold_until"))["first"]
    return first


def settle_needs_reply(pk: int) -> None:
    """Compute `needs_reply_since` again, after an answer failed for good; what it promised is off with it."""
    with transaction.atomic():
        _settle_needs_reply(lock(pk))


def _settle_needs_reply(inquiry: Inquiry) -> None:
    wait_since(inquiry, needs_reply_since(inquiry))
    inquiry.promise_due_at = promise_due_at(inquiry)
    inquiry.save(update_fields=["needs_reply_since", "target_at", "promise_due_at"])


def recount_failures(pk: int) -> None:
    """How many messages and files of the inquiry need a person; locked, so that of two counts the later one stays."""
    with transaction.atomic():
        inquiry = lock(pk)
        messages = Message.objects.filter(inquiry=pk).unsettled().count()
        inquiry.failed_count = messages + Attachment.objects.filter(message__inquiry=pk).failed().count()
        inquiry.save(update_fields=["failed_count"])


def preview(message: Message) -> str:
    """The first words of a message for a list: its own text, else what kind of thing it is."""
    text = care.masked(message.text)  # before it is cut: half of a number is not found any more
    words = " ".join(text[: message.signature_at][:1000].split()) or " ".join(text[:1000].split())
    if not words and message.is_out and message.kind == "text":
        words = message.subject or "File"  # what has no words of ours has files
    return (words or care.masked(message.subject) or message.kind.replace("_", " ").capitalize())[:200]
