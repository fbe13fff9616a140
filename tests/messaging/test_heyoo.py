"""heyoo comes in by our loader on each supported Python, late, quiet and with our transport."""

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from messaging import heyoo_seam
from tests.e2e.product import PATIENCE, ROOT

SITE = Path(str(requests.__file__)).parents[1]


def run(python: str, code: str) -> str:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{SITE}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [python, "-c", code], capture_output=True, text=True, env=environment, cwd=ROOT, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_django_starts_without_heyoo():
    code = "import sys, django; django.setup(); import messaging.channel; print('heyoo' in sys.modules)"
    assert run(sys.executable, code) == "False"


def test_loader_gives_heyoo_with_our_transport(caplog):
    caplog.set_level(logging.DEBUG)
    module = heyoo_seam._heyoo()
    assert module is heyoo_seam._heyoo()
    assert isinstance(module.requests, heyoo_seam._Transport)
    module.logging.error("447700900301")
    assert not caplog.records


def interpreters() -> list[str]:
    """This one, and every 3.13 that can be found: there the package as published does not even import."""
    found = [shutil.which("python3.13"), *map(str, (Path.home() / ".pyenv/versions").glob("3.13.*/bin/python"))]
    return [sys.executable, *(python for python in found if python and _works(python))]


def _works(python: str) -> bool:
    """pyenv puts a python3.13 on the path that only says that it is not chosen here."""
    return subprocess.run([python, "-V"], capture_output=True).returncode == 0


@pytest.mark.parametrize("python", interpreters())
def test_loader_works_on_every_python(python):
    code = (
        "from importlib.util import find_spec, module_from_spec;"
        "import ast, pathlib;"
        "source = pathlib.Path('messaging/heyoo_seam.py').read_text();"
        "tree = ast.parse(source);"
        "load = next(node for node in tree.body if getattr(node, 'name', '') == '_load_heyoo');"
        "names = {'find_spec': find_spec, 'module_from_spec': module_from_spec};"
        "exec('from importlib.machinery import SourceFileLoader\\nfrom types import ModuleType', names);"
        "exec(compile(ast.Module([load], []), 'load', 'exec'), names);"
        "print(names['_load_heyoo']().WhatsApp.__name__)"
    )
    assert run(python, code) == "WhatsApp"
