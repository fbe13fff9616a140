"""A stretch of messages as the conversation shows it: bubbles, and lines for what nobody said in words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import channels, reactions
from inquiries.desk import bubbles, folding, wording
from inquiries.desk.bubbles import Answered, Bubble, Show
from inquiries.desk.folding import Changes
from inquiries.desk.happenings import Happening
from inquiries.envelope import ABOUT, Face
from inquiries.models import Fact, Inquiry, Message, User

_ABOUT = {"reaction": "smile", "edit": "edit", "revoke": "trash"}


def touched(row: Message) -> int:
    """How many messages are about this one; conversation_rows counts them."""
    return getattr(row, "about_count", 0)


class Stretch:
    """Messages of one inquiry with all that is drawn on them, which takes few queries, and none where there is only
    mail.

    `found` comes from conversation_rows.
    """

    def __init__(
        self,
        inquiry: Inquiry,
        found: Sequence[Message],
        *,
        viewer: User,
        facts: Sequence[Fact],
        beside: Collection[int] = (),
        about: Sequence[Message] = (),
    ) -> None:
        """`beside`: other messages that the page shows already. `about`: reactions, edits and deletions of `found` that
        are loaded; what is missing is asked for."""
        self.inquiry, self.found, self.viewer = inquiry, found, viewer
        self.proofs = _proofs(facts)
        self.shown = {row.pk for row in found} | set(beside)
        self.near = _near(found, about)
        self.faces = _faces(found)
        changing = [row for row in self.near.values() if row.kind in ABOUT]
        self.changes = folding.changes(changing, self.near, name=self._reactor)

    def items(self) -> list[Bubble | Happening]:
        """Everything that has a place of its own."""
        drawn = (self._item(row) for row in self.found)
        return [item for item in drawn if item is not None]

    def bubble(self, row: Message, *, show: Show = "start") -> Bubble:
        changed = self.changes.get(row.pk) or Changes()
        proofs = [proof for pk in (row.pk, *(edit.pk for edit in changed.edits)) for proof in self.proofs[pk]]
        face = self.faces.get(row.pk) or Face()
        if face.event:
            face = replace(face, skip=0)  # as a bubble its text says it
        drawn = bubbles.bubble(
            row,
            inquiry=self.inquiry,
            viewer=self.viewer,
            proofs=proofs,
            show=show,
            face=face,
            changes=changed,
            answered=self._answered(row),
        )
        drawn.acts = _has_acts(row, self.inquiry)
        return drawn

    def _item(self, row: Message) -> Bubble | Happening | None:
        target = self.near.get(row.reply_to_id or 0)
        if target is not None and folding.is_folded(row, target):
            return None if target.pk in self.shown else self._told(row, target)
        if row.state == Message.State.PERMANENTLY_FAILED:
            return self.bubble(row)  # with what to do about it
        if row.kind == reactions.KIND and row.state == Message.State.CANCELLED:
            return None  # withdrawn: another took its place
        face = self.faces.get(row.pk)
        if face and face.event:
            fills = {"event": face.event}
            return Happening(at=row.sent_at, icon="user", sentence="%(event)s", fills=fills, key=f"m-{row.pk}")
        if row.kind == "reaction" and target is None and not row.is_out:
            return self._lost(row)
        return self.bubble(row)

    def _lost(self, row: Message) -> Happening:
        """A reaction to a message from before our time, or one that is still to come."""
        emoji = folding.emoji_of(row)
        sentence = _("%(who)s took back a reaction to a message that is not here")
        if emoji:
            sentence = _("%(who)s reacted %(emoji)s to a message that is not here")
        return self._line(row, "smile", sentence, {"emoji": emoji})

    def _line(self, row: Message, icon: str, sentence: str, fills: Mapping[str, str], **link: str) -> Happening:
        who = self._who(row)
        return Happening(at=row.sent_at, icon=icon, sentence=sentence, who=who, fills=fills, key=f"m-{row.pk}", **link)

    def _told(self, row: Message, target: Message) -> Happening | None:
        """A line in place of what would be drawn on a message further up, with a way to it. None where it is over."""
        emoji = folding.emoji_of(row)
        if row.kind == "reaction" and (not emoji or row.pk not in self.changes[target.pk].latest):
            return None
        sentence = {
            "edit": _("%(who)s edited %(message)s"),
            "revoke": _("%(who)s deleted %(message)s"),
            "reaction": _("%(who)s reacted %(emoji)s to %(message)s"),
        }[row.kind]
        fills = {"emoji": emoji, "message": bubbles.snippet(target)}
        return self._line(row, _ABOUT[row.kind], sentence, fills, strong="message", href=self._address(target))

    def _answered(self, row: Message) -> Answered | None:
        target = self.near.get(row.reply_to_id or 0)
        if target is None or row.channel != Message.Channel.WHATSAPP:
            return None
        return Answered(target.pk, self._who(target), bubbles.snippet(target), self._address(target))

    def _address(self, target: Message) -> str:
        """Where a message is: on this page, further up, or in another inquiry."""
        if target.pk in self.shown:
            return f"#m-{target.pk}"
        return target.get_absolute_url()

    def _who(self, row: Message) -> str:
        return bubbles.writer(row, contact=bubbles.customer(row, self.inquiry), viewer=self.viewer)

    def _reactor(self, row: Message) -> str:
        """Short, for a corner of the bubble."""
        if not row.is_out:
            return wording.first_name(bubbles.customer(row, self.inquiry))
        return _("Our phone") if row.author is None else wording.first_name(self._who(row))


def _has_acts(row: Message, inquiry: Inquiry) -> bool:
    """Whether a chat message can be quoted or have a reaction now; the server looks again when it is done."""
    if row.channel != Message.Channel.WHATSAPP or row.kind in reactions.WORDLESS or not row.external_id:
        return False
    closes_at = inquiry.window_closes_at
    return closes_at is not None and closes_at > timezone.now() and not inquiry.parked_reason


def _proofs(facts: Iterable[Fact]) -> dict[int, list[Any]]:
    """Evidence by message, of what the card shows."""
    proofs: dict[int, list[Any]] = defaultdict(list)
    for fact in facts:
        for item in fact.evidence:
            if isinstance(item, dict) and isinstance(item.get("message"), int):
                proofs[item["message"]].append(item)
    return proofs


def _near(found: Sequence[Message], about: Sequence[Message]) -> dict[int, Message]:
    """The messages and those around them: what they answer, and what is said about them. A query only where not all
    that is said is there."""
    near = {row.pk: row for row in found}
    near |= {row.pk: row for row in about if row.reply_to_id in near and row.pk not in near}
    have = Counter(row.reply_to_id for row in near.values() if row.kind in ABOUT)
    short = [row.pk for row in found if touched(row) > have[row.pk]]
    chats = [row for row in found if row.channel == Message.Channel.WHATSAPP]
    for row in chats:
        if row.reply_to is not None and row.reply_to_id not in near:
            near[row.reply_to.pk] = row.reply_to  # joined by conversation_rows
    if short:
        rows = Message.objects.filter(reply_to__in=short, kind__in=ABOUT).select_related("author", "identity__contact")
        more = [row for row in rows.defer("html", "quoted_text", "search_text") if row.pk not in near]
        # Of the others no file is drawn.
        prefetch_related_objects([row for row in more if row.kind == "edit"], "attachments")
        near.update((row.pk, row) for row in more)
    return near


def _faces(found: Sequence[Message]) -> Mapping[int, Face]:
    """What each channel on the page knows of its messages."""
    asked: dict[str, list[int]] = defaultdict(list)
    for row in found:
        if row.channel != Message.Channel.NOTE:
            asked[row.channel].append(row.pk)
    faces: dict[int, Face] = {}
    for channel, pks in asked.items():
        faces.update(channels.get(channel).faces(pks))
    return faces
