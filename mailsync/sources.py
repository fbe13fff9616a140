"""Where mail comes from: one Protocol, the kinds in settings.MAIL_SOURCES, and one path for all of them, ingest.py.

A source finds mails and hands over their bytes with what it knows of each; what becomes of them is none of its
business. import_mail is the drop folder by hand: the same files, read by the same functions.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from inquiries.addresses import is_email
from inquiries.doorbell import ring_now
from inquiries.intake import Received
from mailsync import graph, ingest, mailboxes, mailfiles
from mailsync.graph_ids import graph_id

logger = structlog.get_logger(__name__)

_IN_ONE_ROUND = 200  # mails of a drop folder; the others a minute later


class Source(Protocol):
    """A kind of mailbox. Every method may be called at any time and in several processes at once."""

    def poll(self) -> None:
        """Take in what is new, or ring for the task that does. Never raises for what is wrong with one mail."""

    def original(self, account: str, external_id: str) -> bytes | None:
        """The bytes of a mail, once more, for a dead letter that has none. None: it is not of this source, or gone.
        Raises WorkError where it could not be asked."""


def every() -> Iterator[Source]:
    for path in settings.MAIL_SOURCES.values():
        source: Source = import_string(path)()
        yield source


class Graph:
    """Mailboxes at Microsoft 365: each has a row, and a task of its own (sync.py)."""

    def poll(self) -> None:
        for pk in mailboxes.waiting():
            ring_now("mailsync.sync_mailbox", pk)

    def original(self, account: str, external_id: str) -> bytes | None:
        message_id = graph_id(external_id, address=account) if account and mailboxes.ready() else ""
        return graph.mime(account, message_id, limit=settings.MAIL_MAX_BYTES) if message_id else None


class DropFolder:
    """settings.MAIL_DROP_DIR: a Maildir for each address of ours, into which any mail server or fetcher delivers.

    As a mail program does, what was read is moved from `new` to `cur`. It may be read twice by two workers, or again
    after a crash: a mail is known by its content, so it comes in once.
    """

    def poll(self) -> None:
        root = settings.MAIL_DROP_DIR
        for folder in sorted(root.iterdir()) if root and root.is_dir() else ():
            if is_email(folder.name) and (folder / "new").is_dir():
                self._empty(folder)

    def original(self, account: str, external_id: str) -> bytes | None:  # noqa: ARG002
        return None  # a dead letter of a file has its bytes

    def _empty(self, folder: Path) -> None:
        account = folder.name.lower()
        for path in sorted((folder / "new").iterdir())[:_IN_ONE_ROUND]:
            try:
                arrived = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                for raw in mailfiles.mails(path):
                    take_file(raw, account=account, received_at=arrived)
                (folder / "cur").mkdir(exist_ok=True)
                path.rename(folder / "cur" / f"{path.name.partition(':')[0]}:2,S")
            except mailfiles.NotMailError:
                path.rename(folder / "cur" / path.name)
                logger.warning("drop_folder_has_no_mail", account=account)
            except FileNotFoundError:
                continue  # another worker was faster
            except OSError as error:
                logger.warning("drop_folder_unreadable", account=account, error=type(error).__name__)


def take_file(raw: bytes, *, account: str, received_at: datetime | None = None) -> Received | None:
    """One mail of a file, known by its content. `received_at`: where it has just come in, and is not history."""
    external_id = mailfiles.content_id(raw)
    return ingest.take_in_or_bury(raw, account=account, external_id=external_id, received_at=received_at)
