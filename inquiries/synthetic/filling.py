"""From plots to rows, in batches. The list columns are counted by the functions that intake uses (standing)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from inquiries import answer_times, attachments, hours, roles, search, targets
from inquiries.models import (
    Answer,
    Attachment,
    Contact,
    Destination,
    Event,
    Extraction,
    Fact,
    Identity,
    Inquiry,
    Message,
    ThreadKey,
    User,
)
from inquiries.synthetic import columns, tables, words
from inquiries.synthetic.plot import Known, Line, Plot, plot

BATCH = 1000  # inquiries a transaction
LONG = 50  # messages of the one long conversation
MAILBOX, NUMBER = "desk@halden.example", "106540352242922"
PICTURE = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def fill(
    count: int, *, seed: int = 1, now: datetime | None = None, report: Callable[[int], None] = lambda _done: None
) -> int:
    """Write `count` inquiries; the key of the one with 50 messages. `report` hears how many are done.

    The same seed and time give the same data. Nothing is sent or rung for: every row is settled.
    """
    now = now or timezone.now()
    random = Random(seed)  # noqa: S311  # nothing secret comes of it
    people = _staff()
    blob = attachments.store(PICTURE)
    long = 0
    with tables.own_times():
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            batch = _Batch(random, now, people, blob)
            with transaction.atomic():
                made = batch.write(size, first_is_long=start == 0)
            long = long or made
            report(start + size)
    targets.recompute()
    tables.tidy()
    return long


class _Batch:
    """Rows of one transaction. Keys of contacts and inquiries are taken first, since the rows' own texts hold them;
    those of messages before they are written, since answers name what they answer."""

    def __init__(self, random: Random, now: datetime, people: list[User], blob: tuple[str, str]) -> None:
        self.random, self.now, self.people = random, now, people
        self.blob, self.sha256 = blob
        self.contacts: list[Contact] = []
        self.identities: dict[tuple[int, str], Identity] = {}
        self.inquiries: list[Inquiry] = []
        self.messages: list[list[Message]] = []
        self.files: list[Attachment] = []
        self.events: list[Event] = []

    def write(self, size: int, *, first_is_long: bool) -> int:
        """The key of the first inquiry, if that is the long one."""
        plots = [
            plot(self.random, self.now, messages=LONG if first_is_long and not number else None)
            for number in range(size)
        ]
        for pk, contact_pk, made in zip(tables.keys(Inquiry, size), tables.keys(Contact, size), plots, strict=True):
            self._add(pk, contact_pk, made)
        Contact.objects.bulk_create(self.contacts)
        Identity.objects.bulk_create(self.identities.values())
        Inquiry.objects.bulk_create(self.inquiries)
        written = [message for talk in self.messages for message in talk]
        for pk, message in zip(tables.keys(Message, len(written)), written, strict=True):
            message.pk = pk
        Message.objects.bulk_create(written)
        Attachment.objects.bulk_create(self.files)
        ThreadKey.objects.bulk_create(
            ThreadKey(message=message, key=f"mid:{message.message_id}")
            for talk in self.messages
            for message in talk
            if message.message_id
        )
        self._write_facts(plots)
        self._write_answers()
        Event.objects.bulk_create(self.events)
        return self.inquiries[0].pk if first_is_long else 0

    def _add(self, pk: int, contact_pk: int, made: Plot) -> None:
        contact = self._contact(contact_pk, made)
        assignee = self.random.choice(self.people) if made.assigned else None
        inquiry = Inquiry(
            pk=pk,
            contact=contact,
            status=made.status,
            parked_reason=made.parked,
            assignee=assignee,
            lost_reason=made.lost_reason,
            snoozed_until=made.snoozed_until,
            kind=made.kind,
            subject=made.subject,
            language=made.language,
            created_at=made.lines[0].sent_at,
            last_message_at=made.lines[0].sent_at,
            came_at=made.lines[0].sent_at,
            came_by=made.lines[0].channel,
            quoted_at=made.lines[-1].sent_at if columns.was_quoted(pk, made) else None,
            unread=made.status == "NEW",
        )
        talk = [self._message(inquiry, line, number) for number, line in enumerate(made.lines)]
        _answer(talk)
        columns.count(inquiry, talk, made)
        columns.project(inquiry, made.known)
        kinds = (Identity.Kind.EMAIL, Identity.Kind.WA_ID)
        names = [self.identities[contact.pk, kind].value for kind in kinds if (contact.pk, kind) in self.identities]
        places = [place["name"] for known in made.known if known.field == "destinations" for place in known.value]
        text = " ".join([inquiry.reference, made.subject, inquiry.trip, inquiry.origin, contact.name, *names, *places])
        inquiry.search_text = search.fold(text)
        self.inquiries.append(inquiry)
        self.messages.append(talk)
        self._tell(inquiry, talk)

    def _contact(self, pk: int, made: Plot) -> Contact:
        """Every eighth inquiry is of somebody who has asked before."""
        if self.contacts and not made.parked and self.random.random() < 0.12:
            return self.random.choice(self.contacts)
        contact = Contact(pk=pk, name=made.name, language=made.language, created_at=made.lines[0].sent_at)
        self.contacts.append(contact)
        return contact

    def _identity(self, contact: Contact, channel: str, at: datetime) -> Identity:
        kind = Identity.Kind.EMAIL if channel == Message.Channel.EMAIL else Identity.Kind.WA_ID
        key = (contact.pk, kind)
        if key not in self.identities:
            host = words.MAIL_HOSTS[contact.pk % len(words.MAIL_HOSTS)]
            local = search.fold(contact.name).replace(" ", ".")
            # No country has the code 999, so that no number is anybody's.
            value = f"{local}.{contact.pk}@{host}" if kind == Identity.Kind.EMAIL else f"999{contact.pk:09}"
            display = value if kind == Identity.Kind.EMAIL else f"+{value}"
            self.identities[key] = Identity(
                contact=contact, kind=kind, value=value, display=display, last_inbound_at=at, created_at=at
            )
        return self.identities[key]

    def _message(self, inquiry: Inquiry, line: Line, number: int) -> Message:
        mail = line.channel == Message.Channel.EMAIL
        name = f"synthetic-{inquiry.pk}-{number}"
        message = Message(
            inquiry=inquiry,
            contact=None if line.out else inquiry.contact,
            identity=self._identity(inquiry.contact, line.channel, line.sent_at),
            author=(inquiry.assignee or self.random.choice(self.people)) if line.out else None,
            channel=line.channel,
            direction=Message.Direction.OUT if line.out else Message.Direction.IN,
            state=line.state,
            automatic=inquiry.parked_reason if inquiry.parked_reason != "blocked" else "",
            external_id=name,
            account=MAILBOX if mail else NUMBER,
            message_id=f"{name}@mail.example" if mail else "",
            sent_at=line.sent_at,
            created_at=line.sent_at + timedelta(seconds=20),
            subject=inquiry.subject if mail else "",
            text=line.text,
            language=inquiry.language,
            attempts=1,
        )
        if line.state == Message.State.PERMANENTLY_FAILED:
            message.attempts, message.last_error = 8, "The mailbox of the recipient is full."
        filename = f"offer-{inquiry.pk}.gif" if line.out else f"photo-{number}.gif"
        message.search_text = search.message_document(message, [filename] if line.file else [])
        if line.file:
            self.files.append(
                Attachment(
                    message=message,
                    state=Attachment.State.STORED,
                    filename=filename,
                    content_type="image/gif",
                    size=len(PICTURE),
                    sha256=self.sha256,
                    blob=self.blob,
                )
            )
        return message

    def _tell(self, inquiry: Inquiry, talk: list[Message]) -> None:
        at, who = inquiry.created_at, inquiry.assignee
        first = Event.Kind.PARKED if inquiry.parked_reason else Event.Kind.CREATED
        data = {"from": "", "to": inquiry.parked_reason} if inquiry.parked_reason else {}
        self.events.append(Event(inquiry=inquiry, kind=first, data=data, created_at=at))
        if who:
            given = {"from": "", "to": str(who)}
            at += timedelta(minutes=15)
            self.events.append(Event(inquiry=inquiry, actor=who, kind=Event.Kind.ASSIGNED, data=given, created_at=at))
        if inquiry.status != Inquiry.Status.NEW:
            moved = {"from": "NEW", "to": inquiry.status, "lost_reason": inquiry.lost_reason}
            at = talk[-1].sent_at + timedelta(minutes=5)
            self.events.append(Event(inquiry=inquiry, actor=who, kind=Event.Kind.STATUS, data=moved, created_at=at))

    def _write_answers(self) -> None:
        weeks = hours.of_each([MAILBOX, NUMBER])
        Answer.objects.bulk_create(
            answer
            for inquiry, talk in zip(self.inquiries, self.messages, strict=True)
            for answer in answer_times.build(inquiry.pk, talk, weeks=weeks)
        )

    def _write_facts(self, plots: list[Plot]) -> None:
        read = [
            (made, inquiry, talk[0]) for made, inquiry, talk in zip(plots, self.inquiries, self.messages, strict=True)
        ]
        runs = [
            Extraction(
                message=message,
                engine="rules",
                version="synthetic",
                kind=made.kind,
                language=made.language,
                duration_ms=self.random.randint(4, 60),
                created_at=message.created_at,
            )
            for made, _, message in read
        ]
        Extraction.objects.bulk_create(runs)
        found = zip(read, runs, strict=True)
        Fact.objects.bulk_create(
            _fact(known, inquiry, message, run) for (made, inquiry, message), run in found for known in made.known
        )
        Destination.objects.bulk_create(
            Destination(inquiry=inquiry, position=position, name=place["name"], country=place["country"])
            for made, inquiry, _ in read
            for known in made.known
            if known.field == Fact.Field.DESTINATIONS
            for position, place in enumerate(known.value)
        )


def _answer(talk: list[Message]) -> None:
    """What we wrote answers the last message of theirs on its channel, as on the desk. Were `reply_to` empty in all
    rows, SQLite's planner would be told that its index leads nowhere, and read every message for each one drawn."""
    heard: dict[str, Message] = {}
    for message in talk:
        if message.direction == Message.Direction.IN:
            heard[message.channel] = message
        else:
            message.reply_to = heard.get(message.channel)


def _fact(known: Known, inquiry: Inquiry, message: Message, run: Extraction) -> Fact:
    proof = {
        "message": message.pk,
        "part": "text",
        "start": known.start,
        "end": known.start + len(known.quote),
        "quote": known.quote,
    }
    return Fact(
        inquiry=inquiry,
        message=message,
        extraction=run,
        field=known.field,
        value=known.value,
        evidence=[proof] if known.proven else [],
        source=Fact.Source.RULES,
        created_at=message.created_at,
    )


def _staff() -> list[User]:
    """Who the inquiries are assigned to: everybody who can sign in, else six people without a password."""
    people = list(User.objects.filter(is_active=True).order_by("pk"))
    if len(people) > 1:
        return people
    group = Group.objects.filter(name=roles.AGENT).first()
    for username, first, last in words.STAFF:
        user, made = User.objects.get_or_create(username=username, defaults={"first_name": first, "last_name": last})
        if made:
            user.set_unusable_password()
            user.save()
            if group:
                user.groups.add(group)
        people.append(user)
    return people
