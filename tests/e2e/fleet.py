"""The product as a busy agency runs it: two webs, three workers and a scheduler on one PostgreSQL and one Redis.

Each a process of its own in the form of JSON lines; Microsoft, Meta and OpenAI are servers of ours over TLS.
"""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import redis

from tests import services
from tests.e2e.product import PATIENCE, ROOT, wait_for
from tests.inquiries.openai_room import NOTHING
from tests.servers import cloud_api, graph, openai

APP_SECRET, METRICS_TOKEN = "app secret of the fleet", "metrics token of the fleet"
WORKERS = {  # what each takes from; the first from everything, as by default
    "worker": [],
    "worker-outbound": ["--queues", "outbound", "--hostname", "outbound@%h"],
    "worker-slow": ["--queues", "extraction,exports", "--hostname", "slow@%h"],
}


class Fleet:
    def __init__(self, folder: Path, environment: dict[str, str], meta: cloud_api.CloudApi) -> None:
        self.folder, self.environment, self.meta = folder, environment, meta
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.ports: list[int] = []

    def start(self) -> None:
        from travelhub import supervisor

        self.manage("upgrade")
        self.manage("add_mailbox", graph.ADDRESS)
        for name in ("web", "web-2"):
            self.ports.append(services._free_port())
            self._start(name, supervisor.commands(host="127.0.0.1", port=self.ports[-1])["web"])
        commands = supervisor.commands(host="127.0.0.1", port=0)
        for name, more in WORKERS.items():
            self._start(name, [*commands["worker"], *more])
        self._start("beat", commands["beat"])
        wait_for(self.is_ready, "both webs to be ready", PATIENCE)

    def _start(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=log
            )

    def is_ready(self) -> bool:
        for name, process in self.processes.items():
            assert process.poll() is None, (self.folder / f"{name}.log").read_text()
        try:
            for port in self.ports:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
                    assert answer.status == 200
        except OSError:
            return False
        return True

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def counts(self) -> Any:
        return json.loads(self.manage("counts"))

    def waiting(self) -> dict[str, int]:
        """Rings in the broker, by queue."""
        names = ("upkeep", "inbound", "outbound", "extraction", "exports")
        with redis.Redis.from_url(self.environment["CELERY_BROKER_URL"]) as broker:
            return {name: int(broker.llen(name)) for name in names}

    def metrics(self, port: int) -> str:
        request = urllib.request.Request(f"http://127.0.0.1:{port}/metrics")
        request.add_header("Authorization", f"Bearer {METRICS_TOKEN}")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return str(answer.read().decode())

    def said(self, name: str) -> list[str]:
        return (self.folder / f"{name}.log").read_text().splitlines()

    def lines(self, name: str) -> list[dict[str, Any]]:
        """What a process has logged; Celery's warning where the tests run as root is no line of ours, and the last line
        may still be half written."""
        return [json.loads(line) for line in self.said(name) if line.startswith("{") and line.endswith("}")]

    def end(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def running(folder: Path) -> Iterator[Fleet]:
    with ExitStack() as stack:
        stores = stack.enter_context(services.running())
        meta, meta_ca = stack.enter_context(cloud_api.serving())
        microsoft, microsoft_ca = stack.enter_context(graph.serving())
        model, model_ca = stack.enter_context(openai.serving())
        model.answers = [openai.completion({**NOTHING, "kind": "inquiry", "language": "en"})]
        trusted = folder / "authorities.pem"
        trusted.write_text("".join(path.read_text() for path in (meta_ca, microsoft_ca, model_ca)))
        environment = {
            "PATH": os.environ["PATH"],
            "ENV_FILE": "",
            "VAR_DIR": str(folder),
            "LOG_FORMAT": "json",
            "REQUESTS_CA_BUNDLE": str(trusted),
            "SSL_CERT_FILE": str(trusted),
            "METRICS_TOKEN": METRICS_TOKEN,
            "WHATSAPP_TOKEN": cloud_api.TOKEN,
            "WHATSAPP_APP_SECRET": APP_SECRET,
            "WHATSAPP_VERIFY_TOKEN": "verify token of the fleet",
            "WHATSAPP_PHONE_NUMBER_ID": cloud_api.NUMBER_ID,
            "WHATSAPP_BUSINESS_ACCOUNT_ID": cloud_api.ACCOUNT_ID,
            "WHATSAPP_BASE_URL": meta.url,
            "GRAPH_TENANT_ID": graph.TENANT,
            "GRAPH_CLIENT_ID": graph.CLIENT_ID,
            "GRAPH_CLIENT_SECRET": graph.SECRET,
            "GRAPH_AUTHORITY": microsoft.url,
            "GRAPH_BASE_URL": f"{microsoft.url}/v1.0",
            "OPENAI_API_KEY": openai.KEY,
            "OPENAI_BASE_URL": model.url,
            **stores,
        }
        fleet = Fleet(folder, environment, meta)
        stack.callback(fleet.end)
        fleet.start()
        yield fleet
