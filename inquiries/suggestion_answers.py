"""What people answer to a suggestion: one person, one trip, the other trip, no; and that they take it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import person_joins, regrouping, suggestions
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, Message, Regrouping, Suggestion, User

Kind, State = Suggestion.Kind, Suggestion.State


def accept(suggestion: Suggestion, into: Inquiry, *, actor: User, person: bool = False, trip: bool = False) -> bool:
    """Do what was suggested: `person` joins the contacts, `trip` the inquiries, the other one into `into`.

    False where a colleague has answered meanwhile. InvalidInput, in words for people, where it cannot be.
    """
    if not (person or trip):
        raise InvalidInput(_("Say whether it is the same person or the same trip."))
    with transaction.atomic():
        rows = regrouping.lock(suggestion.one_id, suggestion.other_id)
        if into.pk not in rows or not _answer(suggestion, State.ACCEPTED, actor):
            return False
        target, source = rows[into.pk], rows[_opposite(suggestion, into)]
        if person and source.contact_id != target.contact_id:
            person_joins.join(source, target, actor=actor, suggestion=suggestion)
        if trip:
            regrouping.join_trips(source, target, actor=actor, suggestion=suggestion)
        suggestions.count(*rows.values())
    return True


def move(suggestion: Suggestion, *, actor: User) -> bool:
    """The messages in doubt belong to the other trip. False where a colleague has answered meanwhile."""
    with transaction.atomic():
        rows = regrouping.lock(suggestion.one_id, suggestion.other_id)
        if not _answer(suggestion, State.ACCEPTED, actor):
            return False
        pks = [pk for reason in suggestion.reasons for pk in reason["messages"]]
        newest = Message.objects.filter(pk__in=pks, inquiry__in=rows).order_by("-sent_at", "-pk").first()
        if newest is None:
            raise InvalidInput(_("The message is in another inquiry by now."))
        here = newest.inquiry_id
        moving = list(Message.objects.filter(pk__in=pks, inquiry=here))
        target = next(row for pk, row in rows.items() if pk != here)
        regrouping.move_messages(moving, target, actor=actor, suggestion=suggestion)
        suggestions.count(*rows.values())
    return True


def dismiss(suggestion: Suggestion, *, actor: User) -> bool:
    """Two people, two trips, or the right one already. It does not come back."""
    with transaction.atomic():
        rows = regrouping.lock(suggestion.one_id, suggestion.other_id)
        won = _answer(suggestion, State.DISMISSED, actor)
        suggestions.count(*rows.values())
    return won


def take_back(act: Regrouping, *, actor: User) -> bool:
    """Undo an act with all that the same click did, the last first. False where a colleague has done so."""
    with transaction.atomic():
        rows = regrouping.lock(act.source_id, act.target_id)
        acts = [act]
        if act.suggestion is not None:
            acts = list(act.suggestion.regroupings.filter(undone_at=None).order_by("-pk"))
        done = [_undo(one, actor) for one in acts]
        if act.suggestion is not None and any(done):
            decided = {"state": State.UNDONE, "decided_by": actor, "decided_at": timezone.now()}
            Suggestion.objects.filter(pk=act.suggestion.pk).update(**decided)
        suggestions.count(*rows.values())
    return any(done)


def _undo(act: Regrouping, actor: User) -> bool:
    if act.kind == Regrouping.Kind.PERSON:
        return person_joins.undo(act, actor=actor)
    return regrouping.undo(act, actor=actor)


def _answer(suggestion: Suggestion, state: str, actor: User) -> bool:
    rows = Suggestion.objects.filter(pk=suggestion.pk, state=State.OPEN)
    return bool(rows.update(state=state, decided_by=actor, decided_at=timezone.now()))


def _opposite(suggestion: Suggestion, inquiry: Inquiry) -> int:
    return suggestion.other_id if inquiry.pk == suggestion.one_id else suggestion.one_id
