"""run: the whole product on this machine, with one command: database, sample inbox, web, worker and scheduler."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import URLError

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from travelhub import demo, static_files, supervisor
from travelhub.demo import staff

HOST = "127.0.0.1"
_SLOW = 60.0  # seconds after which a start that is not ready says so


class Command(BaseCommand):
    help = "Migrate, load the sample inbox where it is wanted, and run web, worker and scheduler until Ctrl-C."
    requires_system_checks = ()  # migrate runs them

    def handle(self, *_args: Any, **_options: Any) -> None:
        _check_port()
        try:
            self._prepare()
        except KeyboardInterrupt:
            raise CommandError(f"Stopped halfway. To begin anew, delete {settings.VAR_DIR}.") from None
        self._say("Starting web, worker and scheduler ...")
        supervisor.run(_children(), report=self._say, ready=self._ready(time.monotonic()))
        self._say("Stopped.")

    def _prepare(self) -> None:
        self._say("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        static_files.collect()
        if demo.wanted():
            self._say("Loading the sample inbox ...")
            # A process of its own, whose log goes to a file: the terminal is for the lines that a person wants to read.
            with (_logs() / "load_demo.log").open("wb") as log:
                command = [sys.executable, sys.argv[0], "load_demo", "--no-logins"]
                if subprocess.run(command, stderr=log, check=False).returncode:  # noqa: S603  our own words
                    raise CommandError(f"The sample inbox could not be loaded; {log.name} says why.")

    def _ready(self, started: float) -> Any:
        """Asked every round until True: prints the address once everything answers, or what still does not."""
        told = False

        def ready() -> bool:
            nonlocal told
            if _is_ready():
                self._say(_welcome())
                return True
            if not told and time.monotonic() - started > _SLOW:
                told = True
                self._say(f"Still starting; http://{HOST}:{settings.PORT}/health/ready says what is missing.")
            return False

        return ready

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _check_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, settings.PORT))
        except OSError as error:
            raise CommandError(
                f"Port {settings.PORT} cannot be used ({error.strerror}): PORT=8001 make run takes another."
            ) from error


def _logs() -> Path:
    logs: Path = settings.VAR_DIR / "log"
    logs.mkdir(parents=True, exist_ok=True)
    return logs


def _children() -> list[supervisor.Child]:
    commands = supervisor.commands(host=HOST, port=settings.PORT)
    return [supervisor.Child(name, command, _fresh(_logs() / f"{name}.log")) for name, command in commands.items()]


def _fresh(log: Path) -> Path:
    """An empty log for this run; the one of the run before is kept beside it."""
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    return log


def _is_ready() -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{settings.PORT}/health/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _welcome() -> str:
    lines = ["", f"  travelhub is ready: {settings.PUBLIC_URL}", ""]
    logins = staff.login_lines()
    if logins:
        lines += ["  Sample log-ins:"]
        lines += [f"    {line}" for line in logins]
        lines += [""]
    else:
        lines += ["  First log-in: .venv/bin/python manage.py createsuperuser", ""]
    return "\n".join([*lines, f"  Logs are in {settings.VAR_DIR / 'log'}. Ctrl-C ends everything.", ""])
