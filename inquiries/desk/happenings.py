"""Events as short lines of the conversation. What its own bubble already says is not said twice.

Each is one whole sentence to who translates it, with names for what is put in: every language has its own order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inquiries.desk import words
from inquiries.models import Event, Fact, Inquiry, User

Kind = Event.Kind
# A queued or failed reply shows itself, one that was taken back or called off stands there as a line of its own, and
# what was noted as a promise is marked in its words; a sent-off export has no place in a conversation.
UNTOLD = (Kind.REPLY, Kind.FAILED, Kind.EXPORTED, Kind.PROMISED, Kind.TAKEN_BACK, Kind.CALLED_OFF, Kind.SCHEDULED)
_FACT_ICON = "plane"
_TOGETHER = timedelta(minutes=15)


class Line(NamedTuple):
    """A sentence and what is put into it by name; `strong` names the one that is set off. Who did it is `who`."""

    icon: str
    sentence: str
    fills: Mapping[str, Any] = {}
    strong: str = ""


type Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """A line between the messages; what is set off in it is a link where there is an `href`."""

    partial = "inquiries/partials/event.html"

    at: datetime
    icon: str
    sentence: str
    who: str = ""
    fills: Mapping[str, Any] = field(default_factory=dict)
    strong: str = ""
    key: str = ""
    href: str = ""

    @property
    def words(self) -> SafeString:
        fills = {name: conditional_escape(value) for name, value in {"who": self.who, **self.fills}.items()}
        if self.strong and self.href:
            link = '<a class="hub-link" href="{}" data-jump>{}</a>'
            fills[self.strong] = format_html(link, self.href, fills[self.strong])
        elif self.strong:
            fills[self.strong] = format_html("<b>{}</b>", fills[self.strong])
        return SafeString(conditional_escape(self.sentence) % fills)

    def continues(self, other: "Happening") -> bool:
        """Whether it goes on with what the same person did shortly before: trip data, field by field."""
        same = (self.icon, self.who, self.sentence) == (other.icon, other.who, other.sentence)
        return same and self.icon == _FACT_ICON and self.at - other.at < _TOGETHER

    def joined(self, other: "Happening") -> "Happening":
        """The two as one: "You set adults, departure"."""
        names = dict.fromkeys([*str(self.fills[self.strong]).split(", "), str(other.fills[self.strong])])
        return replace(other, fills={self.strong: ", ".join(names)})


def told(event: Event, *, viewer: User) -> Happening:
    data = event.data or {}
    line = _LINES[Kind(event.kind)](data, event.actor is not None)
    if event.kind == Kind.ASSIGNED and event.actor and data.get("to") == str(event.actor):
        line = Line("user", _("%(who)s took it"))
    who = _("Somebody") if event.actor is None else _("You") if event.actor == viewer else str(event.actor)
    other = data.get("other")  # the inquiry that was joined, or that messages went to
    href = reverse("inquiry", args=[other]) if other else ""
    return Happening(**line._asdict(), at=event.created_at, who=who, key=f"e-{event.pk}", href=href)


def not_shown(at: datetime) -> Happening:
    """In place of what was done before `at`: hundreds of lines would bury the messages."""
    line = Line("up", _("More was done before this. %(link)s"), {"link": _("Show it")}, "link")
    return Happening(**line._asdict(), at=at, key="steps", href="?steps=all")


def _label(choices: Any, value: Any, fallback: str = "") -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        return str(value or fallback)


def _clock(value: Any) -> str:
    at = parse_datetime(str(value or ""))
    return words.clock(at, now=timezone.now()) if at else ""


def _status(data: Data, by_person: bool) -> Line:
    after, reason = _label(Inquiry.Status, data.get("to")), data.get("lost_reason")
    sentence = _("%(who)s set the status to %(status)s") if by_person else _("Status: %(status)s")
    return Line("check", sentence, {"status": f"{after}: {reason}" if reason else after}, "status")


def _assigned(data: Data, by_person: bool) -> Line:
    if not data.get("to"):
        return Line("user", _("%(who)s gave it back to everybody")) if by_person else _back_to_all(data)
    whom = _away(str(data["to"]), data.get("away"))
    if by_person:
        return Line("user", _("%(who)s assigned this to %(whom)s"), {"whom": whom}, "whom")
    found = {
        "turn": _("Next in turn: assigned to %(whom)s"),
        "away": _("%(holder)s is away, next in turn: assigned to %(whom)s"),
        "left": _("%(holder)s has left, next in turn: assigned to %(whom)s"),
    }
    sentence = found.get(str(data.get("reason")), _("Assigned to %(whom)s"))
    return Line("user", sentence, {"holder": data.get("from") or "", "whom": whom}, "whom")


def _back_to_all(data: Data) -> Line:
    found = {"away": _("%(holder)s is away: back to everybody"), "left": _("%(holder)s has left: back to everybody")}
    sentence = found.get(str(data.get("reason")), _("Assigned to nobody"))
    return Line("user", sentence, {"holder": data.get("from") or ""})


def _away(name: str, until: Any) -> str:
    """Said where an inquiry was given to somebody who was not there."""
    if not until:
        return name
    when = _clock(until)
    if not when:
        return _("%(name)s, who is away") % {"name": name}
    return _("%(name)s, away until %(when)s") % {"name": name, "when": when}


def _snoozed(data: Data, by_person: bool) -> Line:
    when = _clock(data.get("until"))
    if not when:
        woken = _("Awake again: the customer wrote") if data.get("by") else _("Back in the queue")
        return Line("clock", _("%(who)s woke it") if by_person else woken)
    sooner = {"promise": _("%(when)s, before a promise is due"), "reminder": _("%(when)s, for the reminder")}
    sooner_when = sooner.get(str(data.get("before")))
    alone = _("Comes back sooner: %(when)s") if sooner_when else _("Snoozed until %(when)s")
    sentence = _("%(who)s snoozed it until %(when)s") if by_person else alone
    return Line("clock", sentence, {"when": sooner_when % {"when": when} if sooner_when else when}, "when")


def _reminder(data: Data, by_person: bool) -> Line:
    when = _clock(data.get("at"))
    if when and data.get("did") == "set":
        if data.get("if_silent"):
            when = _("%(when)s, if they do not answer") % {"when": when}
        sentence = _("%(who)s set a reminder for %(when)s") if by_person else _("Reminder set for %(when)s")
        return Line("bell", sentence, {"when": when}, "when")
    found = {
        "off": (_("%(who)s took the reminder off"), _("Reminder taken off")),
        "done": (_("%(who)s dealt with the reminder"), _("Reminder dealt with")),
        "written": (_("%(who)s wrote, so the reminder is done"), _("Somebody wrote, so the reminder is done")),
    }
    wrote = (_("%(who)s took the reminder off"), _("The customer wrote, so the reminder is off"))
    said = found.get(str(data.get("did")), wrote)
    return Line("bell", said[0] if by_person else said[1])


def _promise(data: Data, by_person: bool) -> Line:
    """Kept, dropped or reopened (promise_rows.py)."""
    found = {
        "kept": (_("%(who)s marked as kept the promise due %(when)s"), _("Kept: the promise due %(when)s")),
        "dropped": (_("%(who)s dropped the promise due %(when)s"), _("Dropped: the promise due %(when)s")),
    }
    again = (_("%(who)s reopened the promise due %(when)s"), _("Open again: the promise due %(when)s"))
    said = found.get(str(data.get("did")), again)
    return Line("check", said[0] if by_person else said[1], {"when": _clock(data.get("due"))}, "when")


def _fact(data: Data, by_person: bool) -> Line:
    fills = {"field": words.within(_label(Fact.Field, data.get("field"), _("trip data")))}
    said = (_("%(who)s set %(field)s"), _("Changed: %(field)s"))
    if data.get("rejected"):
        said = (_("%(who)s kept %(field)s"), _("Kept %(field)s"))
    elif data.get("accepted"):
        said = (_("%(who)s accepted the change of %(field)s"), _("Accepted: the change of %(field)s"))
    elif "fact" in data and data["fact"] == data.get("was"):  # facts.confirm: the same row, vouched for
        said = (_("%(who)s confirmed %(field)s"), _("Confirmed: %(field)s"))
    return Line(_FACT_ICON, said[0] if by_person else said[1], fills, "field")


def _parked(data: Data, by_person: bool) -> Line:
    reason = _label(Inquiry.Parked, data.get("to") or data.get("reason"))
    sentence = _("%(who)s parked it: %(reason)s") if by_person else _("Parked: %(reason)s")
    return Line("inbox", sentence, {"reason": reason}, "reason")


def _link(data: Data, by_person: bool) -> Line:
    """What was learned about who writes (ties.py, contacts.py)."""
    name, number = str(data.get("name") or _("somebody else")), str(data.get("number") or "")
    known = _("%(who)s noted the number %(number)s") if by_person else _("WhatsApp number known now: %(number)s")
    moved = (_("Writes from a new number now: %(number)s"), "number")
    found = {
        "number": (known, "number"),
        "moved": moved if number else (_("Has a new WhatsApp account now"), ""),
        "joined": (_("WhatsApp says they are one person, so the contacts are one now: %(name)s"), "name"),
        "passed": (_("%(number)s was known before as the number of %(name)s. The same person?"), "name"),
        "lost": (_("%(number)s is now the number of %(name)s. The same person?"), "name"),
        "claimed": (
            _("Gave %(number)s as their own, which is known as the number of %(name)s. The same person?"),
            "name",
        ),
    }
    sentence, strong = found.get(str(data["link"]), (_("Contact changed"), ""))
    return Line("user", sentence, {"name": name, "number": number}, strong)


def _contact(data: Data, by_person: bool) -> Line:
    if "link" in data:
        return _link(data, by_person)
    if "blocked" not in data:
        return Line("user", _("%(who)s changed the contact") if by_person else _("Contact changed"))
    sentence = _("%(who)s unblocked %(sender)s") if by_person else _("Unblocked %(sender)s")
    if data["blocked"]:
        sentence = _("%(who)s blocked %(sender)s") if by_person else _("Blocked %(sender)s")
    return Line("lock", sentence, {"sender": data.get("what") or _("the sender")}, "sender")


def _revealed(data: Data, by_person: bool) -> Line:
    what = ", ".join(_(str(word)) for word in data.get("what") or []) or _("covered number")
    return Line(
        "eye", _("%(who)s looked at the %(what)s") if by_person else _("Shown: %(what)s"), {"what": what}, "what"
    )


def _together(data: Data, _by_person: bool) -> Line:
    """People put conversations together or apart (regrouping.py, person_joins.py)."""
    other = f"TH-{data['other']}" if "other" in data else str(data.get("name") or "")
    count = data.get("count") or 0
    moved_out = ngettext("%(who)s moved a message to %(other)s", "%(who)s moved %(count)s messages to %(other)s", count)
    moved_in = ngettext(
        "%(who)s moved a message here from %(other)s", "%(who)s moved %(count)s messages here from %(other)s", count
    )
    found = {
        "joined": ("merge", _("%(who)s joined to this trip: %(other)s")),
        "went": ("merge", _("%(who)s joined this inquiry to %(other)s")),
        "moved_out": ("moved", moved_out),
        "moved_in": ("moved", moved_in),
        "undone": ("retry", _("%(who)s took apart again: %(other)s")),
        "same_person": ("users", _("%(who)s said that it is the same person as %(other)s")),
        "two_people": ("retry", _("%(who)s said after all that it is not the same person as %(other)s")),
    }
    icon, sentence = found.get(str(data.get("did")), ("merge", _("%(who)s put together or apart: %(other)s")))
    return Line(icon, sentence, {"count": count, "other": other}, "other")


def _expired(data: Data, _by_person: bool) -> Line:
    return Line("trash", _("Not kept any longer: %(file)s"), {"file": data.get("file") or _("a file")}, "file")


def _retried(data: Data, by_person: bool) -> Line:
    if data.get("left"):
        return Line("x", _("%(who)s left a reply undelivered"))
    if data.get("arrived"):
        return Line("check", _("%(who)s said that a reply arrived"))
    if data.get("file"):
        return Line("retry", _("%(who)s had a file fetched again") if by_person else _("A file is fetched again"))
    return Line("retry", _("%(who)s tried a message again") if by_person else _("Tried again"))


def _fixed(icon: str, by_person: Promise, alone: Promise) -> Callable[[Data, bool], Line]:
    return lambda _data, person: Line(icon, str(by_person if person else alone))


_LINES: Mapping[Kind, Callable[[Data, bool], Line]] = {
    Kind.CREATED: _fixed("plus", gettext_lazy("%(who)s opened the inquiry"), gettext_lazy("Inquiry opened")),
    Kind.STATUS: _status,
    Kind.ASSIGNED: _assigned,
    Kind.SNOOZED: _snoozed,
    Kind.FACT: _fact,
    Kind.RETRIED: _retried,
    Kind.PARKED: _parked,
    Kind.UNPARKED: _fixed("inbox", gettext_lazy("%(who)s made it an inquiry"), gettext_lazy("Made an inquiry")),
    Kind.CONTACT: _contact,
    Kind.REVEALED: _revealed,
    Kind.EXPIRED: _expired,
    Kind.TOGETHER: _together,
    Kind.REMINDER: _reminder,
    Kind.PROMISE: _promise,
}
