"""The embedded profile's broker: kombu's filesystem transport, where no process ever meets half a file of another.

kombu makes a file under its last name and writes into it then; who reads in between gets nothing, no JSON, and the
worker ends (https://github.com/celery/kombu/issues/1551). Worse where a process died at that point: the file stays, and
no worker starts any more. Here a file is written under another name and gets its own once it is whole, and what cannot
be read is left out: a lost ring costs nothing, since the sweeper rings again.
"""

import fcntl
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

import structlog
from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = structlog.get_logger(__name__)

_UNFINISHED = ".unfinished"  # an end of a name that no queue and no exchange has
_BINDING = threading.Lock()


class Channel(filesystem.Channel):
    def queue_bind(self, *args: Any, **kwargs: Any) -> None:
        """kombu notes in memory first what is bound, and in the folder then: a thread that came in between would ring
        where nobody is bound yet, for nobody."""
        with _BINDING:
            super().queue_bind(*args, **kwargs)

    def get_table(self, exchange: str) -> list[Any]:
        """Which queues are bound to the exchange; none where the file was cut short, until the next one is bound."""
        try:
            return list(super().get_table(exchange))
        except (ValueError, TypeError):
            logger.warning("broker_file_unreadable", exchange=exchange)
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        wanted = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._changing(exchange) as (bound, write):
            if wanted not in bound:
                write([wanted, *bound])

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *_: Any, **__: Any) -> None:
        self._purge(queue)
        unwanted = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._changing(exchange) as (bound, write):
            if unwanted in bound:
                write([one for one in bound if one != unwanted])

    @contextmanager
    def _changing(self, exchange: str) -> Iterator[tuple[list[Any], Any]]:
        """What is bound to the exchange, and what writes it anew; others that want to change it wait."""
        file: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # the stubs are older
        file.parent.mkdir(parents=True, exist_ok=True)
        # Not the file itself: that one is another after each change, and two could each hold the lock of one.
        with (file.parent / f"{exchange}.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file is closed
            yield self.get_table(exchange), lambda queues: _write(file, queues)

    def _put(self, queue: str, payload: dict[str, Any], **_: Any) -> None:  # type: ignore[override]
        # As kombu names them: the time in front, for the order, and behind the first dot the queue.
        _write(Path(self.data_folder_out) / f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg", payload)

    def _get(self, queue: str) -> Any:  # type: ignore[override]
        """The oldest ring of the queue that can be read; those that cannot are gone after it."""
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            content = _take(Path(self.data_folder_in) / name)
            try:
                return loads(content.decode())
            except ValueError:
                if content:
                    logger.warning("ring_unreadable", queue=queue, size=len(content))
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel


def _write(file: Path, content: Any) -> None:
    unfinished = file.with_name(f"{uuid.uuid4()}{_UNFINISHED}")
    try:
        unfinished.write_bytes(dumps(content).encode())
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ChannelError(f"Cannot write {file}") from error


def _take(file: Path) -> bytes:
    """The content of the file, which is gone then; nothing where another process was quicker."""
    taken = file.with_name(f"{uuid.uuid4()}{_UNFINISHED}")
    try:
        file.rename(taken)  # one process alone can
        content = taken.read_bytes()
        taken.unlink()
    except OSError:
        return b""
    return content
