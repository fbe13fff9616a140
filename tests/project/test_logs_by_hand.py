"""A command run by hand says its own words, and beside them only what needs somebody; LOG_LEVEL has the last word."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.product import ROOT
from tests.mailsync.samples import HEAD

pytestmark = pytest.mark.processes


def manage(folder: Path, *words: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": "", "VAR_DIR": str(folder / "var"), **environment}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=check)


def test_import_mail_prints_a_summary_and_a_line_for_what_needs_somebody(tmp_path: Path) -> None:
    manage(tmp_path, "migrate", "--verbosity=0")
    good, bad, other = (tmp_path / name for name in ("good.eml", "bad.mbox", "other.eml"))
    good.write_bytes(HEAD + b"\r\nTen days on Crete\r\n")
    bad.write_text("no mail at all", encoding="utf-8")
    done = manage(tmp_path, "import_mail", str(good), str(bad))
    assert done.stdout.startswith("1 mail taken in, ")
    assert len(done.stdout.splitlines()) == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{bad}: ")

    other.write_bytes(HEAD + b"\r\nTen days on Kos\r\n")
    done = manage(tmp_path, "import_mail", str(other), LOG_LEVEL="INFO")
    assert "message_received" in [json.loads(line)["event"] for line in done.stderr.splitlines()]


def test_a_command_before_the_tables_are_made_says_so_in_one_line(tmp_path: Path) -> None:
    good = tmp_path / "good.eml"
    good.write_bytes(HEAD + b"\r\nTen days on Crete\r\n")
    for command in (("import_mail", str(good)), ("sync_mailbox",)):
        done = manage(tmp_path, *command, check=False)
        assert done.returncode == 1
        assert done.stderr == "The database has no tables yet. Make them: manage.py migrate.\n"
