"""How long a mail takes from Microsoft's notification to its row on the queue page, and how long without any.

    python -m tests.faults.mail_latency [--mails 20] [--polls 2] [--within 2] [--answer 3]

The product as `make run` starts it, on the embedded profile, with our own Graph over TLS beside it and a page that is
asked for as a browser asks. Prints the figures; exit 1 if one is untrue.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import requests

from tests.e2e.product import PATIENCE, Product, wait_for
from tests.faults.figures import Figures
from tests.mailsync.letters import letter
from tests.servers import graph as server

POLL = 60.0  # seconds, the interval of beat
_LOOK_EVERY = 0.05
_GRACE = 10.0  # seconds for the fetch itself, after the poll has rung


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=20)
    options.add_argument("--polls", type=int, default=2, help="mails that nobody tells of; a minute each at most")
    options.add_argument("--within", type=float, default=2.0, help="seconds, in the median")
    options.add_argument("--answer", type=float, default=3.0, help="seconds, the slowest to a notification")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="travelhub-latency-") as name, server.serving() as (graph, certificate):
        graph.subscriptions.needs_https = False  # the embedded profile has no certificate; Microsoft would want one
        product = start(Path(name), graph, certificate)
        try:
            desk = Desk(product)
            figures = Figures("From the notification to the row on the queue")
            told = [desk.time_of(graph, number, told=True) for number in range(given.mails)]
            alone = [desk.time_of(graph, given.mails + number, told=False) for number in range(given.polls)]
            return judge(figures, graph, told, alone, given)
        finally:
            product.stop()


def start(folder: Path, graph: server.Graph, certificate: Path) -> Product:
    """The product with a mailbox whose subscription Microsoft has made."""
    product = Product(
        folder,
        DEMO="no",
        LOG_LEVEL="WARNING",
        GRAPH_NOTIFICATIONS="yes",
        GRAPH_TENANT_ID=server.TENANT,
        GRAPH_CLIENT_ID=server.CLIENT_ID,
        GRAPH_CLIENT_SECRET=server.SECRET,
        GRAPH_AUTHORITY=graph.url,
        GRAPH_BASE_URL=f"{graph.url}/v1.0",
        REQUESTS_CA_BUNDLE=str(certificate),
        DJANGO_SUPERUSER_PASSWORD=Desk.PASSWORD,
    )
    try:
        product.wait_until_ready()
        product.manage("createsuperuser", "--noinput", "--username", Desk.NAME, "--email", "")
        product.manage("add_mailbox", server.ADDRESS)
        wait_for(lambda: graph.subscriptions.rows, "the subscription to be made", PATIENCE)
        wait_for(lambda: graph.count("/delta"), "the first fetch", PATIENCE)
    except BaseException:
        product.stop()
        raise
    return product


class Desk:
    """Somebody who looks at the queue."""

    NAME, PASSWORD = "probe", "correct horse battery"

    def __init__(self, product: Product) -> None:
        self.url, self.session = product.url, requests.Session()
        page = f"{self.url}/sign-in/"
        self.session.get(page, timeout=PATIENCE)
        form = {
            "username": self.NAME,
            "password": self.PASSWORD,
            "csrfmiddlewaretoken": self.session.cookies["csrftoken"],
        }
        answer = self.session.post(page, data=form, headers={"Referer": page}, timeout=PATIENCE)
        assert 'id="first"' in answer.text or "Queue" in answer.text, answer.status_code

    def time_of(self, graph: server.Graph, number: int, *, told: bool) -> float:
        """Seconds from the mail's arrival, told of at once or not at all, until its row is on the page."""
        name = f"Probe {number:03} Person"
        time.sleep(random.uniform(0.2, 1.2))  # not in step with anybody's polling
        graph.receive(letter(number + 1, sender=f"{name} <probe{number}@post.example>"))
        started = time.monotonic()
        if told:
            assert graph.subscriptions.notify() == [202]
        while not self._shows(name):
            assert time.monotonic() - started < POLL + 30, f"waited for {name} in vain"
            time.sleep(_LOOK_EVERY)
        return time.monotonic() - started

    def _shows(self, name: str) -> bool:
        return name in self.session.get(f"{self.url}/?tab=all", timeout=PATIENCE).text


def judge(
    figures: Figures, graph: server.Graph, told: list[float], alone: list[float], given: argparse.Namespace
) -> int:
    answers = [seconds for _status, seconds in graph.subscriptions.posted]
    if told:
        median = statistics.median(told)
        figures.say("mails told of", len(told))
        figures.say("median, seconds", f"{median:.2f}", holds=median < given.within)
        figures.say("fastest and slowest, seconds", f"{min(told):.2f}, {max(told):.2f}")
        slowest = max(answers)
        figures.say("answer to a notification, slowest, seconds", f"{slowest:.3f}", holds=slowest < given.answer)
    if alone:
        slowest = max(alone)
        figures.say("mails told of by nobody", len(alone))
        figures.say("slowest by the poll, seconds", f"{slowest:.1f}", holds=slowest < POLL + _GRACE)
    return figures.end()


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[2])
    sys.exit(main())
