"""One message as the conversation shows it: words with their marks, files, state, and what can be done about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from inquiries.desk import evidence, files, words
from inquiries.models import Attachment, Inquiry, Message, User

TEXT_SHOWN = 8_000  # characters of one message on the page; the rest is a click away
SNIPPET = 90
LAYOUT_PICTURE = 20_000  # bytes; a smaller inline picture is a logo or a spacer
_DASHES = re.compile(r"\s*--[ \t]*\r?\n")  # mail's own mark of a signature
_NAMED = re.compile(r"\[[^\[\]\n]{1,40}\]")  # "[Voice note]": what stands for the words where only a file came
State = Message.State
SETTLED = {State.READ, State.CANCELLED, State.SANDBOXED, State.PROCESSED, State.DRAFT}

# Typed by staff where this product did not see it.
_ELSEWHERE: Mapping[str, str] = {
    Message.Channel.EMAIL: "Sent from Outlook",
    Message.Channel.WHATSAPP: "Sent from the phone",
}
# icon, words
_STATES: Mapping[str, tuple[str, str]] = {
    State.DRAFT: ("note", "Draft"),
    State.QUEUED: ("clock", "Waiting to be sent"),
    State.SENDING: ("clock", "Sending"),
    State.SENT: ("check", "Sent"),
    State.DELIVERED: ("check2", "Delivered"),
    State.READ: ("check2", "Read"),
    State.CANCELLED: ("x", "Cancelled, not sent"),
    State.SANDBOXED: ("lock", "Not sent: sandbox"),
    State.RECEIVED: ("clock", "Being read"),
}


@dataclass(frozen=True)
class Answered:
    """The message that a message answers: its place in the page, who wrote it and how it starts."""

    pk: int
    who: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why a message needs a person. `tone`: now (nothing arrived) or soon (nobody knows).

    `report`: where the mail server says so, as an address of the desk.
    """

    headline: str
    reason: str
    tone: str
    retry: bool
    settle: bool
    report: str = ""


@dataclass(kw_only=True)
class Bubble:
    """A message ready for its partial (`mail`, `bubble` or `note`). `live`: seconds until it asks for itself again."""

    partial: str
    message: Message
    at: datetime
    who: str
    label: str
    words: SafeString
    signature: SafeString
    subject: SafeString
    sender: SafeString
    copies: str
    rest: int
    icon: str
    state: str
    live: int
    trouble: Trouble | None
    shown_files: list[files.ShownFile]
    answered: Answered | None = None
    reactions: list[str] = field(default_factory=list)

    @property
    def stamp(self) -> str:
        return timezone.localtime(self.at).isoformat(timespec="minutes")

    @property
    def is_read(self) -> bool:
        return self.message.state == State.READ

    @property
    def answerable(self) -> bool:
        """A mail of a person, which the composer can take to answer."""
        mail = self.message.channel == Message.Channel.EMAIL and not self.message.is_out
        return mail and not self.message.automatic and self.message.identity is not None

    @property
    def has_plain_files(self) -> bool:
        return any(file.look == "file" for file in self.shown_files)


def bubble(message: Message, *, contact: str, viewer: User, proofs: Sequence[Any], whole: bool = False) -> Bubble:
    """`contact`: the customer's name. `proofs`: evidence items of the inquiry's facts. `whole`: do not cut the text."""
    who = writer(message, contact=contact, viewer=viewer)
    own, signature, rest = _text(message, proofs, whole)
    icon, state = _state(message)
    shown = [files.shown(row) for row in _listed(message)]
    return Bubble(
        partial=f"inquiries/partials/{_partial(message)}.html",
        message=message,
        at=message.sent_at,
        who=who,
        label=_label(message, who),
        words=SafeString("") if shown and _is_named(message) else own,
        signature=signature,
        subject=_marked(message.subject, evidence.spans(message.pk, proofs, "subject")),
        sender=_sender(message, contact, proofs),
        copies=_addresses(message.cc),
        rest=rest,
        icon=icon,
        state=state,
        live=_live(message),
        trouble=_trouble(message),
        shown_files=shown,
    )


def writer(message: Message, *, contact: str, viewer: User) -> str:
    if message.automatic == Inquiry.Parked.BOUNCE:
        return "A mail server"
    if message.direction == Message.Direction.IN:
        return contact or "Unknown sender"
    if message.author is None:
        return "Sent automatically" if message.automatic else _ELSEWHERE.get(message.channel, "Sent elsewhere")
    return "You" if message.author == viewer else str(message.author)


def snippet(message: Message) -> str:
    text = " ".join(message.own_words.split())
    if text:
        return text if len(text) <= SNIPPET else text[: SNIPPET - 1].rstrip() + "…"
    return message.subject or message.kind.replace("_", " ").capitalize()


def _partial(message: Message) -> str:
    if message.channel == Message.Channel.NOTE:
        return "note"
    return "mail" if message.channel == Message.Channel.EMAIL else "bubble"


def _label(message: Message, who: str) -> str:
    """What a screen reader says first: `WhatsApp from Eleanor Whitcombe, 09:12`."""
    owner = {"You": "Your"}.get(who)
    channel = message.get_channel_display()
    name = f"{owner} {channel}" if owner else f"{channel} from {who}"
    return f"{name}, {words.clock(message.sent_at, now=timezone.now())}"


def _text(message: Message, proofs: Sequence[Any], whole: bool) -> tuple[SafeString, SafeString, int]:
    """Own words, signature, and how many characters were left out."""
    marks = evidence.spans(message.pk, proofs)
    text = message.text
    stop = len(text) if whole else min(len(text), TEXT_SHOWN)
    own_end = len(message.own_words.rstrip())
    own = evidence.render(text, marks, end=min(own_end, stop))
    signature = ""
    if message.signature_at is not None and message.signature_at < stop:
        dashes = _DASHES.match(text, message.signature_at)
        start = dashes.end() if dashes else message.signature_at
        signature = evidence.render(text, marks, start=start, end=stop).strip()
    # evidence.render escapes everything but its own marks and links.
    return mark_safe(own), mark_safe(signature), len(text) - stop


def _is_named(message: Message) -> bool:
    return message.channel == Message.Channel.WHATSAPP and _NAMED.fullmatch(message.text) is not None


def _marked(text: str, marks: Sequence[evidence.Span]) -> SafeString:
    return mark_safe(evidence.render(text, marks))  # escaped by render


def _sender(message: Message, contact: str, proofs: Sequence[Any]) -> SafeString:
    """Name and address as one line, with what it proves lit. Engines count in the name or the number alone."""
    if message.is_out and message.to:
        return _marked(_addresses(message.to), ())
    address = message.identity.words if message.identity else ""
    line = f"{contact} {address}".strip() if message.channel == Message.Channel.WHATSAPP else address or contact
    marks = []
    for item in proofs:
        found = evidence.spans(message.pk, [item], "sender")
        quote = _as_shown(str(item.get("quote", "")), address) if found else ""
        at = line.find(quote)
        if quote and at >= 0:
            marks.append(evidence.Span(at, at + len(quote), found[0].anchor))
    return _marked(line, marks) if marks or message.channel == Message.Channel.EMAIL else SafeString("")


def _addresses(column: Sequence[Mapping[str, str]]) -> str:
    return ", ".join(row["address"] for row in column)


def _as_shown(quote: str, address: str) -> str:
    """A number as the line has it: engines quote its bare digits."""
    bare = quote.removeprefix("+")
    return address if bare.isdecimal() and bare == re.sub(r"\D", "", address) else quote


def _listed(message: Message) -> list[Attachment]:
    """Files worth a line: the small pictures of a mail's signature and layout stay in its original."""
    return [
        row
        for row in message.attachments.all()
        if not (row.inline and row.content_id and files.is_picture(row) and (row.size or 0) < LAYOUT_PICTURE)
    ]


def _state(message: Message) -> tuple[str, str]:
    if message.channel == Message.Channel.NOTE:
        return "", ""
    tried = message.attempts or message.last_error  # one that was only put off has no attempt
    if message.state == State.QUEUED and tried and message.due_at and message.due_at > timezone.now():
        at = words.clock(message.due_at, now=timezone.now())
        return "clock", f"Not sent yet, next try at {at}. {message.last_error}".rstrip(". ") + "."
    return _STATES.get(message.state, ("", ""))


def _live(message: Message) -> int:
    """Only a message on its way asks for itself; one that waits for its next try asks rarely."""
    if message.state == State.SENDING or (message.state == State.QUEUED and message.channel != Message.Channel.NOTE):
        return 2 if message.attempts <= 1 and not message.last_error else 15
    return 0


def _trouble(message: Message) -> Trouble | None:
    reason = message.last_error or message.problem
    if message.state == State.UNCONFIRMED:
        headline = "Nobody knows whether this arrived."
        return Trouble(headline=headline, reason=reason, tone="soon", retry=False, settle=True)
    if message.state == State.PERMANENTLY_FAILED:
        headline = "Not delivered." if message.is_out else "This message could not be read in full."
        report = _report(message)
        return Trouble(headline=headline, reason=reason, tone="now", retry=True, settle=False, report=report)
    return None


def _report(message: Message) -> str:
    """The bounce of a mail that came back; in this conversation, or in the tray where it came before we knew."""
    if not message.is_out or message.channel != Message.Channel.EMAIL:
        return ""
    bounce = message.answers.filter(automatic=Inquiry.Parked.BOUNCE).order_by("-pk").values("pk", "inquiry").first()
    return f"{reverse('inquiry', args=[bounce['inquiry']])}?to={bounce['pk']}#m-{bounce['pk']}" if bounce else ""
