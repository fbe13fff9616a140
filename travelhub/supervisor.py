"""`manage.py run`: web, worker and scheduler as child processes on one machine, and their end when this one ends.

For a laptop and for a small agency's one machine. docs/deployment.md runs the same three commands under a supervisor
of the machine's.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

PATIENCE = 12.0  # seconds for a warm shutdown; Celery's threads need most of them when a task runs
_CALM = 60.0  # seconds a child must live before its next death counts as its first
_LONGEST_PAUSE = 30.0  # seconds before a child that keeps dying is started again


def commands(*, host: str, port: int) -> dict[str, list[str]]:
    """What runs, by name. The worker's threads share one process: the work waits for vendors, not for the CPU."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "--app", "travelhub"]
    return {
        "web": [*python, "gunicorn", "travelhub.wsgi", "--bind", f"{host}:{port}", "--workers", "2"],
        "worker": [
            *celery,
            "worker",
            "--pool",
            "threads",
            "--concurrency",
            "4",
            "--without-mingle",
            "--without-gossip",
        ],
        "beat": [*celery, "beat", "--schedule", os.devnull],
    }


@dataclass
class Child:
    """One process of ours. `log`: where it writes. `deaths`: in a row, each sooner than _CALM after its start."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_again_at: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C reaches this process alone, which ends the others in order.
            self.process = subprocess.Popen(  # noqa: S603  # our own words
                self.command, stdout=log, stderr=log, start_new_session=True
            )

    def check(self) -> int | None:
        """The exit code where it has died since the last look; it is started again after a pause."""
        if self.process is None:
            if time.monotonic() >= self.start_again_at:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        # What gunicorn or Celery forked must not keep the port or the queue.
        _signal(self.process, signal.SIGKILL)
        self.process = None
        lived = time.monotonic() - self.started_at
        self.deaths = 1 if lived > _CALM else self.deaths + 1
        self.start_again_at = time.monotonic() + min(0.5 * 2 ** (self.deaths - 1), _LONGEST_PAUSE)
        return code

    def last_words(self, lines: int = 5) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


class Stopped(Exception):  # noqa: N818  # no error
    """Ctrl-C, or whoever started us asked us to end."""


def run(children: list[Child], *, report: Callable[[str], object], ready: Callable[[], bool]) -> None:
    """Start the children and keep them running until SIGINT, SIGTERM or SIGHUP; returns when all have ended.

    `report` gets a line whenever a child died. `ready` is asked until it says True (it may report by itself).
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        for child in children:
            child.start()
        waiting = True
        while True:
            for child in children:
                code = child.check()
                if code is not None:
                    report(f"{child.name} ended with {_ending(code)} and is started again; {child.log} says why.")
                    if child.deaths == 3:
                        report(child.last_words())
            waiting = waiting and not ready()
            time.sleep(0.2)
    except Stopped:
        report("Stopping ...")
    finally:
        # A second Ctrl-C must not leave half of them behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        end(children)


def end(children: list[Child]) -> None:
    """Ask all to end, wait, and kill what is left with everything it forked."""
    alive = [child.process for child in children if child.process is not None]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in alive:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(deadline - time.monotonic(), 0.1))
        _signal(process, signal.SIGKILL)
        process.wait()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """To the whole session of the process; it may be gone."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
