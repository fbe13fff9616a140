"""Who wrote: behind contact forms, in forwards, and in mail that is our own."""

import pytest

from mailsync import mime
from tests.mailsync.samples import DESK, HEAD, address, own_words, parse, read

FORMS = {
    "form-from-our-own-address": ("ben@carter.example", "Ben Carter"),
    "form-labels-above-values": ("ben@carter.example", "Ben Carter"),
    "form-reply-to": ("ben@carter.example", "Ben Carter"),
    "form-without-reply-to": ("luc@martin.example", "Luc Martin"),
    "form-is-not-a-shop": ("no-reply@shop.example", "Shop"),
}


@pytest.mark.parametrize(("name", "writer"), FORMS.items())
def test_customer_behind_a_contact_form(name: str, writer: tuple[str, str]):
    mail = read(name)
    assert (address(mail), mail.sender.name) == writer
    assert not mail.outgoing
    assert mail.parked_reason == ""


def test_reply_to_of_a_person_is_not_another_person():
    """Only a form's sender stands for somebody else: a private Reply-To would make two contacts of one."""
    assert address(parse(b"Reply-To: home@berg.example\r\n" + HEAD + b"\r\nHello")) == "anna.berg@post.example"


@pytest.mark.parametrize("name", ["forward-apple", "forward-gmail", "forward-outlook-de", "forward-thunderbird-fr"])
def test_forwarded_words_count_as_the_writers(name: str):
    mail = read(name)
    assert address(mail) == "anna.berg@post.example"
    assert "24 to 31 October, four of us" in mail.text
    assert "\n>" not in mail.text
    assert mail.quoted_text == ""
    assert mail.signature_at is None


def test_mail_forwarded_as_a_file_is_read_and_kept():
    mail = read("forward-as-attachment")
    assert mail.text.startswith("Can you price this?")
    assert "24 to 31 October, four of us, from Dublin" in mail.text
    assert [(file.filename, file.content_type) for file in mail.files] == [("Iceland in October.eml", "message/rfc822")]


def test_files_of_a_forwarded_mail_are_kept_as_well():
    """Also of a mail in a mail in a mail, whose words are read to its bottom."""
    innermost = (
        b"From: Lodge <stay@lodge.example>\r\nSubject: Our lodge\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n"
        b"--z\r\n\r\nFour nights.\r\n--z\r\nContent-Type: image/png\r\nContent-ID: <p>\r\n\r\npicture\r\n--z--\r\n"
    )
    inner = b"From: Bo <bo@x.example>\r\nSubject: Look\r\nContent-Type: message/rfc822\r\n\r\n" + innermost
    mail = parse(HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner)
    assert [(file.filename, file.inline) for file in mail.files] == [
        ("Look.eml", False),
        ("Our lodge.eml", False),
        ("file.png", False),
    ]
    assert mail.text.endswith("From: Lodge <stay@lodge.example>\nSubject: Our lodge\n\nFour nights.")


@pytest.mark.parametrize("name", ["forward-of-our-own-offer", "forward-of-our-own-mail-as-attachment"])
def test_our_own_words_never_count_as_the_customers(name: str):
    mail = read(name)
    assert own_words(mail) in {"Is this still right?", "Is this price still right?"}
    assert "desk@halden.example" in mail.quoted_text


def test_mail_of_ours_has_its_recipient_as_the_other_side():
    mail = read("own-mail-in-sent-items")
    assert mail.outgoing
    assert address(mail) == "anna.berg@post.example"


def test_note_to_ourselves_came_in():
    mail = read("own-mail-to-ourselves")
    assert not mail.outgoing
    assert address(mail) == DESK


def test_sent_folder_makes_a_mail_ours_whatever_its_sender():
    content = (
        b"From: Nora <nora@halden.example>\r\nTo: desk@halden.example\r\nCc: Anna Berg <anna.berg@post.example>\r\n"
        b"\r\nHere is your offer.\r\n\r\nAnna Berg"
    )
    mail = parse(content, outgoing=True)
    assert mail.outgoing
    assert address(mail) == "anna.berg@post.example"
    assert mail.text.endswith("Anna Berg")
    assert mail.signature_at is None  # that is the recipient's name


def test_sent_mail_without_recipient_says_so():
    mail = parse(b"From: desk@halden.example\r\nSubject: Draft\r\n\r\nHello", outgoing=True)
    assert mail.outgoing
    assert mail.sender.addresses == ()
    assert mail.problem == mime.NO_RECIPIENT


def test_answer_of_ours_that_quotes_a_form_is_ours():
    content = (
        b"From: Halden <desk@halden.example>\r\nTo: Ben Carter <ben@carter.example>\r\n\r\nDear Ben, gladly.\r\n\r\n"
        b"> Name: Ben Carter\r\n> Email: ben@carter.example\r\n> Message: Norway in June.\r\n"
    )
    mail = parse(content)
    assert mail.outgoing
    assert address(mail) == "ben@carter.example"
