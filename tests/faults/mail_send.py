"""Outgoing mail under faults, measured: `python -m tests.faults.mail_send` prints the figures, exit 1 if untrue.

1. Replies while one call in five goes wrong: each arrives exactly once, or stands as UNCONFIRMED for a person.
2. A file of 35 MB through the whole product, from the form to Microsoft, by an upload session that breaks twice: once
   the connection, once the worker by kill -9. Nothing is uploaded twice, and memory stays below 250 MB.
"""

import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.servers import graph as server

SHARE = 0.2  # of all calls go wrong
RETRY_AFTER = 0.3  # seconds
MEMORY_LIMIT = 250 * 1024 * 1024
FILE_SIZE = 35 * 1000 * 1000


class Weather(list[server.Fault]):
    """Faults as the server looks them up, drawn anew for each call; it also sees calls that come too early."""

    def __init__(self, microsoft: server.Graph, seed: int) -> None:
        super().__init__()
        self.microsoft, self.dice, self.lock = microsoft, random.Random(seed), threading.Lock()
        self.drawn: Counter[str] = Counter()
        self.calls = self.early = 0
        self.quiet_until = 0.0

    def __iter__(self) -> Iterator[server.Fault]:
        with self.lock:
            self.calls += 1
            self.early += time.monotonic() < self.quiet_until
            if self.dice.random() >= SHARE:
                return
            name = self.dice.choice(["429", "500", "503", "reset", "cut", "token"])
            self.drawn[name] += 1
            if name == "429":
                self.quiet_until = time.monotonic() + RETRY_AFTER
            if name == "token":
                self.microsoft.expire()
        yield _fault(name)

    def remove(self, fault: server.Fault) -> None:
        """Each is drawn for one call."""


def _fault(name: str) -> server.Fault:
    refusals = {
        "429": server.RefusalError(429, "ApplicationThrottled", Retry_After=str(RETRY_AFTER)),
        "500": server.RefusalError(500, "ErrorInternalServerError"),
        "503": server.RefusalError(503, "ErrorServerBusy"),
    }
    if name in refusals:
        return server.Fault(refusal=refusals[name], times=0)
    return server.Fault(lost=name == "reset", cut=name == "cut", taken=True, times=0)


@dataclass
class Figures:
    """What became of the replies, by the rows and by what arrived at the server."""

    replies: int
    once: int
    unconfirmed: int
    twice: int
    missing: int
    failed: int
    reasons: dict[str, int]
    wrong_files: int
    early: int
    calls: int
    faults: dict[str, int]
    stray_drafts: int
    seconds: float

    @property
    def true(self) -> bool:
        whole = self.once + self.unconfirmed == self.replies
        return whole and not (self.twice or self.missing or self.failed or self.wrong_files or self.early)

    def __str__(self) -> str:
        faults = ", ".join(f"{count} {name}" for name, count in sorted(self.faults.items()))
        return (
            f"{self.replies} replies, {self.calls} calls, {sum(self.faults.values())} faults ({faults}), "
            f"{self.seconds:.0f} s\n"
            f"  arrived exactly once and known as sent: {self.once}; UNCONFIRMED for a person: {self.unconfirmed}\n"
            f"  arrived twice: {self.twice}; SENT but not arrived: {self.missing}; "
            f"given up: {self.failed} {self.reasons or ''}\n"
            f"  mails with a file missing or doubled: {self.wrong_files}; calls before a Retry-After was over: "
            f"{self.early}; drafts left behind: {self.stray_drafts}"
        )


def send_replies(microsoft: server.Graph, *, count: int, seed: int = 7, workers: int = 3, large: int = 0) -> Figures:
    """Queue `count` replies, each of a customer of its own, and work until none is open. `large`: with big files."""
    from inquiries.models import Message

    started = time.monotonic()
    rows = [_reply(microsoft, number, large=number < large) for number in range(count)]
    weather = Weather(microsoft, seed)
    microsoft.faults = weather
    with _fast():
        threads = [threading.Thread(target=_work) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    found = Message.objects.in_bulk(rows)
    return _figures(microsoft, weather, found, seconds=time.monotonic() - started)


def _reply(microsoft: server.Graph, number: int, *, large: bool) -> int:
    from django.contrib.auth import get_user_model

    from inquiries import replies
    from inquiries.envelope import OutboundFile
    from mailsync import ingest
    from tests.mailsync.letters import letter

    raw = letter(number, sender=f"Customer {number} <customer{number}@post.example>")
    mail = microsoft.receive(raw)
    asked = ingest.take_in(raw, account=server.ADDRESS, external_id=f"{server.ADDRESS}:{mail.id}").message
    files = [OutboundFile(filename="Offer.pdf", content_type="application/pdf", content=b"%PDF")] * (number % 5 == 0)
    if large:
        files.append(OutboundFile(filename="Film.mp4", content_type="video/mp4", content=b"film" * 1_700_000))
    author, _new = get_user_model().objects.get_or_create(username="nora", defaults={"first_name": "Nora"})
    text = f"This is the answer to number {number}."
    return replies.queue(asked.inquiry, author=author, channel="email", text=text, attachments=files).pk


def _fast() -> Any:
    """The same waits, only shorter, so that an hour of backoffs is over in minutes."""
    from contextlib import ExitStack

    from django.conf import settings

    from inquiries.work import delivery
    from mailsync import drafts, mailboxes

    stack = ExitStack()
    stack.enter_context(patch.object(settings, "WORK_BACKOFF_BASE", timedelta(seconds=0.05)))
    stack.enter_context(patch.object(delivery, "_SETTLE_AFTER", timedelta(seconds=0.2)))
    stack.enter_context(patch.object(drafts, "_LOOK_AGAIN", timedelta(seconds=0.2)))
    stack.enter_context(patch.object(mailboxes, "_TURN_PAUSE", timedelta(seconds=0.1)))
    return stack


def _work() -> None:
    """One worker thread: what is due is delivered or settled, as the sweeper's rings would have it."""
    from django.db import connection
    from django.utils import timezone

    from inquiries.models import Message
    from inquiries.work import delivery

    acts: dict[str, Callable[[int], None]] = {"QUEUED": delivery.deliver, "SENDING": delivery.settle}
    try:
        while True:
            waiting = Message.objects.filter(state__in=acts).order_by("due_at")
            due = list(waiting.filter(due_at__lte=timezone.now()).values_list("pk", "state")[:20])
            if not due and not waiting.exists():
                return
            if not due:
                time.sleep(0.02)
                continue
            pk, state = random.choice(due)
            acts[state](pk)
    finally:
        connection.close()


def _figures(microsoft: server.Graph, weather: Weather, rows: dict[int, Any], *, seconds: float) -> Figures:
    arrived = Counter(mail.id for mail in microsoft.sent)
    by_text: Counter[str] = Counter()
    wrong_files = 0
    wanted = {row.text: Counter(row.attachments.values_list("filename", flat=True)) for row in rows.values()}
    for mail in microsoft.sent:
        body = mail.fields["body"]["content"]
        text = next(text for text in wanted if text in body)
        by_text[text] += 1
        wrong_files += Counter(file["name"] for file in mail.files) != wanted[text] or body.count(text) != 1
    states = Counter(row.state for row in rows.values())
    once = sum(row.state == "SENT" and by_text[row.text] == 1 for row in rows.values())
    return Figures(
        replies=len(rows),
        once=once,
        unconfirmed=states["UNCONFIRMED"],
        twice=sum(count > 1 for count in (*by_text.values(), *arrived.values())),
        missing=sum(row.state == "SENT" and not by_text[row.text] for row in rows.values()),
        failed=len(rows) - states["SENT"] - states["UNCONFIRMED"],
        reasons=Counter(row.last_error[:120] for row in rows.values() if row.state not in {"SENT", "UNCONFIRMED"}),
        wrong_files=wrong_files,
        early=weather.early,
        calls=weather.calls,
        faults=dict(weather.drawn),
        stray_drafts=sum(mail.draft for mail in microsoft.mails.values()),
        seconds=seconds,
    )


# --- 35 MB through the whole product


@dataclass
class Upload:
    size: int
    accepted: int
    arrived: int
    state: str
    breaks: list[str]
    worker_peak: int
    web_peak: int
    seconds: float

    @property
    def true(self) -> bool:
        memory = max(self.worker_peak, self.web_peak) < MEMORY_LIMIT
        return self.accepted == self.size and self.arrived == 1 and self.state == "SENT" and memory

    def __str__(self) -> str:
        mega = 1024 * 1024
        return (
            f"a file of {self.size / 1e6:.0f} MB, broken twice ({', '.join(self.breaks)}), {self.seconds:.0f} s\n"
            f"  bytes taken by Microsoft: {self.accepted} (each once: {self.accepted == self.size}); "
            f"mails arrived whole: {self.arrived}; state: {self.state}\n"
            f"  peak memory: worker {self.worker_peak / mega:.0f} MB, web {self.web_peak / mega:.0f} MB "
            f"(limit {MEMORY_LIMIT / mega:.0f} MB)"
        )


def send_large_file(folder: Path) -> Upload:
    from tests.e2e.product import Product, wait_for
    from tests.mailsync.letters import letter

    with server.serving() as (microsoft, certificate):
        product = Product(
            folder,
            DEMO="no",
            GRAPH_TENANT_ID=server.TENANT,
            GRAPH_CLIENT_ID=server.CLIENT_ID,
            GRAPH_CLIENT_SECRET=server.SECRET,
            GRAPH_AUTHORITY=microsoft.url,
            GRAPH_BASE_URL=f"{microsoft.url}/v1.0",
            REQUESTS_CA_BUNDLE=str(certificate),
            WORK_LEASE_SECONDS="5",
            WORK_BACKOFF_SECONDS="1",
        )
        memory = _Memory(product)
        try:
            product.wait_until_ready()
            product.manage("add_mailbox", server.ADDRESS)
            microsoft.receive(letter())
            product.manage("sync_mailbox", server.ADDRESS)
            memory.start()
            started = time.monotonic()
            # Three pieces arrive, the fourth gets no answer; three more arrive, and in the next one the worker dies.
            pieces = [server.Fault(on="PUT /upload", taken=True, times=3), server.Fault(on="PUT /upload", lost=True)]
            pieces += [server.Fault(on="PUT /upload", taken=True, times=3)]
            pieces += [server.Fault(on="PUT /upload", hang=2, lost=True)]
            microsoft.faults = pieces
            _post(product, b"brochure" * (FILE_SIZE // 8))
            wait_for(lambda: microsoft.count("PUT /upload") == 8, "the eighth piece", 120)
            product.kill("worker")
            wait_for(lambda: microsoft.sent, "the mail", 180)
            wait_for(lambda: product.counts()["messages"]["email"]["OUT"].get("SENT"), "the row", 30)
            state = next(iter(product.counts()["messages"]["email"]["OUT"]))
        finally:
            memory.stop()
            product.stop()
        return Upload(
            size=FILE_SIZE,
            accepted=sum(end - first for _token, first, end in microsoft.uploads.taken),
            arrived=sum(mail.files[0]["size"] == FILE_SIZE for mail in microsoft.sent),
            state=state,
            breaks=["a connection lost", "the worker killed"],
            worker_peak=memory.peak["worker"],
            web_peak=memory.peak["web"],
            seconds=time.monotonic() - started,
        )


def _post(product: Any, content: bytes) -> None:
    """Staff answer with the file, by the form."""
    import requests

    make = (
        "from inquiries.models import User; from inquiries import roles; "
        "from django.contrib.auth.models import Group; "
        "u = User.objects.create_user('nora', password='correct horse', is_staff=True); "
        "u.groups.add(Group.objects.get(name=roles.AGENT))"
    )
    product.manage("shell", "-c", make)
    staff = requests.Session()
    page = staff.get(f"{product.url}/", timeout=30)
    token = staff.cookies["csrftoken"]
    form = {"username": "nora", "password": "correct horse", "csrfmiddlewaretoken": token}
    staff.post(page.url, data=form, timeout=30).raise_for_status()
    form = {"channel": "email", "text": "The brochure.", "csrfmiddlewaretoken": staff.cookies["csrftoken"]}
    answer = staff.post(
        f"{product.url}/inquiries/1/reply/",
        data=form,
        files={"files": ("Brochure.pdf", content, "application/pdf")},
        timeout=120,
        allow_redirects=False,
    )
    assert answer.status_code == 302, answer.text[:2000]


class _Memory:
    """The highest resident size of the worker and of one web process, over all that were started in the meantime."""

    def __init__(self, product: Any) -> None:
        self.product, self.peak = product, Counter({"worker": 0, "web": 0})
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.over.set()
        if self.thread.is_alive():
            self.thread.join()

    def _watch(self) -> None:
        while not self.over.wait(0.2):
            for name, pid in self.product.children().items():
                if name in self.peak:
                    for process in [pid, *_children(pid)]:
                        self.peak[name] = max(self.peak[name], _high_water(process))


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


def _high_water(pid: int) -> int:
    """VmHWM: the kernel's own peak, which misses nothing between two looks."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = str(Path(folder) / "rows")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        os.environ.setdefault("LOG_LEVEL", "ERROR")
        import django

        django.setup()
        figures = _replies_of_their_own(int(os.environ.get("REPLIES", "500")))
        sys.stdout.write(f"{figures}\n")
        sys.stdout.flush()
        upload = send_large_file(Path(folder))
        sys.stdout.write(f"{upload}\n")
    return 0 if figures.true and upload.true else 1


def _replies_of_their_own(count: int) -> Figures:
    from django.conf import settings
    from django.core.management import call_command

    from mailsync.models import Mailbox

    call_command("migrate", verbosity=0)
    Mailbox.objects.create(address=server.ADDRESS)
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    with server.serving() as (microsoft, certificate):
        os.environ["REQUESTS_CA_BUNDLE"] = str(certificate)
        settings.GRAPH_TENANT_ID, settings.GRAPH_CLIENT_ID = server.TENANT, server.CLIENT_ID
        settings.GRAPH_CLIENT_SECRET, settings.GRAPH_AUTHORITY = server.SECRET, microsoft.url
        settings.GRAPH_BASE_URL = f"{microsoft.url}/v1.0"
        figures = send_replies(microsoft, count=count, large=5)
    del os.environ["REQUESTS_CA_BUNDLE"]
    return figures


if __name__ == "__main__":
    sys.exit(main())
