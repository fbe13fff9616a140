"""WhatsApp's 24 hours: free text reaches a customer for a day after their last message to that number of ours.

Kept per account of the customer and number of ours: the number and the user id of one account share a window, two
numbers of one contact do not, and who wrote to one of our numbers has no window at another.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from inquiries import standing, ties
from inquiries.models import Contact, Identity, Inquiry, Message

MARGIN = timedelta(minutes=1)  # what is sent in the last minute may arrive too late
ANY_TIME_KINDS = frozenset({"template"})  # of our own messages: these are delivered outside the window too
_GIVE_UP_AFTER = timedelta(hours=24)  # what may go at any time waits this long for its chance, then a person decides
KINDS = (Identity.Kind.WA_ID, Identity.Kind.BSUID)  # the best first: not every message may go to a user id

_TOO_LATE = (
    "The 24 hours after the customer's last message were over before it could go out, so it was not sent. Send a "
    "template, or answer by mail or phone."
)
_TOO_OLD = "It could not go out for a whole day, so it was not sent. See why, then retry."


def inbound(channel: str, where: Q) -> QuerySet[Message]:
    """Messages of people, the last first (a bounce's sender is nobody to answer)."""
    rows = Message.objects.filter(where, channel=channel, direction=Message.Direction.IN, automatic="")
    return rows.exclude(identity=None).order_by("-sent_at", "-pk")


def is_inbound(row: Message) -> bool:
    """The same of one message."""
    return not row.is_out and not row.automatic and row.identity_id is not None


def counted(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Of what came in, what opens the window: a person's message from an address that they still have.

    A new number or user id starts with a shut window, since Meta does not say that the old one's carries over.
    """
    return rows.filter(identity__former_at=None).exclude(kind__in=standing.OPENS_NO_WINDOW)


def address(last: Message | None, identities: Sequence[Identity], kinds: Sequence[str]) -> Identity | None:
    """Where to send: to who wrote last; to their number rather than their user id, where it is one number.

    `identities` of the contact; `last`: the last message of a person in the conversation, on the channel of `kinds`.
    """
    # Of who changed their number again and again, ties.current asks nothing more.
    known = {row.pk: row for row in identities}
    for row in (*identities, *([last.identity] if last and last.identity else [])):
        if row.replaced_by_id in known:
            row.replaced_by = known[row.replaced_by_id]
    usable = [row for row in identities if row.kind in kinds and row.former_at is None]
    usable = [row for row in usable if row.confirmed] or usable
    who = ties.current(last.identity) if last and last.identity else None
    if who is None or who.former_at is not None:
        return min(usable, key=lambda row: kinds.index(row.kind), default=None)
    best = [row for row in usable if row.kind == kinds[0]]
    return best[0] if who in usable and len(best) == 1 else who


def is_one_account(identities: Sequence[Identity]) -> bool:
    """Whether all that a contact has on WhatsApp is one account: a number, a user id, or one of each."""
    kinds = [row.kind for row in identities if row.former_at is None]
    return all(kinds.count(kind) <= 1 for kind in KINDS)


def closes_at(target: Identity, account: str, identities: Sequence[Identity]) -> datetime | None:
    """When the window of `target` at our number `account` closes or has closed; None where they never wrote there."""
    whole = target in identities and is_one_account(identities)
    who = Q(contact=target.contact_id) if whole else Q(identity=target)
    rows = Message.objects.filter(
        who, channel=Message.Channel.WHATSAPP, account=account, direction=Message.Direction.IN
    )
    at: datetime | None = counted(rows).aggregate(at=Max("sent_at"))["at"]
    return at + standing.WHATSAPP_WINDOW if at else None


def too_late(message: Message) -> str:
    """Why a queued message must not go out any more, in words with the way out; empty where it may."""
    if message.channel != Message.Channel.WHATSAPP:
        return ""
    now = timezone.now()
    if message.kind in ANY_TIME_KINDS:
        return _TOO_OLD if now - message.sent_at > _GIVE_UP_AFTER else ""
    who = ties.current(message.identity) if message.identity else None
    if who is None:
        return _TOO_LATE
    identities = of_contact(who.contact)
    shuts = closes_at(who, message.account, identities)
    if shuts is None and any(row.former_at for row in identities):
        return ""  # they have changed their number since it was written: Meta knows what it takes
    return "" if shuts is not None and shuts > now else _TOO_LATE


def account_of(inquiry: Inquiry, last: Message | None, target: Identity) -> str:
    """Which number of ours the conversation is with: the last one written to, else the one we wrote from."""
    if last is not None:
        return last.account
    for rows in _accounts(inquiry, target.contact_id):
        found = rows.first()
        if found:
            return str(found["account"])
    return ""


def _accounts(inquiry: Inquiry, contact: int) -> tuple[QuerySet[Message, Any], ...]:
    """Where nobody wrote in the inquiry: the numbers that we wrote from there, then those that they wrote to."""
    ours = Message.objects.filter(inquiry=inquiry, channel=Message.Channel.WHATSAPP).exclude(account="")
    theirs = inbound(Message.Channel.WHATSAPP, Q(identity__contact=contact))
    return ours.order_by("-sent_at", "-pk").values("account"), theirs.values("account")


def of_contact(contact: Contact) -> list[Identity]:
    """Their addresses, the one last written from first; what they have no more is among them, for its successor."""
    return list(_of_contact(contact))


def _of_contact(contact: Contact) -> QuerySet[Identity]:
    return contact.identities.order_by("-last_inbound_at", "-pk")


def for_first_words(inquiry: Inquiry, *, on_whatsapp: bool) -> list[Identity]:
    """The same addresses for an inquiry in which nobody wrote on one of the channels, by one query: each with what
    its way would be there. `mailbox`: where they last wrote by mail. If `on_whatsapp`, `number`: of ours, as
    account_of says it; `heard_at`, `account_heard_at`: when this address, or anything of this person, last wrote to
    that number. These are most of the query's cost."""
    mailbox = inbound(Message.Channel.EMAIL, Q(identity=OuterRef("pk"))).values("account")[:1]
    rows = _of_contact(inquiry.contact).annotate(mailbox=Subquery(mailbox))
    if on_whatsapp:
        numbers = [Subquery(accounts[:1]) for accounts in _accounts(inquiry, inquiry.contact_id)]
        rows = rows.annotate(number=Coalesce(*numbers, Value(""))).annotate(
            heard_at=_heard(Q(identity=OuterRef("pk"))), account_heard_at=_heard(Q(contact=OuterRef("contact")))
        )
    return list(rows)


def _heard(who: Q) -> Subquery:
    rows = Message.objects.filter(
        who, channel=Message.Channel.WHATSAPP, account=OuterRef("number"), direction=Message.Direction.IN
    )
    return Subquery(counted(rows).order_by().values("account").annotate(at=Max("sent_at")).values("at"))


def of(inquiry: Inquiry, identities: Sequence[Identity]) -> datetime | None:
    """Inquiry.window_closes_at: the window of the way that its composer offers."""
    last = inbound(Message.Channel.WHATSAPP, Q(inquiry=inquiry)).select_related("identity").first()
    target = address(last, identities, KINDS)
    return closes_at(target, account_of(inquiry, last, target), identities) if target else None


def settle(contact: Contact, inquiry: Inquiry | None = None) -> None:
    """Compute the column of all conversations on WhatsApp that a contact has a part in; of `inquiry`, which the caller
    has locked and saves, in memory."""
    identities = of_contact(contact)
    if inquiry is not None:
        inquiry.window_closes_at = of(inquiry, _of(inquiry, contact, identities))
    part = Q(contact=contact) | Q(messages__contact=contact, messages__channel=Message.Channel.WHATSAPP)
    others: QuerySet[Inquiry] = Inquiry.objects.filter(part, has_whatsapp=True)
    if inquiry is not None:
        others = others.exclude(pk=inquiry.pk)
    for other in others.select_related("contact").only("window_closes_at", "contact__id").distinct():
        closes = of(other, _of(other, contact, identities))
        if closes != other.window_closes_at:
            Inquiry.objects.filter(pk=other.pk).update(window_closes_at=closes)


def _of(inquiry: Inquiry, contact: Contact, identities: list[Identity]) -> list[Identity]:
    return identities if inquiry.contact_id == contact.pk else of_contact(inquiry.contact)
