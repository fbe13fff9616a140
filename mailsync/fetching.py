"""The mails of one page, two at a time, in their order.

The threads only talk to Microsoft; rows are for the caller, who looks at the mailbox's row before each call and notes
the wait of a refusal there. Bytes go into a file (in memory while small), so that only the mail that is being read is
in memory as a whole.
"""

import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from typing import BinaryIO, cast

from inquiries.errors import WorkError
from mailsync import graph, mailboxes
from mailsync.graph_schemas import Item
from mailsync.patience import Keep, Tries

# With the one reply that may be under way (mailboxes.turn) and a look by hand: the four calls at once that Graph takes.
# https://learn.microsoft.com/en-us/graph/throttling-limits
FETCHING = 2
_IN_MEMORY = 1024 * 1024  # bytes of a mail; a larger one is streamed to a file


def fetch(address: str, items: Sequence[Item], *, limit: int, keep: Keep) -> Iterator[tuple[Item, bytes | WorkError]]:
    """Each item with its bytes, or with why it could not be fetched. Raises what `keep` raises.

    Where one fails by a long wait, the caller should stop: every other call would be refused as well.
    """
    window = _Window(address, limit=limit, keep=keep)
    waiting = iter(items)
    running: deque[tuple[Item, Future[BinaryIO]]] = deque()
    try:
        for item in islice(waiting, FETCHING):
            running.append((item, window.start(item)))
        while running:
            item, future = running.popleft()
            result = window.settle(item, future)
            # Before the caller is busy with this one, so that both threads are while it is.
            for following in islice(waiting, 1):
                running.append((following, window.start(following)))
            yield item, result
    finally:
        window.close(future for _item, future in running)


class _Window:
    """Two threads, and what they know of a refusal before the row does."""

    def __init__(self, address: str, *, limit: int, keep: Keep) -> None:
        self.address, self.limit, self.keep = address, limit, keep
        self.pool = ThreadPoolExecutor(FETCHING, thread_name_prefix="mail")
        self.lock = threading.Lock()
        self.shut_until = 0.0  # monotonic
        self.refusal: WorkError | None = None  # not on the row yet

    def start(self, item: Item) -> Future[BinaryIO]:
        self._note()
        try:
            mailboxes.check_open(self.address)
        except WorkError as error:
            return _failed(error)  # told by `settle`, which waits where the wait is short
        return self.pool.submit(self._fetch, item.id)

    def settle(self, item: Item, future: Future[BinaryIO]) -> bytes | WorkError:
        """The bytes, after some tries; else the last error."""
        tries = Tries(self.keep)
        while True:
            error = future.exception()
            self._note()
            if error is None:
                with future.result() as file:
                    file.seek(0)
                    return file.read()
            if not isinstance(error, WorkError):
                raise error
            if not tries.wait(error):
                return error
            future = self.start(item)

    def close(self, running: Iterator[Future[BinaryIO]]) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)
        self._note()
        for future in running:
            if not future.cancelled() and future.exception() is None:
                future.result().close()

    def _fetch(self, message_id: str) -> BinaryIO:
        """In a thread."""
        file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  closed by `settle`
        try:
            graph.mime_into(file, self.address, message_id, limit=self.limit, gate=self._gate)
        except WorkError as error:
            file.close()
            self._shut(error)
            raise
        return file

    def _gate(self) -> None:
        """Before a call in a thread: the other one may have been refused a moment ago."""
        with self.lock:
            left = self.shut_until - time.monotonic()
        if left > 0:
            raise mailboxes.waiting_for(timedelta(seconds=left))

    def _shut(self, error: WorkError) -> None:
        if error.retry_after is None or error.code == mailboxes.WAITING:
            return
        with self.lock:
            self.shut_until = max(self.shut_until, time.monotonic() + error.retry_after.total_seconds())
            self.refusal = error

    def _note(self) -> None:
        with self.lock:
            refusal, self.refusal = self.refusal, None
        if refusal is not None:
            mailboxes.hold_back(self.address, refusal)


def _failed(error: WorkError) -> Future[BinaryIO]:
    future: Future[BinaryIO] = Future()
    future.set_exception(error)
    return future
