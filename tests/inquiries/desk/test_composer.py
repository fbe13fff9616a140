"""Replies and notes from the inquiry page: what goes out, what comes back with words, and what can be tried again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import replies, standing
from inquiries.intake import receive
from inquiries.models import Inquiry, Message
from inquiries.work import delivery
from tests.factories import AttachmentFactory, ContactFactory, IdentityFactory, MessageFactory, inbound
from tests.inquiries.desk.pages import element, link, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
TEXT = "Good news, both weeks still have family rooms."


@pytest.fixture
def inquiry() -> Inquiry:
    return receive(inbound(email="anna@post.example")).message.inquiry


@pytest.fixture
def chat() -> Inquiry:
    return receive(inbound(wa_id="447700900417")).message.inquiry


def page(client: Client, inquiry: Inquiry) -> Any:
    return client.get(reverse("inquiry", args=[inquiry.pk]))


def reply(client: Client, inquiry: Inquiry, *, htmx: bool = True, **data: Any) -> Any:
    fields = {"channel": "email", "text": TEXT} | data
    return client.post(reverse("inquiry_reply", args=[inquiry.pk]), fields, headers=HTMX if htmx else None)


def press(client: Client, name: str, message: Message, *, htmx: bool = True, **data: Any) -> Any:
    return client.post(reverse(name, args=[message.pk]), data, headers=HTMX if htmx else None)


def sent(inquiry: Inquiry) -> Message:
    return inquiry.messages.get(direction="OUT")


def failed(inquiry: Inquiry, state: str = "PERMANENTLY_FAILED", **columns: Any) -> Message:
    row = sent(inquiry)
    Message.objects.filter(pk=row.pk).update(state=state, due_at=None, **columns)
    standing.recount_failures(inquiry.pk)
    row.refresh_from_db()
    return row


class TestSending:
    def test_by_mail_with_a_file(self, agent_client: Client, agent, inquiry: Inquiry) -> None:
        offer = SimpleUploadedFile("offer.pdf", b"%PDF-1.4", "application/pdf")
        response = reply(agent_client, inquiry, files=[offer], subject="Two rooms")
        assert response.status_code == 204
        assert {"reply-sent", "thread-changed"} <= set(response["HX-Trigger"].replace('"', " ").split())
        row = sent(inquiry)
        assert (row.channel, row.text, row.author, row.state) == ("email", TEXT, agent, "QUEUED")
        assert (row.subject, row.attachments.get().filename) == (f"Two rooms [{inquiry.reference}]", "offer.pdf")
        assert "Waiting to be sent" in words(element(page(agent_client, inquiry), f"m-{row.pk}"))

    def test_several_files_by_whatsapp_are_several_bubbles(self, agent_client: Client, chat: Inquiry) -> None:
        files = [SimpleUploadedFile(name, b"%PDF", "application/pdf") for name in ("Offer.pdf", "Prices.pdf")]
        response = reply(agent_client, chat, channel="whatsapp", files=files, htmx=False)
        first, second = chat.messages.filter(direction="OUT").order_by("pk")
        assert response["Location"].endswith(f"#m-{first.pk}")
        html = page(agent_client, chat)
        for row, name in ((first, "Offer.pdf"), (second, "Prices.pdf")):
            bubble = words(element(html, f"m-{row.pk}"))
            assert name in bubble
            assert "Waiting to be sent" in bubble
            assert (TEXT in bubble) == (row == first)

    def test_what_whatsapp_does_not_take_is_said_at_once(self, agent_client: Client, chat: Inquiry) -> None:
        files = [SimpleUploadedFile("Rooms.zip", b"PK", "application/zip")]
        response = reply(agent_client, chat, channel="whatsapp", files=files)
        assert (response.status_code, "Rooms.zip" in words(tree(response))) == (422, True)
        assert not chat.messages.filter(direction="OUT").exists()

    def test_by_whatsapp_without_scripts(self, agent_client: Client, chat: Inquiry) -> None:
        response = reply(agent_client, chat, channel="whatsapp", htmx=False)
        assert response["Location"] == f"/inquiries/{chat.pk}/#m-{sent(chat).pk}"

    def test_the_channel_that_the_customer_used_last_is_chosen(self, agent_client: Client, chat: Inquiry) -> None:
        chosen = tree(page(agent_client, chat)).xpath("//input[@name='channel'][@checked]/@value")
        assert chosen == ["whatsapp"]

    def test_it_is_written_to_who_gets_it_and_a_reopened_chat_offers_its_templates(
        self, agent_client: Client, inquiry: Inquiry
    ) -> None:
        dan = ContactFactory(name="Dan Berg")
        number = IdentityFactory(contact=dan, kind="wa_id", value="447700900555", display="+44 7700 900555")
        before = element(page(agent_client, inquiry), "poll").get("hx-get")
        MessageFactory(inquiry=inquiry, contact=dan, identity=number, channel="whatsapp", account="106540352242922")
        Inquiry.objects.update(has_whatsapp=True, window_closes_at=timezone.now() + timedelta(hours=23))
        html = page(agent_client, inquiry)
        names = {
            row.get("value"): row.get("data-name") for row in element(html, "composer").xpath(".//input[@data-name]")
        }
        assert names == {"email": "Anna", "whatsapp": "Dan"}
        assert element(html, "reply-text").get("placeholder") == "Write to Dan"
        # A draft hides the placeholder, and a number alone does not say whose it is.
        assert "to Dan Berg, +44 7700 900555" in words(element(html, "composer"))
        news = agent_client.get(before, headers=HTMX)
        assert words(element(news, "comp-template")) == "Template"

    def test_a_note_is_for_colleagues(self, agent_client: Client, inquiry: Inquiry) -> None:
        assert reply(agent_client, inquiry, channel="note", text="Call her").status_code == 204
        assert (sent(inquiry).channel, sent(inquiry).due_at) == ("note", None)
        inquiry.refresh_from_db()
        assert inquiry.needs_reply_since is not None

    def test_without_credentials_it_is_said_before_and_after(self, agent_client: Client, chat: Inquiry) -> None:
        composer = words(element(page(agent_client, chat), "composer"))
        assert "No WhatsApp number is connected: the reply will be laid in var/outbox and not sent." in composer
        reply(agent_client, chat, channel="whatsapp")
        delivery.deliver(sent(chat).pk)
        row = sent(chat)
        assert row.state == "SANDBOXED"
        assert TEXT in "".join(path.read_text() for path in Path(settings.OUTBOX_DIR).rglob("*") if path.is_file())
        bubble = words(tree(agent_client.get(reverse("message", args=[row.pk]), headers=HTMX)))
        assert "Not sent: sandbox" in bubble

    def test_a_message_on_its_way_asks_for_itself_until_it_is_there(self, agent_client: Client, chat: Inquiry) -> None:
        reply(agent_client, chat, channel="whatsapp")
        bubble = element(page(agent_client, chat), f"m-{sent(chat).pk}")
        assert (bubble.get("hx-get"), bubble.get("hx-trigger")) == (
            reverse("message", args=[sent(chat).pk]),
            "every 2s",
        )
        Message.objects.filter(direction="OUT").update(state="SENT", due_at=None)
        assert element(page(agent_client, chat), f"m-{sent(chat).pk}").get("hx-get") is None


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"text": "  "}, "Write something first."),
            ({"text": "x" * 200_001}, "Too long: 200,001 characters, 200,000 at most on this channel."),
            ({"channel": "whatsapp"}, "No address for WhatsApp is known."),
            ({"channel": "pigeon"}, "Select a valid choice. pigeon is not one of the available choices."),
            ({"subject": "x" * 251}, "Ensure this value has at most 250 characters (it has 251)."),
        ],
    )
    def test_it_is_said_and_nothing_is_lost(
        self, agent_client: Client, inquiry: Inquiry, fields: dict[str, str], said: str
    ) -> None:
        by_script = reply(agent_client, inquiry, **fields)  # type: ignore[arg-type]
        assert by_script.status_code == 422
        # Only the line of errors is swapped: text, subject and files stay where they are.
        assert [node.get("id") for node in tree(by_script).xpath("//*[@hx-swap-oob]")] == ["comp-error"]
        assert said in words(element(by_script, "comp-error"))
        kept = bool((fields.get("text") or TEXT).strip())
        assert ("your text is still here" in words(element(by_script, "comp-error"))) is kept
        plain = reply(agent_client, inquiry, htmx=False, **fields)
        assert plain.status_code == 422
        assert said in words(element(plain, "comp-error"))
        typed = {"text": TEXT, "subject": ""} | fields
        assert element(plain, "reply-text").text_content().strip("\r\n") == typed["text"].strip("\r\n")
        assert element(plain, "reply-subject").get("value") == typed["subject"]
        assert not inquiry.messages.filter(direction="OUT").exists()

    def test_after_a_day_whatsapp_is_shut(self, agent_client: Client, chat: Inquiry) -> None:
        Message.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        Inquiry.objects.update(window_closes_at=timezone.now() - timedelta(hours=1))
        html = page(agent_client, chat)
        assert "WhatsApp closed" in words(element(html, "composer"))
        assert "whatsapp" not in element(html, "composer").xpath(".//button/@data-for")[0].split()
        response = reply(agent_client, chat, channel="whatsapp")
        assert (response.status_code, replies.WINDOW_SHUT in words(tree(response))) == (422, True)

    def test_a_file_too_large(self, agent_client: Client, inquiry: Inquiry, settings) -> None:
        settings.UPLOAD_MAX_BYTES = 10
        response = reply(agent_client, inquiry, files=[SimpleUploadedFile("big.pdf", b"x" * 11)])
        assert response.status_code == 422
        assert "big.pdf is larger than 10 B." in words(tree(response))

    def test_a_parked_one_is_not_answered(self, agent_client: Client) -> None:
        row = receive(inbound(parked_reason="bulk")).message
        assert "This is parked." in words(tree(reply(agent_client, row.inquiry)))

    def test_nothing_of_a_strangers_text_acts_in_an_error(self, agent_client: Client, inquiry: Inquiry) -> None:
        response = reply(agent_client, inquiry, channel="<script>alert(1)</script>")
        assert (response.status_code, b"<script>" in response.content) == (422, False)


class TestTrouble:
    @pytest.fixture
    def lost(self, agent_client: Client, inquiry: Inquiry) -> Message:
        reply(agent_client, inquiry)
        return failed(inquiry, last_error="The mailbox is full.", error_code="552", attempts=5)

    @pytest.fixture
    def unsure(self, agent_client: Client, inquiry: Inquiry) -> Message:
        reply(agent_client, inquiry)
        return failed(inquiry, "UNCONFIRMED", last_error="Nobody can tell whether it went out.")

    def test_a_failure_is_told_in_plain_words(self, agent_client: Client, lost: Message) -> None:
        html = page(agent_client, lost.inquiry)
        bubble = words(element(html, f"m-{lost.pk}"))
        assert "Not delivered. The mailbox is full." in bubble
        assert f"Message {lost.pk} Attempts 5 Code 552" in bubble
        assert "1 needs a person" in words(element(html, "brief"))

    def test_one_that_waits_says_why_and_until_when(self, agent_client: Client, lost: Message) -> None:
        due = timezone.now() + timedelta(minutes=5)
        columns = {"state": "QUEUED", "due_at": due, "attempts": 0, "last_error": "Meta does not accept our token."}
        Message.objects.filter(pk=lost.pk).update(**columns)
        bubble = words(element(page(agent_client, lost.inquiry), f"m-{lost.pk}"))
        assert f"next try at {timezone.localtime(due):%H:%M}. Meta does not accept our token." in bubble.replace(
            "tomorrow ", ""
        )

    def test_it_can_be_tried_again(self, agent_client: Client, lost: Message) -> None:
        retry = element(page(agent_client, lost.inquiry), f"m-{lost.pk}").find(".//form")
        response = agent_client.post(retry.get("hx-post"), headers=HTMX)
        assert (response.status_code, "Waiting to be sent" in words(tree(response))) == (200, True)
        lost.refresh_from_db()
        assert (lost.state, lost.attempts, lost.last_error) == ("QUEUED", 0, "")
        assert "needs a person" not in words(element(page(agent_client, lost.inquiry), "brief"))

    def test_what_cannot_be_is_said(self, agent_client: Client, lost: Message) -> None:
        Message.objects.filter(pk=lost.pk).update(state="SENT")
        plain = press(agent_client, "message_retry", lost, htmx=False)
        assert plain["Location"].endswith(f"#m-{lost.pk}")
        assert "does not need another try any more" in words(element(page(agent_client, lost.inquiry), "said"))

    @pytest.mark.parametrize(
        ("arrived", "state", "told"),
        [("yes", "SENT", "You said that a reply arrived"), ("no", "QUEUED", "You tried a message again")],
    )
    def test_a_person_settles_what_nobody_knew(
        self, agent_client: Client, unsure: Message, arrived: str, state: str, told: str
    ) -> None:
        bubble = element(page(agent_client, unsure.inquiry), f"m-{unsure.pk}")
        assert "Nobody knows whether this arrived." in words(bubble)
        assert bubble.xpath(".//button/@value") == ["yes", "no"]
        assert press(agent_client, "message_settle", unsure, arrived=arrived).status_code == 200
        unsure.refresh_from_db()
        assert unsure.state == state
        assert Inquiry.objects.get().failed_count == 0
        assert told in words(element(page(agent_client, unsure.inquiry), "thread"))

    def test_a_whatsapp_message_is_not_retried_after_its_window(self, agent_client: Client, chat: Inquiry) -> None:
        reply(agent_client, chat, channel="whatsapp")
        row = failed(chat, last_error="Not reachable.")
        Message.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        response = press(agent_client, "message_retry", row)
        assert replies.WINDOW_SHUT in words(tree(response).xpath("//*[@role='alert']")[0])
        row.refresh_from_db()
        assert row.state == "PERMANENTLY_FAILED"

    def test_what_whatsapp_did_not_take_goes_by_mail(self, agent_client: Client, chat: Inquiry) -> None:
        reply(agent_client, chat, channel="whatsapp")
        row = failed(chat, last_error="No WhatsApp on this number.")
        assert "Write it as a mail" not in words(element(page(agent_client, chat), f"m-{row.pk}"))
        IdentityFactory.create(contact=chat.contact, kind="email", value="anna@post.example")
        MessageFactory.create(inquiry=chat, text="I am reached here, too")
        Inquiry.objects.filter(pk=chat.pk).update(has_email=True)

        address = link(page(agent_client, chat), "Write it as a mail")
        composer = element(agent_client.get(address.partition("#")[0]), "composer")
        assert composer.xpath(".//textarea[@name='text']")[0].text.strip() == TEXT
        assert composer.xpath(".//input[@name='channel'][@checked]/@value") == ["email"]
        theirs = chat.messages.filter(direction="IN").latest("pk")
        assert again(agent_client, theirs) == ""
        Message.objects.filter(pk=row.pk).update(text="Pay with 4111 1111 1111 1111 please")
        assert "Write it as a mail" not in words(element(page(agent_client, chat), f"m-{row.pk}"))
        assert again(agent_client, row) == "", "a covered number is shown to nobody by another way"
        Message.objects.filter(pk=row.pk).update(text=TEXT, state="CANCELLED")
        assert again(agent_client, row) == "", "what was taken back"

    def test_it_can_be_left_at_that(self, agent_client: Client, lost: Message) -> None:
        AttachmentFactory.create(message=lost, filename="offer.pdf", state="STORED", blob="a/b", due_at=None)
        assert "Leave it" in words(element(page(agent_client, lost.inquiry), f"m-{lost.pk}"))
        left = press(agent_client, "message_settle", lost, arrived="left")
        assert "Not delivered, and left at that. The mailbox is full." in words(tree(left))
        assert "went back to" not in words(tree(left)), "its words are no draft"
        assert "offer.pdf" in words(tree(left)), "nor its files"
        html = page(agent_client, lost.inquiry)
        assert "needs a person" not in words(element(html, "brief"))
        assert "You left a reply undelivered" in words(element(html, "thread"))
        assert "Nothing needs a person." in words(element(agent_client.get("/work/"), "work-lead"))
        Message.objects.filter(pk=lost.pk).update(state="DELIVERED")
        late = press(agent_client, "message_settle", lost, arrived="left", htmx=False)
        assert late.status_code == 302
        assert "does not need anybody any more" in words(element(page(agent_client, lost.inquiry), "said"))

    def test_an_unreadable_mail_is_read_again(self, agent_client: Client, inquiry: Inquiry) -> None:
        Message.objects.update(state="PERMANENTLY_FAILED", due_at=None, last_error="The engine was away.")
        row = inquiry.messages.get()
        assert "This message could not be read in full." in words(element(page(agent_client, inquiry), f"m-{row.pk}"))
        press(agent_client, "message_retry", row)
        row.refresh_from_db()
        assert row.state == "RECEIVED"


def again(client: Client, message: Message) -> str:
    """What the composer holds where somebody asks for the words of a message once more."""
    html = client.get(reverse("inquiry", args=[message.inquiry_id]), {"again": message.pk})
    return (element(html, "composer").xpath(".//textarea[@name='text']")[0].text or "").strip()


def test_the_quoted_history_comes_when_asked_for(agent_client: Client) -> None:
    row = receive(inbound(quoted_text="On Friday Nora wrote:\n> <b>Hello</b>")).message
    html = page(agent_client, row.inquiry)
    assert "On Friday" not in words(element(html, f"m-{row.pk}"))
    fold = element(html, f"m-{row.pk}").xpath(".//summary/@hx-get")[0]
    assert "> <b>Hello</b>" in words(tree(agent_client.get(fold, headers=HTMX)))
    alone = agent_client.get(fold)
    assert "Back to the conversation" in words(tree(alone))
