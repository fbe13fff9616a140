"""Who had a part in a mail that came in: read from its fields, without us and without what is no address."""

import pytest

from inquiries import channels
from inquiries.envelope import Address
from inquiries.models import Message
from mailsync import ingest
from mailsync.models import Mailbox
from tests.mailsync.letters import letter
from tests.servers.graph import ADDRESS

pytestmark = pytest.mark.django_db


def taken_in(*lines: str) -> Message:
    """Anna's mail to our desk with these fields besides."""
    raw = letter().replace(
        b"To: Halden Travel", "".join(f"{line}\r\n" for line in lines).encode() + b"To: Halden Travel"
    )
    return ingest.take_in(raw, account=ADDRESS, external_id="one").message


def test_reply_to_and_everybody_else_without_us(mailbox: Mailbox):
    Mailbox.objects.create(address="spain@halden.example", enabled=False)
    message = taken_in(
        "Reply-To: Anna & Ben <berg@post.example>",
        "Cc: Ben Berg <ben@post.example>, Spain <Spain@Halden.example>, ben@POST.example, undisclosed-recipients:;",
    )
    found = channels.get("email").parties([message.pk])[message.pk]
    assert found.answer_to == (Address(kind="email", value="berg@post.example", name="Anna & Ben"),)
    assert found.others == (Address(kind="email", value="ben@post.example", name="Ben Berg"),)


def test_of_messages_that_are_no_mail_nothing_is_known(mailbox: Mailbox):
    assert channels.get("email").parties([]) == {}
    assert channels.get("email").parties([4711]) == {}
    assert channels.get("whatsapp").parties([4711]) == {}


def test_our_addresses(mailbox: Mailbox):
    assert set(channels.get("email").own_addresses()) == {ADDRESS}
    assert not channels.get("whatsapp").own_addresses()
