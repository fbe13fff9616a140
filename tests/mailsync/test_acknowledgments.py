"""An acknowledgment: where a mailbox is set to it, to people, once an inquiry, in their language; never to machines."""

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from inquiries import acknowledgment_texts, replies
from inquiries.acknowledgment_words import MAIL, MAIL_CLOSED, SHIPPED
from inquiries.models import Acknowledgment, AcknowledgmentText, Inquiry, Message, OpeningHours, User
from inquiries.week import DAYS
from inquiries.work import acknowledging, delivery, processing, sweeper
from mailsync import ingest
from mailsync.models import Mailbox
from tests.mailsync.samples import DESK, FOLDER, parse, raw
from tests.servers.graph import ADDRESS, Graph

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": "Hello, we are two adults and would like to spend ten days on Crete in May, from Manchester.",
    "de": "Guten Tag, wir sind zwei Erwachsene und möchten im Mai gern zehn Tage nach Kreta reisen, ab Hamburg.",
    "fr": "Bonjour, nous sommes deux adultes et nous voudrions passer dix jours en Crète au mois de mai.",
    "es": "Hola, somos dos adultos y nos gustaría pasar diez días en Creta en mayo, saliendo desde Madrid.",
    "it": "Buongiorno, siamo due adulti e vorremmo passare dieci giorni a Creta in maggio, partendo da Roma.",
    "pt": "Bom dia, somos dois adultos e gostaríamos de passar dez dias em Creta em maio, saindo de Lisboa.",
    "nl": "Goedendag, wij zijn twee volwassenen en willen graag in mei tien dagen naar Kreta, vanuit Eindhoven.",
}


@pytest.fixture(autouse=True)
def mailbox(db) -> Mailbox:
    row = Mailbox.objects.create(address=DESK, acknowledge=True)
    row.folders.create(name="inbox")
    return row


@pytest.fixture(autouse=True)
def always_open(db) -> None:
    """Whatever time it is where the tests run."""
    OpeningHours.objects.update(**dict.fromkeys(DAYS, "00:00-24:00"))


def arrive(
    number: int = 1, *, text: str = TEXTS["en"], fields: str = "", sender: str = "Anna Berg <anna@post.example>"
) -> Message:
    content = (
        f"From: {sender}\r\nTo: {DESK}\r\nSubject: Ten days on Crete\r\nMessage-ID: <asked-{number}@post.example>\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n{fields}\r\n{text}"
    ).encode()
    received = ingest.take_in(content, account=DESK, external_id=f"desk:{number}", received_at=timezone.now())
    return received.message


def settle(message: Message) -> Acknowledgment | None:
    """All that is due a minute later."""
    processing.process(message.pk)
    Acknowledgment.objects.filter(state="WAITING").update(due_at=timezone.now())
    for pk in Acknowledgment.objects.filter(state="WAITING").values_list("pk", flat=True):
        acknowledging.acknowledge(pk)
    return Acknowledgment.objects.filter(inquiry=message.inquiry_id).first()


def outbox(settings) -> list[EmailMessage]:
    folder = Path(settings.OUTBOX_DIR)
    files = sorted(folder.glob("email-*.eml")) if folder.exists() else []
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]


@pytest.mark.parametrize("language", TEXTS)
def test_a_person_gets_one_in_their_language(language: str, settings):
    row = settle(arrive(text=TEXTS[language]))
    assert row is not None
    assert (row.state, row.reason) == ("SENT", "")
    delivery.deliver(row.message.pk)
    [mail] = outbox(settings)
    inquiry = Inquiry.objects.get()
    subject, text = MAIL[language]
    assert mail["Subject"] == f"{subject} [{inquiry.reference}]"
    assert mail["To"] == "Anna Berg <anna@post.example>"
    plain = mail.get_body(("plain",))
    assert plain is not None
    body = plain.get_content()
    assert "Anna Berg" in body
    assert inquiry.reference in body
    assert "{" not in body
    assert body.strip().endswith(text.rpartition("\n")[2])


def test_it_says_of_itself_that_it_is_automatic_and_we_would_not_answer_it(settings):
    row = settle(arrive())
    delivery.deliver(row.message.pk)
    [mail] = outbox(settings)
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    mail.replace_header("From", "agency@other.example")
    mail.replace_header("To", DESK)
    assert parse(mail.as_bytes()).parked_reason == "auto_reply"
    assert parse(mail.as_bytes()).acknowledge is False


def test_it_stands_in_the_conversation_and_answers_nothing(agent_client):
    message = arrive()
    before = Inquiry.objects.get()
    row = settle(message)
    delivery.deliver(row.message.pk)
    sent = Message.objects.get(direction="OUT")
    assert (sent.state, sent.author, sent.automatic, sent.reply_to) == ("SANDBOXED", None, "auto_reply", message)
    inquiry = Inquiry.objects.get()
    assert inquiry.status == "NEW"
    assert inquiry.needs_reply_since == before.needs_reply_since == message.sent_at
    assert inquiry.answer_by == before.answer_by
    assert inquiry.last_message_direction == "IN"
    page = agent_client.get(f"/inquiries/{inquiry.pk}/").content.decode()
    assert "Sent automatically" in page


def test_a_second_mail_of_the_customer_still_counts_from_the_first():
    row = settle(arrive())
    delivery.deliver(row.message.pk)
    first = Inquiry.objects.get().needs_reply_since
    settle(arrive(2, fields="In-Reply-To: <asked-1@post.example>\r\n"))
    assert Inquiry.objects.get().needs_reply_since == first
    assert Acknowledgment.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        "Auto-Submitted: auto-replied\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Precedence: bulk\r\n",
        "Precedence: list\r\n",
        "List-Id: <travel.lists.example>\r\n",
        "List-Unsubscribe: <https://news.example/u>\r\nIn-Reply-To: <offer@halden.example>\r\n",
        "X-Auto-Response-Suppress: OOF, AutoReply\r\n",
        "Return-Path: <>\r\n",
        "Reply-To: no-reply@post.example\r\n",
    ],
)
def test_never_to_machines(fields: str):
    assert settle(arrive(fields=fields)) is None


@pytest.mark.parametrize(
    "sender",
    ["noreply@shop.example", "MAILER-DAEMON@post.example", "newsletter@shop.example", DESK, "nora@halden.example"],
)
def test_never_to_who_reads_no_mail_or_is_ours(sender: str):
    assert settle(arrive(sender=sender)) is None


def test_never_to_any_machine_of_the_samples():
    for path in sorted(FOLDER.glob("*.eml")):
        if path.stem.startswith(("auto-", "bounce-", "bulk-", "own-", "tree-report")):
            assert parse(raw(path.stem)).acknowledge is False, path.stem


def test_a_contact_form_is_acknowledged_to_the_customer():
    mail = parse(raw("form-reply-to"))
    assert mail.acknowledge


def test_off_by_default_and_for_what_is_old_or_imported(mailbox: Mailbox):
    assert Mailbox(address="new@halden.example").acknowledge is False
    content = b"From: anna@post.example\r\nTo: desk@halden.example\r\nSubject: Crete\r\n\r\nTen days, please."
    ingest.take_in(content, account=DESK, external_id="import:1")
    yesterday = timezone.now() - timedelta(days=1)
    ingest.take_in(content, account=DESK, external_id="desk:2", received_at=yesterday)
    Mailbox.objects.update(acknowledge=False)
    arrive(3, sender="bob@post.example")
    assert not Acknowledgment.objects.exists()


def test_not_where_somebody_was_faster(agent: User):
    message = arrive()
    replies.queue(message.inquiry, author=agent, channel="email", text="With pleasure.")
    row = settle(message)
    assert (row.state, row.reason) == ("SKIPPED", "Somebody has answered already.")
    assert Message.objects.filter(direction="OUT").count() == 1


def test_not_what_was_parked_or_closed_meanwhile():
    message = arrive()
    Inquiry.objects.update(parked_reason="blocked")
    assert settle(message).reason == "It is parked, or a machine wrote it."
    other = arrive(2, sender="bob@post.example")
    Inquiry.objects.filter(pk=other.inquiry_id).update(status="LOST")
    assert settle(other).reason == "The inquiry is over."


def test_an_address_gets_few_a_day(settings):
    settings.ACKNOWLEDGE_PER_DAY = 2
    states = []
    for number in range(4):
        message = arrive(number, text=f"{TEXTS['en']} Trip {number}.")
        states.append(settle(message).state)
        Inquiry.objects.update(status="CLOSED")
    assert states == ["SENT", "SENT", "SKIPPED", "SKIPPED"]
    Acknowledgment.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert settle(arrive(9)).state == "SENT"


def test_it_waits_until_the_message_was_read_but_not_for_ever():
    message = arrive()
    pk = Acknowledgment.objects.get().pk
    Acknowledgment.objects.update(due_at=timezone.now())
    acknowledging.acknowledge(pk)
    row = Acknowledgment.objects.get()
    assert (row.state, row.attempts) == ("WAITING", 0)
    assert row.due_at > timezone.now()
    Acknowledgment.objects.update(due_at=timezone.now(), created_at=timezone.now() - timedelta(minutes=11))
    acknowledging.acknowledge(pk)
    assert Acknowledgment.objects.get().state == "SENT"
    assert message.inquiry.messages.filter(direction="OUT").count() == 1


def test_after_an_outage_it_comes_too_late():
    message = arrive()
    Acknowledgment.objects.update(created_at=timezone.now() - timedelta(hours=13))
    assert settle(message).reason == "It would come too late."


def test_two_workers_send_one():
    message = arrive()
    processing.process(message.pk)
    Acknowledgment.objects.update(due_at=timezone.now())
    pk = Acknowledgment.objects.get().pk
    for _ in range(2):
        acknowledging.acknowledge(pk)
    assert Message.objects.filter(direction="OUT").count() == 1


def test_the_sweeper_finds_it():
    arrive()
    Acknowledgment.objects.update(due_at=timezone.now())
    sweeper.run()
    sweeper.run()
    assert Acknowledgment.objects.get().state in {"SENT", "WAITING"}
    Acknowledgment.objects.update(due_at=timezone.now(), state="WAITING")
    sweeper.run()
    assert Message.objects.get(direction="OUT").state == "SANDBOXED"


def test_by_microsoft_it_carries_what_graph_takes(microsoft: Graph):
    row = settle(arrive())
    delivery.deliver(row.message.pk)
    [sent] = microsoft.sent
    headers = {line["name"]: line["value"] for line in sent.fields["internetMessageHeaders"]}
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert all(name.lower().startswith("x-") for name in headers)
    assert len(headers) <= 5
    assert sent.fields["toRecipients"][0]["emailAddress"]["address"] == "anna@post.example"
    row.message.refresh_from_db()
    assert (row.message.state, f"<{row.message.message_id}>") == ("SENT", sent.message_id)
    assert microsoft.count(f"/users/{ADDRESS}/messages") > 0


class TestOutsideOpeningHours:
    @pytest.fixture(autouse=True)
    def closed_for_two_days(self, always_open) -> None:
        today = timezone.localdate()
        OpeningHours.objects.update(days_off=f"{today - timedelta(days=1)} to {today + timedelta(days=1)} Holidays")

    @pytest.mark.parametrize("language", TEXTS)
    def test_a_mail_says_when_we_open_in_their_language(self, language: str):
        row = settle(arrive(text=TEXTS[language]))
        said = MAIL_CLOSED[language][1]
        before, after = said.split("{opens}")
        assert before[-20:] in row.message.text
        assert after[:20] in row.message.text
        assert "00:00" in row.message.text
        assert "UTC)" in row.message.text
        assert "{" not in row.message.text

    def test_a_mailbox_with_hours_of_its_own_goes_by_those(self):
        OpeningHours.objects.create(account=DESK, **dict.fromkeys(DAYS, "00:00-24:00"))
        assert settle(arrive()).message.text.startswith(MAIL["en"][1][:5])
        assert "closed" not in settle(arrive(2, sender="bob@post.example")).message.text

    def test_a_mailboxs_own_words_win_over_the_common_ones_for_closed_hours(self):
        AcknowledgmentText.objects.create(language="en", account=DESK, subject="Ours", text="Hi {reference}")
        assert settle(arrive()).message.subject.startswith("Ours")
        AcknowledgmentText.objects.create(
            language="en", account=DESK, closed=True, subject="Away", text="Until {opens}"
        )
        assert settle(arrive(2, sender="bob@post.example")).message.subject.startswith("Away")

    def test_hours_that_never_come_again_promise_nothing(self):
        OpeningHours.objects.update(**dict.fromkeys(DAYS, ""))
        assert "closed" not in settle(arrive()).message.text

    def test_a_language_that_is_off_at_these_hours_gets_none(self):
        AcknowledgmentText.objects.filter(language="en", closed=True).update(enabled=False)
        assert settle(arrive()).state == "SKIPPED"


class TestTexts:
    def test_the_mailboxs_own_before_the_common_one(self):
        AcknowledgmentText.objects.create(language="en", account=DESK, subject="Ours", text="Hi{name} {reference}")
        row = settle(arrive())
        assert row.message.subject.startswith("Ours")

    def test_english_for_a_language_without_one_and_none_where_it_is_off(self):
        assert acknowledgment_texts.find("sv", channel="email", account="").language == "en"
        assert acknowledgment_texts.find("pt-BR", channel="email", account="").language == "pt"
        AcknowledgmentText.objects.filter(language="en").update(enabled=False)
        assert settle(arrive()).reason == "There is no text for this language, or it is switched off."

    def test_a_greeting_without_a_name_closes_up(self):
        row = settle(arrive(sender="anna@post.example"))
        assert row.message.text.startswith("Hello,\n")

    def test_what_staff_changed_stays(self):
        AcknowledgmentText.objects.filter(language="de", channel="email").update(subject="Hallo")
        AcknowledgmentText.objects.filter(language="fr").update(enabled=False)
        acknowledgment_texts.ensure_texts()
        assert set(
            AcknowledgmentText.objects.filter(language="de", channel="email").values_list("subject", flat=True)
        ) == {"Hallo"}
        assert not AcknowledgmentText.objects.filter(language="fr", enabled=True).exists()
        assert AcknowledgmentText.objects.count() == sum(len(words) for words in SHIPPED.values())

    def test_a_language_that_was_off_before_there_were_two_texts_stays_off(self):
        AcknowledgmentText.objects.filter(language="nl", channel="email", closed=True).delete()
        AcknowledgmentText.objects.filter(language="nl").update(enabled=False)
        acknowledgment_texts.ensure_texts()
        assert not AcknowledgmentText.objects.get(language="nl", channel="email", closed=True).enabled

    def test_a_customers_name_is_text_whatever_is_in_it(self):
        row = settle(arrive(sender='"{reference} {opens}" <anna@post.example>'))
        assert row.message.text.startswith("Hello {reference} {opens},")

    def test_opens_is_known_outside_opening_hours_alone(self):
        with pytest.raises(ValidationError, match="outside opening hours"):
            AcknowledgmentText(language="en", subject="x", text="Until {opens}").full_clean()
        AcknowledgmentText(language="sv", closed=True, subject="x", text="Until {opens}").full_clean()

    def test_only_known_placeholders(self):
        with pytest.raises(ValidationError, match=r"\{name\}"):
            AcknowledgmentText(language="en", subject="x", text="Dear {first_name}").full_clean()

    def test_a_manager_edits_them_in_the_admin(self, manager_client, agent_client):
        row = AcknowledgmentText.objects.get(language="it", channel="email", closed=False)
        address = reverse("admin:inquiries_acknowledgmenttext_change", args=[row.pk])
        data = {
            "channel": "email",
            "language": "it",
            "account": "",
            "enabled": "on",
            "subject": "Ciao",
            "text": "Ciao {name}",
        }
        assert agent_client.post(address, data).status_code == 403
        assert manager_client.post(address, data).status_code == 302
        row.refresh_from_db()
        assert row.text == "Ciao {name}"
