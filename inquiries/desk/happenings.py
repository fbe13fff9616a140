"""Events as short lines of the conversation. What its own bubble already says is not said twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
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
    actor = "" if event.actor is None else _("You") if event.actor == viewer else str(event.actor)
    icon, words, strong = _WORDS[Kind(event.kind)](event.data or {}, bool(actor))
    if event.kind == Kind.ASSIGNED and actor and (event.data or {}).get("to") == str(event.actor):
        words, strong = _("took it"), ""
    other = (event.data or {}).get("other")  # the inquiry that was joined, or that messages went to
    href = reverse("inquiry", args=[other]) if other else ""
    return Happening(
        at=event.created_at, icon=icon, actor=actor, words=words, strong=strong, key=f"e-{event.pk}", href=href
    )


def not_shown(at: datetime) -> Happening:
    """In place of what was done before `at`: hundreds of lines would bury the messages."""
    words, strong = _("More was done before this."), _("Show it")
    return Happening(at=at, icon="up", actor="", words=words, strong=strong, key="steps", href="?steps=all")


def _label(choices: Any, value: Any, fallback: str = "") -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        return str(value or fallback)


def _status(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    words = _("set the status to") if by_person else _("Status:")
    after = _label(Inquiry.Status, data.get("to"))
    reason = data.get("lost_reason")
    return "check", words, f"{after}: {reason}" if reason else after


def _assigned(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    after, reason = data.get("to"), str(data.get("reason") or "")
    if not after:
        alone = _("%(reason)s: back to everybody") % {"reason": reason} if reason else _("Assigned to nobody")
        return "user", _("gave it back to everybody") if by_person else alone, ""
    alone = _("Assigned to")
    if reason:
        alone = _("%(reason)s: assigned to") % {"reason": f"{reason[0].upper()}{reason[1:]}"}
    return "user", _("assigned") if by_person else alone, _away(str(after), data.get("away"))


def _away(name: str, until: Any) -> str:
    """Said where an inquiry was given to somebody who was not there."""
    if not until:
        return name
    back = parse_datetime(str(until))
    if back is None:
        return _("%(name)s, who is away") % {"name": name}
    return _("%(name)s, away until %(when)s") % {"name": name, "when": words.clock(back, now=timezone.now())}


def _snoozed(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    until = parse_datetime(str(data.get("until") or ""))
    if until is None:
        woken = _("Awake again: the customer wrote") if data.get("by") else _("Back in the queue")
        return "clock", _("woke it") if by_person else woken, ""
    sooner = {"promise": _("%(when)s, before a promise is due"), "reminder": _("%(when)s, for the reminder")}
    until_when = sooner.get(str(data.get("before")), "")
    said = _("snoozed it until") if by_person else _("Comes back sooner:") if until_when else _("Snoozed until")
    when = words.clock(until, now=timezone.now())
    return "clock", said, until_when % {"when": when} if until_when else when


def _reminder(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    at = parse_datetime(str(data.get("at") or ""))
    if at is not None and data.get("did") == "set":
        when = words.clock(at, now=timezone.now())
        if data.get("if_silent"):
            when = _("%(when)s, if they do not answer") % {"when": when}
        return "bell", _("set a reminder for") if by_person else _("Reminder set for"), when
    found = {
        "off": (_("took the reminder off"), _("Reminder taken off")),
        "done": (_("dealt with the reminder"), _("Reminder dealt with")),
        "written": (_("wrote, so the reminder is done"), _("Somebody wrote, so the reminder is done")),
    }
    wrote = (_("took the reminder off"), _("The customer wrote, so the reminder is off"))
    said = found.get(str(data.get("did")), wrote)
    return "bell", said[0] if by_person else said[1], ""


def _promise(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    """Kept, dropped or reopened (promise_rows.py)."""
    due = parse_datetime(str(data.get("due") or ""))
    found = {
        "kept": (_("marked as kept the promise due"), _("Kept: the promise due")),
        "dropped": (_("dropped the promise due"), _("Dropped: the promise due")),
    }
    said = found.get(str(data.get("did")), (_("reopened the promise due"), _("Open again: the promise due")))
    return "check", said[0] if by_person else said[1], words.clock(due, now=timezone.now()) if due else ""


def _fact(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    name = words.within(_label(Fact.Field, data.get("field"), _("trip data")))
    if data.get("rejected"):
        return _FACT_ICON, _("kept") if by_person else _("Kept"), name
    return _FACT_ICON, _("set") if by_person else _("Changed:"), name


def _parked(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    reason = _label(Inquiry.Parked, data.get("to") or data.get("reason"))
    return "inbox", _("parked it:") if by_person else _("Parked:"), reason


def _link(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    """What was learned about who writes (ties.py, contacts.py)."""
    name, number = str(data.get("name") or _("somebody else")), str(data.get("number") or "")
    if data["link"] == "number" and by_person:
        return "user", _("noted the number"), number
    moved = (_("Writes from a new number now:"), number) if number else (_("Has a new WhatsApp account now"), "")
    same = _("%(name)s. The same person?") % {"name": name}
    found = {
        "number": (_("WhatsApp number known now:"), number),
        "moved": moved,
        "joined": (_("WhatsApp says they are one person, so the contacts are one now:"), name),
        "passed": (_("%(number)s was known before as the number of"), same),
        "lost": (_("%(number)s is now the number of"), same),
        "claimed": (_("Gave %(number)s as their own, which is known as the number of"), same),
    }
    words, strong = found.get(str(data["link"]), (_("Contact changed"), ""))
    return "user", words % {"number": number}, strong


def _contact(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    if "link" in data:
        return _link(data, by_person)
    if "blocked" not in data:
        return "user", _("changed the contact") if by_person else _("Contact changed"), ""
    who = str(data.get("what") or _("the sender"))
    if data["blocked"]:
        return "lock", _("blocked") if by_person else _("Blocked"), who
    return "lock", _("unblocked") if by_person else _("Unblocked"), who


def _revealed(data: Mapping[str, Any], by_person: bool) -> tuple[str, str, str]:
    what = ", ".join(_(str(word)) for word in data.get("what") or []) or _("covered number")
    return "eye", _("looked at the") if by_person else _("Shown:"), what


def _together(data: Mapping[str, Any], _by_person: bool) -> tuple[str, str, str]:
    """People put conversations together or apart (regrouping.py, person_joins.py)."""
    other = f"TH-{data['other']}" if "other" in data else str(data.get("name") or "")
    count = data.get("count") or 0
    found = {
        "joined": ("merge", _("joined to this trip:")),
        "went": ("merge", _("joined this inquiry to")),
        "moved_out": ("moved", ngettext("moved a message to", "moved %(count)s messages to", count)),
        "moved_in": ("moved", ngettext("moved a message here from", "moved %(count)s messages here from", count)),
        "undone": ("retry", _("took apart again:")),
        "same_person": ("users", _("said that it is the same person as")),
        "two_people": ("retry", _("said after all that it is not the same person as")),
    }
    icon, words = found.get(str(data.get("did")), ("merge", _("put together or apart:")))
    return icon, words % {"count": count}, other


def _expired(data: Mapping[str, Any], _by_person: bool) -> tuple[str, str, str]:
    return "trash", _("Not kept any longer:"), str(data.get("file") or _("a file"))


def _fixed(icon: str, by_person: Promise, alone: Promise) -> Any:
    return lambda _data, person: (icon, str(by_person if person else alone), "")


_WORDS: Mapping[Kind, Any] = {
    Kind.CREATED: _fixed("plus", gettext_lazy("opened the inquiry"), gettext_lazy("Inquiry opened")),
    Kind.STATUS: _status,
    Kind.ASSIGNED: _assigned,
    Kind.SNOOZED: _snoozed,
    Kind.FACT: _fact,
    Kind.REPLY: _fixed("send", gettext_lazy("replied"), gettext_lazy("Reply queued")),
    Kind.FAILED: _fixed("alert", gettext_lazy("failed"), gettext_lazy("A message failed")),
    Kind.RETRIED: _fixed("retry", gettext_lazy("tried a message again"), gettext_lazy("Tried again")),
    Kind.PARKED: _parked,
    Kind.UNPARKED: _fixed("inbox", gettext_lazy("made it an inquiry"), gettext_lazy("Made an inquiry")),
    Kind.EXPORTED: _fixed("down2", gettext_lazy("exported it"), gettext_lazy("Exported")),
    Kind.CONTACT: _contact,
    Kind.REVEALED: _revealed,
    Kind.EXPIRED: _expired,
    Kind.TOGETHER: _together,
    Kind.REMINDER: _reminder,
    Kind.PROMISED: _fixed("check", gettext_lazy("promised something"), gettext_lazy("A promise was noted")),
    Kind.PROMISE: _promise,
    Kind.SCHEDULED: _fixed(
        "clock", gettext_lazy("set another time for a reply"), gettext_lazy("A reply has another time")
    ),
    Kind.TAKEN_BACK: _fixed("retry", gettext_lazy("took back a reply"), gettext_lazy("A reply was taken back")),
    Kind.CALLED_OFF: _fixed("x", gettext_lazy("called off a reply"), gettext_lazy("A scheduled reply was not sent")),
}
