"""10,000 mails through a Microsoft 365 at its worst, with a worker that is killed: none lost, twice or too early.

    python -m tests.faults.mail_sync [--mails 10000] [--kills 10] [--rate 0.2] [--seed 1]

A real Celery worker on the embedded profile against our own Graph over TLS. Prints the figures; exit 1: one is untrue.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.e2e.product import SERVICES
from tests.faults.figures import Figures
from tests.mailsync.letters import letter
from tests.servers import graph as server
from tests.servers.graph_faults import Chaos

ROOT = Path(__file__).parents[2]
QUEUE = "mail"  # the worker does nothing but fetch: reading the mails is not under test


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=10_000)
    options.add_argument("--kills", type=int, default=10)
    options.add_argument("--rate", type=float, default=0.2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--limit", type=int, default=3600, help="seconds")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="travelhub-faults-") as name, server.serving() as (graph, certificate):
        _set_up(Path(name), graph, certificate)
        for number in range(1, given.mails + 1):
            graph.receive(letter(number, subject=f"Trip {number}", sender=f"Guest <guest{number}@post.example>"))
        pk = _add_mailbox()
        graph.page_size = max(min(50, given.mails // 5), 1)
        chaos = graph.chaos = Chaos(graph, rate=given.rate, seed=given.seed, latency=0.02)
        run = Run(graph, pk, mails=given.mails, kills=given.kills)
        started = time.monotonic()
        try:
            run.go(until=started + given.limit)
        finally:
            run.worker.end()
        return _judge(run, chaos, seconds=time.monotonic() - started)


def _set_up(folder: Path, graph: server.Graph, certificate: Path) -> None:
    """Environment of this process and of all it starts; then Django, and the tables."""
    for service in SERVICES:  # never on anybody's own database
        os.environ.pop(service, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "travelhub.settings",
        "ENV_FILE": "",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
        "WORK_LEASE_SECONDS": "5",  # so that a killed worker's mailbox is free again soon
        "GRAPH_TENANT_ID": server.TENANT,
        "GRAPH_CLIENT_ID": server.CLIENT_ID,
        "GRAPH_CLIENT_SECRET": server.SECRET,
        "GRAPH_AUTHORITY": graph.url,
        "GRAPH_BASE_URL": f"{graph.url}/v1.0",
        "REQUESTS_CA_BUNDLE": str(certificate),
    }
    import django
    from django.core.management import call_command

    import travelhub.celery  # noqa: F401  the application that rings

    django.setup()
    call_command("migrate", verbosity=0)


def _add_mailbox() -> int:
    from mailsync.models import Mailbox

    row = Mailbox.objects.create(address=server.ADDRESS)
    row.folders.create(name="inbox")
    return row.pk


class Worker:
    """A real one, in a session of its own, which is killed as a machine out of memory does it."""

    def __init__(self) -> None:
        self.log = (Path(os.environ["VAR_DIR"]) / "worker.log").open("ab")
        self.kills = 0
        self.start()

    def start(self) -> None:
        words = [
            "worker",
            "--pool",
            "threads",
            "--concurrency",
            "2",
            "-Q",
            QUEUE,
            "--without-mingle",
            "--without-gossip",
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "travelhub", *words],
            cwd=ROOT,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1
        self.start()

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Run:
    def __init__(self, graph: server.Graph, pk: int, *, mails: int, kills: int) -> None:
        self.graph, self.pk, self.mails, self.kills = graph, pk, mails, kills
        self.forgotten = False
        self.worker = Worker()

    def go(self, *, until: float) -> None:
        """Ring for the mailbox until all is read, kill when it is time, and lose the place in the middle once."""
        said = 0
        while not self.is_done():
            if time.monotonic() > until:
                print(f"The time is up at {self.rows()} rows.", flush=True)
                return
            self.ring()
            self.drop_other_rings()
            rows = self.rows()
            if rows * 10 // self.mails > said:
                said = rows * 10 // self.mails
                print(f"    {rows} rows, {self.worker.kills} kills, {self.graph.chaos.meter.calls} calls", flush=True)
            if rows > self.mails // 2 and not self.forgotten and self.has_place():
                self.graph.forget()
                self.forgotten = True
            if self.worker.kills < self.kills and rows >= self.mails * (self.worker.kills + 1) // (self.kills + 1):
                self.worker.kill()
            time.sleep(0.2)

    def is_done(self) -> bool:
        from mailsync.models import Mailbox

        row = Mailbox.objects.get(pk=self.pk)
        return row.last_synced_at is not None and self.rows() >= self.mails and self.worker.kills >= self.kills

    def has_place(self) -> bool:
        """Whether there is a link that Microsoft can forget."""
        from mailsync.models import MailFolder

        return MailFolder.objects.exclude(delta_link="").exists()

    def ring(self) -> None:
        """Twice, since two may never work on one mailbox; while one does, it is left in peace."""
        from celery import current_app
        from django.utils import timezone

        from mailsync.models import Mailbox

        row = Mailbox.objects.get(pk=self.pk)
        if row.lease_until is None or row.lease_until < timezone.now():
            for _ in range(2):
                current_app.send_task("mailsync.sync_mailbox", args=[self.pk], queue=QUEUE)

    def drop_other_rings(self) -> None:
        """Nobody reads the mails here, and a folder with thousands of rings would slow the broker down."""
        for file in (Path(os.environ["VAR_DIR"]) / "broker" / "queue").glob("*.celery.msg"):
            file.unlink(missing_ok=True)

    def rows(self) -> int:
        from inquiries.models import Message

        return Message.objects.count()


def _judge(run: Run, chaos: Chaos, *, seconds: float) -> int:
    from inquiries.models import DeadLetter, Inquiry, Message
    from mailsync.models import MailFolder

    meter = chaos.meter
    names: list[Any] = list(Message.objects.values_list("external_id", flat=True))
    wanted = {f"{server.ADDRESS}:{mail}" for mail in run.graph.mails}
    subjects = Message.objects.values("subject").distinct().count()
    faults = sum(meter.faults.values())
    figures = Figures("Mail under faults")
    figures.say("mails", run.mails)
    figures.say("seconds", f"{seconds:.0f}")
    figures.say("calls", meter.calls)
    figures.say("faults", f"{faults} ({faults / max(meter.calls, 1):.0%} of calls): {dict(meter.faults.most_common())}")
    figures.say("worker killed", run.worker.kills, holds=run.worker.kills == run.kills)
    resyncs = sum(MailFolder.objects.values_list("resyncs", flat=True))
    figures.say("places lost (410)", resyncs, holds=resyncs >= 1)
    figures.say("message rows", len(names), holds=len(names) == run.mails)
    figures.say("missing", len(wanted - set(names)), holds=wanted <= set(names))
    twice = len(names) - len(set(names)) + len(names) - subjects
    figures.say("twice", twice, holds=not twice)
    figures.say("inquiries", Inquiry.objects.count(), holds=Inquiry.objects.count() == run.mails)
    figures.say("dead letters", DeadLetter.objects.count(), holds=not DeadLetter.objects.exists())
    figures.say("refusals with Retry-After", meter.refusals)
    figures.say("calls before a Retry-After was over", len(meter.early), holds=not meter.early)
    figures.say("calls that crossed a refusal on the wire", meter.crossed)
    figures.say("most calls at once", meter.most, holds=meter.most <= 4)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
