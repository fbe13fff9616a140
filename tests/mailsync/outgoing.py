"""Replies as the core hands them to the mail channel, for tests that are about what becomes of them."""

from typing import Any

import pytest

from inquiries import channels
from inquiries.envelope import Address, Outbound, OutboundFile
from inquiries.errors import WorkError
from inquiries.models import Message
from tests.mailsync.letters import letter
from tests.servers.graph import ADDRESS, Graph

ANNA = Address(kind="email", value="anna.berg@post.example")
PDF = OutboundFile(filename="Offer.pdf", content_type="application/pdf", content=b"%PDF-1.7 offer")
PHOTO = OutboundFile(filename="Beach.jpg", content_type="image/jpeg", content=b"\xff\xd8 beach")


def outbound(**columns: Any) -> Outbound:
    fields: dict[str, Any] = {
        "key": "th-17",
        "account": ADDRESS,
        "recipients": (ANNA,),
        "recipient_name": "Anna Berg",
        "subject": "Re: Ten days on Crete [TH-101]",
        "text": "Hotel Porto is still free. ☀️\n\nNora",
        "author_name": "Nora Lindqvist",
    }
    return Outbound(**(fields | columns))


def send(**columns: Any):
    return channels.get("email").send(outbound(**columns))


def settle(**columns: Any):
    return channels.get("email").settle(outbound(**columns))


def refused(**columns: Any) -> WorkError:
    with pytest.raises(WorkError) as caught:
        send(**columns)
    return caught.value


def answered(microsoft: Graph) -> str:
    """A mail of Anna's at Microsoft, by our external id."""
    return f"{ADDRESS}:{microsoft.receive(letter(), conversation='conv-7').id}"


def draft_id(message: Message) -> str:
    message.refresh_from_db()
    return message.draft_id
