"""Conversations that may belong together: looked for after each message, by keys that have an index, never all pairs.

A suggestion needs one strong reason or two weak ones, and a person decides: families share phones, and an assistant
writes for many. What was dismissed or undone does not come back (docs/decisions/0008).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from inquiries import addresses, channels, clues, regrouping, search
from inquiries.models import Contact, Fact, Identity, Inquiry, Mention, Message, Suggestion

Kind, State = Suggestion.Kind, Suggestion.State
STRONG = frozenset({"phone", "email", "card", "copy", "reference", "several"})
_OF_PERSON = frozenset({"phone", "email", "same_name", "wrote"})
_TOGETHER = timedelta(hours=72)  # two requests for one trip are written within about this
_DAYS_APART = 3  # of the departure, as two people remember it
_RECENT = timedelta(days=90)  # a name alone does not lead further back
_WROTE_WITHIN = timedelta(days=7)
_MOST = 5  # suggestions of one message; what leads to more people is no clue
_LOOKED_AT = 20  # rows looked at for one clue
_ADDRESSES = (Mention.Kind.PHONE, Mention.Kind.EMAIL, Mention.Kind.CARD, Mention.Kind.COPY)


@dataclass
class Candidate:
    """Another inquiry, and why; `reasons` by code, the first of each."""

    inquiry: Inquiry
    reasons: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, code: str, words: str, *messages: int) -> None:
        self.reasons.setdefault(code, {"code": code, "words": words, "messages": list(messages)})

    @property
    def enough(self) -> bool:
        return bool(STRONG & self.reasons.keys()) or len(self.reasons) > 1


type Found = dict[int, Candidate]


def look(message: Message) -> list[Suggestion]:
    """Note what a message that was read gives away, and suggest what belongs with its inquiry. Safe to repeat."""
    inquiry = Inquiry.objects.select_related("contact").get(pk=message.inquiry_id)
    if message.is_out or message.automatic or inquiry.parked_reason or inquiry.merged_into_id:
        return []
    mentions = note(message)
    found: Found = {}
    _by_address(found, inquiry, message, mentions)
    _by_being_named(found, inquiry)
    _by_reference(found, inquiry, message, mentions)
    _by_name(found, inquiry)
    _by_trip(found, inquiry)
    _by_saying_so(found, inquiry)
    pairs = [(row, _kind(inquiry, row)) for row in found.values() if row.enough]
    pairs += [(row, Kind.WHICH) for row in _which_trip(inquiry, message)]
    return _keep(inquiry, pairs[:_MOST])


def note(message: Message) -> list[Mention]:
    """The clues of a message as rows, so that a later one finds it by them. Our own addresses are none."""
    own = {value for name in settings.CHANNELS for value in channels.get(name).own_addresses()}
    if message.identity:
        own.add(message.identity.value)
    text, card = f"{message.subject}\n{message.text}", message.kind == "contacts"
    known = Mention.Kind
    found = [(known.CARD if card else known.PHONE, value) for value in _phones(text)]
    found += [(known.CARD if card else known.EMAIL, value) for value in clues.emails(text)]
    found += [(known.COPY, addresses.normalise("email", one.value)) for one in _in_copy(message)]
    found += [(known.REFERENCE, value) for value in clues.references(text)]
    found += [(known.WROTE, value) for value in clues.wrote_on(message.text) if value != message.channel]
    rows = [
        Mention(message=message, kind=kind, value=value) for kind, value in dict.fromkeys(found) if value not in own
    ]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
    return rows


def open_ones(inquiry: Inquiry) -> QuerySet[Suggestion]:
    """What is to be decided about an inquiry; what leads to one that was joined elsewhere rests."""
    rows = Suggestion.objects.filter(Q(one=inquiry) | Q(other=inquiry), state=State.OPEN)
    return rows.filter(one__merged_into=None, other__merged_into=None).order_by("pk")


def count(*inquiries: Inquiry) -> None:
    """Write the column that the queue shows; the inquiries are locked, with those that they lead to."""
    for row in inquiries:
        wanted = open_ones(row).count()
        Inquiry.objects.filter(pk=row.pk).exclude(suggested_count=wanted).update(suggested_count=wanted)


def _phones(text: str) -> Iterable[str]:
    return clues.phones(text, settings.DEFAULT_PHONE_REGION)


def _in_copy(message: Message) -> Sequence[Any]:
    if message.channel not in settings.CHANNELS:
        return ()  # what somebody said on the phone
    parties = channels.get(message.channel).parties([message.pk]).get(message.pk)
    return parties.others if parties else ()


def _by_address(found: Found, inquiry: Inquiry, message: Message, mentions: Sequence[Mention]) -> None:
    """An address in this message is that of another contact."""
    by_value = {row.value: row for row in mentions if row.kind in _ADDRESSES}
    rows = Identity.objects.filter(value__in=by_value, kind__in=["email", "wa_id"], former_at=None)
    for identity in rows.exclude(contact=inquiry.contact_id).select_related("contact")[:_LOOKED_AT]:
        other = _newest(identity.contact)
        if other is not None and other.pk != inquiry.pk:
            _named(found, other, by_value[identity.value].kind, identity, str(inquiry.contact), message.pk)
    said = Mention.objects.filter(value__in=by_value, kind__in=_ADDRESSES).exclude(message__inquiry=inquiry)
    shared: dict[str, dict[int, Inquiry]] = {}
    for row in said.select_related("message__inquiry__contact").order_by("-pk")[:_LOOKED_AT]:
        shared.setdefault(row.value, {})[row.message.inquiry_id] = row.message.inquiry
    for value, others in shared.items():
        for other in others.values() if len(others) <= _MOST else ():
            kind = "email" if "@" in value else "wa_id"
            _candidate(found, other, inquiry, "same_address", f"Both name {addresses.show(kind, value)}", message.pk)


def _by_being_named(found: Found, inquiry: Inquiry) -> None:
    """An address of this contact stands in a message of somebody else."""
    mine = {row.value: row for row in inquiry.contact.identities.filter(former_at=None, kind__in=["email", "wa_id"])}
    rows = Mention.objects.filter(value__in=mine, kind__in=_ADDRESSES).exclude(message__contact=inquiry.contact_id)
    for row in rows.select_related("message__inquiry__contact").order_by("-pk")[:_LOOKED_AT]:
        other = row.message.inquiry
        if other.pk != inquiry.pk and not other.merged_into_id and not other.parked_reason:
            _named(found, other, row.kind, mine[row.value], str(other.contact), row.message_id)


def _named(found: Found, other: Inquiry, kind: str, identity: Identity, who: str, message: int) -> None:
    shown = identity.words
    words = {
        "phone": f"{shown} stands in what {who} wrote",
        "email": f"{shown} stands in what {who} wrote",
        "card": f"{who} sent a contact card with {shown}",
        "copy": f"{shown} is in copy of what {who} wrote",
    }
    found.setdefault(other.pk, Candidate(other)).add(kind, words[kind], message)


def _by_reference(found: Found, inquiry: Inquiry, message: Message, mentions: Sequence[Mention]) -> None:
    numbers = [int(row.value) for row in mentions if row.kind == Mention.Kind.REFERENCE]
    for other in Inquiry.objects.filter(pk__in=numbers).select_related("contact"):
        _candidate(found, other, inquiry, "reference", f"{inquiry.contact} names {other.reference}", message.pk)
    rows = Mention.objects.filter(value=str(inquiry.pk), kind=Mention.Kind.REFERENCE).exclude(message__inquiry=inquiry)
    for row in rows.select_related("message__inquiry__contact").order_by("-pk")[:_MOST]:
        other = row.message.inquiry
        _candidate(found, other, inquiry, "reference", f"{other.contact} names {inquiry.reference}", row.message_id)


def _by_name(found: Found, inquiry: Inquiry) -> None:
    """The same whole name. One word is a first name or a nickname, and many have it."""
    name = inquiry.contact.name
    if len(name.split()) < 2:
        return
    for contact in Contact.objects.filter(name=name, joined_into=None).exclude(pk=inquiry.contact_id)[:_MOST]:
        other = _newest(contact)
        if other is not None and other.last_message_at > timezone.now() - _RECENT:
            _candidate(found, other, inquiry, "same_name", f"Both are called {name}")


def _by_trip(found: Found, inquiry: Inquiry) -> None:
    """The same place within days, written within hours of each other."""
    places = list(inquiry.destinations.values_list("name", flat=True))
    if not places or inquiry.depart_on is None:
        return
    apart = (inquiry.created_at - _TOGETHER, inquiry.created_at + _TOGETHER)
    rows = Inquiry.objects.active().filter(created_at__range=apart, destinations__name__in=places)
    rows = rows.filter(_leaves_about(inquiry.depart_on)).exclude(pk=inquiry.pk)
    mine = _tokens(inquiry.contact.name)
    for other in rows.select_related("contact").distinct().order_by("-pk")[:_LOOKED_AT]:
        _candidate(found, other, inquiry, "trip", "Both ask for the same place, departing within days of each other")
        row = found.get(other.pk)
        if row is not None and other.contact_id == inquiry.contact_id:
            row.add("contact", f"Both are from {inquiry.contact}")
        elif row is not None and "same_name" not in row.reasons and (both := mine & _tokens(other.contact.name)):
            row.add("name", f"Both are called {max(both, key=len).title()}")


def _leaves_about(day: date) -> Q:
    """Departs within days of it, by what is held true or by what is proposed."""
    days = [day + timedelta(days=number) for number in range(-_DAYS_APART, _DAYS_APART + 1)]
    proposed = Fact.objects.filter(inquiry=OuterRef("pk"), field=Fact.Field.DEPART_ON, state=Fact.State.PROPOSED)
    said = proposed.filter(value__in=[one.isoformat() for one in days])
    return Q(depart_on__range=(days[0], days[-1])) | Q(Exists(said))


def _by_saying_so(found: Found, inquiry: Inquiry) -> None:
    """One of the two says to have written on the channel of the other. It leads nowhere by itself."""
    pks = [inquiry.pk, *found]
    said: dict[int, list[Mention]] = {}
    rows = Mention.objects.filter(kind=Mention.Kind.WROTE, message__inquiry__in=pks).select_related("message")
    for row in rows.order_by("pk")[: _LOOKED_AT * 5]:
        said.setdefault(row.message.inquiry_id, []).append(row)
    for candidate in found.values():
        for one, other in ((inquiry, candidate.inquiry), (candidate.inquiry, inquiry)):
            for row in said.get(one.pk, []):
                if _has_written(other, row.value, row.message):
                    label = channels.get(row.value).label
                    candidate.add("wrote", f"{one.contact} says: I wrote to you by {label}", row.message_id)


def _has_written(other: Inquiry, channel: str, said: Message) -> bool:
    written = said.sent_at - _WROTE_WITHIN, said.sent_at + timedelta(hours=1)
    rows = other.messages.filter(channel=channel, direction=Message.Direction.IN, sent_at__range=written)
    return rows.exists()


def _which_trip(inquiry: Inquiry, message: Message) -> list[Candidate]:
    """A chat that answers nothing, of somebody with several open trips on that number: intake took the last one."""
    if message.channel != Message.Channel.WHATSAPP or message.reply_to_id:
        return []
    here = Q(messages__channel=message.channel, messages__account=message.account, messages__contact=inquiry.contact_id)
    rows = Inquiry.objects.active().filter(here, contact=inquiry.contact_id).exclude(pk=inquiry.pk).distinct()
    if not inquiry.messages.filter(pk__lt=message.pk).exists():
        return []  # it began this one
    found = [Candidate(row) for row in rows.order_by("-last_message_at")[:2]]
    for row in found:
        row.add("several", f"{inquiry.contact} has another open trip: {row.inquiry}", message.pk)
    return found


def _candidate(found: Found, other: Inquiry, inquiry: Inquiry, code: str, words: str, *messages: int) -> None:
    if other.pk != inquiry.pk and not other.merged_into_id and not other.parked_reason:
        found.setdefault(other.pk, Candidate(other)).add(code, words, *messages)


def _newest(contact: Contact) -> Inquiry | None:
    rows = Inquiry.objects.filter(contact=contact, merged_into=None, parked_reason="").select_related("contact")
    return rows.order_by("-last_message_at", "-pk").first()


def _tokens(name: str) -> set[str]:
    return {word for word in search.fold(name).replace("-", " ").split() if len(word) > 2}


def _kind(inquiry: Inquiry, candidate: Candidate) -> Suggestion.Kind:
    other = candidate.inquiry.contact_id != inquiry.contact_id
    return Kind.PERSON if other and _OF_PERSON & candidate.reasons.keys() else Kind.TRIP


def _keep(inquiry: Inquiry, pairs: Sequence[tuple[Candidate, Suggestion.Kind]]) -> list[Suggestion]:
    """Rows for what was found, or more reasons for what is open. What was decided stays decided."""
    kept = []
    if not pairs:
        return []
    with transaction.atomic():
        rows = regrouping.lock(inquiry.pk, *(row.inquiry.pk for row, _ in pairs))
        if rows[inquiry.pk].merged_into_id:
            return []
        for candidate, kind in pairs:
            one, other = sorted((inquiry.pk, candidate.inquiry.pk))
            if kind != Kind.WHICH and _decided(rows[one], rows[other]):
                continue
            pair = {"one_id": one, "other_id": other, "kind": kind}
            row, _ = Suggestion.objects.get_or_create(**pair, defaults={"reasons": []})
            if row.state == State.OPEN and _add_reasons(row, candidate.reasons):
                row.save(update_fields=["reasons"])
            kept.append(row)
        count(*rows.values())
    return kept


def _decided(one: Inquiry, other: Inquiry) -> bool:
    """Whether a person has answered for this pair, or said of these two people that they are two."""
    pair = Q(one=one, other=other)
    people = Q(one__contact=one.contact_id, other__contact=other.contact_id)
    people |= Q(one__contact=other.contact_id, other__contact=one.contact_id)
    if one.contact_id != other.contact_id:
        pair |= people & Q(kind=Kind.PERSON)
    return Suggestion.objects.filter(pair).exclude(state=State.OPEN).exclude(kind=Kind.WHICH).exists()


def _add_reasons(row: Suggestion, reasons: Mapping[str, dict[str, Any]]) -> bool:
    known = {item["code"]: item for item in row.reasons}
    changed = False
    for code, reason in reasons.items():
        if code not in known:
            row.reasons.append(reason)
            changed = True
        elif more := [pk for pk in reason["messages"] if pk not in known[code]["messages"]]:
            known[code]["messages"] += more
            changed = True
    return changed
