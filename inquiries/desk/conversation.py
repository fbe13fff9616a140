"""The conversation of one inquiry: messages of every channel, notes and events in one order, a page at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from inquiries.desk import conversation_rows, evidence, folding, happenings, wording
from inquiries.desk.bubble_states import SETTLED
from inquiries.desk.bubbles import TEXT_SHOWN, Bubble, Show
from inquiries.desk.conversation_rows import rows
from inquiries.desk.happenings import Happening
from inquiries.desk.http import number
from inquiries.desk.stretch import Stretch
from inquiries.envelope import ABOUT
from inquiries.models import Attachment, Event, Fact, Inquiry, Message, User

PAGE = 20  # messages at first; the ones above come by a click
WEIGHT = 13_000  # bytes of messages at first: fewer where they are long, so that a page stays under 40 kB
_AROUND = {"whatsapp": 600, "note": 350}  # bytes of what is drawn around the words of one; a mail has the most
_AROUND_MAIL = 1_300
_FORM = 1_300  # what stands under one that failed, or waits for its time
_FILE, _FILE_FORM = 240, 540  # the other: of a file that failed, or is opened by a button
_NEEDS_PERSON = (Message.State.PERMANENTLY_FAILED, Message.State.UNCONFIRMED)
STEPS, ALL_STEPS = 24, 200  # lines of what was done: at first, and when all are asked for
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
    `messages`: all rows of it, also those that are drawn on others. `loaded`: of the newest stretch, with what the
    composer answers (conversation_rows.newest)."""

    items: list[Item]
    earlier: int | None
    newest: int
    newest_event: int
    watched: str
    messages: list[Message]
    loaded: Sequence[Message] = ()

    @property
    def last_day(self) -> str:
        """The date of the last line, as `Day.key` writes it."""
        return timezone.localtime(self.items[-1].at).date().isoformat() if self.items else ""


def newest(
    inquiry: Inquiry,
    *,
    viewer: User,
    facts: Sequence[Fact],
    back_to: int | None = None,
    steps: int = STEPS,
    said_about: bool = True,
) -> Thread:
    """The last messages, or as many as it takes to reach back to the message `back_to`; with the last `steps` lines of
    what was done between them. `said_about`: as of conversation_rows.newest."""
    loaded = conversation_rows.newest(inquiry, PAGE + 1, back_to=back_to, said_about=said_about)
    found, more = _page(loaded.own[-PAGE - 1 :], loaded.about)
    if loaded.reached and all(message.pk != back_to for message in found):
        found, more = loaded.reached, loaded.more
    thread = _thread(inquiry, found, viewer=viewer, facts=facts, more=more, steps=steps, about=loaded.about)
    return replace(thread, loaded=loaded.own)


def before(inquiry: Inquiry, *, pk: int, viewer: User, facts: Sequence[Fact]) -> Thread:
    """The messages above the message `pk`."""
    sent_at = _sent_at(inquiry, pk)
    if sent_at is None:
        return _thread(inquiry, [], viewer=viewer, facts=facts, more=False, until=timezone.now())
    above = _latest(rows(inquiry).filter(_above(sent_at, pk)), PAGE + 1)
    found, more = _page(above, above)
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
    return _with_days(_joined(sorted([*entries, *lines], key=lambda item: item.at)), shown=day)


def one(message: Message, *, viewer: User, facts: Sequence[Fact], show: Show = "start") -> Bubble:
    """One bubble by itself; `message` comes from conversation_rows."""
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


def _page(found: Sequence[Message], about: Sequence[Message]) -> tuple[list[Message], bool]:
    """The last of them, as many as a page takes, and whether there are more above: `found` are one more than shown.
    `about`: what is said about them, which is drawn with them."""
    edits: dict[int | None, list[Message]] = defaultdict(list)
    for row in about:
        if row.kind == "edit":
            edits[row.reply_to_id].append(row)
    taken, weight = 0, 0
    for row in reversed(found[-PAGE:]):
        weight += _weight(row) + sum(map(_weight_of_words, edits[row.pk]))
        if taken and weight > WEIGHT:
            break
        taken += 1
    return list(found[len(found) - taken :]), taken < len(found)


def _weight(row: Message) -> int:
    """About how many bytes it takes. What is about another message is a word on that one's edge."""
    needs_person = row.state in _NEEDS_PERSON
    if row.kind in ABOUT and not needs_person:
        return 60
    beside = max(sum(map(_weight_of_file, row.attachments.all())) - _FILE, 0)  # one is within what is around
    if needs_person or (row.state == Message.State.QUEUED and row.scheduled):
        beside += _FORM
    return _AROUND.get(row.channel, _AROUND_MAIL) + beside + _weight_of_words(row)


def _weight_of_file(file: Attachment) -> int:
    if file.inline:
        return 0  # mostly a logo, which is not drawn
    return _FILE_FORM if file.sensitive or file.state == Attachment.State.PERMANENTLY_FAILED else _FILE


def _weight_of_words(row: Message) -> int:
    """As they are drawn: Greek letters are two bytes each and Chinese ones three, and a web address stands there
    twice."""
    return len(evidence.render(row.text[:TEXT_SHOWN], ()).encode())


def _above(sent_at: datetime, pk: int) -> Q:
    return Q(sent_at__lt=sent_at) | Q(sent_at=sent_at, pk__lt=pk)


def _latest(messages: QuerySet[Message], count: int) -> list[Message]:
    return list(messages.order_by("-sent_at", "-pk")[:count])[::-1]


def _latest_pks(inquiry: Inquiry) -> list[int]:
    """What every open page of this conversation shows at least."""
    return list(inquiry.messages.order_by("-sent_at", "-pk").values_list("pk", flat=True)[:PAGE])


def _sent_at(inquiry: Inquiry, pk: int) -> datetime | None:
    return inquiry.messages.values_list("sent_at", flat=True).filter(pk=pk).first()


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
    about: Sequence[Message] = (),
) -> Thread:
    """`more`: there are messages above. `until`: when the message below this stretch was sent; None where it is the
    end of the conversation. `about`: what is said of these messages elsewhere, where it is loaded."""
    entries: list[Item] = [*Stretch(inquiry, found, viewer=viewer, facts=facts, about=about).items()]
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
            result[-1] = last.joined(item)
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
