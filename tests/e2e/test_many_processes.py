"""Two webs and three workers on one database share the work, and Prometheus sees all of it through either web."""

import json
import re
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from messaging import signature
from tests import services
from tests.e2e.fleet import APP_SECRET, METRICS_TOKEN, Fleet, running
from tests.e2e.product import PATIENCE, ROOT, wait_for
from tests.messaging.bodies import body_of
from tests.servers import cloud_api, graph, openai
from tests.services import _server
from travelhub import queues

pytestmark = pytest.mark.processes

PEOPLE = 24
TEXT = "Ten nights on Crete in May for two of us, please"
ANSWER = "We will write to you tomorrow about Crete"
FETCH = """
from inquiries import doorbell
from mailsync.models import Mailbox
doorbell.ring_now("mailsync.sync_mailbox", Mailbox.objects.get().pk)
"""  # now; the scheduler would within a minute
DEPLOY = ROOT / "deploy"

# What staff do: answer everybody by WhatsApp, and ask for the whole list as a file.
STAFF = f"""
from django.http import QueryDict
from inquiries import replies
from inquiries.desk import export_jobs, exports
from inquiries.desk.listing import listing
from inquiries.models import Inquiry, User
nora = User.objects.create_superuser("nora", password="correct horse battery")
for inquiry in Inquiry.objects.all():
    replies.queue(inquiry, author=nora, channel="whatsapp", text={ANSWER!r})
shown = listing(QueryDict("tab=all"), user=nora)
export_jobs.ask(shown, actor=nora, kind="csv", columns=exports.COLUMNS)
"""


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory):
    with running(tmp_path_factory.mktemp("fleet")) as started:
        yield started


def phone(number: int) -> str:
    return f"4477009{number:05}"


def post(port: int, body: bytes) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/webhooks/whatsapp/", data=body, method="POST")
    request.add_header("Content-Type", "application/json")
    request.add_header("X-Hub-Signature-256", signature.sign(body, secret=APP_SECRET))
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        assert answer.status == 200


def post_all(port: int) -> None:
    now = int(time.time())
    for number in range(PEOPLE):
        message = {"from": phone(number), "id": f"wamid.{number}", "timestamp": str(now), "text": {"body": TEXT}}
        post(port, body_of(message, contacts=[{"wa_id": phone(number), "profile": {"name": f"Traveller {number}"}}]))


def fail_to_sign_in(port: int) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    address = f"http://127.0.0.1:{port}/sign-in/"
    with browser.open(address, timeout=PATIENCE) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token is not None
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "username": "nora", "password": "wrong"})
    with browser.open(address, data=form.encode(), timeout=PATIENCE) as page:
        assert page.url == address


def in_state(fleet: Fleet, direction: str) -> dict[str, int]:
    states: dict[str, int] = fleet.counts()["messages"].get("whatsapp", {}).get(direction, {})
    return states


def fetches(fleet: Fleet) -> list[dict[str, Any]]:
    """Calls to Microsoft in a task of a mailbox, by which one finds them in the logs."""
    lines = [line for name in fleet.processes for line in fleet.lines(name)]
    return [line for line in lines if line.get("client") == "Microsoft Graph" and {"task_id", "mailbox"} <= line.keys()]


def test_nothing_is_lost_or_doubled_and_each_worker_takes_from_its_queues(fleet: Fleet):
    clients = [threading.Thread(target=post_all, args=[port]) for port in fleet.ports]  # each body to both webs
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    wait_for(lambda: in_state(fleet, "IN") == {"PROCESSED": PEOPLE}, f"{PEOPLE} messages to be read", PATIENCE)
    fleet.manage("shell", "-c", STAFF)
    wait_for(lambda: in_state(fleet, "OUT") == {"SENT": PEOPLE}, f"{PEOPLE} answers to go out", PATIENCE)
    wait_for(lambda: fleet.counts()["exports"] == {"DONE": 1}, "the file to be written", PATIENCE)
    wait_for(lambda: set(fleet.waiting().values()) == {0}, "every queue of the broker to be empty", PATIENCE)

    counts = fleet.counts()
    assert sum(counts["inquiries"].values()) == PEOPLE
    assert counts["webhook_events"] == {"PROCESSED": PEOPLE}
    assert counts["dead_letters"] == {}
    told = sorted(message["to"] for message in fleet.meta.sent() if message.get("type") == "text")
    assert told == sorted(phone(number) for number in range(PEOPLE)), "each once"

    tasks = {name: {line["task"] for line in fleet.lines(name) if "task" in line} for name in fleet.processes}
    assert tasks["worker-outbound"] <= set(queues.OUTBOUND), "it takes replies alone"
    assert tasks["worker-slow"] <= {*queues.EXTRACTION, *queues.EXPORTS}
    done = set().union(*tasks.values())
    assert {"messaging.ingest_event", "inquiries.deliver_message", "inquiries.write_export", "inquiries.sweep"} <= done


def test_each_web_tells_of_all_processes(fleet: Fleet):
    for port in fleet.ports:
        found = fleet.metrics(port)
        calls = re.search(r'call_seconds_count\{client="WhatsApp",outcome="ok"\} (\S+)', found)
        assert calls is not None, "the workers call Meta, not the web that is asked"
        assert float(calls[1]) >= PEOPLE
        stored = re.search(r'travelhub_whatsapp_webhooks_total\{outcome="stored"\} (\S+)', found)
        assert stored is not None
        assert float(stored[1]) == PEOPLE, "of both webs together"


def test_what_they_logged_is_json_with_its_keys_and_holds_nobodys_words(fleet: Fleet):
    fleet.manage("shell", "-c", FETCH)
    wait_for(lambda: fetches(fleet), "mail to be looked for", PATIENCE)
    everything = "\n".join("\n".join(fleet.said(name)) for name in fleet.processes)
    for secret in (
        APP_SECRET,
        METRICS_TOKEN,
        cloud_api.TOKEN,
        graph.SECRET,
        openai.KEY,
        fleet.environment["SECRET_KEY"],
    ):
        assert secret not in everything
    for private in (TEXT, "Crete", "Traveller", phone(1), phone(1)[2:], "@halden.example", ANSWER):
        assert private not in everything
    lines = [line for name in fleet.processes for line in fleet.lines(name)]
    assert all({"event", "level", "logger", "timestamp"} <= line.keys() for line in lines)
    kinds = {
        "request_finished": {"request", "view", "code", "duration_ms", "request_id"},
        "task_succeeded": {"task", "task_id", "duration_ms"},
        "outgoing_call": {"client", "method", "status", "outcome", "duration_ms", "host"},
        "message_received": {"message", "inquiry", "channel"},
        "message_processed": {"message", "inquiry", "attempt", "task_id"},
        "message_sent": {"message", "inquiry", "attempt", "task_id"},
    }
    for event, keys in kinds.items():
        of_kind = [line for line in lines if line["event"] == event]
        assert of_kind, event
        for line in of_kind:
            missing = keys - line.keys() - ({"host"} if line.get("client") == "OpenAI" else set())
            assert missing == set(), line
    sends = [line for line in lines if line["event"] == "outgoing_call" and line["client"] == "WhatsApp"]
    assert any({"task_id", "message", "inquiry", "attempt"} <= line.keys() for line in sends)


class Prometheus:
    """Debian's, with our configuration and alarms, looking at both webs."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, path: str, **query: str) -> Any:
        address = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{query}: {error.read().decode()}") from error

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/-/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def scrapes(self) -> int:
        """How often each web was read: of both the lesser number."""
        found = self.ask("query", query='min(sum_over_time(up{job="travelhub"}[5m]))')["result"]
        return int(found[0]["value"][1]) if found else 0


@pytest.fixture
def prometheus(fleet: Fleet, tmp_path: Path):
    config = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    (job,) = config["scrape_configs"]
    token = tmp_path / "token"
    token.write_text(METRICS_TOKEN)
    # The interval is also how long an answer may take: a second is too short while other tests have the cores.
    config["global"] = {"scrape_interval": "3s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(DEPLOY / "prometheus" / "alerts.yml")]
    job["authorization"]["credentials_file"] = str(token)
    job["static_configs"] = [{"targets": [f"127.0.0.1:{port}" for port in fleet.ports]}]
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config))
    port = services._free_port()
    command = [
        "prometheus",
        f"--config.file={tmp_path / 'prometheus.yml'}",
        f"--storage.tsdb.path={tmp_path / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with _server(command, port=port, log=tmp_path / "prometheus.log"):
        started = Prometheus(port)
        wait_for(started.is_ready, "Prometheus to be ready", PATIENCE)
        yield started


def test_prometheus_reads_it_and_every_query_of_dashboard_and_alarms_finds_its_metrics(
    fleet: Fleet, prometheus: Prometheus
):
    fail_to_sign_in(fleet.ports[0])
    wait_for(lambda: prometheus.scrapes() >= 6, "Prometheus to have read both webs six times", PATIENCE)

    up = prometheus.ask("query", query="up")["result"]
    assert len(up) == 2
    dashboard = json.loads((DEPLOY / "grafana" / "travelhub.json").read_text())
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    assert len(asked) > 30
    empty = [query for query in asked if not prometheus.ask("query", query=_now(query))["result"]]
    assert [query for query in empty if "first_answer_seconds" not in query] == []

    (group,) = prometheus.ask("rules")["groups"]
    assert {rule["name"]: rule.get("lastError", "") for rule in group["rules"] if rule["health"] != "ok"} == {}
    # A metric whose rows there are none of has no sample, but says in its head that it is there.
    names = {*prometheus.ask("label/__name__/values"), *prometheus.ask("metadata")}
    for rule in group["rules"]:
        used = set(re.findall(r"\b(?:travelhub_\w+|up)\b", rule["query"]))
        assert used
        assert used <= names, rule["name"]
    firing = {rule["name"] for rule in group["rules"] if rule["state"] == "firing"}
    assert firing <= {"TravelhubSignInsGuessed", "TravelhubDiskLow"}, "a healthy product sets off no alarm"


def _now(query: str) -> str:
    return query.replace("$__rate_interval", "1m").replace("[15m]", "[1m]")


def test_promtool_finds_alarms_and_configuration_in_order(tmp_path: Path):
    folder = DEPLOY / "prometheus"
    for words in (["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"]):
        done = subprocess.run(["promtool", *words], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    checked = subprocess.run(
        ["promtool", "check", "config", "--syntax-only", "prometheus.yml"], cwd=folder, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    tried = {case["name"] for case in yaml.safe_load((folder / "alerts_test.yml").read_text())["tests"]}
    rules = yaml.safe_load((folder / "alerts.yml").read_text())["groups"][0]["rules"]
    assert tried == {f"{rule['alert']} {how}" for rule in rules for how in ("fires", "is quiet")}
