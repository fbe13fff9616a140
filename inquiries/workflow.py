"""What staff decide about an inquiry: status, who has it, later, and that a parked one is none after all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import addresses, held, notices, recounting, resting, search, standing, ties, timeline, windows
from inquiries.doorbell import ring
from inquiries.errors import InvalidInput
from inquiries.models import Contact, Event, Identity, Inquiry, Message, Notice, User

Status = Inquiry.Status
_FOUND_BY = {"name", "username", "phone"}
_OVER = {Status.LOST, Status.CLOSED}
_OFFERED = {Status.QUOTED, Status.BOOKED}
_WAITING = ("needs_reply_since", "target_at", "promise_due_at")  # what of the queue's order goes by the status

# Nobody has looked at a new inquiry; once somebody has, it is not new again. Every other way is open to staff.
MOVES: dict[str, frozenset[str]] = {status: frozenset(Status.values) - {Status.NEW, status} for status in Status.values}


def set_status(inquiry: Inquiry, status: str, *, actor: User | None, lost_reason: str = "") -> None:
    """Move the inquiry to `status`. InvalidInput for a move that does not exist, or a loss without a reason.

    `lost_reason`: of what is lost, or of what is closed as spam or a duplicate; of other states none is kept.
    """
    lost_reason = lost_reason.strip()[:200]
    if status == Status.LOST and not lost_reason:
        raise InvalidInput(_("Say why it was lost."))
    with transaction.atomic():
        row = _lock(inquiry)
        if row.status == status and row.lost_reason == lost_reason:
            return
        if row.status != status and status not in MOVES[row.status]:
            known = dict(Status.choices)
            was, wanted = (str(known.get(one, one)).lower() for one in (row.status, status))
            raise InvalidInput(_("An inquiry cannot go from %(from)s to %(to)s.") % {"from": was, "to": wanted})
        timeline.record(
            Event.Kind.STATUS, inquiry=row, actor=actor, change=(row.status, status), lost_reason=lost_reason
        )
        was_over = row.status in _OVER
        row.status = status
        row.lost_reason = lost_reason if status in _OVER else ""
        if status in _OFFERED and row.quoted_at is None:
            row.quoted_at = timezone.now()
        since = row.needs_reply_since
        if status in _OVER:
            since = None
            resting.over(row)
        elif was_over:
            since = standing.needs_reply_since(row)  # it was closed too early
        standing.wait_since(row, since)
        row.promise_due_at = standing.promise_due_at(row)
        row.save(update_fields=["status", "lost_reason", "quoted_at", *_WAITING, *resting.COLUMNS])


def assign(
    inquiry: Inquiry, user: User | None, *, actor: User | None, note: Message | None = None, tell: bool = True
) -> bool:
    """Give the inquiry to `user`, who is told, or back to nobody (None). InvalidInput for somebody who has left.

    False: they have it already. `note`: the one that hands it over. `tell`: else the caller tells them. Who is away
    gets it all the same, but the timeline says it.
    """
    if user is not None and not user.is_active:
        raise InvalidInput(_("%(user)s cannot sign in any more.") % {"user": user})
    with transaction.atomic():
        row = _lock(inquiry)
        if row.assignee == user:
            return False
        change = (str(row.assignee or ""), str(user or ""))
        row.assignee = user
        row.save(update_fields=["assignee"])
        timeline.record(Event.Kind.ASSIGNED, inquiry=row, actor=actor, change=change, **_away(user))
        if user is not None and tell:
            notices.tell(user, row, kind=Notice.Kind.ASSIGNED, by=actor, message=note)
    return True


def _away(user: User | None) -> dict[str, Any]:
    if user is None or not user.is_away():
        return {}
    return {"away": user.away_until.isoformat() if user.away_until else "yes"}


def snooze(inquiry: Inquiry, until: datetime | None, *, actor: User | None) -> None:
    """Put the inquiry aside until a time (aware), or bring it back with None. InvalidInput for a time that is past.

    A promise or a reminder that falls due before brings it back earlier: the row has the time that counts.
    """
    if until is not None and until <= timezone.now():
        raise InvalidInput(_("Choose a time that is still to come."))
    with transaction.atomic():
        row = _lock(inquiry)
        if row.snoozed_until == until:
            return
        row.snoozed_until = until
        resting.shorten(row, tell=False)
        row.save(update_fields=["snoozed_until"])
        until, before = row.snoozed_until, resting.before_what(row)
        at = until.isoformat() if until else ""
        timeline.record(Event.Kind.SNOOZED, inquiry=row, actor=actor, until=at, before=before)


def remind(
    inquiry: Inquiry, at: datetime, *, actor: User, if_silent: bool = True, message: Message | None = None
) -> None:
    """Have the inquiry back in the queue at a time (aware); `if_silent`: only if the customer has not written by then.

    `message`: the reply that it was set with. It takes the place of the one before it. InvalidInput for a time that is
    past, and where nothing is asked of us.
    """
    if at <= timezone.now():
        raise InvalidInput(_("Choose a time that is still to come."))
    with transaction.atomic():
        row = _lock(inquiry)
        if standing.keeps_quiet(row):
            raise InvalidInput(_("This is parked or closed. Open it before you set a reminder."))
        resting.remind(row, at, actor=actor, if_silent=if_silent, message=message)
        row.save(update_fields=resting.COLUMNS)


def take_reminder_off(inquiry: Inquiry, *, actor: User) -> None:
    """It is done, or not needed. Does nothing where there is none."""
    with transaction.atomic():
        row = _lock(inquiry)
        if row.remind_at is not None:
            resting.take_off(row, actor=actor)
            row.save(update_fields=resting.COLUMNS)


def park(inquiry: Inquiry, *, actor: User | None) -> None:
    """Put aside what is no request after all. InvalidInput for what is booked, lost or closed."""
    with transaction.atomic():
        row = _lock(inquiry)
        if row.parked_reason:
            return
        if row.status not in Inquiry.ACTIVE:
            raise InvalidInput(
                _("It is %(status)s: only what is open can be parked.") % {"status": row.get_status_display().lower()}
            )
        held.call_off_all(row, "it was parked", actor=actor)
        timeline.record(Event.Kind.PARKED, inquiry=row, actor=actor, to=Inquiry.Parked.HAND)
        row.parked_reason, row.needs_reply_since = Inquiry.Parked.HAND, None
        row.save(update_fields=["parked_reason", "needs_reply_since"])


def unpark(inquiry: Inquiry, *, actor: User | None) -> None:
    """Make an inquiry of what was parked; its messages are read for a trip now. Does nothing where it is none."""
    with transaction.atomic():
        row = _lock(inquiry)
        if not row.parked_reason:
            return
        timeline.record(Event.Kind.UNPARKED, inquiry=row, actor=actor, change=(row.parked_reason, ""))
        messages = row.messages.filter(direction=Message.Direction.IN, state=Message.State.PROCESSED)
        row.messages.filter(direction=Message.Direction.IN).update(automatic="")  # a person wrote it after all
        for pk in messages.values_list("pk", flat=True):
            ring("inquiries.process_message", pk)
        messages.update(state=Message.State.RECEIVED, due_at=timezone.now(), attempts=0)
        row.parked_reason = ""
        row.unread = True
        row.save(update_fields=["parked_reason", "unread"])
        recounting.recount(row)  # what a machine seemed to write may be the last that was said


def change_contact(contact: Contact, *, fields: Sequence[str]) -> None:
    """Save what people changed of a contact, those columns alone, and have its inquiries found by it from now on."""
    with transaction.atomic():
        contact.save(update_fields=fields)
        if not _FOUND_BY.intersection(fields):
            return
        for pk in contact.inquiries.order_by("pk").values_list("pk", flat=True):
            row = standing.lock(pk)
            row.search_text = search.document(row)
            row.save(update_fields=["search_text"])


def check_number(contact: Contact, text: str) -> str:
    """A number in E.164, from what a person typed. InvalidInput where it is none, or somebody else's."""
    number = addresses.to_e164(text, settings.DEFAULT_PHONE_REGION)
    if number is None:
        raise InvalidInput(_("This is no phone number. Write it with its country, such as +34 600 00 04 17."))
    key = (Identity.Kind.WA_ID, addresses.normalise("wa_id", number))
    holder = Identity.objects.select_related("contact").filter(kind=key[0], value=key[1], former_at=None).first()
    if holder is not None and holder.contact_id != contact.pk:
        raise InvalidInput(_("This number is known as %(contact)s's already.") % {"contact": holder.contact})
    return number


def add_number(contact: Contact, number: str, *, actor: User, inquiry: Inquiry) -> None:
    """Note a number that a person was told, so that what comes from it joins this contact. InvalidInput as above."""
    with transaction.atomic():
        row = Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
        number = check_number(row, number)
        key = (Identity.Kind.WA_ID, addresses.normalise("wa_id", number))
        told = ties.take(row, key, number.removeprefix("+"), at=timezone.now(), confirmed=False)
        row.phone = row.phone or number
        timeline.record(Event.Kind.CONTACT, inquiry=inquiry, actor=actor, link="number", number=told.words)
        windows.settle(row)
        change_contact(row, fields=["phone"])


def mark_read(inquiry: Inquiry) -> None:
    """Somebody has opened it. Kept cheap, since every page view calls it."""
    if inquiry.unread:
        Inquiry.objects.filter(pk=inquiry.pk, unread=True).update(unread=False)


def _lock(inquiry: Inquiry) -> Inquiry:
    row = standing.lock(inquiry.pk)
    if row.merged_into is not None:
        raise InvalidInput(_("This inquiry was merged into %(reference)s.") % {"reference": row.merged_into.reference})
    return row
