"""What a message does to its inquiry as it comes in: the list columns, and the status where it was over or parked."""

from datetime import datetime

from inquiries import answer_times, resting, search, standing, timeline, windows
from inquiries.models import Attachment, Event, Inquiry, Message


def settle(inquiry: Inquiry, message: Message, files: list[Attachment], *, is_new: bool, blocked: bool) -> None:
    """The list columns, and what a new message does to the status of an inquiry that was over or parked."""
    before = (inquiry.needs_reply_since, inquiry.status)
    last = standing.moved(inquiry, message, files=sum(not file.inline for file in files))
    inquiry.failed_count += sum(file.state == Attachment.State.PERMANENTLY_FAILED for file in files)
    inquiry.subject = inquiry.subject or message.subject
    inquiry.language = inquiry.language or message.language
    if not is_new:
        _take_up(inquiry, message)
    revived = not is_new and _revive(inquiry, message, blocked=blocked)
    if not message.is_out:
        inquiry.unread = True
    since = _needs_reply_since(inquiry, message, plain=last and not revived)
    if (since, inquiry.status) != before:  # else its target stands: two queries that most messages do without
        standing.wait_since(inquiry, since, account=message.account if is_new else None)
    resting.heard(inquiry, message)
    if standing.answers(message):
        resting.answered(inquiry, actor=None)
    if message.channel == Message.Channel.WHATSAPP and message.contact:
        windows.settle(message.contact, inquiry)
    if is_new or not _is_found_by(inquiry, message):
        inquiry.search_text = search.document(inquiry, is_new=is_new)
    own = ("subject", "language", "status", "parked_reason", "promise_due_at", "search_text")
    inquiry.save(update_fields=[*standing.MOVED, *resting.COLUMNS, *own])
    if message.is_out or not last or revived:  # the usual message of a customer changes nothing that was answered
        answer_times.settle(inquiry.pk)


def _take_up(inquiry: Inquiry, message: Message) -> None:
    """Staff answered elsewhere, in Outlook or on the phone: somebody has looked at it, so it is new no more."""
    if not standing.answers(message) or inquiry.status != Inquiry.Status.NEW:
        return
    timeline.record(Event.Kind.STATUS, inquiry=inquiry, message=message, change=(inquiry.status, Inquiry.Status.OPEN))
    inquiry.status = Inquiry.Status.OPEN


def _revive(inquiry: Inquiry, message: Message, *, blocked: bool) -> bool:
    """A person's words in a known thread are never hidden: a closed inquiry opens, a parked one is one again.

    True where it was one of the two.
    """
    by_machine = bool(message.automatic) or message.is_out
    if by_machine or blocked:
        return False
    revived = standing.keeps_quiet(inquiry)
    if inquiry.parked_reason:
        timeline.record(Event.Kind.UNPARKED, inquiry=inquiry, message=message, change=(inquiry.parked_reason, ""))
        inquiry.parked_reason = ""
    if inquiry.status == Inquiry.Status.CLOSED:
        timeline.record(
            Event.Kind.STATUS, inquiry=inquiry, message=message, change=(inquiry.status, Inquiry.Status.OPEN)
        )
        inquiry.status = Inquiry.Status.OPEN
        inquiry.promise_due_at = standing.promise_due_at(inquiry)
    return revived


def _needs_reply_since(inquiry: Inquiry, message: Message, *, plain: bool) -> datetime | None:
    """`plain` False: it came late, or ended a silence; then only all messages together can tell."""
    if not plain:
        return standing.needs_reply_since(inquiry)
    if standing.keeps_quiet(inquiry):
        return None
    if message.is_out:
        if inquiry.needs_reply_since is None or not standing.answers(message):
            return inquiry.needs_reply_since
        return standing.needs_reply_since(inquiry)  # a bounce that came after it is not the last that was said
    if standing.waits_for_reply(message):
        return inquiry.needs_reply_since or message.sent_at
    return inquiry.needs_reply_since


def _is_found_by(inquiry: Inquiry, message: Message) -> bool:
    """Whether the inquiry's search text already holds who wrote this message."""
    who = message.contact
    names = [who.name, who.username] if who else []
    if message.identity:
        names.append(message.identity.value)
    return all(search.fold(name) in inquiry.search_text for name in names)
