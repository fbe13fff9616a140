"""Dockerfile, compose.yaml and the systemd units name things that exist: no engine is needed to find a slip in them."""

import configparser
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import resolve

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = ("web", "worker", "worker-outbound", "beat", "migrate")
UNITS = ("web", "worker", "worker-outbound", "beat")
KNOWN = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def _copied() -> list[str]:
    lines = re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, re.MULTILINE)
    return [line for line in lines if line != "."]


def _is_known(name: str) -> bool:
    return name in KNOWN or name.removesuffix("_FILE") in KNOWN or name == "ENV_FILE"


def test_the_image_holds_every_package_of_the_product() -> None:
    missing = [name for name in _copied() if not (ROOT / name).exists()]
    assert missing == []
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages | {"manage.py", "gunicorn.conf.py", "templates", "locale", "requirements.lock.txt"} == set(
        _copied()
    )


def test_what_the_image_copies_is_sent_to_the_engine() -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line.startswith("!")}
    assert sent == set(_copied())


def test_the_image_has_the_python_of_the_project() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    tags = set(re.findall(r"^FROM python:(\d+\.\d+)-", DOCKERFILE, re.MULTILINE))
    assert len(tags) == 1
    low, high = re.findall(r"\d+\.(\d+)", wanted)
    assert int(low) <= int(tags.pop().partition(".")[2]) < int(high)


def test_the_health_check_asks_an_address_that_there_is() -> None:
    paths = re.findall(r"127\.0\.0\.1:8000(/[a-z/]+)", DOCKERFILE)
    assert paths
    for path in paths:
        assert resolve(path).url_name == "health_live"


def test_the_image_runs_as_nobody_special_and_installs_by_hashes() -> None:
    assert "\nUSER travelhub\n" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE


@pytest.mark.parametrize("name", OURS)
def test_each_service_is_locked_down_and_waits_for_what_it_needs(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert set(service["depends_on"]) <= set(COMPOSE["services"])
    assert [variable for variable in service["environment"] if not _is_known(variable)] == []
    for source in (volume.partition(":")[0] for volume in service["volumes"]):
        assert source in COMPOSE["volumes"]
    for secret in service["secrets"]:
        assert secret in COMPOSE["secrets"]
        assert f"/run/secrets/{secret}" in service["environment"].values()


@pytest.mark.parametrize("name", UNITS)
def test_compose_and_systemd_run_the_same(name: str) -> None:
    in_unit = shlex.split(_unit(name)["Service"]["ExecStart"])
    in_unit[0] = Path(in_unit[0]).name
    default = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    in_compose = COMPOSE["services"][name].get("command") or yaml.safe_load(default[-1])
    assert _program(in_compose) == _program(in_unit)


def _program(command: list[str]) -> list[str]:
    """Without what only a container needs: the address that is listened on and the folder for its signs of life."""
    words = " ".join(command)
    return re.sub(r" --bind \S+| --worker-tmp-dir \S+", "", words).replace("%%", "%").split()  # systemd's own percent


@pytest.mark.parametrize("name", UNITS)
def test_the_units_name_variables_that_are_read(name: str) -> None:
    unit = _unit(name)
    variables = [pair.partition("=")[0] for pair in shlex.split(unit["Service"]["Environment"])]
    assert [variable for variable in variables if not _is_known(variable)] == []
    assert f"travelhub-{name}.service" in _parsed("travelhub.target")["Unit"]["Wants"]


def _unit(name: str) -> configparser.ConfigParser:
    return _parsed(f"travelhub-{name}.service")


def _parsed(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    parser.read(ROOT / "deploy" / "systemd" / name)
    return parser


def test_each_alarm_says_in_the_docs_what_it_means_and_what_to_do() -> None:
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
    told = dict(re.findall(r"^### (Travelhub\w+)\n(.+)$", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    assert sorted(told) == sorted(rule["alert"] for rule in rules)
    for rule in rules:
        assert rule["annotations"]["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in {"page", "warn"}
        assert "**Means**" in told[rule["alert"]]
        assert "**Do**" in told[rule["alert"]]


def test_what_watches_is_a_profile_of_its_own_that_only_this_machine_reaches() -> None:
    """Nobody who starts the product gets it by surprise; what it reads is there."""
    services = COMPOSE["services"]
    for name, profile in {"prometheus": "monitoring", "grafana": "monitoring", "flower": "flower"}.items():
        service = services[name]
        assert service["profiles"] == [profile]
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert (ROOT / source).exists() if source.startswith("./") else source in COMPOSE["volumes"]
    assert not any("profiles" in services[name] for name in (*OURS, "postgres", "redis"))
    scrape = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())["scrape_configs"][0]
    (secret,) = services["prometheus"]["secrets"]
    assert scrape["authorization"]["credentials_file"] == f"/run/secrets/{secret}"
    assert secret in COMPOSE["secrets"]
    host, _, port = scrape["static_configs"][0]["targets"][0].partition(":")
    assert services[host]["ports"][0].endswith(f":{port}")
    source = yaml.safe_load((ROOT / "deploy/grafana/provisioning/datasources/prometheus.yml").read_text())
    assert source["datasources"][0]["url"] == "http://prometheus:9090"
    provider = yaml.safe_load((ROOT / "deploy/grafana/provisioning/dashboards/travelhub.yml").read_text())
    folder = provider["providers"][0]["options"]["path"]
    assert any(volume.split(":")[1].startswith(folder) for volume in services["grafana"]["volumes"])


def test_the_collector_reads_lines_as_we_write_them() -> None:
    """Vector itself is not in Debian: its parts are joined, and the fields that it names are those of our lines."""
    config = yaml.safe_load((ROOT / "deploy/vector/vector.yaml").read_text())
    parts = {**config["sources"], **config["transforms"]}
    for part in (*config["transforms"].values(), *config["sinks"].values()):
        assert set(part["inputs"]) <= set(parts)
    units = {path.stem for path in (ROOT / "deploy/systemd").glob("*.service")}
    assert set(config["sources"]["travelhub_journal"]["include_units"]) == units
    script = config["transforms"]["travelhub_lines"]["source"] + config["transforms"]["travelhub_slow"]["condition"]
    labels = "".join(f" .{name}" for name in re.findall(r"{{ (\w+) }}", str(config["sinks"]["loki"]["labels"])))
    named = set(re.findall(r"(?<![\w)])\.(\w+)", script + labels)) - {"message"}  # Vector's own, the whole line
    assert named == {"event", "level", "timestamp", "duration_ms"}, "test_many_processes.py: each line has them"
