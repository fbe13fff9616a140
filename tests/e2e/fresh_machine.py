"""A machine for docs/deployment.md: its folders under one of ours, its commands in front of the real ones on the path.

What only root of a machine with systemd has gets a stand-in: each does what the real one would as far as the page needs
it. `systemctl` starts the units as they were copied.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import trustme

from tests import services
from tests.doc_commands import ROOT

NAME = "desk.agency.example"
_STAND_INS = {
    "apt-get": "exit 0",
    "useradd": 'mkdir -p "$HOME"',
    "su": 'shift 2; PGUSER=postgres exec sh -c "$1"',  # su postgres -c '...'
    "systemctl": f'exec {sys.executable} -m tests.e2e.units systemctl "$@"',
    "nginx": f'exec {sys.executable} -m tests.e2e.units nginx "$@"',
}
_NGINX = """
daemon on; error_log {folder}/nginx.log; pid {folder}/nginx.pid; worker_processes 1;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/etc/nginx/conf.d/*.conf;
}}
"""


class Machine:
    def __init__(self, folder: Path, stores: dict[str, str]) -> None:
        self.folder = folder
        self.web, self.https, plain = (services._free_port() for _ in range(3))
        redis = stores["CELERY_BROKER_URL"].removesuffix("/0")
        postgres = urlsplit(stores["DATABASE_URL"])
        # What the page says, and what it is here; the longer words first.
        self.led = {
            "git clone https://git.agency.example/travelhub.git": f"git clone --quiet {folder}/origin",
            "/var/run/postgresql": str(_sockets(postgres.port)),
            "/var/lib/travelhub": f"{folder}/home",
            "/opt/travelhub": f"{folder}/code",
            "/etc/letsencrypt/live": f"{folder}/etc/letsencrypt",
            "/etc/travelhub": f"{folder}/etc/travelhub",
            "/etc/systemd/system": f"{folder}/etc/systemd",
            "/etc/nginx": f"{folder}/etc/nginx",
            "redis://127.0.0.1:6379": redis,
            "127.0.0.1:8000": f"127.0.0.1:{self.web}",
            "listen [::]:443 ssl http2;": "",  # not every container has IPv6
            "listen [::]:80;": "",
            "listen 443 ssl": f"listen {self.https} ssl",
            "listen 80;": f"listen {plain};",
            "-o travelhub -g travelhub ": "",  # there is nobody of that name
            "-g travelhub ": "",
            "User=travelhub": "",
            "createsuperuser": "createsuperuser --noinput",  # its answers are in the environment
        }
        self.environment = {
            "PATH": f"{folder}/bin:{os.environ['PATH']}:/usr/sbin",
            "HOME": f"{folder}/home",
            "PYTHONPATH": str(ROOT),  # for the stand-ins
            "MACHINE": json.dumps({"folder": str(folder), "led": self.led}),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(postgres.port),
            "DJANGO_SUPERUSER_USERNAME": "olga",
            "DJANGO_SUPERUSER_EMAIL": "olga@agency.example",
            "DJANGO_SUPERUSER_PASSWORD": "seven rivers to the sea",
            "SSL_CERT_FILE": str(folder / "authority.pem"),
        }
        self._furnish()

    def _furnish(self) -> None:
        for name in ("bin", "home", "etc/systemd", "etc/nginx/conf.d", f"etc/letsencrypt/{NAME}", "log"):
            (self.folder / name).mkdir(parents=True)
        for name, script in _STAND_INS.items():
            program = self.folder / "bin" / name
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
        authority = trustme.CA()
        certificate = authority.issue_cert(NAME)
        authority.cert_pem.write_to_path(str(self.folder / "authority.pem"))
        kept = self.folder / "etc" / "letsencrypt" / NAME
        certificate.private_key_pem.write_to_path(str(kept / "privkey.pem"))
        certificate.cert_chain_pems[0].write_to_path(str(kept / "fullchain.pem"))
        (self.folder / "nginx.conf").write_text(_NGINX.format(folder=self.folder))
        to_us = f'connect-to = "{NAME}:443:127.0.0.1:{self.https}"\ncacert = "{self.folder}/authority.pem"\n'
        (self.folder / "home" / ".curlrc").write_text(to_us)
        self.origin = self.folder / "origin"
        _make_origin(self.origin)

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run one block of the page; `su - travelhub` to `exit` is a shell of its own."""
        for word, here in self.led.items():
            script = script.replace(word, here)
        script = script.replace("su - travelhub -s /bin/bash\n", '(cd "$HOME"\n').replace("\nexit\n", "\n)\n")
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=420,
        )

    def link_packages(self) -> None:
        """The packages of this run's `.venv` in the place where `make upgrade` looks for them."""
        venv = self.folder / "code" / ".venv"
        venv.mkdir()
        for name in ("bin", "lib", "pyvenv.cfg"):
            (venv / name).symlink_to(Path(sys.prefix) / name)
        shutil.copy(self.folder / "code" / "requirements.lock.txt", venv / ".installed")


def _make_origin(origin: Path) -> None:
    """A repository with the code as it stands on this disk, committed or not."""
    git = ["git", "-c", "user.name=tests", "-c", "user.email=tests@travelhub.example"]
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", origin], check=True)
    at = [*git, f"--git-dir={origin}/.git", f"--work-tree={ROOT}"]
    subprocess.run([*at, "add", "--all", "."], check=True, cwd=ROOT)  # but what .gitignore names
    subprocess.run([*at, "commit", "--quiet", "-m", "The code"], check=True, cwd=ROOT)


def new_version(origin: Path) -> None:
    git = ["git", "-c", "user.name=tests", "-c", "user.email=tests@travelhub.example", f"--git-dir={origin}/.git"]
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "A new version"], check=True)


def _sockets(port: int | None) -> Path:
    return next(Path(tempfile.gettempdir()).glob(f"travelhub-services-*/postgresql/.s.PGSQL.{port}")).parent


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    with services.running(superuser="postgres") as stores:
        made = Machine(folder, stores)
        try:
            yield made
        finally:
            made.run("systemctl stop travelhub.target nginx")
