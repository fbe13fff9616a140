"""Whom an answer by mail goes to: proposed from the message it answers, read from what staff typed, and what changed.

Nobody is ever added in silence. The proposal is the writer of the message that is answered, and of those who got it
too only who was already written to from here; everybody else of that message is offered by name. Whoever is chosen
beyond the people of that message has to be agreed to: a supplier's address has no business in a customer's mail.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from inquiries import channels
from inquiries.addresses import EMAIL_LIMIT, is_email, normalise
from inquiries.envelope import NAME_LIMIT, Address, Parties, clean
from inquiries.errors import InvalidInput
from inquiries.models import Identity, Inquiry, Message

LIMIT = 50  # addresses of one mail; more is a mailing, which a desk's answer is not
_LOOKED_AT = 200  # messages of a conversation in which somebody may have been met
_UNSENT = Q(state=Message.State.CANCELLED)
_SEPARATOR = re.compile(r'[,;\r\n]+(?=(?:[^"]*"[^"]*")*[^"]*$)')  # not between quotes
_NAMED = re.compile(r'\s*"?(?P<name>[^"<>]*?)"?\s*<(?P<address>[^<>]*)>\s*')
_SPECIAL = re.compile(r'[,;<>"@]')


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """`to` and `cc` as the composer shows them first. `offered`: others of the answered message, not chosen yet."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    offered: tuple[Address, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """What was decided: who gets it (empty: who wrote the answered mail), and which mail of the inquiry is answered
    (None: the last one)."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    answers: Message | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is different from the message that is answered. `strangers`: never met in this inquiry; `added`: met, but
    not in that message; `left_out`: in that message, and not chosen."""

    strangers: tuple[Address, ...] = ()
    added: tuple[Address, ...] = ()
    left_out: tuple[Address, ...] = ()

    @property
    def to_agree(self) -> tuple[str, ...]:
        """The addresses that somebody has to say yes to, normalised."""
        return tuple(sorted(key(row) for row in (*self.strangers, *self.added)))


@dataclass(frozen=True, kw_only=True)
class _Company:
    """The people of the answered message: who is to get the answer, and who else was there."""

    to: tuple[Address, ...]
    others: tuple[Address, ...] = ()
    keys: frozenset[str] = field(default=frozenset())


def key(address: Address) -> str:
    return normalise("email", address.value)


def propose(answers: Message | None, identity: Identity | None, *, loaded: Iterable[Message] | None = None) -> Proposal:
    """For an answer to `answers`, or a new mail to `identity` where there is nothing to answer. `loaded`: messages of
    the conversation with the last mail from here among them (last_sent), where the caller has them."""
    company = _company(answers, identity)
    familiar = set()
    if answers and company.others:
        rows = last_sent(answers.inquiry_id).only("to", "cc") if loaded is None else filter(_is_sent_mail, loaded)
        last = max(rows, key=lambda row: row.pk, default=None)
        familiar = _recipients_of(last) if last else set()
    cc = tuple(row for row in company.others if key(row) in familiar)
    return Proposal(to=company.to, cc=cc, offered=tuple(row for row in company.others if row not in cc))


def read(text: str) -> tuple[Address, ...]:
    """What somebody typed into a field of recipients, each once. InvalidInput names what is no address."""
    found: dict[str, Address] = {}
    for piece in filter(str.strip, _SEPARATOR.split(text)):
        named = _NAMED.fullmatch(piece)
        name, value = (named["name"], named["address"]) if named else ("", piece)
        value = clean(value).strip()
        if not is_email(value) or len(value) > EMAIL_LIMIT:
            raise InvalidInput(_("“%(value)s” is not a mail address.") % {"value": value[:80] or piece.strip()[:80]})
        address = Address(kind="email", value=value, name=" ".join(clean(name, NAME_LIMIT).split()))
        found.setdefault(key(address), address)
    if len(found) > LIMIT:
        raise InvalidInput(
            _("%(count)s addresses are too many; %(limit)s at most.") % {"count": len(found), "limit": LIMIT}
        )
    return tuple(found.values())


def written(addresses: Iterable[Address]) -> str:
    """The same as text for the field; `read` gives it back."""
    return ", ".join(_written(row) for row in addresses)


def check_chosen(to: Sequence[Address], cc: Sequence[Address]) -> None:
    """InvalidInput where nobody would get it, or where it would come back to us as an inquiry."""
    if not to:
        raise InvalidInput(_("Say who gets it."))
    own = set(channels.get(Message.Channel.EMAIL).own_addresses())
    ours = next((row for row in (*to, *cc) if key(row) in own), None)
    if ours is not None:
        raise InvalidInput(
            _("%(value)s is our own mailbox: the mail would come back as an inquiry.") % {"value": ours.value}
        )


def change(answers: Message | None, identity: Identity | None, inquiry: Inquiry, chosen: Sequence[Address]) -> Change:
    """`chosen`: everybody who would get it. Compared with the people of the message that is answered."""
    company = _company(answers, identity)
    keys = {key(row) for row in chosen}
    new = [row for row in chosen if key(row) not in company.keys]
    met = _met(inquiry) if new else set()
    return Change(
        strangers=tuple(row for row in new if key(row) not in met),
        added=tuple(row for row in new if key(row) in met),
        left_out=tuple(row for row in (*company.to, *company.others) if key(row) not in keys),
    )


def dump(addresses: Iterable[Address]) -> list[dict[str, str]]:
    """For the columns `to` and `cc` of a message."""
    return [{"address": row.value, "name": row.name} for row in addresses]


def load(column: Iterable[dict[str, str]]) -> tuple[Address, ...]:
    return tuple(Address(kind="email", value=row["address"], name=row.get("name", "")) for row in column)


def _written(row: Address) -> str:
    if not row.name:
        return row.value
    name = row.name.replace('"', "'")
    return f'"{name}" <{row.value}>' if _SPECIAL.search(name) else f"{name} <{row.value}>"


def _company(answers: Message | None, identity: Identity | None) -> _Company:
    writer = _writer(answers, identity)
    if answers is None:
        return _Company(to=writer, keys=frozenset(map(key, writer)))
    found = channels.get(Message.Channel.EMAIL).parties([answers.pk]).get(answers.pk, Parties())
    to = found.answer_to or writer
    taken = {key(row) for row in to}
    # Who wrote from one address and wants answers at another is offered, not left out.
    others = _once((*writer, *found.others), taken)
    return _Company(to=to, others=others, keys=frozenset(taken | {key(row) for row in others}))


def _writer(answers: Message | None, identity: Identity | None) -> tuple[Address, ...]:
    who = (answers.identity if answers else None) or identity
    if who is None or who.kind != Identity.Kind.EMAIL:
        return ()
    name = who.contact.name if who.contact.name != who.display else ""
    return (Address(kind="email", value=who.display, name=name),)


def _once(rows: Iterable[Address], taken: Collection[str]) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for row in rows:
        if key(row) not in taken:
            found.setdefault(key(row), row)
    return tuple(found.values())


def last_sent(inquiry: int) -> QuerySet[Message]:
    """The last mail from here: whoever it went to is known."""
    rows = Message.objects.filter(inquiry=inquiry, channel=Message.Channel.EMAIL, direction=Message.Direction.OUT)
    return rows.exclude(_UNSENT).exclude(to=[]).order_by("-pk")[:1]


def _is_sent_mail(row: Message) -> bool:
    """As `last_sent` asks."""
    return bool(row.channel == Message.Channel.EMAIL and row.is_out and row.to and row.state != Message.State.CANCELLED)


def _recipients_of(row: Message) -> set[str]:
    return {key(address) for address in (*load(row.to), *load(row.cc))}


def _met(inquiry: Inquiry) -> set[str]:
    """Everybody who ever had a part in the inquiry's mails. What was taken back or called off met nobody."""
    mails = inquiry.messages.filter(channel=Message.Channel.EMAIL).exclude(_UNSENT).order_by("-pk")
    found = set(inquiry.contact.identities.filter(kind=Identity.Kind.EMAIL).values_list("value", flat=True))
    inbound = []
    for pk, direction, to, cc, who in mails.values_list("pk", "direction", "to", "cc", "identity__value")[:_LOOKED_AT]:
        found |= {key(row) for row in load([*to, *cc])} | ({who} if who else set())
        if direction == Message.Direction.IN:
            inbound.append(pk)
    for parties in channels.get(Message.Channel.EMAIL).parties(inbound).values():
        found |= {key(row) for row in (*parties.answer_to, *parties.others)}
    return found
