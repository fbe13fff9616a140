"""Whether words, and what was read from them, may go to an engine outside the house: the mailbox or number they came to
says so in the admin, and notes never do."""

from collections.abc import Iterable

from django.conf import settings

from inquiries import channels
from inquiries.models import Fact, Inquiry, Message


def may_leave(message: Message) -> bool:
    """False where staff have switched it off for the account it came to, and for notes, which are for staff alone."""
    return _allows(message.channel, message.account)


def conversation_may_leave(inquiry: Inquiry) -> bool:
    """False where one of its mailboxes or numbers says never: what was read from those words stands in the others."""
    said = inquiry.messages.exclude(channel=Message.Channel.NOTE).order_by()
    return all(_allows(channel, account) for channel, account in said.values_list("channel", "account").distinct())


def from_notes(facts: Iterable[Fact]) -> set[int]:
    """Those, by their keys, that only notes say: what was typed down of a call is as internal as its words."""
    cited = {fact.pk: _cited(fact) for fact in facts}
    asked = set[int]().union(*cited.values())
    notes = Message.objects.filter(pk__in=asked, channel=Message.Channel.NOTE) if asked else Message.objects.none()
    internal = set(notes.values_list("pk", flat=True))
    return {pk for pk, messages in cited.items() if messages and messages <= internal}


def _cited(fact: Fact) -> set[int]:
    proofs = [item.get("message") for item in fact.evidence if isinstance(item, dict)]
    named = {pk for pk in proofs if isinstance(pk, int)}
    return named or ({fact.message_id} if fact.message_id else set())


def _allows(channel: str, account: str) -> bool:
    return channel in settings.CHANNELS and channels.get(channel).may_leave(account)
