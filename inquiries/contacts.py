"""Who wrote: the contact and the address of a sender.

An address is a key, a name or a telephone number in a text never is. Nothing is merged across channels here.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q

from inquiries import addresses
from inquiries.envelope import NAME_LIMIT, Sender, clean
from inquiries.models import BlockedSender, Contact, Identity

_STRENGTH = {"bsuid": 0, "wa_id": 1, "email": 2}  # a number may pass to another person, WhatsApp's user id does not

Key = tuple[str, str]  # kind, normalised value


def resolve(sender: Sender, *, language: str = "") -> tuple[Contact, Identity | None]:
    """The contact of `sender`, made if new and locked for the rest of the transaction, and the address that counts.

    The identity is None where the channel knows no address: such a message gets a contact of its own.
    """
    wanted = _keys(sender)
    known = _known(wanted)
    if not known:
        known = _create(sender, wanted)
    contact = known[0].contact if known else Contact.objects.create(**_columns(sender))
    _complete(contact, sender, language)
    if known:
        _attach(contact, wanted, known)
    return contact, known[0] if known else None


def is_blocked(contact: Contact, sender: Sender) -> bool:
    """Whether staff blocked the contact, one of the sender's mail addresses, or its domain with all below it."""
    if contact.blocked:
        return True
    values = {value for kind, value in _keys(sender) if kind == "email"}
    for value in tuple(values):
        labels = value.rpartition("@")[2].split(".")
        values |= {".".join(labels[at:]) for at in range(len(labels) - 1)}
    return bool(values) and BlockedSender.objects.filter(value__in=values).exists()


def _keys(sender: Sender) -> dict[Key, str]:
    """Normalised addresses, the strongest first, with the address as it came."""
    found: dict[Key, str] = {}
    for address in sorted(sender.addresses, key=lambda address: _STRENGTH[address.kind]):
        display = clean(address.value, addresses.EMAIL_LIMIT).strip()
        value = addresses.normalise(address.kind, display)
        if value:
            found.setdefault((address.kind, value), display)
    return found


def _known(wanted: dict[Key, str]) -> list[Identity]:
    """The identities among `wanted` that exist, the strongest first.

    Their contacts are locked: a second message of the same person waits here until the first has its inquiry.
    """
    if not wanted:
        return []
    any_of = Q()
    for kind, value in wanted:
        any_of |= Q(kind=kind, value=value)
    rows = Identity.objects.filter(any_of).select_related("contact").order_by("contact_id")
    order = list(wanted)
    return sorted(
        rows.select_for_update(of=("contact",), no_key=True), key=lambda row: order.index((row.kind, row.value))
    )


def _create(sender: Sender, wanted: dict[Key, str]) -> list[Identity]:
    """A new contact with its addresses. Another worker with the same person's first message may win: then theirs."""
    if not wanted:
        return []
    try:
        with transaction.atomic():
            contact = Contact.objects.create(**_columns(sender))
            return Identity.objects.bulk_create(_rows(contact, wanted))
    except IntegrityError:
        return _known(wanted)


def _attach(contact: Contact, wanted: dict[Key, str], known: Sequence[Identity]) -> None:
    """Add addresses of the same sender that are new. One that belongs to another contact stays where it is."""
    have = {(row.kind, row.value) for row in known}
    new = {key: display for key, display in wanted.items() if key not in have}
    if new:
        Identity.objects.bulk_create(_rows(contact, new), ignore_conflicts=True)


def _rows(contact: Contact, keys: dict[Key, str]) -> list[Identity]:
    return [
        Identity(contact=contact, kind=kind, value=value, display=display) for (kind, value), display in keys.items()
    ]


def _columns(sender: Sender) -> dict[str, str]:
    return {"name": clean(sender.name, NAME_LIMIT).strip(), "username": clean(sender.username, 100)}


def _complete(contact: Contact, sender: Sender, language: str) -> None:
    """Fill what was empty; a name that staff or an earlier message gave is not replaced. A user name may change."""
    columns = _columns(sender)
    changed: list[str] = []
    if columns["name"] and not contact.name:
        contact.name = columns["name"]
        changed.append("name")
    if columns["username"] and contact.username != columns["username"]:
        contact.username = columns["username"]
        changed.append("username")
    if language and not contact.language:
        contact.language = language
        changed.append("language")
    if changed:
        contact.save(update_fields=changed)
