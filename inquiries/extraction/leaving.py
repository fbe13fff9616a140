"""Whether a message may leave the house, to be read (or written about) by a vendor's model."""

from typing import Protocol, runtime_checkable

from django.conf import settings

from inquiries import channels
from inquiries.models import Message


@runtime_checkable
class _Chooser(Protocol):
    """A channel whose accounts can say no: a mailbox or a number with the switch "never to OpenAI"."""

    def never_to_openai(self, account: str) -> bool: ...


def may_leave(message: Message) -> bool:
    """False where the mailbox or number that it came to says never. A channel without such a switch lets it go.

    Whoever gives words of a message to a vendor asks this first; an error of the switch is not caught, since a doubt
    must not count as a yes.
    """
    if message.channel not in settings.CHANNELS:
        return True  # a note: no account of ours stands behind it
    channel = channels.get(message.channel)
    return not (isinstance(channel, _Chooser) and channel.never_to_openai(message.account))
