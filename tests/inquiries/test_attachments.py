"""Files are stored once per content, and a failed download loses nothing."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.db import connection

from inquiries import attachments
from inquiries.errors import WorkError
from inquiries.models import Attachment
from tests.factories import AttachmentFactory
from tests.inquiries.post_office import PostOffice


def raises(error: Exception):
    def bytes_of(remote_id: str) -> bytes:
        raise error

    return bytes_of


class TestStore:
    def test_the_same_bytes_have_one_name(self, settings) -> None:
        name, sha256 = attachments.store(b"hello")
        assert sha256 == hashlib.sha256(b"hello").hexdigest()
        assert name == f"blobs/{sha256[:2]}/{sha256}"
        assert attachments.store(b"hello") == (name, sha256)
        assert attachments.read(name) == b"hello"
        with attachments.open_blob(name) as file:
            assert file.read() == b"hello"
        assert [path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == [sha256]

    def test_half_a_file_is_written_again(self, settings) -> None:
        name, _ = attachments.store(b"hello")
        (Path(settings.MEDIA_ROOT) / name).write_bytes(b"")
        attachments.store(b"hello")
        assert attachments.read(name) == b"hello"

    @pytest.mark.parametrize("name", ["../secret_key", "/etc/passwd", "blobs/../../secret_key", ""])
    def test_only_stored_files_are_opened(self, name: str) -> None:
        with pytest.raises(SuspiciousFileOperation):
            attachments.read(name)


@pytest.mark.django_db
class TestFetch:
    def test_the_bytes_arrive(self, post_office: PostOffice) -> None:
        file = AttachmentFactory(remote_id="media-1")
        attachments.fetch(file.pk)
        file.refresh_from_db()
        assert (file.state, file.size, file.due_at) == ("STORED", 16, None)
        assert attachments.read(file.blob) == b"bytes of media-1"

    def test_a_fault_waits_and_ends_with_a_person(self, post_office: PostOffice, settings) -> None:
        settings.WORK_MAX_ATTEMPTS = 2
        settings.WORK_BACKOFF_BASE = timedelta(0)
        post_office.bytes_of = raises(WorkError("The vendor is down"))
        file = AttachmentFactory()
        attachments.fetch(file.pk)
        file.refresh_from_db()
        assert (file.state, file.last_error, file.message.inquiry.failed_count) == ("PENDING", "The vendor is down", 0)
        attachments.fetch(file.pk)
        file = Attachment.objects.get()
        assert (file.state, file.message.inquiry.failed_count) == ("PERMANENTLY_FAILED", 1)

    @pytest.mark.parametrize(
        ("announced", "words"), [({"size": 3}, "16 bytes, but 3"), ({"sha256": "00"}, "checksum differs")]
    )
    def test_another_file_than_announced_is_not_taken(
        self, announced: dict[str, object], words: str, post_office: PostOffice
    ) -> None:
        file = AttachmentFactory(remote_id="media-1", **announced)
        attachments.fetch(file.pk)
        file.refresh_from_db()
        assert file.state == "PENDING"
        assert words in file.last_error

    def test_the_announced_one_is(self, post_office: PostOffice) -> None:
        sha256 = hashlib.sha256(b"bytes of media-1").hexdigest().upper()
        file = AttachmentFactory(remote_id="media-1", sha256=sha256, size=16)
        attachments.fetch(file.pk)
        file.refresh_from_db()
        assert file.state == "STORED"

    def test_a_fault_of_ours_is_a_failed_attempt_without_its_words(self, post_office: PostOffice) -> None:
        post_office.bytes_of = raises(KeyError("anna@post.example"))
        file = AttachmentFactory()
        attachments.fetch(file.pk)
        file.refresh_from_db()
        assert "KeyError" in file.last_error
        assert "anna" not in file.last_error

    def test_a_worker_killed_before_it_counts_has_not_failed_it(self, post_office: PostOffice) -> None:
        post_office.bytes_of = raises(WorkError("Gone", permanent=True))
        file = AttachmentFactory()

        def die(execute, sql, params, many, context):
            if "failed_count" in sql and sql.startswith("UPDATE"):
                raise SystemExit
            return execute(sql, params, many, context)

        with pytest.raises(SystemExit), connection.execute_wrapper(die):
            attachments.fetch(file.pk)
        file.refresh_from_db()
        assert (file.state, file.message.inquiry.failed_count) == ("PENDING", 0)

    def test_what_kills_its_worker_every_time_comes_to_an_end(self, post_office: PostOffice, settings) -> None:
        file = AttachmentFactory(attempts=settings.WORK_MAX_ATTEMPTS)
        attachments.fetch(file.pk)
        file.refresh_from_db()
        assert file.state == "PERMANENTLY_FAILED"
        assert "without a word" in file.last_error
