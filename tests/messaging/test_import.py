"""import_whatsapp takes webhook bodies in from files, once, whatever lies beside them."""

import io
import json
import random
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from inquiries import attachments
from inquiries.models import Attachment, DeadLetter, Message
from messaging import events
from messaging.models import WebhookEvent
from tests.messaging.payloads import CORPUS, body_of, ingest_all, post, recorded

pytestmark = pytest.mark.django_db

CASES = sorted(CORPUS.glob("*.wa.json"))


def run(*paths: Path, media: Path | None = None) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_whatsapp", *paths, media=media, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def test_all_cases_of_the_corpus_become_rows_once_in_any_order():
    assert len(CASES) == 26
    shuffled = random.Random(3).sample(CASES, k=len(CASES))
    out, err = run(*shuffled)
    assert "26 webhook bodies taken in (26 new)" in out
    assert err == ""
    out, _ = run(*reversed(shuffled))
    assert "0 webhook bodies taken in, 26 were here already" in out
    assert Message.objects.count() == 26
    assert not Message.objects.filter(state="PERMANENTLY_FAILED").exists()
    assert not DeadLetter.objects.exists()
    texts = {json.loads(path.read_bytes())["entry"][0]["changes"][0]["value"]["messages"][0]["id"] for path in CASES}
    assert set(Message.objects.values_list("external_id", flat=True)) == texts


def test_folder_gives_its_webhook_bodies_and_passes_labels_over():
    others = sum(not path.name.endswith(".wa.json") for path in CORPUS.rglob("*") if path.is_file())
    out, err = run(CORPUS)
    assert out.count("\n") == 0
    assert "26 webhook bodies taken in" in out
    assert f"{others} other files passed over, 0 files could not be read" in out
    assert err == ""


def test_same_message_in_another_body_is_known(client, tmp_path):
    post(client, recorded("text__plain"))
    ingest_all()
    indented = json.dumps(json.loads(recorded("text__plain")), indent=2)
    path = tmp_path / "again.json"
    path.write_text(indented)
    out, _ = run(path)
    assert "(1 known)" in out
    assert Message.objects.count() == 1


def test_body_that_the_webhook_has_is_left_to_the_worker(client, tmp_path):
    post(client, recorded("text__plain"))
    (tmp_path / "same.json").write_bytes(recorded("text__plain"))
    out, _ = run(tmp_path)
    assert "1 was here already" in out
    assert WebhookEvent.objects.get().state == "RECEIVED"


def test_bad_files_are_reported_and_the_others_go_on(tmp_path):
    (tmp_path / "a.json").write_bytes(b"{not json")
    (tmp_path / "b.json").write_bytes(b'{"some": "settings"}')
    (tmp_path / "c.json").write_bytes(recorded("text__plain"))
    (tmp_path / "ignored.txt").write_bytes(b"notes")
    out, err = run(tmp_path, tmp_path / "missing.json", tmp_path / "b.json")
    assert "1 webhook body taken in (1 new)" in out
    assert "2 other files passed over, 3 files could not be read" in out
    lines = err.splitlines()
    assert [re.search(r"(\w+)\.json", line).group(1) for line in lines] == ["a", "missing", "b"]
    assert "No such file" in lines[1]
    assert "no WhatsApp webhook body" in lines[2]


def test_files_of_other_kinds_are_counted(tmp_path):
    (tmp_path / "letter.eml").write_bytes(b"Subject: Rome\r\n\r\nHello")
    out, err = run(tmp_path)
    assert out == (
        "0 webhook bodies taken in, 0 were here already, 1 other file passed over, 0 files could not be read."
    )
    assert err == ""


def test_parts_that_break_us_are_dead_letters_and_the_file_is_named(tmp_path):
    path = tmp_path / "batch.json"
    path.write_bytes(recorded("batch__one_unreadable"))
    out, err = run(path)
    assert out.startswith("1 webhook body taken in (2 new, 1 status, 5 dead letters), 0 were here already")
    assert err == f"{path}: 5 kept as dead letters; manage.py replay tries them once more."
    assert DeadLetter.objects.count() == 5


def test_nothing_but_bad_files_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="Nothing was taken in"):
        run(tmp_path / "missing.json")


def test_empty_folder_is_no_error(tmp_path):
    out, _ = run(tmp_path)
    assert out.startswith("0 webhook bodies")


def test_import_rings_for_the_messages_and_not_for_the_bodies(tmp_path, django_capture_on_commit_callbacks):
    shutil.copy(CASES[0], tmp_path)
    with django_capture_on_commit_callbacks() as callbacks:
        run(tmp_path)
    assert len(callbacks) == 1
    assert WebhookEvent.objects.get().state == "PROCESSED"


def test_import_that_was_killed_is_finished_by_the_worker(settings):
    """The row is stored with a lease; when that has run out, it is due like any other."""
    from datetime import timedelta

    pk = events.keep_claimed(recorded("text__plain"), lease=timedelta(seconds=-1))
    assert pk is not None
    assert list(WebhookEvent.objects.due().values_list("pk", flat=True)) == [pk]
    ingest_all()
    assert Message.objects.count() == 1


def test_media_folder_gives_the_files_at_once(tmp_path):
    """The digest in a sample is not that of the sample's file: the bytes at hand count."""
    bodies, media = tmp_path / "bodies", tmp_path / "media"
    bodies.mkdir()
    media.mkdir()
    (media / "1003383421387256.jpg").write_bytes(b"\xff\xd8 photo")
    (media / "1442617723519946").write_bytes(b"OggS")
    for name in ("image__caption", "audio__voice_note", "video__plain"):
        (bodies / f"{name}.json").write_bytes(recorded(name))
    run(bodies, media=media)
    rows = {row.remote_id: row for row in Attachment.objects.all()}
    assert rows["1003383421387256"].state == "STORED"
    assert attachments.read(rows["1003383421387256"].blob) == b"\xff\xd8 photo"
    assert rows["1442617723519946"].state == "STORED"
    assert rows["1003383421387259"].state == "PENDING"


def test_media_id_cannot_leave_the_folder(tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "body.json").write_bytes(body_of({"type": "image", "image": {"id": "../secret"}}))
    run(tmp_path / "body.json", media=media)
    assert Attachment.objects.get().state == "PENDING"


def test_media_folder_that_is_none_is_said(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        run(tmp_path, media=tmp_path / "none")
