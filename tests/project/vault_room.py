"""A Vault of ours and a process that has not read a secret yet, with a clock that is moved by hand."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import vault as server
from travelhub import secret_sources, vault_settings
from travelhub.secret_sources import FRESH, Sources

PLACE = "secret/travelhub"


@dataclass
class Room:
    vault: server.Vault
    set: Callable[[str, str], None]  # a variable of the environment
    folder: Path
    now: float = 0.0

    def start(self, *names: str) -> None:
        """What settings.py does in a new process: read `names` from wherever they are."""
        secret_sources.process = Sources(clock=lambda: self.now)
        vault_settings.connect(self.folder)
        for name in names:
            secret_sources.read(name)

    def later(self, seconds: float = FRESH + 1) -> None:
        self.now += seconds
        self.vault.clock += seconds

    def rotate(self, **values: str) -> None:
        self.vault.values[PLACE] = {**self.vault.values.get(PLACE, {}), **values}


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Room]:
    with server.serving() as (state, certificate):
        monkeypatch.setattr(secret_sources, "process", Sources())  # the one of the test run comes back
        trusted = [certificate.read_text()]
        if vendors := os.environ.get("REQUESTS_CA_BUNDLE"):  # of a vendor's server whose fixture came before this one
            trusted.append(Path(vendors).read_text())
        (tmp_path / "authorities.pem").write_text("".join(trusted))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authorities.pem"))
        monkeypatch.setenv("VAULT_ADDR", state.url)
        yield Room(state, monkeypatch.setenv, tmp_path)
