"""An emoji of ours on a customer's message: a message of its own to the queue, a mark on that message to people.

A conversation has one of ours on each message: a newer one replaces it, an empty one takes it back. It answers nothing.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import replies, standing
from inquiries.errors import InvalidInput
from inquiries.models import Message, User

KIND = "reaction"
EMOJI = {
    "👍": gettext_lazy("Thumbs up"),
    "❤️": gettext_lazy("Heart"),
    "😂": gettext_lazy("Laughing"),
    "😮": gettext_lazy("Surprised"),
    "🙏": gettext_lazy("Thank you"),
    "✅": gettext_lazy("Done"),
}
TAKEN_BACK = "[Reaction taken back]"
# Nothing that people wrote: neither reacted to nor quoted.
WORDLESS = (KIND, "system", "edit", "revoke")
State = Message.State
# Not at the customer: still waiting, or it did not get there. Such a one can be withdrawn.
_WITHDRAWN = (State.QUEUED, State.PERMANENTLY_FAILED, State.UNCONFIRMED)


def ours(message: Message) -> QuerySet[Message]:
    """Our reactions to a message, the last first; those that were withdrawn left out."""
    rows = message.answers.filter(kind=KIND, direction=Message.Direction.OUT).exclude(state=State.CANCELLED)
    return rows.order_by("-sent_at", "-pk")


def emoji_of(reaction: Message) -> str:
    """What a reaction shows; empty where it takes the one before it back."""
    return "" if reaction.text.startswith("[") else reaction.text


def react(message: Message, emoji: str, *, author: User) -> Message | None:
    """Set our reaction to `message`, or take it back with an empty `emoji`. None: it stands there like that already.

    InvalidInput, in words for people, where it cannot be.
    """
    if emoji and emoji not in EMOJI:
        raise InvalidInput(_("Choose one of the reactions that are offered."))
    _check(message)
    with transaction.atomic():
        # Two colleagues at once: the second finds what the first has left.
        inquiry = standing.lock(message.inquiry_id)
        last = ours(message).first()
        if last is not None and emoji_of(last) == emoji and last.state in (State.QUEUED, State.SENDING):
            return None
        unknown = _withdraw(message)
        there = ours(message).first()
        if not unknown and (emoji_of(there) if there else "") == emoji:
            return None
        return replies.queue_special(
            inquiry,
            author=author,
            channel=message.channel,
            kind=KIND,
            text=emoji or TAKEN_BACK,
            shape={"target": message.external_id, "emoji": emoji},
            about=message,
            answers=False,
        )


def _check(message: Message) -> None:
    if message.channel != Message.Channel.WHATSAPP or message.is_out or message.kind in WORDLESS:
        raise InvalidInput(_("Only a customer's WhatsApp message can have a reaction."))
    if not message.external_id:
        raise InvalidInput(_("This message has no id of WhatsApp's, so it cannot have a reaction."))
    route = next(route for route in replies.routes(message.inquiry) if route.channel == message.channel)
    if route.open and route.account != message.account:
        raise InvalidInput(_("This came to another of our numbers than the last message; react to a newer one."))


def _withdraw(message: Message) -> bool:
    """Call off what has not arrived. True: one of unknown outcome was among it, so nobody knows what stands there."""
    # One that a worker or a colleague's retry has in hand is under way, and stays what stands there. To wait for it
    # would be to wait for each other, since both of them want the inquiry next.
    free = ours(message).filter(state__in=_WITHDRAWN).select_for_update(skip_locked=True, no_key=True)
    found = dict(free.values_list("pk", "state"))
    Message.objects.filter(pk__in=found).update(state=State.CANCELLED, due_at=None)
    states = set(found.values())
    if states - {State.QUEUED}:
        standing.recount_failures(message.inquiry_id)
        standing.settle_needs_reply(message.inquiry_id)
    return State.UNCONFIRMED in states
