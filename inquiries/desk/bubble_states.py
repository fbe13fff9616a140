"""How far a message has come: its sign and words, what is wrong with it, whether it can still be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import care, held
from inquiries.desk import wording, words
from inquiries.models import Message, User

State = Message.State
SETTLED = {State.READ, State.CANCELLED, State.SANDBOXED, State.PROCESSED, State.DRAFT}
UNSAID = {State.CANCELLED, State.DRAFT}

# icon, words
_STATES: Mapping[str, tuple[str, Promise]] = {
    State.DRAFT: ("note", gettext_lazy("Draft")),
    State.QUEUED: ("clock", gettext_lazy("Waiting to be sent")),
    State.SENDING: ("clock", gettext_lazy("Sending")),
    State.SENT: ("check", gettext_lazy("Sent")),
    State.DELIVERED: ("check2", gettext_lazy("Delivered")),
    State.READ: ("check2", gettext_lazy("Read")),
    State.CANCELLED: ("x", gettext_lazy("Cancelled, not sent")),
    State.SANDBOXED: ("lock", gettext_lazy("Not sent: sandbox")),
    State.RECEIVED: ("clock", gettext_lazy("Being read")),
}


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why a message needs a person. `tone`: now (nothing arrived) or soon (nobody knows).

    `report`: where the mail server says so, as an address of the desk. `by_mail`: its words may go by mail instead.
    `leave`: it may be left at that.
    """

    headline: str
    reason: str
    tone: str
    retry: bool
    settle: bool
    report: str = ""
    by_mail: bool = False
    leave: bool = False


@dataclass(frozen=True, kw_only=True)
class Wait:
    """A reply that has not left yet. `undo`: it is the viewer's own and goes out in a moment; else a person chose its
    time, `at` (as a field of time takes it), and anybody may change that."""

    undo: bool
    at: str = ""
    unless: str = ""


class Told(TypedDict):
    """What a bubble says of it. `live`: seconds until it asks for itself again."""

    icon: str
    state: str
    live: int
    trouble: Trouble | None
    wait: Wait | None


def told(message: Message, *, contact: str, viewer: User) -> Told:
    icon, state = _state(message)
    return {
        "icon": icon,
        "state": state,
        "live": _live(message),
        "trouble": _trouble(message),
        "wait": _wait(message, contact=contact, viewer=viewer),
    }


def _state(message: Message) -> tuple[str, str]:
    if message.channel == Message.Channel.NOTE:
        return "", ""
    if message.state == State.QUEUED and held.waits(message) and message.hold_until is not None:
        left = max(int((message.hold_until - timezone.now()).total_seconds()), 1)
        if not message.scheduled:
            return "clock", _("Goes out in %(seconds)s s") % {"seconds": left}
        return "clock", _("Goes out %(when)s") % {"when": words.clock(message.hold_until, now=timezone.now())}
    tried = message.attempts or message.last_error  # one that was only put off has no attempt
    if message.state == State.QUEUED and tried and message.due_at and message.due_at > timezone.now():
        at = words.clock(message.due_at, now=timezone.now())
        said = _("Not sent yet, next try at %(when)s.") % {"when": at}
        return "clock", f"{said} {message.last_error}".rstrip(". ") + "."
    icon, known = _STATES.get(message.state, ("", ""))
    return icon, str(known)


def _wait(message: Message, *, contact: str, viewer: User) -> Wait | None:
    if not held.can_be_taken_back(message) or message.hold_until is None:
        return None
    if not message.scheduled or not held.waits(message):
        return Wait(undo=True) if message.author == viewer else None
    at = f"{timezone.localtime(message.hold_until):%Y-%m-%dT%H:%M}"
    return Wait(undo=False, at=at, unless=wording.first_name(contact))


def _live(message: Message) -> int:
    """Only a message on its way asks for itself; one that waits for its next try asks rarely."""
    if message.state == State.QUEUED and message.scheduled and held.waits(message):
        return 0  # the page's own poll tells when it has left
    if message.state == State.SENDING or (message.state == State.QUEUED and message.channel != Message.Channel.NOTE):
        return 2 if message.attempts <= 1 and not message.last_error else 15
    return 0


def _trouble(message: Message) -> Trouble | None:
    reason = message.last_error or message.problem
    if message.state == State.UNCONFIRMED:
        headline = _("Nobody knows whether this arrived.")
        return Trouble(headline=headline, reason=reason, tone="soon", retry=False, settle=True)
    if message.state == State.PERMANENTLY_FAILED:
        headline = _("Not delivered.") if message.is_out else _("This message could not be read in full.")
        report = _report(message)
        return Trouble(
            headline=headline,
            reason=reason,
            tone="now",
            retry=True,
            settle=False,
            report=report,
            by_mail=may_go_by_mail(message),
            leave=message.is_out,
        )
    return None


def may_go_by_mail(message: Message) -> bool:
    """A chat message of ours that did not arrive, where the customer has written mails. Not with a card's or a
    passport's number in it, which is covered, and no person has asked to see."""
    is_chat = message.is_out and message.channel == Message.Channel.WHATSAPP and message.kind == "text"
    lost = is_chat and message.state == State.PERMANENTLY_FAILED and bool(message.text)
    return lost and message.inquiry.has_email and not care.find(message.text)


def _report(message: Message) -> str:
    """The bounce of a mail that came back; in this conversation, or in the tray where it came before we knew."""
    if not message.is_out or message.channel != Message.Channel.EMAIL:
        return ""
    bounce, inquiry = getattr(message, "report", None), getattr(message, "report_in", None)  # of conversation_rows
    return f"{reverse('inquiry', args=[inquiry])}?to={bounce}#m-{bounce}" if bounce else ""
