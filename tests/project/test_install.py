"""tools/install: the packages of a lock into .venv, also where the try before broke off."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of ours with a lock of nothing, and a path on which there is no uv."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "install", tmp_path / "tools")
    (tmp_path / "lock.txt").write_text("# nothing\n")
    return tmp_path


def install(clone: Path) -> subprocess.CompletedProcess[str]:
    folders = [folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "uv").exists()]
    path = os.pathsep.join([str(Path(sys.base_prefix) / "bin"), *folders])
    environment = os.environ | {"PATH": path, "LOCK": "lock.txt"}
    return subprocess.run(["tools/install"], cwd=clone, env=environment, capture_output=True, text=True, check=False)


def test_a_half_made_venv_is_made_anew_and_a_whole_one_left_alone(clone: Path) -> None:
    """Where a system's Python comes without its venv package, the first try leaves a .venv with no pip in it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", clone / ".venv"], check=True)
    done = install(clone)
    assert done.returncode == 0, done.stderr
    assert (clone / ".venv/.installed").read_text() == "# nothing\n"
    assert subprocess.run([clone / ".venv/bin/python", "-m", "pip", "--version"], check=False).returncode == 0

    again = install(clone)
    assert (again.returncode, again.stdout) == (0, "")
