"""PostgreSQL and Redis of our own for a test run: `python -m tests.services COMMAND ...` runs it with their addresses.

Both are started on free ports in a temporary folder and ended with the command, so that no server of the developer's is
touched and none has to be set up. A missing binary ends the run with one line: it is never a reason to skip.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

_PATIENCE = 300.0  # seconds for a server to answer, on a machine that is busy


@contextlib.contextmanager
def running(*, durable: bool = False, superuser: str = "travelhub") -> Iterator[dict[str, str]]:
    """The environment that leads the product to both servers. `durable`: each commit waits for the disk, as on a server
    of an agency's. `superuser`: the one role that there is."""
    with tempfile.TemporaryDirectory(prefix="travelhub-services-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _postgresql(folder / "postgresql", durable, superuser) as database, _redis(folder) as redis:
            yield {
                "DATABASE_URL": database,
                "CELERY_BROKER_URL": f"{redis}/0",
                "CACHE_URL": f"{redis}/1",
                "SECRET_KEY": "only-for-tests",
            }


@contextlib.contextmanager
def _postgresql(folder: Path, durable: bool, superuser: str) -> Iterator[str]:
    programs = _postgresql_programs()
    folder.mkdir()
    user = _unprivileged(folder)
    port = _free_port()
    data = folder / "data"
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", superuser, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "-N"],
        check=False,
        capture_output=True,
        text=True,
        user=user,
        cwd=folder,
    )
    if made.returncode:
        sys.exit(f"initdb failed: {made.stderr}")
    # Durability is not under test in the suite; without it that is twice as fast.
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    options += "" if durable else " -c fsync=off -c full_page_writes=off"
    command = [programs / "postgres", "-D", data, *options.split()]
    with _server(command, port=port, log=folder.parent / "postgresql.log", user=user):
        yield f"postgres://{superuser}@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def _redis(folder: Path) -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        sys.exit("redis-server is not installed; on Debian: apt-get install redis-server")
    port = _free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with _server(command, port=port, log=folder / "redis.log"):
        yield f"redis://127.0.0.1:{port}"


@contextlib.contextmanager
def _server(command: Sequence[object], *, port: int, log: Path, user: int | None = None) -> Iterator[None]:
    with log.open("wb") as output:
        words = [str(word) for word in command]
        process = subprocess.Popen(words, stdout=output, stderr=output, user=user, cwd="/")
    try:
        deadline = time.monotonic() + _PATIENCE
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{words[0]} did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _postgresql_programs() -> Path:
    """Where initdb is: on the path, or where Debian hides it."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        sys.exit("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    return found[-1].parent


def _unprivileged(folder: Path) -> int | None:
    """PostgreSQL refuses to start as root: then it runs as the user that its package made, or as nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            person = pwd.getpwnam(name)
            os.chown(folder, person.pw_uid, person.pw_gid)
            return person.pw_uid
    sys.exit("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main() -> int:
    with running() as environment:
        return subprocess.run(sys.argv[1:], check=False, env=os.environ | environment).returncode


if __name__ == "__main__":
    sys.exit(main())
