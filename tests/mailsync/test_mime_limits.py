"""A mail is read within limits of size, parts and nesting, and in a time that grows with its length, not its square."""

import time

import pytest

from inquiries.envelope import TEXT_LIMIT
from mailsync import mime, mime_body, mime_bounds, mime_words
from tests.mailsync.samples import HEAD, address, parse

MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"


def nested(depth: int) -> bytes:
    levels = (b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at) for at in range(depth))
    return HEAD + b"".join(levels) + b"Content-Type: text/plain\r\n\r\nhello\r\n"


def test_larger_mail_has_its_header_read_and_its_bytes_kept():
    content = HEAD + b"\r\n" + b"x" * 2000
    mail = parse(content, limits=mime.Limits(size=1000))
    assert mail.subject == "Crete"
    assert address(mail) == "anna.berg@post.example"
    assert (mail.text, mail.problem, mail.raw) == ("", mime.TOO_LARGE, content)


def test_header_of_a_mail_too_large_to_fetch():
    mail = parse(HEAD + b"Message-ID: <big@post.example>\r\n\r\n", header_only=True)
    assert (mail.subject, mail.message_id, mail.problem) == ("Crete", "big@post.example", mime.NOT_FETCHED)


def test_parts_beyond_the_limit_are_left_in_the_original():
    content = MIXED + b"".join(b"--b\r\n\r\npart %d\r\n" % number for number in range(20)) + b"--b--\r\n"
    mail = parse(content, limits=mime.Limits(parts=6))  # the mail itself counts as one
    assert mail.text == "\n\n".join(f"part {number}" for number in range(5))
    assert mail.problem == mime_body.TOO_MANY_PARTS
    assert parse(content, limits=mime.Limits(parts=21)).problem == ""


def test_nesting_beyond_the_limit_is_kept_as_a_file():
    assert parse(nested(5), limits=mime.Limits(nesting=6)).text == "hello"
    mail = parse(nested(5), limits=mime.Limits(nesting=3))
    assert mail.problem == mime_body.TOO_DEEP
    assert b"hello" in (mail.files[0].content or b"")


def test_text_of_many_letters_is_cut_and_says_so():
    mail = parse(HEAD + b"\r\n" + b"Hello there. " * 50_000)
    assert len(mail.text) == TEXT_LIMIT
    assert mail.problem == mime_words.LONG_TEXT


def test_pasted_picture_does_not_use_up_the_room_of_the_words():
    picture = b'<img src="data:image/png;base64,' + b"QUFB" * 500_000 + b'">'
    assert parse(HTML + b"<p>Look:</p>" + picture + b"<p>We want this beach.</p>").text.endswith("We want this beach.")


def test_header_without_end():
    mail = parse(HEAD + b"X: " + b"y" * 1_000_000)
    assert (mail.subject, mail.problem) == ("Crete", mime_bounds.LONG_HEADER)


@pytest.mark.parametrize(
    "content",
    [
        b"From: <a@" + b" " * 100_000 + b"\r\n\r\nx",
        b'From: "' + b'\\"' * 50_000 + b"@\r\n\r\nx",
        b"From: " + b"=?utf-8?q?<@" * 16_000 + b"\r\n\r\nx",
        b"References: <a" + b" " * 100_000 + b"\r\n" + HEAD + b"\r\nx",
        b"X: y\r\n" * 100_000 + HEAD + b"\r\nx",
        HEAD + b"Content-Type: text/plain; " + b"a=b; " * 20_000 + b"\r\n\r\nx",
        MIXED + b"--b\r\n\r\nx\r\n" * 100_000,
        nested(300),
        HEAD + (b"Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n") * 1000,
        HEAD + b"\r\n" + b"[data:image/" * 40_000,
        HEAD + b"\r\n" + b"on 1@ :\n" * 60_000,
        HEAD + b"\r\n" + b"From: a\n" * 60_000,
        HEAD + b"\r\n" + b"> a\nb\n" * 60_000,
        HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \n" * 100_000,
        HTML + b"<p " * 200_000,
        HTML + b"<div>" * 50_000 + b"x",
        HTML + b"<blockquote type=cite>" * 5_000 + b"x",
    ],
    ids=lambda content: repr(bytes(content[:12] + content[-12:])),
)
def test_hostile_mail_is_read_in_a_moment(content: bytes):
    start = time.process_time()
    mail = parse(content)
    assert time.process_time() - start < 4  # a tenth of that on a quiet machine; the square would take minutes
    assert mail.raw == content
