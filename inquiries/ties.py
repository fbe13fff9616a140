"""What ties addresses to people over time: one person with two, a number given up, a number that went to another.

WhatsApp's user id belongs to one account for ever; a number belongs to one account at a time. So a message that carries
both is Meta's own word that they are one person now. Every function works inside a transaction, on locked contacts, and
gives back what colleagues should see of it, as the data of an event.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from inquiries.models import Contact, Identity, Inquiry, Message

type Key = tuple[str, str]  # kind, normalised value
type Finding = dict[str, Any]

WHATSAPP = (Identity.Kind.WA_ID, Identity.Kind.BSUID)
_SAME_CHANGE = timedelta(days=1)  # Meta may tell of one change twice, by the number and by the user id


def held(keys: Collection[Key], *, at: datetime) -> dict[Key, Identity]:
    """Who had each of the addresses at that time; those that nobody had are left out.

    Their contacts are locked: a second message of the same person waits here until the first has its inquiry.
    """
    any_of = Q()
    for kind, value in keys:
        any_of |= Q(kind=kind, value=value)
    if not any_of:
        return {}
    then = Q(former_at=None) | Q(former_at__gte=at)
    rows = Identity.objects.filter(any_of, then).select_related("contact").order_by("contact_id")
    found = list(rows.select_for_update(of=("contact",), no_key=True))
    if any(row.contact.joined_into_id for row in found):  # while we waited: its addresses are another's now
        return held(keys, at=at)
    some = 0 < len({(row.kind, row.value) for row in found}) < len(keys)
    # While we waited the others may have come to the same person: what was read before the lock does not show them.
    if some and {row.pk for row in found} != set(rows.values_list("pk", flat=True)):
        return held(keys, at=at)
    found.sort(key=lambda row: (row.former_at is None, row.former_at or at))
    first: dict[Key, Identity] = {}
    for row in found:
        first.setdefault((row.kind, row.value), row)
    return first


def given_up_lately(keys: Iterable[Key], *, at: datetime) -> dict[Key, Identity]:
    """Who gave the addresses up shortly before: Meta tells of one change twice, with two times."""
    found: dict[Key, Identity] = {}
    for kind, value in keys:
        rows = Identity.objects.filter(kind=kind, value=value, former_at__gte=at - _SAME_CHANGE)
        row = rows.select_related("contact").order_by("-former_at").first()
        if row is not None:
            found[kind, value] = row
    return found


def take(
    contact: Contact,
    key: Key,
    display: str,
    *,
    at: datetime,
    parent: str = "",
    former: Identity | None = None,
    confirmed: bool = True,
) -> Identity:
    """Give the contact an address that nobody used at that time: anew, or one that they had given up before it.

    `former`: another address of the same account that has ended since: then this one has too.
    """
    kind, value = key
    own = contact.identities.filter(kind=kind, value=value).order_by("-pk").first()
    if own is None:
        end = {"former_at": former.former_at, "replaced_by": former.replaced_by} if former else {}
        named = {"kind": kind, "value": value, "display": display, "parent": parent, "confirmed": confirmed}
        row = Identity(contact=contact, **named, **end)
        # Another worker may be faster with it: then theirs stands, and the next message that carries both joins them.
        Identity.objects.bulk_create([row], ignore_conflicts=True)
        rows = Identity.objects.select_related("contact").filter(kind=kind, value=value)
        return rows.filter(contact=contact).order_by("-pk").first() or rows.get(former_at=None)
    if own.former_at is not None and own.former_at < at and former is None:
        own.former_at, own.replaced_by = None, None
        own.save(update_fields=["former_at", "replaced_by"])
    return own


def pass_on(row: Identity, to: Contact, *, at: datetime) -> Finding:
    """A number is another person's now: who had it keeps it as a former one, and nothing of theirs is merged."""
    before = row.contact
    Identity.objects.filter(pk=row.pk).update(former_at=at)
    take(to, (row.kind, row.value), row.display, at=at)
    return {"link": "passed", "number": row.words, "contact": before.pk, "name": str(before)}


def may_have_passed(number: Identity) -> bool:
    """Whether a number that comes with another user id has changed hands: its owner has a user id of their own."""
    kinds = list(number.contact.identities.filter(former_at=None, kind__in=WHATSAPP).values_list("kind", flat=True))
    ids = kinds.count(Identity.Kind.BSUID)
    return ids > 0 and ids >= kinds.count(Identity.Kind.WA_ID)


def join(one: Contact, other: Contact) -> tuple[Contact, Finding]:
    """Two contacts that are one person by Meta's own word: the older one has everything from now on.

    The other stays as an empty row that says where its messages went, and the finding says which they were.
    """
    keep, gone = sorted((one, other), key=lambda contact: contact.pk)
    moved = {
        "identities": list(gone.identities.values_list("pk", flat=True)),
        "inquiries": list(gone.inquiries.values_list("pk", flat=True)),
    }
    # Inquiries first: a reply that holds one of them is waited for, and its message is moved with the others.
    Inquiry.objects.filter(contact=gone).update(contact=keep)
    Message.objects.filter(contact=gone).update(contact=keep)
    Identity.objects.filter(contact=gone).update(contact=keep)
    for name in ("name", "language", "username", "phone", "home"):
        setattr(keep, name, getattr(keep, name) or getattr(gone, name))
    keep.notes = "\n\n".join(filter(None, (keep.notes, gone.notes)))
    keep.blocked = keep.blocked or gone.blocked
    keep.save()
    Contact.objects.filter(pk=gone.pk).update(joined_into=keep)
    return keep, {"link": "joined", "contact": gone.pk, "name": str(gone), **moved}


def succeed(
    contact: Contact, ended: Sequence[Identity], new: Mapping[Key, tuple[str, str]], *, at: datetime
) -> tuple[Contact, list[Finding]]:
    """The account behind `ended` has other addresses since `at`; `new`: each as it came, with its parent.

    What is queued for the old ones goes to the new. Somebody may have the new number already: who wrote from it only
    since the change is the same person; who had it before is another, whose number it is no more.
    """
    findings: list[Finding] = []
    closing = [row.pk for row in _account(contact, ended) if (row.kind, row.value) not in new]
    for key, row in held(new, at=at).items():
        holder = Contact.objects.get(identities=row.pk)  # anew: the one before may have been joined
        if holder.pk == contact.pk:
            continue
        if key[0] == Identity.Kind.BSUID or _is_young(row, holder, at):
            contact, finding = join(contact, holder)
        else:
            finding = pass_on(row, contact, at=at)
        findings.append(finding)
    rows = [take(contact, key, display, at=at, parent=parent) for key, (display, parent) in new.items()]
    target = min(rows, key=lambda row: WHATSAPP.index(Identity.Kind(row.kind)))
    closed = Identity.objects.filter(pk__in=closing, former_at=None).update(former_at=at, replaced_by=target)
    if closed:
        number = target.words if target.kind == Identity.Kind.WA_ID else ""
        findings.insert(0, {"link": "moved", "number": number})
    queued = Message.objects.filter(identity__in=closing, channel=Message.Channel.WHATSAPP, state=Message.State.QUEUED)
    queued.update(identity=current(target))
    return contact, findings


def current(row: Identity) -> Identity:
    """The address that stands for this one now: itself, or what replaced it."""
    for _ in range(10):
        if row.former_at is None or row.replaced_by is None:
            break
        row = row.replaced_by
    return row


def _account(contact: Contact, ended: Sequence[Identity]) -> list[Identity]:
    """What was named, and with it the other kind where the contact has but one of each: a number and its user id end
    together."""
    mine = list(contact.identities.filter(kind__in=WHATSAPP, former_at=None))
    kinds = [row.kind for row in mine]
    if all(kinds.count(kind) <= 1 for kind in WHATSAPP) and any(row.former_at is None for row in ended):
        return mine
    named = {row.pk for row in ended}
    return [row for row in mine if row.pk in named]


def _is_young(row: Identity, holder: Contact, at: datetime) -> bool:
    spoken = holder.messages.filter(channel=Message.Channel.WHATSAPP, sent_at__lt=at)
    return row.created_at >= at and not spoken.exists()
