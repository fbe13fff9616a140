"""What the sample staff did with the sample inquiries, through the functions that the pages call."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils import timezone

from inquiries import channels, facts, noting, replies, workflow
from inquiries.models import Inquiry, User
from travelhub.demo.manifest import Act
from travelhub.demo.redating import span


def perform(act: Act, staff: Mapping[str, User]) -> None:
    """Do it to the newest inquiry of the contact. Inquiry.DoesNotExist where there is none."""
    inquiry = Inquiry.objects.filter(contact__name=act.on, merged_into=None).latest("last_message_at")
    _ACTS[act.do](inquiry, act, staff)
    if act.do != "home":
        workflow.mark_read(inquiry)  # whoever did something with it has opened it


def _assign(inquiry: Inquiry, act: Act, staff: Mapping[str, User]) -> None:
    workflow.assign(inquiry, staff[act.to], actor=staff[act.by])


def _status(inquiry: Inquiry, act: Act, staff: Mapping[str, User]) -> None:
    workflow.set_status(inquiry, act.to, actor=staff[act.by], lost_reason=act.text)


def _snooze(inquiry: Inquiry, act: Act, staff: Mapping[str, User]) -> None:
    until = timezone.localtime(timezone.now() + span(act.to)).replace(minute=0, second=0, microsecond=0)
    workflow.snooze(inquiry, until + timedelta(hours=1), actor=staff[act.by])


def _note(inquiry: Inquiry, act: Act, staff: Mapping[str, User]) -> None:
    noting.keep(inquiry, author=staff[act.by], text=act.text)


def _reply(inquiry: Inquiry, act: Act, staff: Mapping[str, User]) -> None:
    """Only into the sandbox: a sample customer must never be written to for real."""
    if not channels.get(act.to).ready():
        replies.queue(inquiry, author=staff[act.by], channel=act.to, text=act.text)


def _home(inquiry: Inquiry, act: Act, _staff: Mapping[str, User]) -> None:
    """What the contact form keeps: where the customer lives."""
    inquiry.contact.home = act.to
    inquiry.contact.save(update_fields=["home"])


def _set(inquiry: Inquiry, act: Act, staff: Mapping[str, User]) -> None:
    """A value of the trip as the card takes it: confirms what was read, corrects it, or adds what was not."""
    facts.set_value(inquiry, act.to, facts.parse_field(act.to, act.text), actor=staff[act.by])


def _open(_inquiry: Inquiry, _act: Act, _staff: Mapping[str, User]) -> None:
    """Somebody has looked at it, no more."""


_ACTS: dict[str, Callable[[Inquiry, Act, Mapping[str, User]], None]] = {
    "assign": _assign,
    "status": _status,
    "snooze": _snooze,
    "note": _note,
    "reply": _reply,
    "home": _home,
    "set": _set,
    "open": _open,
}
