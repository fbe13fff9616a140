"""Inquiries that begin here: somebody calls, walks in, or is written to first.

What they said is a message that came in, typed by staff: it is read for facts like any other, its words prove them, and
it waits for an answer. It is a note by its channel, so it never leaves the house (extraction/leaving.py).
"""

from dataclasses import dataclass
from typing import Literal

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import addresses, answer_times, held, resting, search, standing, ties, timeline, windows
from inquiries.doorbell import ring
from inquiries.envelope import NAME_LIMIT, SUBJECT_LIMIT, clean
from inquiries.errors import InvalidInput
from inquiries.models import Contact, Event, Identity, Inquiry, Message, User

logger = structlog.get_logger(__name__)

type How = Literal["call", "visit", "email", "whatsapp"]
# How it began, in words; the message's kind, so that its bubble can say so too.
WAYS = {
    "call": gettext_lazy("Phone call"),
    "visit": gettext_lazy("Walk-in"),
    "email": gettext_lazy("Mail"),
    "whatsapp": gettext_lazy("WhatsApp"),
}
OF_NOTES = {"call": gettext_lazy("%(who)s on the phone"), "visit": gettext_lazy("%(who)s in the office")}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who it is about: a known contact, or what was told of a new one. `number`: as somebody typed it."""

    contact: Contact | None = None
    name: str = ""
    email: str = ""
    number: str = ""


def start(*, actor: User, how: How, person: Person, text: str = "", subject: str = "") -> Inquiry:
    """Open an inquiry, which is the actor's. InvalidInput, in words for people, where something is missing or wrong.

    `text`: what they said. By phone or in the office there is some; before a first mail or template there may be.
    """
    text = _checked_text(how, text)
    with transaction.atomic():
        contact = _contact(person, how)
        now = timezone.now()
        inquiry = Inquiry(
            contact=contact,
            status=Inquiry.Status.OPEN,
            assignee=actor,
            subject=" ".join(clean(subject, SUBJECT_LIMIT).split()),
            last_message_at=now,
            unread=False,
        )
        inquiry.save(force_insert=True)
        timeline.record(Event.Kind.CREATED, inquiry=inquiry, actor=actor, channel=how)
        if text:
            _note(inquiry, actor, how, text)
        if how == "whatsapp":
            inquiry.has_whatsapp = True  # the list shows the way that was chosen
            inquiry.window_closes_at = windows.of(inquiry, windows.of_contact(contact))
        inquiry.has_email = how == "email"
        inquiry.search_text = search.document(inquiry)
        inquiry.save()
        answer_times.settle(inquiry.pk)
    logger.info("inquiry_started", inquiry=inquiry.pk, how=how)
    return inquiry


def add(inquiry: Inquiry, *, actor: User, how: How, text: str = "") -> None:
    """They called, or came, about an inquiry that is open: what they said goes there. InvalidInput as for `start`."""
    text = _checked_text(how, text)
    if not text:
        return
    with transaction.atomic():
        row = standing.lock(inquiry.pk)
        if row.merged_into is not None:
            raise InvalidInput(
                _("This inquiry was merged into %(reference)s.") % {"reference": row.merged_into.reference}
            )
        message = _note(row, actor, how, text)
        row.save(update_fields=[*standing.MOVED, *resting.COLUMNS])
        held.call_off(row, message)
        answer_times.settle(row.pk)


def _checked_text(how: How, text: str) -> str:
    text = clean(text).strip()
    if how in ("call", "visit") and not text:
        raise InvalidInput(_("Write down what they said."))
    return text


def known(*, email: str = "", number: str = "") -> list[Contact]:
    """Contacts that have one of these addresses now, by the addresses' keys."""
    keys = []
    if addresses.is_email(email.strip()):
        keys.append((Identity.Kind.EMAIL, addresses.normalise("email", email)))
    phone = addresses.to_e164(number, settings.DEFAULT_PHONE_REGION)
    if phone is not None:
        keys.append((Identity.Kind.WA_ID, addresses.normalise("wa_id", phone)))
    found = [row for kind, value in keys for row in _holders(kind, value)]
    return list(dict.fromkeys(row.contact for row in found))


def _holders(kind: str, value: str) -> list[Identity]:
    return list(Identity.objects.filter(kind=kind, value=value, former_at=None).select_related("contact"))


def _contact(person: Person, how: How) -> Contact:
    email, number = _checked(person)
    if person.contact is not None:
        contact = Contact.objects.select_for_update(no_key=True).get(pk=person.contact.pk)
    else:
        contact = _new_contact(person, number)
    if email:
        _give(contact, "email", email)
    if number and how == "whatsapp":
        _give(contact, "wa_id", number)
    if number and not contact.phone:
        contact.phone = number
        contact.save(update_fields=["phone"])
    _check_reachable(contact, how)
    return contact


def _checked(person: Person) -> tuple[str, str]:
    """Mail address and number (E.164) as they are kept."""
    email = person.email.strip()
    if email and not addresses.is_email(email):
        raise InvalidInput(_("%(email)s is no mail address.") % {"email": email})
    number = addresses.to_e164(person.number, settings.DEFAULT_PHONE_REGION) if person.number.strip() else ""
    if number is None:
        raise InvalidInput(_("This is no phone number. Write it with its country, such as +34 600 00 04 17."))
    return email, number


def _new_contact(person: Person, number: str) -> Contact:
    name = " ".join(clean(person.name, NAME_LIMIT).split())
    if not name:
        raise InvalidInput(_("Write their name, or choose somebody you know."))
    return Contact.objects.create(name=name, phone=number)


def _give(contact: Contact, kind: str, display: str) -> None:
    """An address that a person told us. One that is somebody else's already is theirs: then it is the wrong contact."""
    value = addresses.normalise(kind, display)
    row = ties.take(contact, (kind, value), display.removeprefix("+"), at=timezone.now(), confirmed=kind == "email")
    if row.contact_id != contact.pk:
        raise InvalidInput(
            _("%(words)s is %(contact)s's already. Choose %(contact)s, or leave it out.")
            % {"words": row.words, "contact": row.contact}
        )


def _check_reachable(contact: Contact, how: How) -> None:
    kinds = {"email": [Identity.Kind.EMAIL], "whatsapp": list(windows.KINDS)}.get(how)
    if kinds and not contact.identities.filter(kind__in=kinds, former_at=None).exists():
        words = _("%(contact)s has no mail address here yet. Write a mail address.")
        if how == "whatsapp":
            words = _("%(contact)s has no WhatsApp number here yet. Write a WhatsApp number.")
        raise InvalidInput(words % {"contact": contact})


def _note(inquiry: Inquiry, actor: User, how: How, text: str) -> Message:
    now = timezone.now()
    message = Message(
        inquiry=inquiry,
        contact=inquiry.contact,
        author=actor,
        channel=Message.Channel.NOTE,
        direction=Message.Direction.IN,
        state=Message.State.RECEIVED,
        due_at=now,
        kind=how,
        sent_at=now,
        subject=inquiry.subject,
        text=text,
    )
    message.search_text = search.message_document(message)
    message.save(force_insert=True)
    standing.moved(inquiry, message)
    standing.wait_since(inquiry, inquiry.needs_reply_since or now)
    resting.heard(inquiry, message)
    ring("inquiries.process_message", message.pk)
    return message
