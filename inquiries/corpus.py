"""What staff corrected, as a labelled corpus: a message file and a label file a message, as tests/data/corpus has them.

A message is a case once a person has confirmed or corrected a value that was read in it. Its label is what it says as
people have it now: their word where they gave one, else what was read and stood.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone

from inquiries import agency_days, attachments, channels
from inquiries.extraction import labels
from inquiries.models import Correction, Extraction, Fact, Message
from inquiries.redaction import EMAIL, NAME, PHONE, Redactor

logger = structlog.get_logger(__name__)

_GROWING = (Fact.Field.INTERESTS, Fact.Field.SERVICES)
_PERSON = (Fact.Field.CONTACT_NAME, Fact.Field.CONTACT_PHONE)
_NO_TRIP = ("booking", "other")
type Clean = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Case:
    """`name` without its ending; `ending`: "eml" or "wa.json"."""

    name: str
    ending: str
    body: bytes
    label: dict[str, Any]


def cases(*, since: date | None = None, redact: bool = False) -> Iterator[Case]:
    """`since`: the day of the decision. A message whose bytes were not kept is left out, and the log says so."""
    judged = Correction.objects.filter(latest=True, message__isnull=False)
    if since is not None:
        judged = judged.filter(created_at__gte=agency_days.midnight(since))
    pks = judged.order_by("message").values_list("message", flat=True).distinct()
    for pk in pks:
        message = Message.objects.select_related("inquiry", "contact", "identity").get(pk=pk)
        case = _case(message, redact=redact)
        if case is None:
            logger.warning("case_without_bytes", message=pk)
        else:
            yield case


def _case(message: Message, *, redact: bool) -> Case | None:
    run = Extraction.objects.filter(message=message, error="").order_by("-pk").first()
    values, kind, language = _values(message, run), run.kind if run else "", run.language if run else ""
    if kind in _NO_TRIP:
        values = {name: value for name, value in values.items() if name in _PERSON}
    body = _redacted(message, values) if redact else _body(message, None)
    if not body:
        return None
    return Case(
        name=f"{language or 'xx'}-th-{message.inquiry_id}-{message.pk}",
        ending="eml" if message.channel == Message.Channel.EMAIL else "wa.json",
        body=body,
        label=labels.label(values, kind=kind, language=language),
    )


def _values(message: Message, run: Extraction | None) -> dict[str, Any]:
    """By field; of a decision about this message's words the person's, else what the message's own fact says."""
    found: dict[str, Any] = {}
    for fact in message.facts.exclude(state=Fact.State.REJECTED).order_by("pk"):
        found[fact.field] = _own(fact, run)
    for row in Correction.objects.filter(message=message, latest=True).select_related("about").order_by("pk"):
        rejected = row.about is not None and row.about.state == Fact.State.REJECTED
        # What a rejected proposal should have said, nobody has told: the known value is another message's.
        found[row.field] = None if rejected else row.corrected
    return found


def _own(fact: Fact, run: Extraction | None) -> Any:
    """A growing list holds other messages' words too: those of this one stand in the run's answer."""
    if fact.field not in _GROWING or run is None:
        return fact.value
    said = run.answer.get(fact.field)
    said = said.get("value") if isinstance(said, dict) else said
    return [word for word in said if word in (fact.value or [])] if isinstance(said, list) else fact.value


def _body(message: Message, clean: Clean | None) -> bytes:
    """The message alone, as its vendor has it; empty where it was not kept."""
    if message.raw and clean is None:
        try:
            return attachments.read(message.raw)
        except FileNotFoundError:
            return b""
    known = message.channel in settings.CHANNELS
    return channels.get(message.channel).as_file(message.pk, clean=clean) if known else b""


def _redacted(message: Message, values: dict[str, Any]) -> bytes:
    """The message without its person, and the label in `values` likewise. A mail is made anew from its text."""
    clean = _redactor(message, values)
    for name, word in (("contact_name", NAME), ("contact_phone", PHONE)):
        if values.get(name):
            values[name] = word
    if message.channel != Message.Channel.EMAIL:
        return _body(message, clean)
    return _letter(message, clean)


def _redactor(message: Message, values: dict[str, Any]) -> Redactor:
    contact = message.contact
    identities = contact.identities.all() if contact is not None else []
    known = {item for row in identities for item in (row.value, row.display) if item}
    phones = {contact.phone if contact else "", str(values.get("contact_phone") or "")}
    known |= {phone.removeprefix("+") for phone in phones if phone}
    known |= {contact.handle} if contact is not None and contact.handle else set()
    return Redactor(names={contact.name if contact else "", str(values.get("contact_name") or "")}, known=known)


def _letter(message: Message, clean: Clean) -> bytes:
    letter = EmailMessage()
    letter["From"] = f"{NAME} <{EMAIL}>"
    letter["To"] = "desk@redacted.example"
    letter["Date"] = format_datetime(timezone.localtime(message.sent_at))
    letter["Subject"] = " ".join(clean(message.subject).split())
    letter["Message-ID"] = f"<{message.pk}@redacted.example>"
    if message.reply_to_id or message.quoted_text:
        letter["In-Reply-To"] = f"<before-{message.pk}@redacted.example>"
    letter.set_content(clean(message.text) or "\n")
    return letter.as_bytes()
