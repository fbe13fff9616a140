"""Two contacts that a person says are one: joined like those that WhatsApp joins (ties.py), and taken back.

What was written since from an address that goes back goes back with it; whatever else came since stays.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from inquiries import recounting, regrouping, ties, timeline, windows
from inquiries.errors import InvalidInput
from inquiries.models import Contact, Event, Identity, Inquiry, Message, Regrouping, Suggestion, User

_COLUMNS = ("name", "language", "username", "phone", "home", "notes", "blocked")


def join(source: Inquiry, target: Inquiry, *, actor: User, suggestion: Suggestion | None = None) -> Regrouping:
    """Say that the people of two inquiries are one; the older contact has everything from now on.

    InvalidInput where they are one already, or one of them is blocked.
    """
    with transaction.atomic():
        rows = _lock(source.pk, target.pk)
        source, target = rows[source.pk], rows[target.pk]
        one, other = target.contact, source.contact
        if one.pk == other.pk:
            raise InvalidInput(_("They are one person already."))
        if one.blocked or other.blocked:
            raise InvalidInput(_("One of them is blocked. Unblock them first."))
        before = {contact.pk: _state(contact) for contact in (one, other)}
        kept, finding = ties.join(one, other)
        gone = one if kept.pk == other.pk else other
        act = Regrouping.objects.create(
            kind=Regrouping.Kind.PERSON,
            source=source,
            target=target,
            kept_contact=kept,
            gone_contact=gone,
            suggestion=suggestion,
            actor=actor,
            data={**before[gone.pk], "columns": _changes(before[kept.pk]["columns"], kept)},
        )
        _settle(kept)
        for row in (source, target):
            _tell(row, act, "same_person", finding["name"], actor=actor)
    return act


def undo(act: Regrouping, *, actor: User) -> bool:
    """Two people again. False where a colleague has done so; InvalidInput where a later act is in the way."""
    with transaction.atomic():
        if act.kept_contact is None or act.gone_contact is None:
            raise InvalidInput(_("These contacts are not there any more."))
        pair = Contact.objects.select_for_update(no_key=True)
        people = {row.pk: row for row in pair.filter(pk__in=[act.kept_contact_id, act.gone_contact_id]).order_by("pk")}
        kept, gone = people[act.kept_contact.pk], people[act.gone_contact.pk]
        _check_last(act, kept, gone)
        if not regrouping.claim_undo(act, actor):
            return False
        _give_back(act, kept, gone)
        _restore(act, kept)
        Contact.objects.filter(pk=gone.pk).update(joined_into=None)
        for contact in (kept, gone):
            _settle(contact)
        for row in Inquiry.objects.filter(pk__in=[act.source_id, act.target_id]):
            _tell(row, act, "two_people", str(gone), actor=actor)
    return True


def _lock(*pks: int) -> dict[int, Inquiry]:
    """As regrouping.lock, with all other inquiries of these people, which change hands too."""
    rows = regrouping.lock(*pks)
    people = Contact.objects.in_bulk({row.contact_id for row in rows.values()})
    for row in rows.values():
        row.contact = people[row.contact_id]
    return rows


def _state(contact: Contact) -> dict[str, Any]:
    return {
        "identities": list(contact.identities.order_by("pk").values_list("pk", flat=True)),
        "inquiries": list(contact.inquiries.order_by("pk").values_list("pk", flat=True)),
        "messages": list(contact.messages.order_by("pk").values_list("pk", flat=True)),
        "columns": {name: getattr(contact, name) for name in _COLUMNS},
    }


def _changes(before: dict[str, Any], contact: Contact) -> dict[str, list[Any]]:
    return {name: [was, getattr(contact, name)] for name, was in before.items() if was != getattr(contact, name)}


def _check_last(act: Regrouping, kept: Contact, gone: Contact) -> None:
    touching = Q(kept_contact__in=[kept, gone]) | Q(gone_contact__in=[kept, gone])
    later = Regrouping.objects.filter(touching, pk__gt=act.pk, undone_at=None).order_by("-pk").first()
    if later is not None:
        raise InvalidInput(
            _("First undo what came later: %(one)s and %(other)s.")
            % {"one": later.gone_contact, "other": later.kept_contact}
        )
    if act.undone_at is None and (gone.joined_into_id != kept.pk or kept.joined_into_id is not None):
        raise InvalidInput(_("WhatsApp has told since that these people are one, or one with somebody else."))


def _give_back(act: Regrouping, kept: Contact, gone: Contact) -> None:
    """What was theirs, and what was written since from their addresses; an inquiry in which nobody else wrote too."""
    addresses = act.data["identities"]
    Identity.objects.filter(pk__in=addresses, contact=kept).update(contact=gone)
    theirs = Q(pk__in=act.data["messages"]) | Q(identity__in=addresses, created_at__gt=act.created_at)
    Message.objects.filter(theirs, contact=kept).update(contact=gone)
    back = Q(pk__in=act.data["inquiries"])
    since = Inquiry.objects.filter(contact=kept, created_at__gt=act.created_at, messages__contact=gone)
    back |= Q(pk__in=since.exclude(messages__contact=kept).values("pk"))
    Inquiry.objects.filter(back, contact=kept).update(contact=gone)


def _restore(act: Regrouping, kept: Contact) -> None:
    for name, (was, became) in act.data["columns"].items():
        if getattr(kept, name) == became:
            setattr(kept, name, was)
    kept.save(update_fields=list(_COLUMNS))


def _settle(contact: Contact) -> None:
    """Windows and the words by which their inquiries are found, which stand on the inquiries."""
    windows.settle(contact)
    for pk in _open_first(contact):
        row = Inquiry.objects.select_for_update(no_key=True).get(pk=pk)
        recounting.recount(row)


def _open_first(contact: Contact) -> Iterable[int]:
    rows = Inquiry.objects.filter(Q(contact=contact) | Q(messages__contact=contact)).distinct()
    return list(rows.filter(merged_into=None).order_by("pk").values_list("pk", flat=True))


def _tell(inquiry: Inquiry, act: Regrouping, did: str, name: str, *, actor: User) -> None:
    timeline.record(Event.Kind.TOGETHER, inquiry=inquiry, actor=actor, did=did, name=name, act=act.pk)
