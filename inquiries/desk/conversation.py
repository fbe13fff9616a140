"""The conversation of one inquiry: messages of every channel, notes and events in one order, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from inquiries.desk import folding, happenings, wording
from inquiries.desk.bubble_states import SETTLED
from inquiries.desk.bubbles import TEXT_SHOWN, Bubble, Show
from inquiries.desk.happenings import Happening
from inquiries.desk.http import number
from inquiries.desk.stretch import Stretch
from inquiries.envelope import ABOUT
from inquiries.models import Event, Fact, Inquiry, Message, User

PAGE = 20  # messages at first; the ones above come by a click
WEIGHT = 13_000  # bytes of messages at first: fewer where they are long, so that a page stays under 40 kB
_HEAVY = ("html", "quoted_text", "search_text")
_AROUND = {"whatsapp": 600, "note": 350}  # bytes of what is drawn around the words of one; a mail has the most
_AROUND_MAIL = 1_300
STEPS, ALL_STEPS = 24, 200  # lines of what was done: at first, and when all are asked for
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
    """A stretch of the conversation, the oldest first. `earlier`: the message before which there is more, if any.
    `messages`: all rows of it, also those that are drawn on others."""

    items: list[Item]
    earlier: int | None
    newest: int
    newest_event: int
    watched: str
    messages: list[Message]

    @property
    def last_day(self) -> str:
        """The date of the last line, as `Day.key` writes it."""
        return timezone.localtime(self.items[-1].at).date().isoformat() if self.items else ""


def rows(inquiry: Inquiry) -> QuerySet[Message]:
    """Messages without their heavy columns; `formatted` and `quoted` say whether those hold anything, `about_count`
    how many reactions, edits and deletions there are of it."""
    return (
        inquiry.messages.defer(*_HEAVY, *(f"reply_to__{column}" for column in _HEAVY))
        .annotate(
            formatted=_filled("html"),
            quoted=_filled("quoted_text"),
            about_count=Coalesce(Subquery(_about_count()), 0),
        )
        .select_related("identity", "author", "reply_to__identity", "reply_to__author")
        .prefetch_related("attachments")
    )


def _filled(column: str) -> Combinable:
    return ExpressionWrapper(~Q(**{column: ""}), output_field=BooleanField())


def _about_count() -> QuerySet[Any, Any]:
    about = Message.objects.filter(reply_to=OuterRef("pk"), kind__in=ABOUT).order_by()
    return about.values("reply_to").annotate(n=Count("pk")).values("n")


def newest(
    inquiry: Inquiry, *, viewer: User, facts: Sequence[Fact], back_to: int | None = None, steps: int = STEPS
) -> Thread:
    """The last messages, or as many as it takes to reach back to the message `back_to`; with the last `steps` lines of
    what was done between them."""
    found, more = _page(rows(inquiry))
    if back_to and found and all(message.pk != back_to for message in found):
        reached = _reaching(inquiry, back_to)
        if reached:
            found, more = reached, _is_more_above(inquiry, reached[0])
    return _thread(inquiry, found, viewer=viewer, facts=facts, more=more, steps=steps)


def before(inquiry: Inquiry, *, pk: int, viewer: User, facts: Sequence[Fact]) -> Thread:
    """The messages above the message `pk`."""
    sent_at = _sent_at(inquiry, pk)
    if sent_at is None:
        return _thread(inquiry, [], viewer=viewer, facts=facts, more=False, until=timezone.now())
    found, more = _page(rows(inquiry).filter(_above(sent_at, pk)))
    return _thread(inquiry, found, viewer=viewer, facts=facts, more=more, until=sent_at)


def arrived(inquiry: Inquiry, pk: int) -> list[Message]:
    """Messages newer than `pk` in the order of arrival: an old mail that comes late is news too."""
    return list(rows(inquiry).filter(pk__gt=pk).order_by("pk")[:PAGE])


def happened(inquiry: Inquiry, pk: int) -> list[Event]:
    """Events newer than the event `pk`."""
    return list(_events(inquiry).filter(pk__gt=pk)[:PAGE])


def news(
    inquiry: Inquiry, found: list[Message], events: list[Event], *, viewer: User, facts: Sequence[Fact], day: str
) -> list[Item]:
    """New messages and events for the end of the conversation. `day`: the date (ISO) of the last line there."""
    beside = _latest_pks(inquiry) if any(row.kind in ABOUT for row in found) else []
    entries = Stretch(inquiry, found, viewer=viewer, facts=facts, beside=beside).items()
    lines = [happenings.told(row, viewer=viewer) for row in events]
    return _with_days(sorted([*entries, *lines], key=lambda item: item.at), shown=day)


def one(message: Message, *, viewer: User, facts: Sequence[Fact], show: Show = "start") -> Bubble:
    """One bubble by itself; `message` comes from `rows`."""
    return Stretch(message.inquiry, [message], viewer=viewer, facts=facts).bubble(message, show=show)


def watched(messages: Iterable[Message]) -> str:
    """`12:SENT,14:QUEUED`: what the page shows of states that may still change."""
    open_ones = [row for row in messages if row.state not in SETTLED and row.channel != Message.Channel.NOTE]
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
    return on_their_targets(inquiry, rows(inquiry).filter(pk__in=moved)) if moved else []


def on_their_targets(inquiry: Inquiry, messages: Iterable[Message]) -> list[Message]:
    """The messages that have to be drawn anew for these: of a reaction, an edit or a deletion the one it is about."""
    found = list(messages)
    targets = {row.reply_to_id for row in found if row.kind in ABOUT and row.reply_to_id}
    if not targets:
        return found
    about = {row.pk: row for row in rows(inquiry).filter(pk__in=targets)}
    alone = [row for row in found if not folding.is_folded(row, about.get(row.reply_to_id or 0))]
    drawn = {row.pk: row for row in (*alone, *about.values())}
    return list(drawn.values())


def still_watched(inquiry: Inquiry, seen: str, extra: Iterable[Message]) -> str:
    """`seen` brought up to date, with new messages added."""
    keys = [number(pair.partition(":")[0]) for pair in seen.split(",")]
    pks = [key for key in keys if key is not None] + [message.pk for message in extra]
    return watched(inquiry.messages.filter(pk__in=pks[-WATCHED:]).only("pk", "state", "channel").order_by("pk"))


def _page(messages: QuerySet[Message]) -> tuple[list[Message], bool]:
    """The last of them, as many as a page takes, and whether there are more above. One more is asked for than shown."""
    found = _latest(messages, PAGE + 1)
    taken, weight = 0, 0
    for row in reversed(found[-PAGE:]):
        weight += _weight(row)
        if taken and weight > WEIGHT:
            break
        taken += 1
    return found[len(found) - taken :], taken < len(found)


def _weight(row: Message) -> int:
    """About how many bytes it takes, which of Greek letters are two each and of Chinese ones three. What is about
    another message is a word on that one's edge."""
    if row.kind in ABOUT:
        return 60
    return _AROUND.get(row.channel, _AROUND_MAIL) + len(row.text[:TEXT_SHOWN].encode())


def _above(sent_at: datetime, pk: int) -> Q:
    return Q(sent_at__lt=sent_at) | Q(sent_at=sent_at, pk__lt=pk)


def _is_more_above(inquiry: Inquiry, row: Message) -> bool:
    return inquiry.messages.filter(_above(row.sent_at, row.pk)).exists()


def _latest(messages: QuerySet[Message], count: int) -> list[Message]:
    return list(messages.order_by("-sent_at", "-pk")[:count])[::-1]


def _latest_pks(inquiry: Inquiry) -> list[int]:
    """What every open page of this conversation shows at least."""
    return list(inquiry.messages.order_by("-sent_at", "-pk").values_list("pk", flat=True)[:PAGE])


def _sent_at(inquiry: Inquiry, pk: int) -> datetime | None:
    return inquiry.messages.values_list("sent_at", flat=True).filter(pk=pk).first()


def _reaching(inquiry: Inquiry, pk: int) -> list[Message]:
    # A reaction or an edit stands on the message it is about: that far back.
    place = inquiry.messages.values_list("sent_at", "reply_to__sent_at", "kind").filter(pk=pk).first()
    if place is None:
        return []
    sent_at = min(place[0], place[1]) if place[1] and place[2] in ABOUT else place[0]
    return _latest(rows(inquiry).filter(sent_at__gte=sent_at), MOST)


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
    more: bool,
    until: datetime | None = None,
    steps: int = ALL_STEPS,
) -> Thread:
    """`more`: there are messages above. `until`: when the message below this stretch was sent; None where it is the
    end of the conversation."""
    entries: list[Item] = [*Stretch(inquiry, found, viewer=viewer, facts=facts).items()]
    span = _events(inquiry)
    if found and more:
        span = span.filter(created_at__gte=found[0].sent_at)
    if until is not None:
        span = span.filter(created_at__lt=until)
    events = list(span.reverse()[: steps + 1])[::-1]
    lines = [happenings.told(row, viewer=viewer) for row in events[-steps:]]
    if len(events) > steps:
        lines.insert(0, happenings.not_shown(lines[0].at))
    return Thread(
        items=_with_days(_joined(sorted([*entries, *lines], key=lambda item: item.at))),
        earlier=found[0].pk if more else None,
        newest=max((message.pk for message in found), default=0),
        newest_event=events[-1].pk if events else 0,
        watched=watched(found),
        messages=found,
    )


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
