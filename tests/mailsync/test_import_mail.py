"""import_mail takes in what lies in .eml files, mbox files, Maildirs and folders, once each."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from inquiries import attachments
from inquiries.models import DeadLetter, Message
from mailsync.models import Mailbox
from tests.mailsync.samples import DESK, FOLDER, HEAD, raw

pytestmark = pytest.mark.django_db


def run(*paths: Path, account: str = "") -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_mail", *paths, account=account, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def mail(number: int, text: str = "Hello") -> bytes:
    return b"Message-ID: <m%d@post.example>\r\n" % number + HEAD + f"\r\n{text} {number}\r\n".encode()


def mbox(*mails: bytes) -> bytes:
    line = b"From anna.berg@post.example Mon May  4 10:00:00 2026\n"
    return b"".join(line + content.replace(b"\r\n", b"\n") + b"\n" for content in mails)


def texts() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("text", flat=True))


def test_all_samples_come_in_once():
    count = len(list(FOLDER.glob("*.eml")))
    out, err = run(FOLDER)
    assert out.startswith(f"{count} mails taken in (5 not in full), 0 were here already, 0 dead letters kept")
    noted = dict(line.split(": ", 1) for line in err.splitlines())  # a line for each, by its file
    assert len(noted) == 5
    assert all(Path(path).parent == FOLDER and ", not in full: " in words for path, words in noted.items())
    out, _ = run(FOLDER)
    assert out.startswith(f"0 mails taken in, {count} were here already, 0 dead letters kept, 0 other files")
    assert Message.objects.count() == count
    assert not DeadLetter.objects.exists()


def test_folder_is_read_to_its_bottom_in_order(tmp_path: Path):
    for at, name in enumerate(["b.eml", "a.EML", "deep/er/c.eml", "notes.txt", "deep/a.label.json", "x.wa.json"]):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mail(at))
    out, err = run(tmp_path)
    assert out == (
        "3 mails taken in, 0 were here already, 0 dead letters kept, 1 other file passed over, "
        "0 files could not be read."
    )
    assert err == ""
    assert texts() == ["Hello 1", "Hello 0", "Hello 2"]


def test_mbox_is_parted_where_mails_begin(tmp_path: Path):
    """Not at each line that starts with "From": a letter may have one."""
    path = tmp_path / "Archive.mbox"
    letter = HEAD + b"\r\nHello,\r\nFrom 3 May 2026 we are free.\r\n\r\n>From Rome we go on.\r\n"
    path.write_bytes(mbox(mail(1), letter, mail(2)))
    out, _ = run(path)
    assert out.startswith("3 mails taken in")
    assert texts() == ["Hello 1", "Hello,\nFrom 3 May 2026 we are free.\n\nFrom Rome we go on.", "Hello 2"]


def test_same_mail_in_another_kind_of_file_is_known(tmp_path: Path):
    (tmp_path / "one.eml").write_bytes(mail(1))
    (tmp_path / "Inbox").write_bytes(mbox(mail(1), mail(2)))
    out, _ = run(tmp_path)
    assert out.startswith("2 mails taken in, 1 was here already, ")
    assert Message.objects.count() == 2


def test_maildir_with_folders(tmp_path: Path):
    for folder, number in (("cur", 1), ("new", 2), ("tmp", 3), (".Sent/cur", 4), (".Sent/tmp", 5)):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / f"17777.M{number}.host:2,S").write_bytes(mail(number))
    (tmp_path / "dovecot-uidlist").write_text("3 V1 N5")
    out, err = run(tmp_path)
    assert out.startswith("3 mails taken in")
    assert err == ""
    assert texts() == ["Hello 4", "Hello 1", "Hello 2"]


def test_named_file_needs_no_ending(tmp_path: Path):
    path = tmp_path / "saved message"
    path.write_bytes(mail(1))
    assert run(path)[0].startswith("1 mail taken in")


def test_missing_path_stops_before_anything_is_taken_in(tmp_path: Path):
    (tmp_path / "one.eml").write_bytes(mail(1))
    with pytest.raises(CommandError, match=r"There is no .*nothing\.eml\."):
        run(tmp_path / "one.eml", tmp_path / "nothing.eml")
    assert not Message.objects.exists()


def test_file_that_is_no_mail_is_named_and_the_others_come_in(tmp_path: Path):
    picture, broken, good = tmp_path / "photo.jpg", tmp_path / "old.mbox", tmp_path / "one.eml"
    picture.write_bytes(b"\xff\xd8\xff\xe0 picture")
    broken.write_bytes(b"This was an mbox once\n")
    good.write_bytes(mail(1))
    out, err = run(picture, broken, good)
    assert f"{picture}: It holds no mail." in err
    assert f"{broken}: It is no mbox" in err
    assert out.startswith("1 mail taken in")
    assert out.endswith("2 files could not be read.")
    with pytest.raises(CommandError, match="Nothing was taken in"):
        run(picture)


def test_eml_whose_bytes_are_none_is_a_message_with_a_note(tmp_path: Path):
    path = tmp_path / "broken.eml"
    path.write_bytes(b"\x00\x01\x02" * 100)
    out, _ = run(path)
    assert out.startswith("1 mail taken in (1 not in full)")
    message = Message.objects.get()
    assert attachments.read(message.raw) == path.read_bytes()


def test_account_is_the_one_given(tmp_path: Path):
    path = tmp_path / "one.eml"
    path.write_bytes(mail(1))
    run(path, account="Office@Halden.example")
    assert Message.objects.get().account == "office@halden.example"
    with pytest.raises(CommandError, match="is no mail address"):
        run(path, account="office")


@pytest.mark.parametrize(
    ("mailboxes", "fields", "account"),
    [
        ([], b"To: desk@halden.example", DESK),
        ([], b"Delivered-To: desk@halden.example\r\nTo: all@list.example", DESK),
        ([DESK, "sea@halden.example"], b"To: x@y.example, Sea@Halden.example", "sea@halden.example"),
        ([DESK, "sea@halden.example"], b"To: x@y.example\r\nCc: desk@halden.example", DESK),
        ([DESK], b"To: undisclosed-recipients:;", DESK),
        ([DESK, "sea@halden.example"], b"To: x@y.example", "x@y.example"),
    ],
)
def test_account_is_our_mailbox_else_the_recipient(mailboxes: list[str], fields: bytes, account: str, tmp_path: Path):
    for address in mailboxes:
        Mailbox.objects.create(address=address)
    path = tmp_path / "one.eml"
    path.write_bytes(b"From: Anna Berg <anna.berg@post.example>\r\n" + fields + b"\r\n\r\nHello")
    run(path)
    assert Message.objects.get().account == account


def test_mail_we_sent_is_ours(tmp_path: Path):
    Mailbox.objects.create(address=DESK)
    shutil.copy(FOLDER / "own-mail-in-sent-items.eml", tmp_path)
    run(tmp_path)
    message = Message.objects.get()
    assert (message.direction, message.account) == ("OUT", DESK)
    assert b"desk@halden.example" in raw("own-mail-in-sent-items")
