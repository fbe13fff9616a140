"""A mail of ours that comes back is shown as not delivered, with the reason; a mail that is only late is not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import replies
from inquiries.models import EarlyReport, Event, Identity, Inquiry, Message, User
from inquiries.work import delivery
from mailsync import bounce_words, ingest, mime, sync
from mailsync.mime_bounce import Report
from mailsync.models import Mailbox
from tests.factories import IdentityFactory, MessageFactory, UserFactory
from tests.mailsync.letters import letter
from tests.mailsync.samples import DESK, raw
from tests.servers.graph import ADDRESS, Graph

OURS = "LO2P265MB1234AB12@LO2P265MB1234.GBRP265.PROD.OUTLOOK.example"
SENT = datetime(2026, 5, 4, 8, 0, 8, tzinfo=UTC)
CODES = {
    "bounce-exchange-online": "no_such_mailbox",
    "bounce-gmail": "mailbox_full",
    "bounce-postfix-headers-only": "refused",
    "bounce-exim-with-copy": "too_large",
    "bounce-qmail-with-copy": "no_such_mailbox",
    "bounce-in-base64": "not_reachable",
}
database = pytest.mark.django_db


def sent(**columns: Any) -> Message:
    """A reply of ours to Anna, an hour after she wrote."""
    question = MessageFactory.create(sent_at=SENT - timedelta(hours=1))
    identity = IdentityFactory.create(contact=question.contact, value="anna.berg@post.example")
    fields = {
        "inquiry": question.inquiry, "direction": "OUT", "identity": identity, "message_id": OURS, "sent_at": SENT,
        "author": UserFactory.create(), "subject": "Re: Ten days on Crete [TH-101]", "draft_id": "desk:draft",
    }  # fmt: skip
    return MessageFactory.create(**(fields | columns))


def arrive(name: str, **options: Any) -> Message:
    return ingest.take_in(raw(name), account=DESK, external_id=f"desk:{name}", **options).message


def state(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.error_code


@database
@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_the_mail_that_came_back_has_failed_for_its_reason(name: str, code: str):
    ours = sent()
    bounce = arrive(name)
    assert state(ours) == ("PERMANENTLY_FAILED", code)
    assert ours.last_error.endswith((".", "retry."))
    inquiry = Inquiry.objects.get()  # the bounce made none of its own
    assert (bounce.inquiry, bounce.reply_to, bounce.automatic) == (inquiry, ours, "bounce")
    assert inquiry.failed_count == 1
    assert inquiry.needs_reply_since is not None
    assert inquiry.events.get(kind=Event.Kind.FAILED).message == ours
    assert not EarlyReport.objects.exists()


@database
def test_the_same_bounce_again_changes_nothing():
    ours = sent()
    for _ in range(2):
        arrive("bounce-gmail")
    Message.objects.filter(pk=ours.pk).update(state="SENT")
    arrive("bounce-gmail")
    assert state(ours)[0] == "SENT"


@database
def test_a_mail_that_is_only_late_has_not_failed():
    ours = sent()
    late = arrive("auto-delayed-postfix")
    assert state(ours)[0] == "SENT"
    assert (late.inquiry, late.automatic) == (ours.inquiry, "auto_reply")
    assert arrive("auto-delayed-exim").automatic == "auto_reply"
    assert state(ours)[0] == "SENT"
    assert Inquiry.objects.get(pk=ours.inquiry_id).failed_count == 0


@database
def test_a_bounce_before_we_knew_our_message_id_is_settled_later(microsoft: Graph, mailbox: Mailbox):
    """The worker died after the send; the bounce is read before somebody asks what became of it."""
    mail = microsoft.mails[microsoft.new_draft({})["id"]]
    mail.draft, mail.fields["internetMessageId"] = False, f"<{OURS}>"
    name = f"{ADDRESS}:{mail.id}"
    ours = sent(message_id="", external_id=None, state="SENDING", due_at=timezone.now(), draft_id=name, account=ADDRESS)
    bounce = arrive("bounce-exchange-online")
    assert state(ours)[0] == "SENDING"
    assert bounce.inquiry.parked_reason == "bounce"
    assert EarlyReport.objects.get().message_id == OURS
    delivery.settle(ours.pk)
    assert state(ours) == ("PERMANENTLY_FAILED", "no_such_mailbox")
    bounce.refresh_from_db()
    assert bounce.reply_to == ours
    assert not EarlyReport.objects.exists()


@database
class TestByAddress:
    """A report that names no mail means the last one to that address."""

    def test_it_is_the_last_mail_to_it(self):
        earlier = sent(message_id="earlier@halden.example", sent_at=SENT - timedelta(days=1))
        latest = sent_again(earlier, "latest@halden.example", SENT)
        after = sent_again(earlier, "after@halden.example", SENT + timedelta(hours=1))
        bounce = arrive("bounce-qmail-names-no-mail")
        assert state(latest) == ("PERMANENTLY_FAILED", "no_such_domain")
        assert bounce.inquiry == latest.inquiry
        assert state(earlier)[0] == state(after)[0] == "SENT"

    def test_an_old_mail_or_another_mailboxs_is_not_meant(self):
        old = sent(message_id="old@halden.example", sent_at=SENT - timedelta(days=8))
        other = sent_again(old, "other@halden.example", SENT, account="visa@halden.example")
        arrive("bounce-qmail-names-no-mail")
        assert state(old)[0] == state(other)[0] == "SENT"

    def test_never_where_another_mail_is_named(self):
        """That one was typed in Outlook, and its sent items are not read."""
        ours = sent(message_id="another@halden.example")
        bounce = arrive("bounce-exchange-online")
        assert state(ours)[0] == "SENT"
        assert bounce.inquiry.parked_reason == "bounce"


def sent_again(message: Message, message_id: str, at: datetime, **columns: Any) -> Message:
    return MessageFactory.create(
        inquiry=message.inquiry,
        direction="OUT",
        identity=message.identity,
        message_id=message_id,
        sent_at=at,
        **columns,
    )


@database
def test_another_recipient_is_named():
    ours = sent(identity=IdentityFactory.create(value="per@berg.example", kind=Identity.Kind.EMAIL))
    arrive("bounce-gmail")
    state(ours)
    assert ours.last_error.startswith("To anna.berg@post.example: Their mailbox is full.")


@database
def test_a_mailer_daemon_never_joins_what_it_does_not_name():
    """Made an inquiry by mistake, the daemon is a contact with one open inquiry: no other bounce goes there."""
    first = arrive("bounce-qmail")
    Inquiry.objects.filter(pk=first.inquiry_id).update(parked_reason="")
    content = raw("bounce-qmail").replace(b"<bounce-qmail@", b"<bounce-other@").replace(b"ben@", b"bob@")
    second = ingest.take_in(content, account=DESK, external_id="desk:other").message
    assert second.inquiry != first.inquiry
    assert second.inquiry.parked_reason == "bounce"


@database
def test_retry_sends_it_anew(microsoft: Graph, mailbox: Mailbox, agent: User):
    """What came back is no draft any more: another try must not find it sent and leave it at that."""
    microsoft.receive(letter(1), conversation="conv-1")
    sync.run(mailbox.pk)
    message = replies.queue(Inquiry.objects.get(), author=agent, channel="email", text="Hotel Porto is still free.")
    delivery.deliver(message.pk)
    message.refresh_from_db()
    bounce = raw("bounce-exchange-online").replace(OURS.encode(), message.message_id.encode())
    microsoft.receive(bounce, conversation="conv-1")
    sync.run(mailbox.pk)
    assert state(message) == ("PERMANENTLY_FAILED", "no_such_mailbox")
    first = microsoft.sent[0]
    replies.retry(message, actor=agent)
    delivery.deliver(message.pk)
    assert state(message)[0] == "SENT"
    assert len(microsoft.sent) == 2
    # The copy of the first attempt, seen in the sent items afterwards, is the same reply.
    first.raw = (
        f"From: {ADDRESS}\r\nTo: anna.berg@post.example\r\nMessage-ID: {first.message_id}\r\n\r\nHotel Porto.\r\n"
    ).encode()
    microsoft.log["sentitems"] = [("there", first.id)]
    mailbox.folders.create(name="sentitems")
    sync.run(mailbox.pk)
    assert Message.objects.filter(direction="OUT").get() == message


@database
def test_the_desk_shows_it_with_what_to_do_and_counts_it(agent_client: Client):
    ours = sent()
    Inquiry.objects.update(last_message_direction="OUT", last_message_at=SENT)
    bounce = arrive("bounce-exchange-online")
    page = agent_client.get(f"/inquiries/{ours.inquiry_id}/").content.decode()
    assert "Not delivered." in page
    assert "Ask for the right address (by WhatsApp or phone) and write anew." in page
    assert f'href="/inquiries/{ours.inquiry_id}/?to={bounce.pk}#m-{bounce.pk}">What the mail server said' in page
    assert "A mail server" in page
    assert "Your reply was not delivered" in agent_client.get("/?tab=all").content.decode()
    work = agent_client.get("/work/").content.decode()
    assert "A reply that was not delivered" in work
    assert "There is no such mailbox." in work


@pytest.mark.parametrize(
    ("status", "detail", "code"),
    [
        ("5.1.1", "", "no_such_mailbox"),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied.", "no_such_mailbox"),
        ("5.7.1", "550 5.7.1 Unable to relay: user unknown", "no_such_mailbox"),
        ("5.2.2", "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException", "mailbox_full"),
        ("5.7.26", "550-5.7.26 Unauthenticated email is not accepted due to domain's DMARC policy.", "refused"),
        ("5.7.606", "550 5.7.606 Access denied, banned sending IP [198.51.100.7]", "refused"),
        ("5.1.8", "550 5.1.8 Access denied, bad outbound sender", "sending_blocked"),
        ("5.3.4", "", "too_large"),
        ("4.4.7", "550 4.4.7 QUEUE.Expired; message expired", "not_reachable"),
        ("5.4.310", "DNS domain post.example does not exist [Message=InfoDomainNonexistent]", "no_such_domain"),
        ("", "550 nope", "bounced"),
    ],
)
def test_the_reason_in_plain_words(status: str, detail: str, code: str):
    found, words = bounce_words.explain(Report(status=status, detail=detail))
    assert found == code
    assert words.endswith((".", "retry."))
    assert code != "bounced" or "550 nope" in words


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 500, b"Content-Type: message/delivery-status\r\n\r\n\xff\x00:"])
def test_odd_bytes_say_nothing(content: bytes):
    assert mime.bounce(content, limits=mime.Limits()).message_id == ""


def test_a_huge_report_is_read_quickly():
    content = raw("bounce-qmail") + b"<a@post.example>:\r\n" * 100_000
    assert len(mime.bounce(content, limits=mime.Limits()).reports) <= 50
