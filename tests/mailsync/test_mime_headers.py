"""Header fields are read as people meant them: subjects, senders, dates and ids in every odd form."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailsync import mime
from tests.mailsync.samples import ARRIVED, HEAD, address, parse, raw, read

SUBJECTS = {
    "header-subject-letter-cut-in-two": "Grüße aus Köln und München",
    "header-subject-raw-letters": "Zehn Tage Kreta für Jürgen",
    "header-subject-unknown-charset": "Köln",
    "header-subject-word-with-spaces": "Really? Zehn Tage Kreta für uns?",
    "header-subject-words-glued": "Re:Köln-Süd",
}
SENDERS = {
    "header-from-all-encoded": ("anna.joerg@post.example", "Anna Jörg"),
    "header-from-comma-without-quotes": ("c.aldous@hartwell.example", "Aldous, Catherine (HUM)"),
    "header-from-comment-form": ("anna.berg@post.example", "Anna Berg"),
    "header-from-mbox": ("anna.berg@post.example", "Anna Berg"),
    "header-from-missing": ("anna.berg@post.example", "Anna Berg"),
    "header-from-several": ("anna.berg@post.example", "Anna Berg"),
    "header-from-word-in-quotes": ("juergen@mueller.example", "Jürgen Müller, Köln"),
}
BODIES = {
    "header-after-blank-lines": "Hello",
    "header-line-ends-of-old-mac": "Hello\nfrom old days",
    "header-saved-as-utf16": "Hello from an editor",
}


@pytest.mark.parametrize(("name", "subject"), SUBJECTS.items())
def test_subject(name: str, subject: str):
    assert read(name).subject == subject


@pytest.mark.parametrize(("name", "sender"), SENDERS.items())
def test_sender(name: str, sender: tuple[str, str]):
    mail = read(name)
    assert (address(mail), mail.sender.name) == sender


@pytest.mark.parametrize(("name", "text"), BODIES.items())
def test_header_is_found_where_the_file_is_odd(name: str, text: str):
    mail = read(name)
    assert mail.text == text
    assert address(mail) == "anna.berg@post.example"


def test_mail_from_nobody_says_so():
    mail = read("header-from-nobody")
    assert mail.sender.addresses == ()
    assert mail.problem == mime.NO_SENDER
    assert mail.text == "Hello"


def test_thread_ids_are_whole_and_without_brackets():
    mail = read("header-ids-folded-and-bare")
    assert mail.message_id == "bare-id@post.example"
    assert mail.references == ("zero@halden.example", "one@halden.example", "cutone@halden.example")


@pytest.mark.parametrize("name", ["header-date-1970", "header-date-in-2099", "header-date-missing"])
def test_absurd_date_gives_way_to_the_arrival(name: str):
    assert read(name).sent_at == ARRIVED


def test_date_keeps_the_senders_zone():
    assert read("header-from-several").sent_at.utcoffset() == timedelta(hours=2)
    assert read("header-date-odd-form").sent_at == datetime(2026, 5, 4, 10, tzinfo=UTC)


def test_arrival_is_taken_from_our_servers_note_where_nobody_tells_it():
    received = b"Received: from a.example by mx.halden.example; Tue, 05 May 2026 09:00:00 +0100\r\n"
    mail = parse(received + HEAD + b"\r\nHello", received_at=None)
    assert mail.sent_at == datetime(2026, 5, 5, 9, tzinfo=timezone(timedelta(hours=1)))


def test_details_hold_every_address_and_the_telling_fields():
    content = (
        b"Delivered-To: desk@halden.example\r\nReply-To: home@berg.example\r\nCc: B <b@x.example>, c@x.example\r\n"
        b"Bcc: d@x.example\r\nX-Mailer: Pine\r\nAuto-Submitted: no\r\n"
    )
    details = mime.details(content + HEAD + b"\r\nHello")
    assert [box.address for box in details.sender] == ["anna.berg@post.example"]
    assert [(box.address, box.name) for box in details.cc] == [("b@x.example", "B"), ("c@x.example", "")]
    assert [box.address for box in (*details.to, *details.bcc)] == ["desk@halden.example", "d@x.example"]
    assert [box.address for box in (*details.reply_to, *details.delivered_to)] == [
        "home@berg.example",
        "desk@halden.example",
    ]
    assert dict(details.fields) == {"Auto-Submitted": "no", "X-Mailer": "Pine"}


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 50, b"Dear all,\r\nSubject: is not a header here", b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_mail_is_told_from_mail(content: bytes):
    assert not mime.is_mail(content)
    assert mime.is_mail(raw("header-after-blank-lines"))
