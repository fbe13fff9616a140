"""Events as short lines of the conversation. What its own bubble already says is not said twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from inquiries.desk import words
from inquiries.models import Event, Fact, Inquiry, User

Kind = Event.Kind
# A queued or failed reply shows itself, one that was taken back or called off stands there as a line of its own, and
# what was noted as a promise is marked in its words; a sent-off export has no place in a conversation.
UNTOLD = (Kind.REPLY, Kind.FAILED, Kind.EXPORTED, Kind.PROMISED, Kind.TAKEN_BACK, Kind.CALLED_OFF, Kind.SCHEDULED)
_FACT_ICON = "plane"
_TOGETHER = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """A line between the messages; `strong` is set off in it, as a link where there is an `href`."""

    partial = "inquiries/partials/event.html"

    at: datetime
    icon: str
    actor: str
    words: str
    strong: str = ""
    key: str = ""
    message: int = 0  # the one it stands under
    href: str = ""

    def continues(self, other: "Happening") -> bool:
        """Whether it goes on with what the same person did shortly before: trip data, field by field."""
        same = (self.icon, self.actor, self.words) == (other.icon, other.actor, other.words)
        return same and self.icon == _FACT_ICON and self.at - other.at < _TOGETHER


def told(event: Event, *, viewer: User) -> Happening:
    actor = "" if event.actor is None else "You" if event.actor == viewer else str(event.actor)
    icon, words, strong = _WORDS[Kind(event.kind)](event.data or {}, bool(actor))
    other = (event.data or {}).get("other")  # the inquiry that was joined, or that messages went to
    href = reverse("inquiry", args=[other]) if other else ""
    return Happening(
        at=event.created_at, icon=icon, actor=actor, words=words, strong=strong, key=f"e-{event.pk}", href=href
    )


def not_shown(at: datetime) -> Happening:
    """In place of what was done before `at`: hundreds of lines would bury the messages."""
    words = "More was done before this."
    return Happening(at=at, icon="up", actor="", words=words, strong="Show it", key="steps", href="?steps=all")


def _label(choices: Any, value: Any, fallback: str = "") -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        return str(value or fallback)


def _status(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    words = "set the status to" if by_person else "Status:"
    after = _label(Inquiry.Status, data.get("to"))
    reason = data.get("lost_reason")
    return "check", words, f"{after}: {reason}" if reason else after


def _assigned(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    after, reason = data.get("to"), str(data.get("reason") or "")
    if not after:
        alone = f"{reason}: back to everybody" if reason else "Assigned to nobody"
        return "user", "gave it back to everybody" if by_person else alone, ""
    alone = f"{reason[0].upper()}{reason[1:]}: assigned to" if reason else "Assigned to"
    return "user", "assigned" if by_person else alone, f"{after}{_away(data.get('away'))}"


def _away(until: Any) -> str:
    """Said where an inquiry was given to somebody who was not there."""
    if not until:
        return ""
    back = parse_datetime(str(until))
    return f", away until {words.clock(back, now=timezone.now())}" if back else ", who is away"


def _snoozed(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    until = parse_datetime(str(data.get("until") or ""))
    if until is None:
        woken = "Awake again: the customer wrote" if data.get("by") else "Back in the queue"
        return "clock", "woke it" if by_person else woken, ""
    before = {"promise": ", before a promise is due", "reminder": ", for the reminder"}.get(str(data.get("before")), "")
    said = "snoozed it until" if by_person else "Comes back sooner:" if before else "Snoozed until"
    return "clock", said, f"{words.clock(until, now=timezone.now())}{before}"


def _reminder(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    at = parse_datetime(str(data.get("at") or ""))
    if at is not None and data.get("did") == "set":
        moment = words.clock(at, now=timezone.now())
        condition = ", if they do not answer" if data.get("if_silent") else ""
        return "bell", "set a reminder for" if by_person else "Reminder set for", f"{moment}{condition}"
    found = {
        "off": ("took the reminder off", "Reminder taken off"),
        "done": ("dealt with the reminder", "Reminder dealt with"),
        "written": ("wrote, so the reminder is done", "Somebody wrote, so the reminder is done"),
    }
    said = found.get(str(data.get("did")), ("took the reminder off", "The customer wrote, so the reminder is off"))
    return "bell", said[0] if by_person else said[1], ""


def _promise(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    """Kept, dropped or reopened (promise_rows.py)."""
    due = parse_datetime(str(data.get("due") or ""))
    found = {
        "kept": ("marked as kept the promise due", "Kept: the promise due"),
        "dropped": ("dropped the promise due", "Dropped: the promise due"),
    }
    said = found.get(str(data.get("did")), ("reopened the promise due", "Open again: the promise due"))
    return "check", said[0] if by_person else said[1], words.clock(due, now=timezone.now()) if due else ""


def _fact(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    name = _label(Fact.Field, data.get("field"), "trip data").lower()
    if data.get("rejected"):
        return _FACT_ICON, "kept" if by_person else "Kept", name
    return _FACT_ICON, "set" if by_person else "Changed:", name


def _parked(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    reason = _label(Inquiry.Parked, data.get("to") or data.get("reason"))
    return "inbox", "parked it:" if by_person else "Parked:", reason


def _link(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    """What was learned about who writes (ties.py, contacts.py)."""
    name, number = str(data.get("name") or "somebody else"), str(data.get("number") or "")
    if data["link"] == "number" and by_person:
        return "user", "noted the number", number
    found = {
        "number": ("WhatsApp number known now:", number),
        "moved": ("Writes from a new number now:", number) if number else ("Has a new WhatsApp account now", ""),
        "joined": ("WhatsApp says they are one person, so the contacts are one now:", name),
        "passed": (f"{number} was known before as the number of", f"{name}. The same person?"),
        "lost": (f"{number} is now the number of", f"{name}. The same person?"),
        "claimed": (f"Gave {number} as their own, which is known as the number of", f"{name}. The same person?"),
    }
    words, strong = found.get(str(data["link"]), ("Contact changed", ""))
    return "user", words, strong


def _contact(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    if "link" in data:
        return _link(data, by_person)
    if "blocked" not in data:
        return "user", "changed the contact" if by_person else "Contact changed", ""
    did = "blocked" if data["blocked"] else "unblocked"
    who = str(data.get("what") or "the sender")
    return "lock", did if by_person else did.capitalize(), who


def _revealed(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    what = ", ".join(str(word) for word in data.get("what") or []) or "covered number"
    return "eye", "looked at the" if by_person else "Shown:", what


def _together(data: Mapping[str, Any], _by_person: bool) -> tuple[str, str, str]:
    """People put conversations together or apart (regrouping.py, person_joins.py)."""
    other = f"TH-{data['other']}" if "other" in data else str(data.get("name") or "")
    count = data.get("count") or 0
    moved = "a message" if count == 1 else f"{count} messages"
    found = {
        "joined": ("merge", "joined to this trip:"),
        "went": ("merge", "joined this inquiry to"),
        "moved_out": ("moved", f"moved {moved} to"),
        "moved_in": ("moved", f"moved {moved} here from"),
        "undone": ("retry", "took apart again:"),
        "same_person": ("users", "said that it is the same person as"),
        "two_people": ("retry", "said after all that it is not the same person as"),
    }
    icon, words = found.get(str(data.get("did")), ("merge", "put together or apart:"))
    return icon, words, other


def _fixed(icon: str, by_person: str, alone: str) -> Any:
    return lambda _data, person: (icon, by_person if person else alone, "")


_WORDS: Mapping[Kind, Any] = {
    Kind.CREATED: _fixed("plus", "opened the inquiry", "Inquiry opened"),
    Kind.STATUS: _status,
    Kind.ASSIGNED: _assigned,
    Kind.SNOOZED: _snoozed,
    Kind.FACT: _fact,
    Kind.REPLY: _fixed("send", "replied", "Reply queued"),
    Kind.FAILED: _fixed("alert", "failed", "A message failed"),
    Kind.RETRIED: _fixed("retry", "tried a message again", "Tried again"),
    Kind.PARKED: _parked,
    Kind.UNPARKED: _fixed("inbox", "made it an inquiry", "Made an inquiry"),
    Kind.EXPORTED: _fixed("down2", "exported it", "Exported"),
    Kind.CONTACT: _contact,
    Kind.REVEALED: _revealed,
    Kind.EXPIRED: lambda data, _person: ("trash", "Not kept any longer:", str(data.get("file") or "a file")),
    Kind.TOGETHER: _together,
    Kind.REMINDER: _reminder,
    Kind.PROMISED: _fixed("check", "promised something", "A promise was noted"),
    Kind.PROMISE: _promise,
    Kind.SCHEDULED: _fixed("clock", "set another time for a reply", "A reply has another time"),
    Kind.TAKEN_BACK: _fixed("retry", "took back a reply", "A reply was taken back"),
    Kind.CALLED_OFF: _fixed("x", "called off a reply", "A scheduled reply was not sent"),
}
