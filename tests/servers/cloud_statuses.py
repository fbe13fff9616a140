"""What Meta tells of a message that it has taken: signed webhooks, as they come, one status a body."""

import json
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import requests

from messaging import signature


class Statuses:
    """Tells `post(body, signature)` of each message: sent, delivered, read, some moments apart.

    `early`: gives whether the first one of a message comes before the answer to its send. `kept`: gives whether
    nothing is ever told of a message. Both are asked once for each.
    """

    def __init__(
        self,
        post: Callable[[bytes, str], object],
        *,
        secret: str,
        number_id: str,
        states: Sequence[str] = ("sent", "delivered"),
        delay: float = 0.02,
        early: Callable[[], bool] = lambda: False,
        kept: Callable[[], bool] = lambda: False,
    ) -> None:
        self.post, self.secret, self.number_id, self.states = post, secret, number_id, tuple(states)
        self.delay, self.early, self.kept = delay, early, kept
        self.waiting: queue.Queue[tuple[float, bytes] | None] = queue.Queue()
        self.told = self.told_early = self.never_told = self.refused = 0
        self.thread = threading.Thread(target=self._tell, daemon=True)
        self.thread.start()

    def of(self, message: dict[str, Any]) -> None:
        """Called between the moment in which a message is taken and its answer."""
        if self.kept():
            self.never_told += 1
            return
        bodies = [self._body(message, state) for state in self.states]
        if self.early():
            self.told_early += 1
            self._post(bodies.pop(0))
        for body in bodies:
            self.waiting.put((time.monotonic() + self.delay, body))

    def tell(self, message: dict[str, Any], state: str, **more: Any) -> None:
        """One more of a message that was taken; `more`: what a status has beside it ("errors")."""
        self.waiting.put((time.monotonic(), self._body(message, state, **more)))

    def end(self) -> None:
        """Tell what is still to be told, and stop."""
        self.waiting.put(None)
        self.thread.join()

    def _tell(self) -> None:
        while (item := self.waiting.get()) is not None:
            at, body = item
            time.sleep(max(0.0, at - time.monotonic()))
            self._post(body)

    def _post(self, body: bytes) -> None:
        for _ in range(20):  # Meta repeats what is not answered with 200
            try:
                self.post(body, signature.sign(body, secret=self.secret))
            except requests.RequestException:
                self.refused += 1
                time.sleep(0.5)
            else:
                self.told += 1
                return

    def _body(self, message: dict[str, Any], state: str, **more: Any) -> bytes:
        recipient = message.get("to") or message.get("recipient")
        status = {
            "id": message["id"],
            "status": state,
            "timestamp": str(int(time.time())),
            "recipient_id": recipient,
            "biz_opaque_callback_data": message.get("biz_opaque_callback_data", ""),
            "pricing": {"billable": False, "pricing_model": "PMP", "category": "service"},
            **more,
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "447700900500", "phone_number_id": self.number_id},
            "statuses": [status],
        }
        changes = [{"field": "messages", "value": value}]
        return json.dumps(
            {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}, separators=(",", ":")
        ).encode()


def posting_to(url: str) -> Callable[[bytes, str], object]:
    """Posts to a webhook's address; raises requests.RequestException for anything but a 200."""
    session = requests.Session()
    lock = threading.Lock()

    def post(body: bytes, header: str) -> None:
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": header}
        with lock:
            session.post(url, data=body, headers=headers, timeout=10).raise_for_status()

    return post
