"""docs/deployment.md, word for word: from nothing to a desk behind https, and an upgrade after it.

The commands are taken out of the page, not typed again; fresh_machine.py says what stands in for what. The packages are
not installed once more (two minutes): `.venv` is the one of this run, put where the page's `make upgrade` looks for it.
"""

import json
import re

import pytest

from tests.doc_commands import blocks, page, section
from tests.e2e.fresh_machine import Machine, machine, new_version
from tests.e2e.product import PATIENCE, wait_for

pytestmark = pytest.mark.processes

PAGE = page("docs/deployment.md")
STEPS = re.findall(r"^## (\d\. .+)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory):
    with machine(tmp_path_factory.mktemp("fresh")) as made:
        yield made


def follow(fresh: Machine, heading: str) -> str:
    """Run all blocks below a heading; what they said. The first that fails fails the test."""
    said = ""
    for block in blocks(section(PAGE, heading)):
        if "%h" in block:  # the same processes without systemd
            continue
        # There the page says that it ends with 1.
        allowed = block.replace("manage.py doctor", "manage.py doctor || true") if heading == STEPS[4] else block
        done = fresh.run(allowed)
        said += done.stdout
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{logs(fresh)}"
    return said


def logs(fresh: Machine) -> str:
    return "\n".join(f"== {file.name}\n{file.read_text()[-3000:]}" for file in (fresh.folder / "log").glob("*.log"))


def test_from_nothing_to_a_desk_behind_https(fresh: Machine) -> None:
    assert [step[0] for step in STEPS] == list("12345678")
    for step in STEPS[:4]:
        follow(fresh, step)
    fresh.link_packages()

    said = follow(fresh, STEPS[4])
    assert "Superuser created" in said
    faults = [line.strip() for line in said.splitlines() if line.strip().startswith("LOOK")]
    assert [line for line in faults if "Worker" not in line and "Scheduler" not in line] == [], said
    assert not (fresh.folder / "code" / "var").exists(), "nothing may go to a database of its own"

    assert "ok" in follow(fresh, STEPS[5])
    follow(fresh, STEPS[6])
    wait_for(lambda: fresh.run(blocks(section(PAGE, STEPS[7]))[0]).returncode == 0, "worker and scheduler", PATIENCE)
    assert follow(fresh, STEPS[7]).rstrip().endswith("All is well.")
    page = fresh.run("curl --fail --silent --location --cookie-jar c https://desk.agency.example/").stdout
    assert "Halden Travel" in page
    assert "Password" in page


def test_an_upgrade_is_on_the_same_rows_and_all_runs_again(fresh: Machine) -> None:
    new_version(fresh.origin)
    said = follow(fresh, "Upgrading")
    assert "No migration is missing." in said
    assert "is in place" in said
    ready = "curl --fail --silent https://desk.agency.example/health/ready"
    wait_for(lambda: fresh.run(ready).returncode == 0, "the desk to be ready again", PATIENCE)


def test_each_line_of_the_services_is_one_of_json(fresh: Machine) -> None:
    """gunicorn's and Celery's own lines at their start and end too: a collector cuts every line into its fields."""
    for log in (fresh.folder / "log").glob("*.log"):
        for line in log.read_text().rpartition("\n")[0].splitlines():  # the last one may be half written
            assert line.startswith("{"), f"{log.name}: {line}"
            assert {"event", "level", "timestamp"} <= set(json.loads(line)), line
