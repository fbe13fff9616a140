"""Who wrote: the contact and the address of a sender.

An address is a key, a name or a telephone number in a text never is. Nothing is merged across channels here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from inquiries import addresses, ties
from inquiries.envelope import NAME_LIMIT, Address, Sender, clean
from inquiries.models import BlockedSender, Contact, Identity
from inquiries.ties import Finding, Key

_STRENGTH = {"bsuid": 0, "wa_id": 1, "email": 2}  # a number may pass to another person, WhatsApp's user id does not

type Wanted = dict[Key, tuple[str, str]]  # each address as it came, with its parent


@dataclass(kw_only=True)
class Who:
    """The contact, the address that counts, and what was learned about them on the way (ties.py)."""

    contact: Contact
    identity: Identity | None = None
    findings: list[Finding] = field(default_factory=list)


def resolve(
    sender: Sender,
    *,
    at: datetime | None = None,
    language: str = "",
    moved_to: Sequence[Address] = (),
    shared: Sequence[Address] = (),
) -> Who:
    """The contact of `sender`, made if new and locked for the rest of the transaction, and the address that counts.

    `at`: when they wrote, since a number may have been another's before. The identity is None where the channel knows
    no address: such a message gets a contact of its own.
    """
    at = at or timezone.now()
    wanted = _keys(sender.addresses)
    known = ties.held(wanted, at=at)
    if moved_to and not known:
        known = ties.given_up_lately(wanted, at=at)
    known = known or _create(sender, wanted, at)
    if not known:
        return Who(contact=Contact.objects.create(**_columns(sender)))
    who = _as_one(sender, wanted, known, at)
    if any(row.contact_id != who.contact.pk and row.kind != "email" for row in known.values()):
        # Another worker took one of them in, with a message that carried it alone.
        who = _as_one(sender, wanted, ties.held(wanted, at=at), at)
    _complete(who.contact, sender, language)
    _refresh(wanted, known)
    if moved_to:
        who.contact, told = ties.succeed(who.contact, list(known.values()), _keys(moved_to), at=at)
        who.findings += told
    who.findings += _share(who.contact, _keys(shared), at)
    return who


def is_blocked(contact: Contact, sender: Sender) -> bool:
    """Whether staff blocked the contact, one of the sender's mail addresses, or its domain with all below it."""
    if contact.blocked:
        return True
    values = {value for kind, value in _keys(sender.addresses) if kind == "email"}
    for value in tuple(values):
        labels = value.rpartition("@")[2].split(".")
        values |= {".".join(labels[at:]) for at in range(len(labels) - 1)}
    return bool(values) and BlockedSender.objects.filter(value__in=values).exists()


def _keys(given: Sequence[Address]) -> Wanted:
    """Normalised addresses, the strongest first."""
    found: Wanted = {}
    for address in sorted(given, key=lambda address: _STRENGTH.get(address.kind, len(_STRENGTH))):
        display = clean(address.value, addresses.EMAIL_LIMIT).strip()
        value = addresses.normalise(address.kind, display)
        if value:
            found.setdefault((address.kind, value), (display, clean(address.parent, addresses.EMAIL_LIMIT).strip()))
    return found


def _create(sender: Sender, wanted: Wanted, at: datetime) -> dict[Key, Identity]:
    """A new contact with its addresses. Another worker with the same person's first message may win: then theirs."""
    if not wanted:
        return {}
    try:
        with transaction.atomic():
            contact = Contact.objects.create(**_columns(sender))
            return dict(zip(wanted, Identity.objects.bulk_create(_rows(contact, wanted)), strict=True))
    except IntegrityError:
        return ties.held(wanted, at=at)


def _as_one(sender: Sender, wanted: Wanted, known: dict[Key, Identity], at: datetime) -> Who:
    """One contact for all addresses of a sender; `known`, in which at least one stands, is completed.

    Mail addresses that belong to another contact stay where they are. A number that comes with a user id is that
    account's now: where its contact had no user id the two are one person, else the number has passed to another.
    """
    strongest = next(key for key in wanted if key in known)
    who = Who(contact=known[strongest].contact, identity=known[strongest])
    number = next((row for key, row in known.items() if key[0] == "wa_id" and row.former_at is None), None)
    user_id = next((key for key in wanted if key[0] == "bsuid"), None)
    if user_id and number and (user_id not in known or number.contact_id != who.contact.pk):
        if ties.may_have_passed(number):
            if user_id not in known:
                who.contact = Contact.objects.create(**_columns(sender))
            who.findings.append(ties.pass_on(number, who.contact, at=at))
            known.pop((number.kind, number.value))
        elif number.contact_id != who.contact.pk:
            who.contact, joined = ties.join(who.contact, number.contact)
            who.findings.append(joined)
            known.update(ties.held(wanted, at=at))
    _attach(who, wanted, known, at)
    return who


def _attach(who: Who, wanted: Wanted, known: dict[Key, Identity], at: datetime) -> None:
    """Add addresses of the same sender that are new; of an account that has ended since, as ended too."""
    ended = next((row for row in known.values() if row.former_at is not None), None)
    hid = "wa_id" not in {key[0] for key in known}
    for key, (display, parent) in wanted.items():
        if key in known:
            continue
        known[key] = ties.take(who.contact, key, display, at=at, parent=parent, former=ended)
        if key[0] == "wa_id" and hid and not who.findings and ended is None:
            who.findings.append({"link": "number", "number": known[key].words})
    mine = [known[key] for key in wanted if known[key].contact_id == who.contact.pk]
    who.identity = mine[0] if mine else who.identity


def _share(contact: Contact, shared: Wanted, at: datetime) -> list[Finding]:
    """Numbers that somebody gave as their own. One that is another contact's is only told of: people share phones."""
    findings: list[Finding] = []
    for key, (display, parent) in shared.items():
        holder = ties.held([key], at=at).get(key)
        if holder is None:
            row = ties.take(contact, key, display, at=at, parent=parent, confirmed=False)
            findings.append({"link": "number", "number": row.words})
        elif holder.contact_id != contact.pk:
            other = holder.contact
            findings.append({"link": "claimed", "number": holder.words, "contact": other.pk, "name": str(other)})
    return findings


def _refresh(wanted: Wanted, known: dict[Key, Identity]) -> None:
    """An address as the vendor writes it now, which is what is sent to, and the user id above it."""
    for key, (display, parent) in wanted.items():
        row = known[key]
        if row.kind == "email" or row.former_at is not None:
            continue
        if row.display != display or (parent and row.parent != parent) or not row.confirmed:
            row.display, row.parent, row.confirmed = display, parent or row.parent, True
            row.save(update_fields=["display", "parent", "confirmed"])


def _rows(contact: Contact, wanted: Wanted) -> list[Identity]:
    return [
        Identity(contact=contact, kind=kind, value=value, display=display, parent=parent)
        for (kind, value), (display, parent) in wanted.items()
    ]


def _columns(sender: Sender) -> dict[str, str]:
    """A number is how people call who has no name."""
    number = next((address.value for address in sender.addresses if address.kind == "wa_id"), "")
    phone = addresses.to_e164(f"+{number.lstrip('+')}", "") if number else ""
    return {
        "name": clean(sender.name, NAME_LIMIT).strip(),
        "username": clean(sender.username, 100).removeprefix("@"),
        "phone": phone or "",
    }


def _complete(contact: Contact, sender: Sender, language: str) -> None:
    """Fill what was empty; a name that staff or an earlier message gave is not replaced. A user name may change."""
    columns = _columns(sender) | {"language": language}
    changed = [name for name, value in columns.items() if value and not getattr(contact, name)]
    if columns["username"] and contact.username != columns["username"]:
        changed.append("username")
    for name in changed:
        setattr(contact, name, columns[name])
    if changed:
        contact.save(update_fields=changed)
