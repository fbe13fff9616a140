"""Whether a message may be read by an engine outside the house: its mailbox or number says so in the admin."""

from django.conf import settings

from inquiries import channels
from inquiries.models import Message


def may_leave(message: Message) -> bool:
    """False where staff have switched it off for the account it came to, and for notes, which are for staff alone."""
    if message.channel not in settings.CHANNELS:
        return False
    return channels.get(message.channel).may_leave(message.account)
