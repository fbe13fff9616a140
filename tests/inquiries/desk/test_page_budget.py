"""What a page may cost where mailboxes and a number are really set up: their alarms and addresses are asked for too."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inquiries import regrouping
from inquiries.models import Identity, Inquiry, Message, User
from mailsync.models import EmailMessage, Mailbox
from messaging.models import WhatsAppNumber
from tests.factories import (
    AttachmentFactory,
    ContactFactory,
    FactFactory,
    IdentityFactory,
    InquiryFactory,
    MessageFactory,
)
from tests.inquiries.desk.pages import tree, words

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


def within(client: Client, inquiry: Inquiry, query: str = "") -> Any:
    """The page of the inquiry, which keeps both bounds."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("inquiry", args=[inquiry.pk]) + query)
    assert response.status_code == 200
    asked = [sent["sql"] for sent in queries.captured_queries]
    assert len(asked) <= QUERIES, "\n".join(asked)
    assert len(response.content) <= BYTES
    return response


def ago(minutes: float) -> Any:
    return timezone.now() - timedelta(minutes=minutes)


def chat(inquiry: Inquiry, **fields: Any) -> Message:
    """A chat message of the customer's, unless it is said otherwise."""
    usual = {"channel": "whatsapp", "identity": Identity.objects.get(value="447700900417"), "account": NUMBER}
    return MessageFactory(inquiry=inquiry, **(usual | fields))


def bubble(response: Any, message: Message) -> str:
    return words(tree(response).get_element_by_id(f"m-{message.pk}"))


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


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("further_up", ["chat", "mail"])
def test_what_the_composer_goes_by_is_further_up(
    further_up: str, answered: bool, both: Inquiry, manager_client: Client
) -> None:
    """One channel fills the page, and the newest is a reaction to a message that is not on it."""
    first = both.messages.order_by("sent_at")[0]
    both.messages.filter(text="I meant this").delete()
    chat = {"inquiry": both, "channel": "whatsapp", "identity": first.identity, "account": NUMBER}
    if not answered:
        both.messages.filter(direction="OUT").delete()
    if further_up == "mail":
        for number in range(25):
            MessageFactory(**chat, text=f"And {number}?", sent_at=timezone.now() - timedelta(minutes=60 - number))
    MessageFactory(**chat, kind="reaction", text="👍", reply_to=first, sent_at=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        response = manager_client.get(reverse("inquiry", args=[both.pk]))
    page = response.content.decode()
    assert "reacted 👍 to" in page
    # Who got a copy of the last mail is in Cc where an answer from here went to them too, else offered beside it.
    assert ("Ben Smith" in tree(response).get_element_by_id("rcpt-cc").get("value")) is answered
    assert "Ben Smith" in page
    asked = [query["sql"] for query in queries.captured_queries]
    assert len(asked) <= QUERIES, "\n".join(asked)


class TestADividedConversation:
    """Twelve queries and forty kilobytes where what is said about a message lies in another inquiry than it does."""

    @pytest.fixture
    def other(self, both: Inquiry) -> Inquiry:
        return InquiryFactory(contact=both.contact, has_whatsapp=True, has_email=True)

    def test_an_edit_a_reaction_and_a_quote(
        self, both: Inquiry, other: Inquiry, agent: User, agent_client: Client
    ) -> None:
        said = chat(both, text="We are two", sent_at=ago(50))
        chat(other, kind="reaction", text="👍", reply_to=said, sent_at=ago(40))
        answer = chat(both, text="Noted", direction="OUT", author=agent, sent_at=ago(38))
        chat(other, kind="reaction", text="❤️", reply_to=answer, sent_at=ago(37))
        first = chat(other, kind="edit", text="We are three", reply_to=said, sent_at=ago(30))
        last = chat(other, kind="edit", text="We are four", reply_to=said, sent_at=ago(29))
        for row, name in ((first, "plan-a.pdf"), (last, "plan-b.pdf")):
            row.attachments.create(filename=name, state="STORED", blob="blobs/aa/aa", sha256=name[:6] * 8, size=3)
        elsewhere = chat(other, text="A second trip", sent_at=ago(20))
        quoting = chat(both, text="I meant that one", reply_to=elsewhere, sent_at=ago(10))
        page = within(agent_client, both)
        read = bubble(page, said)
        assert all(part in read for part in ("We are four", "We are three", "We are two", "👍", "plan-b.pdf"))
        assert "❤️" in bubble(page, answer)
        assert "A second trip" in bubble(page, quoting)
        within(agent_client, other)

    def test_what_is_said_about_a_message_of_another_inquiry(
        self, both: Inquiry, other: Inquiry, manager_client: Client
    ) -> None:
        said = chat(other, text="A second trip", sent_at=ago(50))
        rows = [chat(both, kind=kind, text="👍", reply_to=said) for kind in ("reaction", "edit", "revoke")]
        page = within(manager_client, both)
        assert all("A second trip" in bubble(page, row) for row in rows)

    def test_a_message_deleted_there(self, both: Inquiry, other: Inquiry, manager_client: Client) -> None:
        said = chat(both, text="We are two", sent_at=ago(50))
        chat(other, kind="revoke", text="[Deleted]", reply_to=said, sent_at=ago(40))
        assert "Deleted by the sender" in bubble(within(manager_client, both), said)

    def test_a_mail_that_answers_one_there(self, both: Inquiry, other: Inquiry, manager_client: Client) -> None:
        MessageFactory(inquiry=both, subject="Re: Ten days", reply_to=MessageFactory(inquiry=other))
        within(manager_client, both)

    def test_what_lies_elsewhere_is_not_what_the_composer_answers(
        self, both: Inquiry, other: Inquiry, manager_client: Client
    ) -> None:
        said = chat(both, text="We are two", sent_at=ago(50))
        stranger = IdentityFactory(kind="wa_id", value="447700900555")
        reaction = {"kind": "reaction", "text": "👍", "reply_to": said, "identity": stranger}
        chat(other, **reaction, contact=stranger.contact, account="another")
        assert "447700900555" not in within(manager_client, both).content.decode().replace(" ", "")

    def test_joined_from_three(self, both: Inquiry, manager: User, manager_client: Client) -> None:
        for number in range(3):
            person = ContactFactory(name=f"Person {number}")
            by_mail = IdentityFactory(contact=person)
            by_chat = IdentityFactory(contact=person, kind="wa_id", value=f"44770090200{number}")
            trip = InquiryFactory(contact=person, has_whatsapp=True, has_email=True)
            MessageFactory(inquiry=trip, identity=by_mail, sent_at=ago(8))
            first = chat(trip, identity=by_chat, contact=person, sent_at=ago(7))
            chat(trip, identity=by_chat, contact=person, reply_to=first, sent_at=ago(6))
            regrouping.join_trips(trip, both, actor=manager)
        within(manager_client, both)


class TestOneMessageWithMuch:
    """Twelve queries and forty kilobytes, whatever hangs on the messages of the page."""

    @pytest.mark.parametrize("people", [1, 60])
    def test_sixty_reactions(self, people: int, both: Inquiry, manager_client: Client) -> None:
        """Also where the clock of who reacts is slow, so that they stand above their message."""
        said = chat(both, text="We are two", sent_at=ago(1))
        who = [IdentityFactory(kind="wa_id", value=f"4477009010{number:02}") for number in range(people)]
        for number in range(60):
            row = who[number % people]
            about = {"kind": "reaction", "text": "👍", "reply_to": said, "contact": row.contact, "identity": row}
            chat(both, **about, sent_at=ago(1300 + number))
        assert bubble(within(manager_client, both), said).count("👍") == people

    def test_edited_again_and_again(self, both: Inquiry, manager_client: Client) -> None:
        for number in range(3):
            said = chat(both, text="We are two. " * 80, sent_at=ago(90 - 20 * number))
            for more in range(8):
                sent_at = ago(89 - 20 * number - more)
                chat(both, kind="edit", text=f"We are {more}. " * 80, reply_to=said, sent_at=sent_at)
        within(manager_client, both)

    def test_files_that_came_failed_or_are_gone(self, both: Inquiry, manager_client: Client) -> None:
        for state in ("PENDING", "PERMANENTLY_FAILED", "EXPIRED"):
            AttachmentFactory(message=chat(both, kind="image", text="[Picture]"), state=state, due_at=None)
        for _ in range(20):
            mail = MessageFactory(inquiry=both, html="<p>Hello</p>", quoted_text="> Hello", raw="raw/aa")
            for position in range(5):
                AttachmentFactory(message=mail, position=position, state="PERMANENTLY_FAILED", due_at=None)
        within(manager_client, both)

    def test_long_web_addresses(self, both: Inquiry, manager_client: Client) -> None:
        for number in range(9):
            text = "\n".join(f"https://click.post.example/{word * 80}" for word in ("abc", "def", "ghi") * 5)
            MessageFactory(inquiry=both, text=text, sent_at=ago(60 - number))
        within(manager_client, both)


class TestReplies:
    """Twelve queries and forty kilobytes, whatever became of our replies."""

    def test_one_held_one_scheduled_one_failed(self, both: Inquiry, agent: User, agent_client: Client) -> None:
        soon, later = timezone.now() + timedelta(seconds=8), timezone.now() + timedelta(hours=3)
        ours = {"direction": "OUT", "author": agent}
        to = [{"address": "anna@post.example", "name": ""}]
        waiting = {"state": "QUEUED", "hold_until": soon, "due_at": soon}
        MessageFactory(inquiry=both, **ours, to=to, **waiting)
        chat(both, **ours, **waiting | {"scheduled": True, "hold_until": later, "due_at": later})
        chat(both, **ours, state="PERMANENTLY_FAILED", last_error="The number is not on WhatsApp.")
        MessageFactory(inquiry=both, **ours, to=to, state="UNCONFIRMED")
        MessageFactory(inquiry=both, **ours, to=to, state="CANCELLED")
        chat(both, **ours, state="CANCELLED")
        within(agent_client, both)

    def test_mails_that_came_back(self, both: Inquiry, agent: User, agent_client: Client) -> None:
        to, tray = [{"address": "anna@post.example", "name": ""}], InquiryFactory(parked_reason="bounce")
        for number in range(8):
            failed = {"state": "PERMANENTLY_FAILED", "last_error": "No such address.", "sent_at": ago(20 - number)}
            mail = MessageFactory(inquiry=both, direction="OUT", author=agent, to=to, **failed)
            bounce = MessageFactory(inquiry=tray, reply_to=mail, automatic="bounce")
        page = within(agent_client, both)
        link = f"{reverse('inquiry', args=[tray.pk])}?to={bounce.pk}#m-{bounce.pk}"
        assert link in tree(page).xpath(f"//*[@id='m-{mail.pk}']//a/@href")

    @pytest.mark.parametrize("fields", [{"state": "PERMANENTLY_FAILED", "last_error": "No."}, {"scheduled": True}])
    def test_twenty_that_need_a_hand(
        self, fields: dict[str, Any], both: Inquiry, agent: User, agent_client: Client
    ) -> None:
        later = timezone.now() + timedelta(hours=3)
        if "scheduled" in fields:
            fields = fields | {"state": "QUEUED", "hold_until": later, "due_at": later}
        for number in range(20):
            chat(both, direction="OUT", author=agent, sent_at=ago(40 - number), **fields)
        within(agent_client, both)


class TestAddresses:
    """Twelve queries, however many addresses there are, and wherever the customer wrote."""

    def test_twelve_and_a_new_number_three_times(self, both: Inquiry, manager_client: Client) -> None:
        row = Identity.objects.get(value="447700900417")
        for number in range(3):
            row.former_at = timezone.now()
            row.replaced_by = IdentityFactory(contact=both.contact, kind="wa_id", value=f"44770090042{number}")
            row.save()
            row = row.replaced_by
        for _ in range(9):
            IdentityFactory(contact=both.contact)
        assert "+44 7700 900422" in words(tree(within(manager_client, both)).get_element_by_id("composer"))

    @pytest.mark.parametrize("ours", [True, False])
    @pytest.mark.parametrize("silent", [["whatsapp"], ["email"], ["email", "whatsapp"]])
    def test_nobody_wrote_here_on_that_channel(
        self, silent: list[str], ours: bool, both: Inquiry, agent: User, manager_client: Client
    ) -> None:
        """They wrote elsewhere: from which account, and how long they can be written to, is known from there."""
        other = InquiryFactory(contact=both.contact)
        both.messages.filter(channel__in=silent, direction="IN").update(inquiry=other)
        both.messages.filter(direction="OUT").delete()
        if ours and "whatsapp" in silent:
            chat(both, direction="OUT", author=agent, kind="template", identity=None, sent_at=ago(600))
        other.messages.filter(channel="whatsapp").update(sent_at=ago(60))
        if "email" not in silent:
            Inquiry.objects.filter(pk=both.pk).update(window_closes_at=None)
        page = within(manager_client, both)
        form = tree(page).get_element_by_id("composer")
        if "whatsapp" in silent:
            assert "23 h" in words(form) or "22 h" in words(form)
        assert f"from {MAILBOX}" in words(form)


class TestALongConversation:
    """Twelve queries, of which the last stretch is shown with forty kilobytes."""

    @pytest.fixture
    def long(self, both: Inquiry, agent: User) -> Inquiry:
        for number in range(200):
            ours = {"direction": "OUT", "author": agent} if number % 3 else {}
            chat(both, text=f"Word {number}. " * 8, sent_at=ago(500 - number), **ours)
        return both

    def test_its_end(self, long: Inquiry, manager_client: Client) -> None:
        within(manager_client, long)

    @pytest.mark.parametrize("channel", ["whatsapp", "email"])
    def test_to_quote_or_answer_one_that_is_shown(self, channel: str, both: Inquiry, manager_client: Client) -> None:
        """As a page without scripts asks for it."""
        row = both.messages.filter(channel=channel, direction="IN").order_by("-sent_at")[1 if channel == "email" else 0]
        page = within(manager_client, both, f"?{'answer' if channel == 'email' else 'quote'}={row.pk}")
        name = "answers" if channel == "email" else "quotes"
        assert tree(page).xpath(f"//form[@id='composer']//input[@name='{name}']/@value") == [str(row.pk)]

    @pytest.mark.parametrize("kind", ["text", "reaction"])
    def test_back_to_a_message_further_up_is_twelve_queries(
        self, kind: str, long: Inquiry, manager_client: Client
    ) -> None:
        """As heavy as it is long: somebody asked for it."""
        rows = list(long.messages.filter(channel="whatsapp").order_by("sent_at"))
        wanted, above = rows[150], rows[149]
        asked = wanted if kind == "text" else _soon_after(wanted)
        with CaptureQueriesContext(connection) as queries:
            page = manager_client.get(reverse("inquiry", args=[long.pk]), {"to": asked.pk})
        assert len(queries) <= QUERIES
        bubbles = tree(page).xpath("//article/@id")
        assert bubbles[0] == f"m-{wanted.pk}"
        assert f"before={wanted.pk}" in page.content.decode()
        assert f'id="m-{above.pk}"' not in page.content.decode()


def _soon_after(message: Message) -> Message:
    at = message.sent_at + timedelta(seconds=10)
    return chat(message.inquiry, kind="reaction", text="👍", reply_to=message, sent_at=at)
