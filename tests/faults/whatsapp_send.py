"""Outgoing WhatsApp messages under faults, measured: `python -m tests.faults.whatsapp_send`, exit 1 if untrue.

Replies to some people while calls are refused (too many to one person, too many at once), break with 5xx or lose their
answer, taken or not; statuses come late, before the answer, or never. Real worker processes on PostgreSQL and Redis,
one of which is killed on the way. Then: each message arrived once and is known as sent, or stands as UNCONFIRMED for a
person; none arrived twice; those to one person arrived in order; nobody called before a wait was over.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.servers import cloud_api as server
from tests.servers.cloud_limits import Limits
from tests.servers.cloud_statuses import Statuses, posting_to

SECRET = "app secret of the run"
# Of all sends, how many go wrong, and how.
SHARES = {"131056": 0.05, "130429": 0.02, "131000": 0.04, "503": 0.03, "502": 0.01, "cut": 0.04, "never": 0.02}
WAITS = {"131056": 4.0, "130429": 5.0}  # seconds that we have to keep still, at least


@dataclass
class Weather:
    """Draws the faults, and sees calls that come too early: `pace` shortens the waits of a run."""

    dice: random.Random
    pace: float = 1.0
    drawn: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    early: Counter[str] = field(default_factory=Counter)
    quiet: dict[str, tuple[float, float]] = field(default_factory=dict)  # a recipient, or "" for all: from, until
    lock: threading.Lock = field(default_factory=threading.Lock)
    here: threading.local = field(default_factory=threading.local)  # of the call that this thread serves

    def fault_for(self, call: server.Call) -> server.Fault | None:
        with self.lock:
            if not call.path.endswith("/messages"):
                return server.Fault(page=503) if self.dice.random() < 0.05 else None
            self.calls += 1
            recipient = str(call.json["to"])
            self._watch(recipient)
            name = self._draw()
            self.here.untold = name in {"502", "cut"}
            if name in WAITS:
                self.refused(name, recipient)
        return _fault(name) if name else None

    def refused(self, code: str, recipient: str) -> None:
        """From a moment later on, since a call may be on its way already, nobody may call until the wait is over."""
        now, wait = time.monotonic(), WAITS[code] * self.pace
        self.quiet[recipient if code == "131056" else ""] = now + wait * 0.4, now + wait * 0.98

    def _watch(self, recipient: str) -> None:
        now = time.monotonic()
        for whom in (recipient, ""):
            start, end = self.quiet.get(whom, (0.0, 0.0))
            self.early["person" if whom else "number"] += start < now < end

    def _draw(self) -> str:
        throw = self.dice.random()
        for name, share in SHARES.items():
            throw -= share
            if throw < 0:
                self.drawn[name] += 1
                return name
        return ""


def _fault(name: str) -> server.Fault:
    refusals = {
        "131056": server.RefusalError(131056, "pair rate limit hit"),
        "130429": server.RefusalError(130429, "throughput reached", status=429),
        "131000": server.RefusalError(131000, "Something went wrong.", status=500),
    }
    if name in refusals:
        return server.Fault(refusal=refusals[name])
    if name in {"502", "503"}:
        return server.Fault(page=int(name), taken=name == "502")
    return server.Fault(lost=True, taken=name == "cut")


class Watched(Limits):
    """The server's own limits; what they refuse has to be waited for as well, where the answer arrives."""

    weather: Weather

    def refusal(self, recipient: str) -> tuple[int, str] | None:
        refusal = super().refusal(recipient)
        if refusal is not None and not self.weather.here.untold:
            with self.weather.lock:
                self.weather.drawn[f"{refusal[0]} by the limits"] += 1
                self.weather.refused(str(refusal[0]), recipient)
        return refusal


@dataclass
class Figures:
    """What became of the messages, by the rows and by what arrived at the server."""

    replies: int
    messages: int
    people: int
    once: int
    unconfirmed: int
    unconfirmed_arrived: int
    twice: int
    missing: int
    failed: Mapping[str, int]
    disorder: int
    early: Mapping[str, int]
    calls: int
    faults: Mapping[str, int]
    told: str
    seconds: float

    @property
    def true(self) -> bool:
        whole = self.once + self.unconfirmed == self.messages
        return whole and not (self.twice or self.missing or self.failed or self.disorder or sum(self.early.values()))

    def __str__(self) -> str:
        faults = ", ".join(f"{count} {name}" for name, count in sorted(self.faults.items()))
        return (
            f"{self.replies} replies to {self.people} people, {self.messages} messages, {self.calls} sends, "
            f"{sum(self.faults.values())} faults ({faults}), {self.seconds:.0f} s\n"
            f"  statuses: {self.told}\n"
            f"  arrived exactly once and known as sent: {self.once}; UNCONFIRMED for a person: {self.unconfirmed} "
            f"(of them arrived: {self.unconfirmed_arrived})\n"
            f"  arrived twice: {self.twice}; known as sent but not arrived: {self.missing}; "
            f"given up: {dict(self.failed) or 0}\n"
            f"  out of order to their person: {self.disorder}; calls before a wait was over: "
            f"{self.early['person']} of a person, {self.early['number']} of the number"
        )


def prepare(meta: server.CloudApi, post: Callable[[bytes, str], object], *, secret: str, pace: float, seed: int) -> Any:
    """Faults, limits and statuses of a run; gives the weather and the statuses."""
    dice = random.Random(seed)
    weather = Weather(random.Random(seed + 1), pace=pace)
    meta.limits = Watched(pair_burst=10, pair_every=1.0 * pace, throughput=15)
    meta.limits.weather = weather
    meta.fault_for = weather.fault_for  # type: ignore[method-assign]
    meta.statuses = Statuses(
        post,
        secret=secret,
        number_id=server.NUMBER_ID,
        delay=0.3 * pace,
        early=lambda: dice.random() < 0.3,
        kept=lambda: dice.random() < 0.03,
    )
    return weather, meta.statuses


def queue(count: int, people: int) -> list[int]:
    """Queue `count` replies, to each of the people in turn and from two inquiries of theirs; some have files."""
    from django.contrib.auth import get_user_model

    from inquiries import intake, replies
    from inquiries.envelope import OutboundFile
    from inquiries.models import Message
    from tests.factories import InquiryFactory, inbound

    author, _new = get_user_model().objects.get_or_create(username="nora", defaults={"first_name": "Nora"})
    asked = [intake.receive(inbound(wa_id=f"4477009{number:05}")).message.inquiry for number in range(people)]
    asked += [InquiryFactory(contact=inquiry.contact) for inquiry in asked]
    for number in range(count):
        names = [f"Offer {number}.pdf", f"Prices {number}.pdf"][: (number % 10 == 0) + (number % 20 == 0)]
        files = [OutboundFile(filename=name, content_type="application/pdf", content=b"%PDF") for name in names]
        text = f"This is answer {number}."
        replies.queue(asked[number % len(asked)], author=author, channel="whatsapp", text=text, attachments=files)
    return list(Message.objects.filter(direction="OUT").order_by("pk").values_list("pk", flat=True))


def figures(meta: server.CloudApi, weather: Weather, rows: list[int], *, count: int, seconds: float) -> Figures:
    from inquiries.models import Message

    found = list(Message.objects.filter(pk__in=rows).prefetch_related("attachments").order_by("pk"))
    arrived = Counter(message["biz_opaque_callback_data"] for message in meta.messages)
    states = Counter(row.state for row in found)
    known = [row for row in found if row.state in {"SENT", "DELIVERED", "READ"}]
    unsure = [row for row in found if row.state == "UNCONFIRMED"]
    statuses = meta.statuses
    assert statuses is not None
    return Figures(
        replies=count,
        messages=len(found),
        people=len({row.identity_id for row in found}),
        once=sum(arrived[row.key] == 1 and _is_itself(meta, row) for row in known),
        unconfirmed=len(unsure),
        unconfirmed_arrived=sum(arrived[row.key] == 1 for row in unsure),
        twice=sum(number > 1 for number in arrived.values()),
        missing=sum(not arrived[row.key] for row in known),
        failed=Counter(f"{row.state}: {row.last_error[:120]}" for row in found if row not in [*known, *unsure]),
        disorder=_disorder(meta),
        early=weather.early,
        calls=weather.calls,
        faults=weather.drawn,
        told=f"{statuses.told}, of them {statuses.told_early} before the answer; never told of {statuses.never_told}"
        f"; {states['SENT']} messages ended as SENT, {states['DELIVERED']} as DELIVERED",
        seconds=seconds,
    )


def _is_itself(meta: server.CloudApi, row: Any) -> bool:
    """The words and the file of the row are those that arrived under its key."""
    message = next(one for one in meta.messages if one["biz_opaque_callback_data"] == row.key)
    part = message[message["type"]]
    words = part.get("body", part.get("caption", ""))
    files = [part["filename"]] if "filename" in part else []
    return bool(words == row.text and files == [file.filename for file in row.attachments.all()])


def _disorder(meta: server.CloudApi) -> int:
    """Messages that arrived behind one which was written later, to the same person."""
    last: dict[str, int] = defaultdict(int)
    wrong = 0
    for message in meta.messages:
        number = int(message["biz_opaque_callback_data"].removeprefix("th-"))
        wrong += number < last[message["to"]]
        last[message["to"]] = max(number, last[message["to"]])
    return wrong


# --- In this process, with the same waits made short: the form for the suite


def send_replies(
    meta: server.CloudApi, post: Callable[[bytes, str], object], *, secret: str, count: int, people: int, seed: int = 7
) -> Figures:
    """Queue and work in threads until nothing is open. `post` takes a status in."""
    started = time.monotonic()
    rows = queue(count, people)
    with _fast() as pace:
        weather, statuses = prepare(meta, post, secret=secret, pace=pace, seed=seed)
        threads = [threading.Thread(target=_work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        statuses.end()
    return figures(meta, weather, rows, count=count, seconds=time.monotonic() - started)


class _fast(ExitStack):  # noqa: N801  used as a verb
    """The same waits, only shorter; gives how much."""

    def __enter__(self) -> float:  # type: ignore[override]
        from django.conf import settings

        from inquiries import turns
        from inquiries.work import delivery
        from messaging import pauses, vendor_errors

        pace = 0.1
        super().__enter__()
        busy = vendor_errors.Meaning("Too many.", vendor_errors.Scope.BUSY, timedelta(seconds=WAITS["130429"] * pace))
        self.enter_context(patch.object(settings, "WORK_BACKOFF_BASE", timedelta(seconds=0.05)))
        self.enter_context(patch.object(delivery, "_SETTLE_AFTER", timedelta(seconds=0.5)))
        self.enter_context(patch.object(turns, "_LOOK_AGAIN", timedelta(seconds=0.05)))
        self.enter_context(patch.object(turns, "_SENDING_TAKES", timedelta(seconds=0.1)))
        self.enter_context(patch.object(pauses, "_STEP", timedelta(seconds=pace)))
        self.enter_context(patch.dict(vendor_errors._MEANINGS, {130429: busy}))
        return pace


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


# --- Through the whole product


def through_the_product(folder: Path, *, count: int, people: int) -> Figures:
    """The replies are there before the workers are, so that all of them come at once."""
    from django.core.management import call_command

    from tests.e2e.product import Product, wait_for

    call_command("migrate", verbosity=0)
    rows = queue(count, people)
    print(f"queued {len(rows)} messages", flush=True)
    with server.serving() as (meta, certificate):
        started = time.monotonic()
        product = Product(
            folder,
            DEMO="no",
            LOG_LEVEL="WARNING",
            WHATSAPP_TOKEN=server.TOKEN,
            WHATSAPP_APP_SECRET=SECRET,
            WHATSAPP_VERIFY_TOKEN="verify",
            WHATSAPP_PHONE_NUMBER_ID=server.NUMBER_ID,
            WHATSAPP_BUSINESS_ACCOUNT_ID="1",
            WHATSAPP_BASE_URL=meta.url,
            REQUESTS_CA_BUNDLE=str(certificate),
            WORK_LEASE_SECONDS="40",
            WORK_BACKOFF_SECONDS="1",
        )
        second = None
        try:
            post = posting_to(f"{product.url}/webhooks/whatsapp/")
            weather, statuses = prepare(meta, post, secret=SECRET, pace=1.0, seed=7)
            product.wait_until_ready()
            second = _second_worker(product)
            wait_for(lambda: len(meta.messages) > len(rows) // 3, "a third of the messages", 900)
            product.kill("worker")
            wait_for(lambda: not _open(), "every message to be settled", 1800)
            statuses.end()
            wait_for(lambda: not _unread(), "every webhook to be read", 120)
            return figures(meta, weather, rows, count=count, seconds=time.monotonic() - started)
        finally:
            if second is not None:
                second.terminate()
                second.wait(30)
            product.stop()


def _second_worker(product: Any) -> "subprocess.Popen[bytes]":
    from tests.e2e.product import ROOT

    words = [
        "worker",
        "--pool",
        "threads",
        "--concurrency",
        "4",
        "--without-mingle",
        "--without-gossip",
        "-n",
        "two@%h",
    ]
    with (product.folder / "second.txt").open("wb") as log:
        command = [sys.executable, "-m", "celery", "--app", "travelhub", *words]
        return subprocess.Popen(command, cwd=ROOT, env=product.environment, stdout=log, stderr=log)


def _open() -> int:
    from inquiries.models import Message

    return Message.objects.filter(state__in=["QUEUED", "SENDING"]).count()


def _unread() -> int:
    from messaging.models import WebhookEvent

    return WebhookEvent.objects.filter(state="RECEIVED").count()


def main() -> int:
    from tests import services

    with tempfile.TemporaryDirectory() as name, services.running() as environment:
        os.environ.update(environment | {"VAR_DIR": name, "ENV_FILE": "", "LOG_LEVEL": "ERROR"})
        os.environ["DJANGO_SETTINGS_MODULE"] = "travelhub.settings"
        import django

        django.setup()
        count, people = int(os.environ.get("REPLIES", "1000")), int(os.environ.get("PEOPLE", "50"))
        found = through_the_product(Path(name), count=count, people=people)
        print(found, flush=True)
    return 0 if found.true else 1


if __name__ == "__main__":
    sys.exit(main())
