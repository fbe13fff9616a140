"""The short forms of `make faults`, with real processes: the figures hold, or the run ends with 1."""

import subprocess
import sys

import pytest

from tests.e2e.product import PATIENCE, ROOT

pytestmark = pytest.mark.processes

LIMIT = f"{PATIENCE:.0f}"  # seconds; the run itself says what is missing when they are over


def run(name: str, *options: str) -> str:
    command = [sys.executable, "-m", f"tests.faults.{name}", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=3 * PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    return done.stdout


def test_mails_under_faults_and_a_killed_worker():
    output = run("mail_sync", "--mails", "60", "--kills", "1", "--limit", LIMIT)
    assert "ok  message rows: 60" in output
    assert "ok  worker killed: 1" in output


@pytest.mark.services
def test_webhooks_under_faults_and_a_dead_worker():
    output = run("whatsapp_webhooks", "--posts", "300", "--kills", "1", "--limit", LIMIT)
    assert "ok  bodies: {'PROCESSED': " in output
    assert "ok  twice: 0" in output


def test_a_mail_is_on_the_queue_by_its_notification_and_not_by_the_next_poll():
    """How soon is for `make faults`: here other tests have the cores. The poll comes each minute."""
    output = run("mail_latency", "--mails", "5", "--polls", "0", "--within", "30", "--answer", "30")
    assert "ok  median, seconds: " in output
