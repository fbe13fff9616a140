"""The ready question for the composer: on which channel it goes, and what it says."""

from dataclasses import dataclass

from inquiries import asking, replies
from inquiries.desk import wording
from inquiries.models import Fact, Inquiry, Message


@dataclass(frozen=True)
class Ready:
    """`channel`: the one to choose in the composer; empty where nothing can be sent now. `fields`: with commas."""

    text: str
    channel: str
    fields: str


def ready(inquiry: Inquiry, known: list[Fact]) -> Ready | None:
    """None where nothing is missing and nothing has two readings, and where nothing is asked any more."""
    if not asking.may_ask(inquiry):
        return None
    channel = _channel(inquiry)
    name = wording.first_name(inquiry.contact.name) if inquiry.contact.name else ""
    question = asking.compose(inquiry, known, channel=channel or Message.Channel.EMAIL, name=name)
    return Ready(question.text, channel, ",".join(question.fields)) if question else None


def _channel(inquiry: Inquiry) -> str:
    """WhatsApp while it was the last to be written in and takes free text, else mail, else whatever is open."""
    usable = [route.channel for route in replies.routes(inquiry) if route.open]
    came = inquiry.messages.filter(direction=Message.Direction.IN, automatic="").order_by("-sent_at", "-pk")
    last = came.values_list("channel", flat=True).first()
    preferred = [*([last] if last == Message.Channel.WHATSAPP else []), Message.Channel.EMAIL, *usable]
    return next((channel for channel in preferred if channel in usable), "")
