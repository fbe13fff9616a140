"""The ways in which an inquiry can be answered, and why one is shut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from inquiries import standing, windows
from inquiries.errors import InvalidInput
from inquiries.models import Identity, Inquiry, Message

# Addresses that a channel can send to, the best first: not every WhatsApp message may go to a user id.
ADDRESS_KINDS: dict[str, Sequence[str]] = {"email": ("email",), "whatsapp": windows.KINDS}
WINDOW_SHUT = gettext_noop("WhatsApp's 24 hours are over.")
NEVER_WROTE = gettext_noop("They have not written to this number of ours.")


@dataclass(frozen=True, kw_only=True)
class Route:
    """A way to answer. `open` False: `reason` says in words for people why not now."""

    channel: str
    label: str
    address: str = ""
    open: bool = False
    reason: str = ""
    closes_at: datetime | None = None
    identity: Identity | None = None
    account: str = ""
    answers: Message | None = None  # the mail that a reply continues, or the message that it quotes


def routes(inquiry: Inquiry, *, last: Mapping[str, Message] | None = None, may_chat: bool = True) -> list[Route]:
    """What the composer can offer, one per channel of settings.CHANNELS, in that order.

    `last`: the last message of a person on each channel, where the caller knows them (last_among). `may_chat`: False
    where it knows that the contact has no address on WhatsApp, of which nothing is asked then.
    """
    known = _last(inquiry) if last is None else last
    if all(channel in known for channel in settings.CHANNELS):
        identities = windows.of_contact(inquiry.contact)
    else:
        identities = windows.for_first_words(inquiry, on_whatsapp=may_chat and Message.Channel.WHATSAPP not in known)
    return [
        _route(inquiry, channel, known.get(channel), identities, loaded=last is not None)
        for channel in settings.CHANNELS
    ]


def last_among(loaded: Iterable[Message], inquiry: Inquiry) -> dict[str, Message]:
    """The last message of a person on each channel, where a page has loaded these among others (last_pks)."""
    found: dict[str, Message] = {}
    for row in sorted(loaded, key=lambda row: (row.sent_at, row.pk)):
        if windows.is_inbound(row):
            found[row.channel] = row
    for row in found.values():
        if row.identity is not None and row.identity.contact_id == inquiry.contact_id:
            row.identity.contact = inquiry.contact
    return found


def last_pks(inquiry: Inquiry) -> Q:
    """Which messages those are, for a query of its messages."""
    newest = [windows.inbound(channel, Q(inquiry=inquiry)).values("pk")[:1] for channel in settings.CHANNELS]
    return reduce(or_, (Q(pk__in=pk) for pk in newest))


def _last(inquiry: Inquiry) -> dict[str, Message]:
    # One query for all. Without the inquiry said once more PostgreSQL reads every message there is.
    rows = Message.objects.filter(last_pks(inquiry), inquiry=inquiry)
    return {row.channel: row for row in _with_place(rows)}


def open_route(inquiry: Inquiry, channel: str, *, any_time: bool = False) -> Route:
    if inquiry.merged_into is not None:
        raise InvalidInput(
            _("This inquiry was merged into %(reference)s; answer there.")
            % {"reference": inquiry.merged_into.reference}
        )
    if inquiry.parked_reason:
        raise InvalidInput(_("This is parked. Make it an inquiry before you answer."))
    route = next(route for route in routes(inquiry) if route.channel == channel)
    if not route.open and not (any_time and route.identity is not None):
        raise InvalidInput(route.reason)
    return route


def answering(route: Route, answers: Message | None) -> Route:
    """The same way, for an answer to that mail: in its thread, from the mailbox that it came to."""
    if answers is None or route.channel != Message.Channel.EMAIL or answers.channel != route.channel:
        return route
    who = answers.identity or route.identity
    address = who.display if who else route.address
    return replace(route, answers=answers, identity=who, account=answers.account or route.account, address=address)


def answerable(inquiry: Inquiry, pk: str) -> Message | None:
    """The mail of a person in this inquiry by the number that a page gave; None where there is none such."""
    if not pk.isdecimal():
        return None
    return _with_place(windows.inbound(Message.Channel.EMAIL, Q(inquiry=inquiry, pk=int(pk)))).first()


def is_answerable(row: Message) -> bool:
    """The same of one message of the inquiry."""
    return row.channel == Message.Channel.EMAIL and windows.is_inbound(row)


def check_quoted(quotes: Message, *, inquiry: Inquiry, route: Route) -> None:
    """InvalidInput, in words for people, where a message cannot be shown above an answer on this way."""
    if route.channel != Message.Channel.WHATSAPP or quotes.channel != route.channel:
        raise InvalidInput(_("Only a WhatsApp message can be quoted, and only in WhatsApp."))
    if quotes.inquiry_id != inquiry.pk:
        raise InvalidInput(_("The message to quote is not in this conversation."))
    if not quotes.external_id or quotes.state == Message.State.SANDBOXED:
        raise InvalidInput(_("The message to quote is not at WhatsApp yet. Quote another one, or none."))
    if quotes.account != route.account:
        raise InvalidInput(_("The message to quote was written to another of our numbers. Quote another one, or none."))


def quoting(route: Route, inquiry: Inquiry, quotes: Message | None) -> Route:
    if quotes is None:
        return route
    check_quoted(quotes, inquiry=inquiry, route=route)
    return replace(route, answers=quotes)


def _route(
    inquiry: Inquiry, channel: str, last: Message | None, identities: Sequence[Identity], *, loaded: bool
) -> Route:
    """`last`: the last message of a person in the inquiry on this channel. `loaded`: out of the page, by last_among."""
    label = str(Message.Channel(channel).label)
    identity = windows.address(last, identities, ADDRESS_KINDS[channel])
    if identity is None:
        return Route(
            channel=channel, label=label, reason=_("No address for %(channel)s is known.") % {"channel": label}
        )
    route = Route(channel=channel, label=label, address=identity.display, open=True, identity=identity)
    if channel == Message.Channel.WHATSAPP:
        if last is None:
            return _for_first_words(route, identity, identities)
        route = replace(route, account=last.account)
        if loaded:  # the column is this very way's (windows.of)
            return _until(route, inquiry.window_closes_at, identities)
        return _with_window(route, identity, last, identities)
    account = last.account if last else getattr(identity, "mailbox", None)
    return replace(route, account=account or "", answers=last)


def _with_place(rows: QuerySet[Message]) -> QuerySet[Message]:
    """With who wrote, and `spoken_at`: when that contact last wrote to this account, in whatever inquiry."""
    same = {"contact": OuterRef("identity__contact"), "channel": OuterRef("channel"), "account": OuterRef("account")}
    spoken = windows.counted(Message.objects.filter(direction=Message.Direction.IN, **same)).order_by()
    at = Subquery(spoken.values("account").annotate(at=Max("sent_at")).values("at"))
    return (
        rows.select_related("identity__contact")
        .annotate(spoken_at=at)
        .defer("text", "quoted_text", "html", "search_text")
    )


def _with_window(route: Route, identity: Identity, last: Message, identities: Sequence[Identity]) -> Route:
    """WhatsApp delivers free text for 24 hours after the customer's last message to this number of ours."""
    if identity not in identities or not windows.is_one_account(identities):
        return _until(route, windows.closes_at(identity, route.account, identities), identities)
    at: datetime | None = last.spoken_at  # type: ignore[attr-defined]  # of _with_place
    return _until(route, at + standing.WHATSAPP_WINDOW if at else None, identities)


def _for_first_words(route: Route, identity: Identity, identities: Sequence[Identity]) -> Route:
    """The same where nobody has written in the inquiry; `identities` are windows.for_first_words. An address that came
    since the page asked whether there is one says nothing of its way yet."""
    whole = windows.is_one_account(identities)
    at: datetime | None = getattr(identity, "account_heard_at" if whole else "heard_at", None)
    route = replace(route, account=getattr(identity, "number", ""))
    return _until(route, at + standing.WHATSAPP_WINDOW if at else None, identities)


def _until(route: Route, closes_at: datetime | None, identities: Sequence[Identity]) -> Route:
    if closes_at is not None and closes_at - windows.MARGIN > timezone.now():
        return replace(route, closes_at=closes_at)
    return replace(route, closes_at=closes_at, open=False, reason=_shut(closes_at, route.identity, identities))


def _shut(closes_at: datetime | None, identity: Identity | None, identities: Sequence[Identity]) -> str:
    """Why not, and the way out."""
    name = identity.contact.name.split(maxsplit=1) if identity else []
    why = _(WINDOW_SHUT if closes_at else NEVER_WROTE)
    words = _("Only a template reaches %(name)s there.")
    if any(row.kind == Identity.Kind.EMAIL for row in identities):
        words = _("Only a template reaches %(name)s there, or write mail.")
    return f"{why} {words % {'name': name[0] if name else pgettext('people', 'them')}}"
