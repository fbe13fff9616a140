"""Senders whom nobody wants to hear from: a contact, an address, a domain. Always by a person, and always undone.

What they write is parked as "blocked" and counted, never dropped; in an open inquiry that we answered it still arrives.
"""

import re

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from inquiries import addresses, held, standing, timeline, workflow
from inquiries.errors import InvalidInput
from inquiries.models import BlockedSender, Contact, Event, Inquiry, Message, User

_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9-]{0,62})\.)+[a-z0-9-]{2,63}")
# To block one of these would block half of all customers.
_FREE_HOSTS = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com aol.com"
    " gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org orange.fr wanadoo.fr"
    " free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it terra.es uol.com.br bol.com.br ziggo.nl kpnmail.nl"
    " hotmail.fr hotmail.es hotmail.it hotmail.co.uk live.nl live.co.uk yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it"
    " proton.me protonmail.com bluewin.ch btinternet.com"
)
FREE_MAIL = frozenset(_FREE_HOSTS.split())


def block(contact: Contact, *, actor: User | None, inquiry: Inquiry | None = None) -> None:
    """Block all that the contact writes, on any channel. `inquiry`: where the person saw it, for the timeline.

    Their inquiries that nobody has answered are parked with it; `unblock` brings them back.
    """
    _set(contact, True, actor=actor, inquiry=inquiry)


def unblock(contact: Contact, *, actor: User | None, inquiry: Inquiry | None = None) -> None:
    _set(contact, False, actor=actor, inquiry=inquiry)


def block_sender(value: str, *, actor: User | None, reason: str = "", inquiry: Inquiry | None = None) -> BlockedSender:
    """Block an address or a domain. InvalidInput, in words for people, for one that cannot or must not be blocked."""
    value = check_sender(value)
    with transaction.atomic():
        row, created = BlockedSender.objects.get_or_create(
            value=value, defaults={"created_by": actor, "reason": reason[:200]}
        )
        if created:
            timeline.record(Event.Kind.CONTACT, inquiry=inquiry, actor=actor, blocked=True, what=value)
            _park(_of_sender(row), actor=actor)
    return row


def unblock_sender(row: BlockedSender, *, actor: User | None, inquiry: Inquiry | None = None) -> None:
    """Undo: new mail is an inquiry again, and so is what was parked for this reason and no other."""
    with transaction.atomic():
        parked = list(_parked(_of_sender(row)).filter(contact__blocked=False))
        BlockedSender.objects.filter(pk=row.pk).delete()
        timeline.record(Event.Kind.CONTACT, inquiry=inquiry, actor=actor, blocked=False, what=row.value)
        for found in parked:
            if not covering(found.contact):
                workflow.unpark(found, actor=actor)


def check_sender(value: str) -> str:
    """The address or domain as it is kept. InvalidInput where it is none, or is a host that everybody uses."""
    value = value.strip().lower().removeprefix("@").removeprefix("*.")
    if "@" in value:
        value = addresses.normalise("email", value)
        if not addresses.is_email(value):
            raise InvalidInput(_("This is no mail address."))
        return value
    if not _DOMAIN.fullmatch(value):
        raise InvalidInput(_("Give an address such as pushy@offers.example, or a domain such as offers.example."))
    if value in FREE_MAIL:
        raise InvalidInput(_("Many customers write from %(value)s: block the one address instead.") % {"value": value})
    return value


def covering(contact: Contact) -> list[BlockedSender]:
    """The blocked addresses and domains that this contact writes from."""
    values = set(contact.identities.filter(kind="email").values_list("value", flat=True))
    for value in tuple(values):
        labels = value.rpartition("@")[2].split(".")
        values |= {".".join(labels[at:]) for at in range(len(labels) - 1)}
    return list(BlockedSender.objects.filter(value__in=values))


def domains(contact: Contact) -> list[str]:
    """The domains of the contact that may be blocked as a whole."""
    values = contact.identities.filter(kind="email").order_by("pk").values_list("value", flat=True)
    found = dict.fromkeys(value.rpartition("@")[2] for value in values)
    return [domain for domain in found if domain not in FREE_MAIL and _DOMAIN.fullmatch(domain)]


def _set(contact: Contact, blocked: bool, *, actor: User | None, inquiry: Inquiry | None) -> None:
    with transaction.atomic():
        # Somebody else may have pressed it a moment ago: then no row changes, and nothing is said twice.
        if not Contact.objects.filter(pk=contact.pk, blocked=not blocked).update(blocked=blocked):
            return
        contact.blocked = blocked
        timeline.record(Event.Kind.CONTACT, inquiry=inquiry, actor=actor, blocked=blocked, contact=contact.pk)
        rows = contact.inquiries.all()
        if blocked:
            _park(rows, actor=actor)
        elif not covering(contact):
            for found in _parked(rows):
                workflow.unpark(found, actor=actor)


def _of_sender(row: BlockedSender) -> QuerySet[Inquiry]:
    by = Q(contact__identities__value=row.value)
    if row.is_domain:
        by = Q(contact__identities__value__endswith=f"@{row.value}")
        by |= Q(contact__identities__value__endswith=f".{row.value}", contact__identities__value__contains="@")
    return Inquiry.objects.filter(by, contact__identities__kind="email").distinct()


def _parked(rows: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    return rows.filter(parked_reason=Inquiry.Parked.BLOCKED, merged_into=None).select_related("contact")


def _park(rows: QuerySet[Inquiry], *, actor: User | None) -> None:
    """What is open and was never answered; a conversation that staff lead is theirs to close.

    What was scheduled does not go out in either: nobody writes to whom they do not want to hear from.
    """
    for pk in list(rows.filter(scheduled_at__isnull=False).order_by("pk").values_list("pk", flat=True)):
        held.call_off_all(standing.lock(pk), "the sender is blocked", actor=actor)
    answers = Message.objects.filter(inquiry=OuterRef("pk"), direction=Message.Direction.OUT, automatic="")
    answered = Exists(answers.exclude(channel=Message.Channel.NOTE).exclude(standing.UNSAID))
    open_ones = rows.filter(pk__in=Inquiry.objects.active().values("pk"))
    for pk in list(open_ones.exclude(answered).values_list("pk", flat=True)):
        inquiry = standing.lock(pk)
        inquiry.parked_reason, inquiry.needs_reply_since = Inquiry.Parked.BLOCKED, None
        inquiry.save(update_fields=["parked_reason", "needs_reply_since"])
        timeline.record(Event.Kind.PARKED, inquiry=inquiry, actor=actor, to=Inquiry.Parked.BLOCKED)
