"""Another way in: mail that any server delivers into a folder comes by the same path as Microsoft's."""

from pathlib import Path

import pytest
from django.core.management import call_command

from inquiries import channels
from inquiries.errors import WorkError
from inquiries.models import DeadLetter, Message
from mailsync import sources, tasks
from mailsync.models import EmailMessage, Mailbox
from tests.mailsync.letters import letter
from tests.servers.graph import ADDRESS, Graph

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop(settings, tmp_path: Path) -> Path:
    settings.MAIL_DROP_DIR = tmp_path / "drop"
    folder = tmp_path / "drop" / ADDRESS
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    return folder


def deliver(folder: Path, number: int, raw: bytes | None = None) -> Path:
    path = folder / "new" / f"178000000{number}.M{number}.host"
    path.write_bytes(letter(number) if raw is None else raw)
    return path


def test_what_is_delivered_comes_in_once_and_is_marked_as_read(drop: Path):
    path = deliver(drop, 1)
    (drop / "tmp" / "half").write_bytes(b"From: somebody")
    tasks.poll()
    message = Message.objects.get()
    assert (message.account, message.subject) == (ADDRESS, "Ten days on Crete")
    assert EmailMessage.objects.get().mailbox == ADDRESS
    assert not path.exists()
    assert [file.name for file in (drop / "cur").iterdir()] == [f"{path.name}:2,S"]
    # A crash before the move, or a second worker, reads it again: it is known by its content.
    deliver(drop, 1)
    tasks.poll()
    assert Message.objects.count() == 1


def test_by_hand_it_is_the_same_mail(drop: Path):
    path = deliver(drop, 1)
    call_command("import_mail", str(path), account=ADDRESS)
    tasks.poll()
    assert Message.objects.count() == 1


def test_what_holds_no_mail_stops_nothing(drop: Path):
    deliver(drop, 1, b"\x00\xff no mail")
    (drop / "new" / "1780000002.folder").mkdir()
    deliver(drop, 3)
    (drop.parent / "no address").mkdir()
    tasks.poll()
    assert Message.objects.get().message_id == "mail-3@post.example"


def test_without_a_folder_nothing_is_looked_for(settings, tmp_path: Path):
    settings.MAIL_DROP_DIR = tmp_path / "away"
    tasks.poll()
    settings.MAIL_DROP_DIR = None
    tasks.poll()
    assert not Message.objects.exists()


def test_a_dead_letter_without_bytes_is_fetched_from_its_source(microsoft: Graph, mailbox: Mailbox):
    mail = microsoft.receive(letter(1))
    channels.get("email").replay(b"", account=ADDRESS, external_id=f"{ADDRESS}:{mail.id}")
    assert Message.objects.get().message_id == "mail-1@post.example"
    with pytest.raises(WorkError, match="never fetched"):
        channels.get("email").replay(b"", account=ADDRESS, external_id="import:0000")
    assert not DeadLetter.objects.exists()


def test_every_kind_keeps_to_the_protocol(settings):
    assert [type(source).__name__ for source in sources.every()] == ["Graph", "DropFolder"]
    settings.MAIL_SOURCES = {"lame": "mailsync.models.Mailbox"}
    from travelhub.checks import plug_points

    assert [(found.id, found.msg) for found in plug_points()] == [
        ("travelhub.E005", "mailsync.models.Mailbox lacks poll, original.")
    ]
