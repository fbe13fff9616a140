"""What every test can rely on: no network but loopback, files in a folder of their own, and people to sign in."""

import gc
import itertools
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from kombu.transport import memory

from inquiries import roles
from inquiries.models import User


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second database engine, what touches none would only be the same again."""
    if not config.getoption("--database-only"):
        return
    touches = [
        bool({"db", "transactional_db"} & set(getattr(item, "fixturenames", ())))
        or item.get_closest_marker("django_db") is not None
        for item in items
    ]
    config.hook.pytest_deselected(items=[item for item, wanted in zip(items, touches, strict=True) if not wanted])
    items[:] = [item for item, wanted in zip(items, touches, strict=True) if wanted]


def pytest_collection() -> None:
    """What is imported and collected stays to the end: the garbage collector need not walk through it, neither now,
    while it grows (a fifth of the collection), nor later."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address):
    host = address[0] if isinstance(address, tuple) else ""
    if isinstance(address, tuple) and host not in {"127.0.0.1", "::1", "localhost"}:
        raise OSError(f"tests may not reach {host}")
    return _connect(self, address)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that nobody has used. Not tmp_path: it makes one for each test, and most write no file."""
    root = tmp_path_factory.mktemp("own-files")
    return (root / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_files(settings, folders: Iterator[Path]) -> None:
    folder = next(folders)
    settings.MEDIA_ROOT = folder / "media"
    settings.OUTBOX_DIR = folder / "outbox"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Broker and cache of the tests live as long as their process: no test hears what those before it rang, or sees
    who looked at an inquiry that had the same key."""
    memory.Channel.queues.clear()
    cache.clear()


def person(role: str, **names: Any) -> User:
    user = User.objects.create_user(username=role, password="correct horse", is_staff=True, **names)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def agent(db) -> User:
    return person(roles.AGENT, first_name="Nora", last_name="Lindqvist")


@pytest.fixture
def manager(db) -> User:
    return person(roles.MANAGER, first_name="Malik", last_name="Adeyemi")


@pytest.fixture
def agent_client(agent: User) -> Client:
    client = Client()
    client.force_login(agent)
    return client


@pytest.fixture
def manager_client(manager: User) -> Client:
    client = Client()
    client.force_login(manager)
    return client
