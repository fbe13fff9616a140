"""Real processes: what `make run` starts it ends, and kill -9 loses nothing."""

import signal
import socket
import subprocess
import sys
import time
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.product import PATIENCE, ROOT, Product, wait_for

pytestmark = pytest.mark.processes

MAILS = 300


@pytest.fixture
def product(tmp_path: Path):
    """An empty one, with a short lease so that a test need not wait five minutes for a dead worker's rows."""
    running = Product(tmp_path, DEMO="no", WORK_LEASE_SECONDS="5", WORK_BACKOFF_SECONDS="1")
    yield running
    running.stop()


def mails(folder: Path) -> Path:
    folder.mkdir()
    for number in range(MAILS):
        mail = EmailMessage()
        mail["From"] = f"Traveller {number} <traveller{number}@post.example>"
        mail["To"] = "desk@halden.example"
        mail["Subject"] = f"Crete for {number % 5 + 1}"
        mail["Date"] = "Mon, 09 Nov 2026 09:12:00 +0000"
        mail["Message-ID"] = f"<{number}@post.example>"
        mail.set_content(f"Hello, we are {number % 5 + 1} adults and would like ten nights on Crete in May.\n")
        (folder / f"{number:03}.eml").write_bytes(mail.as_bytes())
    return folder


def inbound(product: Product) -> Any:
    return product.counts()["messages"].get("email", {}).get("IN", {})


def is_there(product: Product, name: str) -> bool:
    return name in product.children()


def test_kill_9_of_each_process_during_an_import_loses_and_doubles_nothing(product: Product, tmp_path: Path):
    folder = mails(tmp_path / "mails")
    product.wait_until_ready()

    imports = product.start("import_mail", str(folder))
    for name in ("worker", "beat", "web", "worker"):
        wait_for(partial(is_there, product, name), f"{name} to be there", PATIENCE)
        time.sleep(0.8)  # in the middle of its work
        product.kill(name)
    imports.send_signal(signal.SIGKILL)  # and the import itself, which is then simply repeated
    imports.communicate()
    product.manage("import_mail", str(folder))

    wait_for(
        lambda: inbound(product) == {"PROCESSED": MAILS}, f"{MAILS} processed mails, not {inbound(product)}", PATIENCE
    )
    counts = product.counts()
    assert sum(counts["inquiries"].values()) == MAILS
    assert counts["dead_letters"] == {}
    wait_for(product.is_ready, "all processes to be back", PATIENCE)


def test_what_it_starts_it_ends_and_a_taken_port_is_one_line(product: Product):
    product.wait_until_ready()
    children = product.children()
    assert set(children) == {"web", "worker", "beat"}

    second = subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=product.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert second.returncode == 1
    assert second.stderr.strip().splitlines()[-1].startswith(f"CommandError: Port {product.port} cannot be used")
    assert len(second.stderr.strip().splitlines()) == 1

    assert product.stop() == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children.values())
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", product.port)) != 0
    assert "Traceback" not in product.said
