"""Whatever the bytes are: a message comes out, its raw bytes are kept, and a database takes every value."""

import random
from collections.abc import Callable
from dataclasses import fields

import pytest

from inquiries.envelope import Inbound
from mailsync import mime
from tests.mailsync.samples import FOLDER, HEAD, address, parse

SAMPLES = [path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))]
WORDS = [
    b"\x00",
    b"\r\n",
    b"\n\n",
    b"=?utf-8?q?",
    b"?=",
    b"boundary=",
    b"--",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b'"',
    b"<",
    b"=",
]
WORDS += [
    b"Content-Type: multipart/mixed\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"charset=idna",
    b"filename*0*=",
]
CUTS = 700  # mutated mails, about a second


def _flip(raw: bytearray, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 30)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw)


def _cut(raw: bytearray, dice: random.Random) -> bytes:
    return bytes(raw[: dice.randrange(len(raw))])


def _insert(raw: bytearray, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(raw))
        raw[at:at] = dice.choice(WORDS) * dice.choice([1, 1, 1, 50])
    return bytes(raw)


def _splice(raw: bytearray, dice: random.Random) -> bytes:
    other = dice.choice(SAMPLES)
    return bytes(raw[: dice.randrange(len(raw))] + other[dice.randrange(len(other)) :])


CHANGES: list[Callable[[bytearray, random.Random], bytes]] = [_flip, _cut, _insert, _splice]


def assert_storable(mail: Inbound) -> None:
    """PostgreSQL refuses NUL, UTF-8 refuses lone surrogates."""
    texts = [getattr(mail, field.name) for field in fields(mail)]
    texts += [mail.sender.name, *mail.references, *(address.value for address in mail.sender.addresses)]
    texts += [value for file in mail.files for value in (file.filename, file.content_type, file.content_id)]
    for text in texts:
        if isinstance(text, str):
            text.encode()
    assert not any("\x00" in text for text in (mail.text, mail.subject, mail.html, mail.quoted_text, mail.message_id))
    assert mail.signature_at is None or 0 < mail.signature_at <= len(mail.text)
    assert mail.sent_at.tzinfo is not None


def test_mutated_mails_are_read_without_our_failing():
    dice = random.Random(20260504)
    unreadable = 0
    for number in range(CUTS):
        content = CHANGES[number % len(CHANGES)](bytearray(dice.choice(SAMPLES)), dice)
        mail = parse(content)
        mime.details(content)
        mime.is_mail(content)
        assert mail.raw == content
        assert_storable(mail)
        unreadable += mail.problem == mime.UNREADABLE
    assert unreadable == 0  # "could not be read" is for faults that nobody thought of


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\x00" * 100, b"\xff\xfe", bytes(range(256)) * 20, b"%PDF-1.7 \xe2\xe3"]
)
def test_bytes_that_are_no_mail_become_a_message_with_a_note(content: bytes):
    mail = parse(content)
    assert mail.problem == mime.NOT_A_MAIL
    assert mail.raw == content
    assert mail.files[0].content == content
    assert mail.sender.addresses == ()
    assert_storable(mail)


def test_letter_without_a_header_is_shown_as_text():
    mail = parse("Liebe Leute,\r\nwir möchten nach Kreta.\r\n".encode("cp1252"))
    assert mail.problem == mime.NOT_A_MAIL
    assert mail.text == "Liebe Leute,\nwir möchten nach Kreta."


def test_inner_mail_without_parts_and_with_letters_is_kept():
    inner = "Subject: Köln\r\nContent-Type: multipart/mixed; charset=utf-8\r\n\r\nGrüße".encode()
    mail = parse(HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner)
    assert mail.problem == ""
    assert mail.files[0].content is not None
    assert "Grüße".encode() in mail.files[0].content


def test_mail_that_breaks_the_reader_is_kept_with_its_sender():
    """Nested so deeply that the library gives up."""
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(2000))
    content = HEAD + levels + b"\r\nhello"
    mail = parse(content)
    assert mail.problem == mime.UNREADABLE
    assert address(mail) == "anna.berg@post.example"
    assert mail.raw == mail.files[0].content == content


@pytest.mark.parametrize(
    "charset", ["utf-7", "idna", "unicode_escape", "hex", "zlib", "undefined", "utf-16", "mbcs", "\x00"]
)
def test_odd_names_of_charsets(charset: str):
    content = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\nTwo weeks in Peru".encode()
    mail = parse(content)
    assert mail.problem != mime.UNREADABLE
    assert_storable(mail)
