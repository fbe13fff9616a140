"""The conversation of one inquiry: messages of every channel, notes and events in one order, a page at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from inquiries import reactions
from inquiries.desk import bubbles, happenings, wording
from inquiries.desk.bubbles import Bubble
from inquiries.desk.happenings import Happening
from inquiries.desk.http import number
from inquiries.models import Event, Fact, Inquiry, Message, User

PAGE = 30  # messages at first; the ones above come by a click, and a page stays under 40 kB
MOST = 500  # messages of one page, however far back somebody follows a quote
WATCHED = 20  # own messages whose state the page keeps up to date


@dataclass(frozen=True)
class Day:
    """A separator. `key`: its date, so that two pages of the conversation do not both show it."""

    partial = "inquiries/partials/day.html"

    words: str
    at: datetime
    key: str


Item = Bubble | Happening | Day


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A stretch of the conversation, the oldest first. `earlier`: the message before which there is more, if any."""

    items: list[Item]
    earlier: int | None
    newest: int
    newest_event: int
    watched: str

    @property
    def last_day(self) -> str:
        """The date of the last line, as `Day.key` writes it."""
        return timezone.localtime(self.items[-1].at).date().isoformat() if self.items else ""


def rows(inquiry: Inquiry) -> QuerySet[Message]:
    """Messages without their heavy columns; `formatted` and `quoted` say whether those hold anything, `answers_in` in
    which inquiry the message is that they answer."""
    return (
        inquiry.messages.defer("html", "quoted_text", "search_text")
        .annotate(
            formatted=_filled("html"),
            quoted=_filled("quoted_text"),
            answers_in=F("reply_to__inquiry"),
        )
        .select_related("identity", "author")
        .prefetch_related("attachments")
    )


def _filled(column: str) -> Combinable:
    return ExpressionWrapper(~Q(**{column: ""}), output_field=BooleanField())


def newest(inquiry: Inquiry, *, viewer: User, facts: Sequence[Fact], back_to: int | None = None) -> Thread:
    """The last messages, or as many as it takes to reach back to the message `back_to`."""
    found = _latest(rows(inquiry), PAGE)
    if back_to and found and all(message.pk != back_to for message in found):
        found = _reaching(inquiry, back_to) or found
    return _thread(inquiry, found, viewer=viewer, facts=facts)


def before(inquiry: Inquiry, *, pk: int, viewer: User, facts: Sequence[Fact]) -> Thread:
    """The messages above the message `pk`."""
    sent_at = _sent_at(inquiry, pk)
    if sent_at is None:
        return _thread(inquiry, [], viewer=viewer, facts=facts, until=timezone.now())
    above = rows(inquiry).filter(Q(sent_at__lt=sent_at) | Q(sent_at=sent_at, pk__lt=pk))
    return _thread(inquiry, _latest(above, PAGE), viewer=viewer, facts=facts, until=sent_at)


def _reactions(inquiry: Inquiry, found: Sequence[Message]) -> list[Message]:
    """What stands on these messages and was sent after the stretch that is shown."""
    known = {row.pk for row in found}
    chats = [row.pk for row in found if row.channel == Message.Channel.WHATSAPP and row.kind != reactions.KIND]
    if not chats:
        return []
    later = inquiry.messages.filter(kind=reactions.KIND, reply_to__in=chats).exclude(pk__in=known)
    return list(later.defer("html", "quoted_text", "search_text").order_by("sent_at", "pk"))


def arrived(inquiry: Inquiry, pk: int) -> list[Message]:
    """Messages newer than `pk` in the order of arrival: an old mail that comes late is news too."""
    return list(rows(inquiry).filter(pk__gt=pk).order_by("pk")[:PAGE])


def on_others(found: Iterable[Message]) -> set[int]:
    """The messages that reactions among these stand on: those are drawn anew instead."""
    return {row.reply_to_id for row in found if row.kind == reactions.KIND and row.reply_to_id}


def again(inquiry: Inquiry, moved: Sequence[Message], more: Collection[int]) -> list[Message]:
    """What of the page is to be drawn anew: messages that `moved`, and those with the keys `more`."""
    plain = [row for row in moved if row.kind != reactions.KIND or not row.reply_to_id]
    missing = (on_others(moved) | set(more)) - {row.pk for row in plain}
    return [*plain, *rows(inquiry).filter(pk__in=missing)] if missing else plain


def happened(inquiry: Inquiry, pk: int) -> list[Event]:
    """Events newer than the event `pk`."""
    return list(_events(inquiry).filter(pk__gt=pk)[:PAGE])


def news(
    inquiry: Inquiry, found: list[Message], events: list[Event], *, viewer: User, facts: Sequence[Fact], day: str
) -> list[Item]:
    """New messages and events for the end of the conversation. `day`: the date (ISO) of the last line there."""
    found = [row for row in found if row.kind != reactions.KIND or not row.reply_to_id]
    entries = _messages(inquiry, found, viewer=viewer, facts=facts)
    lines = [happenings.told(row, viewer=viewer) for row in events]
    return _with_days(sorted([*entries, *lines], key=lambda item: item.at), shown=day)


def one(message: Message, *, viewer: User, facts: Sequence[Fact], whole: bool = False) -> Bubble:
    """One bubble by itself; `message` comes from `rows`."""
    found = [message, *_reactions(message.inquiry, [message])]
    (entry,) = _messages(message.inquiry, found, viewer=viewer, facts=facts, whole=whole)
    return entry


def watched(messages: Iterable[Message]) -> str:
    """`12:SENT,14:QUEUED`: what the page shows of states that may still change."""
    open_ones = [row for row in messages if row.state not in bubbles.SETTLED and row.channel != Message.Channel.NOTE]
    return ",".join(f"{row.pk}:{row.state}" for row in open_ones[-WATCHED:])


def changed(inquiry: Inquiry, seen: str) -> list[Message]:
    """The messages whose state is no longer what the page shows (`seen`, as `watched` wrote it)."""
    shown = {}
    for pair in seen.split(",")[:WATCHED]:
        pk, _, state = pair.partition(":")
        key = number(pk)
        if key is not None:
            shown[key] = state
    if not shown:
        return []
    states = inquiry.messages.filter(pk__in=shown).values_list("pk", "state")
    moved = [pk for pk, state in states if shown[pk] != state]
    return list(rows(inquiry).filter(pk__in=moved)) if moved else []


def still_watched(inquiry: Inquiry, seen: str, extra: Iterable[Message]) -> str:
    """`seen` brought up to date, with new messages added."""
    keys = [number(pair.partition(":")[0]) for pair in seen.split(",")]
    pks = [key for key in keys if key is not None] + [message.pk for message in extra]
    return watched(inquiry.messages.filter(pk__in=pks[-WATCHED:]).only("pk", "state", "channel").order_by("pk"))


def _latest(messages: QuerySet[Message], count: int) -> list[Message]:
    return list(messages.order_by("-sent_at", "-pk")[:count])[::-1]


def _sent_at(inquiry: Inquiry, pk: int) -> datetime | None:
    return inquiry.messages.values_list("sent_at", flat=True).filter(pk=pk).first()


def _reaching(inquiry: Inquiry, pk: int) -> list[Message]:
    sent_at = _sent_at(inquiry, pk)
    return _latest(rows(inquiry).filter(sent_at__gte=sent_at), MOST) if sent_at else []


def _events(inquiry: Inquiry) -> QuerySet[Event]:
    # That it was opened shows in its first message, unless a person did it.
    told = inquiry.events.exclude(kind__in=happenings.UNTOLD).exclude(kind=Event.Kind.CREATED, actor=None)
    return told.select_related("actor").order_by("pk")


def _thread(
    inquiry: Inquiry,
    found: list[Message],
    *,
    viewer: User,
    facts: Sequence[Fact],
    until: datetime | None = None,
) -> Thread:
    """`until`: when the message below this stretch was sent; None where it is the end of the conversation."""
    later = _reactions(inquiry, found) if until is not None else []
    there = {row.pk for row in found}
    drawn = [row for row in found if row.reply_to_id in there or not _stands_above(row)]
    entries: list[Item] = list(_messages(inquiry, [*drawn, *later], viewer=viewer, facts=facts))
    whole = len(found) < PAGE
    span = _events(inquiry)
    if found and not whole:
        span = span.filter(created_at__gte=found[0].sent_at)
    if until is not None:
        span = span.filter(created_at__lt=until)
    events = list(span.reverse()[:200])[::-1]
    lines = [happenings.told(row, viewer=viewer) for row in events]
    return Thread(
        items=_with_days(_joined(sorted([*entries, *lines], key=lambda item: item.at))),
        earlier=None if whole else found[0].pk,
        newest=max((message.pk for message in found), default=0),
        newest_event=events[-1].pk if events else 0,
        watched=watched(found),
    )


def _stands_above(row: Any) -> bool:
    """A reaction to a message further up is drawn there; one that needs a person has to be seen here as well."""
    if row.kind != reactions.KIND or row.answers_in != row.inquiry_id:
        return False
    return row.state not in (Message.State.PERMANENTLY_FAILED, Message.State.UNCONFIRMED)


def _messages(
    inquiry: Inquiry, found: Sequence[Message], *, viewer: User, facts: Sequence[Fact], whole: bool = False
) -> list[Bubble]:
    """`found` may hold reactions: one to a message that is there stands on that, any other by itself."""
    proofs = _proofs(facts)
    name = inquiry.contact.name
    there = {row.pk for row in found}
    signs = [row for row in found if row.kind == reactions.KIND and row.reply_to_id in there]
    shown = [row for row in found if row not in signs]
    entries = {
        row.pk: bubbles.bubble(row, contact=name, viewer=viewer, proofs=proofs[row.pk], whole=whole) for row in shown
    }
    answered = _answered(shown, found)
    for row in shown:
        entries[row.pk].acts = _has_acts(row, inquiry)
        target = answered.get(row.reply_to_id or 0)
        if target is not None and row.channel == Message.Channel.WHATSAPP:
            who = bubbles.writer(target, contact=name, viewer=viewer)
            entries[row.pk].answered = bubbles.Answered(target.pk, who, bubbles.snippet(target))
    for row in signs:
        entry = entries.get(row.reply_to_id or 0)
        if entry is not None and row.state != Message.State.CANCELLED:  # withdrawn: another took its place
            entry.take_reaction(row)
    return list(entries.values())


def _has_acts(row: Message, inquiry: Inquiry) -> bool:
    """Whether a chat message can be quoted or have a reaction now; the server looks again when it is done."""
    if row.channel != Message.Channel.WHATSAPP or row.kind in reactions.WORDLESS or not row.external_id:
        return False
    closes_at = inquiry.window_closes_at
    return closes_at is not None and closes_at > timezone.now() and not inquiry.parked_reason


def _proofs(facts: Sequence[Fact]) -> dict[int, list[Any]]:
    """Evidence by message, of what the card shows."""
    proofs: dict[int, list[Any]] = defaultdict(list)
    for fact in facts:
        for item in fact.evidence:
            if isinstance(item, dict) and isinstance(item.get("message"), int):
                proofs[item["message"]].append(item)
    return proofs


def _answered(answers: Sequence[Message], found: Sequence[Message]) -> dict[int, Message]:
    """Messages that `answers` answer; one query only where they are not among those `found`."""
    shown = {row.pk: row for row in found}
    wanted = {row.reply_to_id for row in answers if row.reply_to_id and row.channel == Message.Channel.WHATSAPP}
    missing = [pk for pk in wanted if pk not in shown]
    if missing:
        shown.update(Message.objects.select_related("author").defer("html", "quoted_text").in_bulk(missing))
    return shown


def _joined(items: Sequence[Item]) -> list[Item]:
    """What one person did to one field after the other is one line: "You set adults, departure"."""
    result: list[Item] = []
    for item in items:
        last = result[-1] if result else None
        if isinstance(item, Happening) and isinstance(last, Happening) and item.continues(last):
            names = dict.fromkeys([*last.strong.split(", "), item.strong])
            result[-1] = replace(item, strong=", ".join(names))
        else:
            result.append(item)
    return result


def _with_days(items: Sequence[Item], shown: str = "") -> list[Item]:
    result: list[Item] = []
    now = timezone.now()
    for item in items:
        date = timezone.localtime(item.at).date().isoformat()
        if date != shown:
            result.append(Day(wording.day(item.at, now), item.at, date))
            shown = date
        result.append(item)
    return result
