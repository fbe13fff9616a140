"""The product as an operator runs it: `manage.py run` with a folder and a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 300.0  # seconds: on a quiet machine it answers within 30, but tests are not alone on theirs
_WORDS = {"web": " gunicorn ", "worker": " worker ", "beat": " beat "}  # by which a command is known
SERVICES = ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "SECRET_KEY")


class Product:
    """A running product. `folder` is its VAR_DIR; `said` is what it has printed."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        services = {name: os.environ[name] for name in SERVICES if name in os.environ}
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "NO_COLOR": "1",
            "UNDO_SECONDS": "0",  # most tests wait for what is sent
            "ENV_FILE": "",
            **services,
            **environment,
        }
        self.output = folder / "said.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run"], cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )

    @property
    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def wait_until_ready(self) -> None:
        wait_for(lambda: self.process.poll() is not None or self.is_ready(), "the product to be ready", PATIENCE)
        assert self.process.poll() is None, self.said

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def manage(self, *words: str) -> str:
        """The output of a management command on the same rows."""
        done = self.start(*words)
        output, _ = done.communicate(timeout=PATIENCE)
        assert done.returncode == 0, output
        return output

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", *words]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def counts(self) -> Any:
        return json.loads(self.manage("counts"))

    def children(self) -> dict[str, int]:
        """Process ids of web, worker and beat, which the supervisor started itself.

        Not one that is dead and was not missed yet (it has no command), nor one that has not begun (it has the
        supervisor's).
        """
        found: dict[str, int] = {}
        for line in _processes():
            pid, parent, command = line.split(None, 2)
            if int(parent) == self.process.pid:
                found |= {name: int(pid) for name, word in _WORDS.items() if word in command}
        return found

    def kill(self, name: str) -> None:
        """kill -9, as a machine out of memory does it."""
        os.kill(self.children()[name], signal.SIGKILL)

    def stop(self) -> int:
        """Ctrl-C, and the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def wait_for(happened: Callable[[], object], what: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.2)


def _processes() -> list[str]:
    # -ww: else a line ends after 80 characters, and with it the word by which a process is known.
    done = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
