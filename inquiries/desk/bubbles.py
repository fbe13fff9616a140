"""One message as the conversation shows it: words with their marks, files, state, and what can be done about it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import care, starting
from inquiries.desk import bubble_sender, bubble_states, evidence, files, promised, words
from inquiries.desk.bubble_states import Trouble, Wait
from inquiries.desk.folding import Changes
from inquiries.envelope import Face
from inquiries.models import Inquiry, Message, User

TEXT_SHOWN = 6_000  # characters of one message on the page; the rest is a click away
_WORD = 60  # characters: the longest word that is left whole there
SNIPPET = 90
_DASHES = re.compile(r"\s*--[ \t]*\r?\n")  # mail's own mark of a signature
_NAMED = re.compile(r"\[[^\[\]\n]{1,40}\]")  # "[Voice note]": what stands for the words where only a file came
State = Message.State

# Typed by staff where this product did not see it.
_ELSEWHERE: Mapping[str, Promise] = {
    Message.Channel.EMAIL: gettext_lazy("Sent from Outlook"),
    Message.Channel.WHATSAPP: gettext_lazy("Sent from the phone"),
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


@dataclass(kw_only=True)
class Bubble:
    """A message ready for its partial (`mail`, `bubble` or `note`). `live`: seconds until it asks for itself again.

    `template`: of a template of ours, what the customer sees instead of plain words (envelope.Filled).
    `acts`: whether it can be quoted, and one of the customer's have a reaction, at this time.
    `hidden`: what is covered in it ("card number"), unless it is `revealed`.
    """

    message: Message
    who: str
    label: str
    words: SafeString
    signature: SafeString
    subject: SafeString
    sender: SafeString
    rest: int
    icon: str
    state: str
    live: int
    trouble: Trouble | None
    wait: Wait | None
    shown_files: list[files.ShownFile]
    face: Face
    changes: Changes
    answered: Answered | None = None
    template: Mapping[str, Any] | None = None
    acts: bool = False
    hidden: list[str] = field(default_factory=list)
    revealed: bool = False
    before: list[Version] = field(default_factory=list)
    noted: str = ""

    @property
    def partial(self) -> str:
        return f"inquiries/partials/{_partial(self.message)}.html"

    @property
    def at(self) -> datetime:
        return self.message.sent_at

    @property
    def edited_at(self) -> datetime | None:
        """Also of an edit whose message never came."""
        if self.changes.edits:
            return self.changes.edits[-1].sent_at
        return self.message.sent_at if self.message.kind == "edit" else None

    @property
    def left_out(self) -> str:
        """`rest` as people write it: 77,763."""
        return number_format(self.rest, force_grouping=True)

    @property
    def copies(self) -> str:
        return bubble_sender.listed(self.message.cc)

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
    inquiry: Inquiry,
    viewer: User,
    proofs: Sequence[Any],
    face: Face,
    changes: Changes,
    answered: Answered | None = None,
    show: Show = "start",
) -> Bubble:
    """`inquiry`: with its contact. `proofs`: evidence items of the message and its edits. `show`: do not cut the text
    (whole), nor cover the numbers in it (revealed, care.py). Of an edited message the newest version is what it says;
    the others stand in `before`."""
    contact = customer(message, inquiry)
    reveal, whole = show == "revealed", show != "start"
    cover = str if reveal else care.masked
    who = writer(message, contact=contact, viewer=viewer)
    *older, newest = [message, *changes.edits]
    said, signature, rest = _text(newest, proofs, whole, cover, skip=0 if older else face.skip)
    kept = files.of(message)
    shown = (files.fresh(files.of(newest), kept) if older else []) or kept
    return Bubble(
        **bubble_states.told(message, contact=contact, viewer=viewer),
        message=message,
        who=who,
        label=_label(message, who, viewer),
        words=SafeString("") if shown and _is_named(newest) else said,
        signature=signature,
        subject=bubble_sender.marked(cover(message.subject), evidence.spans(message.pk, proofs, "subject")),
        sender=bubble_sender.line(message, contact, proofs, named=is_other(message, inquiry)),
        rest=rest,
        shown_files=shown,
        face=face if reveal else care.deep(face),
        changes=changes,
        answered=answered,
        template=_template(message) if reveal else care.deep(_template(message)),
        hidden=covered(message.subject, *(row.text for row in (*older, newest))),
        revealed=reveal,
        before=[_version(row, proofs, shown, cover) for row in older],
        noted=promised.noted(newest),
    )


def _version(message: Message, proofs: Sequence[Any], shown: Sequence[files.ShownFile], cover: Cover) -> Version:
    """An older version; with its files where they are others than those of the newest."""
    words = SafeString("") if _is_named(message) else _text(message, proofs, True, cover)[0]
    return Version(words=words, files=files.fresh(files.of(message), shown))


def is_other(message: Message, inquiry: Inquiry) -> bool:
    """Whether it came from somebody else than the inquiry's contact: two people who plan one trip."""
    identity = message.identity
    return not message.is_out and identity is not None and identity.contact_id != inquiry.contact_id


def customer(message: Message, inquiry: Inquiry) -> str:
    """The name of the person whose message it is, or whom it answers."""
    if message.identity and is_other(message, inquiry):
        return message.identity.contact.name
    return inquiry.contact.name


def writer(message: Message, *, contact: str, viewer: User) -> str:
    if message.automatic == Inquiry.Parked.BOUNCE:
        return _("A mail server")
    if message.direction == Message.Direction.IN:
        who = contact or _("Unknown sender")
        said = starting.OF_NOTES.get(message.kind) if message.channel == Message.Channel.NOTE else None
        return str(said) % {"who": who} if said else who
    if message.author is None:
        if message.automatic:
            return _("Sent automatically")
        return str(_ELSEWHERE.get(message.channel) or _("Sent elsewhere"))
    return _("You") if message.author == viewer else str(message.author)


def covered(*texts: str) -> list[str]:
    """What is covered in them, in the reader's words."""
    return [_(kind) for kind in care.kinds(*texts)]


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
    stop = len(text) if whole else _cut(text)
    own_end = len(message.own_words.rstrip())
    own = evidence.render(text, marks, start=start, end=max(min(own_end, stop), start))
    signature = ""
    if message.signature_at is not None and message.signature_at < stop:
        dashes = _DASHES.match(text, message.signature_at)
        begin = dashes.end() if dashes else message.signature_at
        signature = evidence.render(text, marks, start=begin, end=stop).strip()
    # evidence.render escapes everything but its own marks and links.
    return mark_safe(own), mark_safe(signature), len(text) - stop


def _cut(text: str) -> int:
    """Where the page ends a long text: after a word, where there is one."""
    if len(text) <= TEXT_SHOWN:
        return len(text)
    blanks = (text.rfind(blank, TEXT_SHOWN - _WORD, TEXT_SHOWN) for blank in " \n")
    return max(max(blanks) + 1, TEXT_SHOWN - _WORD)


def _template(message: Message) -> Mapping[str, Any] | None:
    shown = message.shape.get("shown") if message.kind == "template" and message.is_out else None
    return shown if isinstance(shown, dict) and shown.get("body") else None


def _is_named(message: Message) -> bool:
    return message.channel == Message.Channel.WHATSAPP and _NAMED.fullmatch(message.text) is not None
