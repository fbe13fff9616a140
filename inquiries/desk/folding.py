"""Reactions, edits and deletions, put on the message that they are about. Rows in, values out, no query.

They may come in any order, more than once, and before their message: what stands in the end is decided by their own
times alone, and between equal ones by the vendor's id.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from inquiries.envelope import ABOUT
from inquiries.models import Message

_State = Message.State
# One of ours that did not get there, or nobody knows: it says nothing yet and is shown by itself, with what to do.
_IN_VAIN = {_State.DRAFT, _State.CANCELLED, _State.UNCONFIRMED, _State.PERMANENTLY_FAILED}
_ON_ITS_WAY = {
    _State.QUEUED: _("not sent yet"),
    _State.SENDING: _("not sent yet"),
    _State.SANDBOXED: _("not sent: sandbox"),
}


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """`note`: why the other side does not see it, where that is so."""

    emoji: str
    who: str
    note: str = ""


@dataclass(kw_only=True)
class Changes:
    """What became of a message: its newer versions, the oldest first; when it was deleted; who reacted with what.

    `latest`: the reactions that count, the ones that take back included; nobody has two.
    """

    edits: list[Message] = field(default_factory=list)
    revoked_at: datetime | None = None
    reactions: list[Reaction] = field(default_factory=list)
    latest: set[int] = field(default_factory=set)


def applies(row: Message, target: Message | None) -> bool:
    """Whether `row` changes how `target` looks. Only who wrote a message can edit it or take it back."""
    if target is None or row.kind not in ABOUT or target.kind in ABOUT or row.channel != target.channel:
        return False
    if row.kind != "reaction" and row.direction != target.direction:
        return False
    return not row.is_out or row.state not in _IN_VAIN


def is_folded(row: Message, target: Message | None) -> bool:
    """Whether `row` has no place of its own; one that needs a person keeps it."""
    return applies(row, target) and row.state != _State.PERMANENTLY_FAILED


def changes(
    about: Iterable[Message], targets: Mapping[int, Message], *, name: Callable[[Message], str]
) -> dict[int, Changes]:
    """By the target's id. `name`: who wrote a message."""
    found: dict[int, Changes] = {}
    latest: dict[tuple[int, object], Message] = {}
    for row in sorted(about, key=_order):
        target = targets.get(row.reply_to_id or 0)
        if target is None or not applies(row, target):
            continue
        now = found.setdefault(target.pk, Changes())
        if row.kind == "edit":
            now.edits.append(row)
        elif row.kind == "revoke":
            now.revoked_at = row.sent_at
        else:
            # A person has one reaction to a message: a newer one replaces it.
            latest[target.pk, _reactor(row)] = row
    for (pk, _who), row in sorted(latest.items(), key=lambda entry: _order(entry[1])):
        emoji = emoji_of(row)
        found[pk].latest.add(row.pk)
        if emoji:
            reaction = Reaction(emoji=emoji, who=name(row), note=str(_ON_ITS_WAY.get(_State(row.state), "")))
            found[pk].reactions.append(reaction)
    return found


def emoji_of(row: Message) -> str:
    """Of a reaction; empty where it takes one back, which its text says in brackets."""
    shaped = row.shape.get("emoji") if isinstance(row.shape, dict) else None
    text = shaped if isinstance(shaped, str) else row.text
    return "" if text.startswith("[") else text.strip()


def _reactor(row: Message) -> object:
    """Whose reaction it is; all of us write with one number, which has one reaction."""
    return "us" if row.is_out else (row.contact_id or row.identity_id)


def _order(row: Message) -> tuple[datetime, str, int]:
    return row.sent_at, row.external_id or "", row.pk
