"""20,000 webhook posts from eight clients while workers are killed and Redis forgets: none lost, twice, or let in.

    python -m tests.faults.whatsapp_webhooks [--posts 20000] [--kills 5] [--seed 1] [--workers 1]

Real gunicorn, Celery workers and beat, as `make run` starts them, on PostgreSQL and Redis of our own. The messages are
also read by the rules, as they come; the run ends when all are taken in. Prints the figures; exit 1: one is untrue.
"""

import argparse
import http.client
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

from tests import services
from tests.benchmarks import cpu
from tests.e2e.product import PATIENCE, ROOT, wait_for
from tests.faults import webhook_posts
from tests.faults.figures import Figures
from tests.messaging.bodies import NUMBER_ID

CLIENTS = 8


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--posts", type=int, default=20_000)
    options.add_argument("--kills", type=int, default=5)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=1, help="processes that take in")
    options.add_argument("--limit", type=int, default=3600, help="seconds")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="travelhub-faults-") as name, services.running() as environment:
        _set_up(Path(name), environment)
        plan = webhook_posts.plan(given.posts, seed=given.seed)
        _send_ours(plan)
        run = Run(plan, kills=given.kills, workers=given.workers)
        try:
            run.go(limit=given.limit)
            return _judge(run)
        finally:
            run.end()


def _set_up(folder: Path, environment: dict[str, str]) -> None:
    """Environment of this process and of all it starts; then Django, and the tables."""
    os.environ |= environment | {
        "DJANGO_SETTINGS_MODULE": "travelhub.settings",
        "ENV_FILE": "",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
        "WORK_LEASE_SECONDS": "5",  # so that a killed worker's rows are free again soon
        "WHATSAPP_APP_SECRET": webhook_posts.SECRET,
        "WHATSAPP_VERIFY_TOKEN": "verify token of the faults",
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER_ID,
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _send_ours(plan: webhook_posts.Plan) -> None:
    """The messages of ours that statuses will come for, as if Meta had just accepted them."""
    from inquiries.models import Message
    from tests.factories import MessageFactory

    first = MessageFactory(channel="whatsapp", direction="OUT", state="SENT", external_id="wamid.first")
    Message.objects.bulk_create(
        Message(
            inquiry=first.inquiry,
            contact=first.contact,
            channel="whatsapp",
            direction="OUT",
            state="SENT",
            external_id=external_id,
            sent_at=first.sent_at,
        )
        for external_id in plan.ours
    )


class Process:
    """One of the product's, in a session of its own."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.command, self.kills = command, 0
        self.log = (Path(os.environ["VAR_DIR"]) / f"{name}.log").open("ab")
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1
        self.start()

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Run:
    def __init__(self, plan: webhook_posts.Plan, *, kills: int, workers: int) -> None:
        from travelhub import supervisor

        self.plan, self.kills = plan, kills
        self.port = services._free_port()
        commands = supervisor.commands(host="127.0.0.1", port=self.port)
        self.workers = [Process("worker", commands["worker"]) for _ in range(workers)]
        self.others = [Process(name, commands[name]) for name in ("web", "beat")]
        self.clients = Clients(plan.posts, port=self.port)
        self.killed = self.flushed = 0
        self.seconds = 0.0

    def go(self, *, limit: float) -> None:
        """Post, kill when it is time, let Redis forget all in the middle, and wait until nothing is left to take in."""
        wait_for(self.answers, "gunicorn", PATIENCE)
        started, said = time.monotonic(), 0
        self.cpu_before = cpu.used()
        self.clients.start()
        while not self.is_done():
            self.seconds = time.monotonic() - started
            if self.seconds > limit:
                print(f"The time is up at {self.done()} bodies.", flush=True)
                break
            done = self.done()
            if done * 10 // self.plan.different > said:
                said = done * 10 // self.plan.different
                print(f"    {done} taken in after {self.seconds:.0f} s, {self.killed} kills", flush=True)
            self.disturb(done)
            time.sleep(0.5)
        self.seconds = time.monotonic() - started
        self.cpu_after = cpu.used()

    def answers(self) -> bool:
        """Whether its workers have started; the port is open before that."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=30) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def disturb(self, done: int) -> None:
        if self.killed < self.kills and done >= self.plan.different * (self.killed + 1) // (self.kills + 2):
            self.workers[self.killed % len(self.workers)].kill()
            self.killed += 1
        if not self.flushed and done >= self.plan.different // 2:
            import redis

            redis.Redis.from_url(os.environ["CELERY_BROKER_URL"]).flushall()
            self.flushed += 1

    def is_done(self) -> bool:
        return self.clients.is_done() and self.killed == self.kills and self.waiting() == 0

    def done(self) -> int:
        from messaging.models import WebhookEvent

        return WebhookEvent.objects.exclude(state="RECEIVED").count()

    def waiting(self) -> int:
        from messaging.models import WebhookEvent

        return WebhookEvent.objects.filter(state="RECEIVED").count()

    def end(self) -> None:
        for process in [*self.workers, *self.others]:
            process.end()


class Clients:
    """Meta's machines: each posts the next body, and again until it is answered."""

    def __init__(self, posts: list[webhook_posts.Post], *, port: int) -> None:
        self.port, self.waiting = port, queue.SimpleQueue[webhook_posts.Post]()
        for post in posts:
            self.waiting.put(post)
        self.answers: Counter[tuple[int, int]] = Counter()  # given, wanted
        self.times: list[float] = []
        self.broken = 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(CLIENTS)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def is_done(self) -> bool:
        return not any(thread.is_alive() for thread in self.threads)

    def work(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while True:
            try:
                post = self.waiting.get_nowait()
            except queue.Empty:
                return
            started = time.monotonic()
            status = self.post(connection, post)
            with self.lock:
                self.answers[status, post.answer] += 1
                self.times.append(time.monotonic() - started)

    def post(self, connection: http.client.HTTPConnection, post: webhook_posts.Post) -> int:
        headers = {"Content-Type": "application/json"}
        if post.signature:
            headers["X-Hub-Signature-256"] = post.signature
        while True:
            try:
                connection.request("POST", "/webhooks/whatsapp/", body=post.body, headers=headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                with self.lock:
                    self.broken += 1
                continue
            if answer.status < 500:
                return answer.status


def _judge(run: Run) -> int:
    from inquiries.models import DeadLetter, EarlyReport, Inquiry, Message
    from messaging.models import WebhookEvent

    plan, clients, figures = run.plan, run.clients, Figures("Webhooks under faults")
    rows: list[Any] = list(Message.objects.filter(channel="whatsapp").values_list("external_id", "state"))
    states = dict(rows)
    written = {name for name in states if name.startswith("wamid.in.")}
    answers = {f"{given} for {wanted}": count for (given, wanted), count in clients.answers.items()}
    times = sorted(clients.times)
    figures.say(
        "posts", f"{len(plan.posts)} in {run.seconds:.0f} s; of them {plan.again} again, {plan.bad} badly signed"
    )
    figures.say("answers", answers, holds=all(given == wanted for given, wanted in clients.answers))
    figures.say(
        "answers, median and p99, ms",
        f"{times[len(times) // 2] * 1000:.0f}, {times[len(times) * 99 // 100] * 1000:.0f}",
    )
    figures.say("connections that broke, and were tried again", clients.broken)
    figures.say("worker killed", run.killed, holds=run.killed == run.kills)
    figures.say("Redis flushed", run.flushed, holds=run.flushed == 1)
    events = Counter(WebhookEvent.objects.values_list("state", flat=True))
    figures.say("bodies", dict(events), holds=events == {"PROCESSED": plan.different})
    figures.say("messages", len(written), holds=written == plan.written)
    figures.say("missing", len(plan.written - set(states)), holds=plan.written <= set(states))
    figures.say("twice", len(rows) - len(states), holds=len(rows) == len(states))
    figures.say(
        "let in by a bad signature",
        sum(name.startswith("wamid.bad") for name in states),
        holds=not any(name.startswith("wamid.bad") for name in states),
    )
    letters = DeadLetter.objects.count()
    figures.say("malformed, kept as dead letters", letters, holds=letters == plan.malformed)
    _judge_states(figures, "statuses of ours at their highest", plan.ours, states)
    _judge_states(figures, "statuses of what was typed on the phone", plan.typed, states)
    figures.say("early reports left", EarlyReport.objects.count(), holds=not EarlyReport.objects.exists())
    inquiries = Inquiry.objects.count() - 2  # one holds the messages of ours, one is the phone's
    figures.say("conversations", inquiries, holds=inquiries == len(plan.people))
    _tell_speed(figures, run)
    return figures.end()


def _judge_states(figures: Figures, name: str, wanted: dict[str, str], states: dict[str, str]) -> None:
    right = sum(states.get(external_id) == state for external_id, state in wanted.items())
    figures.say(name, f"{right} of {len(wanted)}", holds=right == len(wanted))


def _tell_speed(figures: Figures, run: Run) -> None:
    from inquiries.models import Message

    read = Message.objects.filter(channel="whatsapp", direction="IN", state="PROCESSED").count()
    spent = {name: seconds - run.cpu_before.get(name, 0) for name, seconds in run.cpu_after.items()}
    words = ", ".join(
        f"{name} {seconds * 1000 / len(run.plan.posts):.1f}" for name, seconds in sorted(spent.items()) if seconds > 1
    )
    figures.say("bodies taken in a second", f"{run.plan.different / run.seconds:.0f}, {len(run.workers)} worker(s)")
    figures.say("messages read by the rules meanwhile", read)
    figures.say("CPU, ms a post", words)
    figures.say("load average", f"{os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    sys.exit(main())
