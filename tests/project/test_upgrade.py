"""`manage.py upgrade` brings database and static files to the new code, stops at what is wrong, and may be repeated."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.product import ROOT

pytestmark = pytest.mark.processes


def upgrade(folder: Path, **environment: str) -> tuple[int, str]:
    """Exit code, and what was printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", "upgrade"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": "", "VAR_DIR": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout


def test_it_migrates_says_what_to_restart_and_does_nothing_the_second_time(tmp_path: Path):
    code, said = upgrade(tmp_path)
    assert code == 0, said
    assert "  inquiries 0001_" in said
    assert "systemctl restart travelhub.target" in said
    with sqlite3.connect(tmp_path / "travelhub.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM inquiries_inquiry").fetchone() == (0,)

    code, said = upgrade(tmp_path, PUBLIC_URL="https://desk.halden.example")
    assert code == 0, said
    assert "No migration is missing." in said
    assert "METRICS_TOKEN" in said, "the warnings for a server are shown"


def test_it_stops_before_it_changes_anything_where_the_configuration_or_the_database_is_wrong(tmp_path: Path):
    code, said = upgrade(tmp_path, DEFAULT_PHONE_REGION="XX")
    assert code == 1
    assert "Nothing was changed" in said
    assert "DEFAULT_PHONE_REGION=XX is no country" in said
    assert not (tmp_path / "travelhub.sqlite3").exists()

    away = {
        "DATABASE_URL": "postgres://127.0.0.1:9/none",
        "SECRET_KEY": "x",
        "CELERY_BROKER_URL": "redis://127.0.0.1:9",
    }
    code, said = upgrade(tmp_path, **away)
    assert code == 1
    assert "CommandError: Nothing was changed: the database does not answer (" in said
    assert "port 9" in said, "why not, in the words of the driver"
    assert "Traceback" not in said
