"""Replies that wait before they leave: some seconds in which they can be taken back, or a time that a person chose.

A held reply is QUEUED with `hold_until` and due then; nothing sends it earlier. Taking it back is a conditional UPDATE
that says whether it won against the worker, for all rows of a reply or for none; its words become a draft again. One
that was scheduled is off when the customer writes first, or when WhatsApp has shut by its time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from inquiries import drafts, languages, recounting, resting, standing, timeline, turns, windows
from inquiries.doorbell import ring
from inquiries.errors import InvalidInput
from inquiries.models import Draft, DraftFile, Event, Inquiry, Message, User

logger = structlog.get_logger(__name__)

State = Message.State
SOONEST = timedelta(minutes=1)
LATEST = timedelta(days=365)
_SHUT = "WhatsApp had closed by then"
_DID = {"call": "called", "visit": "came by"}  # of what was noted by hand (starting.py)
TOO_LATE = gettext_noop("It is on its way already and cannot be taken back.")


@dataclass(frozen=True, kw_only=True)
class Composing:
    """What a composer knows of the reply beside its words.

    `word`: its own word for it, by which it goes out once (Message.composed). `known`: number of the newest message
    that its page showed; None: it does not say. `send_at`: when it is to leave; None: now. `version` of the draft, and
    the numbers of the draft's `files`, that it showed.
    """

    word: str = ""
    known: int | None = None
    send_at: datetime | None = None
    version: int | None = None
    files: tuple[int, ...] = ()


class Overtaken(InvalidInput):
    """Somebody wrote what the page of this reply has not shown yet: to be read first. `message` is the newest."""

    def __init__(self, message: Message, who: str) -> None:
        at = _clock(message.sent_at)
        super().__init__(_("%(who)s wrote at %(at)s, after you began. Read it, then send.") % {"who": who, "at": at})
        self.message = message


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), pgettext("date format", "H:i"))


class Repeated(InvalidInput):
    """The same reply again, but not the same words, or taken back meanwhile: it needs a new word to go out."""


def repeat_of(author: User, word: str, text: str, files: Collection[int] = ()) -> Message | None:
    """The message that this very reply has become already: a second press, or a request sent again. None: it is new.

    Repeated where sending it once more would be something else than the person thinks. `files`: of the draft, that go
    with it; one that is still there came by another window and did not go.
    """
    if not word:
        return None
    first = Message.objects.filter(author=author, composed=word, part=0).first()
    if first is None:
        return None
    if first.state == State.CANCELLED:
        raise Repeated(_("This reply was taken back meanwhile. Look at it once more, then send it."))
    if first.text != text or DraftFile.objects.filter(pk__in=files, draft__author=author).exists():
        at = _clock(first.created_at)
        raise Repeated(
            _("An earlier version of this went out at %(at)s. Send once more if this is to go out as well.")
            % {"at": at}
        )
    return first


def check_scheduled(inquiry: Inquiry, *, author: User, text: str) -> None:
    """InvalidInput where these very words of theirs wait for their time. The caller has the lock.

    The draft of a reply that was called off and is scheduled again may still stand in a page.
    """
    if inquiry.scheduled_at is None or not text:
        return
    same = inquiry.messages.filter(author=author, state=State.QUEUED, scheduled=True, attempts=0, text=text).first()
    if same is not None and same.hold_until:
        at = date_format(timezone.localtime(same.hold_until), pgettext("date format", "D j M H:i"))
        raise InvalidInput(
            _("The same text is scheduled already: it goes out %(at)s. Send that one now, or change this one.")
            % {"at": at}
        )


def check_known(inquiry: Inquiry, *, author: User, known: int | None) -> None:
    """Overtaken where a person or a colleague has written what the page did not show. The caller has the lock."""
    if known is None:
        return
    rows = inquiry.messages.filter(pk__gt=known, automatic="").exclude(kind__in=("reaction", "system"))
    # A note that came in is what the customer said on the phone.
    rows = rows.exclude(channel=Message.Channel.NOTE, direction=Message.Direction.OUT)
    rows = rows.exclude(state__in=(State.DRAFT, State.CANCELLED))
    theirs = Q(direction=Message.Direction.IN) | (Q(direction=Message.Direction.OUT) & ~Q(author=author))
    newest = rows.filter(theirs | Q(direction=Message.Direction.OUT, author=None)).select_related("author")
    message = newest.defer("html", "quoted_text", "search_text").order_by("-pk").first()
    if message is not None:
        raise Overtaken(message, writer(message, inquiry))


def writer(message: Message, inquiry: Inquiry) -> str:
    """Who wrote it, by the name that people use."""
    if message.is_out:
        return (message.author.first_name or str(message.author)) if message.author else _("A colleague")
    name = (message.contact or inquiry.contact).name.split(maxsplit=1)
    return name[0] if name else _("The customer")


def check_time(send_at: datetime, *, channel: str, closes_at: datetime | None) -> None:
    """InvalidInput, in words for people, where a reply cannot wait for that time."""
    now = timezone.now()
    if send_at < now + SOONEST:
        raise InvalidInput(_("That time is over. Choose one to come."))
    if send_at > now + LATEST:
        raise InvalidInput(_("That is more than a year away. Choose an earlier time."))
    if channel == Message.Channel.WHATSAPP and (closes_at is None or send_at > closes_at - windows.MARGIN):
        closes = (
            date_format(timezone.localtime(closes_at), pgettext("date format", "D H:i"))
            if closes_at
            else _("before that")
        )
        raise InvalidInput(_("WhatsApp closes %(closes)s. Choose an earlier time, or write mail.") % {"closes": closes})


def hold(message: Message, send_at: datetime | None) -> None:
    """Set on a new reply when it may leave, before it is inserted."""
    if send_at is not None:
        message.scheduled, message.hold_until, message.due_at = True, send_at, send_at
    elif settings.UNDO_SECONDS and message.author_id:
        until = timezone.now() + timedelta(seconds=settings.UNDO_SECONDS)
        message.hold_until = message.due_at = until


def ring_in_time(message: Message) -> None:
    """Ring for a new row; for one that is held some seconds, when they are over. The sweeper rings for the others."""
    wait = (message.hold_until - timezone.now()).total_seconds() if message.hold_until else 0
    if not message.scheduled:
        ring("inquiries.deliver_message", message.pk, after=max(wait + 0.1, 0) if message.hold_until else 0)


def waits(message: Message) -> bool:
    """Whether it may not leave yet."""
    return message.hold_until is not None and message.hold_until > timezone.now()


def can_be_taken_back(message: Message) -> bool:
    """Until a worker has it in hand; the UPDATE decides."""
    held = message.hold_until is not None and message.kind == "text"
    return held and message.state == State.QUEUED and not message.attempts and message.author_id is not None


def parts(message: Message) -> list[Message]:
    """The rows of its reply, in order: of a chat with several files more than one."""
    rows = Message.objects.select_related("author", "inquiry").order_by("part", "pk")
    if not message.composed:
        return list(rows.filter(pk=message.pk))
    return list(rows.filter(author=message.author_id, composed=message.composed))


def take_back(message: Message, *, actor: User) -> Draft | None:
    """Undo a send: the whole reply is a draft of its author again, and the inquiry stands as before.

    InvalidInput where a worker was faster with any of its rows; then nothing is changed.
    """
    with transaction.atomic():
        inquiry = standing.lock_home(message)
        rows = parts(message)
        if message.hold_until is None or not _cancel(rows, words=""):
            raise InvalidInput(_(TOO_LATE))
        draft = _restore(inquiry, rows, actor=actor)
        timeline.record(Event.Kind.TAKEN_BACK, inquiry=inquiry, actor=actor, message=rows[0])
        turns.pass_on(rows[-1])
    logger.info("reply_taken_back", message=message.pk, inquiry=inquiry.pk, parts=len(rows))
    return draft


def send_now(message: Message, *, actor: User) -> None:
    """A scheduled reply leaves without waiting for its time. InvalidInput where it is not waiting any more."""
    _move(message, timezone.now(), actor=actor)


def reschedule(message: Message, send_at: datetime, *, actor: User) -> None:
    """Another time for a scheduled reply. InvalidInput where it is none any more, or cannot wait for that."""
    closes_at = message.inquiry.window_closes_at
    check_time(send_at, channel=message.channel, closes_at=closes_at)
    _move(message, send_at, actor=actor)


def _move(message: Message, at: datetime, *, actor: User) -> None:
    with transaction.atomic():
        inquiry = standing.lock_home(message)
        rows = parts(message)
        waiting = _waiting(rows).filter(scheduled=True)
        # All rows of the reply or none: the first may have left a moment ago.
        if waiting.update(hold_until=at, due_at=at) != len(rows):
            raise InvalidInput(_("It does not wait for its time any more."))
        _note_schedule(inquiry)
        timeline.record(Event.Kind.SCHEDULED, inquiry=inquiry, actor=actor, message=rows[0], at=at.isoformat())
        if at <= timezone.now():
            for row in rows:
                ring("inquiries.deliver_message", row.pk)


def call_off(inquiry: Inquiry, message: Message) -> int:
    """The customer wrote first: what is scheduled in a locked inquiry does not go out. How many replies.

    In the transaction of intake. A reaction is no word, and what a machine sent is nobody's.
    """
    if inquiry.scheduled_at is None or message.is_out or message.automatic or message.kind in ("reaction", "system"):
        return 0
    with languages.of_rows():
        why = f"{writer(message, inquiry)} {_DID.get(message.kind, 'wrote')} first"
    return call_off_all(inquiry, why)


def call_off_all(inquiry: Inquiry, why: str, *, actor: User | None = None) -> int:
    """Nothing that is scheduled in a locked inquiry goes out. How many replies. `actor`: whose act that is."""
    firsts = inquiry.messages.filter(state=State.QUEUED, scheduled=True, attempts=0, part=0)
    done = sum(_call_off(inquiry, row, why, actor=actor) for row in firsts.order_by("pk"))
    if done:
        logger.info("replies_called_off", inquiry=inquiry.pk, count=done)
    return done


def shut_by_now(message: Message) -> bool:
    """The time of a scheduled reply has come, but WhatsApp takes it no more: then it is off. True: it is."""
    if not windows.too_late(message):
        return False
    with transaction.atomic():
        return _call_off(standing.lock_home(message), message, _SHUT)


def _call_off(inquiry: Inquiry, message: Message, why: str, *, actor: User | None = None) -> bool:
    """False: a worker has it in hand."""
    rows = parts(message)
    if not _cancel(rows, words=f"Not sent: {why}.", at=timezone.now()):
        return False
    files = [row.attachments.count() for row in rows]
    draft = _restore(inquiry, rows, actor=None)
    undo: dict[str, Any] = {}
    if draft and actor:  # what nobody did, nobody undoes
        undo = {"draft": drafts.seal(draft, files), "unread": inquiry.unread}
    inquiry.not_sent, inquiry.unread = f"Not sent: {why}"[:120], True
    inquiry.save(update_fields=["not_sent", "unread"])
    timeline.record(Event.Kind.CALLED_OFF, inquiry=inquiry, actor=actor, message=rows[0], why=why, **undo)
    return True


def schedule_again(called_off: Event, *, actor: User, blocked: bool) -> bool:
    """The act that called a scheduled reply off is undone: it waits for its time as before, and its draft is gone.

    False: its time is over, the customer has written since or is `blocked` all the same, or its author went on with the
    draft. Then it stays a draft, and a customer who waits for an answer waits again.
    """
    first = called_off.message
    if first is None:
        return False
    with transaction.atomic():
        inquiry = standing.lock_home(first)
        rows = parts(first)
        may = not blocked and _may_wait_again(inquiry, rows, called_off)
        again = may and drafts.give_back(rows, called_off.data["draft"])
        if again:
            off = Message.objects.filter(pk__in=[row.pk for row in rows])
            off.update(state=State.QUEUED, due_at=F("hold_until"), sent_at=F("created_at"), last_error="")
            _answered_again(inquiry, rows[0], unread=called_off.data.get("unread", False))
            at = rows[0].hold_until.isoformat() if rows[0].hold_until else ""
            timeline.record(Event.Kind.SCHEDULED, inquiry=inquiry, actor=actor, message=rows[0], at=at)
        recounting.recount(inquiry)
    return again


def _may_wait_again(inquiry: Inquiry, rows: Sequence[Message], called_off: Event) -> bool:
    now = timezone.now()
    off = all(row.state == State.CANCELLED and row.hold_until and row.hold_until > now for row in rows)
    # What a blocked customer writes is parked in an inquiry of its own until the block is undone.
    theirs = Message.objects.filter(Q(inquiry=inquiry) | Q(contact=inquiry.contact_id), direction=Message.Direction.IN)
    wrote = theirs.filter(created_at__gt=called_off.created_at, automatic="").exclude(kind__in=("reaction", "system"))
    return off and bool(called_off.data.get("draft")) and not inquiry.parked_reason and not wrote.exists()


def _answered_again(inquiry: Inquiry, first: Message, *, unread: bool) -> None:
    """The reverse of what _call_off and _restore moved, but for what recounting tells from the messages."""
    if inquiry.status == Inquiry.Status.NEW:
        change = (inquiry.status, Inquiry.Status.OPEN)
        timeline.record(Event.Kind.STATUS, inquiry=inquiry, actor=first.author, message=first, change=change)
        inquiry.status = Inquiry.Status.OPEN
    inquiry.not_sent, inquiry.unread = "", unread
    resting.answered_again(inquiry, first)
    inquiry.save(update_fields=["status", "not_sent", "unread", *resting.COLUMNS])


def leaves(message: Message) -> None:
    """The time of a scheduled reply has come and a worker has it: from now on the list shows it."""
    now = timezone.now()
    with transaction.atomic():
        inquiry = standing.lock_home(message)
        Message.objects.filter(pk=message.pk).update(sent_at=now)
        message.sent_at = now
        standing.moved(inquiry, message)
        inquiry.scheduled_at = standing.scheduled_at(inquiry.pk)
        inquiry.save(update_fields=[*standing.MOVED, "scheduled_at"])


def _waiting(rows: Sequence[Message]) -> QuerySet[Message]:
    """Those of the rows that no worker has taken: its claim moves the state, so an UPDATE of these races with it."""
    return Message.objects.filter(pk__in=[row.pk for row in rows], state=State.QUEUED, attempts=0)


def _cancel(rows: Sequence[Message], *, words: str, at: datetime | None = None) -> bool:
    """All of them or none: False where a worker has one."""
    columns: dict[str, object] = {"state": State.CANCELLED, "due_at": None, "last_error": words}
    if at is not None:
        columns["sent_at"] = at  # so that the line stands where it happened
    try:
        with transaction.atomic():
            if _waiting(rows).update(**columns) != len(rows):
                raise InvalidInput(_(TOO_LATE))
    except InvalidInput:
        return False
    return True


def _restore(inquiry: Inquiry, rows: Sequence[Message], *, actor: User | None) -> Draft | None:
    """What the reply moved goes back: the words to its author, the status, and what lists show."""
    draft = drafts.bring_back(rows)
    moves = inquiry.events.filter(kind=Event.Kind.STATUS).order_by("-pk")
    last = moves.values_list("message_id", flat=True).first()
    if last == rows[0].pk and inquiry.status == Inquiry.Status.OPEN:  # nobody has answered after all
        change = (inquiry.status, Inquiry.Status.NEW)
        timeline.record(Event.Kind.STATUS, inquiry=inquiry, actor=actor, change=change)
        inquiry.status = Inquiry.Status.NEW
        inquiry.save(update_fields=["status"])
    resting.unanswered(inquiry, rows[0], actor=actor)
    inquiry.save(update_fields=resting.COLUMNS)
    recounting.recount(inquiry)
    return draft


def _note_schedule(inquiry: Inquiry) -> None:
    inquiry.scheduled_at = standing.scheduled_at(inquiry.pk)
    inquiry.save(update_fields=["scheduled_at"])
