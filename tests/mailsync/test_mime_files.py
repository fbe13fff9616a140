"""The tree of a mail: one text, every file kept under the name that its sender meant."""

import pytest

from inquiries.envelope import InboundFile
from mailsync import mime_body
from tests.mailsync.samples import HEAD, parse, read

PAPERS = "Please find my papers attached."
NAMES = {
    "file-name-as-encoded-word": "Pässe Berg.pdf",
    "file-name-in-pieces": "Reise nach Köln und Bonn.pdf",
    "file-name-percent-coded": "Pässe Berg.pdf",
    "file-name-raw-letters": "Pässe Berg.pdf",
    "file-name-with-folders": "Passports.pdf",
    "file-without-name": "file.pdf",
}
FILES = {
    "file-calendar-invite": [("file.ics", "text/calendar", 32)],
    "file-empty": [("empty.pdf", "application/pdf", 0)],
    "file-of-unknown-type": [("boarding.pkpass", "application/x-strange", 13)],
    "file-that-is-text": [("list.txt", "text/plain", 14), ("people.csv", "text/csv", 5)],
    "file-winmail": [("winmail.dat", "application/ms-tnef", 13)],
    "tree-signed": [("smime.p7s", "application/pkcs7-signature", 11)],
    "tree-without-end": [("a.pdf", "application/pdf", 25)],
    "tree-encrypted": [
        ("file.pgp", "application/pgp-encrypted", 12),
        ("encrypted.asc", "application/octet-stream", 29),
    ],
    "tree-report-read-receipt": [("report.txt", "message/disposition-notification", 56)],
}
TEXTS = {
    "tree-flowed-delsp": "Reise nach Kyoto.",
    "tree-flowed-german": "Wir möchten im Mai nach Kreta.\n\n> Wann genau?\nAm 3. Mai.\n-- \nAnna",
    "tree-html-called-plain": "Two weeks in Peru.",
    "tree-plain-makes-excuses": "Two weeks in Peru,\nplease.\n\n* Lima\n* Cusco",
    "tree-signed": "Signed words about Crete.",
    "tree-text-picture-text": "First the beach:\n\nand then the mountains.",
    "tree-with-wrong-boundary": PAPERS,
    "tree-without-end": PAPERS,
}
PROBLEMS = {
    "file-winmail": mime_body.WINMAIL,
    "tree-encrypted": mime_body.ENCRYPTED,
    "tree-nested-thirty-deep": mime_body.TOO_DEEP,
}


def told(files: tuple[InboundFile, ...]) -> list[tuple[str, str, int | None]]:
    return [(file.filename, file.content_type, file.size) for file in files]


@pytest.mark.parametrize(("name", "filename"), NAMES.items())
def test_name_of_a_file(name: str, filename: str):
    mail = read(name)
    assert told(mail.files) == [(filename, "application/pdf", 25)]
    assert mail.files[0].content is not None
    assert mail.files[0].content.startswith(b"%PDF")
    assert mail.text == PAPERS


@pytest.mark.parametrize(("name", "files"), FILES.items())
def test_every_file_is_kept_whatever_its_type(name: str, files: list[tuple[str, str, int]]):
    assert told(read(name).files) == files


@pytest.mark.parametrize(("name", "text"), TEXTS.items())
def test_text_of_a_tree(name: str, text: str):
    assert read(name).text == text


@pytest.mark.parametrize(("name", "problem"), PROBLEMS.items())
def test_what_was_not_read_is_said(name: str, problem: str):
    assert read(name).problem == problem


def test_mail_sealed_in_its_signature_is_not_called_encrypted():
    mail = parse(HEAD + b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n\r\nDER")
    assert mail.problem == mime_body.SEALED
    assert told(mail.files) == [("smime.p7m", "application/pkcs7-mime", 3)]


def test_inner_parts_of_a_deep_mail_are_kept():
    [file] = read("tree-nested-thirty-deep").files
    assert file.filename == "nested.eml"
    assert file.content is not None
    assert b"Content-Type" in file.content


def test_picture_of_a_page_is_found_by_its_content_id():
    mail = read("tree-alternative-in-related-in-mixed")
    picture, wishes = mail.files
    assert (picture.content_id, picture.inline, picture.content_type) == ("beach@post.example", True, "image/png")
    assert "cid:beach@post.example" in mail.html
    assert (wishes.filename, wishes.inline) == ("wishes.pdf", False)
    assert mail.text == "Look at this beach!"
