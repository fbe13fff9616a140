"""Whether words may go to an engine outside the house: the mailbox or number they came to says so in the admin."""

from django.conf import settings

from inquiries import channels
from inquiries.models import Inquiry, Message


def may_leave(message: Message) -> bool:
    """False where staff have switched it off for the account it came to, and for notes, which are for staff alone."""
    return _allows(message.channel, message.account)


def conversation_may_leave(inquiry: Inquiry) -> bool:
    """False where one of its mailboxes or numbers says never: what was read from those words stands in the others."""
    said = inquiry.messages.exclude(channel=Message.Channel.NOTE).order_by()
    return all(_allows(channel, account) for channel, account in said.values_list("channel", "account").distinct())


def _allows(channel: str, account: str) -> bool:
    return channel in settings.CHANNELS and channels.get(channel).may_leave(account)
