"""Conversations put together and apart by people: trips joined, messages moved, and either taken back.

To merge, split or undo is to move messages and recompute. Each act keeps what it moved and what stood there before
(Regrouping.data), so that one click puts it back. What came in since stays with the trip that it came into, unless it
is clear whose it is: it answers a message that goes back, or was written by the person whose trip goes back.
Locks: contacts first and inquiries then, both by number, as intake takes them.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from inquiries import fact_moves, following, recounting, resting, timeline
from inquiries.envelope import ABOUT
from inquiries.errors import InvalidInput
from inquiries.models import Contact, Event, Fact, Inquiry, Message, Regrouping, Suggestion, User

Status = Inquiry.Status
# Decided by people or first come: not told by the messages, so kept with before and after.
_COLUMNS = (
    "status",
    "lost_reason",
    "quoted_at",
    "assignee_id",
    *resting.COLUMNS,
    "subject",
    "language",
    "kind",
    "unread",
    "not_sent",
)
_TIMES = ("quoted_at", "snoozed_until", "remind_at")
_LADDER = (Status.CLOSED, Status.LOST, Status.NEW, Status.OPEN, Status.QUOTED, Status.BOOKED)
_CHAIN = 50  # answers to answers to what goes back that are followed


def join_trips(source: Inquiry, target: Inquiry, *, actor: User, suggestion: Suggestion | None = None) -> Regrouping:
    """All that was said about `source` belongs to `target` from now on; the other number leads there.

    InvalidInput where one of them is not there any more, or is parked.
    """
    with transaction.atomic():
        rows = lock(source.pk, target.pk)
        source, target = rows[source.pk], rows[target.pk]
        check_pair(source, target)
        pks = list(source.messages.values_list("pk", flat=True))
        act = _begin(Regrouping.Kind.TRIP, source, target, actor=actor, suggestion=suggestion)
        before = _columns(source, target)
        _carry(act, source, target, pks)
        source.merged_into = target
        source.save(update_fields=["merged_into"])
        _take_over(source, target, actor=actor)
        _finish(act, before, source, target)
        _tell(target, act, "joined", source, actor=actor)
        _tell(source, act, "went", target, actor=actor)
    return act


def move_messages(
    messages: Sequence[Message], target: Inquiry | None, *, actor: User, suggestion: Suggestion | None = None
) -> Regrouping:
    """Move messages of one inquiry to another, or to a new one (None), with what was read from them.

    What is said about them (reactions, edits) goes along. InvalidInput where nothing would be left behind, since that
    is to join the trips.
    """
    with transaction.atomic():
        source_pk = messages[0].inquiry_id
        rows = lock(source_pk, *([target.pk] if target else []))
        source = rows[source_pk]
        pks = _with_what_is_about(source, [row.pk for row in messages])
        if not pks:
            raise InvalidInput(_("A colleague has moved this message already."))
        if not source.messages.exclude(pk__in=pks).exclude(channel=Message.Channel.NOTE).exists():
            raise InvalidInput(_("Nothing would be left here. Join the whole inquiry to the other one instead."))
        is_new = target is None
        target = rows[target.pk] if target else _new(source, pks)
        check_pair(source, target)
        act = _begin(Regrouping.Kind.MESSAGES, source, target, actor=actor, suggestion=suggestion)
        before = _columns(source, target)
        _carry(act, source, target, pks)
        act.data["new"] = is_new
        target.unread |= source.unread
        target.subject = target.subject or _subject(pks)
        _carry_not_sent(source, target, pks)
        target.save(update_fields=["unread", "subject", "not_sent"])
        _finish(act, before, source, target)
        _tell(source, act, "moved_out", target, actor=actor, count=len(pks))
        _tell(target, act, "moved_in", source, actor=actor, count=len(pks))
    return act


def undo(act: Regrouping, *, actor: User) -> bool:
    """Put back what an act moved. False where a colleague has done so; InvalidInput where a later act is in the way."""
    with transaction.atomic():
        rows = lock(act.source_id, act.target_id)
        check_last(act)
        if not claim_undo(act, actor):
            return False
        source, target = rows[act.source_id], rows[act.target_id]
        returning = _returning(act, source, target)
        Message.objects.filter(pk__in=returning, inquiry=target).update(inquiry=source)
        if act.kind == Regrouping.Kind.TRIP:
            source.merged_into = None
        elif act.data["new"] and not target.messages.exists():
            target.merged_into = source  # the inquiry that the act made is none any more
        _put_columns_back(act, source, target)
        fact_moves.put_back(act.data["facts"], act.data["made"], returning=returning, source=source)
        _recompute(source, target)
        _tell(target, act, "undone", source, actor=actor)
        _tell(source, act, "undone", target, actor=actor)
    return True


def lock(*pks: int) -> dict[int, Inquiry]:
    """Inquiries with their contacts, locked for the rest of the transaction."""
    people = Inquiry.objects.filter(pk__in=pks).values_list("contact_id", flat=True)
    list(Contact.objects.select_for_update(no_key=True).filter(pk__in=list(people)).order_by("pk"))
    rows = Inquiry.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    return {row.pk: row for row in rows}


def check_pair(source: Inquiry, target: Inquiry) -> None:
    if source.pk == target.pk:
        raise InvalidInput(_("That is the same inquiry."))
    for row in (source, target):
        if row.merged_into_id:
            raise InvalidInput(
                _("%(reference)s was joined to TH-%(other)s already.")
                % {"reference": row.reference, "other": row.merged_into_id}
            )
        if row.parked_reason:
            raise InvalidInput(_("%(reference)s is parked. Make it an inquiry first.") % {"reference": row.reference})


def check_last(act: Regrouping) -> None:
    """What was put together later is taken apart first: else what it moved would go with the wrong one."""
    pair = (act.source_id, act.target_id)
    later = Regrouping.objects.filter(Q(source__in=pair) | Q(target__in=pair), pk__gt=act.pk, undone_at=None)
    other = later.exclude(kind=Regrouping.Kind.PERSON).order_by("-pk").first()
    if other is not None:
        raise InvalidInput(
            _("First undo what came later: TH-%(one)s and TH-%(other)s.")
            % {"one": other.source_id, "other": other.target_id}
        )


def claim_undo(act: Regrouping, actor: User) -> bool:
    """Two colleagues may press it at once: one of them finds nothing to do."""
    rows = Regrouping.objects.filter(pk=act.pk, undone_at=None)
    return bool(rows.update(undone_at=timezone.now(), undone_by=actor))


def _begin(kind: str, source: Inquiry, target: Inquiry, *, actor: User, suggestion: Suggestion | None) -> Regrouping:
    return Regrouping(kind=kind, source=source, target=target, actor=actor, suggestion=suggestion)


def _new(source: Inquiry, pks: Collection[int]) -> Inquiry:
    first = Message.objects.filter(pk__in=pks).select_related("contact").order_by("sent_at", "pk")[0]
    return Inquiry.objects.create(
        contact=first.contact or source.contact,
        status=Status.OPEN if source.status != Status.NEW else Status.NEW,
        assignee=source.assignee,
        subject=first.subject,
        language=first.language,
        unread=False,
        last_message_at=first.sent_at,
        came_at=first.sent_at,
        came_by=first.channel,
    )


def _with_what_is_about(source: Inquiry, pks: Collection[int]) -> list[int]:
    here = source.messages.filter(Q(pk__in=pks) | Q(reply_to__in=pks, kind__in=ABOUT))
    return list(here.order_by("pk").values_list("pk", flat=True))


def _carry(act: Regrouping, source: Inquiry, target: Inquiry, pks: list[int]) -> None:
    """The move itself, written down before it is done."""
    before = fact_moves.places(source, target)
    act.data = {"messages": pks, "facts": before, "new": False}
    whole = act.kind == Regrouping.Kind.TRIP
    moving = list(source.facts.all() if whole else source.facts.filter(message__in=pks))
    held = {fact.field for fact in moving if fact.state == Fact.State.CURRENT}
    Message.objects.filter(pk__in=pks).update(inquiry=target)
    fact_moves.move(moving, target, same_person=source.contact_id == target.contact_id)
    if not whole:
        fact_moves.revive(source, held)


def _take_over(source: Inquiry, target: Inquiry, *, actor: User) -> None:
    """What people had decided on either: the further status, who has it, the first reminder, and awake unless both
    are put aside."""
    if _LADDER.index(Status(source.status)) > _LADDER.index(Status(target.status)):
        timeline.record(Event.Kind.STATUS, inquiry=target, actor=actor, change=(target.status, source.status))
        target.status, target.lost_reason = source.status, source.lost_reason
    offers = [at for at in (target.quoted_at, source.quoted_at) if at is not None]
    target.quoted_at = min(offers, default=None)
    target.assignee_id = target.assignee_id or source.assignee_id
    if target.snoozed_until and (source.needs_reply_since or source.snoozed_until is None):
        target.snoozed_until = None
    if source.remind_at and not (target.remind_at and target.remind_at <= source.remind_at):
        target.remind_at, target.remind_if_silent = source.remind_at, source.remind_if_silent
        target.reminder_by = source.reminder_by
    target.unread |= source.unread
    target.not_sent = target.not_sent or source.not_sent
    target.subject = target.subject or source.subject
    target.language = target.language or source.language
    target.save(update_fields=[name.removesuffix("_id") for name in _COLUMNS])


def _carry_not_sent(source: Inquiry, target: Inquiry, pks: Collection[int]) -> None:
    """What was called off stands where its reply is: the last one that source speaks of may be among those that go."""
    off = Message.objects.filter(inquiry__in=[source, target], state=Message.State.CANCELLED, scheduled=True)
    last = off.exclude(last_error="").order_by("-sent_at", "-pk").first()
    if not source.not_sent or last is None or last.pk not in pks:
        return
    target.not_sent, source.not_sent = source.not_sent, ""
    source.save(update_fields=["not_sent"])


def _finish(act: Regrouping, before: dict[str, dict[str, Any]], source: Inquiry, target: Inquiry) -> None:
    _recompute(source, target)
    known = act.data["facts"]
    made = [int(pk) for pk in fact_moves.places(source, target) if pk not in known]
    after = _columns(source, target)
    changed = {
        pk: {name: [was, after[pk][name]] for name, was in columns.items() if was != after[pk][name]}
        for pk, columns in before.items()
    }
    act.data |= {"made": made, "columns": changed}
    act.save()


def _columns(*inquiries: Inquiry) -> dict[str, dict[str, Any]]:
    return {str(row.pk): {name: _plain(getattr(row, name)) for name in _COLUMNS} for row in inquiries}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _from_plain(name: str, value: Any) -> Any:
    return parse_datetime(value) if name in _TIMES and value else value


def _put_columns_back(act: Regrouping, *inquiries: Inquiry) -> None:
    """What is still as the act left it is as it was before; what people changed since stays."""
    for row in inquiries:
        names = act.data["columns"].get(str(row.pk), {})
        for name, (was, became) in names.items():
            if _plain(getattr(row, name)) == became:
                setattr(row, name, _from_plain(name, was))
        row.save(update_fields=["merged_into", *(name.removesuffix("_id") for name in _COLUMNS)])


def _recompute(*inquiries: Inquiry) -> None:
    for row in inquiries:
        following.follow(row)
        recounting.recount(row)


def _returning(act: Regrouping, source: Inquiry, target: Inquiry) -> list[int]:
    """What goes back: what was moved, answers to it, and what the person of the other trip wrote since."""
    back = set(target.messages.filter(pk__in=act.data["messages"]).values_list("pk", flat=True))
    since = target.messages.filter(created_at__gt=act.created_at)
    if act.kind == Regrouping.Kind.TRIP and source.contact_id != target.contact_id:
        back |= set(since.filter(contact=source.contact_id).values_list("pk", flat=True))
    for _round in range(_CHAIN):
        more = set(since.filter(reply_to__in=back).exclude(pk__in=back).values_list("pk", flat=True))
        if not more:
            break
        back |= more
    return sorted(back)


def _subject(pks: Iterable[int]) -> str:
    rows = Message.objects.filter(pk__in=list(pks)).exclude(subject="").order_by("sent_at", "pk")
    return rows.values_list("subject", flat=True).first() or ""


def _tell(inquiry: Inquiry, act: Regrouping, did: str, other: Inquiry, *, actor: User, count: int = 0) -> None:
    counted: dict[str, Any] = {"count": count} if count else {}
    timeline.record(
        Event.Kind.TOGETHER,
        inquiry=inquiry,
        actor=actor,
        did=did,
        other=other.pk,
        act=act.pk,
        kind_of=act.kind,
        **counted,
    )
