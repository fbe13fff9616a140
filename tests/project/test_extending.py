"""The code of adding-an-engine.md and adding-a-channel.md does what the pages say: it is taken out of them and run."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import call_command

from tests.doc_commands import ROOT, fenced, page, tagged

PACKAGES = ("travelhub", "inquiries", "mailsync", "messaging", "templates")
# What staff and a gateway do: a post, the same once more, a look at the pages, an answer that is sent.
DAY = """
import json, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from inquiries import replies
from inquiries.models import Message, User

got = []
class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200); self.end_headers(); self.wfile.write(b'{"id": "out-1"}')
    def log_message(self, *_): ...
server = HTTPServer(("127.0.0.1", 0), Gateway)
threading.Thread(target=server.serve_forever, daemon=True).start()
settings.SMS_GATEWAY = f"http://127.0.0.1:{server.server_port}"
settings.ALLOWED_HOSTS = ["testserver"]

post = {"path": "/webhooks/sms/", "content_type": "application/json",
        "data": {"id": "1", "from": "+447700900001", "text": "Crete in May for two, 7 nights?"}}
said = [Client().post(**post).status_code]
said += [Client(headers={"authorization": "Bearer words"}).post(**post).status_code for _ in range(2)]
call_command("sweep", "--run", verbosity=0)
row = Message.objects.get(channel="sms", direction="IN")
nora = User.objects.create_superuser("nora", password="seven rivers to the sea")
desk = Client()
desk.force_login(nora)
pages = [desk.get(address) for address in ("/", f"/inquiries/{row.inquiry_id}/")]
replies.queue(row.inquiry, author=nora, channel="sms", text="Seven nights it is.")
call_command("sweep", "--run", verbosity=0)
out = Message.objects.get(channel="sms", direction="OUT")
print(json.dumps({"said": said, "nights": row.inquiry.nights or type(row.inquiry).objects.get(pk=row.inquiry_id).nights,
                  "pages": [answer.status_code for answer in pages], "offered": "SMS" in pages[1].content.decode(),
                  "got": got, "state": out.state, "external_id": out.external_id}))
"""


def test_the_engine_of_the_page_reads_and_is_one_of_ours(settings, monkeypatch, tmp_path):
    text = page("docs/adding-an-engine.md")
    (code,), (line,) = fenced(text, "python"), fenced(text, "settings")
    made = types.ModuleType("inquiries.extraction.nights_engine")
    exec(compile(code, "adding-an-engine.md", "exec"), made.__dict__)
    monkeypatch.setitem(sys.modules, made.__name__, made)
    settings.ENGINES = dict(settings.ENGINES)
    exec(line, {"ENGINES": settings.ENGINES})
    assert [found for found in checks.run_checks() if found.id == "travelhub.E002"] == []

    mail = tmp_path / "crete.eml"
    mail.write_text("From: anna@berg.example\nTo: desk@halden.example\nSubject: Crete\n\nTwo of us, 7 nights please.\n")
    out = io.StringIO()
    call_command("extract", str(mail), engine="nights", stdout=out)
    read = json.loads(out.getvalue())
    assert read["case"] == "crete"
    assert read["nights"] == 7


@pytest.mark.processes
def test_the_channel_of_the_page_takes_in_and_answers(tmp_path: Path):
    code = _with_channel(tmp_path / "code")
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": "",
        "VAR_DIR": str(tmp_path / "var"),
        "UNDO_SECONDS": "0",
        "SMS_SECRET": "words",
        "SMS_NUMBER": "+447700900999",
    }

    def manage(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=code,
            env=environment,
            capture_output=True,
            text=True,
            timeout=400,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    manage("check")
    manage("makemigrations", "inquiries", "--name", "sms")
    manage("migrate", "--verbosity", "0")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    told = json.loads(manage("shell", "--verbosity", "0", "-c", DAY).splitlines()[-1])
    assert told.pop("got")[0]["text"] == "Seven nights it is."
    assert told == {
        "said": [403, 200, 200],
        "nights": 7,
        "pages": [200, 200],
        "offered": True,
        "state": "SENT",
        "external_id": "out-1",
    }


def _with_channel(code: Path) -> Path:
    """A copy of travelhub with the files and lines of the page."""
    code.mkdir()
    for name in PACKAGES:
        shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copy(ROOT / "manage.py", code)
    text = page("docs/adding-a-channel.md")
    (code / "sms").mkdir()
    (code / "sms" / "__init__.py").touch()
    for name, body in tagged(text, "python").items():
        (code / name).write_text(body)
    for line in fenced(text, "edits")[0].splitlines():
        _edit(code, line)
    return code


def _edit(code: Path, line: str) -> None:
    name, before, after = re.fullmatch(r"(\S+): (.+?)  ->  (.+)", line).groups()
    file = code / name
    body = file.read_text()
    assert before in body, line
    file.write_text(body.replace(before, after.replace("\\n", "\n"), 1))
