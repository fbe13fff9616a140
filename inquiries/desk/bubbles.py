"""One message as the conversation shows it: words with their marks, files, state, and what can be done about it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import addresses, care, held, starting
from inquiries.desk import evidence, files, promised, wording, words
from inquiries.desk.folding import Changes
from inquiries.envelope import Face
from inquiries.models import Attachment, Inquiry, Message, User

TEXT_SHOWN = 6_000  # characters of one message on the page; the rest is a click away
SNIPPET = 90
LAYOUT_PICTURE = 20_000  # bytes; a smaller inline picture is a logo or a spacer
_DASHES = re.compile(r"\s*--[ \t]*\r?\n")  # mail's own mark of a signature
_NAMED = re.compile(r"\[[^\[\]\n]{1,40}\]")  # "[Voice note]": what stands for the words where only a file came
State = Message.State
SETTLED = {State.READ, State.CANCELLED, State.SANDBOXED, State.PROCESSED, State.DRAFT}
UNSAID = {State.CANCELLED, State.DRAFT}

# Typed by staff where this product did not see it.
_ELSEWHERE: Mapping[str, Promise] = {
    Message.Channel.EMAIL: gettext_lazy("Sent from Outlook"),
    Message.Channel.WHATSAPP: gettext_lazy("Sent from the phone"),
}
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


type Show = Literal["start", "whole", "revealed"]
type Cover = Callable[[str], str]


@dataclass(frozen=True)
class Answered:
    """The message that a message answers: who wrote it, how it starts and where it is."""

    pk: int
    who: str
    words: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """How a message read before it was edited."""

    words: SafeString
    files: list[files.ShownFile]


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


@dataclass(frozen=True, kw_only=True)
class Wait:
    """A reply that has not left yet. `undo`: it is the viewer's own and goes out in a moment; else a person chose its
    time, `at` (as a field of time takes it), and anybody may change that."""

    undo: bool
    at: str = ""
    unless: str = ""


@dataclass(kw_only=True)
class Bubble:
    """A message ready for its partial (`mail`, `bubble` or `note`). `live`: seconds until it asks for itself again.

    `template`: of a template of ours, what the customer sees instead of plain words (envelope.Filled).
    `acts`: whether it can be quoted, and one of the customer's have a reaction, at this time.
    `hidden`: what is covered in it ("card number"), unless it is `revealed`.
    """

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
    face: Face
    changes: Changes
    answered: Answered | None = None
    template: Mapping[str, Any] | None = None
    acts: bool = False
    hidden: list[str] = field(default_factory=list)
    revealed: bool = False
    edited_at: datetime | None = None
    before: list[Version] = field(default_factory=list)
    noted: str = ""
    wait: Wait | None = None

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
    def has_face(self) -> bool:
        face = self.face
        return bool(face.spot or face.cards or face.fields or face.order or face.unknown)

    @property
    def lost_words(self) -> bool:
        """A deletion of a message that never came."""
        return self.message.kind == "revoke"

    @property
    def map_point(self) -> str:
        spot = self.face.spot
        return f"{spot.latitude}, {spot.longitude}" if spot and spot.latitude is not None else ""

    @property
    def map_address(self) -> str:
        """The place on OpenStreetMap, for a tab of its own: nothing of it is loaded into the page."""
        if not self.map_point or self.face.spot is None:
            return ""
        latitude, longitude = self.face.spot.latitude, self.face.spot.longitude
        return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=15/{latitude}/{longitude}"

    @property
    def has_plain_files(self) -> bool:
        return any(file.look == "file" for file in self.shown_files)


def bubble(
    message: Message,
    *,
    contact: str,
    viewer: User,
    proofs: Sequence[Any],
    face: Face,
    changes: Changes,
    answered: Answered | None = None,
    show: Show = "start",
) -> Bubble:
    """`contact`: the customer's name. `proofs`: evidence items of the message and its edits. `show`: do not cut the
    text (whole), nor cover the numbers in it (revealed, care.py). Of an edited message the newest version is what it
    says; the others stand in `before`."""
    reveal, whole = show == "revealed", show != "start"
    cover = str if reveal else care.masked
    who = writer(message, contact=contact, viewer=viewer)
    *older, newest = [message, *changes.edits]
    said, signature, rest = _text(newest, proofs, whole, cover, skip=0 if older else face.skip)
    icon, state = _state(message)
    kept = _shown_files(message)
    new = [] if newest is message else _fresh(_shown_files(newest), kept)
    shown = new or kept
    return Bubble(
        partial=f"inquiries/partials/{_partial(message)}.html",
        message=message,
        at=message.sent_at,
        who=who,
        label=_label(message, who, viewer),
        words=SafeString("") if shown and _is_named(newest) else said,
        signature=signature,
        subject=_marked(cover(message.subject), evidence.spans(message.pk, proofs, "subject")),
        sender=_sender(message, contact, proofs),
        copies=_addresses(message.cc),
        rest=rest,
        icon=icon,
        state=state,
        live=_live(message),
        trouble=_trouble(message),
        shown_files=shown,
        face=face if reveal else care.deep(face),
        changes=changes,
        answered=answered,
        template=_template(message) if reveal else care.deep(_template(message)),
        hidden=care.kinds(message.subject, *(row.text for row in (*older, newest))),
        revealed=reveal,
        edited_at=newest.sent_at if older else message.sent_at if message.kind == "edit" else None,
        before=[_version(row, proofs, shown, cover) for row in older],
        noted=promised.noted(newest),
        wait=_wait(message, contact=contact, viewer=viewer),
    )


def _version(message: Message, proofs: Sequence[Any], shown: Sequence[files.ShownFile], cover: Cover) -> Version:
    """An older version; with its files where they are others than those of the newest."""
    words = SafeString("") if _is_named(message) else _text(message, proofs, True, cover)[0]
    return Version(words=words, files=_fresh(_shown_files(message), shown))


def _fresh(found: Sequence[files.ShownFile], known: Sequence[files.ShownFile]) -> list[files.ShownFile]:
    """The files that are not there already: an edited caption comes with its picture once more."""
    have = {file.row.pk for file in known} | {file.row.sha256 for file in known if file.row.sha256}
    return [file for file in found if file.row.pk not in have and file.row.sha256 not in have]


def _shown_files(message: Message) -> list[files.ShownFile]:
    return [files.shown(row) for row in _listed(message)]


def writer(message: Message, *, contact: str, viewer: User) -> str:
    if message.automatic == Inquiry.Parked.BOUNCE:
        return _("A mail server")
    if message.direction == Message.Direction.IN:
        said = starting.OF_NOTES.get(message.kind, "") if message.channel == Message.Channel.NOTE else ""
        return f"{contact or _('Unknown sender')} {said}".rstrip()
    if message.author is None:
        if message.automatic:
            return _("Sent automatically")
        return str(_ELSEWHERE.get(message.channel) or _("Sent elsewhere"))
    return _("You") if message.author == viewer else str(message.author)


def snippet(message: Message) -> str:
    text = " ".join(care.masked(message.text)[: message.signature_at].split())
    if text:
        return text if len(text) <= SNIPPET else text[: SNIPPET - 1].rstrip() + "…"
    return care.masked(message.subject) or message.kind.replace("_", " ").capitalize()


def _partial(message: Message) -> str:
    if message.channel == Message.Channel.NOTE:
        return "note"
    if message.state == State.CANCELLED and message.kind != "reaction":
        return "unsent"
    return "mail" if message.channel == Message.Channel.EMAIL else "bubble"


def _label(message: Message, who: str, viewer: User) -> str:
    """What a screen reader says first: `WhatsApp from Eleanor Whitcombe, 09:12`."""
    own = message.is_out and message.author == viewer
    said = _("Your %(channel)s, %(when)s") if own else _("%(channel)s from %(who)s, %(when)s")
    when = words.clock(message.sent_at, now=timezone.now())
    return said % {"channel": message.get_channel_display(), "who": who, "when": when}


def _text(
    message: Message, proofs: Sequence[Any], whole: bool, cover: Cover, skip: int = 0
) -> tuple[SafeString, SafeString, int]:
    """Own words, signature, and how many characters were left out. `skip`: so many at the start are drawn elsewhere.
    `cover` gives a text of the same length, so that the marks stand where they stood."""
    marks = evidence.spans(message.pk, proofs) + promised.marks(message)
    text = cover(message.text)
    start = 0 if any(mark.start < skip for mark in marks) else min(skip, len(text))
    stop = len(text) if whole else min(len(text), TEXT_SHOWN)
    own_end = len(message.own_words.rstrip())
    own = evidence.render(text, marks, start=start, end=max(min(own_end, stop), start))
    signature = ""
    if message.signature_at is not None and message.signature_at < stop:
        dashes = _DASHES.match(text, message.signature_at)
        begin = dashes.end() if dashes else message.signature_at
        signature = evidence.render(text, marks, start=begin, end=stop).strip()
    # evidence.render escapes everything but its own marks and links.
    return mark_safe(own), mark_safe(signature), len(text) - stop


def _template(message: Message) -> Mapping[str, Any] | None:
    shown = message.shape.get("shown") if message.kind == "template" and message.is_out else None
    return shown if isinstance(shown, dict) and shown.get("body") else None


def _is_named(message: Message) -> bool:
    return message.channel == Message.Channel.WHATSAPP and _NAMED.fullmatch(message.text) is not None


def _marked(text: str, marks: Sequence[evidence.Span]) -> SafeString:
    return mark_safe(evidence.render(text, marks))  # escaped by render


def _sender(message: Message, contact: str, proofs: Sequence[Any]) -> SafeString:
    """Name and address as one line, with what it proves lit. Engines count in the name or the number alone."""
    if message.is_out and message.to:
        return _marked(_addresses(message.to), ())
    address = message.identity.words if message.identity and message.identity.kind != "bsuid" else ""
    line = f"{contact} {address}".strip() if message.channel == Message.Channel.WHATSAPP else address or contact
    marks = []
    for item in proofs:
        found = evidence.spans(message.pk, [item], "sender")
        if found and message.identity and message.identity.kind == "bsuid":
            address = addresses.show_phone(str(item.get("quote", "")))  # a user id is no use to people
            line = f"{contact} {address}" if address.startswith("+") and address not in line else line
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
        return Trouble(headline=headline, reason=reason, tone="now", retry=True, settle=False, report=report)
    return None


def _report(message: Message) -> str:
    """The bounce of a mail that came back; in this conversation, or in the tray where it came before we knew."""
    if not message.is_out or message.channel != Message.Channel.EMAIL:
        return ""
    bounce = message.answers.filter(automatic=Inquiry.Parked.BOUNCE).order_by("-pk").values("pk", "inquiry").first()
    return f"{reverse('inquiry', args=[bounce['inquiry']])}?to={bounce['pk']}#m-{bounce['pk']}" if bounce else ""
