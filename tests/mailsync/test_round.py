"""The whole round: a customer's mail comes in, staff answer it, and the customer's answer finds the same inquiry."""

import pytest

from inquiries import replies
from inquiries.models import Inquiry, Message, User
from inquiries.work import delivery
from mailsync import sync
from mailsync.models import Mailbox
from tests.mailsync.letters import letter
from tests.servers.graph import ADDRESS, Fault, Graph

pytestmark = pytest.mark.django_db


def reply(inquiry: Inquiry, agent: User) -> Message:
    message = replies.queue(inquiry, author=agent, channel="email", text="Hotel Porto is still free.")
    delivery.deliver(message.pk)
    message.refresh_from_db()
    return message


def test_mail_reply_and_answer_are_one_conversation(microsoft: Graph, mailbox: Mailbox, agent: User):
    first = microsoft.receive(letter(1), conversation="conv-1")
    sync.run(mailbox.pk)
    inquiry = Inquiry.objects.get()

    ours = reply(inquiry, agent)
    [sent] = microsoft.sent
    assert ours.state == Message.State.SENT
    assert (ours.external_id, f"<{ours.message_id}>") == (f"{ADDRESS}:{sent.id}", sent.message_id)
    assert sent.fields["inReplyTo"] == first.message_id
    assert sent.fields["toRecipients"][0]["emailAddress"]["address"] == "anna.berg@post.example"
    assert inquiry.reference in sent.fields["subject"]

    # Another conversation of Microsoft's, another subject, another address: our Message-ID alone leads home.
    answer = letter(2, subject="Yes!", text="We take it.", references=ours.message_id, sender="Per <per@berg.example>")
    microsoft.receive(answer, conversation="conv-2")
    sync.run(mailbox.pk)
    assert Inquiry.objects.count() == 1
    assert [message.direction for message in inquiry.messages.order_by("pk")] == ["IN", "OUT", "IN"]


def test_our_own_reply_in_the_sent_folder_is_no_second_message(microsoft: Graph, mailbox: Mailbox, agent: User):
    microsoft.receive(letter(1))
    sync.run(mailbox.pk)
    ours = reply(Inquiry.objects.get(), agent)
    [sent] = microsoft.sent
    sent.raw = (
        f"From: {ADDRESS}\r\nTo: anna.berg@post.example\r\nSubject: Re: Ten days on Crete\r\n"
        f"Message-ID: {sent.message_id}\r\nDate: Mon, 04 May 2026 12:00:00 +0200\r\n\r\nHotel Porto is still free.\r\n"
    ).encode()
    microsoft.log["sentitems"] = [("there", sent.id)]
    mailbox.folders.create(name="sentitems")
    outcome = sync.run(mailbox.pk)
    assert (outcome.new, outcome.known) == (0, 1)
    assert Message.objects.filter(direction="OUT").get() == ours


def test_a_reply_typed_in_outlook_joins_the_conversation(microsoft: Graph, mailbox: Mailbox):
    microsoft.receive(letter(1), conversation="conv-1")
    sync.run(mailbox.pk)
    microsoft.log["sentitems"] = []
    mailbox.folders.create(name="sentitems")
    raw = letter(5, text="I called her.", sender=f"Desk <{ADDRESS}>", references="mail-1@post.example")
    raw = raw.replace(b"To: Halden Travel <desk@halden.example>", b"To: Anna Berg <anna.berg@post.example>")
    microsoft.receive(raw, folder="sentitems", conversation="conv-1")
    assert sync.run(mailbox.pk).new == 1
    typed = Message.objects.get(direction="OUT")
    assert (typed.state, typed.inquiry) == (Message.State.SENT, Inquiry.objects.get())


def test_a_lost_answer_leaves_no_doubt(microsoft: Graph, mailbox: Mailbox, agent: User):
    microsoft.receive(letter(1))
    sync.run(mailbox.pk)
    microsoft.faults.append(Fault(on="/send", lost=True))
    message = reply(Inquiry.objects.get(), agent)
    assert message.state == Message.State.QUEUED
    assert "still is a draft" in message.last_error
    Message.objects.filter(pk=message.pk).update(due_at=message.created_at)
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert len(microsoft.sent) == 1


def test_a_worker_that_died_after_the_send_is_settled(microsoft: Graph, mailbox: Mailbox, agent: User):
    microsoft.receive(letter(1))
    sync.run(mailbox.pk)
    message = reply(Inquiry.objects.get(), agent)
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.SENDING, due_at=message.created_at, external_id=None, message_id=""
    )
    delivery.settle(message.pk)
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert f"<{message.message_id}>" == microsoft.sent[0].message_id
    assert len(microsoft.sent) == 1
