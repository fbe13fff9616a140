"""The stand-ins of fresh_machine.py for systemctl and nginx: `python -m tests.e2e.units systemctl enable --now ...`.

Units are started as they stand in the folder of systemd: with their command, folder and environment.
"""

import configparser
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

_MACHINE = json.loads(os.environ["MACHINE"])
FOLDER = Path(_MACHINE["folder"])
UNITS, LOGS = FOLDER / "etc" / "systemd", FOLDER / "log"


def led(text: str) -> str:
    for word, here in _MACHINE["led"].items():
        text = text.replace(word, here)
    return text


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    parser.read_string(led((UNITS / name).read_text()))
    return parser


def wanted(target: str) -> list[str]:
    return unit(target)["Unit"]["Wants"].split()


def start(name: str) -> None:
    service = unit(name)["Service"]
    # Nothing of the shell's but where programs are: a unit has the environment that it names.
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "PGPORT")}  # the port of the run's PostgreSQL
    environment["PYTHONWARNINGS"] = "ignore"  # Celery warns where it runs as root, as nobody's does but this test's
    environment |= dict(pair.split("=", 1) for pair in shlex.split(service["Environment"]))
    with (LOGS / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            shlex.split(service["ExecStart"].replace("%%", "%")),
            cwd=service["WorkingDirectory"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (LOGS / f"{name}.pid").write_text(str(process.pid))


def stop(name: str) -> None:
    file = LOGS / f"{name}.pid"
    if not file.exists():
        return
    pid = int(file.read_text())
    file.unlink()
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            return
        for _ in range(150):
            if not _lives(pid):
                break
            time.sleep(0.1)


def _lives(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def systemctl(words: list[str]) -> None:
    verb, names = words[0], [word for word in words[1:] if not word.startswith("-")]
    for name in names:
        if name == "nginx":
            nginx(["-s", "stop"] if verb == "stop" else [])
            continue
        for service in wanted(name):
            if verb in {"stop", "restart"}:
                stop(service)
            if verb in {"enable", "restart"}:
                start(service)


def nginx(words: list[str]) -> None:
    if words == ["-s", "stop"] and not (FOLDER / "nginx.pid").exists():
        return
    for conf in (FOLDER / "etc" / "nginx" / "conf.d").glob("*.conf"):
        text = conf.read_text()
        if str(FOLDER) not in text:  # once: where a person puts name and certificate in
            conf.write_text(led(text))
    subprocess.run(["/usr/sbin/nginx", "-c", FOLDER / "nginx.conf", *words], check=True)  # as on Debian


if __name__ == "__main__":
    {"systemctl": systemctl, "nginx": nginx}[sys.argv[1]](sys.argv[2:])
