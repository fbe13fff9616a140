"""What a page may cost where mailboxes and a number are really set up: their alarms and addresses are asked for too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inquiries.models import Inquiry, User
from mailsync.models import EmailMessage, Mailbox
from messaging.models import WhatsAppNumber
from tests.factories import FactFactory, IdentityFactory, InquiryFactory, MessageFactory

pytestmark = pytest.mark.django_db

QUERIES, BYTES = 12, 40_000
MAILBOX, NUMBER = "desk@halden.example", "106540352242922"


@pytest.fixture(autouse=True)
def set_up(settings) -> None:
    """Both channels with credentials, a mailbox and a number that are well, and nothing heard from Meta overnight."""
    settings.GRAPH_TENANT_ID, settings.GRAPH_CLIENT_ID, settings.GRAPH_CLIENT_SECRET = "halden", "app", "secret"
    settings.WHATSAPP_TOKEN, settings.WHATSAPP_APP_SECRET, settings.WHATSAPP_VERIFY_TOKEN = "token", "secret", "word"
    settings.WHATSAPP_PHONE_NUMBER_ID = NUMBER
    now = timezone.now()
    Mailbox.objects.create(address=MAILBOX, signature="{agent}\nThe Halden desk", last_synced_at=now)
    days = {(now - timedelta(days=back)).date().isoformat(): 1 for back in range(1, 14)}
    quiet = now - timedelta(hours=9)
    WhatsAppNumber.objects.create(phone_number_id=NUMBER, name="Main", last_webhook_at=quiet, heard_days=days)


@pytest.fixture
def both(agent: User) -> Inquiry:
    """Mails with Cc, answered once, and a chat that quotes a message from above the page."""
    inquiry = InquiryFactory(has_email=True, has_whatsapp=True)
    by_mail = IdentityFactory(contact=inquiry.contact, value="anna@post.example")
    by_chat = IdentityFactory(contact=inquiry.contact, kind="wa_id", value="447700900417")
    start = timezone.now() - timedelta(hours=20)

    def said(minutes: int, **fields: object) -> object:
        return MessageFactory(inquiry=inquiry, sent_at=start + timedelta(minutes=minutes), **fields)

    chat = {"channel": "whatsapp", "identity": by_chat, "account": NUMBER}
    old = said(0, **chat, text="Is breakfast included?")
    ben = [{"address": "ben@post.example", "name": "Ben Smith"}]
    for number in range(1, 25):
        mail = said(number * 10, identity=by_mail, account=MAILBOX)
        EmailMessage.objects.create(message=mail, mailbox=MAILBOX, cc=ben)
        mail.attachments.create(filename="a.pdf", state="STORED", blob="blobs/aa/aa", sha256="a" * 64, size=3)
        FactFactory(inquiry=inquiry, message=mail, state="SUPERSEDED" if number > 1 else "CURRENT")
    said(300, direction="OUT", author=agent, to=[{"address": "anna@post.example", "name": ""}], cc=ben, account=MAILBOX)
    said(310, **chat, text="I meant this", reply_to=old)
    return inquiry


@pytest.mark.parametrize("role", ["agent_client", "manager_client"])
@pytest.mark.parametrize("name", ["queue", "inquiry"])
def test_twelve_queries_and_forty_kilobytes(
    role: str, name: str, both: Inquiry, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(role)
    address = reverse(name, args=[both.pk] if name == "inquiry" else [])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    asked = [query["sql"] for query in queries.captured_queries]
    assert len(asked) <= QUERIES, "\n".join(asked)
    assert len(response.content) <= BYTES


def test_letters_of_two_bytes_weigh_two(agent_client: Client) -> None:
    """A long Greek conversation: more of it is a click away, and the page stays as light as an English one."""
    inquiry = InquiryFactory(has_whatsapp=True)
    by_chat = IdentityFactory(contact=inquiry.contact, kind="wa_id", value="306900000417")
    words = "Θα θέλαμε ένα δωμάτιο με θέα στη θάλασσα για δύο ενήλικες και τρία παιδιά. " * 8
    for number in range(30):
        sent_at = timezone.now() - timedelta(hours=30 - number)
        MessageFactory(
            inquiry=inquiry, channel="whatsapp", identity=by_chat, account=NUMBER, text=words, sent_at=sent_at
        )
    response = agent_client.get(reverse("inquiry", args=[inquiry.pk]))
    assert len(response.content) <= BYTES
    assert response.content.decode().count("θέα") >= 30  # not only the last one
