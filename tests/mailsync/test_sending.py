"""A reply goes out by mail once, in its thread, to the addresses that were chosen and nobody else."""

import email
import email.policy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from inquiries.envelope import OutboundFile
from inquiries.models import Message
from mailsync.models import Mailbox
from tests.factories import MessageFactory
from tests.mailsync.outgoing import ANNA, PDF, PHOTO, answered, draft_id, refused, send, settle
from tests.servers.graph import ADDRESS, Fault, Graph, RefusalError

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(db) -> Message:
    """The row that is being sent, where a draft is noted."""
    return MessageFactory.create(direction="OUT", state="SENDING", external_id=None)


# What arrives at Microsoft


def test_an_answer_goes_out_in_its_thread(microsoft: Graph, mailbox: Mailbox, message: Message):
    sent = send(reply_to=answered(microsoft), key=message.key)
    [mail] = microsoft.sent
    assert sent.external_id == f"{ADDRESS}:{mail.id}" == draft_id(message)
    assert f"<{sent.message_id}>" == mail.message_id
    assert (sent.thread_key, sent.sandboxed) == ("conv-7", False)
    assert mail.fields["inReplyTo"] == "<mail-1@post.example>"
    assert mail.fields["subject"] == "Re: Ten days on Crete [TH-101]"
    assert mail.fields["body"]["contentType"] == "HTML"
    assert mail.fields["body"]["content"].index("Hotel Porto is still free. ☀️") < mail.fields["body"]["content"].index(
        "divRplyFwdMsg"
    )
    assert mail.fields["toRecipients"] == [{"emailAddress": {"address": ANNA.value, "name": "Anna Berg"}}]
    assert mail.fields["ccRecipients"] == mail.fields["bccRecipients"] == []
    mailbox.refresh_from_db()
    assert mailbox.last_sent_at is not None


def test_a_mail_that_answers_none_of_ours_is_a_new_one(microsoft: Graph, mailbox: Mailbox):
    send(reply_to="sha256:of-an-imported-file")
    assert "inReplyTo" not in microsoft.sent[0].fields
    assert microsoft.count("createReply") == 0


def test_the_answered_mail_may_be_gone(microsoft: Graph, mailbox: Mailbox):
    send(reply_to=f"{ADDRESS}:AAkDeleted")
    assert len(microsoft.sent) == 1


def test_files_go_along(microsoft: Graph, mailbox: Mailbox):
    send(files=(PDF, PHOTO, PDF))
    assert [file["name"] for file in microsoft.sent[0].files] == ["Offer.pdf", "Beach.jpg", "Offer.pdf"]
    assert microsoft.sent[0].files[1]["contentType"] == "image/jpeg"


def test_a_file_beyond_microsofts_limit_is_said_before_anything_is_made(
    microsoft: Graph, mailbox: Mailbox, tmp_path: Path
):
    path = tmp_path / "film"
    with path.open("wb") as file:
        file.truncate(151_000_000)
    error = refused(files=(PDF, OutboundFile(filename="Film.mp4", content_type="video/mp4", path=path)))
    assert error.permanent
    assert "Film.mp4 has 151 MB" in error.message
    assert microsoft.calls == []


def test_a_strange_mailbox_is_answered_from_our_first(microsoft: Graph, mailbox: Mailbox):
    sent = send(account="old-address@halden.example")
    assert sent.external_id.startswith(f"{ADDRESS}:")


def test_without_a_mailbox_it_says_what_to_do(microsoft: Graph):
    error = refused()
    assert error.permanent
    assert "add_mailbox" in error.message


# What Microsoft refuses


@pytest.mark.parametrize(
    ("on", "refusal", "words", "permanent"),
    [
        ("POST", RefusalError(403, "ErrorAccessDenied"), "Mail.ReadWrite", True),
        ("/send", RefusalError(403, "ErrorSendAsDenied"), "Mail.Send", True),
        ("PATCH", RefusalError(400, "ErrorInvalidRecipients"), "address of the recipients", True),
        ("/send", RefusalError(429, "ApplicationThrottled"), "Too many calls", False),
        ("/send", RefusalError(503, "ServiceUnavailable"), "fault of its own", False),
    ],
)
def test_refusals_say_whether_to_try_again(
    microsoft: Graph, mailbox: Mailbox, on: str, refusal: RefusalError, words: str, permanent: bool
):
    microsoft.faults.append(Fault(on=on if on != "POST" else "v1.0/users", refusal=refusal))
    error = refused(reply_to=answered(microsoft))
    assert words in error.message
    assert (error.permanent, error.outcome_unknown) == (permanent, False)
    assert microsoft.sent == []


def test_a_wait_is_kept_by_the_next_send(microsoft: Graph, mailbox: Mailbox):
    microsoft.faults.append(Fault(on="/send", refusal=RefusalError(429, "TooManyRequests", Retry_After="90")))
    assert refused().retry_after == timedelta(seconds=90)
    calls = len(microsoft.calls)
    error = refused()
    assert error.retry_after is not None
    assert timedelta(seconds=80) < error.retry_after <= timedelta(seconds=90)
    assert len(microsoft.calls) == calls
    Mailbox.objects.update(blocked_until=timezone.now())
    send()
    assert len(microsoft.sent) == 1


def test_an_expired_token_does_not_send_twice(microsoft: Graph, mailbox: Mailbox):
    send()
    microsoft.expire()
    send(key="th-18")
    assert len(microsoft.sent) == 2


# An attempt that broke off is taken up again


def test_the_next_attempt_goes_on_with_the_draft(microsoft: Graph, mailbox: Mailbox, message: Message):
    """The second file was refused, and the answer to the first one's repeat is not needed."""
    microsoft.faults.append(Fault(on="attachments", times=1))
    microsoft.faults.append(Fault(on="attachments", refusal=RefusalError(500, "x")))
    refused(files=(PDF, PHOTO), key=message.key)
    noted = draft_id(message)
    assert noted
    assert microsoft.sent == []
    send(files=(PDF, PHOTO), key=message.key, draft_id=noted)
    [mail] = microsoft.sent
    assert f"{ADDRESS}:{mail.id}" == noted
    assert [file["name"] for file in mail.files] == ["Offer.pdf", "Beach.jpg"]
    assert sum(mail.folder == "drafts" for mail in microsoft.mails.values()) == 0


def test_a_file_whose_answer_got_lost_is_not_attached_twice(microsoft: Graph, mailbox: Mailbox, message: Message):
    microsoft.faults.append(Fault(on="attachments", taken=True, lost=True))
    assert not refused(files=(PDF,), key=message.key).outcome_unknown
    send(files=(PDF,), key=message.key, draft_id=draft_id(message))
    assert [file["name"] for file in microsoft.sent[0].files] == ["Offer.pdf"]


@pytest.mark.parametrize("fault", [{"lost": True}, {"page": 504}, {"refusal": RefusalError(500, "x")}], ids=str)
def test_a_lost_answer_to_a_send_that_went_out(microsoft: Graph, mailbox: Mailbox, fault: dict[str, Any]):
    microsoft.faults.append(Fault(on="/send", taken=True, **fault))
    sent = send()
    assert f"{ADDRESS}:{microsoft.sent[0].id}" == sent.external_id
    assert f"<{sent.message_id}>" == microsoft.sent[0].message_id
    assert microsoft.count("/send") == 1


def test_a_lost_answer_to_a_send_that_did_not_go_out(microsoft: Graph, mailbox: Mailbox, message: Message):
    microsoft.faults.append(Fault(on="/send", lost=True))
    error = refused(key=message.key)
    assert (error.permanent, error.outcome_unknown) == (False, False)
    assert error.retry_after == timedelta(minutes=1)
    assert microsoft.sent == []
    send(key=message.key, draft_id=draft_id(message))
    assert len(microsoft.sent) == 1


def test_a_send_that_goes_out_late_is_found_and_not_repeated(microsoft: Graph, mailbox: Mailbox, message: Message):
    microsoft.faults.append(Fault(on="/send", lost=True))
    refused(key=message.key)
    [draft] = microsoft.mails.values()
    microsoft.send(draft)  # it was on its way after all
    sent = send(key=message.key, draft_id=draft_id(message))
    assert f"<{sent.message_id}>" == draft.message_id
    assert len(microsoft.sent) == 1


def test_where_microsoft_cannot_be_asked_either_a_person_decides(microsoft: Graph, mailbox: Mailbox):
    microsoft.faults.append(Fault(on="/send", taken=True, lost=True))
    microsoft.faults.append(Fault(on="GET /v1.0/users", lost=True, times=3))
    assert refused().outcome_unknown
    assert len(microsoft.sent) == 1


# A worker that died


def test_settle_finds_a_mail_that_went_out(microsoft: Graph, mailbox: Mailbox, message: Message):
    sent = send(key=message.key)
    assert settle(key=message.key, draft_id=draft_id(message)) == sent
    assert len(microsoft.sent) == 1


def test_settle_sends_what_still_is_a_draft(microsoft: Graph, mailbox: Mailbox, message: Message):
    microsoft.faults.append(Fault(on="/send", refusal=RefusalError(503, "x")))
    refused(key=message.key)
    sent = settle(key=message.key, draft_id=draft_id(message))
    assert sent is not None
    assert sent.external_id == draft_id(message)
    assert len(microsoft.sent) == 1


def test_settle_without_a_draft_sends_since_nothing_was(microsoft: Graph, mailbox: Mailbox):
    assert settle() is not None
    assert len(microsoft.sent) == 1


def test_settle_cannot_tell_of_a_draft_that_somebody_deleted(microsoft: Graph, mailbox: Mailbox, message: Message):
    send(key=message.key)
    microsoft.mails.clear()
    assert settle(key=message.key, draft_id=draft_id(message)) is None
    assert len(microsoft.sent) == 1


# Without credentials


def test_the_sandbox_lays_a_readable_mail(settings, db):
    files = (PDF, OutboundFile(filename="a\nb.eml", content_type="message/rfc822", content=b"x"))
    sent = send(message_id="mail-1@post.example", references=("mail-0@post.example",), files=files)
    assert sent.sandboxed
    [path] = settings.OUTBOX_DIR.iterdir()
    assert path.name == "email-th-17.eml"
    raw = path.read_bytes()
    assert "Hotel Porto is still free. ☀️".encode() in raw
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["To"] == "Anna Berg <anna.berg@post.example>"
    assert mail["From"] == f"Nora Lindqvist <{ADDRESS}>"
    assert mail["Message-ID"] == f"<{sent.message_id}>"
    assert mail["In-Reply-To"] == "<mail-1@post.example>"
    assert mail["References"] == "<mail-0@post.example> <mail-1@post.example>"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["Offer.pdf", "a b.eml"]
    assert next(mail.iter_attachments()).get_content() == PDF.content


def test_the_sandbox_settles_by_laying_the_mail_again(settings, db):
    sent = settle()
    assert sent is not None
    assert sent.sandboxed
    assert len(list(settings.OUTBOX_DIR.iterdir())) == 1


def test_the_sandbox_cannot_tell_of_a_draft_at_microsoft(db):
    assert settle(draft_id=f"{ADDRESS}:AAk1") is None
